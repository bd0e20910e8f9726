package sqlite_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

// furnished makes a folder with a closed store of n sample people and a little of
// everything else.
func furnished(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	db := opened(t, dir, sqlite.Options{})
	write(t, db, registrytest.Furniture()...)
	everything(t, db, n)
	must(t, db.Close())
	return dir
}

// everything writes n people and at least one row of every table.
func everything(t testing.TB, db *sqlite.DB, n int) {
	t.Helper()
	ctx := registrytest.Context(t)
	write(t, db, crowd(n)...)
	i := &registry.Import{File: "mẫu.xlsx", State: registry.ImportReceived, Sheets: []string{"Sheet1"}}
	write(t, db, &registry.AddImport{Import: i})
	write(t, db, &registry.AddReview{Review: &registry.Review{Import: i.ID, Sheet: "Sheet1", Row: 3, Proposed: registrytest.Person(1, 1, 0), Evidence: []string{"trùng tên"}}},
		&registry.PutShortlist{Shortlist: &registry.Shortlist{Name: "Tổ tư vấn", People: []registry.PersonID{1, 2}}},
		&registry.AddOrganisation{Organisation: &registry.Organisation{ID: -1, Name: "Sở Kế hoạch và Đầu tư"}},
		&registry.AddLineage{Lineage: registry.Lineage{From: -1, To: 1, Kind: registry.MergedInto, Note: "hợp nhất"}},
		&registry.RemovePerson{ID: 3, Was: 1})
	p, err := db.Person(ctx, 2)
	must(t, err)
	p.Phone, p.Expertise = "0913000001", nil
	keyed := registry.WithKey(ctx, registry.Key{Value: "k", Digest: registry.Digest{7}})
	_, err = db.Commit(keyed, registrytest.Operator, []registry.Change{&registry.AmendPerson{Person: p, Was: 1, Why: registry.Why{Reason: "sửa"}}})
	must(t, err)
}

func opened(t testing.TB, dir string, opt sqlite.Options) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(context.Background(), dir, opt)
	must(t, err)
	return db
}

func write(t testing.TB, db *sqlite.DB, changes ...registry.Change) registry.Receipt {
	t.Helper()
	r, err := db.Commit(context.Background(), registrytest.Operator, changes)
	must(t, err)
	return r
}

// raw opens a database file past the store.
func raw(t testing.TB, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "registry.db"))
	must(t, err)
	db.SetMaxOpenConns(1)
	return db
}

// tamper changes a closed database past the store.
func tamper(t testing.TB, dir, statement string) {
	t.Helper()
	db := raw(t, dir)
	result, err := db.Exec(statement)
	must(t, err)
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%s changed %d rows (%v)", statement, n, err)
	}
	must(t, db.Close())
}

func TestCloseLeavesNoLog(t *testing.T) {
	dir := furnished(t, 20)
	files, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
		if info, _ := f.Info(); info.Mode().Perm() != 0o600 {
			t.Errorf("%s may be read by others: %v", f.Name(), info.Mode())
		}
	}
	if got := strings.Join(names, " "); got != "registry.db registry.head" {
		t.Errorf("got %s, want the database and its head alone", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	cut := func(name string, n int64) func(testing.TB, string) {
		return func(t testing.TB, dir string) { must(t, os.Truncate(filepath.Join(dir, name), n)) }
	}
	for _, c := range []struct {
		name  string
		spoil func(t testing.TB, dir string)
		want  registry.Kind
		says  string
	}{
		{"a newer schema", func(t testing.TB, dir string) {
			tamper(t, dir, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
		}, registry.NewerVersion, "99"},
		{"another kind of file", func(t testing.TB, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "registry.db"), bytes.Repeat([]byte("không phải SQLite "), 500), 0o600))
		}, registry.Damaged, "registry.db"},
		{"a file cut in half", cut("registry.db", 20_000), registry.Damaged, "registry.db"},
		{"an empty file where there was a trail", cut("registry.db", 0), registry.Damaged, "thiếu 31 mục"},
		{"a trail shorter than its head", func(t testing.TB, dir string) {
			tamper(t, dir, "DELETE FROM entry WHERE seq > 26")
		}, registry.Damaged, "thiếu 5 mục"},
		{"another trail than its head knows", func(t testing.TB, dir string) {
			tamper(t, dir, "UPDATE entry SET hash = zeroblob(32) WHERE seq = 31")
		}, registry.Damaged, "Mục 31"},
		{"a damaged head file", func(t testing.TB, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "registry.head"), []byte("31 ?"), 0o600))
		}, registry.Damaged, "registry.head"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := furnished(t, 20)
			c.spoil(t, dir)
			before := sumOf(t, dir)
			_, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
			if registry.KindOf(err) != c.want || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want kind %v that says %q", err, c.want, c.says)
			}
			if e, ok := errors.AsType[*registry.Error](err); !ok || !strings.HasSuffix(e.Message, ".") {
				t.Errorf("%v is not a sentence", err)
			}
			if sumOf(t, dir) != before {
				t.Error("the refused database was changed")
			}
		})
	}
}

func sumOf(t testing.TB, dir string) [32]byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "registry.db"))
	must(t, err)
	return sha256.Sum256(raw)
}

