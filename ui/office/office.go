// Package office writes the files that leave the registry for an office: lists
// of people as Excel workbooks and CSV, laid out as letters are here (Nghị định
// 30/2020/NĐ-CP), with every cell safe to open.
package office

import (
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"

	"trithuc/registry"
)

// Rows are the people of a list, in its order. They come from above already
// reduced to what the reader may see.
type Rows = iter.Seq2[registry.Line, error]

// Info says what a list is and why it left the registry.
type Info struct {
	Title   string // heading of the list, "Danh sách đã chọn: Hội đồng thủy sản"
	Account string // who
	At      time.Time
	Purpose string      // why, "" if nobody asked
	More    [][2]string // what else the sheet about the list says, each with its name
	Whole   bool        // sheets hold the whole records too, not the list alone; the rows are registry.WholeLines
}

// Format is how a list is written.
type Format string

// The formats.
const (
	JSONL Format = "jsonl" // one person a line, for programs
	XLSX  Format = "xlsx"
	CSV   Format = "csv"
)

// Formats lists them in the order a page offers them.
var Formats = []Format{XLSX, CSV, JSONL}

// ContentType gives the MIME type of a format.
func (f Format) ContentType() string {
	switch f {
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case CSV:
		return "text/csv; charset=utf-8"
	case TSV:
		return "text/tab-separated-values; charset=utf-8"
	}
	return "application/x-ndjson"
}

// Export writes the rows in a format and gives how many there were. It is
// Invalid for a format that does not exist. What w has received when it fails
// is no whole file.
func Export(w io.Writer, f Format, ref *registry.Reference, rows Rows, info Info) (int, error) {
	switch f {
	case XLSX:
		return People(w, ref, rows, info)
	case CSV:
		return PeopleCSV(w, ref, rows, info.Whole)
	case JSONL:
		return peopleJSONL(w, rows)
	}
	return 0, &registry.Error{Kind: registry.Invalid,
		Message:  "Định dạng xuất không có. Hãy chọn xlsx, csv hoặc jsonl.",
		Problems: []registry.Problem{{Field: "format", Value: string(f), Reason: "chỉ nhận xlsx, csv, jsonl"}}}
}

func peopleJSONL(w io.Writer, rows Rows) (n int, err error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for line, err := range rows {
		if err != nil {
			return n, err
		}
		if err := enc.Encode(line); err != nil {
			return n, fmt.Errorf("office.Export: %w", err)
		}
		n++
	}
	return n, nil
}
