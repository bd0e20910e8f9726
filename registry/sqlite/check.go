package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"trithuc/registry"
)

// promise is one thing that Check looks at; verify gives what breaks it as an error of
// violation, and any other error where the look itself failed.
type promise struct {
	name   string
	verify func(*check, context.Context, *session) error
}

// promises in the order they are checked: first what the others stand on.
var promises = []promise{
	{"schema", (*check).schema},
	{"file", (*check).file},
	{"trail", (*check).trail},
	{"head", (*check).headFile},
	{"payloads", (*check).payloads},
	{"erasures", (*check).emptied},
	{"log", (*check).log},
	{"rows", (*check).rows},
	{"counters", (*check).givenOut},
	{"tallies", (*check).tallies},
	{"sources", (*check).sources},
	{"people", (*check).people},
	{"identities", (*check).identities},
	{"keys", (*check).keys},
	{"standings", (*check).standings},
	{"references", (*check).references},
	{"redirects", (*check).redirects},
}

// check is one run of Check: what the promises already looked at leave for the
// later ones.
type check struct {
	db        *DB
	last      registry.Head
	counters  *counters    // nil while they cannot be trusted
	found     *identitySum // of the people; nil while not all of them were seen
	foundKeys *identitySum // likewise
	standing  map[registry.Standing]int
}

// Check goes through every promise of the store and gives each one that is
// broken, with the first record that breaks it. It reads the whole database as
// of one moment. An error means that the check could not go on.
func (db *DB) Check(ctx context.Context) iter.Seq2[registry.Violation, error] {
	return func(yield func(registry.Violation, error) bool) {
		stopped := false
		err := db.read.snapshot(ctx, func(s *session) error {
			c := &check{db: db}
			for _, p := range promises {
				err := p.verify(c, ctx, s)
				if ended(err) {
					return err
				}
				if err != nil {
					if stopped = !yield(violationOf(p.name, err), nil); stopped {
						return nil
					}
				}
			}
			return nil
		})
		if err != nil && !stopped {
			wrap(&err, "sqlite.Check")
			yield(registry.Violation{}, err)
		}
	}
}

// broken is a promise broken by a record.
type broken struct{ subject, message string }

func (b *broken) Error() string { return b.subject + ": " + b.message }

func brokenf(subject, format string, args ...any) error {
	return &broken{subject, fmt.Sprintf(format, args...)}
}

// violationOf says what an error met by a check means: what cannot be read is
// as broken as what reads wrong.
func violationOf(name string, err error) registry.Violation {
	if b, ok := errors.AsType[*broken](err); ok {
		return registry.Violation{Promise: name, Subject: b.subject, Message: b.message}
	}
	if e, ok := errors.AsType[*registry.Error](known(err)); ok {
		return registry.Violation{Promise: name, Message: e.Message}
	}
	return registry.Violation{Promise: name, Message: "Không đọc được phần này của cơ sở dữ liệu: " + err.Error()}
}

const schemaSQL = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"

// schema compares the tables with those the migrations make, and looks whether
// all migrations are noted as done.
func (c *check) schema(ctx context.Context, s *session) error {
	var have []string
	var line string
	err := s.each(ctx, schemaSQL, nil, []any{&line}, func() error {
		have = append(have, line)
		return nil
	})
	if err != nil {
		return err
	}
	noText, err := s.row(ctx, "SELECT CAST(name AS TEXT) FROM sqlite_schema WHERE typeof(type) <> 'text' OR typeof(name) <> 'text' OR typeof(sql) NOT IN ('text', 'null') LIMIT 1", nil, &line)
	if err != nil {
		return err
	}
	if noText { // they read as the same words above
		return brokenf("sqlite_schema "+line, "Bảng lược đồ của tệp dữ liệu không còn là chữ như chương trình ghi.")
	}
	want, err := freshSchema(ctx)
	if err != nil {
		return err
	}
	for _, sides := range [][2][]string{{want, have}, {have, want}} {
		for _, line := range sides[0] {
			if !slices.Contains(sides[1], line) {
				return brokenf(firstWords(line), "Lược đồ của cơ sở dữ liệu không đúng như chương trình tạo ra.")
			}
		}
	}
	return c.migrations(ctx, s)
}

func (c *check) migrations(ctx context.Context, s *session) error {
	n, newest := int64(0), int64(0)
	var version int64
	var applied bool
	err := s.each(ctx, "SELECT version_id, is_applied FROM goose_db_version ORDER BY id", nil, []any{&version, &applied}, func() error {
		if version != n || !applied {
			return brokenf(fmt.Sprintf("goose_db_version %d", version), "Bảng ghi các bước nâng cấp lược đồ bị hỏng.")
		}
		n, newest = n+1, version
		return nil
	})
	if err != nil {
		return err
	}
	if ours, err := latest(); err != nil || newest != ours {
		return errors.Join(err, brokenf("goose_db_version", "Lược đồ đang ở bước %d, chương trình cần bước %d.", newest, ours))
	}
	return nil
}

