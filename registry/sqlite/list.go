package sqlite

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
)

// list describes one list of a person once: its table, its columns and where
// they stand in an item. A further list is a few lines in personLists.
type list[T any] struct {
	field  string // JSON name of the field, as a Delta has it
	table  string
	items  func(*registry.Person) *[]T
	at     func(*T) []column
	late   int // how many of the columns, the last ones, came with a later schema
	source func(*T) *registry.SourceID

	columns              []string
	insertSQL, selectSQL string
}

// personList is a list of any kind of item.
type personList interface {
	name() string
	tableName() string
	insert(ctx context.Context, s *session, p *registry.Person, args []any) error
	load(ctx context.Context, s *session, people []*registry.Person, where string, bounds []any) (rows int, err error)
	selected() (columns []string, from string)
	take(p *registry.Person, n int, values []any) error
	appendTo(raw []byte, p *registry.Person) []byte
	appendLate(raw []byte, number int, p *registry.Person) []byte
	adopt(p, stored *registry.Person)
	sources(p *registry.Person, f func(*registry.SourceID))
	length(p *registry.Person) int
}

func newList[T any](field, table, columns string, l list[T]) personList {
	names := append([]string{"person", "n"}, strings.Fields(columns)...)
	l.field, l.table, l.columns = field, table, names[2:]
	l.insertSQL = insertSQL(table, names)
	l.selectSQL = "SELECT " + strings.Join(names, ", ") + " FROM " + table + " WHERE "
	return &l
}

func (l *list[T]) name() string                  { return l.field }
func (l *list[T]) length(p *registry.Person) int { return len(*l.items(p)) }
func (l *list[T]) tableName() string             { return l.table }

// insert writes the list of p; args is room to bind in.
func (l *list[T]) insert(ctx context.Context, s *session, p *registry.Person, args []any) error {
	items := *l.items(p)
	for n := range items {
		args = append(args[:0], int64(p.ID), int64(n))
		for _, c := range l.at(&items[n]) {
			args = append(args, c.value())
		}
		if err := s.exec(ctx, l.insertSQL, args...); err != nil {
			return err
		}
	}
	return nil
}

// load fills the list of people, who stand in the order of their ids, with the
// rows that where selects, and says how many those were.
func (l *list[T]) load(ctx context.Context, s *session, people []*registry.Person, where string, bounds []any) (int, error) {
	var id int64
	var n int
	var item T
	rows, at := 0, 0
	dest := append([]any{(*integer)(&id), (*number)(&n)}, targets(l.at(&item))...)
	err := s.each(ctx, l.selectSQL+where+" ORDER BY person, n", bounds, dest, func() error {
		rows++
		for at < len(people) && int64(people[at].ID) < id {
			at++
		}
		if at == len(people) || int64(people[at].ID) != id {
			return nil // of nobody: Check counts them
		}
		items := l.items(people[at])
		if n != len(*items) {
			return misfit(fmt.Sprintf("item %d of %s", len(*items), l.table), n)
		}
		*items = append(*items, item)
		return nil
	})
	return rows, err
}

// selected gives the columns of an item and the table they stand in.
func (l *list[T]) selected() ([]string, string) { return l.columns, l.table }

// take adds item n, as the store gave its columns, to the list of p.
func (l *list[T]) take(p *registry.Person, n int, values []any) error {
	items := l.items(p)
	if n != len(*items) {
		return misfit(fmt.Sprintf("item %d of %s", len(*items), l.table), n)
	}
	var item T
	for i, c := range l.at(&item) {
		if err := c.Scan(values[i]); err != nil {
			return err
		}
	}
	*items = append(*items, item)
	return nil
}

// appendTo gives the canonical form of the list, for the checksum, without late
// columns.
func (l *list[T]) appendTo(raw []byte, p *registry.Person) []byte {
	items := *l.items(p)
	raw = binary.AppendUvarint(raw, uint64(len(items)))
	for i := range items {
		raw = l.appendItem(raw, &items[i])
	}
	return raw
}

func (l *list[T]) appendItem(raw []byte, item *T) []byte {
	columns := l.at(item)
	for _, c := range columns[:len(columns)-l.late] {
		raw = c.appendTo(raw)
	}
	return raw
}

