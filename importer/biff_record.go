package importer

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// The records of BIFF that say something about cells ([MS-XLS] 2.3).
const (
	recFormula    = 0x0006
	recEOF        = 0x000A
	recDateMode   = 0x0022
	recFilePass   = 0x002F
	recFont       = 0x0031
	recContinue   = 0x003C
	recCodePage   = 0x0042
	recBoundSheet = 0x0085
	recMulRK      = 0x00BD
	recRString    = 0x00D6
	recXF         = 0x00E0
	recMergeCells = 0x00E5
	recSST        = 0x00FC
	recLabelSST   = 0x00FD
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBoolErr    = 0x0205
	recString     = 0x0207
	recRK         = 0x027E
	recFormat     = 0x041E
	recBOF        = 0x0809
)

var errBIFF = errors.New("importer: broken BIFF record")

// record is one record of a BIFF stream.
type record struct {
	kind uint16
	body []byte
	at   int // where the body begins in the stream
}

// next is where the following record begins.
func (r record) next() int { return r.at + len(r.body) }

// recordAt reads the record whose header begins at the byte at; false where the
// stream ends or the record reaches beyond it.
func recordAt(data []byte, at int) (record, bool) {
	if at < 0 || at+4 > len(data) {
		return record{}, false
	}
	size := int(binary.LittleEndian.Uint16(data[at+2:]))
	if at+4+size > len(data) {
		return record{}, false
	}
	return record{binary.LittleEndian.Uint16(data[at:]), data[at+4 : at+4+size], at + 4}, true
}

// u16 and u32 read a number at a place of a body, zero where it is too short.
func (r record) u16(i int) int {
	if i+2 > len(r.body) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(r.body[i:]))
}

func (r record) u32(i int) uint32 {
	if i+4 > len(r.body) {
		return 0
	}
	return binary.LittleEndian.Uint32(r.body[i:])
}

// chain is a cursor over the body of a record and of the CONTINUE records behind
// it. After a read beyond their end it is broken and gives zeros.
type chain struct {
	data     []byte
	pos, end int // within the current body
	broken   bool
}

// chainOf begins at a place of the body of a record.
func chainOf(data []byte, r record, from int) chain {
	c := chain{data: data, pos: r.at + from, end: r.next()}
	if c.pos > c.end {
		c.pos, c.broken = c.end, true
	}
	return c
}

// more makes sure that a byte is left, moving on to the next CONTINUE if need be.
func (c *chain) more() bool {
	for c.pos >= c.end && !c.broken {
		r, ok := recordAt(c.data, c.end)
		if !ok || r.kind != recContinue {
			c.broken = true
			break
		}
		c.pos, c.end = r.at, r.next()
	}
	return !c.broken
}

func (c *chain) byte() int {
	if !c.more() {
		return 0
	}
	c.pos++
	return int(c.data[c.pos-1])
}

func (c *chain) u16() int { return c.byte() | c.byte()<<8 }

func (c *chain) skip(n int) {
	for n > 0 && c.more() {
		step := min(n, c.end-c.pos)
		c.pos += step
		n -= step
	}
}

// text reads a string of BIFF8 whose count of characters is known: flags, the
// characters, then formatting runs and phonetics, which are passed over. Where the
// characters go on in a CONTINUE record they begin there with flags anew and may
// change between one and two bytes each ([MS-XLS] 2.5.293). At most keep units are
// returned; with keep 0 the string is only passed.
func (c *chain) text(count, keep int) string {
	flags := c.byte()
	runs, extra := 0, 0
	if flags&0x08 != 0 {
		runs = c.u16()
	}
	if flags&0x04 != 0 {
		extra = c.u16() | c.u16()<<16
	}
	units := make([]uint16, 0, min(count, keep))
	for wide := flags & 1; count > 0; {
		if c.pos >= c.end {
			wide = c.byte() & 1
			if c.broken {
				break
			}
			continue // nothing follows the flags: on to the next CONTINUE
		}
		n := min(count, (c.end-c.pos)>>wide)
		if n == 0 { // half a character
			c.broken = true
			break
		}
		units = appendUnits(units, c.data[c.pos:c.pos+n<<wide], wide, keep)
		c.pos += n << wide
		count -= n
	}
	c.skip(runs*4 + extra)
	return string(utf16.Decode(units))
}

func appendUnits(units []uint16, b []byte, wide, keep int) []uint16 {
	for i := 0; i < len(b) && len(units) < keep; i += 1 << wide {
		u := uint16(b[i])
		if wide == 1 {
			u |= uint16(b[i+1]) << 8
		}
		units = append(units, u)
	}
	return units
}
