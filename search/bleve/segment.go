package bleve

import (
	"errors"
	"math"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	segapi "github.com/blevesearch/scorch_segment_api/v2"

	"trithuc/registry"
	"trithuc/search"
)

// segment is one immutable segment of the index and what is kept of it in
// memory: the names as numbered words, and one column for each facet.
type segment struct {
	seg segapi.Segment
	n   int // documents, deleted ones too

	// Names. Document d is called tokens[start[d]:start[d+1]], numbers of words.
	words  []string
	number map[string]uint32
	bear   []atomic.Pointer[roaring.Bitmap] // who bears the word anywhere in the name; nil where nobody asked yet
	given  []atomic.Pointer[roaring.Bitmap] // whose name ends with the word; likewise
	tokens []uint32
	start  []uint32

	terms   []string // the words of all topics
	places  placesOf
	order   order
	columns map[string]*column // by tag
}

// order is the order of names within a segment.
type order struct {
	ranks []uint32 // the place of each document
	docs  []uint32 // the document at each place
}

// column holds one facet of every document: the number of its set of values.
// Most people have one value or none, and few combinations occur.
type column struct {
	values []string
	sets   [][]uint32          // set 0 is empty
	data   []uint16            // document → set
	rest   map[uint32][]uint32 // documents whose set had no number left
}

// facetTags are the tags that have a column.
var facetTags = []string{tagDegree, tagTitle, tagSex, tagBirth, tagEmployer, tagMain, tagHonour, tagAnyField, tagUnit, tagLanguage, tagWard, tagAbroad, tagSector, tagOwner, tagScope}

// loadSegment reads what is kept in memory. The segment must stay referenced
// for as long as it is used.
func loadSegment(seg segapi.Segment) (*segment, error) {
	s := &segment{seg: seg, n: int(seg.Count()), columns: map[string]*column{}}
	path := keptPath(seg)
	if path == "" || !s.kept(path) {
		if err := s.read(); err != nil {
			return nil, err
		}
		if path != "" {
			if err := s.keep(path); err != nil && !full(err) {
				return nil, err
			}
		}
	}
	s.bear = make([]atomic.Pointer[roaring.Bitmap], len(s.words))
	s.given = make([]atomic.Pointer[roaring.Bitmap], len(s.words))
	s.number = make(map[string]uint32, len(s.words))
	for i, w := range s.words {
		s.number[w] = uint32(i)
	}
	s.order.ranks = make([]uint32, s.n)
	for rank, d := range s.order.docs {
		s.order.ranks[d] = uint32(rank)
	}
	return s, nil
}

// read reads the terms of the segment itself.
func (s *segment) read() error {
	*s = segment{seg: s.seg, n: s.n, columns: map[string]*column{}}
	if err := errors.Join(s.loadNames(), s.loadTerms(), s.loadOrder()); err != nil {
		return err
	}
	for _, tag := range facetTags {
		if err := s.loadColumn(tag); err != nil {
			return err
		}
	}
	return nil
}

// loadTerms lists the words of all topics, and where every term stands.
func (s *segment) loadTerms() error {
	known := map[string]bool{}
	var all []placed
	for i, t := range topics {
		err := s.eachTerm(t.field, "", "", func(term string, _ *roaring.Bitmap) error {
			all = append(all, placed{hashOf(term), i})
			if term >= firstWord && !known[term] {
				term = strings.Clone(term)
				known[term] = true
				s.terms = append(s.terms, term)
			}
			return nil
		}, false)
		if err != nil {
			return err
		}
	}
	s.places = newPlaces(all)
	return nil
}

// loadOrder reads the order of names.
func (s *segment) loadOrder() error {
	s.order.docs = make([]uint32, 0, s.n)
	return s.eachTerm(orderField, "", "", func(_ string, who *roaring.Bitmap) error {
		s.order.docs = append(s.order.docs, who.ToArray()...)
		return nil
	}, true)
}

// eachTerm walks over the terms of a field from one up to another (exclusive;
// empty for the end), with who bears them where that is asked for.
func (s *segment) eachTerm(field, from, to string, do func(string, *roaring.Bitmap) error, bitmaps bool) error {
	dict, err := s.seg.Dictionary(field)
	if err != nil {
		return err
	}
	var end []byte
	if to != "" {
		end = []byte(to)
	}
	terms := dict.AutomatonIterator(nil, []byte(from), end)
	for {
		e, err := terms.Next()
		if err != nil || e == nil {
			return err
		}
		var b *roaring.Bitmap
		if bitmaps {
			if b, err = postings(dict, e.Term); err != nil {
				return err
			}
		}
		if err := do(e.Term, b); err != nil {
			return err
		}
	}
}

// postings gives who bears a term. The bitmap may lie in the mapped file: it
// must not be changed, nor outlive the segment.
func postings(dict segapi.TermDictionary, term string) (*roaring.Bitmap, error) {
	list, err := dict.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	it, ok := list.Iterator(false, false, false, nil).(segapi.OptimizablePostingsIterator)
	if !ok {
		return noOne, nil
	}
	if n, one := it.DocNum1Hit(); one {
		return roaring.BitmapOf(uint32(n)), nil
	}
	if b := it.ActualBitmap(); b != nil {
		return b, nil
	}
	return noOne, nil
}

// errEnough ends a walk over terms.
var errEnough = errors.New("enough")

// noOne is the empty bitmap; it is never changed.
var noOne = roaring.New()

