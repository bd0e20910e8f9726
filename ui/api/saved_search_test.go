package api_test

import (
	"testing"

	"trithuc/ui/api"
)

// TestSavedSearch: who comes after a search was saved is new until it was looked at.
func TestSavedSearch(t *testing.T) {
	h := newHouse(t)
	h.add(h.hoa())
	var x api.SavedSearch
	h.must(201, "POST", "/searches", api.SavedSearch{Name: "Cô An", Text: "Trần Văn An"}).into(t, &x)
	if x.ID == 0 || x.New != 0 {
		t.Errorf("saved %+v", x)
	}
	an := h.add(api.Person{Name: "Trần Văn An"})
	var news struct {
		Total  int
		People []string
	}
	h.must(200, "GET", "/searches/1/new", nil).into(t, &news)
	if news.Total != 1 || len(news.People) != 1 || news.People[0] != an.ID {
		t.Errorf("new %+v, want %s", news, an.ID)
	}
	h.refused(412, "PATCH", "/searches/1", map[string]any{"seen": true}, "If-Match", `"9"`)
	h.must(200, "PATCH", "/searches/1", map[string]any{"seen": true, "name": "Thầy An"}, "If-Match", `"1"`).into(t, &x)
	if x.Name != "Thầy An" || x.New != 0 || x.Version != 2 {
		t.Errorf("looked at %+v", x)
	}
	h.must(204, "DELETE", "/searches/1", nil, "If-Match", `"2"`, "Idempotency-Key", "xóa")
	h.must(204, "DELETE", "/searches/1", nil, "If-Match", `"2"`, "Idempotency-Key", "xóa")
	h.refused(404, "GET", "/searches/1", nil)
}
