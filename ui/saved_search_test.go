package ui_test

import (
	"net/http"
	"net/url"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// TestSavedSearches: saved from the results, told on the front page when somebody new
// fits, quiet again once they were looked at; renamed and taken out by hand.
func TestSavedSearches(t *testing.T) {
	t.Parallel()
	s := open(t)
	eel := func(name string) *registry.Person {
		return &registry.Person{Name: vietnamese.ParseName(name), Sex: registry.Female, Expertise: []registry.Expertise{{Phrase: "nuôi lươn"}}}
	}
	s.add(eel("Lê Thị An"), eel("Trần Thị Bình"))
	holds(t, s.page("/searches"), "Chưa lưu tìm kiếm nào")
	holds(t, s.page("/people?q=nuôi+lươn&sex=female"), `action="/searches"`, `name="sex" value="female"`)
	send := func(path string, form url.Values) {
		t.Helper()
		if a := s.post(path, form); a.status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, a.status, a.body)
		}
	}
	send("/searches", url.Values{"q": {"nuôi lươn"}, "sex": {"female"}, "name": {"Người nuôi lươn"}, "key": {"a"}})
	holds(t, s.page("/searches"), "Người nuôi lươn", "“nuôi lươn” · Nữ", `href="/people?q=nu%C3%B4i+l%C6%B0%C6%A1n&amp;sex=female"`)
	lacks(t, s.page("/"), "Người mới phù hợp")
	s.add(eel("Võ Thị Cúc"), &registry.Person{Name: vietnamese.ParseName("Lý Văn Dần"), Sex: registry.Male, Expertise: []registry.Expertise{{Phrase: "nuôi lươn"}}})
	holds(t, s.page("/"), "Người mới phù hợp với “Người nuôi lươn”", `href="/searches/1"`)
	holds(t, s.page("/searches/1"), "Võ Thị Cúc", `data-total="1"`)
	lacks(t, s.page("/searches/1"), "Lê Thị An", "Lý Văn Dần")
	send("/searches/1", url.Values{"do": {"rename"}, "name": {"Lươn"}, "version": {"1"}, "key": {"b"}})
	if a := s.post("/searches/1", url.Values{"do": {"seen"}, "version": {"1"}, "key": {"c"}}); a.status != http.StatusConflict && a.status != http.StatusPreconditionFailed {
		t.Errorf("an older version: %d", a.status)
	}
	send("/searches/1", url.Values{"do": {"seen"}, "version": {"2"}, "key": {"d"}})
	lacks(t, s.page("/"), "Người mới phù hợp")
	send("/searches/1", url.Values{"do": {"remove"}, "version": {"3"}, "key": {"e"}})
	if a := s.get("/searches/1"); a.status != http.StatusNotFound {
		t.Errorf("taken out: %d", a.status)
	}
}
