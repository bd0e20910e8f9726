package bleve_test

import (
	"database/sql"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	engine "github.com/blevesearch/bleve/v2"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/search"
	"trithuc/search/searchtest"
)

// peer is another way to search the same people: the first twenty ids, how many were
// found, and counts of six facets, as ours gives them.
type peer struct {
	name string
	find func(text string) (ids []registry.PersonID, total int, err error)
}

// shown is how many hits are asked for.
const shown = 20

// texts gives all that is searched of a document, without marks: what somebody
// would put into a text index. Blanks stand around each text.
func texts(d *search.Document) string {
	return vietnamese.Fold(" " + strings.Join(topicsOf(d), " . ") + " ")
}

func topicsOf(d *search.Document) []string {
	return slices.Concat(d.Expertise, d.FieldNames, d.Study, d.OrgNames, d.Posts, d.Publications, d.Tasks, d.Advice, d.HonourNames, d.Memberships, d.Aliases)
}

// axes are the values of the six facets of a document.
func axes(d *search.Document) [6]string {
	field := ""
	if len(d.MainFields) > 0 {
		field = d.MainFields[0]
	}
	return [6]string{field, d.Degree, d.Title, d.Employer, string(d.Sex), search.AgeBand(searchtest.Year - d.BirthYear)}
}

// newMirror gives an SQLite database of the people: a table to tell who was meant, and
// FTS5 over the same texts as a peer.
func (t *town) newMirror(b *testing.B) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite", t.path("people.db")+"?_pragma=synchronous(normal)&_pragma=journal_mode(wal)&_pragma=mmap_size(8000000000)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	if t.built["FTS5"] = t.remembered(b, "FTS5"); t.built["FTS5"] > 0 {
		return db
	}
	for _, q := range []string{
		"create table p(id integer primary key, name text, fold text, texts text, units text, languages text, birth int, field text, degree text, title text, employer text, sex text, age text)",
		"create virtual table t using fts5(x)",
	} {
		if _, err := db.Exec(q); err != nil {
			b.Fatal(err)
		}
	}
	t.build(b, "FTS5", func(part []search.Document) error { return mirror(db, part) }, func() error { return nil })
	return db
}

