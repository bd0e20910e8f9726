package sqlite

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite"

	"trithuc/registry"
)

// The files in the data folder that belong to this package.
const (
	fileName = "registry.db"
	headName = "registry.head"
)

// readers is how many reads go on at once; more wait for their turn.
const readers = 8

// Mode says what a DB is opened for.
type Mode int

// The modes.
const (
	ReadWrite Mode = iota // creates and migrates; the caller holds the lock of the data folder
	ReadOnly              // beside another process that writes; Commit is refused
	Inspect               // as ReadOnly, and opens even what has lost entries, so that Check can say so
)

// Options are what Open takes from above. The zero Options is for production.
type Options struct {
	Mode Mode
	// NewHead takes the trail as it is where its head file is lost or unreadable,
	// and ReadWrite makes a new one: for a restore, and for who decided so.
	NewHead bool
	Now     func() time.Time // default time.Now
	Rand    io.Reader        // salts of payloads; default crypto/rand
}

// DB is the registry in one SQLite file. All its methods may be called from
// many goroutines; several processes may have it open, of which one writes.
type DB struct {
	mode       Mode
	now        func() time.Time
	rand       io.Reader
	write      *sessions // one
	read       *sessions
	head       *headFile
	reference  atomic.Pointer[registry.Reference]
	erasureLog string
	broken     atomic.Bool // the disk failed a write: nothing is written until a restart
}

var _ interface {
	registry.Committer
	registry.PersonReader
	registry.ReferenceReader
	registry.TrailReader
	registry.IdentityReader
	registry.CareerReader
	registry.ImportReader
	registry.ShortlistReader
	registry.PanelReader
	registry.PaperReader
	registry.SavedSearchReader
	registry.MergeReader
	registry.RequestReader
	registry.ErasureStore
	registry.SecretStore
} = (*DB)(nil)

// Open opens the registry in the data folder dir. ReadWrite creates what is
// missing and brings an older schema up to this program's; a newer one is
// refused as NewerVersion and left as it is. A file that cannot be read or is
// another program's is Damaged, as is a database that has fewer entries than its
// head file says, or entries and no head file (both except for Inspect). In the
// other modes a missing file is NotFound.
func Open(ctx context.Context, dir string, opt Options) (_ *DB, err error) {
	defer wrap(&err, "sqlite.Open")
	path := filepath.Join(dir, fileName)
	db := &DB{mode: opt.Mode, now: opt.Now, rand: cmp.Or[io.Reader](opt.Rand, rand.Reader)}
	if db.now == nil {
		db.now = time.Now
	}
	// The head is read before the database: it is written after it, so that
	// this order can never see a loss where another process is writing.
	db.head = &headFile{path: filepath.Join(dir, headName)}
	db.erasureLog = filepath.Join(dir, erasureName)
	head, err := db.head.read()
	if err != nil && opt.Mode != Inspect && !opt.NewHead {
		return nil, err
	}
	if err := prepareFile(path, opt.Mode, head); err != nil {
		return nil, err
	}
	if err := db.judge(ctx, path, head, opt.NewHead); err != nil {
		return nil, err
	}
	if err := db.open(ctx, path); err != nil {
		return nil, errors.Join(err, db.release())
	}
	return db, nil
}

// prepareFile makes the folder and an empty file that only its owner may read,
// or says that there is none. One that its head file knows is never made anew.
func prepareFile(path string, mode Mode, known registry.Head) error {
	_, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && known.Seq > 0:
		return registry.Errorf(registry.Damaged,
			"Không còn tệp %s, trong khi registry.head cho biết nhật ký đã ghi đến mục %d. Hãy khôi phục từ bản sao lưu mới nhất.", path, known.Seq)
	case mode != ReadWrite && err != nil:
		return fileError(err, "Không có cơ sở dữ liệu "+path+".")
	case mode != ReadWrite:
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fileError(err, "Không tạo được thư mục dữ liệu "+filepath.Dir(path)+".")
	}
	f, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fileError(err, "Không tạo hoặc không đọc được tệp "+path+".")
	}
	return f.Close()
}