func (s *segment) loadNames() error {
	type place struct {
		at, word uint32
		who      *roaring.Bitmap
	}
	var places []place
	numbers := map[string]uint32{}
	counts := make([]uint32, s.n+1)
	err := s.eachTerm(nameField, "", "", func(term string, who *roaring.Bitmap) error {
		word, ok := numbers[term[1:]]
		if !ok {
			w := strings.Clone(term[1:])
			word = uint32(len(s.words))
			numbers[w] = word
			s.words = append(s.words, w)
		}
		places = append(places, place{uint32(term[0] - 'A'), word, who})
		for it := who.Iterator(); it.HasNext(); {
			counts[it.Next()+1]++
		}
		return nil
	}, true)
	if err != nil {
		return err
	}
	for d := range s.n {
		counts[d+1] += counts[d]
	}
	s.start, s.tokens = counts, make([]uint32, counts[s.n])
	for _, p := range places {
		for it := p.who.Iterator(); it.HasNext(); {
			if at := s.start[it.Next()] + p.at; int(at) < len(s.tokens) {
				s.tokens[at] = p.word
			}
		}
	}
	return nil
}

// bearers gives who bears a word of names anywhere in the name. It is read when it is
// first asked for.
func (s *segment) bearers(number uint32) (*roaring.Bitmap, error) {
	if who := s.bear[number].Load(); who != nil {
		return who, nil
	}
	dict, err := s.seg.Dictionary(nameField)
	if err != nil {
		return nil, err
	}
	var all []*roaring.Bitmap
	for at := range maxNameWords {
		who, err := postings(dict, string(rune('A'+at))+s.words[number])
		if err != nil {
			return nil, err
		}
		all = append(all, who)
	}
	who := union(all)
	s.bear[number].Store(who)
	return who, nil
}

// givenTo gives whose name ends with a word of names. It is worked out when it is first
// asked for.
func (s *segment) givenTo(number uint32) (*roaring.Bitmap, error) {
	if who := s.given[number].Load(); who != nil {
		return who, nil
	}
	all, err := s.bearers(number)
	if err != nil {
		return nil, err
	}
	who := roaring.New()
	for it := all.Iterator(); it.HasNext(); {
		d := it.Next()
		if name := s.name(d); len(name) > 0 && name[len(name)-1] == number {
			who.Add(d)
		}
	}
	s.given[number].Store(who)
	return who, nil
}

// family gives whose name begins with a word of names.
func (s *segment) family(number uint32) (*roaring.Bitmap, error) {
	dict, err := s.seg.Dictionary(nameField)
	if err != nil {
		return nil, err
	}
	return postings(dict, "A"+s.words[number])
}

// name gives the words of a document's name, by number.
func (s *segment) name(d uint32) []uint32 { return s.tokens[s.start[d]:s.start[d+1]] }

func (s *segment) loadColumn(tag string) error {
	c := &column{data: make([]uint16, s.n), sets: [][]uint32{nil}}
	more := map[uint32][]uint32{} // documents with several values
	err := s.eachTerm(tagField, tag, next(tag), func(term string, who *roaring.Bitmap) error {
		c.values = append(c.values, strings.TrimPrefix(term, tag))
		value := uint32(len(c.values) - 1)
		if len(c.sets) > math.MaxUint16-1 {
			for it := who.Iterator(); it.HasNext(); {
				d := it.Next()
				more[d] = append(more[d], value)
			}
			return nil
		}
		c.sets = append(c.sets, []uint32{value})
		set := uint16(len(c.sets) - 1)
		for it := who.Iterator(); it.HasNext(); {
			d := it.Next()
			if c.data[d] == 0 {
				c.data[d] = set
			} else {
				more[d] = append(more[d], value)
			}
		}
		return nil
	}, true)
	c.join(more)
	s.columns[tag] = c
	return err
}

// join gives documents with several values the number of their set.
func (c *column) join(more map[uint32][]uint32) {
	numbers := map[string]uint16{}
	for d, values := range more {
		all := append(slices.Clone(c.sets[c.data[d]]), values...)
		key := string(appendValues(nil, all))
		set, ok := numbers[key]
		if !ok && len(c.sets) < math.MaxUint16 {
			set, ok = uint16(len(c.sets)), true
			numbers[key] = set
			c.sets = append(c.sets, all)
		}
		if !ok {
			if c.rest == nil {
				c.rest = map[uint32][]uint32{}
			}
			c.rest[d], set = all, 0
		}
		c.data[d] = set
	}
}

func appendValues(b []byte, values []uint32) []byte {
	for _, v := range values {
		b = append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	}
	return b
}

// next gives the first string after all that begin with s.
func next(s string) string { return s[:len(s)-1] + string(rune(s[len(s)-1]+1)) }

// stored reads what is kept to show of a document, and whose it is.
func (s *segment) stored(d uint32) (held search.Held, kept stored, err error) {
	id, raw, err := s.raw(d)
	if err != nil {
		return held, kept, err
	}
	if kept, err = decodeStored(raw); err != nil {
		return held, kept, err
	}
	return search.Held{Person: id, Version: kept.version}, kept, nil
}

// sortKey reads the sort key of a document alone.
func (s *segment) sortKey(d uint32) ([]byte, error) {
	_, raw, err := s.raw(d)
	if err != nil {
		return nil, err
	}
	kept, _, err := decodeHead(raw)
	return kept.order, err
}

// raw reads a stored value as it lies, and whose it is.
func (s *segment) raw(d uint32) (id registry.PersonID, raw []byte, err error) {
	err = s.seg.VisitStoredFields(uint64(d), func(field string, _ byte, value []byte, _ []uint64) bool {
		switch field {
		case "_id":
			id = personOf(value)
		case storeField:
			raw = slices.Clone(value)
		}
		return true
	})
	return id, raw, err
}
