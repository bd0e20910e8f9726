package ui_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPeopleAreReadAsVisible holds pages and operations to reading people through
// registry.VisiblePerson, VisiblePeople and AllVisible, which know who asks.
func TestPeopleAreReadAsVisible(t *testing.T) {
	t.Parallel()
	direct := regexp.MustCompile(`Store\.(Person|People|AllPeople)\(`)
	seen := 0
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		seen += strings.Count(string(text), "registry.Visible")
		for _, at := range direct.FindAllString(string(text), -1) {
			t.Errorf("%s reads %s…) past the rule of visibility", path, at)
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Fatalf("%d uses seen, %v", seen, err)
	}
}
