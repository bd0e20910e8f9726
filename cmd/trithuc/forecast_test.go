package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry/forecast"
)

// TestForecastOfNobody: where there is no registry yet a forecast says that nobody is
// known, by the code lists a registry begins with, and makes none.
func TestForecastOfNobody(t *testing.T) {
	empty := t.TempDir()
	missing := filepath.Join(empty, "data")
	for _, data := range []string{missing, empty} {
		var p forecast.Projection
		if err := json.Unmarshal([]byte(must(t, data, "forecast", "--json")), &p); err != nil {
			t.Fatal(err)
		}
		if years := p.Series[0].Years; len(years) < 2 || years[0].Headcount != 0 || years[len(years)-1].Headcount != 0 {
			t.Errorf("the whole is %+v", years)
		}
		if s := must(t, data, "forecast"); !strings.Contains(s, "Nghị định 135/2020/NĐ-CP") {
			t.Errorf("the assumptions are %s", s)
		}
	}
	if _, err := os.Stat(missing); !os.IsNotExist(err) {
		t.Errorf("a folder was made: %v", err)
	}
}

// TestForecastRefuses: a scenario that cannot be is refused in one sentence.
func TestForecastRefuses(t *testing.T) {
	data := t.TempDir()
	for _, c := range []struct{ name, scenario, says string }{
		{"no such organisation", `{"organisation": "Trường không có"}`, "Trường không có"},
		{"negative rate", `{"rates": {"leave": -0.1}}`, "phải từ 0 đến 1"},
		{"horizon", `{"years": 81}`, "phải từ 1 đến 80 năm"},
		{"last year gone by", `{"until": 1999}`, "until"},
		{"not JSON", `phương án`, "không phải JSON"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "phương án.json")
			if err := os.WriteFile(file, []byte(c.scenario), 0o600); err != nil {
				t.Fatal(err)
			}
			a := trithuc(t, data, "forecast", "--scenario", file)
			if a.code != 1 || a.out != "" || strings.Count(a.errout, "\n") != 1 || !strings.Contains(a.errout, c.says) {
				t.Errorf("exit %d, stdout %q, stderr %q", a.code, a.out, a.errout)
			}
		})
	}
}
