package sqlite_test

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

// crowd makes n sample people as changes, at the sample university.
func crowd(n int) []registry.Change {
	changes := make([]registry.Change, n)
	for i := range changes {
		changes[i] = &registry.AddPerson{Person: registrytest.Person(i, 1, 2)}
	}
	return changes
}

// filled opens a store with n sample people.
func filled(b testing.TB, n int) (*sqlite.DB, string, time.Duration) {
	b.Helper()
	dir := b.TempDir()
	ctx := registrytest.Context(b)
	db, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := db.Commit(ctx, registrytest.Operator, registrytest.Furniture()); err != nil {
		b.Fatal(err)
	}
	changes := crowd(n)
	start := time.Now()
	if _, err := db.Commit(ctx, registrytest.Operator, changes); err != nil {
		b.Fatal(err)
	}
	return db, dir, time.Since(start)
}

// BenchmarkSeed adds 100,000 people in one Commit and then inserts the very
// same rows with a bare program: same file settings, one prepared statement a
// table, one transaction. The ratio of the rates is what the store costs.
func BenchmarkSeed(b *testing.B) {
	const n = 100_000
	for b.Loop() {
		db, dir, took := filled(b, n)
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		bare := bareInsert(b, filepath.Join(dir, "registry.db"))
		b.ReportMetric(n/took.Seconds(), "people/s")
		b.ReportMetric(n/bare.Seconds(), "bare-people/s")
		b.ReportMetric(bare.Seconds()/took.Seconds(), "of-bare")
	}
}

const bareDSN = "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-16000)"

// bareInsert copies every row of a database into a new one of the same schema,
// person by person as a program that reads a list would, and says how long the
// inserting alone took.
func bareInsert(b testing.TB, from string) time.Duration {
	b.Helper()
	src, err := sql.Open("sqlite", "file:"+from)
	must(b, err)
	defer src.Close()
	dst, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+bareDSN)
	must(b, err)
	defer dst.Close()
	dst.SetMaxOpenConns(1)
	order := insertions(b, src, schemaOf(b, src, dst))
	start := time.Now()
	tx, err := dst.BeginTx(context.Background(), nil)
	must(b, err)
	stmts := map[string]*sql.Stmt{}
	for _, row := range order {
		stmt := stmts[row.table]
		if stmt == nil {
			stmt, err = tx.Prepare("INSERT INTO " + row.table + " VALUES (" + strings.Repeat(", ?", len(row.values))[2:] + ")")
			must(b, err)
			stmts[row.table] = stmt
		}
		_, err := stmt.Exec(row.values...)
		must(b, err)
	}
	must(b, tx.Commit())
	return time.Since(start)
}

// insertion is one row to be inserted.
type insertion struct {
	table  string
	person int64 // whom it belongs to, 0 if nobody
	values []any
}

// insertions gives all rows of the tables, those of one person together.
func insertions(b testing.TB, src *sql.DB, tables []string) []insertion {
	owner := map[string]int{"person": 0, "person_code": 0, "qualification": 0, "honour": 0, "position": 0, "person_field": 0, "expertise": 0, "identity": 2, "entry": 4}
	var all []insertion
	for _, t := range tables {
		for _, row := range allRows(b, src, t) {
			i := insertion{table: t, values: row}
			if at, ok := owner[t]; ok && (t != "entry" || row[3] == "person") {
				i.person = row[at].(int64)
			}
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(a, b insertion) int { return cmp.Compare(a.person, b.person) })
	return all
}

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// schemaOf makes the tables and indexes of src in dst and names the tables in
// the order of their making.
func schemaOf(b testing.TB, src, dst *sql.DB) []string {
	rows, err := src.Query("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose%' ORDER BY rowid")
	must(b, err)
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var kind, name, text string
		must(b, rows.Scan(&kind, &name, &text))
		_, err := dst.Exec(text)
		must(b, err)
		if kind == "table" {
			tables = append(tables, name)
		}
	}
	must(b, rows.Err())
	return tables
}

func allRows(b testing.TB, db *sql.DB, table string) [][]any {
	rows, err := db.Query("SELECT * FROM " + table)
	must(b, err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(b, err)
	var all [][]any
	for rows.Next() {
		row, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			dest[i] = &row[i]
		}
		must(b, rows.Scan(dest...))
		all = append(all, row)
	}
	must(b, rows.Err())
	return all
}