// judge looks at what is there before anything is opened for writing, through a
// connection that can neither write nor checkpoint: what is refused stays as it
// is to the byte, a damaged log included. Another program's database and a newer
// schema are refused, and in all modes but Inspect a trail that ends before the
// head file does, or has none beside it.
func (db *DB) judge(ctx context.Context, path string, known registry.Head, newHead bool) (err error) {
	pool, err := sql.Open("sqlite", "file:"+escapePath(path)+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	one := newSessions(pool, 1)
	defer func() { err = errors.Join(err, one.close()) }()
	_, newer := olderBy(ctx, pool) // before the one connection is kept
	err = one.with(ctx, func(s *session) error { return requireOurs(ctx, s) })
	if err = cmp.Or(err, newer); err != nil {
		return err
	}
	return one.snapshot(ctx, func(s *session) error {
		there, err := hasTable(ctx, s, "entry")
		if err != nil || there && db.mode == Inspect {
			return err
		}
		var last registry.Head
		if there {
			if last, err = readHead(ctx, s); err != nil {
				return err
			}
		}
		if err := db.guarded(last); err != nil && !newHead {
			return err
		}
		return compareHead(ctx, s, last, known)
	})
}

// guarded says that the head file of a trail is lost. It looks twice, since another
// process may have made the file, and the first entries, after the first look.
func (db *DB) guarded(last registry.Head) error {
	if db.head.lost(last) == nil {
		return nil
	}
	if _, err := db.head.read(); err != nil {
		return err
	}
	return db.head.lost(last)
}

func (db *DB) open(ctx context.Context, path string) error {
	writer, err := sql.Open("sqlite", dsn(path, writerPragmas))
	if err != nil {
		return err
	}
	reader, err := sql.Open("sqlite", dsn(path, append([]string{mapFile}, readerPragmas...)))
	if err != nil {
		return errors.Join(err, writer.Close())
	}
	plain, err := sql.Open("sqlite", dsn(path, readerPragmas))
	if err != nil {
		return errors.Join(err, writer.Close(), reader.Close())
	}
	db.write, db.read = newSessions(writer, 1), newMapped(reader, plain, readers)
	switch db.mode {
	case Inspect:
		return nil
	case ReadOnly:
		return requireCurrent(ctx, reader)
	}
	if err := migrate(ctx, writer); err != nil {
		return err
	}
	if err := db.keyEverybody(ctx); err != nil {
		return err
	}
	if err := db.tallyEverything(ctx); err != nil {
		return err
	}
	if err := db.LogErasures(ctx); err != nil { // what a crash kept out of it
		return err
	}
	if err := db.passOverErased(ctx); err != nil {
		return err
	}
	last, err := db.Head(ctx) // ahead of the head file after a crash
	if err != nil {
		return err
	}
	return db.head.open(last, db.now())
}

// The pragmas of a connection, applied in this order. They stand in the DSN,
// since one that is run once reaches one connection of the pool.
var (
	writerPragmas = []string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)",
		"journal_size_limit(67108864)", "cache_size(-16000)", "trusted_schema(0)", "cell_size_check(1)",
	}
	readerPragmas = []string{
		"busy_timeout(10000)", "query_only(1)", "foreign_keys(1)", "cache_size(-4000)", "trusted_schema(0)", "cell_size_check(1)",
	}
)

// mapFile lets readers map the file, up to the 2 GB that SQLite allows: a person's rows
// stand in many tables, and their pages need then be neither asked for nor copied one
// by one. The memory is the file's own, and the system takes it back at need.
const mapFile = "mmap_size(2147418112)"

func dsn(path string, pragmas []string) string {
	q := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}, "_dqs": {"0"}, "_defensive": {"1"}}
	return "file:" + escapePath(path) + "?" + q.Encode()
}

// escapePath keeps the signs that end a path in a file: URI.
func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}

// compareHead says what the trail, whose last entry is last, lacks of what the
// head file knows; nil if nothing.
func compareHead(ctx context.Context, s *session, last, known registry.Head) error {
	if known.Seq > last.Seq {
		return registry.Errorf(registry.Damaged,
			"Cơ sở dữ liệu thiếu %d mục cuối của nhật ký (có đến mục %d, đã ghi đến mục %d). Hãy khôi phục từ bản sao lưu mới nhất.",
			known.Seq-last.Seq, last.Seq, known.Seq)
	}
	if known.Seq == 0 {
		return nil
	}
	at, err := entries(ctx, s, "WHERE seq = ?", int64(known.Seq))
	if err != nil {
		return err
	}
	if len(at) == 0 || at[0].Hash != known.Hash {
		return registry.Errorf(registry.Damaged,
			"Mục %d của nhật ký không còn như lúc được ghi. Hãy chạy trithuc doctor rồi khôi phục từ bản sao lưu.", known.Seq)
	}
	return nil
}

// Close waits for what is under way, moves the write-ahead log into the file
// and leaves neither log nor lock behind.
func (db *DB) Close() (err error) {
	defer wrap(&err, "sqlite.Close")
	return db.release()
}

// release closes the readers first: the last connection to go empties the log,
// and only the writer may.
func (db *DB) release() error {
	var err error
	if db.write != nil {
		err = errors.Join(db.read.close(), db.checkpoint(), db.write.close())
	}
	return errors.Join(err, db.head.close())
}

// checkpoint moves the write-ahead log into the file. After a failed write the
// log is left for the next start to judge.
func (db *DB) checkpoint() error {
	if db.mode != ReadWrite || db.broken.Load() {
		return nil
	}
	ctx := context.Background()
	return db.write.with(ctx, func(s *session) error {
		_, err := s.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		return err
	})
}
