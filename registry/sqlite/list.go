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
type list[T comparable] struct {
	field  string // JSON name of the field, as a Delta has it
	table  string
	items  func(*registry.Person) *[]T
	at     func(*T) []column
	source func(*T) *registry.SourceID

	insertSQL, selectSQL string
}

// personList is a list of any kind of item.
type personList interface {
	name() string
	tableName() string
	insert(ctx context.Context, s *session, p *registry.Person, args []any) error
	load(ctx context.Context, s *session, people []*registry.Person, where string, bounds []any) (rows int, err error)
	appendTo(raw []byte, p *registry.Person) []byte
	adopt(p, stored *registry.Person)
	sources(p *registry.Person, f func(*registry.SourceID))
}

func newList[T comparable](field, table, columns string, l list[T]) personList {
	names := append([]string{"person", "n"}, strings.Fields(columns)...)
	l.field, l.table = field, table
	l.insertSQL = insertSQL(table, names)
	l.selectSQL = "SELECT " + strings.Join(names, ", ") + " FROM " + table + " WHERE "
	return &l
}

func (l *list[T]) name() string      { return l.field }
func (l *list[T]) tableName() string { return l.table }

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

// appendTo gives the canonical form of the list, for the checksum.
func (l *list[T]) appendTo(raw []byte, p *registry.Person) []byte {
	items := *l.items(p)
	raw = binary.AppendUvarint(raw, uint64(len(items)))
	for i := range items {
		for _, c := range l.at(&items[i]) {
			raw = c.appendTo(raw)
		}
	}
	return raw
}

// adopt gives items without a source that of the stored item they are equal to:
// a value that was not changed keeps where it came from.
func (l *list[T]) adopt(p, stored *registry.Person) {
	items, old := *l.items(p), *l.items(stored)
	if len(items) == 0 {
		*l.items(p) = nil // an empty list and none are the same
	}
	for i := range items {
		if *l.source(&items[i]) != 0 {
			continue
		}
		k := slices.IndexFunc(old, func(o T) bool {
			*l.source(&o) = 0
			return o == items[i]
		})
		if k >= 0 {
			*l.source(&items[i]) = *l.source(&old[k])
		}
	}
}

func (l *list[T]) sources(p *registry.Person, f func(*registry.SourceID)) {
	items := *l.items(p)
	for i := range items {
		f(l.source(&items[i]))
	}
}

// personLists are all the lists of a person, in the order the checksum takes them.
var personLists = []personList{
	newList("codes", "person_code", "organisation code source", list[registry.StaffCode]{
		items: func(p *registry.Person) *[]registry.StaffCode { return &p.Codes },
		at: func(v *registry.StaffCode) []column {
			return []column{(*reference)(&v.Organisation), (*text)(&v.Code), (*reference)(&v.Source)}
		},
		source: func(v *registry.StaffCode) *registry.SourceID { return &v.Source },
	}),
	newList("qualifications", "qualification", "degree field institution country year source", list[registry.Qualification]{
		items: func(p *registry.Person) *[]registry.Qualification { return &p.Qualifications },
		at: func(v *registry.Qualification) []column {
			return []column{(*text)(&v.Degree), (*text)(&v.Field), (*text)(&v.Institution), (*text)(&v.Country), (*number)(&v.Year), (*reference)(&v.Source)}
		},
		source: func(v *registry.Qualification) *registry.SourceID { return &v.Source },
	}),
	newList("honours", "honour", "code year source", list[registry.Honour]{
		items: func(p *registry.Person) *[]registry.Honour { return &p.Honours },
		at: func(v *registry.Honour) []column {
			return []column{(*text)(&v.Code), (*number)(&v.Year), (*reference)(&v.Source)}
		},
		source: func(v *registry.Honour) *registry.SourceID { return &v.Source },
	}),
	newList("positions", "position", "organisation unit post contract begins ends main source", list[registry.Position]{
		items: func(p *registry.Person) *[]registry.Position { return &p.Positions },
		at: func(v *registry.Position) []column {
			return []column{(*reference)(&v.Organisation), (*reference)(&v.Unit), (*text)(&v.Post), (*text)(&v.Contract),
				(*date)(&v.From), (*date)(&v.To), (*boolean)(&v.Main), (*reference)(&v.Source)}
		},
		source: func(v *registry.Position) *registry.SourceID { return &v.Source },
	}),
	newList("fields", "person_field", "code source", list[registry.FieldOf]{
		items:  func(p *registry.Person) *[]registry.FieldOf { return &p.Fields },
		at:     func(v *registry.FieldOf) []column { return []column{(*text)(&v.Code), (*reference)(&v.Source)} },
		source: func(v *registry.FieldOf) *registry.SourceID { return &v.Source },
	}),
	newList("expertise", "expertise", "phrase source", list[registry.Expertise]{
		items:  func(p *registry.Person) *[]registry.Expertise { return &p.Expertise },
		at:     func(v *registry.Expertise) []column { return []column{(*text)(&v.Phrase), (*reference)(&v.Source)} },
		source: func(v *registry.Expertise) *registry.SourceID { return &v.Source },
	}),
}
