package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Names finds people in the registry itself while no index can be asked: by their whole
// name, with marks or without and in any order, and by their public id. It does not count
// facets and knows nothing of topics.
type Names struct{ Store Exact }

// namesOnlyNote is said with every such answer.
const namesOnlyNote = "Chỉ mục tìm kiếm đang được lập lại, nên lúc này chỉ tìm được theo đúng họ tên đầy đủ hoặc mã hồ sơ. Ít phút nữa hãy tìm lại để thấy đủ."

// Search finds who bears the name that a text is, of those the caller may see; it says in
// a note that others may be missing. Of a query with conditions, and where nobody bears
// the name, it finds nobody.
func (n Names) Search(ctx context.Context, q Query) (Answer, error) {
	text, u := readable(q.Text)
	u.Text, u.Notes = text, []string{namesOnlyNote}
	if err := q.check(); err != nil || len(q.Filters) > 0 {
		return Answer{Understood: u}, err
	}
	people, err := n.called(ctx, text)
	if err != nil {
		return Answer{}, err
	}
	slices.SortFunc(people, func(a, b *registry.Person) int {
		return cmp.Or(differs(a, text)-differs(b, text), cmp.Compare(a.ID, b.ID))
	})
	a := Answer{Result: Result{Total: len(people), Hits: []Hit{}}, Understood: u}
	from := min(q.Offset, len(people))
	for _, p := range people[from:min(len(people), from+cmp.Or(q.Limit, DefaultLimit))] {
		h := Hit{Person: p.ID, Score: 1}
		if q.Explain {
			h.Why = []Why{{Field: FieldName, Text: p.Name.Full, Marks: [][2]int{{0, len(p.Name.Full)}}}}
		}
		a.Hits = append(a.Hits, h)
	}
	return a, nil
}

// called gives who bears the name or the public id that a text is, as the caller sees them.
func (n Names) called(ctx context.Context, text string) ([]*registry.Person, error) {
	var ids []registry.PersonID
	if id, err := registry.ParsePersonID(strings.TrimSpace(text)); err == nil {
		ids = append(ids, id)
	} else {
		named := registry.Person{Name: vietnamese.ParseName(text)}
		matches, err := n.Store.FindPeople(ctx, []registry.Probe{{Keys: registry.Keys(&named)}})
		if err != nil {
			return nil, err
		}
		for _, m := range matches[0] {
			ids = append(ids, m.Person)
		}
	}
	people, err := n.Store.People(ctx, ids)
	if err != nil {
		return nil, err
	}
	var seen []*registry.Person
	for _, p := range people {
		if p, ok := p.VisibleTo(registry.ActorOf(ctx)); ok {
			seen = append(seen, p)
		}
	}
	return seen, nil
}

// differs is 0 for who is called as was typed, 1 for who is called so with other marks or
// in another order.
func differs(p *registry.Person, text string) int {
	if vietnamese.Key(p.Name.Full) == vietnamese.Key(text) {
		return 0
	}
	return 1
}
