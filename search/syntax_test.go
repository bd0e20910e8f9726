package search_test

import (
	"strings"
	"testing"

	"trithuc/search"
)

// TestSyntax holds what the explicit syntax says, and what is said of syntax that
// is none.
func TestSyntax(t *testing.T) {
	l := lexicon(t)
	for _, c := range []struct{ name, in, want, note string }{
		{"a phrase", `"xâm nhập mặn" nữ`, "“xâm nhập mặn”, Nữ | ", ""},
		{"a word left out", "thủy sản -tôm", "Trừ “tôm” | thủy sản", ""},
		{"a phrase left out", `lúa -"lúa mùa nổi"`, "Trừ “lúa mùa nổi” | lúa", ""},
		{"an organisation", "don-vi:ĐHCT kế toán", "Đại học Cần Thơ | kế toán", ""},
		{"an organisation left out", "-don-vi:ctu kế toán", "Trừ Đại học Cần Thơ | kế toán", ""},
		{"a degree or higher", "hoc-vi:ThS+", "Thạc sĩ trở lên | ", ""},
		{"a value of several words", `don-vi:"Sở Y tế"`, "Sở Y tế | ", ""},
		{"a key with marks", "đơn vị:ĐHCT kế toán", "Đại học Cần Thơ | kế toán", ""},
		{"a key with a blank behind its colon", "nữ, học vị: tiến sĩ, đơn vị: Sở Y tế", "Tiến sĩ, Sở Y tế, Nữ | ", ""},
		{"a key with marks and a quoted value", `đơn vị:"Sở Y tế" dược`, "Sở Y tế | dược", ""},
		{"a spelled key whose value goes on", "đơn vị: Sở Y tế nữ", "Sở Y tế, Nữ | ", ""},
		{"a word before a colon that is part of others", "xử lý nước: công nghệ màng", " | xử lý nước công nghệ màng", ""},
		{"an age below", "tuoi:<35", "Tuổi <35 | ", ""},
		{"an age from on", "tuổi: >=50", "Tuổi >=50 | ", ""},
		{"an age that is none", "tuoi:<abc", " | abc", "Không rõ"},
		{"an age", "tuoi:40", "Tuổi 40-40 | ", ""},
		{"a dash between words", "khoa học - công nghệ", " | khoa học công nghệ", ""},
		{"a hyphened word", "Thạch-Sô-Phiếp", " | Thạch Sô Phiếp", ""},
		{"a quote that is not closed", `"xâm nhập mặn`, "“xâm nhập mặn” | ", "ngoặc kép"},
		{"a value that is not known", "don-vi:khongco", " | don vi khongco", "Không rõ"},
		{"a key that is not known", "mau-sac:xanh", " | mau sac xanh", "Không có điều kiện"},
		{"words before a colon", "Họ tên: Nguyễn Văn An", " | Nguyễn Văn An", ""},
		{"an address", "https://example.vn", " | https example vn", ""},
		{"quotes around nothing", `"" lúa`, " | lúa", ""},
	} {
		_, u := l.Plan(search.Query{Text: c.in}, year)
		if got := said(u); got != c.want {
			t.Errorf("%s: %q is read as %q, want %q", c.name, c.in, got, c.want)
		}
		if notes := strings.Join(u.Notes, " "); (c.note == "") != (notes == "") || !strings.Contains(notes, c.note) {
			t.Errorf("%s: %q is answered with %q, want %q", c.name, c.in, notes, c.note)
		}
	}
}
