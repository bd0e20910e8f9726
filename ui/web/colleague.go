package web

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"trithuc/registry"
	"trithuc/search"
)

// colleague is somebody with whom a person worked: by a work that both records have, or
// by the name that a publication prints.
type colleague struct {
	Name, Href string // Href is "" for who is known by a printed name alone
	Works      int
	Last       int      // year of the newest, 0 if unknown
	Titles     []string // of the works

	works map[int]bool // places among the person's works
}

// The bounds of who is looked for and shown: the newest works, and of the people with
// whom somebody worked most often.
const (
	tiesLookedAt    = 20
	sharersPerWork  = 20
	colleaguesShown = 12
)

// colleagues gives with whom somebody worked, most often first.
func colleagues(ctx context.Context, searcher Searcher, store registry.PersonReader, t teller, p *registry.Person) ([]colleague, error) {
	ties := p.Ties()
	slices.SortStableFunc(ties, func(a, b registry.Tie) int { return cmp.Compare(b.Year, a.Year) })
	ties = ties[:min(len(ties), tiesLookedAt)]
	found := map[string]*colleague{}
	for i, tie := range ties {
		if err := t.sharers(ctx, searcher, store, p, i, tie, found); err != nil {
			return nil, err
		}
	}
	for i, tie := range ties {
		printed(p, i, tie, found)
	}
	all := each(slices.Collect(maps.Values(found)), func(c *colleague) colleague { return *c })
	slices.SortFunc(all, func(a, b colleague) int {
		return cmp.Or(cmp.Compare(b.Works, a.Works), cmp.Compare(b.Last, a.Last), cmp.Compare(a.Name, b.Name))
	})
	return all[:min(len(all), colleaguesShown)], nil
}

// sharers adds the people of the registry whose records have the work too.
func (t teller) sharers(ctx context.Context, searcher Searcher, store registry.PersonReader, p *registry.Person, i int, tie registry.Tie, found map[string]*colleague) error {
	if len(tie.Keys()) == 0 {
		return nil
	}
	answer, err := searcher.Search(ctx, search.Query{Filters: []search.Filter{{Facet: search.FacetText, Values: []string{tie.Name}}}, Limit: sharersPerWork})
	if err != nil {
		return err
	}
	people, err := registry.VisiblePeople(ctx, store, each(answer.Hits, func(h search.Hit) registry.PersonID { return h.Person }))
	if err != nil {
		return err
	}
	for _, x := range people {
		if x.ID != p.ID && slices.ContainsFunc(x.Ties(), tie.SameAs) {
			meet(found, x.Name.Full, x.ID.Public(), i, tie).Href = personAddress(x.ID)
		}
	}
	return nil
}

// printed adds the authors whom a publication prints and nobody of the registry is.
func printed(p *registry.Person, i int, tie registry.Tie, found map[string]*colleague) {
	for _, author := range tie.Authors {
		if registry.PrintedAs(p.Name.Full, author) {
			continue
		}
		known := func(c *colleague) bool { return c.works[i] && registry.PrintedAs(c.Name, author) }
		if !slices.ContainsFunc(slices.Collect(maps.Values(found)), known) {
			meet(found, author, "printed "+author, i, tie)
		}
	}
}

// meet counts a work with somebody.
func meet(found map[string]*colleague, name, key string, i int, tie registry.Tie) *colleague {
	c := found[key]
	if c == nil {
		c = &colleague{Name: name, works: map[int]bool{}}
		found[key] = c
	}
	if !c.works[i] {
		c.works[i] = true
		c.Works++
		c.Last = max(c.Last, tie.Year)
		c.Titles = append(c.Titles, tie.Name)
	}
	return c
}

// colleagueChart is the person in the middle, colleagues around, and a line between who
// shared a work with each other.
type colleagueChart struct {
	Nodes []chartNode
	Lines []chartLine
}

type chartNode struct{ X, Y, LabelX, LabelY, Anchor, Name, Href string }

type chartLine struct{ X1, Y1, X2, Y2, Width string }

// Measures of the chart, in its own units.
const (
	graphWidth  = 620
	graphHeight = 380
	graphRadius = 130
)

// chartOf draws colleagues on a circle.
func chartOf(all []colleague) (chart colleagueChart) {
	const middleX, middleY = graphWidth / 2, graphHeight / 2
	place := func(i int) (x, y float64) {
		angle := 2*math.Pi*float64(i)/float64(len(all)) - math.Pi/2
		return middleX + graphRadius*math.Cos(angle), middleY + graphRadius*math.Sin(angle)
	}
	for i, c := range all {
		x, y := place(i)
		chart.Lines = append(chart.Lines, chartLine{coordinate(middleX), coordinate(middleY), coordinate(x), coordinate(y), coordinate(float64(min(c.Works, 6)))})
		for j := range i {
			if together(c, all[j]) {
				x2, y2 := place(j)
				chart.Lines = append(chart.Lines, chartLine{coordinate(x), coordinate(y), coordinate(x2), coordinate(y2), "0.75"})
			}
		}
		n := chartNode{X: coordinate(x), Y: coordinate(y), LabelX: coordinate(x + 12), LabelY: coordinate(y + 5), Anchor: "start", Name: c.Name, Href: c.Href}
		switch {
		case math.Abs(x-middleX) < 20 && y < middleY:
			n.LabelX, n.LabelY, n.Anchor = n.X, coordinate(y-14), "middle"
		case math.Abs(x-middleX) < 20:
			n.LabelX, n.LabelY, n.Anchor = n.X, coordinate(y+24), "middle"
		case x < middleX:
			n.LabelX, n.Anchor = coordinate(x-12), "end"
		}
		chart.Nodes = append(chart.Nodes, n)
	}
	return chart
}

// together says that two shared one of the works.
func together(a, b colleague) bool {
	for i := range a.works {
		if b.works[i] {
			return true
		}
	}
	return false
}
