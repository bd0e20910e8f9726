package search_test

import (
	"context"
	"testing"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/search/searchtest"
)

// TestNews: whoever a saved search had not found is new, to who may see them alone.
func TestNews(t *testing.T) {
	here := registry.OrganisationID(1)
	one, two, three := expert("Lê Văn An", "Nuôi lươn"), expert("Trần Thị Bình", "Nuôi lươn"), expert("Võ Văn Cảnh", "Nuôi ong")
	one.Positions = []registry.Position{{Organisation: here, Main: true}}
	s := searcher(t, one, two, three)
	officer := searchtest.Officer(t.Context())
	data := registry.WithActor(t.Context(), registry.Actor{Account: "đầu mối", Role: registry.DataOfficer, Organisation: here})
	saved := &registry.SavedSearch{Text: "nuôi lươn"}
	news := func(ctx context.Context) int {
		t.Helper()
		a, err := search.News(ctx, s, saved, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		return a.Total
	}
	if got := news(officer); got != 2 {
		t.Errorf("nothing seen yet: %d new, want 2", got)
	}
	if got := news(data); got != 1 {
		t.Errorf("of one institution: %d new, want 1", got)
	}
	saved.Seen = []registry.PersonID{one.ID}
	if a, err := search.News(officer, s, saved, 10, 0); err != nil || a.Total != 1 || a.Hits[0].Person != two.ID {
		t.Errorf("got %+v, %v, want the second", a, err)
	}
	if got := news(data); got != 0 {
		t.Errorf("of one institution: %d new, want none", got)
	}
	saved.Seen = []registry.PersonID{three.ID}
	if err := search.SeeSaved(officer, s, saved, s.Now()); err != nil || len(saved.Seen) != 3 || saved.SeenAt.IsZero() {
		t.Errorf("seen %v at %v, %v", saved.Seen, saved.SeenAt, err)
	}
	if got := news(officer); got != 0 {
		t.Errorf("all seen: %d new", got)
	}
	if q := search.SavedQuery(&registry.SavedSearch{Text: "a", Filters: []registry.SavedFilter{{Facet: "sex", Values: []string{"male"}}}}); q.Text != "a" || q.Filters[0].Facet != search.FacetSex {
		t.Errorf("asks %+v", q)
	}
}
