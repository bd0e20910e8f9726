package api_test

import (
	"strings"
	"testing"

	"trithuc/ui/api"
)

func TestExchange(t *testing.T) {
	h := newHouse(t)
	var all struct{ Systems []api.ExchangeSystem }
	h.must(200, "GET", "/exchange", nil).into(t, &all)
	if len(all.Systems) != 3 {
		t.Fatalf("%d systems", len(all.Systems))
	}
	for _, s := range all.Systems {
		if s.Status != "chưa kiểm chứng" || len(s.Columns) < 15 {
			t.Errorf("%s: %q, %d columns", s.System, s.Status, len(s.Columns))
		}
	}
	h.refused(404, "GET", "/exchange/hemis/file?on=2020-01-01", nil) // no form held then
	h.refused(404, "GET", "/exchange/khac/file", nil)
}

// TestExchangeComesBack: people written in the form of each system are the same
// people when that file is brought in, and what a file of a system changes says so.
func TestExchangeComesBack(t *testing.T) {
	h := newHouse(t)
	hoa := h.hoa()
	hoa.Positions[0].Unit = 0
	id := h.add(hoa).ID
	second := h.hoa()
	second.Name, second.Sex, second.Email, second.Phone = "Trần Văn Mẫu", "male", "tvmau@example.edu.vn", "0913123457"
	second.Codes[0].Code, second.Title, second.Honours = "001235", nil, nil
	second.Positions[0].Unit = 0
	h.add(second)
	for _, system := range []string{"hemis", "cbccvc", "khcn"} {
		file := h.must(200, "GET", "/exchange/"+system+"/file", nil).body
		got := h.upload(system+".xlsx", file, "system", system, "synced", "2026-11-01")
		if got.Import.Counts.Rows != 2 || got.Import.Counts.Same != 2 {
			t.Errorf("%s: %+v %+v", system, got.Import.Counts, got)
		}
	}
	csv := string(h.must(200, "GET", "/exchange/hemis/file?format=csv&organisation=CTU", nil).body)
	if strings.Count(csv, "\r\n") != 3 {
		t.Fatalf("%q", csv)
	}
	csv = strings.Replace(csv, "Trưởng khoa", "Phó trưởng khoa", 1)
	got := h.upload("hemis.csv", []byte(csv), "system", "hemis", "synced", "2026-11-23")
	h.apply(got)
	var sources struct{ Sources []api.FactSource }
	h.must(200, "GET", "/people/"+id+"/sources", nil).into(t, &sources)
	found := false
	for _, f := range sources.Sources {
		if f.Field == "positions[0]" {
			found = f.System == "hemis" && f.Synced == "2026-11-23" && strings.Contains(f.SystemName, "giáo dục đại học") && f.Row > 0 && len(f.Cells) > 0
		} else if f.System != "" {
			t.Errorf("%+v", f)
		}
	}
	if !found {
		t.Errorf("positions[0] is not said to come from HEMIS: %+v", sources.Sources)
	}
	body, kind := form(t, "x.csv", []byte(csv), "system", "hemis")
	h.refused(400, "POST", "/imports", body, "Content-Type", kind) // of which day?
}
