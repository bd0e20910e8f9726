package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"trithuc/registry"
)

func sheet(lines ...string) []registry.SheetRow {
	rows := make([]registry.SheetRow, len(lines))
	for i, l := range lines {
		rows[i] = registry.SheetRow{Line: i + 1, Cells: strings.Split(l, "|")}
	}
	return rows
}

func TestParseCatalogueNamesEverything(t *testing.T) {
	ref := registry.NewReference(0, nil, nil, []registry.Code{{Scheme: "thu", Version: "1", Code: "a", Name: "A"}})
	for _, c := range []struct {
		name   string
		scheme registry.Scheme
		rows   []registry.SheetRow
		want   string
	}{
		{"sound", "thu", sheet("version|code|name|replaces", "2|b|B|a"), ""},
		{"empty", "thu", nil, "dòng 1: tệp trống: cần một dòng tên cột rồi mỗi mã một dòng"},
		{"columns", "thu", sheet("version|code|mã|code"), "dòng 1, cột C (mã): không phải tên cột*; dòng 1, cột D (code): cột có hai lần; dòng 1: thiếu cột này"},
		{"many cells at once", "thu", sheet("version|code|parent|name|value|valid_from|valid_to|confirmed|source|replaces",
			"2|b||B|x|2026-13|2020|vâng||", "2|b|c||1|2026|2025|yes||z"),
			"dòng 2, cột E (value): không phải số*; dòng 2, cột F (valid_from): phải là ngày*; dòng 2, cột H (confirmed): chỉ nhận*; " +
				"dòng 3, cột D (name): chưa có; dòng 3, cột G (valid_to): trước ngày*; dòng 3, cột I (source): mã đã kiểm chứng*; " +
				"dòng 3, cột B (code): có hai lần*; dòng 3, cột C (parent): không có mã này*; dòng 3, cột J (replaces): không phiên bản nào*"},
		{"parents in a circle", "thu", sheet("version|code|parent|name", "2|a|b|A", "2|b|a|B"),
			"dòng 2, cột C (parent): các mã cấp trên đi vòng tròn; dòng 3, cột C (parent): các mã cấp trên đi vòng tròn"},
		{"more cells than columns", "thu", sheet("version|code|name", "2|a|A|lạc"), "dòng 2: dòng có nhiều ô*"},
		{"parts of lists", "thu", sheet("version|code|name|variants", "2|a|A|một; \x1bhai; "+strings.Repeat("x", 600)), "dòng 2, cột D (variants): có ký tự điều khiển; dòng 2, cột D (variants): dài quá*"},
		{"numbers no person writes", "thu", sheet("version|code|name|value", "2|a|A|0x1p9", "2|b|B|1e3"), "dòng 2, cột D (value): không phải số*; dòng 3, cột D (value): không phải số*"},
		{"half months", registry.SchemeRetirement, sheet("version|code|name|value", "x|M-2030|Nam|744.5"), "dòng 2, cột B (code): tuổi nghỉ hưu*"},
		{"retirement", registry.SchemeRetirement, sheet("version|code|name|value", "x|M-2030|Nam|744", "x|N-2030|Nữ|720"), "dòng 3, cột B (code): tuổi nghỉ hưu*"},
		{"who counts", registry.SchemeScope, sheet("version|code|name", "x|bang-cap|B"), "dòng 2, cột B (code): quy tắc*"},
	} {
		t.Run(c.name, func(t *testing.T) {
			codes, problems := registry.ParseCatalogue(ref, c.scheme, c.rows)
			got := make([]string, len(problems))
			for i, p := range problems {
				got[i] = p.Field + ": " + p.Reason
			}
			want := strings.Split(c.want, "; ")
			if c.want == "" {
				want = nil
			}
			if len(got) != len(want) || len(got) > 0 && codes != nil {
				t.Fatalf("got %d problems %q, want %d", len(got), got, len(want))
			}
			for i := range want {
				if prefix, open := strings.CutSuffix(want[i], "*"); got[i] != want[i] && !(open && strings.HasPrefix(got[i], prefix)) {
					t.Errorf("got %q, want %q", got[i], want[i])
				}
			}
		})
	}
}

