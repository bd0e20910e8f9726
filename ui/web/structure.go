package web

import (
	"context"
	"slices"
	"strconv"

	"trithuc/registry"
	"trithuc/search"
)

// structure is how a group of people is made up, in numbers.
type structure struct {
	Rows    []pyramidRow // oldest first
	Height  string
	Men     int
	Women   int
	Degrees []option
	Titles  []option
}

// pyramidRow is an age group: women and men beside each other, as a chart draws them.
type pyramidRow struct {
	Label                string
	Men, Women           int
	Y, TextY             string
	MenX, MenWidth       string
	MenTextX, WomenTextX string
	WomenX, WomenWidth   string
}

// Measures of a pyramid, in its own units.
const (
	pyramidWidth = 540
	pyramidHalf  = 130 // the longest bar
	pyramidLabel = 130 // between the halves
	pyramidRowOf = 40
	pyramidTop   = 34
)

// structureOf counts who fits the filters, of whom the reader may know.
func (t teller) structureOf(ctx context.Context, searcher Searcher, filters ...search.Filter) (structure, error) {
	count := func(sex registry.Sex) (search.Answer, error) {
		q := search.Query{Filters: slices.Clone(filters), Limit: 1, Facets: []search.Facet{search.FacetAge, search.FacetDegree, search.FacetTitle}}
		if sex != "" {
			q.Filters = append(q.Filters, search.Filter{Facet: search.FacetSex, Values: []string{string(sex)}})
		}
		return searcher.Search(ctx, q)
	}
	all, err := count("")
	if err != nil {
		return structure{}, err
	}
	men, err := count(registry.Male)
	if err != nil {
		return structure{}, err
	}
	women, err := count(registry.Female)
	if err != nil {
		return structure{}, err
	}
	only := asked{filters: filters}
	s := structure{
		Men: men.Total, Women: women.Total,
		Degrees: t.within(only, search.FacetDegree, all), Titles: t.within(only, search.FacetTitle, all),
	}
	s.pyramid(t, t.options(asked{}, search.FacetAge, all.Facets[search.FacetAge]), men, women)
	return s, nil
}

// within gives the values of a facet, each leading to those who have it within a search.
func (t teller) within(only asked, facet search.Facet, answer search.Answer) []option {
	options := t.options(asked{}, facet, answer.Facets[facet])
	for i := range options {
		both := only
		both.filters = append(slices.Clone(only.filters), search.Filter{Facet: facet, Values: []string{options[i].Value}})
		options[i].Href = both.address()
	}
	return options
}

// pyramid draws the age groups, the oldest on top.
func (s *structure) pyramid(t teller, ages []option, men, women search.Answer) {
	slices.Reverse(ages)
	for _, a := range ages {
		r := pyramidRow{Label: a.Label, Men: countIn(men, a.Value), Women: countIn(women, a.Value)}
		s.Rows = append(s.Rows, r)
	}
	s.Height = drawPyramid(s.Rows)
}

// drawPyramid places the bars of some age groups and gives the height of the picture.
func drawPyramid(rows []pyramidRow) string {
	highest := 1
	for _, r := range rows {
		highest = max(highest, r.Men, r.Women)
	}
	const left, right = (pyramidWidth - pyramidLabel) / 2, (pyramidWidth + pyramidLabel) / 2
	for i := range rows {
		r := &rows[i]
		y := float64(pyramidTop + i*pyramidRowOf)
		menWide, womenWide := float64(pyramidHalf*r.Men)/float64(highest), float64(pyramidHalf*r.Women)/float64(highest)
		r.Y, r.TextY = coordinate(y), coordinate(y+19)
		r.MenX, r.MenWidth, r.MenTextX = coordinate(left-menWide), coordinate(menWide), coordinate(left-menWide-8)
		r.WomenX, r.WomenWidth, r.WomenTextX = coordinate(right), coordinate(womenWide), coordinate(right+womenWide+8)
	}
	return strconv.Itoa(pyramidTop + len(rows)*pyramidRowOf)
}

// countIn gives how many of an answer have an age.
func countIn(a search.Answer, age string) int {
	i := slices.IndexFunc(a.Facets[search.FacetAge], func(c search.Count) bool { return c.Value == age })
	if i < 0 {
		return 0
	}
	return a.Facets[search.FacetAge][i].N
}
