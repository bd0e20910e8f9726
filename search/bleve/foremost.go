package bleve

import "github.com/RoaringBitmap/roaring/v2"

// Of a topic that thousands have, many have it as well as can be: as a whole text, in what
// they say they can do. These foremost all have one score, which nobody exceeds but by
// their name; where they fill the page, nobody else is looked at.

// fewestForemost is how many must be found for the foremost to be looked for.
const fewestForemost = 500

// addBest adds the best of hits in a part, found in a ring of some height.
func (t *top) addBest(m *matcher, hits *roaring.Bitmap, listed []uint32, height int) {
	m.findRuns()
	if t.size <= mostHeaped && hits.GetCardinality() >= fewestForemost {
		named := roaring.And(hits, m.named())
		first, score := m.foremost(roaring.AndNot(hits, named))
		if int(first.GetCardinality()) >= t.size {
			t.addProven(m, first, height*ringStep+score)
			t.addByScore(m.part, newScorer(m, named.ToArray()), height)
			return
		}
	}
	t.addByScore(m.part, newScorer(m, listed), height)
}

// named finds who bears any word of the question in the name.
func (m *matcher) named() *roaring.Bitmap {
	all := make([]*roaring.Bitmap, len(m.q.words))
	for i := range all {
		all[i] = m.names(i)
	}
	return union(all)
}

// foremost gives those of who, none of whom bears a word in the name, that have every
// preference, every run and every word at its best, and the score of these less its ring.
// All others of who have a lower one. Nobody is given where that cannot be told.
func (m *matcher) foremost(who *roaring.Bitmap) (first *roaring.Bitmap, score int) {
	worst, points := exact, 0
	for _, r := range m.longer {
		points += r.points
		who = roaring.And(who, r.who)
	}
	for _, f := range m.q.plan.Prefer {
		points += m.preference(f)
		who = roaring.And(who, m.fits(f))
	}
	for i := range m.q.words {
		best, only := m.bestOf(i)
		if who.IsEmpty() || !only {
			return noOne, 0
		}
		if best > 0 {
			who = roaring.And(who, m.haveAt(i, best))
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
		for it := these.Iterator(); it.HasNext(); {
			t.add(placeOf(score+worth, m.order.ranks[it.Next()]))
		}
		left -= int(these.GetCardinality())
	}
}

// bestOf gives the best grade that anybody may have of word i outside the name; only says
// that every lower one is worth less in itself.
func (m *matcher) bestOf(i int) (best grade, only bool) {
	offers := m.q.words[i].offers
	if len(offers) > 0 {
		best = offers[0].grade
	}
	for _, p := range m.phrases {
		if p.from <= i && i < p.to {
			best = max(best, p.grade)
		}
	}
	below := func(g grade) bool { return g == best || g.quality() < best.quality() }
	for _, o := range offers {
		if !below(o.grade) {
			return best, false
		}
	}
	for _, p := range m.phrases {
		if p.from <= i && i < p.to && !below(p.grade) {
			return best, false
		}
	}
	return best, true
}

// haveAt finds who has word i in a grade: as a phrase, or as itself beside a neighbour
// where it has one in the text.
func (m *matcher) haveAt(i int, g grade) *roaring.Bitmap {
	var phrases, words, beside []*roaring.Bitmap
	for _, p := range m.phrases {
		if p.from <= i && i < p.to && p.grade == g {
			phrases = append(phrases, p.who)
		}
	}
	for _, o := range m.q.words[i].offers {
		if o.grade != g {
			break // the best come first
		}
		words = append(words, m.term(o.topic, o.term))
	}
	word := union(words)
	if len(m.q.required) > 1 {
		for _, p := range m.pairs {
			if p.at == i || p.at+1 == i {
				beside = append(beside, p.who)
			}
		}
		word = roaring.And(word, union(beside))
	}
	return union(append(phrases, word))
}
