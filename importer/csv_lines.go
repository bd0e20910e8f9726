package importer

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

const (
	csvField = 4 * maxCellText // bytes kept of one field
	csvLone  = 16              // quotes that may stand within a quoted field without being doubled

	csvRecord = 16 << 20 // bytes of one record
	csvWidth  = 1 << 14  // fields of one record: what a spreadsheet has
)

// csvPatience bounds the bytes that are looked through in vain for the ends of quoted
// fields. A list has a few stray quotes, not hundreds of them that nothing closes.
const csvPatience = 64 << 20

var errQuotes = errors.New("importer: quotes that nothing closes")

// errRecord says that a record is longer than that of any list.
var errRecord = errors.New("importer: record too long")

// csvLines cuts a stream of bytes, in any encoding that has ASCII in it, into the
// fields of its records. It takes what is there: records may be ragged, quotes
// stray, lines end in any of the three ways, and zero bytes are passed over.
type csvLines struct {
	r     *bufio.Reader
	sep   byte
	buf   []byte // the fields of the record, one after another
	ends  []int  // where each of them ends in buf
	width int    // fields of the record up to the last that is not empty
	seen  int    // fields met, beyond the bounds too
	bytes int    // of the record, likewise
	vain  int    // bytes looked through for quotes that never came
}

// fields is how many fields of the record were kept.
func (l *csvLines) fields() int { return len(l.ends) }

// field gives a field of the record, good until the next call of next.
func (l *csvLines) field(i int) []byte {
	from := 0
	if i > 0 {
		from = l.ends[i-1]
	}
	return l.buf[from:l.ends[i]:l.ends[i]]
}

// blank says that the record holds nothing.
func (l *csvLines) blank() bool { return l.width == 0 }

// next reads a record; io.EOF when there is none.
func (l *csvLines) next() error {
	l.buf, l.ends, l.width, l.seen, l.bytes = l.buf[:0], l.ends[:0], 0, 0, 0
	if _, err := l.r.Peek(1); err != nil {
		return err
	}
	for {
		more, err := l.readField()
		if err != nil || !more {
			return err
		}
	}
}

// readField reads one field; more says that another follows in the record.
func (l *csvLines) readField() (more bool, err error) {
	start := len(l.buf)
	n := l.quoted()
	if l.vain > csvPatience {
		return false, errQuotes
	}
	if n > 0 {
		window, _ := l.r.Peek(n + 1)
		for i := 1; i < n; i++ {
			l.put(start, window[i])
			if window[i] == '"' && window[i+1] == '"' && i+1 < n {
				i++ // doubled
			}
		}
		l.r.Discard(n + 1)
		l.bytes += n
	}
	if l.seen >= csvWidth {
		return false, errRecord
	}
	for {
		b, err := l.r.ReadByte()
		l.bytes++
		switch {
		case l.bytes > csvRecord:
			return false, errRecord
		case err == io.EOF, b == '\n' && err == nil:
			l.close(start)
			return false, nil
		case err != nil:
			return false, err
		case b == l.sep:
			l.close(start)
			return true, nil
		case b == '\r':
			if next, err := l.r.Peek(1); err == nil && next[0] == '\n' {
				l.r.Discard(1)
			}
			l.close(start)
			return false, nil
		}
		l.put(start, b)
	}
}

func (l *csvLines) put(start int, b byte) {
	if b != 0 && len(l.ends) < maxColumns && len(l.buf)-start < csvField {
		l.buf = append(l.buf, b)
	}
}

func (l *csvLines) close(start int) {
	l.seen++
	if len(bytes.TrimSpace(l.buf[start:])) > 0 {
		l.width = l.seen
	}
	if len(l.ends) < maxColumns {
		l.ends = append(l.ends, len(l.buf))
	}
}

// quoted says where the quote stands that closes the field which begins here; 0
// where the field is not quoted, or its quote is a stray one that closes nowhere.
func (l *csvLines) quoted() int {
	if first, err := l.r.Peek(1); err != nil || first[0] != '"' {
		return 0
	}
	window, _ := l.r.Peek(l.r.Buffered())
	if n := l.closing(window, false); n >= 0 {
		return n
	}
	window, err := l.r.Peek(l.r.Size()) // costs a move of the buffer, so only now
	return max(l.closing(window, err == io.EOF), 0)
}

// closing finds the closing quote of a field in what can be seen; 0 where there is
// none, -1 where more must be seen to tell. A lone quote inside stands for itself,
// but not behind a line end: there it opens another field, and the first was stray.
func (l *csvLines) closing(window []byte, whole bool) int {
	lone, lines := 0, 0
	for i := 1; i < len(window); i++ {
		switch window[i] {
		case '\n', '\r':
			lines++
			continue
		case '"':
		default:
			continue
		}
		if i+1 == len(window) {
			if whole {
				return i
			}
			return -1
		}
		switch window[i+1] {
		case '"':
			i++
		case l.sep, '\r', '\n':
			return i
		default:
			if lone++; lines > 0 || lone > csvLone {
				l.vain += i
				return 0
			}
		}
	}
	if l.vain += len(window); whole {
		return 0
	}
	return -1
}
