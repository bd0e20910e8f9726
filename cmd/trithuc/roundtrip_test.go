package main

import (
	"path/filepath"
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
