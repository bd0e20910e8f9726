package bleve_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/seeds/synthetic"
)

// TestPagesFarBack: pages of any depth, over an index of many segments, are pieces of one
// order.
func TestPagesFarBack(t *testing.T) {
	ref := furniture(t)
	x := open(t)
	g := synthetic.New(3, ref)
	for batch := range 8 {
		b := search.Batch{Position: registry.Head{Seq: registry.Seq(batch + 1)}}
		for i := range 150 {
			p := g.Person()
			p.ID, p.Version = registry.PersonID((i*8)+batch+1), 1
			b.Put = append(b.Put, search.DocumentOf(p, ref))
		}
		if err := x.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	for _, sort := range []search.Sort{search.ByName, search.Relevance} {
		plan := search.Plan{Sight: registry.Reach{Everybody: true}, Sort: sort, Limit: 400,
			Words: []search.Word{{Text: "nguyen"}, {Text: "thi", Optional: true}, {Text: "dai", Optional: true}}}
		if sort == search.ByName {
			plan.Words = nil
		}
		page := func(offset, limit int) []registry.PersonID {
			p := plan
			p.Offset, p.Limit = offset, limit
			res, err := x.Search(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			var ids []registry.PersonID
			for _, h := range res.Hits {
				ids = append(ids, h.Person)
			}
			return ids
		}
		var all []registry.PersonID
		for len(all)%400 == 0 && len(all) < 1200 {
			all = append(all, page(len(all), 400)...)
		}
		for offset := 0; offset < len(all)+40; offset += 67 {
			from := min(offset, len(all))
			if got, want := page(offset, 9), all[from:min(from+9, len(all))]; !slices.Equal(got, want) {
				t.Errorf("%s from %d: %v, want %v", sort, offset, got, want)
			}
		}
		if slices.Sort(all); len(slices.Compact(all)) != len(all) || len(all) < 300 {
			t.Errorf("%s: %d people, some of them twice", sort, len(all))
		}
	}
}
