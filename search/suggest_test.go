package search_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/search/bleve"
	"trithuc/search/searchtest"
	"trithuc/seeds"
)

// judged gives a searcher over the people that queries are judged on.
func judged(t *testing.T) *search.Searcher {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	people, err := searchtest.People(ref)
	if err != nil {
		t.Fatal(err)
	}
	index, err := bleve.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	searchtest.Fill(t, index, people, ref)
	return searchtest.NewSearcher(index, ref)
}

func TestSuggest(t *testing.T) {
	s := judged(t)
	ctx := searchtest.Officer(t.Context())
	for _, c := range []struct {
		name, typed string
		kind        search.SuggestionKind
		want        string
	}{
		{"a name half typed", "thach so ph", search.SuggestPerson, "Thạch Sô Phiếp"},
		{"with marks", "Phùng Văn Q", search.SuggestPerson, "Phùng Văn Quân"},
		{"a topic", "xâm nh", search.SuggestTopic, "xâm nhập mặn"},
		{"without marks", "xam nh", search.SuggestTopic, "xâm nhập mặn"},
		{"from a later word on", "nhập mặn", search.SuggestTopic, "xâm nhập mặn"},
		{"an organisation", "tây đ", search.SuggestOrganisation, "Trường Đại học Tây Đô"},
		{"in keys left on", "xaam nhaapj", search.SuggestTopic, "xâm nhập mặn"},
	} {
		all, err := s.Suggest(ctx, c.typed)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(all, func(x search.Suggestion) bool { return x.Kind == c.kind && x.Text == c.want }) {
			t.Errorf("%s: %q suggests %v, want %s", c.name, c.typed, all, c.want)
		}
	}
	for _, typed := range []string{"", "a", "?", "zzqq"} {
		if all, err := s.Suggest(ctx, typed); err != nil || len(all) > 0 {
			t.Errorf("%q suggests %v, %v", typed, all, err)
		}
	}
	if all, _ := s.Suggest(registry.WithActor(t.Context(), registry.Actor{Role: registry.Planner}), "thach so ph"); slices.ContainsFunc(all, func(x search.Suggestion) bool { return x.Kind == search.SuggestPerson }) {
		t.Errorf("a planner is shown people: %v", all)
	}
}

func TestSimilar(t *testing.T) {
	s := judged(t)
	p := &registry.Person{Expertise: []registry.Expertise{{Phrase: "Côn trùng nông nghiệp"}, {Phrase: "Bệnh cây"}}, Fields: []registry.FieldOf{{Code: "40106"}}}
	p.ID = 1
	q, ok := search.SimilarTo(p, 5)
	if !ok {
		t.Fatal("nothing to liken by")
	}
	a, err := s.Search(searchtest.Officer(t.Context()), q)
	if err != nil || a.Total == 0 {
		t.Fatal(a.Total, err)
	}
	for i := 1; i < len(a.Hits); i++ {
		if a.Hits[i].Score > a.Hits[i-1].Score {
			t.Errorf("%v stands below %v", a.Hits[i].Score, a.Hits[i-1].Score)
		}
	}
	if a.Hits[0].Score < 150 {
		t.Errorf("the most like shares %v", a.Hits[0].Score)
	}
	if _, ok := search.SimilarTo(&registry.Person{}, 5); ok {
		t.Error("somebody of whom nothing is known is like others")
	}
}

func TestMeant(t *testing.T) {
	l := lexicon(t)
	for _, c := range []struct{ in, want string }{
		{"bien doi khi hua", "biến đổi khí hậu"},
		{"chuyên gia xâm nhpậ mặn", "chuyên gia xâm nhập mặn"},
		{"biến đổi khí hậu", ""},
		{"Nguyễn Văn Đường", ""},
		{"qwxyz", ""},
	} {
		if _, u := l.Plan(search.Query{Text: c.in}, year); u.Meant != c.want {
			t.Errorf("%q is meant as %q, want %q", c.in, u.Meant, c.want)
		}
	}
}