// freshSchema gives the schema of a new database of this program.
func freshSchema(ctx context.Context) (_ []string, err error) {
	db, err := sql.Open("sqlite", "file::memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db); err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, schemaSQL)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var want []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		want = append(want, line)
	}
	return want, rows.Err()
}

func firstWords(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(2, len(words))], " ")
}

// file asks SQLite whether pages, trees and indexes are sound.
func (c *check) file(ctx context.Context, s *session) error {
	var line string
	return s.each(ctx, "PRAGMA integrity_check(1)", nil, []any{&line}, func() error {
		if line != "ok" {
			return brokenf(fileName, "SQLite báo tệp hỏng: %s", line)
		}
		return nil
	})
}

// trail looks for gaps, for entries whose hash is not what they and the one
// before make, and for values no program of ours writes.
func (c *check) trail(ctx context.Context, s *session) error {
	vouched, err := unsaid(ctx, s)
	if err != nil {
		return err
	}
	return eachEntry(ctx, s, "ORDER BY seq", nil, func(e *registry.Entry) error {
		label := fmt.Sprintf("entry %d", e.Seq)
		if e.Seq != c.last.Seq+1 {
			return brokenf(label, "Nhật ký thiếu mục %d.", c.last.Seq+1)
		}
		made := e.Chain(c.last.Hash)
		if h, ok := vouched[e.Seq]; e.Hash != made && (!ok || made != registry.Digest(h)) {
			return brokenf(label, "Mục %d của nhật ký bị sửa hoặc hỏng: mã băm không khớp.", e.Seq)
		}
		c.last = registry.Head{Seq: e.Seq, Hash: e.Hash}
		return nil
	})
}

// headFile compares the trail with the copy of its head outside the database.
func (c *check) headFile(ctx context.Context, s *session) error {
	known, err := c.db.head.read()
	if err != nil {
		return err
	}
	last, err := readHead(ctx, s)
	if err != nil {
		return err
	}
	if err := c.db.head.lost(last); err != nil {
		return err
	}
	return compareHead(ctx, s, last, known)
}

