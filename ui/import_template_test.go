package ui_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestTemplateOffered: the page of imports leads to an empty list with the units of
// the institution chosen.
func TestTemplateOffered(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	holds(t, s.page("/imports"), `action="/api/v1/templates/file"`, "Tải bảng mẫu", `value="hospital"`)
	a := s.get(fmt.Sprintf("/api/v1/templates/file?kind=&organisation=%d", s.organisation("Đại học Cần Thơ")))
	if a.status != http.StatusOK || !strings.HasPrefix(a.body, "PK") {
		t.Errorf("%d %.60q", a.status, a.body)
	}
}

// TestListTakenAway: what a search finds and who works somewhere can be taken along.
func TestListTakenAway(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.add(s.sample()[0])
	href := regexp.MustCompile(`href="(/api/v1/people/export\?[^"]*)"`)
	for _, from := range []string{"/people?q=Hoa&sex=female&page=1", fmt.Sprintf("/organisations/%d", s.organisation("Đại học Cần Thơ"))} {
		found := href.FindStringSubmatch(s.page(from))
		if found == nil {
			t.Fatalf("%s leads to no list", from)
		}
		if a := s.get(html.UnescapeString(found[1])); a.status != http.StatusOK || !strings.HasPrefix(a.body, "PK") {
			t.Errorf("%s: %d %.200s", found[1], a.status, a.body)
		}
	}
}
