package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// drawnTables are trees of every kind: rows by number, rows by key, an index.
const drawnTables = `CREATE TABLE drawn (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
	CREATE TABLE keyed (value TEXT PRIMARY KEY, more TEXT NOT NULL) WITHOUT ROWID;
	CREATE INDEX drawn_value ON drawn (substr(value, 1, 40))`

// drawnValue is a text of some length that says of which row it is.
func drawnValue(random *rand.Rand, id int) string {
	size := random.IntN(300)
	if random.IntN(20) == 0 {
		size = random.IntN(20_000) // beyond its page
	}
	return fmt.Sprintf("<%d>%s", id, strings.Repeat(fmt.Sprintf("row%d ", id), size/8))
}

// written fills the drawn tables, changes and deletes rows, and gives those left.
func written(t testing.TB, db *DB, seed uint64, rows int) map[int]string {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1))
	left := map[int]string{}
	run := func(s *session, query string, args ...any) {
		if err := s.exec(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	err := db.write.with(t.Context(), func(s *session) error {
		if _, err := s.conn.ExecContext(t.Context(), drawnTables); err != nil {
			return err
		}
		return s.transaction(t.Context(), "BEGIN IMMEDIATE", func(s *session) error {
			for range rows {
				id := random.IntN(rows)
				run(s, "DELETE FROM drawn WHERE id = ?", id)
				run(s, "DELETE FROM keyed WHERE value = ?", left[id])
				delete(left, id)
				if random.IntN(3) > 0 {
					left[id] = drawnValue(random, id)
					run(s, "INSERT INTO drawn VALUES (?, ?)", id, left[id])
					run(s, "INSERT INTO keyed VALUES (?, ?)", left[id], left[id])
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// strangers gives how many ids of rows that are not there stand in the file.
func strangers(t testing.TB, dir string, left map[int]string, rows int) (found int) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	for id := range rows {
		if _, there := left[id]; !there && bytes.Contains(raw, fmt.Appendf(nil, "<%d>", id)) {
			found++
		}
	}
	return found
}

// TestScrub: whatever was written and deleted, nothing of deleted rows is in the file
// after it, every other row is what it was, and the file is sound.
func TestScrub(t *testing.T) {
	dir := t.TempDir()
	db := mustOpen(t, dir)
	const rows = 4000
	left := written(t, db, 5, rows)
	if err := db.checkpoint(); err != nil {
		t.Fatal(err)
	}
	if strangers(t, dir, left, rows) == 0 {
		t.Fatal("nothing of deleted rows was there to begin with")
	}
	if err := db.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := strangers(t, dir, left, rows); n > 0 {
		t.Errorf("%d deleted rows are still in the file", n)
	}
	if info, err := os.Stat(filepath.Join(dir, fileName+"-wal")); err != nil || info.Size() > 0 {
		t.Errorf("the log: %v, %v", info, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	sound(t, dir, left)
}

// sound compares the drawn tables with what they should hold and asks SQLite.
func sound(t testing.TB, dir string, want map[int]string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %s, %v", verdict, err)
	}
	for _, query := range []string{"SELECT id, value FROM drawn", "SELECT drawn.id, keyed.more FROM keyed JOIN drawn USING (value)"} {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		got := map[int]string{}
		for rows.Next() {
			var id int
			var value string
			if err := rows.Scan(&id, &value); err != nil {
				t.Fatal(err)
			}
			got[id] = value
		}
		if err := rows.Err(); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %d rows, want %d; %v", query, len(got), len(want), err)
		}
	}
}

// TestScrubDrawn cleans tables of many histories: no page is left to be cleaned, and
// all rows are what they were.
func TestScrubDrawn(t *testing.T) {
	for seed := range uint64(12) {
		dir := t.TempDir()
		db := mustOpen(t, dir)
		left := written(t, db, seed, 20<<(seed%6))
		if err := db.Scrub(t.Context()); err != nil {
			t.Fatal(err)
		}
		if again, err := db.soiledPages(t.Context()); err != nil || len(again) > 0 {
			t.Errorf("seed %d: pages %v still hold something; %v", seed, again, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		sound(t, dir, left)
	}
}

// TestScrubBesideReader: a read that goes on keeps the former pages, so that the file
// is not called clean; once it ended nothing is left.
func TestScrubBesideReader(t *testing.T) {
	dir := t.TempDir()
	db := mustOpen(t, dir)
	defer db.Close()
	const rows = 500
	left := written(t, db, 7, rows)
	err := db.read.snapshot(t.Context(), func(s *session) error {
		if _, err := readHead(t.Context(), s); err != nil { // from here on the snapshot stands
			return err
		}
		for id := range 100 {
			if err := db.write.with(t.Context(), func(s *session) error { return s.exec(t.Context(), "DELETE FROM drawn WHERE id = ?", id) }); err != nil {
				return err
			}
			if err := db.write.with(t.Context(), func(s *session) error { return s.exec(t.Context(), "DELETE FROM keyed WHERE value = ?", left[id]) }); err != nil {
				return err
			}
			delete(left, id)
		}
		ctx, stop := context.WithTimeout(t.Context(), 3*scrubRest)
		defer stop()
		if err := db.Scrub(ctx); err == nil {
			t.Error("the file is called clean while a read keeps the log")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := strangers(t, dir, left, rows); n > 0 {
		t.Errorf("%d deleted rows are still in the file", n)
	}
}

// FuzzPage: no page, whatever it holds, makes the cleaning fail otherwise than by
// saying so, or touch a byte of the tree's own.
func FuzzPage(f *testing.F) {
	leaf := make([]byte, 512)
	leaf[0] = tableLeaf
	binary.BigEndian.PutUint16(leaf[3:], 1)
	binary.BigEndian.PutUint16(leaf[8:], 500)
	copy(leaf[500:], []byte{3, 1, 'a', 'b', 'c'})
	f.Add(leaf, int64(2))
	f.Fuzz(func(t *testing.T, page []byte, number int64) {
		if len(page) < 512 || len(page) > 65536 || number < 1 || !ofTree(page, number) {
			return
		}
		clean, err := blanked(page, number, 0)
		if err != nil {
			return
		}
		again, err := blanked(clean, number, 0)
		if err != nil || !bytes.Equal(again, clean) {
			t.Errorf("cleaning twice is not cleaning once: %v", err)
		}
	})
}
