package sqlite

import (
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"trithuc/registry"
)

// column is one value of a row, seen where it stands in a Go struct. One
// description of a table's columns serves binding, scanning and the checksum,
// so that the three can never disagree.
type column interface {
	sql.Scanner
	value() any                 // what is bound
	appendTo(raw []byte) []byte // the canonical form, for checksums: self-delimiting
}

// The kinds of column. Each is its Go type under another name, so that
// (*text)(&q.Degree) costs nothing.
type (
	text      string
	number    int
	integer   int64
	reference int64 // NULL for 0: an id of another row
	boolean   bool
	real      float64
	blob      []byte
	date      registry.Date
	moment    time.Time // microseconds; the zero time is 0
)

// document is a value kept as JSON; NULL for an empty one.
type document[T any] struct{ at *T }

func documentOf[T any](at *T) column { return document[T]{at} }

// misfit is a stored value of the wrong type: the file was damaged or written by others.
func misfit(want string, got any) error {
	return &registry.Error{Kind: registry.Damaged, Message: "Một giá trị trong cơ sở dữ liệu bị hỏng. Hãy chạy trithuc doctor để biết chỗ hỏng.",
		Err: fmt.Errorf("want %s, got %T", want, got)}
}

func (c *text) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return misfit("text", src)
	}
	*c = text(s)
	return nil
}

func (c *number) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return misfit("integer", src)
	}
	*c = number(n)
	return nil
}

func (c *integer) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return misfit("integer", src)
	}
	*c = integer(n)
	return nil
}

func (c *reference) Scan(src any) error {
	if src == nil {
		*c = 0
		return nil
	}
	return (*integer)(c).Scan(src)
}

func (c *boolean) Scan(src any) error {
	n, ok := src.(int64)
	if !ok || n != 0 && n != 1 {
		return misfit("0 or 1", src)
	}
	*c = n == 1
	return nil
}

func (c *real) Scan(src any) error {
	f, ok := src.(float64)
	if !ok {
		return misfit("real", src)
	}
	*c = real(f)
	return nil
}

func (c *blob) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok && src != nil {
		return misfit("blob", src)
	}
	*c = append(blob(nil), b...)
	return nil
}

func (c *date) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return misfit("date", src)
	}
	d, err := registry.ParseDate(s)
	if err != nil {
		return misfit("date", src)
	}
	*c = date(d)
	return nil
}

func (c *moment) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return misfit("microseconds", src)
	}
	*c = moment{}
	if n != 0 {
		*c = moment(time.UnixMicro(n).UTC())
	}
	return nil
}

func (c document[T]) Scan(src any) error {
	*c.at = *new(T)
	if src == nil {
		return nil
	}
	s, ok := src.(string)
	if !ok || json.Unmarshal([]byte(s), c.at) != nil {
		return misfit("JSON", src)
	}
	// A name in another case reads the same, and is not what was written.
	if string(c.raw()) != s {
		return misfit("JSON as it is written here", src)
	}
	return nil
}

func (c *text) value() any    { return string(*c) }
func (c *number) value() any  { return int64(*c) }
func (c *integer) value() any { return int64(*c) }
func (c *boolean) value() any { return c.bit() }
func (c *real) value() any    { return float64(*c) }
func (c *blob) value() any    { return []byte(*c) }
func (c *date) value() any    { return registry.Date(*c).String() }
func (c *moment) value() any  { return c.micro() }

func (c *reference) value() any {
	if *c == 0 {
		return nil
	}
	return int64(*c)
}

func (c document[T]) value() any {
	if raw := c.raw(); raw != nil {
		return string(raw)
	}
	return nil
}

// raw gives the JSON, nil for an empty value. What is kept this way is made of
// strings, numbers and lists, which always marshal.
func (c document[T]) raw() []byte {
	raw, err := json.Marshal(c.at)
	if err != nil {
		panic(err)
	}
	switch string(raw) {
	case "null", "[]", "{}", `""`:
		return nil
	}
	return raw
}

func (c *boolean) bit() int64 {
	if *c {
		return 1
	}
	return 0
}

func (c *moment) micro() int64 {
	if t := time.Time(*c); !t.IsZero() {
		return t.UnixMicro()
	}
	return 0
}

// appendHeld gives the canonical form of columns that came with a later schema:
// only of those that hold something, each behind before and its place. A row that
// an earlier schema wrote keeps the checksum it has.
func appendHeld(raw, before []byte, columns []column) []byte {
	for i, c := range columns {
		switch c.value() {
		case nil, "", int64(0), float64(0):
			continue
		}
		raw = append(raw, before...)
		raw = c.appendTo(binary.AppendUvarint(raw, uint64(i)))
	}
	return raw
}

func appendString[S string | []byte](raw []byte, s S) []byte {
	return append(binary.AppendUvarint(raw, uint64(len(s))), s...)
}

func (c *text) appendTo(raw []byte) []byte      { return appendString(raw, string(*c)) }
func (c *number) appendTo(raw []byte) []byte    { return binary.AppendVarint(raw, int64(*c)) }
func (c *integer) appendTo(raw []byte) []byte   { return binary.AppendVarint(raw, int64(*c)) }
func (c *reference) appendTo(raw []byte) []byte { return binary.AppendVarint(raw, int64(*c)) }
func (c *boolean) appendTo(raw []byte) []byte   { return binary.AppendVarint(raw, c.bit()) }
func (c *blob) appendTo(raw []byte) []byte      { return appendString(raw, []byte(*c)) }
func (c *moment) appendTo(raw []byte) []byte    { return binary.AppendVarint(raw, c.micro()) }
func (c document[T]) appendTo(raw []byte) []byte {
	return appendString(raw, c.raw())
}

func (c *real) appendTo(raw []byte) []byte {
	return binary.BigEndian.AppendUint64(raw, math.Float64bits(float64(*c)))
}

func (c *date) appendTo(raw []byte) []byte {
	raw = binary.AppendVarint(raw, int64(c.Year))
	raw = binary.AppendVarint(raw, int64(c.Month))
	return binary.AppendVarint(raw, int64(c.Day))
}
