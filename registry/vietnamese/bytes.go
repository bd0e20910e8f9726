package vietnamese

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// DecodeBytes returns the text of a whole file, such as CSV, and the encoding it
// was in: UTF-8 and UTF-16 with or without a byte order mark, TCVN3, VNI-Windows
// or Windows-1258, told apart by the syllables that come out. The mark is not
// part of the text. Bytes with no sign of Vietnamese are read as Windows-1258,
// which differs from cp1252 in a few letters only. The text is NFC, with its line
// ends as they were. Cells of a file in UTF-8 may still need Decode.
func DecodeBytes(b []byte) (string, Encoding) {
	if rest, ok := bytes.CutPrefix(b, []byte("\xEF\xBB\xBF")); ok {
		return NFC(string(bytes.ToValidUTF8(rest, []byte("\uFFFD")))), Unicode
	}
	if e := utf16Kind(b); e != Unicode {
		return NFC(decodeUTF16(b, e)), e
	}
	if utf8.Valid(b) {
		return NFC(string(b)), Unicode
	}
	return decode8Bit(b)
}

// utf16Kind tells UTF-16 by its mark or by the zero bytes of its ASCII letters;
// Unicode means that b is neither kind.
func utf16Kind(b []byte) Encoding {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return UTF16LE
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return UTF16BE
	}
	var zeros [2]int
	head := b[:min(len(b), 4096)]
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch enough := len(head) / 8; {
	case zeros[1] > enough && zeros[0] == 0:
		return UTF16LE
	case zeros[0] > enough && zeros[1] == 0:
		return UTF16BE
	}
	return Unicode
}

func decodeUTF16(b []byte, e Encoding) string {
	var order binary.ByteOrder = binary.LittleEndian
	if e == UTF16BE {
		order = binary.BigEndian
	}
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) > 1; b = b[2:] {
		units = append(units, order.Uint16(b))
	}
	return strings.TrimPrefix(string(utf16.Decode(units)), "\uFEFF")
}

// decode8Bit reads b as the old encoding that makes most syllables of its head.
func decode8Bit(b []byte) (string, Encoding) {
	var s strings.Builder
	s.Grow(len(b) * 3 / 2)
	for _, c := range b {
		s.WriteRune(cp1252Rune(c))
	}
	head := firstRunes(s.String(), 1<<16)
	best, valid := CP1258, read(head, CP1258).valid
	for _, e := range [...]Encoding{TCVN3, VNI} {
		if n := read(head, e).valid; n > valid {
			best, valid = e, n
		}
	}
	var out strings.Builder
	for line := range strings.Lines(s.String()) {
		out.WriteString(finish(line, read(line, best).text, best, ""))
	}
	return out.String(), best
}

// firstRunes returns about the first n bytes of s, cut between characters.
func firstRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// cp1252Rune is the inverse of cp1252Byte.
func cp1252Rune(c byte) rune {
	if r := charmap.Windows1252.DecodeByte(c); r != utf8.RuneError {
		return r
	}
	return rune(c)
}

// unmojibake reads s, UTF-8 taken for cp1252, as it was meant; false if it is
// not such text. A no-break space inside a letter may have become a plain one.
func unmojibake(s string) (string, bool) {
	b := make([]byte, 0, len(s))
	lead := false
	for i, r := range s {
		c, ok := cp1252Byte(r)
		if !ok {
			return "", false
		}
		lead = lead || c >= 0xC2
		if c == ' ' && opensWithA0(b) {
			b = append(b, 0xA0)
			if i+1 == len(s) || s[i+1] < 'A' || s[i+1] > 'Z' {
				continue // the blank was the letter's, not the one before a new word
			}
		}
		b = append(b, c)
	}
	if !lead || !utf8.Valid(b) {
		return "", false
	}
	return string(b), true
}

// opensWithA0 reports whether b ends in the middle of a letter that is in use and
// ends in the byte A0: à, Ơ, Ạ, Ỡ.
func opensWithA0(b []byte) bool {
	n := len(b)
	if n == 0 {
		return false
	}
	if b[n-1] == 0xC3 || b[n-1] == 0xC6 {
		return true
	}
	return n > 1 && b[n-2] == 0xE1 && (b[n-1] == 0xBA || b[n-1] == 0xBB)
}

// cp1252Byte returns the byte that shows as r; the five bytes that cp1252 leaves
// undefined pass as control characters, as browsers and Excel let them.
func cp1252Byte(r rune) (byte, bool) {
	if r >= 0x80 && r < 0xA0 {
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}
