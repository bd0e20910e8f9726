package bleve

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Of a topic that thousands have, many have it as well as can be: as a whole text, in what
// they say they can do. These foremost all have one score, which nobody exceeds but by
// their name; where they fill the page, nobody else is looked at.

// fewestForemost is how many must be found for the foremost to be looked for.
const fewestForemost = 50

// addBest adds the best of hits in a part, found in a ring of some height.
func (t *top) addBest(m *matcher, hits *roaring.Bitmap, listed []uint32, height int) {
	m.findRuns()
	if t.size <= mostHeaped && hits.GetCardinality() >= fewestForemost {
		if t.addCalled(m, hits, height) {
			return
		}
		named := m.named(hits)
		first, score := m.foremost(roaring.AndNot(hits, named))
		score += height * ringStep
		t.addProven(m, first, score)
		if !first.IsEmpty() && t.beyond(score-proofStep+mostProof) {
			t.addByScore(m.part, newScorer(m, named.ToArray()), height)
			return
		}
		if !first.IsEmpty() {
			listed = roaring.AndNot(hits, first).ToArray()
		}
	}
	t.addByScore(m.part, newScorer(m, listed), height)
}

// named finds who of some bears any word of the question in the name. Of words that stand around
// what is looked for that says nothing: see scorer.dropFillers.
func (m *matcher) named(some *roaring.Bitmap) *roaring.Bitmap {
	var all []*roaring.Bitmap
	for i := range m.q.words {
		if !m.q.isFiller(i) {
			all = append(all, m.calledAmong(some, i))
		}
	}
	return union(all)
}

// idle says that word i only stands around what is looked for, and joins its neighbours in no
// topic, as it does in "văn học và nghệ thuật": it adds to no score.
func (m *matcher) idle(i int) bool {
	if !m.q.isFiller(i) {
		return false
	}
	for _, p := range m.phrases {
		if p.from <= i && i < p.to {
			return false
		}
	}
	joins := func(at int) bool {
		return slices.ContainsFunc(m.pairs, func(p pairFound) bool { return p.at == at && !p.who.IsEmpty() })
	}
	return !joins(i-1) || !joins(i)
}

// foremost gives those of who, none of whom bears a word in the name, that have every
// preference, every run and every word at its best, and the score of these less its ring.
// All others of who have a lower one. Nobody is given where that cannot be told.
func (m *matcher) foremost(who *roaring.Bitmap) (first *roaring.Bitmap, score int) {
	worst, points, all := exact, 0, who
	for _, r := range m.longer {
		points += r.points
		who = roaring.And(who, r.who)
	}
	for _, f := range m.q.plan.Prefer {
		points += m.preference(f)
		who = roaring.And(who, m.fits(f))
	}
	for i := range m.q.words {
		best, have, only := m.bestOf(i, all)
		if who.IsEmpty() || !only {
			return noOne, 0
		}
		if best > 0 {
			who = roaring.And(who, have)
		}
		points += best.quality()
		if m.q.words[i].required {
			worst = min(worst, best.class())
		}
	}
	return who, int(worst)*classStep + points*proofStep
}

// addProven adds people who are found equally well, those with most proofs first, until
// nobody else can be among the best.
func (t *top) addProven(m *matcher, who *roaring.Bitmap, score int) {
	left := t.size
	for worth := mostProof; worth >= 0 && left > 0; worth-- {
		these := m.proofsOf().worth(who, worth)
		t.addEqual(m.part, these, score+worth)
		left -= int(these.GetCardinality())
	}
}

// bestOf gives the best grade in which anybody of some has word i outside the name, and who
// of them; only says that every lower one is worth less in itself.
func (m *matcher) bestOf(i int, some *roaring.Bitmap) (best grade, have *roaring.Bitmap, only bool) {
	if m.idle(i) {
		return 0, nil, true
	}
	grades := m.gradesOf(i)
	lonely := 0 // the most that a word is worth away from its neighbours, in what was passed over
	for n, g := range grades {
		if have = m.haveAt(some, i, g); have.IsEmpty() {
			lonely = max(lonely, g.quality()*alone/100)
			continue
		}
		only = lonely < g.quality() && !slices.ContainsFunc(grades[n+1:], func(lower grade) bool { return lower.quality() >= g.quality() })
		return g, have, only
	}
	return 0, noOne, len(grades) == 0
}

// gradesOf lists the grades in which word i may be found outside the name, the best first.
func (m *matcher) gradesOf(i int) (all []grade) {
	for _, o := range m.q.words[i].offers {
		all = append(all, o.grade)
	}
	for _, p := range m.phrases {
		if p.from <= i && i < p.to {
			all = append(all, p.grade)
		}
	}
	slices.SortFunc(all, func(a, b grade) int { return int(b) - int(a) })
	return slices.Compact(all)
}

// haveAt finds who of some has word i in a grade: as a phrase, or as itself beside a neighbour
// where it has one in the text.
func (m *matcher) haveAt(some *roaring.Bitmap, i int, g grade) *roaring.Bitmap {
	var found, words []*roaring.Bitmap
	for _, p := range m.phrases {
		if p.from <= i && i < p.to && p.grade == g {
			found = append(found, roaring.And(some, p.who))
		}
	}
	for _, o := range m.q.words[i].offers {
		if o.grade < g {
			break // the best come first
		}
		if o.grade == g {
			words = append(words, roaring.And(some, m.term(o.topic, o.term)))
		}
	}
	word := union(words)
	if len(m.q.required) < 2 && !m.q.isFiller(i) {
		return union(append(found, word))
	}
	for _, p := range m.pairs {
		if p.at == i || p.at+1 == i {
			found = append(found, roaring.And(word, p.who))
		}
	}
	return union(found)
}
