package api_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/ui/api"
)

func TestShortlist(t *testing.T) {
	h := newHouse(t)
	hoa := h.add(h.hoa())
	an := h.add(api.Person{Name: "Trần Văn An"})
	made := h.must(201, "POST", "/shortlists", api.Shortlist{Name: " Hội đồng thủy sản ", People: []string{an.ID, hoa.ID}})
	var l api.Shortlist
	made.into(t, &l)
	if l.Name != "Hội đồng thủy sản" || l.Account != "vanhanh" || !slices.Equal(l.People, []string{an.ID, hoa.ID}) {
		t.Errorf("made %+v", l)
	}
	at := made.header.Get("Location")[len("/api/v1"):]
	l.People = []string{hoa.ID}
	if a := h.must(200, "PUT", at, l, "If-Match", `"1"`); a.header.Get("ETag") != `"2"` {
		t.Errorf("version %s", a.header.Get("ETag"))
	}
	h.refused(412, "PUT", at, api.Shortlist{Name: "Khác", People: []string{}}, "If-Match", `"1"`)
	var all struct{ Shortlists []api.Shortlist }
	h.must(200, "GET", "/shortlists", nil).into(t, &all)
	if len(all.Shortlists) != 1 || len(all.Shortlists[0].People) != 1 {
		t.Errorf("lists %+v", all)
	}
	h.refused(400, "DELETE", at, nil)
	h.must(204, "DELETE", at, nil, "If-Match", `"2"`, "Idempotency-Key", "xóa")
	h.must(204, "DELETE", at, nil, "If-Match", `"2"`, "Idempotency-Key", "xóa")
	h.refused(404, "GET", at, nil)
}

func TestShortlistRefusesStrangers(t *testing.T) {
	h := newHouse(t)
	an := h.add(api.Person{Name: "Trần Văn An"})
	p := h.refused(400, "POST", "/shortlists", api.Shortlist{Name: "X", People: []string{an.ID, "TT-0000018", "TT-0090004", an.ID}})
	if len(p.Errors) != 3 {
		t.Errorf("got %+v", p)
	}
	h.refused(400, "POST", "/shortlists", api.Shortlist{Name: "  ", People: []string{}})
}

func TestShortlistAsWorkbook(t *testing.T) {
	h := newHouse(t)
	hoa := h.add(h.hoa())
	var l api.Shortlist
	h.must(201, "POST", "/shortlists", api.Shortlist{Name: "Hội đồng", People: []string{hoa.ID}}).into(t, &l)
	a := h.must(200, "GET", fmt.Sprintf("/shortlists/%d/export?purpose=Mời+họp", l.ID), nil)
	if a.header.Get("Content-Disposition") != "attachment; filename*=utf-8''H%E1%BB%99i%20%C4%91%E1%BB%93ng.xlsx" {
		t.Errorf("name %q", a.header.Get("Content-Disposition"))
	}
	f, err := excelize.OpenReader(bytes.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if name, err := f.GetCellValue("Danh sách", "B5"); err != nil || name != "Nguyễn Thị Mỹ Hòa" {
		t.Errorf("got %q, %v", name, err)
	}
	if why, err := f.GetCellValue("Thông tin xuất", "B4"); err != nil || why != "Mời họp" {
		t.Errorf("purpose %q, %v", why, err)
	}
}
