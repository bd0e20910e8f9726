package importer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// maxRawText bounds what is kept of the text between two tags, entities unread.
const maxRawText = 2 * maxCellText

// markup gives the tags of an XML text one by one like tagReader, and the text that
// stood before each. encoding/xml would hold a text of any size as a whole, and
// takes five times as long.
type markup struct {
	tagReader
	keep bool   // whether texts are wanted
	text []byte // before the tag, entities resolved; at most about maxRawText bytes
}

// eachTag gives every tag of a part to use. It refuses a DOCTYPE, tags that do not
// match, and what goes beyond the credit.
func eachTag(f *zip.File, limit int64, on *credit, use func(m *markup, name, attrs []byte, empty bool) error) error {
	rc, err := part(f, limit, on)
	if err != nil {
		return err
	}
	defer rc.Close()
	m := &markup{tagReader: tagReader{r: bufio.NewReaderSize(rc, maxTag)}}
	if err := refuseWide(m.r, f.Name); err != nil {
		return err
	}
	var open openTags
	for {
		name, attrs, empty, err := m.next()
		if err == io.EOF && len(open.ends) == 0 {
			return nil
		}
		err = cutOff(err)
		if err == nil && string(name) == "!DOCTYPE" {
			err = doctype()
		}
		if err == nil {
			err = on.tag()
		}
		if err == nil {
			err = open.meet(name, empty)
		}
		if err == nil {
			err = use(m, name, attrs, empty)
		}
		if err != nil {
			return partError(f.Name, err)
		}
	}
}

// maxDepth is how many elements may stand within each other.
const maxDepth = 200

// openTags are the elements that the place at hand stands in.
type openTags struct {
	names []byte
	ends  []int
}

var errNesting = errors.New("importer: tags do not match")

// meet takes in a tag; an end tag must be that of the innermost element.
func (o *openTags) meet(name []byte, empty bool) error {
	n := len(o.ends)
	switch {
	case name[0] != '/' && empty:
	case name[0] != '/' && n == maxDepth:
		return errNesting
	case name[0] != '/':
		o.names = append(o.names, name...)
		o.ends = append(o.ends, len(o.names))
	default:
		from := 0
		if n > 1 {
			from = o.ends[n-2]
		}
		if n == 0 || !bytes.Equal(o.names[from:], name[1:]) {
			return errNesting
		}
		o.names, o.ends = o.names[:from], o.ends[:n-1]
	}
	return nil
}

// next gives the next tag as tagReader does.
func (m *markup) next() (name, attrs []byte, empty bool, err error) {
	m.text = m.text[:0]
	for {
		if err := m.readText(); err != nil {
			return nil, nil, false, err
		}
		head, _ := m.r.Peek(8)
		switch {
		case bytes.HasPrefix(head, []byte("!--")):
			err = m.skipUntil("-->")
		case bytes.HasPrefix(head, []byte("![CDATA[")):
			err = m.readVerbatim()
		case bytes.HasPrefix(head, []byte("?")):
			err = m.skipUntil("?>")
		default:
			name, attrs, empty, err = m.tag()
			if err == nil && len(name) == 0 {
				err = io.ErrUnexpectedEOF
			}
			return name, attrs, empty, err
		}
		if err != nil {
			return nil, nil, false, err
		}
	}
}

// readText stops behind the next '<'; io.EOF at the end.
func (m *markup) readText() error {
	if !m.keep {
		return m.skipText()
	}
	from := len(m.text)
	for {
		b, err := m.r.ReadSlice('<')
		whole := err == nil
		if whole {
			b = b[:len(b)-1]
		}
		m.text = append(m.text, b[:min(len(b), max(maxRawText-len(m.text), 0))]...)
		if err == bufio.ErrBufferFull {
			continue
		}
		m.text = resolved(m.text, from)
		return err
	}
}

// readVerbatim reads a CDATA section.
func (m *markup) readVerbatim() error {
	m.r.Discard(len("![CDATA["))
	for brackets := 0; ; {
		c, err := m.r.ReadByte()
		if err != nil {
			return cutOff(err)
		}
		if c == '>' && brackets >= 2 {
			if m.keep {
				m.text = m.text[:max(len(m.text)-2, 0)]
			}
			return nil
		}
		if brackets++; c != ']' {
			brackets = 0
		}
		if m.keep && len(m.text) < maxRawText {
			m.text = append(m.text, c)
		}
	}
}

// resolved writes the characters for the entities in b from a place on, in place:
// no entity is shorter than its character.
func resolved(b []byte, from int) []byte {
	if bytes.IndexByte(b[from:], '&') < 0 {
		return b
	}
	out := b[:from]
	for rest := b[from:]; len(rest) > 0; {
		end := bytes.IndexByte(rest[:min(len(rest), 12)], ';')
		if r := entity(rest, end); r >= 0 {
			rest = rest[end+1:]
			out = utf8.AppendRune(out, r)
			continue
		}
		out = append(out, rest[0])
		rest = rest[1:]
	}
	return out
}

// entity gives the character of the entity that begins b and ends with the ';' at
// end; -1 where there is none.
func entity(b []byte, end int) rune {
	if b[0] != '&' || end < 2 {
		return -1
	}
	switch name := string(b[1:end]); name {
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "amp":
		return '&'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	if b[1] != '#' {
		return -1
	}
	digits, base := string(b[2:end]), 10
	if len(digits) > 0 && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if err != nil || !utf8.ValidRune(rune(n)) || n == 0 {
		return -1
	}
	return rune(n)
}

// attrText gives the value of an attribute as it reads; "" where it is not there.
func attrText(attrs []byte, name string) string {
	v := attr(attrs, name)
	if bytes.IndexByte(v, '&') < 0 {
		return string(v)
	}
	return string(resolved(bytes.Clone(v), 0))
}

// attrCount gives a number of repetitions: at least 1, at most maxRow.
func attrCount(attrs []byte, name string) int {
	n, err := strconv.ParseUint(string(attr(attrs, name)), 10, 63)
	switch {
	case err != nil || n == 0:
		return 1
	case n > maxRow:
		return maxRow
	}
	return int(n)
}