// appendLate gives the canonical form of late columns, number being the list's:
// only what holds something, each behind its place.
func (l *list[T]) appendLate(raw []byte, number int, p *registry.Person) []byte {
	if l.late == 0 {
		return raw
	}
	items := *l.items(p)
	for i := range items {
		columns := l.at(&items[i])
		before := binary.AppendUvarint(binary.AppendUvarint(make([]byte, 0, 8), uint64(number)), uint64(i))
		raw = appendHeld(raw, before, columns[len(columns)-l.late:])
	}
	return raw
}

// adopt gives items without a source that of the stored item they are equal to:
// a value that was not changed keeps where it came from.
func (l *list[T]) adopt(p, stored *registry.Person) {
	items := *l.items(p)
	if len(items) == 0 {
		*l.items(p) = nil // an empty list and none are the same
		return
	}
	old := map[string]registry.SourceID{}
	for _, o := range slices.Backward(*l.items(stored)) { // the first of equals wins
		old[l.valueOf(o)] = *l.source(&o)
	}
	for i := range items {
		if source := l.source(&items[i]); *source == 0 {
			*source = old[l.valueOf(items[i])]
		}
	}
}

// valueOf gives the whole of an item but its source, for comparing.
func (l *list[T]) valueOf(item T) string {
	*l.source(&item) = 0
	var raw []byte
	for _, c := range l.at(&item) {
		raw = c.appendTo(raw)
	}
	return string(raw)
}

func (l *list[T]) sources(p *registry.Person, f func(*registry.SourceID)) {
	items := *l.items(p)
	for i := range items {
		f(l.source(&items[i]))
	}
}

// personLists are all the lists of a person, in the order the checksum takes them.
var personLists = slices.Concat(firstLists, recordLists)

// firstLists are the lists of the first schema. Their late columns stand behind
// the source.
var firstLists = []personList{
	newList("codes", "person_code", "organisation code source", list[registry.StaffCode]{
		items: func(p *registry.Person) *[]registry.StaffCode { return &p.Codes },
		at: func(v *registry.StaffCode) []column {
			return []column{(*reference)(&v.Organisation), (*text)(&v.Code), (*reference)(&v.Source)}
		},
		source: func(v *registry.StaffCode) *registry.SourceID { return &v.Source },
	}),
	newList("qualifications", "qualification", "degree field institution country year source mode", list[registry.Qualification]{
		items: func(p *registry.Person) *[]registry.Qualification { return &p.Qualifications },
		at: func(v *registry.Qualification) []column {
			return []column{(*text)(&v.Degree), (*text)(&v.Field), (*text)(&v.Institution), (*text)(&v.Country), (*number)(&v.Year), (*reference)(&v.Source), (*text)(&v.Mode)}
		},
		late:   1,
		source: func(v *registry.Qualification) *registry.SourceID { return &v.Source },
	}),
	newList("honours", "honour", "code year source", list[registry.Honour]{
		items: func(p *registry.Person) *[]registry.Honour { return &p.Honours },
		at: func(v *registry.Honour) []column {
			return []column{(*text)(&v.Code), (*number)(&v.Year), (*reference)(&v.Source)}
		},
		source: func(v *registry.Honour) *registry.SourceID { return &v.Source },
	}),
	newList("positions", "position", "organisation unit post contract begins ends main source sector ownership written", list[registry.Position]{
		items: func(p *registry.Person) *[]registry.Position { return &p.Positions },
		at: func(v *registry.Position) []column {
			return []column{(*reference)(&v.Organisation), (*reference)(&v.Unit), (*text)(&v.Post), (*text)(&v.Contract),
				(*date)(&v.From), (*date)(&v.To), (*boolean)(&v.Main), (*reference)(&v.Source), (*text)(&v.Sector), (*text)(&v.Ownership), (*text)(&v.Written)}
		},
		late:   3,
		source: func(v *registry.Position) *registry.SourceID { return &v.Source },
	}),
	newList("fields", "person_field", "code source", list[registry.FieldOf]{
		items:  func(p *registry.Person) *[]registry.FieldOf { return &p.Fields },
		at:     func(v *registry.FieldOf) []column { return []column{(*text)(&v.Code), (*reference)(&v.Source)} },
		source: func(v *registry.FieldOf) *registry.SourceID { return &v.Source },
	}),
	newList("expertise", "expertise", "phrase source language", list[registry.Expertise]{
		items: func(p *registry.Person) *[]registry.Expertise { return &p.Expertise },
		at: func(v *registry.Expertise) []column {
			return []column{(*text)(&v.Phrase), (*reference)(&v.Source), (*text)(&v.Language)}
		},
		late:   1,
		source: func(v *registry.Expertise) *registry.SourceID { return &v.Source },
	}),
}
