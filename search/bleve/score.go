package bleve

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"trithuc/search"
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
	preferred   = 35 // each filter that was a preference: less than a name just as typed
	professed   = 70 // a profession beside a topic: more than the topic as a whole text
	corrected   = 90 // neighbours of a topic that were read a letter off together
	namesake    = 88 // of 100: a word of a topic in a name, less than in what somebody can do
	syllable    = 20 // of 100 of that: a word of a topic of several, whose neighbours are not in the name
	alone       = 55 // of 100: what a topic word is worth away from its neighbours
)

// A score is compared as a whole number: the ring, then the class of the worst
// word, then points, then proofs.
const (
	ringStep  = 1 << 22
	classStep = 1 << 20
	proofStep = 8 // a point; what is less tells apart who is found equally well: see proof.go
)

// scorer gives points to the people found in one part.
type scorer struct {
	*matcher
	who     []uint32 // the found, ascending
	found   *roaring.Bitmap
	asked   []int     // by word: how many of its offers were looked up
	grades  [][]grade // by word, by index into who: the best way found outside the name; nil for none
	paired  []uint32  // by index into who: bit i is set when words i and i+1 stand together; nil for nobody
	liked   []int32   // by index into who: points for preferences and whole phrases; nil for nobody
	called  []bool    // by index into who: some word is in the name; nil for nobody
	tiers   [][]grade // by word, by number of a name's word; nil where none is meant
	inNames []grade   // by word: where one name has it; of the name laid last
	proven  []uint8   // by index into who: see proofs; nil for nobody
	mates   []uint32  // by word: bit i is set for a neighbour i beside which topics have it
}

// newScorer makes the scorer of the found; nil stands for the whole segment.
func newScorer(m *matcher, found []uint32) *scorer {
	if found == nil {
		found = everyone(m.n)
	}
	n := len(m.q.words)
	s := &scorer{matcher: m, who: found, found: roaring.BitmapOf(found...), asked: make([]int, n), grades: make([][]grade, n), tiers: make([][]grade, n), inNames: make([]grade, n)}
	if len(found) == 0 {
		return s
	}
	for i := range n {
		s.tiers[i] = m.tiers(i)
		if m.idle(i) {
			s.asked[i] = len(m.q.words[i].offers)
		}
	}
	s.mates = m.mates()
	s.findCalled()
	for _, p := range m.pairs {
		s.each(p.who, func(at int) {
			if s.paired == nil {
				s.paired = make([]uint32, len(s.who))
			}
			s.paired[at] |= 1 << p.at
		})
	}
	for _, r := range m.longer {
		s.like(r.who, r.points)
	}
	for _, f := range m.q.plan.Prefer {
		s.like(m.fits(f), m.preference(f))
	}
	s.gradePhrases()
	s.proven = m.proofsOf().of(s.who, s.found)
	return s
}

// findCalled notes in whose name some word is.
func (s *scorer) findCalled() {
	meant := make([]bool, len(s.segment.words))
	some := false
	for i, all := range s.tiers {
		for number, g := range all {
			if g != 0 && !s.q.isFiller(i) {
				meant[number], some = true, true
			}
		}
	}
	if !some {
		return
	}
	s.called = make([]bool, len(s.who))
	for at, d := range s.who {
		s.called[at] = slices.ContainsFunc(s.name(d), func(number uint32) bool { return meant[number] })
	}
}

// preference gives the points of who passes a filter that was a preference.
func (m *matcher) preference(f search.Filter) int {
	if f.Facet == search.FacetProfession && !m.q.plan.Named {
		return professed
	}
	return preferred
}

// tiers gives by number of a name's word how well it is word i; nil where none is.
func (m *matcher) tiers(i int) (all []grade) {
	worth := 100
	if !m.q.plan.Named && m.q.inPhrase(i) {
		worth = namesake
	}
	for _, w := range m.q.words[i].names {
		if number, ok := m.number[w.word]; ok {
			if all == nil {
				all = make([]grade, len(m.segment.words))
			}
			all[number] = gradeOf(w.class, w.quality*worth/100)
		}
	}
	return all
}

