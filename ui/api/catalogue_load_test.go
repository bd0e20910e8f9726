package api_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"trithuc/ui/api"
)

// TestCatalogueFilesRoundTrip: the file of every list, in every format, changes
// nothing when it is loaded, and is given out again byte for byte.
func TestCatalogueFilesRoundTrip(t *testing.T) {
	h := newHouse(t)
	var all struct{ Catalogues []api.Catalogue }
	h.must(200, "GET", "/catalogues", nil).into(t, &all)
	if len(all.Catalogues) < 15 {
		t.Fatalf("%d lists", len(all.Catalogues))
	}
	for _, c := range all.Catalogues {
		for _, format := range []string{"tsv", "csv", "xlsx"} {
			path := "/catalogues/" + c.Scheme
			first := h.must(200, "GET", path+"/file?format="+format, nil).body
			body, kind := form(t, c.Scheme+"."+format, first)
			var seen api.CataloguePreview
			h.must(200, "POST", path+"/preview", body, "Content-Type", kind).into(t, &seen)
			if seen.Changes {
				t.Errorf("%s as %s changes %+v", c.Scheme, format, seen.Versions)
			}
			if again := h.must(200, "GET", path+"/file?format="+format, nil).body; format != "xlsx" && !bytes.Equal(first, again) {
				t.Errorf("%s as %s differs", c.Scheme, format)
			}
		}
	}
}

func TestCatalogueLoadedSeenUndone(t *testing.T) {
	h := newHouse(t)
	before := h.must(200, "GET", "/catalogues/sector/file", nil).body
	path := "/catalogues/sector"
	text := "version\tcode\tname\tvalid_from\tconfirmed\tsource\treplaces\n2027\tday-va-hoc\tDạy và học\t2027-01-01\tyes\tQuyết định mẫu\tgiao-duc\n"
	send := func(status int, path, content, key string, values ...string) answer {
		body, kind := form(t, "nganh.tsv", []byte(content), values...)
		if key == "" {
			return h.must(status, "POST", path, body, "Content-Type", kind)
		}
		return h.must(status, "POST", path, body, "Content-Type", kind, "Idempotency-Key", key)
	}
	var seen api.CataloguePreview
	send(200, path+"/preview", text, "").into(t, &seen)
	if len(seen.Versions) != 2 || !seen.Versions[0].Closed || !seen.Versions[1].New || len(seen.Versions[1].Added) != 1 {
		t.Fatalf("%+v", seen)
	}
	send(409, path+"/load", text, "", "plan", "khác")
	for range 2 {
		send(200, path+"/load", text, "nap-1", "plan", seen.Plan)
	}
	var code struct {
		Code       api.Code
		Successors []api.Code
	}
	h.must(200, "GET", path+"/codes/giao-duc?on=2026-01-01", nil).into(t, &code)
	if code.Code.Name != "Giáo dục và đào tạo" || code.Code.ValidTo != "2026-12-31" || code.Code.Status != "chưa kiểm chứng" || code.Successors[0].Code != "giao-duc" {
		t.Errorf("%+v", code) // today is before the new version begins
	}
	var history struct{ Changes []api.CatalogueChange }
	h.must(200, "GET", path+"/history", nil).into(t, &history)
	if len(history.Changes) != 3 || history.Changes[0].Version != "2027" || !strings.Contains(history.Changes[0].Reason, "nganh.tsv") {
		t.Fatalf("%+v", history)
	}
	h.must(200, "POST", fmt.Sprintf("%s/history/%d/undo", path, history.Changes[0].Seq), nil)
	if after := h.must(200, "GET", path+"/file", nil).body; !bytes.Equal(before, after) {
		t.Errorf("after the undo:\n%s", after)
	}
	h.refused(409, "POST", fmt.Sprintf("%s/history/%d/undo", path, history.Changes[0].Seq), nil)
	h.refused(404, "POST", path+"/history/999999/undo", nil)
	body, kind := form(t, "nganh.tsv", []byte("version\tcode\tname\n\t\t\nx\ty\t\nx\t\tz\n"))
	if p := h.refused(400, "POST", path+"/preview", body, "Content-Type", kind); len(p.Errors) != 2 {
		t.Errorf("%+v", p)
	}
	body, kind = form(t, "nganh.xlsx", []byte("PK\x03\x04 hỏng"))
	h.refused(422, "POST", path+"/preview", body, "Content-Type", kind)
}

// TestRecordKeepsTheMeaning: a later version gives a code another meaning; what a
// record said with it before stays said.
func TestRecordKeepsTheMeaning(t *testing.T) {
	h := newHouse(t)
	p := h.add(h.hoa())
	if p.Fields[0].Name == "" {
		t.Fatal("the field has no name")
	}
	text := "version\tcode\tname\tvalid_from\nTT24-2025\t405\tNghĩa khác\t2026-11-24\n"
	body, kind := form(t, "field.tsv", []byte(text))
	var seen api.CataloguePreview
	h.must(200, "POST", "/catalogues/field/preview", body, "Content-Type", kind).into(t, &seen)
	body, kind = form(t, "field.tsv", []byte(text), "plan", seen.Plan)
	h.must(200, "POST", "/catalogues/field/load", body, "Content-Type", kind)
	var after api.Person
	for _, path := range []string{"/people/" + p.ID, "/people/" + p.ID + "?as_of=2026-11-23"} {
		if h.must(200, "GET", path, nil).into(t, &after); after.Fields[0].Name != p.Fields[0].Name {
			t.Errorf("%s: %q was %q", path, after.Fields[0].Name, p.Fields[0].Name)
		}
	}
}
