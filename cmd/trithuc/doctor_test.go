package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestDoctorNamesTheRecord: one letter changed in the file, and doctor says whose
// record it is, to a person and to a program.
func TestDoctorNamesTheRecord(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	must(t, data, "import", staff(t), "--yes")
	must(t, data, "doctor")
	id := exported(t, data)["N002"].ID
	db := filepath.Join(data, "registry.db")
	raw, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(db, bytes.ReplaceAll(raw, []byte("0918000002"), []byte("0918000003")), 0o600); err != nil {
		t.Fatal(err)
	}
	if a := trithuc(t, data, "doctor"); a.code != 1 || !strings.Contains(a.out, "Hồ sơ "+id) {
		t.Errorf("exit %d, %s; want %s named", a.code, a.out, id)
	}
	a := trithuc(t, data, "doctor", "--json")
	var got struct {
		OK         bool                 `json:"ok"`
		Violations []registry.Violation `json:"violations"`
	}
	if err := json.Unmarshal([]byte(a.out), &got); err != nil || a.code != 1 || got.OK {
		t.Fatalf("exit %d, %v: %s", a.code, err, a.out)
	}
	if len(got.Violations) == 0 || got.Violations[0].Promise != "people" || got.Violations[0].Subject != "person "+id {
		t.Errorf("got %+v, want person %s", got.Violations, id)
	}
}

// TestDoctorOnLostFiles: a registry that lost its database or the head of its trail
// is never called sound, and what can be mended is mended when it is asked for.
func TestDoctorOnLostFiles(t *testing.T) {
	for _, c := range []struct {
		name, says string
		spoil      func(dir string) error
		mended     bool
	}{
		{"no registry.db", "Không còn tệp", func(dir string) error { return os.Remove(filepath.Join(dir, "registry.db")) }, false},
		{"an empty registry.db", "thiếu", func(dir string) error { return os.Truncate(filepath.Join(dir, "registry.db"), 0) }, false},
		{"no registry.head", "registry.head", func(dir string) error { return os.Remove(filepath.Join(dir, "registry.head")) }, true},
		{"an empty registry.head", "registry.head", func(dir string) error { return os.Truncate(filepath.Join(dir, "registry.head"), 0) }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			must(t, data, "import", staff(t), "--yes")
			if err := c.spoil(data); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if a := trithuc(t, data, "doctor"); a.code != 1 || !strings.Contains(a.out, c.says) || strings.Contains(a.out+a.errout, "no such") {
					t.Errorf("exit %d, %s%s; want a finding that says %q", a.code, a.out, a.errout, c.says)
				}
			}
			if a := trithuc(t, data, "export"); a.code != 1 {
				t.Errorf("export: exit %d, %s", a.code, a.out)
			}
			if a := trithuc(t, data, "doctor", "--new-head"); (a.code == 0) != c.mended {
				t.Errorf("--new-head: exit %d, %s%s", a.code, a.out, a.errout)
			}
			if a := trithuc(t, data, "doctor"); (a.code == 0) != c.mended {
				t.Errorf("afterwards: exit %d, %s%s", a.code, a.out, a.errout)
			}
		})
	}
}

// TestFileInPlaceOfFolder: what stands in the way is named, in Vietnamese.
func TestFileInPlaceOfFolder(t *testing.T) {
	for _, name := range []string{"files", "index"} {
		data := t.TempDir()
		if err := os.WriteFile(filepath.Join(data, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		a := trithuc(t, data, "import", staff(t), "--yes")
		if a.code != 1 || !strings.Contains(a.errout, name+" là một tệp") || strings.Contains(a.errout, "mkdir") {
			t.Errorf("exit %d, %s", a.code, a.errout)
		}
	}
}

func TestOneLineShowsNoControlBytes(t *testing.T) {
	if got, want := oneLine("bảng\x1b[2J \xff\x00\n hỏng"), "bảng?[2J ?? hỏng"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
