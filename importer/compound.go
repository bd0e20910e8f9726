package importer

import (
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
)

// compound is a compound file ([MS-CFB]): its streams are cut into sectors, and a table
// tells which sector follows which. Only the streams that lie in its root are read, each
// as a whole; the directory and the table are bounded by the size of the file.
type compound struct {
	f       io.ReaderAt
	size    int64
	shift   int      // a sector has 1<<shift bytes
	next    []uint32 // by sector
	small   []uint32 // by small sector, of which streams below the cutoff consist
	inSmall []uint32 // the sectors that the small ones lie in
	entries []compoundEntry
}

// compoundEntry is one line of the directory.
type compoundEntry struct {
	name               string
	kind               byte
	left, right, child uint32
	start              uint32
	size               int64
}

const (
	compoundHeader = 512
	compoundEntryN = 128 // bytes of a line of the directory
	smallShift     = 6
	smallCutoff    = 4096    // bytes from which on a stream has sectors of its own
	maxEntries     = 4 << 20 // bytes of the directory
	lastSector     = 0xFFFFFFFA

	compoundStream = 2 // the kind of an entry
)

var errCompound = errors.New("importer: broken compound file")

// openCompound reads the tables and the directory.
func openCompound(f io.ReaderAt, size int64) (*compound, error) {
	head := make([]byte, compoundHeader)
	if _, err := f.ReadAt(head, 0); err != nil {
		return nil, errors.Join(errCompound, err)
	}
	u32 := func(at int) uint32 { return binary.LittleEndian.Uint32(head[at:]) }
	c := &compound{f: f, size: size, shift: int(binary.LittleEndian.Uint16(head[30:]))}
	if c.shift != 9 && c.shift != 12 || u32(56) != smallCutoff || head[32] != smallShift {
		return nil, errCompound
	}
	if err := c.readTable(head, u32(68)); err != nil {
		return nil, err
	}
	if err := c.readDirectory(u32(48)); err != nil {
		return nil, err
	}
	return c, c.readSmall(u32(60))
}

// readTable reads which sector follows which: the table is itself cut into sectors, of
// which the head names the first 109 and a chain from more on the others.
func (c *compound) readTable(head []byte, more uint32) error {
	sectors := int(c.size >> c.shift) // the head takes up one more
	perSector := 1 << (c.shift - 2)
	b := make([]byte, 1<<c.shift)
	add := func(list []byte, own []byte) error {
		for ; len(list) >= 4 && len(c.next) < sectors; list = list[4:] {
			at := binary.LittleEndian.Uint32(list)
			if at >= lastSector {
				continue
			}
			if err := c.sector(at, own); err != nil {
				return err
			}
			c.next = appendNumbers(c.next, own)
		}
		return nil
	}
	own := make([]byte, 1<<c.shift)
	if err := add(head[76:], own); err != nil {
		return err
	}
	for n := 0; more < lastSector && len(c.next) < sectors; n++ {
		if n > sectors/perSector {
			return errCompound
		}
		if err := c.sector(more, b); err != nil {
			return err
		}
		last := len(b) - 4
		if err := add(b[:last], own); err != nil {
			return err
		}
		more = binary.LittleEndian.Uint32(b[last:])
	}
	return nil
}

func appendNumbers(list []uint32, b []byte) []uint32 {
	for ; len(b) >= 4; b = b[4:] {
		list = append(list, binary.LittleEndian.Uint32(b))
	}
	return list
}

// sector fills b with the beginning of a sector; what the end of the file cut off of the
// last one stays zero.
func (c *compound) sector(n uint32, b []byte) error {
	clear(b)
	got, err := c.f.ReadAt(b, (int64(n)+1)<<c.shift)
	if err != nil && (err != io.EOF || got == 0) {
		return errors.Join(errCompound, err)
	}
	return nil
}

// chain follows a table from a sector on, at most as far as limit sectors.
func chainIn(table []uint32, from uint32, limit int) ([]uint32, error) {
	var list []uint32
	for at := from; at < lastSector; at = table[at] {
		if int64(at) >= int64(len(table)) || len(list) == limit {
			return nil, errCompound
		}
		list = append(list, at)
	}
	return list, nil
}

