package main

import (
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestExportsComeBackUnchanged: what export writes is read again as it was, for
// every way that people look at it in a spreadsheet.
func TestExportsComeBackUnchanged(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	must(t, data, "import", "../../seeds/demo/dai-hoc-can-tho.xlsx", "../../seeds/demo/so-khoa-hoc-va-cong-nghe-chuyen-gia.xlsx", "--yes")
	people := len(exported(t, data))
	for _, format := range []string{"xlsx", "csv"} {
		file := filepath.Join(t.TempDir(), "xuat."+format)
		must(t, data, "export", "--format", format, "-o", file)
		if got := decode[report](t, must(t, data, "import", file, "--yes", "--json")); got.Rows != people || got.Same != people {
			t.Errorf("%s: %+v of %d people, want all of them the same", format, got, people)
		}
	}
}

// TestRecordsComeBackUnchanged: languages, tasks, awards, memberships, addresses and the
// rest of a full record go out in the cells of a list and come back changing nothing;
// into a registry without them they come back as they were.
func TestRecordsComeBackUnchanged(t *testing.T) {
	data, bare := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "bare")
	must(t, data, "seed", "--people", "200", "--seed", "5")
	file, again := filepath.Join(t.TempDir(), "xuat.csv"), filepath.Join(t.TempDir(), "lai.csv")
	must(t, data, "export", "--format", "csv", "-o", file)
	must(t, bare, "import", file, "--yes")
	must(t, bare, "export", "--format", "csv", "-o", again)
	if got := decode[report](t, must(t, bare, "import", again, "--json")); got.Rows != 200 || got.Same != 200 {
		t.Errorf("%d rows, %d same, %d amended, %d in review, %d rejected", got.Rows, got.Same, got.Amended, got.Review, got.Rejected)
	}
	want, got := recordCells(t, file), recordCells(t, again)
	for name, cells := range want {
		for header, text := range cells {
			if got[name][header] != text {
				t.Errorf("%s, %s:\n got %q\nwant %q", name, header, got[name][header], text)
			}
		}
	}
}

// recordCells gives the cells of an exported list behind those of every list, by name
// and birth, then by header.
func recordCells(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(read(t, path)), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	from := slices.Index(rows[0], "Quốc tịch")
	all := map[string]map[string]string{}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i := from; i < len(row); i++ {
			cells[rows[0][i]] = row[i]
		}
		all[row[1]+row[3]] = cells
	}
	return all
}
