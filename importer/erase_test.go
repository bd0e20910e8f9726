package importer

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestEraseFromImports erases somebody who stands in an import that was written,
// in one that changed nothing about them, and in one that waits.
func TestEraseFromImports(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	marked := list(t, listHead, "1|Lê Zqxhoten Mai|05/03/1980|Nữ|ZQXMA1|zqxthu@ctu.example|TS||||", "2|Trần Ở Lại|1981|Nam|B2|olai@ctu.example|ThS||||")
	first := runAt(ctx, t, im, marked, o)
	runAt(ctx, t, im, marked, o)
	waits := waiting(ctx, t, im, marked, o)
	other := waiting(ctx, t, im, list(t, listHead, "1|Phạm Khác|1982|Nam|C3|khac@ctu.example|ThS||||"), o)

	store := im.Store.(interface {
		registry.HistoryReader
		registry.MergeReader
		registry.Committer
		registry.ErasureStore
	})
	id := first.Rows[0].Person
	gate := registry.Erasures{Store: store, Files: im, Rebuild: func(context.Context) error { return nil }}
	for range 2 { // the second does what a crash may have left
		if _, err := gate.Erase(ctx, &registry.ErasePerson{ID: id}); err != nil && registry.KindOf(err) != registry.NotFound {
			t.Fatal(err)
		}
	}
	if left := holding(t, im.Files, "Zqxhoten", "zqxthu", "ZQXMA1", "zqxhoten"); len(left) > 0 {
		t.Errorf("left in %v", left)
	}
	for _, c := range []struct {
		id   registry.ImportID
		want registry.ImportState
	}{{first.Import.ID, registry.ImportApplied}, {waits, registry.ImportFailed}, {other, registry.ImportPlanned}} {
		i, err := im.Store.Import(ctx, c.id)
		if err != nil || i.State != c.want {
			t.Errorf("import %d is %+v, %v, want %s", c.id, i, err, c.want)
		}
	}
	rows, total, err := im.StoredRows(ctx, first.Import.ID, "", 10, 0)
	if err != nil || total != 2 || rows[0].Note != erasedNote || rows[0].Name != "" || rows[1].Name != "Trần Ở Lại" {
		t.Errorf("the preview shows %+v, %v", rows, err)
	}
	if _, err := im.StoredPlan(ctx, other); err != nil {
		t.Errorf("an import without them: %v", err)
	}
}

// waiting stores and plans a list, and leaves it waiting.
func waiting(ctx context.Context, t *testing.T, im *Importer, path string, o Options) registry.ImportID {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i, _, err := im.Receive(ctx, "danh-sach.csv", f, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := im.Plan(ctx, i.ID, nil); err != nil {
		t.Fatal(err)
	}
	return i.ID
}

// holding gives the files below dir that hold one of the texts.
func holding(t *testing.T, dir string, texts ...string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, s := range texts {
			if bytes.Contains(raw, []byte(s)) {
				found = append(found, strings.TrimPrefix(path, dir)+": "+s)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
