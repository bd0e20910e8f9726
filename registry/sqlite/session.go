package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"

	"trithuc/registry"
)

// session is one connection with the statements prepared on it, used by one
// goroutine at a time.
type session struct {
	conn    *sql.Conn
	stmts   map[string]*sql.Stmt
	tallies map[string]int64 // rows the transaction under way adds to a table; see tallied
	lost    bool             // a fault left it so that it can only be forgotten
	behind  *behind          // carries out what is written; nil where it is at once
}

// sessions hands out a fixed number of sessions over one pool of connections.
// Waiting for one ends with the context.
type sessions struct {
	pool   *sql.DB
	plain  *sql.DB       // of connections that do not map the file; nil where pool's do not
	turns  chan struct{} // one for each session that is free
	closed chan struct{}
	once   sync.Once

	mu   sync.Mutex
	free []*session // the one used last at the end: what it reads is still at hand

	unmapped atomic.Bool // plain is used, since a mapped page could not be read
}

func newSessions(pool *sql.DB, n int) *sessions {
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	s := &sessions{pool: pool, turns: make(chan struct{}, n), closed: make(chan struct{})}
	for range n {
		s.putBack(&session{stmts: map[string]*sql.Stmt{}})
	}
	return s
}

// newMapped makes sessions over connections that map the file, and over others should
// that fail.
func newMapped(mapped, plain *sql.DB, n int) *sessions {
	s := newSessions(mapped, n)
	plain.SetMaxOpenConns(n)
	plain.SetMaxIdleConns(n)
	s.plain = plain
	return s
}

// current is where a session gets its connection.
func (p *sessions) current() *sql.DB {
	if p.plain != nil && p.unmapped.Load() {
		return p.plain
	}
	return p.pool
}

// with runs f with a session of its own.
func (p *sessions) with(ctx context.Context, f func(*session) error) error {
	select {
	case <-p.turns:
	case <-ctx.Done():
		return ctx.Err()
	case <-p.closed:
		return registry.Errorf(registry.Busy, "Chương trình đang dừng nên không nhận thêm việc. Hãy thử lại sau ít phút.")
	}
	s := p.takeOut()
	defer p.putBack(s)
	if s.conn == nil {
		conn, err := p.current().Conn(ctx)
		if err != nil {
			return err
		}
		s.conn = conn
	}
	return p.guarded(s, f)
}

// takeOut gives a free session to who has a turn.
func (p *sessions) takeOut() *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.free) - 1
	s := p.free[last]
	p.free = p.free[:last]
	return s
}

func (p *sessions) putBack(s *session) {
	p.mu.Lock()
	p.free = append(p.free, s)
	p.mu.Unlock()
	p.turns <- struct{}{}
}

// guarded runs f so that a page of the mapped file which the disk cannot give, or that
// somebody cut off, is an error of the reading and no end of the program (see caught).
func (p *sessions) guarded(s *session, f func(*session) error) error {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	err := f(s)
	if s.lost {
		// Neither the connection nor its statements can be closed: the fault left locks
		// of database/sql behind. From here on nothing is mapped, so few are ever lost.
		p.unmapped.Store(true)
		*s = session{stmts: map[string]*sql.Stmt{}}
	}
	return err
}

// caught makes an error of a fault while a mapped page was read. It is deferred.
func (s *session) caught(err *error) {
	switch r := recover().(type) {
	case nil:
	case interface {
		error
		Addr() uintptr // of the page: other errors of the runtime have none
	}:
		s.lost = true
		*err = &registry.Error{Kind: registry.Damaged, Err: r, Message: "Không đọc được một phần của tệp cơ sở dữ liệu: " +
			"ổ đĩa báo lỗi hoặc tệp vừa bị cắt ngắn. Hãy kiểm tra ổ đĩa, chạy trithuc doctor rồi khôi phục từ bản sao lưu nếu cần."}
	default:
		panic(r)
	}
}

// giveUp closes the connection, so that nobody is ever handed it again.
func (s *session) giveUp() {
	s.forgetStatements()                                     // while their connection is there
	s.conn.Raw(func(any) error { return driver.ErrBadConn }) // the pool closes it
	s.drop()
}

