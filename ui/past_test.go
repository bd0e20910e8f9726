package ui_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"trithuc/registry"
)

// TestPastOfPerson: the history leads to the record as it was, which says so and
// leads back.
func TestPastOfPerson(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)
	id := people[0].ID.Public()
	changed := *people[0]
	changed.Phone = "0918000009"
	s.amend(&changed)
	link := regexp.MustCompile(`/people/` + id + `\?as_of=\d+`).FindString(s.page("/people/" + id))
	if link == "" {
		t.Fatal("the history does not lead to the past")
	}
	holds(t, s.page(link), "Đây là hồ sơ ngay sau thay đổi", `href="tel:0918000001"`, "Xem hồ sơ hiện nay")
	holds(t, s.page("/people/"+id+"?as_of=2999-01-01"), "Đây là hồ sơ như vào 01/01/2999", `href="tel:0918000009"`)
	for path, want := range map[string]int{"?as_of=2000-01-01": 404, "?as_of=hôm-qua": 400} {
		if a := s.get("/people/" + id + path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
}

// TestMergedPerson: the page of somebody merged leads to who stayed.
func TestMergedPerson(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)
	ctx := registry.WithActor(t.Context(), registry.Actor{Account: "operator", Role: registry.Operator})
	if _, _, err := (registry.People{Store: s.store}).Merge(ctx, people[0].ID, people[1].ID); err != nil {
		t.Fatal(err)
	}
	a, err := http.DefaultTransport.RoundTrip(s.request("GET", "/people/"+people[1].ID.Public(), ""))
	ok(t, err)
	defer a.Body.Close()
	if a.StatusCode != 301 || a.Header.Get("Location") != "/people/"+people[0].ID.Public() || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", a.StatusCode, a.Header)
	}
	holds(t, s.page("/people/"+people[0].ID.Public()), fmt.Sprintf("Gộp hồ sơ %s vào", people[1].ID.Public()), "kinh tế lượng")
}
