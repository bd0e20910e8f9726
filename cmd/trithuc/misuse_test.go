package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestMisuse: what is wrong with a command line is said in Vietnamese, exit 2.
func TestMisuse(t *testing.T) {
	english := regexp.MustCompile(`\b(expected|unexpected|unknown|missing|must|valid|EOL|mean)\b`)
	for _, c := range []struct{ line, want string }{
		{"", "cần một trong các lệnh"},
		{"foo", "«foo»"},
		{"srch x", `có phải là "search"`},
		{"import", "thiếu"},
		{"import undo x", `không nhận giá trị "x"`},
		{"export --format pdf", "phải là một trong"},
		{"search", "cần một câu tìm"},
		{"search --limit x y", "«--limit»"},
		{"serve --addr", "«--addr» chưa có giá trị"},
		{"seed", "«--people=N»"},
		{"--nope", "không có tùy chọn «--nope»"},
		{"forecast --scenaro x", `"--scenario"`},
	} {
		a := trithuc(t, t.TempDir(), strings.Fields(c.line)...)
		if a.code != 2 || !strings.Contains(a.errout, c.want) || english.MatchString(a.errout) {
			t.Errorf("%q: exit %d, %s", c.line, a.code, a.errout)
		}
	}
}
