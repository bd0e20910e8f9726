package bleve

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"

	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

// What is kept in memory of a segment is written beside it, so that opening an index
// reads arrays and not every term: a second instead of a dozen for a million people. Such
// a file is derived; where it is missing, of another form or not as it was written, the
// segment itself is read.

// keptFolder is where the files lie in an edition.
const keptFolder = "kept"

// keptForm changes with what a file holds.
const keptForm = "trithuc kept 2\n"

// fewestKept is of how many people a segment must be for a file: a smaller one is read as fast.
const fewestKept = 100

// keptPath gives where the file of a segment lies; "" for a segment without one.
func keptPath(seg segapi.Segment) string {
	p, ok := seg.(segapi.PersistedSegment)
	if !ok || seg.Count() < fewestKept {
		return ""
	}
	edition := filepath.Dir(filepath.Dir(p.Path()))
	return filepath.Join(edition, keptFolder, strings.TrimSuffix(filepath.Base(p.Path()), ".zap"))
}

// sweep removes the files of segments that are no more.
func sweep(parts []part) error {
	folder, there := "", map[string]bool{}
	for _, p := range parts {
		if path := keptPath(p.seg); path != "" {
			folder, there[filepath.Base(path)] = filepath.Dir(path), true
		}
	}
	if folder == "" {
		return nil
	}
	files, err := os.ReadDir(folder)
	for _, f := range files {
		if !there[f.Name()] {
			err = errors.Join(err, os.Remove(filepath.Join(folder, f.Name())))
		}
	}
	return err
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// keep writes the file of a segment.
func (s *segment) keep(path string) error {
	sum, err := zapSum(s.seg)
	if err != nil {
		return err
	}
	b := append([]byte(keptForm), sum...)
	b = s.encode(b)
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// kept reads the file of a segment; false where it does not fit.
func (s *segment) kept(path string) bool {
	b, err := os.ReadFile(path)
	if err != nil || len(b) < len(keptForm)+8 {
		return false
	}
	body, sum := b[:len(b)-4], b[len(b)-4:]
	zap, err := zapSum(s.seg)
	if err != nil || string(body[:len(keptForm)+4]) != keptForm+string(zap) || crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(sum) {
		return false
	}
	return s.decode(body[len(keptForm)+4:]) == nil
}

// zapSum gives the checksum that a segment's own file ends with: whose file this is.
func zapSum(seg segapi.Segment) ([]byte, error) {
	p, ok := seg.(segapi.PersistedSegment)
	if !ok {
		return nil, fmt.Errorf("segment %T has no file", seg)
	}
	file, err := os.Open(p.Path())
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	sum := make([]byte, 4)
	_, err = file.ReadAt(sum, info.Size()-4)
	return sum, err
}

// encode adds all that is kept of a segment.
func (s *segment) encode(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(s.n))
	b = appendStrings(b, s.words)
	b = appendStrings(b, s.terms)
	b = append32(b, s.places.slots)
	b = append32(b, s.start)
	b = append32(b, s.tokens)
	b = append32(b, s.order.docs)
	for _, tag := range facetTags {
		b = s.columns[tag].encode(b)
	}
	return b
}

func (c *column) encode(b []byte) []byte {
	b = appendStrings(b, c.values)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(c.sets)))
	for _, set := range c.sets {
		b = append32(b, set)
	}
	for _, set := range c.data {
		b = binary.LittleEndian.AppendUint16(b, set)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(c.rest)))
	for d, set := range c.rest {
		b = append32(binary.LittleEndian.AppendUint32(b, d), set)
	}
	return b
}

func appendStrings(b []byte, all []string) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(all)))
	for _, s := range all {
		b = appendBytes(b, []byte(s))
	}
	return b
}

func append32(b []byte, all []uint32) []byte {
	b = slices.Grow(binary.LittleEndian.AppendUint32(b, uint32(len(all))), 4*len(all))
	for _, v := range all {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// decode reads what encode wrote.
func (s *segment) decode(b []byte) error {
	r := &keptReader{b: b}
	if n := r.number(); int(n) != s.n {
		return errKept
	}
	s.words, s.terms, s.places.slots = r.strings(), r.strings(), r.numbers()
	s.start, s.tokens, s.order.docs = r.numbers(), r.numbers(), r.numbers()
	for _, tag := range facetTags {
		s.columns[tag] = r.column(s.n)
	}
	if r.err == nil && (len(s.start) != s.n+1 || len(s.order.docs) != s.n || !s.places.sound()) {
		r.err = errKept
	}
	return r.err
}

var errKept = errors.New("file of a segment is damaged")

// keptReader reads a file piece by piece. After the first failure all is empty.
type keptReader struct {
	b   []byte
	err error
}

// take gives the next n bytes.
func (r *keptReader) take(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.b) {
		r.err = errKept
		return nil
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *keptReader) number() uint32 {
	v := r.take(4)
	if v == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(v)
}

func (r *keptReader) numbers() []uint32 {
	v := r.take(4 * int(r.number()))
	all := make([]uint32, len(v)/4)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(v[4*i:])
	}
	return all
}

func (r *keptReader) strings() []string {
	var all []string
	for n := r.number(); n > 0 && r.err == nil; n-- {
		v, rest, err := takeBytes(r.b)
		if err != nil {
			r.err = err
			return nil
		}
		all, r.b = append(all, string(v)), rest
	}
	return all
}

func (r *keptReader) column(n int) *column {
	c := &column{values: r.strings()}
	for i := r.number(); i > 0 && r.err == nil; i-- {
		c.sets = append(c.sets, r.numbers())
	}
	v := r.take(2 * n)
	c.data = make([]uint16, len(v)/2)
	for i := range c.data {
		c.data[i] = binary.LittleEndian.Uint16(v[2*i:])
	}
	for i := r.number(); i > 0 && r.err == nil; i-- {
		if c.rest == nil {
			c.rest = map[uint32][]uint32{}
		}
		d := r.number()
		c.rest[d] = r.numbers()
	}
	return c
}
