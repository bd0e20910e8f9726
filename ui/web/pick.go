package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"trithuc/registry"
)

// pick is whom somebody ticked so far and where they shall go. It rides in the
// address of the search, so that paging, conditions and order keep it without a
// script and without anything remembered on the server.
type pick struct {
	people []registry.PersonID // in the order they were ticked, each once
	full   bool                // more were ticked than an address can carry
	list   int64               // the list chosen to add them to, 0 for a new one
	name   string              // what the new one shall be called
}

// maxPicked is how many people an address carries: some 4 kB of the 32 kB that
// the headers of a request may have, beside the same again in the Referer.
const maxPicked = 200

// pickOf reads what pick.into wrote; what is no id of a person is passed over.
func pickOf(q url.Values) pick {
	p := pick{list: number(q.Get("list")), name: q.Get("name")}
	for _, public := range q["person"] {
		id, err := registry.ParsePersonID(public)
		switch {
		case err != nil || slices.Contains(p.people, id):
		case len(p.people) == maxPicked:
			p.full = true
			return p
		default:
			p.people = append(p.people, id)
		}
	}
	return p
}

func (p pick) into(q url.Values) {
	for _, id := range p.people {
		q.Add("person", id.Public())
	}
	if p.list != 0 {
		q.Set("list", strconv.FormatInt(p.list, 10))
	}
	if p.name != "" {
		q.Set("name", p.name)
	}
}

// plain gives the address of the same page of results with nobody ticked.
func (a asked) plain() string {
	a.pick = pick{list: a.list}
	return a.address()
}

// unfiltered asks the same text of everybody.
func (a asked) unfiltered() asked { return asked{text: a.text, pick: a.pick} }

// everybody asks for all, with the ticks kept.
func (a asked) everybody() asked { return asked{pick: a.pick} }

// pickedLine is one ticked person by name; Here says that their box is on this
// page of results.
type pickedLine struct {
	ID, Name string
	Here     bool
}

// picked names whom somebody ticked; here are the people on this page. Who was
// removed meanwhile, or may not be seen, is left out.
func (h *Search) picked(ctx context.Context, ids, here []registry.PersonID) ([]pickedLine, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	people, err := registry.VisiblePeople(ctx, h.Store, ids)
	if err != nil {
		return nil, err
	}
	return each(people, func(p *registry.Person) pickedLine {
		return pickedLine{p.ID.Public(), p.Name.Full, slices.Contains(here, p.ID)}
	}), nil
}

// inForm ties a field to a form that it does not stand in.
func inForm(id string) templ.Attributes {
	if id == "" {
		return nil
	}
	return templ.Attributes{"form": id}
}
