package ui_test

import (
	"fmt"
	"net/http"
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
