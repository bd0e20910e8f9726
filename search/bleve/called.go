package bleve

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Of a name of one word that a third of all people bear, whose own name it is stand first,
// then whose family is called so. All of one kind have one score: where they fill the page,
// nobody else is looked at.

// addCalled adds the best of hits where the question is one word of names; false where it
// is not, or where it may mean something better than somebody called just so.
func (t *top) addCalled(m *matcher, hits *roaring.Bitmap, height int) bool {
	best, numbers := m.calledBest()
	if numbers == nil {
		return false
	}
	own, families := m.ownAndFamily(numbers)
	for _, r := range m.longer {
		own = roaring.Or(own, r.who)
	}
	for _, f := range m.q.plan.Prefer {
		own = roaring.Or(own, m.fits(f))
	}
	own = roaring.And(own, hits)
	t.addByScore(m.part, newScorer(m, own.ToArray()), height)

	score := height*ringStep + int(best.class())*classStep + (best.quality()+allInName)*proofStep
	if t.beyond(score + familyMeant*proofStep + mostProof) {
		return true
	}
	families = roaring.And(roaring.AndNot(families, own), hits)
	t.addProven(m, families, score+familyMeant*proofStep)
	if t.beyond(score + mostProof) {
		return true
	}
	rest := roaring.AndNot(roaring.AndNot(hits, own), families)
	t.addByScore(m.part, newScorer(m, rest.ToArray()), height)
	return true
}

// calledBest gives the best grade of the only word of a question in a name, and the words
// of names that have it; none where topics may be as good.
func (m *matcher) calledBest() (best grade, numbers []uint32) {
	if len(m.q.words) != 1 || len(m.phrases) > 0 || !m.q.plan.Named && m.q.inPhrase(0) {
		return 0, nil
	}
	for _, n := range m.q.words[0].names {
		if number, ok := m.number[n.word]; ok && n.class == exact {
			g := gradeOf(n.class, n.quality)
			if g > best {
				best, numbers = g, nil
			}
			if g == best {
				numbers = append(numbers, number)
			}
		}
	}
	if slices.ContainsFunc(m.q.words[0].offers, func(o offer) bool { return o.grade > best }) {
		return 0, nil
	}
	return best, numbers
}

// ownAndFamily gives whose name ends with any of some words, and of all others whose begins
// with one.
func (m *matcher) ownAndFamily(numbers []uint32) (own, families *roaring.Bitmap) {
	var ends, begins []*roaring.Bitmap
	for _, number := range numbers {
		end, err := m.givenTo(number)
		if err != nil {
			m.fail(err)
			return noOne, noOne
		}
		begin, err := m.family(number)
		if err != nil {
			m.fail(err)
			return noOne, noOne
		}
		ends, begins = append(ends, end), append(begins, begin)
	}
	own = union(ends)
	return own, roaring.AndNot(union(begins), own)
}
