package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// newForm makes HEMIS call six of its columns otherwise from 1 October 2026 on, and
// write two of its values as codes.
func newForm(t *testing.T, data, dir string) {
	t.Helper()
	rows := strings.Split(strings.TrimSpace(must(t, data, "catalogue", "export", "exchange-hemis")), "\n")
	head := strings.Split(rows[0], "\t")
	at := map[string]int{}
	for i, name := range head {
		at[name] = i
	}
	renamed := map[string]string{"contract": "HD1", "title_year": "N1", "specialty": "CN1", "degree_year": "N2", "institution": "NDT1", "country": "QG1"}
	file := []string{rows[0]}
	for _, row := range rows[1:] {
		old, next := strings.Split(row, "\t"), strings.Split(row, "\t")
		old[at["valid_to"]], next[at["version"]], next[at["valid_from"]] = "2026-09-30", "2026-10", "2026-10-01"
		if name := renamed[next[at["abbreviation"]]]; name != "" {
			next[at["name"]] = name
		}
		file = append(file, strings.Join(old, "\t"), strings.Join(next, "\t"))
	}
	for code, word := range map[string][3]string{"05.1": {"05", "1", "Nam"}, "05.2": {"05", "2", "Nữ"}, "16.1": {"16", "HV01", "TS"}} {
		cells := make([]string, len(head))
		cells[at["version"]], cells[at["code"]], cells[at["parent"]] = "2026-10", code, word[0]
		cells[at["name"]], cells[at["abbreviation"]], cells[at["valid_from"]], cells[at["confirmed"]] = word[1], word[2], "2026-10-01", "no"
		file = append(file, strings.Join(cells, "\t"))
	}
	path := filepath.Join(dir, "exchange-hemis.tsv")
	write(t, path, strings.Join(file, "\n")+"\n")
	must(t, data, "catalogue", "load", path, "--yes")
}

// TestExchangeMappingRoundTrip: a system that calls its columns otherwise from a day
// on, and writes codes of its own in them, is read by the form of the day that its
// file tells of.
func TestExchangeMappingRoundTrip(t *testing.T) {
	data, dir := filepath.Join(t.TempDir(), "data"), t.TempDir()
	must(t, data, "seed", "--people", "120", "--seed", "7")
	newForm(t, data, dir)
	before, after := filepath.Join(dir, "truoc.csv"), filepath.Join(dir, "sau.csv")
	must(t, data, "exchange", "export", "hemis", "--on", "2026-05-01", "--format", "csv", "-o", before)
	must(t, data, "exchange", "export", "hemis", "--on", "2026-11-01", "--format", "csv", "-o", after)
	if all := string(read(t, after)); !strings.Contains(all, ",HD1,") || !strings.Contains(all, ",HV01,") || strings.Contains(all, "Loại hợp đồng") {
		t.Fatalf("the form of the later day: %s", all[:300])
	}
	for _, c := range []struct {
		name, file, synced string
		same               int
		want               string // an issue of the reading
	}{
		{"the old form on its day", before, "2026-05-01", 120, "23 cột của trang này được hiểu theo biểu trao đổi"},
		{"the new form on its day", after, "2026-11-01", 120, "H (“HD1”) là loại hợp đồng"},
		{"the new form on a day when it did not hold", after, "2026-05-01", -1, "“HD1” chưa hiểu là gì"},
		{"a form before any", before, "2019-01-01", -1, "chưa có biểu trao đổi nào có hiệu lực"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := decode[report](t, must(t, data, "import", c.file, "--system", "hemis", "--synced", c.synced, "--json"))
			if got.Rows != 120 || c.same >= 0 && got.Same != c.same {
				t.Errorf("%d rows, %d same, %d amended, %d in review", got.Rows, got.Same, got.Amended, got.Review)
			}
			told := false
			for _, i := range got.Issues {
				told = told || strings.Contains(i.Message, c.want)
			}
			if !told {
				t.Errorf("no issue says %q", c.want)
			}
		})
	}
}

// TestExchangeMappingIntoEmpty: whoever comes by a form alone stands in the registry
// as they left it.
func TestExchangeMappingIntoEmpty(t *testing.T) {
	data, fresh, dir := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "fresh"), t.TempDir()
	must(t, data, "seed", "--people", "60", "--seed", "9")
	newForm(t, data, dir)
	must(t, fresh, "seed", "--people", "1", "--seed", "1")
	newForm(t, fresh, dir)
	first, second := filepath.Join(dir, "1.csv"), filepath.Join(dir, "2.csv")
	must(t, data, "exchange", "export", "hemis", "--on", "2026-11-01", "--format", "csv", "-o", first)
	must(t, fresh, "import", first, "--system", "hemis", "--synced", "2026-11-01", "--yes")
	must(t, fresh, "exchange", "export", "hemis", "--on", "2026-11-01", "--format", "csv", "-o", second)
	there := map[string]bool{}
	for _, row := range strings.Split(string(read(t, second)), "\r\n") {
		_, rest, _ := strings.Cut(row, ",") // without its number
		there[rest] = true
	}
	for _, row := range strings.Split(string(read(t, first)), "\r\n") {
		if _, rest, _ := strings.Cut(row, ","); !there[rest] {
			t.Errorf("did not come back: %s", row)
		}
	}
}