// snapshot runs f inside one read transaction: all it reads is of one moment.
func (p *sessions) snapshot(ctx context.Context, f func(*session) error) error {
	return p.with(ctx, func(s *session) error {
		return s.transaction(ctx, "BEGIN", f)
	})
}

// close waits for the sessions under way and closes the connections. A second
// close does nothing.
func (p *sessions) close() (err error) {
	p.once.Do(func() {
		for range cap(p.turns) {
			<-p.turns
			p.takeOut().drop()
		}
		close(p.closed)
		err = p.pool.Close()
		if p.plain != nil {
			err = errors.Join(err, p.plain.Close())
		}
	})
	return err
}

// drop gives up the connection and the statements prepared on it; the next use
// begins with others.
func (s *session) drop() {
	s.forgetStatements()
	if s.conn != nil {
		s.conn.Close()
	}
	s.conn = nil
}

func (s *session) forgetStatements() {
	for _, stmt := range s.stmts {
		stmt.Close()
	}
	s.stmts = map[string]*sql.Stmt{}
}

// abandon rolls back. A connection that cannot leave its transaction is closed, so
// that nobody is ever handed it again.
func (s *session) abandon(ctx context.Context) {
	if s.lost {
		return
	}
	// The context may be over; the connection must be free all the same.
	err := s.exec(context.WithoutCancel(ctx), "ROLLBACK")
	if err == nil || s.atRest(ctx) {
		return
	}
	s.giveUp()
}

// atRest says that no transaction is open: SQLite rolls some back by itself.
func (s *session) atRest(ctx context.Context) bool {
	ctx = context.WithoutCancel(ctx)
	if _, err := s.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return false
	}
	_, err := s.conn.ExecContext(ctx, "ROLLBACK")
	return err == nil
}

// transaction runs f between begin and COMMIT; an error of f, or a panic, rolls
// everything back.
func (s *session) transaction(ctx context.Context, begin string, f func(*session) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// The driver watches a context that may end in a goroutine of its own, which costs
	// more than these two statements do.
	whole := context.WithoutCancel(ctx)
	if err := s.exec(whole, begin); err != nil {
		return err
	}
	clear(s.tallies)
	done := false
	defer func() {
		if !done {
			s.abandon(ctx)
		}
	}()
	if err := f(s); err != nil {
		return err
	}
	if err := s.writeTallies(ctx); err != nil {
		return err
	}
	err := s.exec(whole, "COMMIT")
	done = err == nil
	return err
}

func (s *session) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := s.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %.60q: %w", query, err)
	}
	s.stmts[query] = stmt
	return stmt, nil
}

// exec carries out a statement, at once or behind.
func (s *session) exec(ctx context.Context, query string, args ...any) error {
	if s.behind != nil {
		return s.behind.put(query, args)
	}
	return s.execNow(ctx, query, args)
}

func (s *session) execNow(ctx context.Context, query string, args []any) (err error) {
	defer s.caught(&err)
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, args...)
	return err
}

// rowsAtOnce is how many rows one statement of insertMany inserts.
const rowsAtOnce = 64

// insertMany inserts small rows, many with one statement: a statement of its own for
// each takes longer than its row. The text into ends where the values begin.
func insertMany[T any](ctx context.Context, s *session, into string, rows []T, args func(T) []any) error {
	for len(rows) > 0 {
		n := rowsAtOnce
		if len(rows) < n {
			n = 1
		}
		var all []any
		for _, r := range rows[:n] {
			all = append(all, args(r)...)
		}
		marks := "(?" + strings.Repeat(", ?", len(all)/n-1) + ")"
		if err := s.exec(ctx, into+marks+strings.Repeat(", "+marks, n-1), all...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (s *session) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s.behind != nil {
		if err := s.behind.settle(); err != nil {
			return nil, err
		}
	}
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// row scans the one row of a query; false if there is none.
func (s *session) row(ctx context.Context, query string, args []any, dest ...any) (bool, error) {
	found := false
	err := s.each(ctx, query, args, dest, func() error {
		found = true
		return nil
	})
	return found, err
}

// each scans every row of a query into dest and calls f.
func (s *session) each(ctx context.Context, query string, args, dest []any, f func() error) (err error) {
	defer s.caught(&err)
	rows, err := s.query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := f(); err != nil {
			return err
		}
	}
	return rows.Err()
}
