package api_test

import (
	"net/url"
	"testing"

	"trithuc/ui/api"
)

func TestResolve(t *testing.T) {
	h := newHouse(t)
	type answer struct {
		Sure       bool
		Candidates []api.Candidate
	}
	for _, c := range []struct {
		name, on, want string
		steps          int
	}{
		{"Sở Kế hoạch và Đầu tư", "2024-05-01", "Sở Kế hoạch và Đầu tư", 0},
		{"Sở Kế hoạch và Đầu tư", "", "Sở Tài chính", 1},
		{"SKHĐT", "2026-11-23", "Sở Tài chính", 1},
	} {
		var got answer
		h.must(200, "GET", "/organisations/resolve?name="+url.QueryEscape(c.name)+"&on="+c.on, nil).into(t, &got)
		if !got.Sure || len(got.Candidates) != 1 || got.Candidates[0].Organisation.Name != c.want || len(got.Candidates[0].Via) != c.steps {
			t.Errorf("%s on %q: %+v", c.name, c.on, got)
		}
	}
	h.refused(400, "GET", "/organisations/resolve?name=x&on=hom-nay", nil)
}

func TestResolveWard(t *testing.T) {
	h := newHouse(t)
	var got struct{ Wards []api.Ward }
	h.must(200, "GET", "/wards/resolve?address="+url.QueryEscape("Phường An Hòa, quận Ninh Kiều"), nil).into(t, &got)
	if len(got.Wards) != 1 || got.Wards[0].Code.Name != "Phường Cái Khế" || got.Wards[0].Named.ValidTo != "2025-06-30" {
		t.Errorf("%+v", got)
	}
}

func TestUnconfirmedIsSaid(t *testing.T) {
	h := newHouse(t)
	var got struct{ Codes []api.Code }
	h.must(200, "GET", "/catalogues/degree?on=2026-01-01", nil).into(t, &got)
	for _, c := range got.Codes {
		if c.Confirmed == (c.Status == "chưa kiểm chứng") {
			t.Errorf("%+v", c)
		}
	}
}
