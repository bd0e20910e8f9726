package registry

// Choices are what people decided about how a workbook is to be read, beside what
// the importer understands by itself. They are kept with the import; of those that
// were applied, columns and words are remembered for the next list of the same
// institution.
type Choices struct {
	Sheets  []SheetChoice  `json:"sheets,omitempty"`
	Columns []ColumnChoice `json:"columns,omitempty"`
	Cells   []CellFix      `json:"cells,omitempty"`
	Words   []WordFix      `json:"words,omitempty"`
	Files   []FileChoice   `json:"files,omitempty"`
	// Dates are what the dates of an applied import proved; nobody chose them.
	Dates []DateOrder `json:"dates,omitempty"`
}

// SheetChoice says whether a sheet is read and where its header ends.
type SheetChoice struct {
	Sheet string `json:"sheet"`
	// Use is UseSheet or LeaveSheet; "" leaves that to the importer.
	Use string `json:"use,omitempty"`
	// Header is the last row of the header; 0 where the importer finds it.
	Header int `json:"header,omitempty"`
	// Layout and Organisation are what a header is remembered by, as for columns.
	Layout       string         `json:"layout,omitempty"`
	Organisation OrganisationID `json:"organisation,omitempty"`
}

// What SheetChoice.Use says.
const (
	UseSheet   = "use"
	LeaveSheet = "leave"
)

// ColumnChoice says what a column holds.
type ColumnChoice struct {
	Sheet  string `json:"sheet"`
	Letter string `json:"letter"` // "C"
	Field  string `json:"field"`  // of the importer
	// Layout and Organisation are what the choice is remembered by: the headers of
	// the sheet, and whose list it is; Organisation 0 is not remembered.
	Layout       string         `json:"layout,omitempty"`
	Organisation OrganisationID `json:"organisation,omitempty"`
}

// CellFix is a cell as somebody corrected it; Text "" empties it.
type CellFix struct {
	Sheet string `json:"sheet"`
	Cell  string `json:"cell"` // "C12"
	Text  string `json:"text"`
}

// WordFix says that From, wherever it stands in a column of a field (marks, capitals
// and blanks aside), means To.
type WordFix struct {
	Field        string         `json:"field"`
	From         string         `json:"from"`
	To           string         `json:"to"`
	Organisation OrganisationID `json:"organisation,omitempty"` // whose lists write so; 0 is not remembered
}

// FileChoice says which files of a lot go before others in one field of a person,
// where they contradict each other.
type FileChoice struct {
	Field string    `json:"field"` // of the importer
	Files []LotFile `json:"files"` // the first wins; those left out come behind, none before another
	// Organisation is whose lots are read so; 0 is not remembered.
	Organisation OrganisationID `json:"organisation,omitempty"`
}

// LotFile is a file of a lot, known again in later lots by its name or, since files
// are called otherwise each year, by the layouts of its sheets.
type LotFile struct {
	Name    string   `json:"name"`
	Layouts []string `json:"layouts,omitempty"`
}

// DateOrder says that the dates of a field stand month first or day first in lists
// of an institution with one layout.
type DateOrder struct {
	Layout       string         `json:"layout"`
	Organisation OrganisationID `json:"organisation"`
	Field        string         `json:"field"` // of the importer
	MonthFirst   bool           `json:"month_first,omitempty"`
}