func (c *compound) readDirectory(from uint32) error {
	sectors, err := chainIn(c.next, from, min(len(c.next), maxEntries>>c.shift))
	if err != nil {
		return err
	}
	raw, err := c.read(sectors, int64(len(sectors))<<c.shift)
	if err != nil || len(raw) == 0 {
		return errors.Join(errCompound, err)
	}
	for ; len(raw) >= compoundEntryN; raw = raw[compoundEntryN:] {
		c.entries = append(c.entries, c.entry(raw))
	}
	return nil
}

func (c *compound) entry(b []byte) compoundEntry {
	letters := min(int(binary.LittleEndian.Uint16(b[64:])), 64)/2 - 1
	units := make([]uint16, max(letters, 0))
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	u32 := func(at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }
	e := compoundEntry{name: string(utf16.Decode(units)), kind: b[66], left: u32(68), right: u32(72), child: u32(76), start: u32(116), size: int64(u32(120))}
	if c.shift == 12 { // only there a stream may be longer
		e.size |= int64(u32(124)&0x7FFFFFFF) << 32
	}
	return e
}

// readSmall reads where small sectors lie and which follows which.
func (c *compound) readSmall(from uint32) error {
	sectors, err := chainIn(c.next, from, len(c.next))
	if err != nil {
		return err
	}
	raw, err := c.read(sectors, int64(len(sectors))<<c.shift)
	if err != nil {
		return err
	}
	c.small = appendNumbers(nil, raw)
	if root := c.entries[0]; len(c.small) > 0 && root.size > 0 {
		c.inSmall, err = chainIn(c.next, root.start, len(c.next))
	}
	return err
}

// streams gives the streams that lie in the root, not those of embedded objects.
func (c *compound) streams() []compoundEntry {
	var found []compoundEntry
	seen := make([]bool, len(c.entries))
	for open := []uint32{c.entries[0].child}; len(open) > 0; {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if int64(at) >= int64(len(seen)) || seen[at] {
			continue
		}
		seen[at] = true
		e := c.entries[at]
		if open = append(open, e.left, e.right); e.kind == compoundStream {
			found = append(found, e)
		}
	}
	return found
}

// stream reads a whole stream.
func (c *compound) stream(e compoundEntry) ([]byte, error) {
	if e.size < smallCutoff {
		return c.smallStream(e)
	}
	sectors, err := chainIn(c.next, e.start, len(c.next))
	if err != nil {
		return nil, err
	}
	return c.read(sectors, e.size)
}

// read reads so many bytes of sectors, those in one piece that lie behind one another.
func (c *compound) read(sectors []uint32, n int64) ([]byte, error) {
	if n > int64(len(sectors))<<c.shift {
		return nil, errCompound
	}
	b := make([]byte, n)
	for rest := b; len(rest) > 0; {
		run := 1
		for run < len(sectors) && sectors[run] == sectors[run-1]+1 {
			run++
		}
		piece := rest[:min(int64(len(rest)), int64(run)<<c.shift)]
		if err := c.sector(sectors[0], piece); err != nil {
			return nil, err
		}
		sectors, rest = sectors[run:], rest[len(piece):]
	}
	return b, nil
}

func (c *compound) smallStream(e compoundEntry) ([]byte, error) {
	list, err := chainIn(c.small, e.start, smallCutoff>>smallShift)
	if err != nil || e.size > int64(len(list))<<smallShift {
		return nil, errors.Join(errCompound, err)
	}
	b := make([]byte, len(list)<<smallShift)
	for i, n := range list {
		in := int(n) >> (c.shift - smallShift)
		if in >= len(c.inSmall) {
			return nil, errCompound
		}
		at := (int64(c.inSmall[in])+1)<<c.shift + int64(n)<<smallShift&(1<<c.shift-1)
		if got, err := c.f.ReadAt(b[i<<smallShift:(i+1)<<smallShift], at); err != nil && (err != io.EOF || got == 0) {
			return nil, errors.Join(errCompound, err)
		}
	}
	return b[:e.size], nil
}
