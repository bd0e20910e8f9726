package search

import (
	"context"
	"slices"
	"strings"

	"trithuc/registry"
)

// Exact looks people up by what an index must not hold.
type Exact interface {
	// FindPeople answers many probes at once, one list of matches a probe.
	FindPeople(ctx context.Context, probes []registry.Probe) ([][]registry.Match, error)
	// People gives those that exist under these ids, in their order.
	People(ctx context.Context, ids []registry.PersonID) ([]*registry.Person, error)
}

// fewestDigits is how many digits a text has that may be a telephone number: a
// shorter one is a staff code.
const fewestDigits = 9

// contact is what a text is that is a whole e-mail or telephone number. One of
// the two is set.
type contact struct{ email, phone string }

func contactOf(text string) (contact, bool) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "@") {
		mail, ok := registry.ParseEmail(text)
		return contact{email: mail}, ok && !strings.ContainsAny(text, " \t\n")
	}
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" .-+()", r):
			return contact{}, false
		}
	}
	phone, ok := registry.ParsePhone(text)
	return contact{phone: phone}, ok && digits >= fewestDigits
}

func (c contact) what() string {
	if c.email != "" {
		return "thư điện tử"
	}
	return "số điện thoại"
}

// probe asks for who has the contact.
func (c contact) probe() registry.Probe {
	if c.email != "" {
		return registry.Probe{Email: c.email}
	}
	return registry.Probe{Keys: []string{"p" + c.phone}}
}

// isOf says that the contact stands in a record as the caller sees it.
func (c contact) isOf(p *registry.Person) bool {
	if c.email != "" {
		return p.Email == c.email
	}
	return p.Phone == c.phone
}

// exactly answers a text that is a contact: it is looked up in the registry, of
// those whose contact the caller may see. The plan then asks for these people.
func (s *Searcher) exactly(ctx context.Context, q Query, p *Plan) (Understood, bool, error) {
	c, ok := contactOf(q.Text)
	if !ok || s.Exact == nil || slices.Contains(q.Literal, q.Text) {
		return Understood{}, false, nil
	}
	ids, err := s.visible(ctx, c)
	if err != nil {
		return Understood{}, false, err
	}
	f := Filter{Facet: FacetPerson}
	for _, id := range ids {
		f.Values = append(f.Values, id.Public())
	}
	label := "Đúng " + c.what()
	if len(ids) == 0 {
		label = "Không có ai bạn được xem mang " + c.what() + " này"
	}
	p.Words, p.Phrases, p.Prefer, p.Named = nil, nil, nil, false
	p.Must = []Filter{f}
	return Understood{Chips: []Chip{{Filter: f, Label: label, From: 0, To: len(q.Text)}}}, true, nil
}

// visible gives who has the contact in what the caller sees of them.
func (s *Searcher) visible(ctx context.Context, c contact) ([]registry.PersonID, error) {
	matches, err := s.Exact.FindPeople(ctx, []registry.Probe{c.probe()})
	if err != nil {
		return nil, err
	}
	var ids []registry.PersonID
	for _, list := range matches {
		for _, m := range list {
			ids = append(ids, m.Person)
		}
	}
	people, err := s.Exact.People(ctx, ids)
	if err != nil {
		return nil, err
	}
	ids = nil
	for _, p := range people {
		if seen, ok := p.VisibleTo(registry.ActorOf(ctx)); ok && c.isOf(seen) {
			ids = append(ids, p.ID)
		}
	}
	return ids, nil
}
