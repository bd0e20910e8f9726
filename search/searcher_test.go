package search_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/search"
	"trithuc/search/bleve"
	"trithuc/search/searchtest"
	"trithuc/seeds"
)

func searcher(t testing.TB, people ...*registry.Person) *search.Searcher {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	index, err := bleve.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	for i, p := range people {
		p.ID, p.Version = registry.PersonID(i+1), 1
	}
	searchtest.Fill(t, index, people, ref)
	return searchtest.NewSearcher(index, ref)
}

func expert(name string, phrases ...string) *registry.Person {
	p := &registry.Person{Name: vietnamese.ParseName(name), Fields: []registry.FieldOf{{Code: "40504"}}}
	for _, s := range phrases {
		p.Expertise = append(p.Expertise, registry.Expertise{Phrase: s})
	}
	return p
}

func TestWhy(t *testing.T) {
	s := searcher(t, expert("Nguyễn Văn Thủy", "Nuôi trồng thủy sản", "Biến đổi khí hậu", "Văn bản học"))
	for _, c := range []struct{ name, text, want string }{
		{"a name", "nguyen van thuy", "name:«Nguyễn Văn Thủy»"},
		{"a phrase, not its syllables", "thủy sản", "expertise:Nuôi trồng «thủy sản»; field:Nuôi trồng «thủy sản»; field:«Thủy sản»"},
		{"an abbreviation of it", "BĐKH", "expertise:«Biến đổi khí hậu»"},
		{"in English", "climate change", "expertise:«Biến đổi khí hậu»"},
		{"the public id", registry.PersonID(1).Public(), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := s.Search(searchtest.Officer(t.Context()), search.Query{Text: c.text, Explain: true})
			if err != nil || len(a.Hits) != 1 {
				t.Fatalf("%d hits, %v", len(a.Hits), err)
			}
			var got []string
			for _, w := range a.Hits[0].Why {
				if w.Field != search.FieldName || c.name == "a name" {
					got = append(got, w.Field+":"+w.String())
				}
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	s := searcher(t, expert("Nguyễn Văn Thủy"))
	for _, c := range []struct {
		name string
		q    search.Query
		want registry.Kind
	}{
		{"10 kB of text", search.Query{Text: strings.Repeat("thủy sản ", 1000)}, registry.Invalid},
		{"a thousand words", search.Query{Text: strings.Repeat("a ", 400)}, registry.Invalid},
		{"300 words taken out", search.Query{Text: strings.Repeat("-a ", 300)}, registry.Invalid},
		{"a thousand clauses", search.Query{Filters: make([]search.Filter, 1000)}, registry.Invalid},
		{"a thousand preferences", search.Query{Prefer: make([]search.Filter, 1000)}, registry.Invalid},
		{"a page too large", search.Query{Limit: search.MaxLimit + 1}, registry.Invalid},
		{"a negative page", search.Query{Limit: -1}, registry.Invalid},
		{"before the beginning", search.Query{Offset: -1}, registry.Invalid},
		{"too deep", search.Query{Offset: search.MaxOffset + 1}, registry.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := s.Search(searchtest.Officer(t.Context()), c.q); registry.KindOf(err) != c.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestHostileText: characters that mean something to other engines are text
// here, and nothing takes long.
func TestHostileText(t *testing.T) {
	s := searcher(t, expert("Nguyễn Văn Thủy", "nuôi tôm"))
	for _, text := range []string{
		"*", "?", "~", "^", "\\", "\"", "(", "a*b*c*d*e*f*", "(a+)+$", "[a-z]{1,9999}", "thủy~99999", "_id:1", "AND OR NOT", "\x00\x01\x7f", "\xed\xa0\x80",
		"\u202e\u200b\u0300", strings.Repeat("́", 300), strings.Repeat("*", 1000), strings.Repeat("q", 1000), "tuoi tu 99 den 16", "0-0 tuổi", "TT-", "TT-99999999999999999999",
		strings.Repeat("nguyễn ", 31), strings.Repeat("đ", 499),
	} {
		start := time.Now()
		if _, err := s.Search(searchtest.Officer(t.Context()), search.Query{Text: text, Explain: true, Facets: []search.Facet{search.FacetField, "no such facet"}}); err != nil {
			t.Errorf("%.20q: %v", text, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%.20q took %v", text, took)
		}
	}
}

// TestStrayMarks: marks that bad fonts leave alone are nothing, in a record as in
// a question.
func TestStrayMarks(t *testing.T) {
	s := searcher(t, expert("Nguyễn Văn \u0309 Thủy", "nuôi \u0301 trồng thủy sản"))
	for _, text := range []string{"nuôi trồng thủy sản", "nuôi \u0323 trồng \u0301", "\u0301 nguyễn văn thủy", "\u0301"} {
		a, err := s.Search(searchtest.Officer(t.Context()), search.Query{Text: text, Explain: true})
		if err != nil || a.Total != 1 {
			t.Errorf("%q: %d found, %v", text, a.Total, err)
		}
	}
}

func TestUnknownFilterFindsNobody(t *testing.T) {
	s := searcher(t, expert("Nguyễn Văn Thủy"))
	for _, f := range []search.Filter{{Facet: "no such facet", Values: []string{"x"}}, {Facet: search.FacetDegree, Values: []string{"TS\nKS"}}, {Facet: search.FacetAge, Values: []string{"x"}}} {
		if a, err := s.Search(searchtest.Officer(context.Background()), search.Query{Filters: []search.Filter{f}}); err != nil || a.Total != 0 {
			t.Errorf("%v found %d, %v", f, a.Total, err)
		}
	}
}

func TestParentFieldFindsChildren(t *testing.T) {
	s := searcher(t, expert("Nguyễn Văn Thủy"))
	for _, code := range []string{"4", "405", "40504"} {
		a, err := s.Search(searchtest.Officer(t.Context()), search.Query{Filters: []search.Filter{{Facet: search.FacetField, Values: []string{code}}}, Facets: []search.Facet{search.FacetField}})
		if err != nil || a.Total != 1 || !slices.Equal(a.Facets[search.FacetField], []search.Count{{Value: "405", N: 1}}) {
			t.Errorf("%s: %d found, %v, %v", code, a.Total, a.Facets, err)
		}
	}
}