// TestLostHead: a trail whose head file is gone or empty is refused, since nobody
// can tell whether its end is there, until somebody decides to take it as it is.
func TestLostHead(t *testing.T) {
	for name, change := range map[string]func(string) error{
		"no head file": os.Remove,
		"an empty one": func(path string) error { return os.Truncate(path, 0) },
		"a broken one": func(path string) error { return os.WriteFile(path, []byte("31 ?"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := furnished(t, 5)
			head := filepath.Join(dir, "registry.head")
			before, err := os.ReadFile(head)
			must(t, err)
			must(t, change(head))
			for _, mode := range []sqlite.Mode{sqlite.ReadWrite, sqlite.ReadOnly} {
				_, err := sqlite.Open(t.Context(), dir, sqlite.Options{Mode: mode})
				if registry.KindOf(err) != registry.Damaged || !strings.Contains(err.Error(), "doctor --new-head") {
					t.Errorf("got %v, want Damaged and what to do", err)
				}
			}
			looked := opened(t, dir, sqlite.Options{Mode: sqlite.Inspect})
			if found := violations(t, looked); len(found) != 1 || found[0].Promise != "head" {
				t.Errorf("got %+v, want the head alone", found)
			}
			must(t, looked.Close())
			must(t, opened(t, dir, sqlite.Options{NewHead: true}).Close())
			must(t, opened(t, dir, sqlite.Options{}).Close())
			after, err := os.ReadFile(head)
			must(t, err)
			if !bytes.Contains(before, after[:80]) {
				t.Errorf("got head\n%swant\n%s", after, before)
			}
		})
	}
}

// TestLostDatabase: a database that its head file knows is not begun anew.
func TestLostDatabase(t *testing.T) {
	dir := furnished(t, 5)
	must(t, os.Remove(filepath.Join(dir, "registry.db")))
	for _, mode := range []sqlite.Mode{sqlite.ReadWrite, sqlite.ReadOnly, sqlite.Inspect} {
		if _, err := sqlite.Open(t.Context(), dir, sqlite.Options{Mode: mode}); registry.KindOf(err) != registry.Damaged {
			t.Errorf("mode %d: got %v, want Damaged", mode, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "registry.db")); err == nil {
		t.Error("an empty database stands where one was lost")
	}
}

// TestForeignDatabase: the database of another program is refused and stays as it is.
func TestForeignDatabase(t *testing.T) {
	for _, made := range []string{
		"CREATE TABLE notes (text TEXT)",
		"PRAGMA application_id = 77; CREATE TABLE person (id INTEGER)",
		"CREATE TABLE goose_db_version (version_id INTEGER, is_applied INTEGER); CREATE TABLE person (id INTEGER); INSERT INTO goose_db_version VALUES (99, 1)",
	} {
		for _, mode := range []sqlite.Mode{sqlite.ReadWrite, sqlite.ReadOnly, sqlite.Inspect} {
			dir := t.TempDir()
			db := raw(t, dir)
			_, err := db.Exec(made)
			must(t, err)
			must(t, db.Close())
			before := sumOf(t, dir)
			_, err = sqlite.Open(t.Context(), dir, sqlite.Options{Mode: mode})
			if registry.KindOf(err) != registry.Damaged || !strings.Contains(err.Error(), "chương trình khác") {
				t.Errorf("%s: got %v", made, err)
			}
			if files, _ := os.ReadDir(dir); sumOf(t, dir) != before || len(files) != 1 {
				t.Errorf("%s: the refused file was changed, or others stand beside it: %v", made, files)
			}
		}
	}
}

func TestOtherModes(t *testing.T) {
	_, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Mode: sqlite.ReadOnly})
	if registry.KindOf(err) != registry.NotFound {
		t.Errorf("got %v, want NotFound where there is no database", err)
	}
	dir := furnished(t, 5)
	writer := opened(t, dir, sqlite.Options{})
	beside := opened(t, dir, sqlite.Options{Mode: sqlite.ReadOnly})
	_, err = beside.Commit(t.Context(), registrytest.Operator, crowd(1))
	if registry.KindOf(err) != registry.Forbidden {
		t.Errorf("got %v, want Forbidden for a write beside the writer", err)
	}
	first, err := beside.Reference(t.Context())
	must(t, err)
	write(t, writer, &registry.AddOrganisation{Organisation: &registry.Organisation{Name: "Viện Mới"}})
	second, err := beside.Reference(t.Context())
	must(t, err)
	if len(first.OrganisationsNamed("Viện Mới")) != 0 || len(second.OrganisationsNamed("Viện Mới")) != 1 {
		t.Error("another process does not see a new organisation")
	}
	must(t, beside.Close())
	must(t, writer.Close())
	if _, err := writer.Head(t.Context()); registry.KindOf(err) != registry.Busy {
		t.Errorf("got %v from a closed store, want Busy", err)
	}
}

func TestInspectOpensWhatIsRefused(t *testing.T) {
	dir := furnished(t, 20)
	tamper(t, dir, "DELETE FROM entry WHERE seq > 26")
	db := opened(t, dir, sqlite.Options{Mode: sqlite.Inspect})
	defer db.Close()
	found := violations(t, db)
	if len(found) == 0 || found[0].Promise != "head" || !strings.Contains(found[0].Message, "thiếu 5 mục") {
		t.Errorf("got %+v, want the head first", found)
	}
}

func violations(t testing.TB, db *sqlite.DB) []registry.Violation {
	t.Helper()
	var found []registry.Violation
	for v, err := range db.Check(context.Background()) {
		must(t, err)
		found = append(found, v)
	}
	return found
}