// TestNewVersionEndsTheOld: what a new version of a list does to the one before,
// and what codes then mean on what day.
func TestNewVersionEndsTheOld(t *testing.T) {
	old := []registry.Code{
		{Scheme: "thu", Version: "cu", Code: "1", Name: "Một", ValidFrom: registry.Date{Year: 2008}},
		{Scheme: "thu", Version: "cu", Code: "2", Name: "Hai", ValidFrom: registry.Date{Year: 2008}},
		{Scheme: "thu", Version: "cu", Code: "3", Name: "Ba", ValidFrom: registry.Date{Year: 2008}},
	}
	ref := registry.NewReference(0, nil, nil, old)
	plan, err := registry.PlanCatalogueFile(ref, "thu", sheet("version|code|name|valid_from|replaces",
		"moi|1|Khác hẳn|2026-07-01|3", "moi|4|Một và hai|2026-07-01|1; 2"), "moi.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(len(plan.Versions), plan.Versions[0].Version, plan.Versions[0].Closed, len(plan.Versions[0].Changed),
		plan.Versions[0].Changed[0].After.ValidTo, plan.Versions[1].New, len(plan.Versions[1].Added)); got != "2cutrue 3 2026-06-30 true 2" {
		t.Fatalf("plan: %s", got)
	}
	var codes []registry.Code
	for _, v := range plan.Versions {
		codes = append(codes, v.Added...)
		for _, c := range v.Changed {
			codes = append(codes, c.After)
		}
	}
	ref = registry.NewReference(1, nil, nil, codes)
	then, now := registry.Date{Year: 2020, Month: 1, Day: 1}, registry.Date{Year: 2026, Month: 11, Day: 23}
	if a, b := ref.CodeNameOn("thu", "1", then), ref.CodeNameOn("thu", "1", now); a != "Một" || b != "Khác hẳn" {
		t.Errorf("1 meant %q, means %q", a, b)
	}
	if got := ref.CodeNameOn("thu", "2", now); got != "Hai" {
		t.Errorf("2 lost its meaning: %q", got)
	}
	for code, want := range map[string]string{"1": "4", "2": "4", "3": "1"} {
		if next := ref.CodeSuccessors("thu", code, then, now); len(next) != 1 || next[0].Code != want || next[0].Version != "moi" {
			t.Errorf("%s became %v, want %s", code, next, want)
		}
	}
	if got := ref.Codes("thu"); len(got) != 2 {
		t.Errorf("%d codes to be used now, want 2", len(got))
	}
	again, err := registry.PlanCatalogueFile(ref, "thu", rowsOf(registry.CatalogueRows(ref.EveryCode("thu"))), "x")
	if err != nil || again.Changes() {
		t.Errorf("its own file changes something: %+v, %v", again, err)
	}
}

// TestCodesOfOtherVersions: two codes became one, one was divided, one has another
// number, one went on as it was.
func TestCodesOfOtherVersions(t *testing.T) {
	old, new := registry.Date{Year: 2008}, registry.Date{Year: 2025, Month: 12, Day: 15}
	end := registry.Date{Year: 2025, Month: 12, Day: 14}
	var codes []registry.Code
	for _, c := range []string{"1", "2", "3", "4", "9"} {
		codes = append(codes, registry.Code{Scheme: "thu", Version: "cu", Code: c, ValidFrom: old, ValidTo: end})
	}
	for c, from := range map[string][]string{"12": {"1", "2"}, "31": {"3"}, "32": {"3"}, "40": {"4"}, "9": nil} {
		codes = append(codes, registry.Code{Scheme: "thu", Version: "moi", Code: c, ValidFrom: new, Replaces: from})
	}
	ref := registry.NewReference(0, nil, nil, codes)
	then, today := registry.Date{Year: 2020}, registry.Date{Year: 2026, Month: 11, Day: 23}
	for _, c := range []struct{ code, then, today, now, others string }{
		{"1", "1", "12", "12", "[1]"},
		{"12", "12", "12", "12", "[]"}, // which of the two it was nobody knows
		{"3", "3", "3", "3", "[31 32]"},
		{"31", "31", "31", "31", "[]"},
		{"4", "4", "40", "40", "[4]"},
		{"40", "4", "40", "40", "[4]"},
		{"9", "9", "9", "9", "[]"},
		{"lạ", "lạ", "lạ", "lạ", "[]"},
	} {
		now, others := ref.CodeEverywhere("thu", c.code)
		if a, b := ref.CodeInForce("thu", c.code, then), ref.CodeInForce("thu", c.code, today); a != c.then || b != c.today || now != c.now || fmt.Sprint(others) != c.others {
			t.Errorf("%s: then %s, today %s, newest %s, others %v; want %+v", c.code, a, b, now, others, c)
		}
	}
}

func rowsOf(rows [][]string) []registry.SheetRow {
	var all []registry.SheetRow
	for i, r := range rows {
		all = append(all, registry.SheetRow{Line: i + 1, Cells: r})
	}
	return all
}

// TestLongCatalogue: chains of thousands of parents and thousands of replaced codes
// that nobody has are looked through once, not once each.
func TestLongCatalogue(t *testing.T) {
	ref := registry.NewReference(0, nil, nil, nil)
	lines := []string{"version|code|parent|name|replaces"}
	for i := range 20_000 {
		parent := fmt.Sprint("c", i-1)
		if i == 0 {
			parent = ""
		}
		lines = append(lines, fmt.Sprintf("2|c%d|%s|C|x%d;y%d", i, parent, i, i))
	}
	_, problems := registry.ParseCatalogue(ref, "thu", sheet(lines...))
	if len(problems) != 40_000 {
		t.Errorf("%d problems, want one a replaced code", len(problems))
	}
}
