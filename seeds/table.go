package seeds

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// table is one tab-separated file: a header of English column names, then rows.
// Blank lines and lines that start with # are comments.
type table struct {
	file string
	head []string
	rows []row
}

// row is one line of a table with its number in the file.
type row struct {
	table *table
	line  int
	cells []string
	err   error // the first value that was no number, date or yes/no
}

// readTable reads an embedded file; every row must have as many cells as the header.
func readTable(file string) (*table, error) {
	text, err := files.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("seeds: %w", err)
	}
	t := &table{file: file}
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if t.head == nil {
			t.head = cells
			continue
		}
		if len(cells) != len(t.head) {
			return nil, fmt.Errorf("seeds: %s:%d has %d cells, the header %d", file, i+1, len(cells), len(t.head))
		}
		t.rows = append(t.rows, row{table: t, line: i + 1, cells: cells})
	}
	return t, nil
}

// text gives a cell, "" where the file has no such column.
func (r *row) text(column string) string {
	if i := slices.Index(r.table.head, column); i >= 0 {
		return r.cells[i]
	}
	return ""
}

// list gives the parts of a cell that are separated by semicolons.
func (r *row) list(column string) []string { return split(r.text(column)) }

// split gives the parts of a text that are separated by semicolons, each once.
func split(s string) []string {
	var parts []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}

func (r *row) number(column string) float64 {
	s := r.text(column)
	if s == "" {
		return 0
	}
	n, err := strconv.ParseFloat(s, 64)
	r.check(column, err)
	return n
}

func (r *row) date(column string) registry.Date {
	d, err := registry.ParseDate(r.text(column))
	r.check(column, err)
	return d
}

func (r *row) yes(column string) bool {
	s := r.text(column)
	if s != "yes" && s != "no" {
		r.check(column, fmt.Errorf("%q is neither yes nor no", s))
	}
	return s == "yes"
}

func (r *row) check(column string, err error) {
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("seeds: %s:%d: column %s: %w", r.table.file, r.line, column, err)
	}
}

// each calls f with every row and gives the first error of f or of a value it read.
func (t *table) each(f func(*row) error) error {
	for i := range t.rows {
		r := &t.rows[i]
		if err := f(r); err != nil {
			return fmt.Errorf("seeds: %s:%d: %w", t.file, r.line, err)
		}
		if r.err != nil {
			return r.err
		}
	}
	return nil
}
