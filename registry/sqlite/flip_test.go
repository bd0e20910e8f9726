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
	"time"

	"trithuc/registry"
	"trithuc/registry/sqlite"
)

// tablesToDump gives all tables of the store, and what of the migrations' table and of
// the schema matters.
func tablesToDump(db *sql.DB) ([]string, error) {
	rows, err := db.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose%' ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	tables := []string{"(SELECT version_id, is_applied FROM goose_db_version)", "(SELECT type, name, tbl_name, sql FROM sqlite_schema)"}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		tables = append(tables, name)
	}
	return tables, rows.Err()
}

// dump writes every value of a database, or the error that reading it gave. It
// reads through the tables, as the store does, and knows nothing of checksums.
func dump(dir string) (text string, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "registry.db"))
	if err != nil {
		return "", err
	}
	defer db.Close()
	tables, err := tablesToDump(db)
	if err != nil {
		return "", err
	}
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
			t.Errorf("seed %d: a flip at bit %d of %s changed data unnoticed: %s (%v)", seed, at, file, firstDifference(want, got), err)
		}
		os.RemoveAll(work)
		os.RemoveAll(judged)
	}
	t.Logf("%d flips in %s (seed %d): %d changed data, %d of them noticed", n, file, seed, changed, found)
	if changed == 0 {
		t.Error("no flip changed data: the test tests nothing")
	}
}

// firstDifference gives the first line of a that b has otherwise.
func firstDifference(a, b string) string {
	others := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if i >= len(others) || others[i] != line {
			return fmt.Sprintf("%.300s → %.300s", line, others[min(i, len(others)-1)])
		}
	}
	return ""
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
	for _, name := range []string{"registry.db", "registry.db-wal", "registry.head", "erasures.log"} {
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

// whole makes a store of n people in which every table holds something.
func whole(t *testing.T, n int) string {
	t.Helper()
	dir := furnished(t, n)
	db := opened(t, dir, sqlite.Options{})
	p, err := db.Person(t.Context(), 5)
	must(t, err)
	received := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	write(t, db, &registry.MergePeople{Person: p, Was: p.Version, Gone: 6, GoneWas: 1},
		&registry.PutSecret{Sealed: registry.Sealed{Person: 7, Field: registry.Citizen, Sealer: "thử", Box: []byte("niêm phong"), Digest: []byte("mã băm")}},
		&registry.AddRequest{Request: &registry.Request{Kind: registry.RequestErase, Person: 8, Name: "Người Mẫu", Received: received, State: registry.RequestReceived, Account: "người thử"}},
		&registry.ErasePerson{ID: 8},
		&registry.AddAccount{Account: &registry.Account{Name: "nguoithu", Role: registry.Officer}, Credential: &registry.Credential{Password: "mã băm", Since: received}},
		&registry.PutSecondStep{Step: registry.SecondStep{Account: 1, Since: received, Sealer: "thử", Box: []byte("niêm phong")}, Recovery: []registry.Digest{{3}}},
		&registry.LinkAccount{Link: registry.Link{Issuer: "https://so.example", Subject: "17", Account: 1, Made: received}},
		&registry.OpenSession{Session: registry.Session{Digest: registry.Digest{1}, Account: 1, Opened: received, Seen: received, Address: "10.0.0.1"}},
		&registry.AddToken{Token: registry.Token{Digest: registry.Digest{2}, Account: 1, Name: "thử", Made: received, Expires: received}},
		&registry.PutPanel{Panel: &registry.Panel{Name: "Tổ tư vấn mẫu", Kind: "ubnd", Need: []byte(`{"topic":"lúa"}`), State: registry.PanelDraft, Files: []registry.Attachment{{}}, Seats: []registry.Seat{{Name: "Ủy viên", Person: 9}}}, Copy: []byte("%PDF-1.7 quyết định"), File: []byte("%PDF-1.7 tài liệu")}, &registry.PutPaper{Template: &registry.PaperTemplate{Paper: "giay-moi", File: "a.docx"}, Content: []byte("PK mẫu")},
		&registry.PutSavedSearch{Search: &registry.SavedSearch{Name: "Lúa", Account: "người thử", Text: "lúa", Seen: []registry.PersonID{9}, SeenAt: received}},
		&registry.PutNeed{Need: &registry.Need{Organisation: 1, Field: "405", Level: "TS", Year: 2030, People: 12}},
		&registry.PutDisclosure{Disclosure: &registry.Disclosure{Asker: 1, Document: "12/SM", Purpose: "hội đồng", Fields: []string{"email"}, People: []registry.PersonID{9, 10}, State: registry.DisclosureApproved, Asked: received}},
		&registry.PutProposal{Proposal: &registry.Proposal{Person: 9, Field: "email", Was: `"a@mau.vn"`, Value: `"b@mau.vn"`, State: registry.ProposalOpen, At: received}},
		&registry.PutOpinion{Opinion: &registry.Opinion{Organisation: 1, Part: "aims", Text: "Nên thêm chỉ tiêu nữ."}})
	_, err = db.Try(t.Context(), received, []registry.TryLimit{{Key: "thử", Free: 5}})
	must(t, err)
	must(t, db.KeepForecast(t.Context(), &registry.ForecastRun{Key: registry.Digest{3}, At: received, Name: "Thử", Scenario: []byte("{}"), Answer: []byte("kết quả")}, []byte("hồ sơ")))
	must(t, db.Close())
	file := raw(t, dir)
	defer file.Close()
	tables, err := tablesToDump(file)
	must(t, err)
	for _, table := range tables {
		var rows int
		must(t, file.QueryRow("SELECT count(*) FROM "+table).Scan(&rows))
		if rows == 0 && table != "unkeyed" { // empty once a store was opened
			t.Errorf("table %s is empty: nothing is said of it", table)
		}
	}
	return dir
}

func TestFlippedBitsInTheFile(t *testing.T) { flips(t, whole(t, 400), "registry.db", *flipped) }

func TestFlippedBitsInTheLog(t *testing.T) {
	dir := furnished(t, 5)
	db := opened(t, dir, sqlite.Options{})
	defer db.Close()
	for i := range 40 { // stays in the log: far fewer pages than a checkpoint waits for
		write(t, db, crowd(i%3)...)
	}
	flips(t, dir, "registry.db-wal", *flipped/2)
}
