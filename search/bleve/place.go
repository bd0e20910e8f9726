package bleve

import "math/bits"

// topicSet is a set of topics: bit i for topics[i].
type topicSet uint16

// first gives the number of the first topic of a set that is not empty.
func (t topicSet) first() int { return bits.TrailingZeros16(uint16(t)) }

// placesOf tells in which topics of a segment a term stands, without asking the
// dictionary of each: most terms of most questions stand in none. It may name a topic
// too many where two terms look alike, never one too few.
type placesOf struct {
	slots []uint32 // open addressing: who a term is, then its topics; 0 is free. As many as a power of two
}

const (
	topicBits = 12 // of a slot
	topicMask = 1<<topicBits - 1
)

// newPlaces makes the table of terms; one that stands in several topics is given once for each.
func newPlaces(all []placed) placesOf {
	size := 1 << bits.Len(uint(len(all)+len(all)/2))
	p := placesOf{make([]uint32, size)}
	for _, t := range all {
		p.add(t)
	}
	return p
}

// placed is a term that stands in one topic.
type placed struct {
	hash  uint64
	topic int
}

func (p placesOf) add(t placed) {
	own := uint32(t.hash>>32) &^ topicMask
	for i := p.start(t.hash); ; i = (i + 1) & (len(p.slots) - 1) {
		if s := p.slots[i]; s == 0 || s&^topicMask == own {
			p.slots[i] = own | s&topicMask | 1<<t.topic
			return
		}
	}
}

// of gives the topics of a term.
func (p placesOf) of(term string) topicSet {
	if len(p.slots) == 0 {
		return 0
	}
	hash := hashOf(term)
	own := uint32(hash>>32) &^ topicMask
	for i := p.start(hash); ; i = (i + 1) & (len(p.slots) - 1) {
		switch s := p.slots[i]; {
		case s == 0:
			return 0
		case s&^topicMask == own:
			return topicSet(s & topicMask)
		}
	}
}

// start gives the slot at which a term is looked for first.
func (p placesOf) start(hash uint64) int { return int(hash) & (len(p.slots) - 1) }

// sound says that slots that were read from a file can be searched.
func (p placesOf) sound() bool {
	free := false
	for _, s := range p.slots {
		free = free || s == 0
	}
	return free && len(p.slots)&(len(p.slots)-1) == 0
}

// hashOf mixes the bytes of a term (FNV-1a, then a finish that spreads them over all bits).
// It is kept in files: another one is another keptForm.
func hashOf(term string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(term) {
		h = (h ^ uint64(term[i])) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}
