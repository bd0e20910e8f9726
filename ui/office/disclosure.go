package office

import (
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// Disclosed writes the answer to a request for data as a workbook: one person a row, one
// column for each part that was asked for, and a sheet that says who got it, when, why and
// until when. People come with those parts alone.
func Disclosed(w io.Writer, ref *registry.Reference, d *registry.Disclosure, people []*registry.Person, info Info) (err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("office.Disclosed: %w", cerr)
		}
	}()
	owner := "Mọi cơ quan, đơn vị"
	if d.Owner != 0 {
		owner = ref.OrganisationName(d.Owner)
	}
	info.Purpose = d.Purpose
	info.More = [][2]string{
		{"Bên đề nghị", ref.OrganisationName(d.Asker)}, {"Bên cung cấp", owner},
		{"Văn bản đề nghị", fmt.Sprintf("%s ngày %s", d.Document, d.Dated.Vietnamese())}, {"Đề nghị số", fmt.Sprint(d.ID)},
		{"Người duyệt", d.Decider}, {"Duyệt lúc", clock(d.Decided)}, {"Khai thác đến hết ngày", d.Until.Vietnamese()},
	}
	cols := disclosedColumns(d.Fields)
	l := list{file: f, cols: cols, printed: len(cols) + 1, ref: ref, info: info, details: &details{file: f, ref: ref}}
	_, err = l.fill(w, linesOf(people))
	return err
}

// disclosedColumns are the number and the name, then the parts in the order of the record.
func disclosedColumns(fields []string) []column {
	cols := []column{
		{"Mã trí thức", 13, func(_ *registry.Reference, l registry.Line) string { return l.ID }},
		{"Họ và tên", 24, func(_ *registry.Reference, l registry.Line) string { return l.Name }},
	}
	for _, name := range registry.DisclosableFields() {
		if slices.Contains(fields, name) {
			cols = append(cols, column{label(name), 28, func(ref *registry.Reference, l registry.Line) string {
				return detailCells(ref, l, []string{name})[0]
			}})
		}
	}
	return cols
}

// linesOf gives lines that bear the records as they are and nothing that follows from them.
func linesOf(people []*registry.Person) Rows {
	return iter.Seq2[registry.Line, error](func(yield func(registry.Line, error) bool) {
		for _, p := range people {
			if !yield(registry.Line{ID: p.ID.Public(), Name: p.Name.Full, Record: p}, nil) {
				return
			}
		}
	})
}
