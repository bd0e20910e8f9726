package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestFilterRubbish: a condition nobody knows is named, never passed over.
func TestFilterRubbish(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	for _, c := range []struct {
		query, field string
	}{
		{"degree_min=zz", "degree_min"}, {"degree=zz", "degree"}, {"title_min=zz", "title_min"}, {"title=TS", "title"}, {"field=zz", "field"},
		{"honour=zz", "honour"}, {"organisation=abc", "organisation"}, {"organisation=-5", "organisation"}, {"organisation=99999999", "organisation"},
		{"age=abc", "age"}, {"age=-", "age"}, {"age=35", "age"}, {"q=%zz", ""}, {"sex=x", "sex"},
	} {
		a := s.get("/api/v1/people?" + c.query)
		if a.status != 422 || !strings.Contains(a.body, `"field":"`+c.field) && c.field != "" || !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
			t.Errorf("%s: %d %s", c.query, a.status, a.body)
		}
	}
	for _, query := range []string{"degree_min=TS", "title_min=PGS", "title=GS", "field=405", "age=-35", "age=35-44", "age=55-", "q=%25", "age="} {
		if a := s.get("/api/v1/people?" + query); a.status != 200 {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
	if a := s.get("/people?q=%zz"); a.status != 400 || !strings.Contains(a.body, "dấu hỏi") {
		t.Errorf("page: %d", a.status)
	}
}

// TestWhoCountsIsToldApart: everybody is found, and who is not thuộc diện is named as
// such beside every total, and filtered by.
func TestWhoCountsIsToldApart(t *testing.T) {
	t.Parallel()
	s := open(t)
	college := func(name, degree string) *registry.Person {
		p := &registry.Person{Positions: []registry.Position{{Organisation: s.organisation("Đại học Cần Thơ"), Post: "Giảng viên", Main: true}}}
		p.Rename(name)
		if degree != "" {
			p.Qualifications = []registry.Qualification{{Degree: degree}}
		}
		return p
	}
	s.add(college("Lê Văn Một", "TS"), college("Lê Văn Hai", "CD"), college("Lê Văn Ba", ""))
	for _, address := range []string{"/", "/people", "/people?q=le+van", fmt.Sprintf("/organisations/%d", s.organisation("Đại học Cần Thơ"))} {
		holds(t, s.page(address), "1 người thuộc diện trí thức; 1 ngoài diện, 1 chưa rõ")
	}
	only := s.page("/people?scope=out&sector=giao-duc&ownership=nha-nuoc")
	holds(t, only, "Lê Văn Hai", "0 người thuộc diện trí thức; 1 ngoài diện, 0 chưa rõ", "Ngành quản lý", "Giáo dục và đào tạo", "Khu vực", "Nhà nước", "Ngoài diện")
	if strings.Contains(only, "Lê Văn Một") {
		t.Error("who counts is among those who do not")
	}
}
