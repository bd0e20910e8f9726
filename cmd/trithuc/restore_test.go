package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestErasedDoNotComeBack: whatever happened to the log of erasures, a restore erases
// again, or changes nothing and says why.
func TestErasedDoNotComeBack(t *testing.T) {
	for name, c := range map[string]struct {
		happens func(t *testing.T, log string)
		refused string
	}{
		"lost":         {func(t *testing.T, log string) { remove(t, log) }, ""},
		"one bit":      {func(t *testing.T, log string) { flip(t, log) }, "bị hỏng ở dòng"},
		"a long line":  {func(t *testing.T, log string) { write(t, log, strings.Repeat("x", 70000)+"\n") }, "bị hỏng ở dòng"},
		"cut by crash": {func(t *testing.T, log string) { write(t, log, string(read(t, log))+`{"person":1,"at`) }, ""},
		"a folder": {func(t *testing.T, log string) {
			remove(t, log)
			if err := os.Mkdir(log, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "không phải là một tệp thường"},
	} {
		t.Run(name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			file, markers := marked(t)
			must(t, data, "import", file, "--yes")
			person := exported(t, data)["ZQXMA01"]
			older, log := filepath.Join(t.TempDir(), "older.backup"), filepath.Join(data, "erasures.log")
			must(t, data, "backup", older)
			must(t, data, "request", "add", "erase", person.ID, "--name", "Lê Zqxhoten Zqxtendem")
			must(t, data, "request", "settle", "1")
			c.happens(t, log)
			a := trithuc(t, data, "restore", older)
			if c.refused != "" && (a.code != 1 || !strings.Contains(a.errout, c.refused)) || c.refused == "" && a.code != 0 {
				t.Errorf("restore: %d %s", a.code, a.errout)
			}
			if name == "a folder" {
				return
			}
			if c.refused != "" {
				if d := trithuc(t, data, "doctor"); d.code != 1 || !strings.Contains(d.out, c.refused) {
					t.Errorf("doctor: %d %s", d.code, d.out)
				}
				must(t, data, "doctor", "--new-log")
				must(t, data, "restore", older)
			}
			gone(t, data, person.ID, markers)
		})
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// flip changes one bit in the first line of a log.
func flip(t *testing.T, path string) {
	t.Helper()
	raw := read(t, path)
	raw[bytes.Index(raw, []byte("seq"))+5] ^= 1
	write(t, path, string(raw))
}

// TestRestoreWithoutItsKey: sealed values that no key opens are spoken of before
// anything is taken away.
func TestRestoreWithoutItsKey(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	id, archive := sealedFor(t, data), filepath.Join(t.TempDir(), "a")
	must(t, data, "backup", archive)
	must(t, data, "restore", archive)
	must(t, data, "key", "rotate", "--drop")
	before := digests(t, data)
	if a := trithuc(t, data, "restore", archive); a.code != 1 || !strings.Contains(a.errout, "chưa bị thay đổi") || !strings.Contains(a.errout, "khóa") {
		t.Errorf("restore: %d %s", a.code, a.errout)
	}
	if after := digests(t, data); after["registry.db"] != before["registry.db"] {
		t.Error("the data were changed")
	}
	must(t, data, "restore", archive, "--yes")
	if a := trithuc(t, data, "doctor"); a.code != 1 || !strings.Contains(a.out, id.Public()) {
		t.Errorf("doctor: %d %s", a.code, a.out)
	}
}

// ids gives the public ids of everybody in a folder.
func ids(t *testing.T, data string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for line := range strings.Lines(must(t, data, "export")) {
		all[decode[struct {
			ID string `json:"id"`
		}](t, line).ID] = true
	}
	return all
}

// TestNoIDTwice: who came after a backup keeps their id for ever, even where a restore
// took their record away, or only the log of erasures remembers them.
func TestNoIDTwice(t *testing.T) {
	data, archive := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "a")
	must(t, data, "seed", "--people", "5")
	must(t, data, "backup", archive)
	before := ids(t, data)
	must(t, data, "seed", "--people", "3", "--seed", "7")
	given := ids(t, data)
	last := slices.Max(slices.Collect(maps.Keys(given)))
	must(t, data, "request", "add", "erase", last, "--name", "Người Đến Sau")
	must(t, data, "request", "settle", "1")
	log := read(t, filepath.Join(data, "erasures.log"))
	anew := func(data string, taken map[string]bool) {
		t.Helper()
		must(t, data, "seed", "--people", "1", "--seed", "9")
		for id := range ids(t, data) {
			if taken[id] && !before[id] {
				t.Errorf("%s is given again", id)
			}
		}
		if v := decode[verdict](t, must(t, data, "doctor", "--json")); !v.OK {
			t.Errorf("doctor: %v", v.Findings)
		}
	}
	must(t, data, "restore", archive)
	anew(data, given)
	other := filepath.Join(t.TempDir(), "other")
	must(t, other, "restore", archive)
	write(t, filepath.Join(other, "erasures.log"), string(log))
	anew(other, given)
}

// TestRestoreThatKnowsNoErasures: where nothing tells who was erased since the backup,
// whoever restores it is told; the log, once brought along, erases them again.
func TestRestoreThatKnowsNoErasures(t *testing.T) {
	data, archive := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "a")
	must(t, data, "seed", "--people", "3")
	must(t, data, "backup", archive)
	gone := slices.Max(slices.Collect(maps.Keys(ids(t, data))))
	must(t, data, "request", "add", "erase", gone, "--name", "Người Đã Xóa")
	must(t, data, "request", "settle", "1")
	other := filepath.Join(t.TempDir(), "other")
	a := trithuc(t, other, "restore", archive)
	if a.code != 0 || !strings.Contains(a.errout, "erasures.log") || !ids(t, other)[gone] {
		t.Errorf("restored without a log: exit %d, %s", a.code, a.errout)
	}
	write(t, filepath.Join(other, "erasures.log"), string(read(t, filepath.Join(data, "erasures.log"))))
	must(t, other, "seed", "--people", "1") // whatever writes erases again first
	if ids(t, other)[gone] {
		t.Error("the log was brought along, and the erased is still there")
	}
	if a := trithuc(t, data, "restore", archive); a.code != 0 || a.errout != "" || ids(t, data)[gone] {
		t.Errorf("restored where it was erased: exit %d, %s", a.code, a.errout)
	}
	beside := filepath.Join(t.TempDir(), "beside")
	write(t, filepath.Join(filepath.Dir(archive), "erasures.log"), string(read(t, filepath.Join(data, "erasures.log"))))
	if a := trithuc(t, beside, "restore", archive); a.code != 0 || a.errout != "" || ids(t, beside)[gone] {
		t.Errorf("restored beside the log: exit %d, %s", a.code, a.errout)
	}
}
