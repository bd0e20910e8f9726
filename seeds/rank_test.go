package seeds_test

import (
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/seeds"
)

// TestRankGrades: the catalogue says of every chức danh nghề nghiệp of viên chức which
// hạng it is.
func TestRankGrades(t *testing.T) {
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range ref.Codes(registry.SchemeRank) {
		if strings.HasPrefix(c.Code, "V.") && ref.RankGrade(c.Code) == 0 {
			t.Errorf("%s %s has no hạng", c.Code, c.Name)
		}
	}
	for code, want := range map[string]int{"V.07.01.01": 1, "V.07.01.02": 2, "V.07.01.03": 3, "V.05.01.04": 4, "01.001": 0, "none": 0} {
		if got := ref.RankGrade(code); got != want {
			t.Errorf("%s is of grade %d, want %d", code, got, want)
		}
	}
}