// everyone lists all documents of a segment.
func everyone(n int) []uint32 {
	all := make([]uint32, n)
	for d := range all {
		all[d] = uint32(d)
	}
	return all
}

// like adds points to all found who are in b.
func (s *scorer) like(b *roaring.Bitmap, points int) {
	s.each(b, func(at int) {
		if s.liked == nil {
			s.liked = make([]int32, len(s.who))
		}
		s.liked[at] += int32(points)
	})
}

// each calls do with the index into s.who of everybody found who is in b.
func (s *scorer) each(b *roaring.Bitmap, do func(at int)) { eachOf(s.who, s.found, b, do) }

// eachOf calls do with the index into who, ascending, of everybody who is in b; found is who
// as a bitmap.
func eachOf(who []uint32, found, b *roaring.Bitmap, do func(at int)) {
	if len(who) == 0 || b.IsEmpty() {
		return
	}
	at := 0
	for _, d := range roaring.And(found, b).ToArray() {
		for who[at] < d {
			at++
		}
		do(at)
	}
}

// best gives the best way word i was found outside the name of s.who[at].
func (s *scorer) best(i, at int) grade {
	if s.grades[i] == nil {
		return 0
	}
	return s.grades[i][at]
}

// grade raises the grade of word i of s.who[at].
func (s *scorer) grade(i, at int, g grade) {
	if s.grades[i] == nil {
		s.grades[i] = make([]grade, len(s.who))
	}
	s.grades[i][at] = max(s.grades[i][at], g)
}

// offered gives the best that a topic may still have of word i; zero for nothing.
func (s *scorer) offered(i int) grade {
	offers := s.q.words[i].offers
	if s.asked[i] == len(offers) {
		return 0
	}
	return offers[s.asked[i]].grade
}

// lookUp grades everybody found by the next offer of word i.
func (s *scorer) lookUp(i int) {
	o := s.q.words[i].offers[s.asked[i]]
	s.asked[i]++
	lonely := s.lonely(i, o.grade)
	around := s.neighbours(i)
	s.each(s.term(o.topic, o.term), func(at int) {
		if around != 0 && (s.paired == nil || s.paired[at]&around == 0) {
			s.grade(i, at, lonely)
		} else {
			s.grade(i, at, o.grade)
		}
	})
}

// lonely is what a grade of word i is worth away from its neighbours. A word such as "về"
// says nothing there: who protects plants ("bảo vệ") was not asked for by it.
func (s *scorer) lonely(i int, g grade) grade {
	if s.q.isFiller(i) {
		return 0
	}
	return gradeOf(g.class(), g.quality()*alone/100)
}

// neighbours gives the bits of the pairs that a word is part of; zero for a
// word that stands alone in the text.
func (s *scorer) neighbours(word int) uint32 {
	if len(s.q.required) < 2 && !s.q.isFiller(word) {
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
				s.grade(i, at, p.grade)
			}
		})
	}
}

// score gives the score of s.who[at], found in a ring of some height. It looks up in the
// topics what the name does not settle.
func (s *scorer) score(at, height int) int {
	named := s.layName(at)
	for i := range s.q.words {
		for s.offered(i) > max(s.best(i, at), s.inNames[i]) {
			s.lookUp(i)
		}
	}
	worst, points := exact, named
	if s.liked != nil {
		points += int(s.liked[at])
	}
	for i := range s.q.words {
		g, required := max(s.best(i, at), s.inNames[i]), s.q.words[i].required
		points += g.quality()
		if g == 0 && required {
			worst = other
		} else if required {
			worst = min(worst, g.class())
		}
	}
	return height*ringStep + int(worst)*classStep + points*proofStep + s.proof(at)
}

// atMost gives a score that s.who[at] does not exceed, and whether it is the score. It
// looks nothing up.
func (s *scorer) atMost(at, height int) (score int, sure bool) {
	named := s.layName(at)
	worst, points := exact, named
	sure = true
	if s.liked != nil {
		points += int(s.liked[at])
	}
	for i := range s.q.words {
		w := &s.q.words[i]
		g := max(s.best(i, at), s.inNames[i])
		quality := g.quality()
		if may := s.offered(i); may > g {
			g, quality, sure = may, max(quality, w.most), false
		}
		points += quality
		if g == 0 && w.required {
			worst = other
		} else if w.required {
			worst = min(worst, g.class())
		}
	}
	return height*ringStep + int(worst)*classStep + points*proofStep + s.proof(at), sure
}

