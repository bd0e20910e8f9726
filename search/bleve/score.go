package bleve

import (
	"github.com/RoaringBitmap/roaring/v2"
)

// What stands well in a name adds to a score, beside the quality of each word.
const (
	allInName   = 40 // every word is in the name
	inOrder     = 30 // in the order typed
	sideBySide  = 10 // with nothing between
	wholeName   = 30 // and nothing else is in the name
	givenMeant  = 8  // the last word typed is the given name
	familyMeant = 6  // the first is the family name
	callingName = 6  // both: people are called by these two, the middle names left out
	someInOrder = 10
	preferred   = 60 // each filter that was a preference
	alone       = 55 // of 100: what a topic word is worth away from its neighbours
)

// A score is compared as a whole number: the ring, then the class of the worst
// word, then points.
const (
	ringStep  = 1 << 22
	classStep = 1 << 20
)

// scorer gives points to the people found in one part.
type scorer struct {
	*matcher
	who    []uint32  // the found, ascending
	grades [][]grade // by word, by index into who: the best way found outside the name
	paired []uint32  // by index into who: bit i is set when words i and i+1 stand together
	tiers  [][]grade // by word, by number of a name's word
	liked  []int     // by index into who: points for preferences and whole phrases
}

func newScorer(m *matcher, found *roaring.Bitmap) (*scorer, error) {
	s := &scorer{matcher: m, who: found.ToArray()}
	n := len(m.q.words)
	s.paired, s.liked = make([]uint32, len(s.who)), make([]int, len(s.who))
	s.grades, s.tiers = make([][]grade, n), make([][]grade, n)
	for i := range n {
		s.grades[i] = make([]grade, len(s.who))
		s.tiers[i] = make([]grade, len(m.words))
		for _, w := range m.q.words[i].names {
			if number, ok := m.number[w.word]; ok {
				s.tiers[i][number] = gradeOf(w.class, w.quality)
			}
		}
	}
	for _, p := range m.pairs {
		s.each(p.who, func(at int) { s.paired[at] |= 1 << p.at })
	}
	for _, r := range m.longer {
		s.each(r.who, func(at int) { s.liked[at] += r.points })
	}
	s.gradeTopics()
	s.gradePhrases()
	return s, s.prefer()
}

// each calls do with the index into s.who of everybody found who is in b.
func (s *scorer) each(b *roaring.Bitmap, do func(at int)) {
	if len(s.who) == 0 {
		return
	}
	it := b.Iterator()
	it.AdvanceIfNeeded(s.who[0])
	at := 0
	for it.HasNext() {
		d := it.PeekNext()
		for at < len(s.who) && s.who[at] < d {
			at++
		}
		if at == len(s.who) {
			return
		}
		if s.who[at] == d {
			do(at)
			it.Next()
		} else {
			it.AdvanceIfNeeded(s.who[at])
		}
	}
}

func (s *scorer) gradeTopics() {
	for _, src := range s.sources {
		grades := s.grades[src.word]
		lonely := gradeOf(src.grade.class(), src.grade.quality()*alone/100)
		around := s.neighbours(src.word)
		s.each(src.who, func(at int) {
			g := src.grade
			if around != 0 && s.paired[at]&around == 0 {
				g = lonely
			}
			grades[at] = max(grades[at], g)
		})
	}
}

// neighbours gives the bits of the pairs that a word is part of; zero for a
// word that stands alone in the text.
func (s *scorer) neighbours(word int) uint32 {
	if len(s.q.required) < 2 {
		return 0
	}
	bits := uint32(1) << word
	if word > 0 {
		bits |= 1 << (word - 1)
	}
	return bits
}

func (s *scorer) gradePhrases() {
	for _, p := range s.phrases {
		s.each(p.who, func(at int) {
			for i := p.from; i < p.to; i++ {
				s.grades[i][at] = max(s.grades[i][at], p.grade)
			}
		})
	}
}

func (s *scorer) prefer() error {
	for _, f := range s.q.plan.Prefer {
		who, err := s.fits(f)
		if err != nil {
			return err
		}
		s.each(who, func(at int) { s.liked[at] += preferred })
	}
	return nil
}

// score gives the score of s.who[at], found in a ring of some height.
func (s *scorer) score(at, height int) int {
	named := s.nameOf(s.who[at])
	worst, points := exact, s.liked[at]+named.points
	for i := range s.q.words {
		g := max(s.grades[i][at], named.grades[i])
		if g == 0 {
			if s.q.words[i].required {
				worst = other
			}
			continue
		}
		if s.q.words[i].required {
			worst = min(worst, g.class())
		}
		points += g.quality()
	}
	return height*ringStep + int(worst)*classStep + points
}

// inName is how the words stand in one name.
type inName struct {
	grades [search32]grade
	points int
}

// search32 is room for the words of any query.
const search32 = 32

// nameOf lays the words over a name: each takes the first free fitting word
// after the one before, else any free one.
func (s *scorer) nameOf(d uint32) (n inName) {
	name := s.name(d)
	var taken uint32
	last, met, ordered, adjacent := -1, 0, true, true
	first := -1
	for i := range s.q.words {
		at := s.place(i, name, last, taken)
		if at < 0 {
			continue
		}
		n.grades[i] = s.tiers[i][name[at]]
		taken |= 1 << at
		if first < 0 {
			first = at
		}
		ordered = ordered && at > last
		adjacent = adjacent && (last < 0 || at == last+1)
		last = at
		met++
	}
	switch {
	case met == 0:
	case met >= len(s.q.required):
		n.points = s.wholePoints(name, met, first, last, ordered, adjacent)
	case met > 1 && ordered:
		n.points = someInOrder
	}
	return n
}

// place finds the word of the name that word i means: -1 for none. One further
// on is better than one before; a better fitting one is better than a nearer.
func (s *scorer) place(i int, name []uint32, last int, taken uint32) int {
	best, at := grade(0), -1
	for _, from := range [2]int{last + 1, 0} {
		for j := from; j < len(name) && j < maxNameWords; j++ {
			if taken&(1<<j) != 0 {
				continue
			}
			if g := s.tiers[i][name[j]]; g > best {
				best, at = g, j
			}
		}
		if at >= 0 {
			return at
		}
	}
	return -1
}

func (s *scorer) wholePoints(name []uint32, met, first, last int, ordered, adjacent bool) int {
	points := allInName
	if met == 1 {
		if last == len(name)-1 {
			return points + givenMeant
		}
		if last == 0 {
			return points + familyMeant
		}
		return points
	}
	if !ordered {
		if met == len(name) {
			points += wholeName / 2
		}
		return points
	}
	points += inOrder
	if adjacent {
		points += sideBySide
	}
	if met == len(name) {
		points += wholeName
	}
	if last == len(name)-1 {
		points += givenMeant
	}
	if first == 0 {
		points += familyMeant
		if last == len(name)-1 {
			points += callingName
		}
	}
	return points
}
