package ui_test

import (
	"strings"
	"testing"
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
