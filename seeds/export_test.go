package seeds

import (
	"io/fs"
	"strings"
	"testing"
)

// Texts gives every embedded text file.
func Texts(t *testing.T) map[string]string {
	texts := map[string]string{}
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".tsv") {
			return err
		}
		b, err := files.ReadFile(path)
		texts[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
