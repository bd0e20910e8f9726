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
// people.
func PeopleCSV(w io.Writer, ref *registry.Reference, rows Rows) (int, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return 0, fmt.Errorf("office.PeopleCSV: %w", err)
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	cols := columns()
	c.Write(headers(cols))
	n, cells := 0, make([]string, len(cols)+1)
	for line, err := range rows {
		if err != nil {
			return n, err
		}
		n++
		cells[0] = strconv.Itoa(n)
		for i, col := range cols {
			cells[i+1] = Safe(col.text(ref, line))
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
