package bleve_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/search/bleve"
)

// TestDamageHeals damages a closed index in every way at hand; the next start
// fills it again from the store.
func TestDamageHeals(t *testing.T) {
	h := newHouse(t)
	h.add(400)
	h.catchUp()
	for _, d := range []struct {
		what string
		do   func(index string) error
	}{
		{"nothing", func(string) error { return nil }},
		{"the folder is gone", os.RemoveAll},
		{"CURRENT is gone", func(dir string) error { return os.Remove(filepath.Join(dir, "CURRENT")) }},
		{"CURRENT is garbage", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "CURRENT"), []byte("../../etc\x00"), 0o600)
		}},
		{"CURRENT names nothing", func(dir string) error {
			version, _, _ := strings.Cut(filepath.Base(filepath.Dir(one(dir, "*/index_meta.json"))), "-")
			return os.WriteFile(filepath.Join(dir, "CURRENT"), []byte(version+"-000999\n"), 0o600)
		}},
		{"an older version", olderVersion},
		{"the root is gone", func(dir string) error { return os.Remove(one(dir, "*/store/root.bolt")) }},
		{"the root is cut short", func(dir string) error { return cutShort(one(dir, "*/store/root.bolt")) }},
		{"the root is empty", func(dir string) error { return os.Truncate(one(dir, "*/store/root.bolt"), 0) }},
		{"the root is garbage", func(dir string) error { return garbage(one(dir, "*/store/root.bolt")) }},
		{"the description is gone", func(dir string) error { return os.Remove(one(dir, "*/index_meta.json")) }},
		{"a segment is gone", func(dir string) error { return os.Remove(one(dir, "*/store/*.zap")) }},
		{"a segment is cut short", func(dir string) error { return cutShort(one(dir, "*/store/*.zap")) }},
		{"a bit of a segment is flipped", func(dir string) error { return flip(one(dir, "*/store/*.zap")) }},
		{"a segment is garbage", func(dir string) error { return garbage(one(dir, "*/store/*.zap")) }},
	} {
		t.Run(d.what, func(t *testing.T) {
			h.closeIndex()
			if err := d.do(filepath.Join(h.dir, "index")); err != nil {
				t.Fatal(err)
			}
			h.openIndex()
			h.catchUp()
			h.agree()
		})
	}
}

// one gives the first file that fits the pattern.
func one(dir, pattern string) string {
	files, _ := filepath.Glob(filepath.Join(dir, pattern))
	if len(files) == 0 {
		return filepath.Join(dir, "nothing fits "+pattern)
	}
	return files[0]
}

func olderVersion(dir string) error {
	edition := filepath.Dir(one(dir, "*/index_meta.json"))
	older := filepath.Join(dir, "v0-"+strings.TrimLeft(filepath.Base(edition), "v0123456789-")+"000001")
	return errors.Join(os.Rename(edition, older), os.WriteFile(filepath.Join(dir, "CURRENT"), []byte(filepath.Base(older)+"\n"), 0o600))
}

func cutShort(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, info.Size()/2)
}

func flip(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	b[len(b)/3] ^= 0x10
	return os.WriteFile(path, b, 0o600)
}

func garbage(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for i := range b {
		b[i] = byte(i*7 + i>>8)
	}
	return os.WriteFile(path, b, 0o600)
}

// TestHeldByAnother: a second process is told so at once, and nothing waits.
func TestHeldByAnother(t *testing.T) {
	dir := t.TempDir()
	first, err := bleve.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	start := time.Now()
	if _, err := bleve.Open(dir); registry.KindOf(err) != registry.Busy {
		t.Errorf("opened twice: %v", err)
	}
	if waited := time.Since(start); waited > 10*time.Second {
		t.Errorf("waited %v", waited)
	}
}

// TestNothingRestricted looks for contact data in every byte of the index.
func TestNothingRestricted(t *testing.T) {
	h := newHouse(t)
	h.add(50)
	h.catchUp()
	people := h.everybody()
	h.closeIndex()
	defer h.openIndex()
	err := filepath.WalkDir(filepath.Join(h.dir, "index"), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, p := range people {
			if strings.Contains(string(b), p.Email) || strings.Contains(string(b), p.Phone) {
				t.Errorf("contact data of %d in %s", p.ID, path)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
