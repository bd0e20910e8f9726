package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// PersonStore is what the page of a person reads.
type PersonStore interface {
	registry.PersonReader
	registry.TrailReader
	registry.ReferenceReader
	registry.ImportReader
	registry.ShortlistReader
}

// Person serves the page of one person.
type Person struct {
	Site  *Site
	Store PersonStore
	Now   func() time.Time
}

// Show serves GET /people/:id.
func (h *Person) Show(c echo.Context) error {
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	if text := c.QueryParam("as_of"); text != "" {
		return h.showPast(c, id, text)
	}
	p, err := registry.VisiblePerson(c.Request().Context(), h.Store, id)
	if err != nil {
		return err
	}
	if p.ID != id { // merged; nobody keeps the answer, since they may be taken apart again
		c.Response().Header().Set("Cache-Control", "no-store")
		return c.Redirect(http.StatusMovedPermanently, personAddress(p.ID))
	}
	return h.render(c, p, pastNote{})
}

func personAddress(id registry.PersonID) string { return "/people/" + id.Public() }

// render shows a record, today's or a former one.
func (h *Person) render(c echo.Context, p *registry.Person, past pastNote) error {
	page := h.Site.page(c, "search", "person.title", "Name", p.Name.Full)
	view, err := h.view(c.Request().Context(), page.Words, p)
	if err != nil {
		return err
	}
	view.From, view.Past = local(cmp.Or(c.QueryParam("from"), "/people")), past.in(page.Words)
	return h.Site.render(c, http.StatusOK, personPage(page, view))
}

// personView is one person in words.
type personView struct {
	ID, Prefix, Name string
	Post, Unit       string
	From             string // where the reader came from
	Past             string // as of when, "" for today
	Source           string // of the record as a whole
	Main, Side       []section
	Retirement       retirement
	History          []happening
	Lists            []registry.Shortlist
}

// section is a part of the record: rows that are empty are left out, a section
// without rows says so.
type section struct {
	ID    string
	Facts []fact
}

// fact is one value and its source, where that is not the record's own.
type fact struct{ Label, Value, Source, Href string }

// retirement is the month the law gives, and how sure it is.
type retirement struct {
	Month     string
	Basis     string // age by the table
	Uncertain bool   // only the year of birth is known
	Past      bool
	Why       string // where there is no month: what is missing
}

func (h *Person) view(ctx context.Context, words Words, p *registry.Person) (personView, error) {
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return personView{}, err
	}
	sources, err := h.sources(ctx, words, p)
	if err != nil {
		return personView{}, err
	}
	lists, err := h.Store.Shortlists(ctx)
	if err != nil {
		return personView{}, err
	}
	t := teller{words, ref}
	v := personView{ID: p.ID.Public(), Prefix: p.DisplayPrefix(ref), Name: p.Name.Full, Lists: lists}
	v.Post, v.Unit = t.post(p)
	v.Source = sources[p.Source]
	delete(sources, p.Source) // what differs is said in place
	v.Main, v.Side = mainSections(t, p, sources), sideSections(t, p, sources)
	v.Retirement = retires(t, p, registry.DateOf(h.Now().In(zone)))
	v.History, err = h.history(ctx, t, p)
	return v, err
}

// scalar gives the fact of a field that has one value.
func (t teller) scalar(p *registry.Person, name string, from map[registry.SourceID]string) fact {
	return fact{Label: t.fieldName(name), Value: t.field(p, name), Source: from[p.Sources[name]]}
}

// mainSections is what somebody does and knows, in the order people read it.
func mainSections(t teller, p *registry.Person, from map[registry.SourceID]string) []section {
	return []section{
		filled("work", items(t, p, "positions", each(p.Positions, func(q registry.Position) registry.SourceID { return q.Source }), from)),
		filled("expertise",
			items(t, p, "fields", each(p.Fields, func(f registry.FieldOf) registry.SourceID { return f.Source }), from),
			items(t, p, "expertise", each(p.Expertise, func(e registry.Expertise) registry.SourceID { return e.Source }), from)),
		filled("study",
			[]fact{t.scalar(p, "title", from)},
			items(t, p, "qualifications", each(p.Qualifications, func(q registry.Qualification) registry.SourceID { return q.Source }), from),
			items(t, p, "honours", each(p.Honours, func(o registry.Honour) registry.SourceID { return o.Source }), from),
			[]fact{t.scalar(p, "rank", from)}),
	}
}