// layName lays the words over the name of s.who[at], and gives the points for how they stand in it:
// each takes the first free fitting word after the one before, else any free one.
func (s *scorer) layName(at int) (points int) {
	if s.called == nil || !s.called[at] {
		clear(s.inNames)
		return 0
	}
	return s.lay(s.name(s.who[at]))
}

func (s *scorer) lay(name []uint32) (points int) {
	var taken uint32
	first, last, lastMet, met, ordered, adjacent := -1, -1, -1, 0, true, true
	for i := range s.q.words {
		at := s.place(i, name, last, taken)
		if at < 0 {
			s.inNames[i] = 0
			continue
		}
		s.inNames[i] = s.tiers[i][name[at]]
		taken |= 1 << at
		if first < 0 {
			first = at
		}
		ordered = ordered && at > last
		adjacent = adjacent && (last < 0 || at == last+1)
		last, lastMet = at, i
		met++
	}
	met -= s.dropSyllables() + s.dropFillers()
	switch {
	case met == 0, met == 1 && !s.q.plan.Named && s.q.inPhrase(lastMet): // luật is what is known, before somebody called so
	case met >= len(s.q.required):
		return s.wholePoints(name, met, first, last, ordered, adjacent)
	case met > 1 && ordered:
		points = someInOrder
	}
	if met > 0 && last == len(name)-1 && !s.q.inPhrase(lastMet) { // Trung who knows of fish, before whose middle name it is
		points += givenMeant
	}
	return points
}

// mates gives for each word its neighbours in known phrases, and those beside which it
// stands in topics, bit i for word i.
func (m *matcher) mates() []uint32 {
	all := make([]uint32, len(m.q.words))
	join := func(i int) {
		all[i] |= 1 << (i + 1)
		all[i+1] |= 1 << i
	}
	for _, p := range m.q.plan.Phrases {
		for i := p.From; !p.Code && i+1 < p.To; i++ {
			join(i)
		}
	}
	for _, p := range m.pairs {
		if !p.soft && !p.who.IsEmpty() {
			join(p.at)
		}
	}
	return all
}

// dropSyllables makes little of words of a topic that stand in the name without any of
// their neighbours: who is called Văn has nothing to do with văn học. It gives how many.
func (s *scorer) dropSyllables() (dropped int) {
	if s.q.plan.Named || s.mates == nil {
		return 0
	}
	for i, mates := range s.mates {
		if mates == 0 || s.inNames[i] == 0 {
			continue
		}
		met := false
		for k := range s.q.words {
			met = met || mates&(1<<k) != 0 && s.inNames[k] != 0
		}
		if !met {
			g := s.inNames[i]
			s.inNames[i] = gradeOf(g.class(), g.quality()*syllable/100)
			dropped++
		}
	}
	return dropped
}

// dropFillers takes words such as "ở" out of a name that has no other word of the text: who
// asks for somebody "o so y te" does not mean Oanh. It gives how many.
func (s *scorer) dropFillers() (dropped int) {
	if s.q.plan.Named {
		return 0
	}
	for i, g := range s.inNames {
		if g != 0 && s.q.words[i].required {
			return 0
		}
	}
	for i, g := range s.inNames {
		if g != 0 {
			s.inNames[i] = 0
			dropped++
		}
	}
	return dropped
}

// place finds the word of the name that word i means: -1 for none. One further
// on is better than one before; a better fitting one is better than a nearer.
func (s *scorer) place(i int, name []uint32, last int, taken uint32) int {
	tiers, best, at := s.tiers[i], grade(0), -1
	if tiers == nil {
		return at
	}
	for _, from := range [2]int{last + 1, 0} {
		for j := from; j < len(name) && j < maxNameWords; j++ {
			if taken&(1<<j) != 0 {
				continue
			}
			if g := tiers[name[j]]; g > best {
				best, at = g, j
			}
		}
		if at >= 0 || from == 0 {
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
