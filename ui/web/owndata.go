package web

import (
	"cmp"
	"context"
	"io"
	"slices"

	"trithuc/registry"
)

// OwnCopyStore is what putting somebody's own data into words reads.
type OwnCopyStore interface {
	registry.ReferenceReader
	sourceReader
}

// ownView is everything held about a person, in words.
type ownView struct {
	Own                         *registry.OwnData
	ID, Name, At                string
	Source                      string // of the record as a whole
	Sections                    []section
	Sealed                      []string // kept and not opened
	Changes, Openings, Requests [][]string
	Given                       [][]string // what other agencies got
}

// OwnCopy writes everything held about a person as one HTML file for them: tables to
// read and print, and behind them the same data as JSON for other programs (in the
// element "du-lieu"). The file asks for nothing from anywhere.
func OwnCopy(ctx context.Context, w io.Writer, words Words, store OwnCopyStore, own *registry.OwnData) error {
	ref, err := store.Reference(ctx)
	if err != nil {
		return err
	}
	t := teller{words, ref}
	sources, err := t.sources(ctx, store, own.Person)
	if err != nil {
		return err
	}
	v := ownView{Own: own, ID: own.Person.ID.Public(), Name: own.Person.Name.Full, At: t.Moment(own.At), Source: sources[own.Person.Source].words}
	delete(sources, own.Person.Source) // what differs is said in place
	v.Sections = t.sections(own.Person, slices.Concat(sideSections, mainSections), sources)
	v.Sealed = each(own.Sealed, t.fieldName)
	v.Changes = each(own.Changes, func(x registry.OwnChange) []string {
		return []string{t.Moment(x.At), t.T(ownChange(x)), x.Reason}
	})
	v.Openings = each(own.Openings, func(x registry.Opening) []string { return []string{t.Moment(x.At), x.Account, x.Purpose} })
	v.Given = t.given(own)
	v.Requests = each(own.Requests, t.ownRequest)
	return ownPage(words, v).Render(ctx, w)
}

// ownRequest is one case of the person as a row.
func (t teller) ownRequest(r registry.Request) []string {
	return []string{
		t.Number(int(r.ID)), t.Moment(r.Received), joined(": ", t.T("request."+string(r.Kind)), r.Detail),
		joined(", ", t.T("request.state."+string(r.State)), t.Moment(r.Decided)), cmp.Or(r.Decision, "–"),
	}
}

// ownChange gives the id of the words that say what was done.
func ownChange(x registry.OwnChange) string {
	if x.Field != "" {
		return "sealed." + string(x.Action)
	}
	return "action." + string(x.Action)
}