// sideSections is who somebody is and how to reach them.
func sideSections(t teller, p *registry.Person, from map[registry.SourceID]string) []section {
	email, phone := t.scalar(p, "email", from), t.scalar(p, "phone", from)
	email.Href, phone.Href = "mailto:"+email.Value, "tel:"+phone.Value
	return []section{
		filled("general", []fact{t.scalar(p, "birth", from), t.scalar(p, "sex", from)},
			items(t, p, "codes", each(p.Codes, func(c registry.StaffCode) registry.SourceID { return c.Source }), from)),
		filled("contact", []fact{email, phone}),
	}
}

// items gives the facts of a field that has several values; only the first
// carries the label.
func items(t teller, p *registry.Person, name string, ids []registry.SourceID, from map[registry.SourceID]string) []fact {
	facts := make([]fact, 0, len(ids))
	for i, value := range t.list(p, name) {
		f := fact{Value: value, Source: from[ids[i]]}
		if i == 0 {
			f.Label = t.fieldName(name)
		}
		facts = append(facts, f)
	}
	return facts
}

func filled(id string, groups ...[]fact) section {
	all := slices.Concat(groups...)
	return section{ID: id, Facts: slices.DeleteFunc(all, func(f fact) bool { return f.Value == "" })}
}

// retires says when the law lets p go, and on what basis.
func retires(t teller, p *registry.Person, today registry.Date) retirement {
	switch {
	case p.Birth.Year == 0:
		return retirement{Why: t.T("retire.nobirth")}
	case p.Sex == "":
		return retirement{Why: t.T("retire.nosex")}
	}
	table := t.ref.Retirement()
	month, ok := table.Month(p.Birth, p.Sex)
	if !ok {
		return retirement{Why: t.T("retire.notable")}
	}
	age, _ := table.Age(p.Sex, month.Year)
	return retirement{
		Month: t.Date(month), Basis: t.T("retire.basis", "Years", age/12, "Months", age%12),
		Uncertain: p.Birth.Month == 0, Past: month.Compare(registry.Date{Year: today.Year, Month: today.Month}) < 0,
	}
}

// sources puts where the record's values came from into words.
func (h *Person) sources(ctx context.Context, words Words, p *registry.Person) (map[registry.SourceID]string, error) {
	found, err := h.Store.Sources(ctx, sourceIDs(p))
	if err != nil {
		return nil, err
	}
	files := map[registry.ImportID]string{}
	said := make(map[registry.SourceID]string, len(found))
	for id, s := range found {
		if s.Import == 0 {
			said[id] = words.T("source.account", "Account", s.Account, "When", words.Day(s.At))
			continue
		}
		if _, known := files[s.Import]; !known {
			i, err := h.Store.Import(ctx, s.Import)
			if err != nil {
				return nil, err
			}
			files[s.Import] = i.File
		}
		said[id] = words.T("source.import", "File", files[s.Import], "Sheet", s.Sheet, "Row", year(s.Row), "When", words.Day(s.At))
	}
	return said, nil
}

func sourceIDs(p *registry.Person) []registry.SourceID {
	ids := []registry.SourceID{p.Source}
	for _, id := range p.Sources {
		ids = append(ids, id)
	}
	for _, v := range p.Codes {
		ids = append(ids, v.Source)
	}
	for _, v := range p.Qualifications {
		ids = append(ids, v.Source)
	}
	for _, v := range p.Honours {
		ids = append(ids, v.Source)
	}
	for _, v := range p.Positions {
		ids = append(ids, v.Source)
	}
	for _, v := range p.Fields {
		ids = append(ids, v.Source)
	}
	for _, v := range p.Expertise {
		ids = append(ids, v.Source)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id registry.SourceID) bool { return id == 0 })
}
