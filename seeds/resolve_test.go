package seeds_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

func day(t *testing.T, s string) registry.Date {
	t.Helper()
	d, err := registry.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestResolveOrganisation asks the real organisations and mergers of 2025.
func TestResolveOrganisation(t *testing.T) {
	ref := reference(t)
	for _, c := range []struct{ name, on, want string }{
		{"Sở Kế hoạch và Đầu tư", "2024-05-01", "Sở Kế hoạch và Đầu tư 1.00"},
		{"Sở Kế hoạch và Đầu tư", "2025-02-28", "Sở Kế hoạch và Đầu tư 1.00"},
		{"Sở Kế hoạch và Đầu tư", "2025-03-01", "Sở Tài chính 1.00"},
		{"Sở Kế hoạch và Đầu tư", "", "Sở Tài chính 1.00"},
		{"so ke hoach va dau tu", "2026-11-23", "Sở Tài chính 1.00"},
		{"SKHĐT", "2026", "Sở Tài chính 1.00"},
		{"Sở KH & ĐT", "2026-11-23", "Sở Tài chính 0.90"},
		{"Sở KH & ĐT", "2024-11-23", "Sở Kế hoạch và Đầu tư 0.90"},
		{"Sở Tài chính", "2024-05-01", "Sở Tài chính 1.00"},
		{"Sở Thông tin và Truyền thông", "", "Sở Khoa học và Công nghệ 1.00"},
		{"Sở TN&MT", "2026-01-01", "Sở Nông nghiệp và Môi trường 1.00"},
		{"Sở Lao động - Thương binh và Xã hội", "2026-01-01", "Sở Nội vụ 0.60; Sở Nông nghiệp và Môi trường 0.13; Sở Giáo dục và Đào tạo 0.13; Sở Y tế 0.13"},
		{"Sở Lao động - Thương binh và Xã hội", "2025-02-28", "Sở Lao động - Thương binh và Xã hội 1.00"},
		{"Trường Đại học Cần Thơ", "2020-01-01", "Trường Đại học Cần Thơ 1.00"},
		{"Đại học Cần Thơ", "2020-01-01", "Trường Đại học Cần Thơ 1.00"},
		{"ĐHCT", "2025-07-14", "Trường Đại học Cần Thơ 1.00"},
		{"Trường Đại học Cần Thơ", "2025-07-15", "Đại học Cần Thơ 1.00"},
		{"ĐHCT", "", "Đại học Cần Thơ 1.00"},
		{"Sở Nông nghiệp và Môi trường", "2024-01-01", "Sở Nông nghiệp và Phát triển nông thôn 0.60; Sở Tài nguyên và Môi trường 0.60"},
		{"ĐH Cần Thơ", "", "Đại học Cần Thơ 1.00"},
		{"Sở Phép thuật", "", ""},
		{"", "", ""},
	} {
		t.Run(c.name+" "+c.on, func(t *testing.T) {
			var got []string
			for _, r := range ref.ResolveOrganisation(c.name, day(t, c.on)) {
				got = append(got, fmt.Sprintf("%s %.2f", ref.OrganisationName(r.ID), r.Score))
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}

// TestResolveEveryName: the name of every seeded organisation leads somewhere on
// any day, surely or with several candidates, and the same each time.
func TestResolveEveryName(t *testing.T) {
	ref := reference(t)
	for _, o := range ref.Organisations() {
		for _, on := range []string{"2020-01-01", "2025-02-28", "2025-03-01", "2025-07-01", ""} {
			first := ref.ResolveOrganisation(o.Name, day(t, on))
			if len(first) == 0 {
				t.Errorf("%q leads nowhere on %s", o.Name, on)
				continue
			}
			if again := ref.ResolveOrganisation(vietnamese.Fold(o.Name), day(t, on)); fmt.Sprint(again) != fmt.Sprint(first) {
				t.Errorf("%q on %s: %v, then %v", o.Name, on, first, again)
			}
			if first[0].Score == 1 && first[0].Via != nil { // the successor's own name resolves to itself
				next := ref.ResolveOrganisation(ref.OrganisationName(first[0].ID), day(t, on))
				if !slices.ContainsFunc(next, func(n registry.Resolved) bool { return n.ID == first[0].ID }) {
					t.Errorf("%q on %s leads to %d, which leads to %v", o.Name, on, first[0].ID, next)
				}
			}
		}
	}
}

func TestResolveWard(t *testing.T) {
	ref := reference(t)
	for _, c := range []struct{ address, on, want string }{
		{"Phường An Hòa, quận Ninh Kiều, TP. Cần Thơ", "", "Phường Cái Khế 1.00"},
		{"P. An Hòa, Q. Ninh Kiều", "2026-11-23", "Phường Cái Khế 1.00"},
		{"Phường An Hòa, quận Ninh Kiều, Cần Thơ", "2024-05-01", "Phường An Hòa 1.00"},
		{"12 Lý Tự Trọng, phường An Hoà, quận Ninh Kiều", "", "Phường Cái Khế 1.00"},
		{"Phường Cái Khế", "", "Phường Cái Khế 1.00"},
		{"Phường Cái Khế", "2024-01-01", "Phường Cái Khế 1.00"},
		{"đường số 3, Cần Thơ", "", ""},
		{"", "", ""},
	} {
		t.Run(c.address+" "+c.on, func(t *testing.T) {
			var got []string
			for _, r := range ref.ResolveWard(c.address, day(t, c.on)) {
				got = append(got, fmt.Sprintf("%s %.2f", r.Code.Name, r.Score))
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}

// TestEveryFormerWardResolves: each former ward, with its district, leads to wards of today.
func TestEveryFormerWardResolves(t *testing.T) {
	ref := reference(t)
	now := day(t, "2026-11-23")
	for _, c := range ref.CodesOn(registry.SchemeWard, day(t, "2025-06-30")) {
		district, ok := ref.Code(registry.SchemeWard, c.Parent)
		if !ok || district.Parent == "" {
			continue
		}
		province, _ := ref.Code(registry.SchemeWard, district.Parent)
		found := ref.ResolveWard(strings.Join([]string{c.Name, district.Name, province.Name}, ", "), now)
		sum := 0.0
		for _, f := range found {
			sum += f.Score
			if f.Code.Version != "2025" {
				t.Errorf("%s, %s leads to %s of %s", c.Name, district.Name, f.Code.Name, f.Code.Version)
			}
		}
		if len(found) == 0 || sum < 0.99 || sum > 1.01 {
			t.Errorf("%s, %s: %d candidates, scores %.2f in all", c.Name, district.Name, len(found), sum)
		}
	}
}
