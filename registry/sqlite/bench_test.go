package sqlite_test

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
	"trithuc/seeds"
	"trithuc/seeds/synthetic"
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

// size is how many people the large store of the benchmarks has; BENCH_PEOPLE
// names another number.
func size(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv("BENCH_PEOPLE"), "100000"))
	must(b, err)
	return n
}

// BenchmarkStore measures one large store of synthetic people with full records,
// each figure beside that of a bare program over SQLite with the same settings:
// adding the people, reading one whole, amending one.
func BenchmarkStore(b *testing.B) {
	n, dir := size(b), b.TempDir()
	var took time.Duration
	b.Run("seed", func(b *testing.B) {
		took = seeded(b, dir, n)
		b.ReportMetric(float64(n)/took.Seconds(), "people/s")
		b.ReportMetric(float64(fileSize(b, dir))/float64(n), "B/person")
		b.ReportMetric(0, "ns/op")
	})
	b.Run("person", func(b *testing.B) { benchmarkPerson(b, dir, n) })
	b.Run("amend", func(b *testing.B) { benchmarkAmend(b, dir, n) })
	b.Run("scrub", func(b *testing.B) { benchmarkScrub(b, dir, n) })
	b.Run("check", func(b *testing.B) {
		db := opened(b, dir, sqlite.Options{})
		defer db.Close()
		start := time.Now()
		if found := violations(b, db); len(found) > 0 {
			b.Fatal(found)
		}
		b.ReportMetric(float64(n)/time.Since(start).Seconds(), "people/s")
		b.ReportMetric(0, "ns/op")
	})
	b.Run("bare", func(b *testing.B) {
		bare := bareInsert(b, dir, n)
		b.ReportMetric(float64(n)/bare.Seconds(), "people/s")
		b.ReportMetric(bare.Seconds()/took.Seconds(), "seed-of-bare")
		b.ReportMetric(0, "ns/op")
	})
}

// batch is how many people one transaction takes, as in trithuc seed.
const batch = 10_000

// seeded makes a store of n synthetic people in dir and says how long the commits took.
func seeded(b testing.TB, dir string, n int) (took time.Duration) {
	b.Helper()
	db := opened(b, dir, sqlite.Options{})
	defer func() { must(b, db.Close()) }()
	furniture, err := seeds.Changes()
	must(b, err)
	write(b, db, furniture...)
	ref, err := db.Reference(b.Context())
	must(b, err)
	people := synthetic.New(1, ref)
	for done := 0; done < n; done += batch {
		changes := make([]registry.Change, min(batch, n-done))
		for i := range changes {
			changes[i] = &registry.AddPerson{Person: people.Person()}
		}
		start := time.Now()
		write(b, db, changes...)
		took += time.Since(start)
	}
	return took
}

func fileSize(b testing.TB, dir string) int64 {
	info, err := os.Stat(filepath.Join(dir, "registry.db"))
	must(b, err)
	return info.Size()
}

// benchmarkPerson reads people whole, at random: those first read after opening, whose
// pages are not mapped yet, and those after. On a machine that others use the slowest
// are those that somebody else's work interrupted, so beside
// the reads stands a loop that only waits, as long as the median read: what it takes
// at the 99th percentile the machine adds, whatever is measured.
func benchmarkPerson(b *testing.B, dir string, n int) {
	db := opened(b, dir, sqlite.Options{})
	defer db.Close()
	random := rand.New(rand.NewPCG(1, 1))
	read := func() {
		_, err := db.Person(b.Context(), registry.PersonID(random.IntN(n)+1))
		must(b, err)
	}
	first := timings(read)
	reads := timings(read)
	alone := timings(func() {
		for start := time.Now(); time.Since(start) < percentile(reads, 50); {
		}
	})
	for what, took := range map[string]time.Duration{
		"p50-µs": percentile(reads, 50), "p99-µs": percentile(reads, 99),
		"first-p99-µs": percentile(first, 99), "waiting-p99-µs": percentile(alone, 99),
	} {
		b.ReportMetric(float64(took.Microseconds()), what)
	}
	b.ReportMetric(0, "ns/op")
}

// timings gives how long f takes, 5,000 times over, the shortest first.
func timings(f func()) []time.Duration {
	took := make([]time.Duration, 5000)
	for i := range took {
		start := time.Now()
		f()
		took[i] = time.Since(start)
	}
	slices.Sort(took)
	return took
}

