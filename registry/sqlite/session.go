package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"

	"trithuc/registry"
)

// session is one connection with the statements prepared on it, used by one
// goroutine at a time.
type session struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

// sessions hands out a fixed number of sessions over one pool of connections.
// Waiting for one ends with the context.
type sessions struct {
	pool   *sql.DB
	free   chan *session
	closed chan struct{}
	once   sync.Once
}

func newSessions(pool *sql.DB, n int) *sessions {
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	s := &sessions{pool: pool, free: make(chan *session, n), closed: make(chan struct{})}
	for range n {
		s.free <- &session{stmts: map[string]*sql.Stmt{}}
	}
	return s
}

// with runs f with a session of its own.
func (p *sessions) with(ctx context.Context, f func(*session) error) error {
	var s *session
	select {
	case s = <-p.free:
	case <-ctx.Done():
		return ctx.Err()
	case <-p.closed:
		return registry.Errorf(registry.Busy, "Chương trình đang dừng nên không nhận thêm việc. Hãy thử lại sau ít phút.")
	}
	defer func() { p.free <- s }()
	if s.conn == nil {
		conn, err := p.pool.Conn(ctx)
		if err != nil {
			return err
		}
		s.conn = conn
	}
	return f(s)
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
		for range cap(p.free) {
			s := <-p.free
			s.drop()
		}
		close(p.closed)
		err = p.pool.Close()
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
	// The context may be over; the connection must be free all the same.
	err := s.exec(context.WithoutCancel(ctx), "ROLLBACK")
	if err == nil || s.atRest(ctx) {
		return
	}
	s.forgetStatements()                                     // while their connection is there
	s.conn.Raw(func(any) error { return driver.ErrBadConn }) // the pool closes it
	s.drop()
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
	if err := s.exec(ctx, begin); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			s.abandon(ctx)
		}
	}()
	if err := f(s); err != nil {
		return err
	}
	err := s.exec(ctx, "COMMIT")
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

func (s *session) exec(ctx context.Context, query string, args ...any) error {
	stmt, err := s.prepared(ctx, query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, args...)
	return err
}

func (s *session) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
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
func (s *session) each(ctx context.Context, query string, args, dest []any, f func() error) error {
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
