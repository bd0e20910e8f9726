package registry

// OrganisationID numbers organisations and their units alike. In one Commit a
// negative id stands for an organisation added by that same Commit.
type OrganisationID int64

// OrganisationKind says what an organisation is.
type OrganisationKind string

// The kinds of organisation.
const (
	Government  OrganisationKind = "gov"
	University  OrganisationKind = "university"
	Campus      OrganisationKind = "campus"
	College     OrganisationKind = "college"
	Institute   OrganisationKind = "institute"
	School      OrganisationKind = "school"
	Hospital    OrganisationKind = "hospital"
	Association OrganisationKind = "assoc"
	Enterprise  OrganisationKind = "enterprise"
	Unit        OrganisationKind = "unit"    // a school, faculty, department or office inside another
	Unsorted    OrganisationKind = "unknown" // named by a workbook, not yet looked at by anybody
)

// Organisation is an institution or a unit of one, with every name it answers
// to and the time it existed. What was never confirmed says so.
type Organisation struct {
	ID            OrganisationID   `json:"id,omitempty"`
	Version       int64            `json:"version,omitempty"`
	Key           string           `json:"key,omitempty"` // stable short name of a seeded one, "ctu"
	Kind          OrganisationKind `json:"kind"`
	Name          string           `json:"name"`
	NameEn        string           `json:"name_en,omitempty"`
	Abbreviations []string         `json:"abbreviations,omitempty"`
	Aliases       []string         `json:"aliases,omitempty"` // former and usual names
	Parent        OrganisationID   `json:"parent,omitempty"`
	ValidFrom     Date             `json:"valid_from,omitzero"`
	ValidTo       Date             `json:"valid_to,omitzero"` // zero while it exists
	Confirmed     bool             `json:"confirmed"`         // false: chưa kiểm chứng
	Note          string           `json:"note,omitempty"`
	Source        SourceID         `json:"source,omitempty"`
	Sector        string           `json:"sector,omitempty"`    // SchemeSector; "" takes that of what it stands under
	Ownership     string           `json:"ownership,omitempty"` // SchemeOwnership, likewise
	Approvals     []Approval       `json:"approvals,omitempty"` // who approves its lists, dated; none: as what it stands under
}

// LineageKind says how one organisation became another.
type LineageKind string

// The ways of lineage.
const (
	MergedInto LineageKind = "merged"
	SplitInto  LineageKind = "split"
	RenamedTo  LineageKind = "renamed"
)

// Lineage is one step from a former organisation to its successor. The person's
// history keeps the former name; resolving an old name leads to the successor.
type Lineage struct {
	From OrganisationID `json:"from"`
	To   OrganisationID `json:"to"`
	Kind LineageKind    `json:"kind"`
	On   Date           `json:"on,omitzero"`
	Note string         `json:"note,omitempty"`
}
