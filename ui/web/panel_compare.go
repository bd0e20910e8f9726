package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/selection"
)

// panelCompareView sets the members of a panel and who could join them side by side.
type panelCompareView struct {
	Name, Href string
	People     []comparedLine
	Chart      conflictChart
}

// comparedLine is one member or candidate.
type comparedLine struct {
	Who, Href, Seat, Works string
	Title, Fields, Why     string
	Score, Panels          int // of 100; this year
	Conflicts              []string
}

// conflictChart draws who has a conflict with whom: members at the left, at the right whom
// the work is of, or the kind of conflict where it is with nobody.
type conflictChart struct {
	Height      int
	Left, Right []chartNode
	Lines       []conflictLine
}

// conflictLine is one conflict of the chart.
type conflictLine struct {
	chartLine
	Bars bool // counts and bars
}

// Compare serves GET /panels/:id/compare.
func (h *Panels) Compare(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := h.Store.Panel(ctx, panelID(c))
	if err != nil {
		return err
	}
	check, err := selection.Recheck(ctx, selection.Visible(h.Store), h.rank(), p, h.Now())
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	all, err := h.Store.Panels(ctx)
	if err != nil {
		return err
	}
	served, err := h.served(ctx, all)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "panels", "panel.compare.title", "Name", p.Name)
	t := teller{page.Words, ref}
	v := panelCompareView{Name: p.Name, Href: panelAddress(p.ID)}
	for _, m := range slices.Concat(check.Members, check.Next) {
		v.People = append(v.People, t.compared(m, served))
	}
	ids := each(v.People, func(l comparedLine) registry.PersonID {
		id, _ := registry.ParsePersonID(strings.TrimPrefix(l.Href, "/people/")) // made of an id
		return id
	})
	people, err := registry.VisiblePeople(ctx, h.Store, ids)
	if err != nil {
		return err
	}
	for i := range v.People {
		t.placed(&v.People[i], people)
	}
	for i := range check.Members {
		v.People[i].Conflicts = seatedEvidence(p, ids[i])
	}
	v.Chart = t.conflictsOf(p, check)
	return h.Site.render(c, http.StatusOK, comparePanelPage(page, v))
}

// compared puts a member of a check in words.
func (t teller) compared(m selection.Member, served []servedLine) comparedLine {
	l := comparedLine{Who: m.Name, Href: "/people/" + m.ID, Seat: m.Seat, Why: joined(" · ", m.Why...), Score: int(100*m.Score + 0.5),
		Fields:    joined("; ", each(m.Fields, func(f string) string { return t.ref.CodeName(registry.SchemeField, f) })...),
		Conflicts: each(m.Conflicts, func(x selection.Conflict) string { return x.Evidence })}
	if at := slices.IndexFunc(served, func(s servedLine) bool { return s.Href == l.Href }); at >= 0 {
		l.Panels = served[at].Panels
	}
	return l
}

// seatedEvidence gives what was found about a member, or added by hand.
func seatedEvidence(p *registry.Panel, who registry.PersonID) (evidence []string) {
	for _, s := range p.Seats {
		if s.Person == who {
			evidence = append(evidence, each(s.Findings, func(x registry.Found) string { return x.Evidence })...)
		}
	}
	return evidence
}

// placed adds where somebody works.
func (t teller) placed(l *comparedLine, people []*registry.Person) {
	if at := slices.IndexFunc(people, func(p *registry.Person) bool { return personAddress(p.ID) == l.Href }); at >= 0 {
		post, unit := t.post(people[at])
		l.Works = joined(" · ", post, unit)
	}
}

// Measures of the chart of conflicts.
const (
	conflictStep  = 34
	conflictLeft  = 300
	conflictRight = 560
	conflictWidth = 860
)

// conflictsOf draws the conflicts of who is seated.
func (t teller) conflictsOf(p *registry.Panel, check *selection.Proposal) (chart conflictChart) {
	right := map[string]int{}
	height := func(i int) string { return coordinate(float64(24 + i*conflictStep)) }
	for i := range p.Seats {
		s := &p.Seats[i]
		if len(s.Findings) == 0 || !s.Left.IsZero() {
			continue
		}
		y := height(len(chart.Left))
		chart.Left = append(chart.Left, chartNode{X: strconv.Itoa(conflictLeft), Y: y, LabelX: strconv.Itoa(conflictLeft - 14), LabelY: y, Anchor: "end", Name: shortName(nameOf(check, s))})
		for _, x := range s.Findings {
			with := cmp.Or(x.With, t.T("panel.conflict.kind."+x.Kind))
			at, met := right[with]
			if !met {
				at = len(chart.Right)
				right[with] = at
				chart.Right = append(chart.Right, chartNode{X: strconv.Itoa(conflictRight), Y: height(at), LabelX: strconv.Itoa(conflictRight + 14), LabelY: height(at), Anchor: "start", Name: shortName(with)})
			}
			chart.Lines = append(chart.Lines, conflictLine{chartLine{strconv.Itoa(conflictLeft), y, strconv.Itoa(conflictRight), height(at), "2"}, x.Hard && x.Dismissed == ""})
		}
	}
	chart.Height = 48 + conflictStep*max(len(chart.Left), len(chart.Right))
	return chart
}

// nameOf gives who holds a seat as a check names them.
func nameOf(check *selection.Proposal, s *registry.Seat) string {
	for _, m := range check.Members {
		if s.Person != 0 && m.ID == s.Person.Public() {
			return m.Name
		}
	}
	if s.Person != 0 {
		return s.Person.Public()
	}
	return s.Holder
}

// shortName cuts a name that has no room in the chart.
func shortName(name string) string {
	if r := []rune(name); len(r) > 30 {
		return string(r[:29]) + "…"
	}
	return name
}