func percentile(sorted []time.Duration, of int) time.Duration { return sorted[len(sorted)*of/100] }

// benchmarkAmend amends one person after the other, durable each time, in turn with
// a bare transaction that writes the same rows; the ratio is of the medians.
func benchmarkAmend(b *testing.B, dir string, n int) {
	db := opened(b, dir, sqlite.Options{})
	defer db.Close()
	bare := newBareAmend(b, dir)
	ctx := registrytest.Context(b)
	gate := registry.People{Store: db}
	random := rand.New(rand.NewPCG(2, 2))
	var ours, theirs []time.Duration
	for i := range 600 {
		id := registry.PersonID(random.IntN(n) + 1)
		p, err := db.Person(ctx, id)
		must(b, err)
		p.Phone = fmt.Sprintf("08%08d", i) // never what is stored: an amendment that changes nothing is not written
		start := time.Now()
		r, err := gate.Amend(ctx, p, registry.Why{})
		ours = append(ours, time.Since(start))
		must(b, err)
		start = time.Now()
		bare(b, r.Last, int64(id))
		theirs = append(theirs, time.Since(start))
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	b.ReportMetric(float64(ours[len(ours)/2].Microseconds()), "µs/amend")
	b.ReportMetric(float64(theirs[len(theirs)/2].Microseconds()), "bare-µs/amend")
	b.ReportMetric(ours[len(ours)/2].Seconds()/theirs[len(theirs)/2].Seconds(), "times-bare")
	b.ReportMetric(0, "ns/op")
}

// benchmarkScrub cleans the file of what erased people left while others amend people,
// and tells how long the longest of these amendments took.
func benchmarkScrub(b *testing.B, dir string, n int) {
	db := opened(b, dir, sqlite.Options{})
	defer db.Close()
	ctx, stop := context.WithCancel(registrytest.Context(b))
	var took []time.Duration
	amended := make(chan error)
	go func() {
		gate, random := registry.People{Store: db}, rand.New(rand.NewPCG(3, 3))
		for i := 0; ctx.Err() == nil; i++ {
			p, err := db.Person(context.WithoutCancel(ctx), registry.PersonID(random.IntN(n)+1))
			start := time.Now()
			if err == nil {
				p.Phone = fmt.Sprintf("07%08d", i)
				_, err = gate.Amend(context.WithoutCancel(ctx), p, registry.Why{})
				took = append(took, time.Since(start))
			}
			if err != nil {
				amended <- err
				return
			}
		}
		amended <- nil
	}()
	start := time.Now()
	err := db.Scrub(b.Context())
	whole := time.Since(start)
	stop()
	must(b, errors.Join(err, <-amended))
	slices.Sort(took)
	b.ReportMetric(whole.Seconds(), "s/scrub")
	b.ReportMetric(float64(len(took)), "amended-meanwhile")
	b.ReportMetric(float64(percentile(took, 50).Milliseconds()), "p50-ms/amend")
	b.ReportMetric(float64(took[len(took)-1].Milliseconds()), "longest-ms/amend")
	b.ReportMetric(0, "ns/op")
}

const bareDSN = "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-16000)"

// newBareAmend gives a function that writes rows as those of an amendment into a
// copy of the store in dir, reading and checking nothing.
func newBareAmend(b testing.TB, dir string) func(b testing.TB, seq registry.Seq, person int64) {
	path := filepath.Join(b.TempDir(), "bare.db")
	src := raw(b, dir)
	_, err := src.Exec("VACUUM INTO ?", path)
	must(b, err)
	must(b, src.Close())
	db, err := sql.Open("sqlite", "file:"+path+bareDSN+"&_txlock=immediate")
	must(b, err)
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	return func(b testing.TB, seq registry.Seq, person int64) {
		tx, err := db.Begin()
		must(b, err)
		for _, w := range []struct {
			statement string
			args      []any
		}{
			{"UPDATE person SET phone = ?, sources = ?, version = version + 1, checksum = ? WHERE id = ?", []any{"0913000003", `{"phone":1099511627776}`, seq, person}},
			{"INSERT INTO payload (seq, salt, body) VALUES (?, ?, ?)", []any{seq, make([]byte, 16), make([]byte, 24)}},
			{"INSERT INTO entry (seq, at, actor, kind, subject, action, version, reason, source, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
				[]any{seq, seq, "người thử", "person", person, "amended", 2, "", seq, make([]byte, 32), make([]byte, 32)}},
			{"INSERT INTO source (id, import, sheet, row, account, at, checksum) VALUES (?, NULL, '', 0, 'người thử', ?, ?)", []any{1<<40 + seq, seq, seq}},
			{"INSERT INTO person_key (key, person) VALUES (?, ?)", []any{int64(uint64(seq) * 0x9e3779b97f4a7c15), person}},
			{"UPDATE counter SET value = ?, checksum = ? WHERE name = 'source'", []any{1<<40 + seq, seq}},
		} {
			_, err := tx.Exec(w.statement, w.args...)
			must(b, err)
		}
		must(b, tx.Commit())
	}
}

// bareInsert copies every row of the store in dir into a new database of the same
// schema, person by person as a program that reads a list would, in transactions
// of as many people, and says how long the inserting alone took.
func bareInsert(b testing.TB, dir string, n int) (took time.Duration) {
	b.Helper()
	src := raw(b, dir)
	defer src.Close()
	dst, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+bareDSN)
	must(b, err)
	defer dst.Close()
	dst.SetMaxOpenConns(1)
	tables := tablesOf(b, src, dst)
	_, err = src.Exec("CREATE INDEX identity_person ON identity (person)") // the store has no need of it
	must(b, err)
	for from := 0; from <= n; from += batch { // 0: what belongs to nobody
		rows := insertions(b, src, tables, from, from+batch-1)
		start := time.Now()
		insertAll(b, dst, rows)
		took += time.Since(start)
	}
	return took
}

