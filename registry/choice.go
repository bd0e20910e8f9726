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
}

// SheetChoice says whether a sheet is read and where its header ends.
type SheetChoice struct {
	Sheet string `json:"sheet"`
	// Use is UseSheet or LeaveSheet; "" leaves that to the importer.
	Use string `json:"use,omitempty"`
	// Header is the last row of the header; 0 where the importer finds it.
	Header int `json:"header,omitempty"`
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
