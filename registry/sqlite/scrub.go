package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"trithuc/registry"
)

// scrubBatch is how many pages are cleaned in one transaction: whoever wants to write
// waits for one of these at most.
const scrubBatch = 64

// scrubTries is how often, and scrubRest how long apart, Scrub waits for reads
// to let go of former pages.
const (
	scrubTries = 50
	scrubRest  = 100 * time.Millisecond
)

// Scrub writes the log of erasures and takes out of the database file what deleted rows
// left in it. SQLite itself overwrites a deleted row (secure_delete) and empties the
// pages it frees, but a page that was parted or joined before keeps copies of the rows
// that went elsewhere. Those pages are looked for beside all other work and cleaned a
// few at a time; then the write-ahead log is emptied. It is Busy where a long read keeps
// the former pages.
func (db *DB) Scrub(ctx context.Context) (err error) {
	defer wrap(&err, "sqlite.Scrub")
	if err := db.LogErasures(ctx); err != nil {
		return err
	}
	soiled, err := db.soiledPages(ctx)
	if err != nil {
		return err
	}
	pool, err := sql.Open("sqlite", "file:"+escapePath(db.file())+pagesDSN)
	if err != nil {
		return err
	}
	pages := newSessions(pool, 1)
	defer func() { err = errors.Join(err, pages.close()) }()
	for batch := range slices.Chunk(soiled, scrubBatch) {
		if err := db.cleanPages(ctx, pages, batch); err != nil {
			return err
		}
	}
	return db.emptyLog(ctx, pages)
}

// pagesDSN opens a connection that may write whole pages, which the others may not
// (_defensive), that moves the log into the file only when told to, and that waits for
// nobody: whoever else would be in its way lasts longer than others may wait for it.
const pagesDSN = "?_pragma=busy_timeout(0)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_pragma=wal_autocheckpoint(0)&_pragma=cache_size(-2000)"

// soiledPages gives the numbers of the pages that hold anything beside their tree.
func (db *DB) soiledPages(ctx context.Context) (found []int64, err error) {
	err = db.read.snapshot(ctx, func(s *session) error {
		reserved, err := reservedBytes(ctx, s)
		if err != nil {
			return err
		}
		var number int64
		var page sql.RawBytes
		return s.each(ctx, "SELECT pgno, data FROM sqlite_dbpage", nil, []any{&number, &page}, func() error {
			if number >= mostPages {
				return fmt.Errorf("page %d: the file is too large to tell its pages apart", number)
			}
			if !ofTree(page, number) {
				return nil
			}
			dirty, err := soiled(page, number, reserved)
			if dirty {
				found = append(found, number)
			}
			return damagedPage(number, err)
		})
	})
	return found, err
}

// reservedBytes gives how many bytes at the end of each page are not SQLite's.
func reservedBytes(ctx context.Context, s *session) (int, error) {
	var first []byte
	_, err := s.row(ctx, "SELECT data FROM sqlite_dbpage WHERE pgno = 1", nil, &first)
	if err != nil || len(first) <= fileHeader {
		return 0, cmp.Or(err, errPage)
	}
	return int(first[20]), nil
}

func damagedPage(number int64, err error) error {
	if err == nil {
		return nil
	}
	return &registry.Error{Kind: registry.Damaged, Err: fmt.Errorf("page %d: %w", number, err),
		Message: "Tệp registry.db có trang bị hỏng nên chưa dọn được dấu vết của người đã xóa. Hãy chạy trithuc doctor rồi khôi phục từ bản sao lưu."}
}

// cleanPages cleans some pages in one transaction, while nobody else writes, and then
// moves the log into the file beside the others.
func (db *DB) cleanPages(ctx context.Context, pages *sessions, numbers []int64) error {
	err := db.writing(ctx, func(*session) error {
		return pages.with(ctx, func(s *session) error {
			return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
				reserved, err := reservedBytes(ctx, s)
				for i := 0; i < len(numbers) && err == nil; i++ {
					err = cleanPage(ctx, s, numbers[i], reserved)
				}
				return err
			})
		})
	})
	if err != nil {
		return err
	}
	_, err = checkpoint(ctx, pages, "PASSIVE")
	return err
}

// cleanPage writes a page anew without what does not belong to its tree.
func cleanPage(ctx context.Context, s *session, number int64, reserved int) error {
	var page []byte
	found, err := s.row(ctx, "SELECT data FROM sqlite_dbpage WHERE pgno = ?", []any{number}, &page)
	if err != nil || !found || !ofTree(page, number) { // it was freed meanwhile, and emptied
		return err
	}
	clean, err := blanked(page, number, reserved)
	if err != nil || bytes.Equal(clean, page) {
		return damagedPage(number, err)
	}
	return s.exec(ctx, "UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?", clean, number)
}

// emptyLog moves the whole write-ahead log into the file and cuts it off. It waits for
// reads to let go of former pages, and while it waits others write.
func (db *DB) emptyLog(ctx context.Context, pages *sessions) error {
	for range scrubTries {
		if _, err := checkpoint(ctx, pages, "PASSIVE"); err != nil { // so that little is left to do while others wait
			return err
		}
		cut := false
		err := db.writing(ctx, func(*session) (err error) {
			cut, err = checkpoint(ctx, pages, "TRUNCATE")
			return err
		})
		if err != nil || cut {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(scrubRest):
		}
	}
	return registry.Errorf(registry.Busy, "Đã xóa hồ sơ nhưng chưa dọn được tệp cơ sở dữ liệu vì một lần đọc còn giữ bản cũ. Việc dọn sẽ tự làm lại sau.")
}

// checkpoint moves the log into the file and says whether nobody was in its way.
func checkpoint(ctx context.Context, of *sessions, mode string) (whole bool, err error) {
	err = of.with(ctx, func(s *session) error {
		var busy, frames, moved int
		_, err := s.row(ctx, "PRAGMA wal_checkpoint("+mode+")", nil, &busy, &frames, &moved)
		whole = busy == 0
		return err
	})
	return whole, err
}