// payloads compares what entries replaced with the digests in the chain. One
// that erasure emptied is sound; see emptied.
func (c *check) payloads(ctx context.Context, s *session) error {
	var seq int64
	var digest registry.Digest
	var owner *int64
	var salt, body []byte
	dest := []any{(*integer)(&seq), (*digestColumn)(&digest), &owner, (*blob)(&salt), (*blob)(&body)}
	err := s.each(ctx, `SELECT entry.seq, entry.payload, payload.seq, payload.salt, payload.body
		FROM entry LEFT JOIN payload USING (seq) WHERE entry.payload IS NOT NULL ORDER BY entry.seq`, nil, dest, func() error {
		label := fmt.Sprintf("payload %d", seq)
		switch {
		case owner == nil:
			return brokenf(label, "Mục %d của nhật ký mất giá trị cũ.", seq)
		case len(salt) == 0 && len(body) == 0:
			return nil // erased
		case registry.PayloadDigest(salt, body) != digest:
			return brokenf(label, "Giá trị cũ của mục %d trong nhật ký bị hỏng.", seq)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return none(ctx, s, "payload", "SELECT payload.seq FROM payload LEFT JOIN entry USING (seq) WHERE entry.payload IS NULL LIMIT 1",
		"Có giá trị cũ không thuộc mục nào của nhật ký.")
}

// none looks for a row that must not be.
func none(ctx context.Context, s *session, table, query, message string) error {
	var id int64
	found, err := s.row(ctx, query, nil, (*integer)(&id))
	if err != nil || !found {
		return err
	}
	return brokenf(fmt.Sprintf("%s %d", table, id), "%s", message)
}

// checked is a table whose rows bear a checksum each.
type checked interface {
	check(ctx context.Context, s *session) error
}

// check names the first row whose checksum does not hold.
func (t *table[T]) check(ctx context.Context, s *session) error {
	order := "ORDER BY " + strings.Join(t.columns[:t.keys], ", ")
	return t.walk(ctx, s, order, nil, func(row T, sound bool) error {
		if !sound {
			return brokenf(t.label(&row), "Bản ghi bị hỏng: mã kiểm không khớp.")
		}
		return nil
	})
}

// rows verifies the rows of all tables but those of people and trail.
func (c *check) rows(ctx context.Context, s *session) error {
	for _, t := range []checked{counterTable, receipts, sourceTable, organisations, lineages, codes, imports, reviews, shortlists, panels, panelPapers, panelFiles, paperTemplates, savedSearches, forecastRuns, forecastRecords, needs, opinions, disclosures, disclosedPeople, proposals, redirects, requests, erasures, secrets, accounts, credentials, sessionTable, tokens, attempts, secondSteps, recoveries, accountLinks} {
		if err := t.check(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// givenOut compares the counters with what the trail and the sources say was
// given out.
func (c *check) givenOut(ctx context.Context, s *session) error {
	given, err := readCounters(ctx, s)
	if err != nil {
		return err
	}
	for _, n := range []struct {
		last  int64
		name  string
		query string
	}{
		{given.person, "person", "SELECT max(subject) FROM entry WHERE kind = 'person'"},
		{given.organisation, "organisation", "SELECT max(subject) FROM entry WHERE kind = 'organisation'"},
		{given.imports, "import", "SELECT max(subject) FROM entry WHERE kind = 'import'"},
		{given.review, "review", "SELECT max(subject) FROM entry WHERE kind = 'review'"},
		{given.shortlist, "shortlist", "SELECT max(subject) FROM entry WHERE kind = 'shortlist'"},
		{given.panel, "panel", "SELECT max(subject) FROM entry WHERE kind = 'panel'"},
		{given.saved, "saved-search", "SELECT max(subject) FROM entry WHERE kind = 'saved-search'"},
		{given.need, "need", "SELECT max(subject) FROM entry WHERE kind = 'need'"},
		{given.disclosure, "disclosure", "SELECT max(subject) FROM entry WHERE kind = 'disclosure'"},
		{given.proposal, "proposal", "SELECT max(subject) FROM entry WHERE kind = 'proposal'"},
		{given.opinion, "opinion", "SELECT max(subject) FROM entry WHERE kind = 'opinion'"},
		{given.request, "request", "SELECT max(subject) FROM entry WHERE kind = 'request'"},
		{given.account, "account", "SELECT max(subject) FROM entry WHERE kind = 'account'"},
		{given.source, "source", "SELECT max(id) FROM source"},
		{given.reference, "reference", "SELECT max(seq) FROM entry WHERE kind IN ('organisation', 'catalogue')"},
	} {
		var highest int64
		if _, err := s.row(ctx, n.query, nil, (*reference)(&highest)); err != nil {
			return err
		}
		passed := n.name == "person" && n.last > highest // PassOver
		if highest != n.last && !passed {
			return brokenf("counter "+n.name, "Bộ đếm %s là %d, đáng lẽ là %d.", n.name, n.last, highest)
		}
	}
	c.counters = &given
	return nil
}

// sources looks for gaps; ids up to the counter then exist, which the people's
// own sources are compared with.
func (c *check) sources(ctx context.Context, s *session) error {
	if c.counters == nil {
		return nil
	}
	var n int64
	if _, err := s.row(ctx, "SELECT count(*) FROM source", nil, (*integer)(&n)); err != nil {
		return err
	}
	if n != c.counters.source {
		return brokenf("source", "Có %d nguồn, đáng lẽ có %d.", n, c.counters.source)
	}
	return none(ctx, s, "entry", fmt.Sprintf("SELECT seq FROM entry WHERE source > %d OR source < 1 LIMIT 1", n), "Mục nhật ký chỉ đến một nguồn không có.")
}

// references looks for rows that point at rows that are not there.
func (c *check) references(ctx context.Context, s *session) error {
	var table, parent string
	var row, key any
	return s.each(ctx, "PRAGMA foreign_key_check", nil, []any{&table, &row, &parent, &key}, func() error {
		return brokenf(fmt.Sprintf("%s %v", table, row), "Bản ghi chỉ đến một bản ghi không có trong bảng %s.", parent)
	})
}

// Totals gives the sums a status page shows; none of them is counted row by row.
func (db *DB) Totals(ctx context.Context) (t registry.Totals, err error) {
	defer wrap(&err, "sqlite.Totals")
	ref, err := db.Reference(ctx)
	if err != nil {
		return t, err
	}
	err = db.read.snapshot(ctx, func(s *session) error {
		c, err := readCounters(ctx, s)
		if err != nil {
			return err
		}
		head, err := readHead(ctx, s)
		if err != nil {
			return err
		}
		t = registry.Totals{People: int(c.people), Imports: int(c.imports), Last: head.Seq}
		if _, err = s.row(ctx, "SELECT count(*) FROM organisation", nil, (*number)(&t.Organisations)); err != nil {
			return err
		}
		held, err := readStandings(ctx, s)
		count(held, ref, registry.DateOf(db.now()), &t)
		return err
	})
	return t, err
}
