package ui_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// TestStatistics: anybody, signed in or not, is told counts, and of no group that is small;
// the page and the operation say the same, and anew after a change.
func TestStatistics(t *testing.T) {
	t.Parallel()
	s := open(t, nobody)
	at := s.organisation("Đại học Cần Thơ")
	for i := range 25 {
		p := registrytest.Person(1, at, 0)
		p.ID, p.Name.Full, p.Email, p.Phone, p.Codes, p.Identifiers = 0, fmt.Sprintf("Nguyễn Văn Thứ %c", 'A'+i), "", "", nil, nil
		p.Sex = registry.Male
		if i < 3 {
			p.Sex = registry.Female
		}
		s.add(p)
	}
	page := s.page("/statistics")
	holds(t, page, "Thống kê công khai", "không nêu", ">25<")
	if strings.Contains(page, ">3<") || strings.Contains(page, ">22<") {
		t.Error("a small group, or what tells it, is named")
	}
	var got struct {
		ByAge struct {
			Columns []string
			Cells   [][]*int
		} `json:"by_age"`
	}
	ok(t, json.Unmarshal([]byte(s.get("/api/v1/statistics").body), &got))
	last := got.ByAge.Cells[len(got.ByAge.Cells)-1]
	if n := last[len(last)-1]; n == nil || *n != 25 || last[0] != nil {
		t.Errorf("columns %v, sums %v", got.ByAge.Columns, last)
	}
}
