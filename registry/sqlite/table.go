package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"trithuc/registry"
)

// table describes one kind of row: its name, its columns (the first keys of them
// are the primary key) and where they stand in T. Every row of it ends with a
// checksum of the others.
type table[T any] struct {
	name    string
	columns []string
	keys    int
	late    int // how many columns, the last ones, came with a later schema
	at      func(*T) []column

	insertSQL, updateSQL, deleteSQL, selectSQL string
}

func newTable[T any](name, columns string, keys int, at func(*T) []column) *table[T] {
	t := &table[T]{name: name, columns: strings.Fields(columns), keys: keys, at: at}
	where := strings.Join(t.columns[:keys], " = ? AND ") + " = ?"
	t.insertSQL = insertSQL(name, append(t.columns[:len(t.columns):len(t.columns)], "checksum"))
	t.updateSQL = "UPDATE " + name + " SET " + strings.Join(t.columns[keys:], " = ?, ") + " = ?, checksum = ? WHERE " + where
	t.deleteSQL = "DELETE FROM " + name + " WHERE " + where
	t.selectSQL = "SELECT " + strings.Join(t.columns, ", ") + ", checksum FROM " + name + " "
	return t
}

// withLate says that the last n columns came with a later schema.
func (t *table[T]) withLate(n int) *table[T] {
	t.late = n
	return t
}

// checksum gives the checksum of a row; see appendHeld for late columns.
func (t *table[T]) checksum(columns []column) int64 {
	if t.late == 0 {
		return checksumOf(columns)
	}
	raw := make([]byte, 0, 512)
	first := len(columns) - t.late
	for _, c := range columns[:first] {
		raw = c.appendTo(raw)
	}
	return checksum(appendHeld(raw, nil, columns[first:]))
}

func insertSQL(table string, columns []string) string {
	marks := strings.Repeat(", ?", len(columns))[2:]
	return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES (" + marks + ")"
}

func (t *table[T]) insert(ctx context.Context, s *session, row *T) error {
	columns := t.at(row)
	s.tally(t.name, 1)
	return s.exec(ctx, t.insertSQL, append(values(columns), t.checksum(columns))...)
}

func (t *table[T]) update(ctx context.Context, s *session, row *T) error {
	columns := t.at(row)
	args := append(values(columns[t.keys:]), t.checksum(columns))
	return s.exec(ctx, t.updateSQL, append(args, values(columns[:t.keys])...)...)
}

func (t *table[T]) delete(ctx context.Context, s *session, row *T) error {
	return t.deleteWhere(ctx, s, t.deleteSQL, values(t.at(row)[:t.keys])...)
}

// deleteWhere deletes what a statement selects.
func (t *table[T]) deleteWhere(ctx context.Context, s *session, query string, args ...any) error {
	if err := s.exec(ctx, query, args...); err != nil {
		return err
	}
	var n int64
	_, err := s.row(ctx, "SELECT changes()", nil, &n)
	s.tally(t.name, -n)
	return err
}

// rows reads what where selects ("WHERE … ORDER BY …"), checksums verified.
func (t *table[T]) rows(ctx context.Context, s *session, where string, args ...any) ([]T, error) {
	var found []T
	err := t.walk(ctx, s, where, args, func(row T, sound bool) error {
		if !sound {
			return t.damaged(&row)
		}
		found = append(found, row)
		return nil
	})
	return found, err
}

// one reads the first row that where selects; false if there is none.
func (t *table[T]) one(ctx context.Context, s *session, where string, args ...any) (T, bool, error) {
	found, err := t.rows(ctx, s, where, args...)
	if err != nil || len(found) == 0 {
		return *new(T), false, err
	}
	return found[0], true, nil
}

// walk calls f with every row that where selects and whether its checksum holds.
func (t *table[T]) walk(ctx context.Context, s *session, where string, args []any, f func(row T, sound bool) error) error {
	var row T
	var sum int64
	columns := t.at(&row)
	return s.each(ctx, t.selectSQL+where, args, append(targets(columns), &sum), func() error {
		return f(row, sum == t.checksum(columns))
	})
}

func (t *table[T]) damaged(row *T) error {
	return registry.Errorf(registry.Damaged, "Bản ghi %s trong cơ sở dữ liệu bị hỏng. Hãy chạy trithuc doctor rồi khôi phục từ bản sao lưu.", t.label(row))
}

// label names a row for a person who looks for it: table and key.
func (t *table[T]) label(row *T) string {
	return t.name + " " + keyText(values(t.at(row)[:t.keys]))
}

// values gives what is bound for columns, with room for a checksum.
func values(columns []column) []any {
	args := make([]any, len(columns), len(columns)+3)
	for i, c := range columns {
		args[i] = c.value()
	}
	return args
}

// targets gives columns as destinations of a scan.
func targets(columns []column) []any {
	dest := make([]any, len(columns), len(columns)+3)
	for i, c := range columns {
		dest[i] = c
	}
	return dest
}

func checksumOf(columns []column) int64 {
	raw := make([]byte, 0, 512)
	for _, c := range columns {
		raw = c.appendTo(raw)
	}
	return checksum(raw)
}

// checksum is the first eight bytes of SHA-256. SQLite itself misses most
// flipped bits inside values; eight bytes miss one damage in 2⁶⁴, and SHA-256 is
// in the standard library, runs on the processor's own instructions and stays
// what it is from release to release. It guards against accidents; against
// people there is the chain of the trail.
func checksum(raw []byte) int64 {
	sum := sha256.Sum256(raw)
	return int64(binary.BigEndian.Uint64(sum[:]))
}