// BenchmarkAllPeople walks over 20,000 people, checksums verified.
func BenchmarkAllPeople(b *testing.B) {
	const n = 20_000
	db, _, _ := filled(b, n)
	defer db.Close()
	for b.Loop() {
		for _, err := range db.AllPeople(b.Context(), 0) {
			must(b, err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "people/s")
}

// BenchmarkPerson reads one person whole.
func BenchmarkPerson(b *testing.B) {
	db, _, _ := filled(b, 20_000)
	defer db.Close()
	id := registry.PersonID(0)
	for b.Loop() {
		id = id%20_000 + 1
		_, err := db.Person(b.Context(), id)
		must(b, err)
	}
}

// BenchmarkFindPeople asks for 20,000 people by code, e-mail and name, as an
// import of their workbook would.
func BenchmarkFindPeople(b *testing.B) {
	const n = 20_000
	db, _, _ := filled(b, n)
	defer db.Close()
	probes := make([]registry.Probe, n)
	for i := range probes {
		p := registrytest.Person(i, 1, 2)
		probes[i] = registry.Probe{Codes: p.Codes, Email: p.Email, Name: "nguyen thi khong co " + p.Phone}
	}
	for b.Loop() {
		_, err := db.FindPeople(b.Context(), probes)
		must(b, err)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "probes/s")
}

// BenchmarkAmend amends one person, durable each time, in turn with a bare
// transaction that writes the same rows; the ratio is of the times.
func BenchmarkAmend(b *testing.B) {
	db, dir, _ := filled(b, 1000)
	defer db.Close()
	bare := newBareAmend(b, dir)
	ctx := registrytest.Context(b)
	gate := registry.People{Store: db}
	var ours, theirs time.Duration
	for n := 0; b.Loop(); n++ {
		p, err := db.Person(ctx, registry.PersonID(n%1000+1))
		must(b, err)
		p.Phone = fmt.Sprintf("08%08d", n) // never what is stored: an amendment that changes nothing is not written
		start := time.Now()
		r, err := gate.Amend(ctx, p, registry.Why{})
		ours += time.Since(start)
		must(b, err)
		if r.Last == 0 {
			b.Fatal("nothing was written")
		}
		start = time.Now()
		bare(n)
		theirs += time.Since(start)
	}
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N), "µs/amend")
	b.ReportMetric(float64(theirs.Microseconds())/float64(b.N), "bare-µs/amend")
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "times-bare")
}

// newBareAmend gives a function that writes the rows of the n-th amendment into
// a copy of the store in dir, without reading or checking anything.
func newBareAmend(b testing.TB, dir string) func(n int) {
	path := filepath.Join(b.TempDir(), "bare.db")
	src := raw(b, dir)
	_, err := src.Exec("VACUUM INTO ?", path)
	must(b, err)
	must(b, src.Close())
	db, err := sql.Open("sqlite", "file:"+path+bareDSN+"&_txlock=immediate")
	must(b, err)
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	write := []struct {
		statement string
		args      func(n int) []any
	}{
		{"UPDATE person SET phone = ?, sources = ?, version = version + 1, checksum = ? WHERE id = ?",
			func(n int) []any { return []any{"0913000003", `{"phone":1099511627776}`, n, n%1000 + 1} }},
		{"INSERT INTO payload VALUES (?, ?, ?)", func(n int) []any { return []any{1<<40 + n, make([]byte, 16), make([]byte, 24)} }},
		{"INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", func(n int) []any {
			return []any{1<<40 + n, n, "người thử", "person", n%1000 + 1, "amended", 2, "", n, make([]byte, 32), make([]byte, 32)}
		}},
		{"INSERT INTO source VALUES (?, NULL, '', 0, 'người thử', ?, ?)", func(n int) []any { return []any{1<<40 + n, n, n} }},
		{"UPDATE counter SET value = ?, checksum = ? WHERE name = 'source'", func(n int) []any { return []any{1<<40 + n, n} }},
	}
	return func(n int) {
		tx, err := db.Begin()
		must(b, err)
		for _, w := range write {
			_, err := tx.Exec(w.statement, w.args(n)...)
			must(b, err)
		}
		must(b, tx.Commit())
	}
}
