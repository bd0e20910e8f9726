package importer

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
)

// tagReader gives the tags of an XML text one by one, without its texts. It
// knows just enough XML not to be misled by comments, CDATA and quotes.
type tagReader struct{ r *bufio.Reader }

// next gives the local name ("/row" for an end tag), the attributes as they
// stand, and whether the element is empty. Both slices last until the next call.
func (t *tagReader) next() (name, attrs []byte, empty bool, err error) {
	for {
		if err := t.skipText(); err != nil {
			return nil, nil, false, err
		}
		head, _ := t.r.Peek(8)
		switch {
		case bytes.HasPrefix(head, []byte("!--")):
			err = t.skipUntil("-->")
		case bytes.HasPrefix(head, []byte("![CDATA[")):
			err = t.skipUntil("]]>")
		case bytes.HasPrefix(head, []byte("?")):
			err = t.skipUntil("?>")
		default:
			return t.tag()
		}
		if err != nil {
			return nil, nil, false, err
		}
	}
}

// skipText stops behind the next '<'; io.EOF at the end.
func (t *tagReader) skipText() error {
	for {
		_, err := t.r.ReadSlice('<')
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

func (t *tagReader) skipUntil(end string) error {
	for matched := 0; matched < len(end); {
		c, err := t.r.ReadByte()
		if err != nil {
			return cutOff(err)
		}
		switch {
		case c == end[matched]:
			matched++
		case c == end[0] && (matched < 2 || end[1] != c):
			matched = 1
		case matched == 2 && c == end[1]: // "--->" still ends with "-->"
		default:
			matched = 0
		}
	}
	return nil
}

// cutOff tells an end within a tag or a text from one behind them.
func cutOff(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (t *tagReader) tag() (name, attrs []byte, empty bool, err error) {
	b, err := t.r.ReadSlice('>')
	if err != nil {
		return nil, nil, false, errors.Join(io.ErrUnexpectedEOF, err)
	}
	for bytes.Count(b, []byte{'"'})%2 == 1 { // a '>' within quotes: rare, read on
		b = bytes.Clone(b)
		more, err := t.r.ReadSlice('>')
		if err != nil || len(b) > maxTag {
			return nil, nil, false, errors.Join(io.ErrUnexpectedEOF, err)
		}
		b = append(b, more...)
	}
	b = b[:len(b)-1]
	if n := len(b); n > 0 && b[n-1] == '/' {
		b, empty = b[:n-1], true
	}
	end := bytes.IndexAny(b, " \t\r\n")
	if end < 0 {
		end = len(b)
	}
	name, attrs = b[:end], b[end:]
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		if name[0] == '/' {
			name = name[i:]
			name[0] = '/' // over the colon
		} else {
			name = name[i+1:]
		}
	}
	return name, attrs, empty, nil
}

// attr gives the value of an attribute; nil where it is not there.
func attr(attrs []byte, name string) []byte {
	for rest := attrs; ; {
		i := bytes.Index(rest, []byte(name+"="))
		if i < 0 {
			return nil
		}
		if i > 0 && bytes.IndexByte([]byte(" \t\r\n"), rest[i-1]) < 0 {
			rest = rest[i+1:]
			continue
		}
		v := rest[i+len(name)+1:]
		if len(v) < 2 {
			return nil
		}
		end := bytes.IndexByte(v[1:], v[0])
		if end < 0 {
			return nil
		}
		return v[1 : 1+end]
	}
}

// nextAttr cuts the first attribute off: its whole name and its value as it stands;
// false where there is none.
func nextAttr(attrs []byte) (name, value, rest []byte, ok bool) {
	name, rest, ok = bytes.Cut(bytes.TrimLeft(attrs, " \t\r\n"), []byte{'='})
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if !ok || len(rest) < 2 {
		return nil, nil, nil, false
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return nil, nil, nil, false
	}
	return bytes.TrimRight(name, " \t\r\n"), rest[1 : 1+end], rest[2+end:], true
}

func attrInt(attrs []byte, name string) (int, bool) {
	v := attr(attrs, name)
	n, err := strconv.Atoi(string(v))
	return n, err == nil && n >= 0 && n <= maxRow
}

// parseCell reads "C12" in either case; some programs write "$C$12".
func parseCell(b []byte) (col, row int, ok bool) {
	for _, c := range b {
		switch {
		case c == '$':
		case row == 0 && c|0x20 >= 'a' && c|0x20 <= 'z':
			col = col*26 + int(c|0x20-'a') + 1
		case c >= '0' && c <= '9':
			row = row*10 + int(c-'0')
		default:
			return 0, 0, false
		}
		if col > 16384 || row > 1<<20 {
			return 0, 0, false
		}
	}
	return col, row, col > 0 && row > 0
}

// parseRange reads "V6:y6"; a single cell is no range.
func parseRange(b []byte) (rect, bool) {
	from, to, ok := bytes.Cut(b, []byte(":"))
	if !ok {
		return rect{}, false
	}
	c1, r1, ok1 := parseCell(from)
	c2, r2, ok2 := parseCell(to)
	return rect{min(r1, r2), min(c1, c2), max(r1, r2), max(c1, c2)}, ok1 && ok2
}
