package registry

import "time"

// SourceID points at where a value came from. Zero in a value that is being
// written means "the source of this change"; Commit fills it in.
type SourceID int64

// Source says where a value came from: a row of an imported workbook, or an
// account (then Import is zero). A workbook that another system gave out names it.
type Source struct {
	ID      SourceID  `json:"id,omitempty"`
	Import  ImportID  `json:"import,omitempty"`
	Sheet   string    `json:"sheet,omitempty"`
	Row     int       `json:"row,omitempty"` // as the spreadsheet program numbers it, from 1
	Account string    `json:"account,omitempty"`
	At      time.Time `json:"at,omitzero"`      // when it was written here
	System  string    `json:"system,omitempty"` // SchemeSystem: whence the file came; that of the import where it is left out
	File    string    `json:"file,omitempty"`   // of citations, where no import stored it
	Synced  Date      `json:"synced,omitzero"`  // ngày đồng bộ: as of which day that system says so
}