func mirror(db *sql.DB, part []search.Document) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for i := range part {
		d := &part[i]
		x, a := texts(d), axes(d)
		if _, err := tx.Exec("insert into p values(?,?,?,?,?,?,?,?,?,?,?,?,?)", d.Person, d.Name, search.Folded(d.Name), x,
			strings.ToLower(strings.Join(d.OrgNames, "|")), "|"+strings.Join(d.Languages, "|")+"|", d.BirthYear, a[0], a[1], a[2], a[3], a[4], a[5]); err != nil {
			return err
		}
		if _, err := tx.Exec("insert into t(rowid, x) values(?, ?)", d.Person, vietnamese.Fold(d.Name)+" . "+x); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// newFTS5 is SQLite's FTS5: words without marks, all of them, the best by BM25; the
// facets are counted in one pass over a table.
func newFTS5(db *sql.DB) peer {
	return peer{"FTS5", func(text string) ([]registry.PersonID, int, error) {
		var terms []string
		for _, w := range vietnamese.Syllables(vietnamese.Fold(text)) {
			terms = append(terms, `"`+w+`"`)
		}
		if len(terms) == 0 {
			return ask(db, "select id from p order by name limit 20", "select field, degree, title, employer, sex, age, count(*) from p group by 1, 2, 3, 4, 5, 6")
		}
		return ask(db, "select rowid from t where t match ? order by rank limit 20",
			"select field, degree, title, employer, sex, age, count(*) from t join p on p.id = t.rowid where t match ? group by 1, 2, 3, 4, 5, 6", strings.Join(terms, " "))
	}}
}

// ask reads the ids of hits and counts the facets of all found.
func ask(db *sql.DB, hits, groups string, args ...any) (ids []registry.PersonID, total int, err error) {
	rows, err := db.Query(hits, args...)
	if err != nil {
		return nil, 0, err
	}
	for rows.Next() {
		var id registry.PersonID
		if err := rows.Scan(&id); err != nil {
			return nil, 0, err
		}
		ids = append(ids, id)
	}
	if rows, err = db.Query(groups, args...); err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	var counts [6]map[string]int
	for i := range counts {
		counts[i] = map[string]int{}
	}
	for rows.Next() {
		var a [6]string
		n := 0
		if err := rows.Scan(&a[0], &a[1], &a[2], &a[3], &a[4], &a[5], &n); err != nil {
			return nil, 0, err
		}
		for i, v := range a {
			counts[i][v] += n
		}
		total += n
	}
	return ids, total, rows.Err()
}

// newPlain fills Bleve with its default mapping and gives it as a peer.
func (t *town) newPlain(b *testing.B) peer {
	b.Helper()
	t.built["Bleve"] = t.remembered(b, "Bleve")
	idx, err := engine.Open(t.path("plain"))
	if err != nil || t.built["Bleve"] == 0 {
		idx = t.fillPlain(b)
	}
	b.Cleanup(func() { idx.Close() })
	return peer{"Bleve", func(text string) (ids []registry.PersonID, total int, err error) {
		req := engine.NewSearchRequestOptions(engine.NewMatchQuery(text), shown, 0, false)
		if text == "" {
			req.Query = engine.NewMatchAllQuery()
		}
		for _, f := range []string{"field", "degree", "title", "employer", "sex", "age"} {
			req.AddFacet(f, engine.NewFacetRequest(f, 50))
		}
		res, err := idx.Search(req)
		if err != nil {
			return nil, 0, err
		}
		for _, h := range res.Hits {
			id, _ := strconv.Atoi(h.ID)
			ids = append(ids, registry.PersonID(id))
		}
		return ids, int(res.Total), nil
	}}
}

func (t *town) fillPlain(b *testing.B) engine.Index {
	b.Helper()
	if err := os.RemoveAll(t.path("plain")); err != nil {
		b.Fatal(err)
	}
	idx, err := engine.New(t.path("plain"), engine.NewIndexMapping())
	if err != nil {
		b.Fatal(err)
	}
	t.build(b, "Bleve", func(part []search.Document) error {
		batch := idx.NewBatch()
		for i := range part {
			d := &part[i]
			a := axes(d)
			if err := batch.Index(strconv.Itoa(int(d.Person)), map[string]any{
				"name": d.Name, "aliases": d.Aliases, "codes": d.Codes, "expertise": d.Expertise, "fields": d.FieldNames, "study": d.Study,
				"organisations": d.OrgNames, "posts": d.Posts, "publications": d.Publications, "tasks": d.Tasks, "advice": d.Advice,
				"honours": d.HonourNames, "memberships": d.Memberships, "numbers": d.Numbers, "languages": d.Languages, "wards": d.Wards,
				"field": a[0], "degree": a[1], "title": a[2], "employer": a[3], "sex": a[4], "age": a[5],
			}); err != nil {
				return err
			}
		}
		return idx.Batch(batch)
	}, func() error { return nil })
	return idx
}

// newPostgres fills the server that PG_URL names, which is emptied of a former run, and
// gives it as a peer: text without marks under an index of trigrams, which finds misspelt
// words too. False where there is none.
func (t *town) newPostgres(b *testing.B) (peer, bool) {
	b.Helper()
	if os.Getenv("PG_URL") == "" {
		return peer{}, false
	}
	db, err := sql.Open("pgx", os.Getenv("PG_URL"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	exec := func(q string) error { _, err := db.Exec(q); return err }
	for _, q := range []string{
		"create extension if not exists unaccent", "create extension if not exists pg_trgm", "drop table if exists trithuc_bench",
		"create table trithuc_bench(id bigint primary key, x text, field text, degree text, title text, employer text, sex text, age text)",
	} {
		if err := exec(q); err != nil {
			b.Fatal(err)
		}
	}
	t.build(b, "PostgreSQL", func(part []search.Document) error { return copyTo(db, part) }, func() error {
		if err := exec("create index on trithuc_bench using gin(x gin_trgm_ops)"); err != nil {
			return err
		}
		return exec("vacuum analyze trithuc_bench")
	})
	return peer{"PostgreSQL", func(text string) ([]registry.PersonID, int, error) {
		const groups = "select field, degree, title, employer, sex, age, count(*) from trithuc_bench "
		const by = " group by 1, 2, 3, 4, 5, 6"
		if text == "" {
			return ask(db, "select id from trithuc_bench order by x limit 20", groups+by)
		}
		const where = "where lower(unaccent($1)) <% x"
		return ask(db, "select id from trithuc_bench "+where+" order by lower(unaccent($1)) <<-> x limit 20", groups+where+by, text)
	}}, true
}

func copyTo(db *sql.DB, part []search.Document) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for i := range part {
		a := axes(&part[i])
		if _, err := tx.Exec("insert into trithuc_bench values($1, lower(unaccent($2)), $3, $4, $5, $6, $7, $8)", int64(part[i].Person),
			part[i].Name+" . "+strings.Join(topicsOf(&part[i]), " . "), a[0], a[1], a[2], a[3], a[4], a[5]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// ours is the index of the town as a peer of itself.
func (t *town) ours(b *testing.B) peer {
	return peer{"ours", func(text string) (ids []registry.PersonID, total int, err error) {
		a, err := t.searcher.Search(searchtest.Officer(b.Context()), search.Query{Text: text, Facets: sixFacets, Limit: shown})
		for _, h := range a.Hits {
			ids = append(ids, h.Person)
		}
		return ids, a.Total, err
	}}
}

// quality says which part of a first page is who was meant: of twenty, or of as many as
// there are. Where nobody was, nobody is to be found.
func quality(b *testing.B, mirror *sql.DB, q query, ids []registry.PersonID) float64 {
	b.Helper()
	there := 0
	if err := mirror.QueryRow("select count(*) from (select 1 from p where "+q.meant+" limit ?)", append(slices.Clone(q.args), shown)...).Scan(&there); err != nil {
		b.Fatal(err)
	}
	if there == 0 {
		if len(ids) == 0 {
			return 1
		}
		return 0
	}
	right := 0
	for _, id := range ids[:min(len(ids), there)] {
		fits := 0
		if err := mirror.QueryRow("select count(*) from p where id = ? and ("+q.meant+")", append([]any{int64(id)}, q.args...)...).Scan(&fits); err != nil {
			b.Fatal(err)
		}
		right += fits
	}
	return float64(right) / float64(there)
}

// percentiles of times, in milliseconds.
func percentile(times []time.Duration, percent int) float64 {
	slices.Sort(times)
	return float64(times[min(len(times)-1, len(times)*percent/100)].Microseconds()) / 1000
}
