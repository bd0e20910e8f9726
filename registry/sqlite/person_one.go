package sqlite

import (
	"context"
	"strconv"
	"strings"

	"trithuc/registry"
)

// listsSQL reads the lists of one person in one statement, which costs a fraction of
// a statement each: the number of the list, the place in it, and its columns, with
// NULL up to the most there are. ?2 has the bit of each list that is to be read.
var listsSQL, listsWidth = unionOfLists()

func unionOfLists() (query string, width int) {
	for _, l := range personLists {
		columns, _ := l.selected()
		width = max(width, len(columns))
	}
	parts := make([]string, len(personLists))
	for i, l := range personLists {
		columns, table := l.selected()
		parts[i] = "SELECT " + strconv.Itoa(i) + ", n, " + strings.Join(columns, ", ") + strings.Repeat(", NULL", width-len(columns)) +
			" FROM " + table + " WHERE person = ?1 AND ?2 & " + strconv.Itoa(1<<i)
	}
	return strings.Join(parts, " UNION ALL "), width
}

// loadPerson reads the person under this very id with all their lists, nil if there is
// none. The checksum is the stored one, not yet verified.
func loadPerson(ctx context.Context, s *session, id registry.PersonID) (*registry.Person, int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	ctx = context.WithoutCancel(ctx) // the driver watches a context in a goroutine, which costs more than the reading
	p := &registry.Person{}
	var sum, lists int64
	dest := append(targets(personRow(p)), (*integer)(&lists), &sum)
	if found, err := s.row(ctx, selectPersonSQL+"id = ?", []any{int64(id)}, dest...); err != nil || !found {
		return nil, 0, err
	}
	return p, sum, loadLists(ctx, s, p, lists)
}

// loadLists fills those lists of p that have a bit in held.
func loadLists(ctx context.Context, s *session, p *registry.Person, held int64) error {
	var list, n int64
	values := make([]any, listsWidth)
	dest := []any{&list, &n}
	for i := range values {
		dest = append(dest, &values[i])
	}
	return s.each(ctx, listsSQL, []any{int64(p.ID), held}, dest, func() error {
		return personLists[list].take(p, int(n), values)
	})
}
