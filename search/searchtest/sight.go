package searchtest

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/search"
)

// outOfSight holds hits, totals and counts to what the actor may see: all of who is
// theirs, the published part of who is public, nothing of anybody else.
func outOfSight(t *testing.T, r *room) {
	docs := documents(300)
	for i := range docs {
		docs[i].Public = i%3 == 0
		docs[i].Employers = []string{docs[i].Employer}
		docs[i].Languages = []string{"ja"}
		docs[i].Advice = []string{"chống ngập"}
		docs[i].Memberships, docs[i].Members = []string{"Hội Nghề cá"}, []string{"900"}
		docs[i].Numbers = []string{"0000-0002-1825-0097"}
		docs[i].Also = map[search.Facet][]string{search.FacetLanguage: {"jpn"}}
	}
	r.apply(search.Batch{Put: docs, Position: head(300)})
	for _, c := range []struct {
		name  string
		sight registry.Reach
		mine  func(d *search.Document) bool
	}{
		{"nobody", registry.Reach{}, func(*search.Document) bool { return false }},
		{"the public", registry.Reach{Published: true}, func(*search.Document) bool { return false }},
		{"an employer", registry.Reach{Organisation: 2, Published: true}, func(d *search.Document) bool { return d.Employer == "2" }},
		{"oneself", registry.Reach{Person: 8, Published: true}, func(d *search.Document) bool { return d.Person == 8 }},
		{"everybody", everybody, func(*search.Document) bool { return true }},
	} {
		seen, mine := 0, 0
		for i := range docs {
			own := c.mine(&docs[i])
			if own {
				mine++
			}
			if own || c.sight.Published && docs[i].Public {
				seen++
			}
		}
		ask := func(p search.Plan) search.Result {
			p.Sight, p.Limit, p.Year = c.sight, 1000, Year
			res, err := r.index.Search(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			return res
		}
		all := ask(search.Plan{Facets: []search.Facet{search.FacetSex, search.FacetLanguage}})
		if all.Total != seen || len(all.Hits) != seen {
			t.Errorf("%s: %d found, want %d", c.name, all.Total, seen)
		}
		if got := count(all, search.FacetLanguage, "ja"); got != mine {
			t.Errorf("%s: %d counted by a value that is not published, want %d", c.name, got, mine)
		}
		for name, n := range map[string]int{
			"a language":        ask(search.Plan{Must: []search.Filter{{Facet: search.FacetLanguage, Values: []string{"ja"}}}}).Total,
			"a topic of advice": ask(asked("chống ngập")).Total,
			"a former code":     ask(search.Plan{Must: []search.Filter{{Facet: search.FacetLanguage, Values: []string{"jpn"}}}}).Total,
			"a membership":      ask(search.Plan{Must: []search.Filter{{Facet: search.FacetMember, Values: []string{"900"}}}}).Total,
			"an affiliation":    ask(search.Plan{Must: []search.Filter{{Facet: search.FacetAffiliation, Values: []string{"900"}}}}).Total,
			"an association":    ask(asked("hội nghề cá")).Total,
		} {
			if n != mine {
				t.Errorf("%s: %d found by %s, which is not published, want %d", c.name, n, name, mine)
			}
		}
		number := search.Plan{Words: []search.Word{{Text: "0000"}}, Phrases: []search.Phrase{{To: 1, Texts: []string{"0000000218250097"}, Code: true}}}
		if n := ask(number).Total; n != seen {
			t.Errorf("%s: %d found by an ORCID, which is published, want %d", c.name, n, seen)
		}
		code := search.Plan{Words: []search.Word{{Text: "m"}, {Text: "00001"}}, Phrases: []search.Phrase{{To: 2, Texts: []string{"m00001"}, Code: true}}}
		if n, own := ask(code).Total, c.mine(&docs[1]); (n == 1) != own {
			t.Errorf("%s: %d found by a staff code", c.name, n)
		}
		for _, h := range all.Hits {
			told := slices.ContainsFunc(h.Texts, func(x search.Text) bool {
				return x.Field == search.FieldAdvice || x.Field == search.FieldCode || x.Field == search.FieldMembership
			})
			if own := c.mine(&docs[h.Person-1]); told != own {
				t.Fatalf("%s: what is not published of %d is told: %v", c.name, h.Person, told)
			}
		}
	}
}
