package sqlite

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	engine "modernc.org/sqlite"
)

// witness is the driver with somebody looking on: see is called before every
// statement that runs and before every commit.
type witness struct {
	engine.Driver
	see func(what string)
}

func (w *witness) Open(name string) (driver.Conn, error) {
	c, err := w.Driver.Open(name)
	return &witnessed{c.(engineConn), w.see}, err
}

// engineConn is what of the engine's connection is used here.
type engineConn interface {
	driver.Conn
	driver.ExecerContext
	driver.QueryerContext
	driver.ConnBeginTx
}

type witnessed struct {
	engineConn
	see func(what string)
}

func (c *witnessed) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.see(query)
	return c.engineConn.ExecContext(ctx, query, args)
}

func (c *witnessed) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	tx, err := c.engineConn.BeginTx(ctx, opts)
	return &witnessedTx{tx, c.see}, err
}

type witnessedTx struct {
	driver.Tx
	see func(what string)
}

func (t *witnessedTx) Commit() error {
	t.see("COMMIT")
	return t.Tx.Commit()
}

// connector opens connections of a witness.
type connector struct {
	w    *witness
	name string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.w.Open(c.name) }
func (c connector) Driver() driver.Driver                        { return c.w }

// TestMigrationInterrupted brings every saved store of an older schema up to this
// program's and takes the files, as a crash would leave them, before each
// statement and each commit. What is then found is the schema of some step, whole,
// and opening it leads on to a sound store.
func TestMigrationInterrupted(t *testing.T) {
	saved, err := filepath.Glob("testdata/schema-*")
	if err != nil || len(saved) == 0 {
		t.Fatalf("no saved stores (%v)", err)
	}
	schemas := schemasByStep(t)
	for _, from := range saved {
		t.Run(filepath.Base(from), func(t *testing.T) {
			dir := t.TempDir()
			unpackStore(t, from, dir)
			var images, moments []string
			w := &witness{see: func(what string) {
				images, moments = append(images, imageOf(t, dir)), append(moments, what)
			}}
			// A cache of a few pages makes the step write before it commits.
			db := sql.OpenDB(connector{w, dsn(filepath.Join(dir, fileName), append(slices.Clone(writerPragmas), "cache_size(5)"))})
			db.SetMaxOpenConns(1)
			if steps, err := olderBy(t.Context(), db); err != nil || steps == 0 {
				t.Skip("of the present schema", err, db.Close())
			}
			if err := migrate(t.Context(), db); err != nil {
				t.Fatal(err)
			}
			images, moments = append(images, imageOf(t, dir)), append(moments, "after all")
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if len(images) < 4 {
				t.Fatalf("only %d moments were seen", len(images))
			}
			seen := map[string]bool{}
			for i, image := range images {
				sum := sumOfFolder(t, image)
				if seen[sum] { // nothing had reached the disk since
					continue
				}
				seen[sum] = true
				if err := lookedAt(t.Context(), image, schemas); err != nil {
					t.Errorf("crash before %.60q: %v", moments[i], err)
				}
			}
			t.Logf("%d moments, %d states of the disk", len(images), len(seen))
		})
	}
}

// lookedAt checks a crashed store: one whole schema, and a way on from it.
func lookedAt(ctx context.Context, dir string, schemas map[int64][]string) error {
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, fileName), writerPragmas))
	if err != nil {
		return err
	}
	version, err := schemaVersion(ctx, db)
	if err == nil {
		var have []string
		if have, err = schemaOf(ctx, db); err == nil && !slices.Equal(have, schemas[version]) {
			err = fmt.Errorf("the schema is not that of step %d", version)
		}
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	store, err := Open(ctx, dir, Options{})
	if err != nil {
		return err
	}
	for v, err := range store.Check(ctx) {
		if err != nil {
			return errors.Join(err, store.Close())
		}
		return errors.Join(fmt.Errorf("%+v", v), store.Close())
	}
	return store.Close()
}

// schemasByStep gives the schema that each migration leads to.
func schemasByStep(t *testing.T) map[int64][]string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "steps.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p, err := newProvider(db)
	if err != nil {
		t.Fatal(err)
	}
	schemas := map[int64][]string{}
	for _, s := range p.ListSources() {
		if _, err := p.UpTo(t.Context(), s.Version); err != nil {
			t.Fatal(err)
		}
		if schemas[s.Version], err = schemaOf(t.Context(), db); err != nil {
			t.Fatal(err)
		}
	}
	return schemas
}

func schemaOf(ctx context.Context, db *sql.DB) (lines []string, err error) {
	rows, err := db.QueryContext(ctx, schemaSQL)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, rows.Err()
}

// imageOf copies the files of a store as they are now, but not the index of its
// log, which a crash of the machine does not keep.
func imageOf(t *testing.T, dir string) string {
	t.Helper()
	to, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{fileName, fileName + "-wal", headName} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// sumOfFolder gives a digest of the files of a folder.
func sumOfFolder(t *testing.T, dir string) string {
	t.Helper()
	h := sha256.New()
	files, err := os.ReadDir(dir)
	for _, f := range files {
		raw, failed := os.ReadFile(filepath.Join(dir, f.Name()))
		fmt.Fprintf(h, "%s %d %s", f.Name(), len(raw), raw)
		err = errors.Join(err, failed)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(h.Sum(nil))
}

// unpackStore puts a saved store into a folder.
func unpackStore(t *testing.T, from, dir string) {
	t.Helper()
	for _, name := range []string{fileName, headName} {
		f, err := os.Open(filepath.Join(from, name+".gz"))
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(z)
		if err := errors.Join(err, f.Close(), os.WriteFile(filepath.Join(dir, name), raw, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}
