package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
)

// flaw is one thing that a record may lack or that looks wrong in it, and the
// form, below the record's own address, that mends it.
type flaw struct {
	id, mend string
	of       func(*looking, *registry.Person) bool
}

// looking is what flaws are looked for with.
type looking struct {
	ref   *registry.Reference
	table registry.RetirementTable
	today registry.Date
}

// flaws in the order in which they matter: without the first ones nobody is
// counted right.
var flaws = []flaw{
	{"nobirth", "/edit", func(_ *looking, p *registry.Person) bool { return p.Birth.IsZero() }},
	{"nosex", "/edit", func(_ *looking, p *registry.Person) bool { return p.Sex == "" }},
	{"nodegree", "/edit/qualifications/new", func(_ *looking, p *registry.Person) bool { return len(p.Qualifications) == 0 && p.Title.Code == "" }},
	{"nofield", "/edit/fields/new", func(_ *looking, p *registry.Person) bool { return len(p.Fields) == 0 }},
	{"noexpertise", "/edit/expertise/new", func(_ *looking, p *registry.Person) bool { return len(p.Expertise) == 0 }},
	{"nocontact", "/edit", func(_ *looking, p *registry.Person) bool { return p.Email == "" && p.Phone == "" }},
	{"nocode", "/edit/codes/new", func(_ *looking, p *registry.Person) bool { return len(p.Codes) == 0 }},
	{"yearonly", "/edit", func(_ *looking, p *registry.Person) bool { return p.Birth.Year != 0 && p.Birth.Month == 0 }},
	{"overdue", "/edit/positions", func(l *looking, p *registry.Person) bool { return l.overdue(p) }},
	{"unclear", "/edit/qualifications", func(l *looking, p *registry.Person) bool {
		return registry.ScopeOf(p, l.ref, l.today).State == registry.ScopeUnclear
	}},
}

// overdue says that somebody still works past the month of retirement.
func (l *looking) overdue(p *registry.Person) bool {
	month, ok := l.table.Month(p.Birth, p.Sex)
	_, works := p.MainPosition()
	return ok && works && month.Compare(registry.Date{Year: l.today.Year, Month: l.today.Month}) < 0
}

// maxExamined bounds how many records one page of quality reads.
const maxExamined = 10_000

// qualityView says how many records of an organisation lack what.
type qualityView struct {
	Name, Address string
	Total         int // who works there
	Examined      int // of them: read
	Lines         []qualityLine
	Lacks         string // the flaw whose people are shown, "" for none
	People        []card
	Pages         pager
}

// qualityLine is one flaw, how many have it, and the way to them.
type qualityLine struct {
	Name, Href string
	N          int
	On         bool
}

// Quality serves GET /organisations/:id/quality?lacks=…&page=….
func (h *Organisations) Quality(c echo.Context) error {
	ctx := c.Request().Context()
	ref, o, err := h.organisation(c)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "organisations", "quality.title", "Name", o.Name)
	t := teller{page.Words, ref}
	view := qualityView{Name: o.Name, Address: organisationAddress(o.ID), Lacks: c.QueryParam("lacks")}
	e := &examination{looking: looking{ref, ref.Retirement(), h.Today()}, lacks: view.Lacks, counts: map[string]int{}}
	if view.Total, err = h.examine(ctx, o.ID, e); err != nil {
		return err
	}
	at := max(1, int(min(number(c.QueryParam("page")), 1<<20)))
	view.Examined, view.Lines = e.examined, t.qualityLines(view.Address, e)
	view.Pages = rowPages(view.Address+"/quality", "", at, len(e.found))
	from := min((at-1)*rowsPerPage, len(e.found))
	view.People = each(e.found[from:min(from+rowsPerPage, len(e.found))], func(p *registry.Person) card { return t.flawedCard(p, view.Lacks) })
	withLacks(&view)
	return h.Site.render(c, http.StatusOK, qualityPage(page, view))
}

// withLacks keeps the flaw that is looked at in the addresses of other pages.
func withLacks(v *qualityView) {
	for _, address := range []*string{&v.Pages.Before, &v.Pages.Behind} {
		if *address != "" {
			*address = with(*address, "lacks", v.Lacks) + "#people"
		}
	}
}

// examination counts flaws, and keeps the people who have the one looked for.
type examination struct {
	looking
	lacks    string
	examined int
	counts   map[string]int
	found    []*registry.Person
}

func (e *examination) see(p *registry.Person) {
	e.examined++
	for _, f := range flaws {
		if f.of(&e.looking, p) {
			e.counts[f.id]++
			if f.id == e.lacks {
				e.found = append(e.found, p)
			}
		}
	}
}

// examine goes through who works at an organisation, in the order of names, and
// gives how many they are.
func (h *Organisations) examine(ctx context.Context, id registry.OrganisationID, e *examination) (total int, err error) {
	q := search.Query{Filters: []search.Filter{{Facet: search.FacetOrganisation, Values: []string{organisationValue(id)}}}, Limit: search.MaxLimit}
	for q.Offset = 0; q.Offset < maxExamined; q.Offset += search.MaxLimit {
		answer, err := h.Searcher.Search(ctx, q)
		if err != nil {
			return 0, err
		}
		people, err := registry.VisiblePeople(ctx, h.Store, each(answer.Hits, func(hit search.Hit) registry.PersonID { return hit.Person }))
		if err != nil {
			return 0, err
		}
		for _, p := range people {
			e.see(p)
		}
		if total = answer.Total; len(answer.Hits) < search.MaxLimit {
			break
		}
	}
	return total, nil
}

func (t teller) qualityLines(address string, e *examination) []qualityLine {
	lines := each(flaws, func(f flaw) qualityLine {
		return qualityLine{t.T("flaw." + f.id), address + "/quality?lacks=" + f.id + "#people", e.counts[f.id], f.id == e.lacks}
	})
	return slices.DeleteFunc(lines, func(l qualityLine) bool { return l.N == 0 })
}

// flawedCard is a person with a flaw and the way to mend it.
func (t teller) flawedCard(p *registry.Person, lacks string) card {
	c := t.plainCard(p)
	if i := slices.IndexFunc(flaws, func(f flaw) bool { return f.id == lacks }); i >= 0 {
		c.Mend = c.Href + flaws[i].mend
	}
	return c
}

// plainCard is a person in a list that was not searched for.
func (t teller) plainCard(p *registry.Person) card {
	c := card{ID: p.ID.Public(), Prefix: p.DisplayPrefix(t.ref), Name: p.Name.Full, Href: personAddress(p.ID)}
	c.Post, c.Unit = t.post(p)
	return c
}
