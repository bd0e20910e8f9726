package office

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"trithuc/registry"
)

// PeopleCSV writes the columns of People as CSV in UTF-8 with its mark, so that
// a double click opens it with Vietnamese marks intact, and gives the number of
// people. Of whole records each list stands in a column of its own behind them, an
// item a line of the cell; where values came from is for workbooks and JSON lines.
func PeopleCSV(w io.Writer, ref *registry.Reference, rows Rows, whole bool) (int, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return 0, fmt.Errorf("office.PeopleCSV: %w", err)
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	cols := columns()
	head, parts := headers(cols), []string(nil)
	if whole {
		parts = detailParts()
	}
	for _, name := range parts {
		head = append(head, registry.WholePrefix+label(name))
	}
	c.Write(head) // a failure is kept and given by Error
	n := 0
	for line, err := range rows {
		if err != nil {
			return n, err
		}
		n++
		cells := []string{strconv.Itoa(n)}
		for _, col := range cols {
			cells = append(cells, Safe(col.text(ref, line)))
		}
		if whole {
			cells = append(cells, detailCells(ref, line, parts)...)
		}
		if err := c.Write(cells); err != nil {
			return n, fmt.Errorf("office.PeopleCSV: %w", err)
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return n, fmt.Errorf("office.PeopleCSV: %w", err)
	}
	return n, nil
}

func headers(cols []column) []string {
	names := []string{number}
	for _, c := range cols {
		names = append(names, c.header)
	}
	return names
}
