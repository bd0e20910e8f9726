package sqlite_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry/sqlite"
)

// tables are all tables of the store and what of the migrations' table matters.
var tables = []string{"counter", "entry", "payload", "receipt", "source", "organisation", "lineage", "code", "person", "person_code",
	"qualification", "honour", "position", "person_field", "expertise", "identity", "import", "review", "shortlist", "redirect",
	"(SELECT version_id, is_applied FROM goose_db_version)", "(SELECT type, name, tbl_name, sql FROM sqlite_schema)"}

// dump writes every value of a database, or the error that reading it gave. It
// reads through the tables, as the store does, and knows nothing of checksums.
func dump(dir string) (text string, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "registry.db"))
	if err != nil {
		return "", err
	}
	defer db.Close()
	var b strings.Builder
	for _, t := range tables {
		if err := dumpTable(&b, db, t); err != nil {
			return "", fmt.Errorf("%s: %w", t, err)
		}
	}
	return b.String(), nil
}

func dumpTable(b *strings.Builder, db *sql.DB, table string) error {
	rows, err := db.Query("SELECT * FROM " + table)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	row, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		dest[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		fmt.Fprintf(b, "%s %#v\n", table, row)
	}
	return rows.Err()
}

// detected says whether opening or checking the store in dir finds fault.
func detected(dir string) bool {
	db, err := sqlite.Open(context.Background(), dir, sqlite.Options{})
	if err != nil {
		return true
	}
	defer db.Close()
	for range db.Check(context.Background()) {
		return true
	}
	return false
}

// flips turns one random bit of a file of dir in each of n copies, and reports
// how many of those that changed what is read were noticed.
func flips(t *testing.T, dir, file string, n int) {
	want, err := dump(copied(t, dir))
	must(t, err)
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	changed, found := 0, 0
	for range n {
		work := copied(t, dir)
		at := flip(t, filepath.Join(work, file), random)
		judged := copied(t, work) // the dump may move the log into the file
		got, err := dump(work)
		if err == nil && got == want {
			os.RemoveAll(work)
			os.RemoveAll(judged)
			continue
		}
		changed++
		if detected(judged) {
			found++
		} else {
			t.Errorf("seed %d: a flip at bit %d of %s changed data unnoticed (%v)", seed, at, file, err)
		}
		os.RemoveAll(work)
		os.RemoveAll(judged)
	}
	t.Logf("%d flips in %s (seed %d): %d changed data, %d of them noticed", n, file, seed, changed, found)
	if changed == 0 {
		t.Error("no flip changed data: the test tests nothing")
	}
}

func flip(t testing.TB, path string, random *rand.Rand) int {
	t.Helper()
	raw, err := os.ReadFile(path)
	must(t, err)
	at := random.IntN(8 * len(raw))
	raw[at/8] ^= 1 << (at % 8)
	must(t, os.WriteFile(path, raw, 0o600))
	return at
}

// copied copies the files of a store, but not the index of its log.
func copied(t testing.TB, dir string) string {
	t.Helper()
	to, err := os.MkdirTemp(t.TempDir(), "")
	must(t, err)
	for _, name := range []string{"registry.db", "registry.db-wal", "registry.head"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if os.IsNotExist(err) {
			continue
		}
		must(t, err)
		must(t, os.WriteFile(filepath.Join(to, name), raw, 0o600))
	}
	return to
}

var flipped = flag.Int("flips", 200, "how many bits TestFlippedBitsInTheFile turns; the test of the log half as many")

func TestFlippedBitsInTheFile(t *testing.T) { flips(t, furnished(t, 400), "registry.db", *flipped) }

func TestFlippedBitsInTheLog(t *testing.T) {
	dir := furnished(t, 5)
	db := opened(t, dir, sqlite.Options{})
	defer db.Close()
	for i := range 40 { // stays in the log: far fewer pages than a checkpoint waits for
		write(t, db, crowd(i%3)...)
	}
	flips(t, dir, "registry.db-wal", *flipped/2)
}
