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
