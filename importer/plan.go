package importer

import (
	"time"

	"trithuc/registry"
)

// Plan is what an import would do, or did. StoredPlan gives it without Rows,
// which StoredRows gives page by page.
type Plan struct {
	Import registry.Import  `json:"import"`
	Sheets []Sheet          `json:"sheets"`
	Rows   []Row            `json:"-"`
	Counts registry.Counts  `json:"counts"`
	Issues []registry.Issue `json:"issues"`
	// Absent are those whom a full list leaves out; nil where the list is not full.
	Absent []AbsentPerson `json:"absent,omitzero"`
	// Disputes are the fields of which files of a lot say different things.
	Disputes []Dispute `json:"disputes,omitempty"`
	// Figures count its people by unit and degree, for the form that is signed.
	Figures *Figures `json:"figures,omitempty"`
	// Digest covers every outcome and value; two plans with one digest do the same.
	Digest string `json:"digest"`
	// Erased is the entry of the trail that erased the last of those whom the plan told of.
	Erased registry.Seq `json:"erased,omitempty"`
	// Unsaved says why the plan of an import that is written could not be stored
	// anew; what stands stored is then the preview. nil where all went well.
	Unsaved error `json:"-"`
}

// Sheet says how one sheet was understood.
type Sheet struct {
	Name    string `json:"name"`
	Skipped string `json:"skipped,omitempty"` // Vietnamese: why the sheet was left out; "" when it was read
	Kept    bool   `json:"kept,omitempty"`    // of one left out: its cells are stored, so that it can be taken in
	// Unheaded says that it was left out because no header was found; the row that it
	// ends with can be named.
	Unheaded bool `json:"unheaded,omitempty"`
	// Follows is the sheet that this one, without a header, goes on with; "" for none.
	Follows string   `json:"follows,omitempty"`
	Last    int      `json:"last,omitempty"` // its last row; 0 where that is not known
	Header  [2]int   `json:"header"`         // first and last row of the header; 0 where it stands on the sheet before
	Columns []Column `json:"columns,omitempty"`
	People  int      `json:"people"` // rows of people
	Left    []Left   `json:"left,omitempty"`
	Default string   `json:"default,omitempty"` // the employer that title rows or the caller gave

	Employer registry.OrganisationID `json:"employer,omitempty"` // the same; below zero one that the import would add
	Layout   string                  `json:"layout,omitempty"`   // tells sheets with this head from others
	Form     string                  `json:"form,omitempty"`     // the official form that the sheet follows, by name
	File     string                  `json:"file,omitempty"`     // of a lot of several files: in which it stands
}

// Left counts rows that are no people: section names, totals, repeated headers.
type Left struct {
	What  string `json:"what"` // Vietnamese: "tiêu đề lặp lại"
	Rows  []int  `json:"rows"` // the first of them
	Count int    `json:"count"`
}

// Column says what one column was taken for.
type Column struct {
	Letter     string  `json:"letter"`          // "C"
	Header     string  `json:"header"`          // as written, group and name
	Field      Field   `json:"field,omitempty"` // "" where unknown
	Degree     string  `json:"degree,omitempty"`
	Confidence float64 `json:"confidence"` // 0 to 1
	Note       string  `json:"note,omitempty"`
	// System is the system whose exchange form says what the column is; "" where the
	// importer's own words do, or somebody chose.
	System string `json:"system,omitempty"`

	separator  string
	listNumber bool // values chosen from a list keep its numbers: "8. Tiến sĩ"
	mapped     *registry.ExchangeColumn
}

// Row is one row of a person and how it ends.
type Row struct {
	Sheet   string            `json:"sheet"`
	Row     int               `json:"row"`
	Outcome registry.Outcome  `json:"outcome"`
	Name    string            `json:"name"`
	Person  registry.PersonID `json:"person,omitempty"` // whom it amends or equals; after Apply also whom it added
	// Changes are what an amended row changes. Of an added row and of a question
	// StoredRows gives the first values that were understood, Old being empty.
	Changes []ValueChange `json:"changes,omitempty"`
	Note    string        `json:"note,omitempty"` // Vietnamese: why it is a question, was rejected or joined
}

// ValueChange is one value as it was and as it will be, in words for the screen.
type ValueChange struct {
	Field string `json:"field"` // JSON name of the person's field: "birth", "positions"
	Old   string `json:"old,omitempty"`
	New   string `json:"new"`
}

// Stage names a part of the work.
type Stage string

// The stages in their order.
const (
	StageReading  Stage = "reading"  // cells and what they mean
	StageMatching Stage = "matching" // who each row is
	StageWriting  Stage = "writing"  // one transaction
	StageDone     Stage = "done"
	StageFailed   Stage = "failed"
)

// Progress says how far a job is. Total is 0 while it is unknown.
type Progress struct {
	Import registry.ImportID `json:"import,omitempty"`
	Stage  Stage             `json:"stage"`
	Done   int               `json:"done"`
	Total  int               `json:"total"`
	// Rate is how many a second the stage did so far, Left how long it takes yet in
	// seconds; 0 where that cannot be told. A queue fills them in.
	Rate float64 `json:"rate,omitempty"`
	Left float64 `json:"left,omitempty"`
}

// since fills in rate and time left of a stage that began some time ago.
func (p Progress) since(began, now time.Time) Progress {
	took := now.Sub(began).Seconds()
	if p.Done <= 0 || took < 0.2 { // too little to tell
		return p
	}
	p.Rate = float64(p.Done) / took
	if p.Total > p.Done {
		p.Left = float64(p.Total-p.Done) / p.Rate
	}
	return p
}

// Report is the object that `import --json` prints.
type Report struct {
	Import registry.ImportID `json:"import"` // 0 for a dry run
	File   string            `json:"file"`
	Sheets []string          `json:"sheets"` // those that were read
	registry.Counts
	Issues []registry.Issue `json:"issues"`
	Absent []AbsentPerson   `json:"absent,omitzero"` // outside the sum of Counts
}

// ReportOf gives the report of a plan.
func ReportOf(p *Plan) Report {
	r := Report{Import: p.Import.ID, File: p.Import.File, Sheets: []string{}, Counts: p.Counts, Issues: p.Issues, Absent: p.Absent}
	for _, s := range p.Sheets {
		if s.Skipped == "" {
			r.Sheets = append(r.Sheets, s.Name)
		}
	}
	if r.Issues == nil {
		r.Issues = []registry.Issue{}
	}
	return r
}
