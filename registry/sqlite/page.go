package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// Pages of the database file as SQLite's own description has them
// (https://sqlite.org/fileformat2.html, 1.6). The first byte of a page of a tree is
// one of these; pages of long values and of free room begin with the number of another
// page, whose first byte is 0 below mostPages.
const (
	indexInner = 2
	tableInner = 5
	indexLeaf  = 10
	tableLeaf  = 13

	mostPages  = 1 << 25
	fileHeader = 100 // bytes before the head of page 1
)

var errPage = errors.New("a page of the database does not hold what its head says")

// ofTree says that a page belongs to a tree.
func ofTree(page []byte, number int64) bool {
	return slices.Contains([]byte{indexInner, tableInner, indexLeaf, tableLeaf}, page[headAt(number)])
}

func headAt(number int64) int {
	if number == 1 {
		return fileHeader
	}
	return 0
}

// blanked gives a page of a tree with nothing in it but what belongs to the tree: its
// head, its cells and the list of its free blocks. What SQLite leaves elsewhere when it
// parts or joins pages, copies of cells that stand in other pages, is zero in it.
func blanked(page []byte, number int64, reserved int) ([]byte, error) {
	l := layout{page, headAt(number), len(page) - reserved}
	clean := make([]byte, len(page))
	keep := func(from, to int) error {
		if from < 0 || to < from || to > len(page) {
			return errPage
		}
		copy(clean[from:to], page[from:to])
		return nil
	}
	cells := int(binary.BigEndian.Uint16(page[l.head+3:]))
	pointers := l.head + l.headSize()
	err := errors.Join(keep(0, pointers+2*cells), keep(l.usable, len(page)))
	for i := 0; i < cells && err == nil; i++ {
		at := int(binary.BigEndian.Uint16(page[pointers+2*i:]))
		size, ok := l.cellSize(at)
		if !ok || at < pointers+2*cells || at+size > l.usable {
			return nil, errPage
		}
		err = keep(at, at+size)
	}
	for at := int(binary.BigEndian.Uint16(page[l.head+1:])); at != 0 && err == nil; {
		if err = keep(at, at+4); err == nil { // the next block, and the size of this one
			next := int(binary.BigEndian.Uint16(page[at:]))
			if next != 0 && next <= at {
				return nil, errPage
			}
			at = next
		}
	}
	return clean, err
}

// soiled says that a page of a tree holds anything beside the tree.
func soiled(page []byte, number int64, reserved int) (bool, error) {
	clean, err := blanked(page, number, reserved)
	return err == nil && !bytes.Equal(clean, page), err
}

// layout is how one page of a tree is to be read.
type layout struct {
	page   []byte
	head   int // where its head begins
	usable int // bytes before those reserved for others
}

func (l layout) kind() byte { return l.page[l.head] }

// headSize gives the bytes of the head: inner pages name their last child in it.
func (l layout) headSize() int {
	if l.kind() == indexInner || l.kind() == tableInner {
		return 12
	}
	return 8
}

// cellSize gives the bytes of the cell at a place, without what stands in other pages.
func (l layout) cellSize(at int) (int, bool) {
	end := at
	number := func() (n int64) {
		size := 0
		n, size = varint(l.page[min(end, l.usable):l.usable])
		if end += size; size == 0 {
			end = l.usable + 1
		}
		return n
	}
	if l.headSize() == 12 {
		end += 4 // the child
	}
	payload := number()
	switch l.kind() {
	case tableInner: // that was the key, and there is nothing else
		return end - at, end <= l.usable
	case tableLeaf:
		number() // the key
	}
	if end > l.usable || payload < 0 {
		return 0, false
	}
	return end - at + l.local(payload), true
}

// local gives how many bytes of so many a cell holds itself, with the number of the
// page where the rest begins.
func (l layout) local(payload int64) int {
	least, most := (l.usable-12)*32/255-23, (l.usable-12)*64/255-23
	if l.kind() == tableLeaf {
		most = l.usable - 35
	}
	if payload <= int64(most) {
		return int(payload)
	}
	held := least + int((payload-int64(least))%int64(l.usable-4))
	if held > most {
		held = least
	}
	return held + 4
}

// varint reads a number as SQLite writes it, seven bits a byte, the highest first, and
// all eight of a ninth; size is 0 where it does not end.
func varint(raw []byte) (n int64, size int) {
	for i, b := range raw {
		if i == 8 {
			return n<<8 | int64(b), 9
		}
		n = n<<7 | int64(b&0x7f)
		if b < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}