// insertAll inserts rows in one transaction.
func insertAll(b testing.TB, dst *sql.DB, rows []insertion) {
	tx, err := dst.BeginTx(context.Background(), nil)
	must(b, err)
	stmts := map[string]*sql.Stmt{}
	for _, row := range rows {
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
}

// insertion is one row to be inserted.
type insertion struct {
	table  string
	person int64 // whom it belongs to, 0 if nobody
	values []any
}

// bareTable is a table and the column that says whom a row belongs to, "" for none.
type bareTable struct{ name, owner string }

// insertions gives the rows of the people of a range of ids, those of one person
// together; with the range that begins at 0, also the rows that belong to nobody.
func insertions(b testing.TB, src *sql.DB, tables []bareTable, from, to int) []insertion {
	var all []insertion
	for _, t := range tables {
		where := fmt.Sprintf("SELECT 0, * FROM %s", t.name)
		if t.owner != "" {
			where = fmt.Sprintf("SELECT %s, * FROM %s WHERE %s BETWEEN %d AND %d", t.owner, t.name, t.owner, from, to)
		}
		switch {
		case t.name == "entry":
			where += " AND kind = 'person'"
			if from == 0 {
				where = fmt.Sprintf("SELECT CASE kind WHEN 'person' THEN subject ELSE 0 END, * FROM entry WHERE kind <> 'person' OR subject <= %d", to)
			}
		case t.owner == "" && from > 0:
			continue
		}
		for _, row := range rowsOf(b, src, where) {
			all = append(all, insertion{t.name, row[0].(int64), row[1:]})
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

// tablesOf makes the tables and indexes of src in dst and gives the tables in the
// order of their making.
func tablesOf(b testing.TB, src, dst *sql.DB) []bareTable {
	rows, err := src.Query("SELECT type, name, sql, (SELECT count(*) FROM pragma_table_info(s.name) WHERE name = 'person') FROM sqlite_schema AS s WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose%' ORDER BY rowid")
	must(b, err)
	defer rows.Close()
	var tables []bareTable
	for rows.Next() {
		var kind, name, text string
		var owned bool
		must(b, rows.Scan(&kind, &name, &text, &owned))
		_, err := dst.Exec(text)
		must(b, err)
		owner := map[string]string{"person": "id", "entry": "subject"}[name]
		if owned && owner == "" {
			owner = "person"
		}
		if kind == "table" {
			tables = append(tables, bareTable{name, owner})
		}
	}
	must(b, rows.Err())
	return tables
}

func rowsOf(b testing.TB, db *sql.DB, query string) [][]any {
	rows, err := db.Query(query)
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
