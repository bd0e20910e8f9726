package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	driver "modernc.org/sqlite"
)

// copyPages is how many pages of the file go into a copy at a time; between two
// times the context is looked at.
const copyPages = 4096

// Copy writes the database as it is at one moment into the folder dir, which must
// not hold one, while others read and write: what is committed meanwhile is not in
// it. The copy is opened like any registry: its head file is written too.
func (db *DB) Copy(ctx context.Context, dir string) (err error) {
	defer wrap(&err, "sqlite.Copy")
	return db.read.snapshot(ctx, func(s *session) error {
		last, err := readHead(ctx, s)
		if err != nil { // from here on the snapshot stands
			return err
		}
		head := &headFile{path: filepath.Join(dir, headName)}
		if err := errors.Join(head.open(last, db.now()), head.close()); err != nil {
			return err
		}
		return s.conn.Raw(func(raw any) error {
			source, ok := raw.(interface {
				NewBackup(to string) (*driver.Backup, error)
			})
			if !ok {
				return fmt.Errorf("%T cannot be copied", raw)
			}
			b, err := source.NewBackup(copyDSN(filepath.Join(dir, fileName)))
			if err != nil {
				return err
			}
			return errors.Join(stepThrough(ctx, b), b.Finish())
		})
	})
}

// copyDSN opens the file that a copy goes into: no log, and nothing forced to the
// disk, since a copy that is not finished is worth nothing.
func copyDSN(path string) string {
	return "file:" + escapePath(path) + "?" + url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(OFF)"}}.Encode()
}

func stepThrough(ctx context.Context, b *driver.Backup) error {
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if more, err = b.Step(copyPages); err != nil {
			return err
		}
	}
	return nil
}
