package durable_test

import (
	"os"
	"path/filepath"
	"testing"

	"trithuc/registry/durable"
)

func TestReplace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tệp")
	for _, content := range []string{"một", "hai dài hơn", ""} {
		if err := os.WriteFile(durable.Fresh(path), []byte("what a kill left, longer than anything"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := durable.Replace(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); string(got) != content || err != nil {
			t.Errorf("got %q, %v, want %q", got, err, content)
		}
		if left, err := os.ReadDir(filepath.Dir(path)); len(left) != 1 || err != nil {
			t.Errorf("left beside it: %v, %v", left, err)
		}
	}
	if err := durable.Replace(filepath.Join(path, "no folder"), nil); err == nil {
		t.Error("written into a file as if it were a folder")
	}
}
