package bleve

import (
	"math/bits"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"trithuc/search"
)

// Of people who are found equally well by a topic, those stand first whose record shows
// that they know it: who published on it or worked on it in a task, and whose newest output
// is of the last years. What somebody studied is no proof: it weighs as a topic, and a
// first degree in something says less than being called an expert of it.

// What each proof is worth; together less than proofStep.
const (
	proofNew       = 3 // published or worked on it, and something in the last newYears years
	proofPublished = 2
	proofTask      = 1
	mostProof      = proofNew + proofPublished + proofTask
)

// newYears is for how long something is new.
const newYears = 5

// proofs are who has each proof of the topic that a question asks for, and what it is worth.
type proofs struct {
	who    [3]*roaring.Bitmap
	worths [3]int
}

// proofsOf gives the proofs of the question's topic; none where it asks for a name.
func (m *matcher) proofsOf() *proofs {
	if m.proofs != nil {
		return m.proofs
	}
	m.proofs = &proofs{who: [3]*roaring.Bitmap{noOne, noOne, noOne}, worths: [3]int{proofNew, proofPublished, proofTask}}
	if m.q.plan.Named {
		return m.proofs
	}
	published, tasks := m.toldIn(search.FieldPublication), m.toldIn(search.FieldTask)
	active := roaring.And(union([]*roaring.Bitmap{published, tasks}), m.tagged(tagActive, m.newYears()))
	m.proofs.who = [3]*roaring.Bitmap{active, published, tasks}
	return m.proofs
}

// newYears are the values of tagActive that are new in the year of the plan.
func (m *matcher) newYears() (all []string) {
	for y := m.q.plan.Year - newYears + 1; y <= m.q.plan.Year+1; y++ { // an issue may bear the year that comes
		all = append(all, strconv.Itoa(y))
	}
	return all
}

// toldIn finds who has the topic of the question in one field: all the words that stand
// together in the text, or a known phrase of it in any of its ways.
func (m *matcher) toldIn(field string) *roaring.Bitmap {
	at := slices.IndexFunc(topics[:], func(t topic) bool { return t.field == field })
	var found []*roaring.Bitmap
	add := func(terms []string) {
		if m.common(terms)&(1<<at) != 0 {
			found = append(found, m.allTerms(at, terms))
		}
	}
	for _, p := range m.q.plan.Phrases {
		for _, text := range p.Texts {
			if !p.Code {
				add(phraseTerms(text))
			}
		}
	}
	for _, r := range m.q.topicRuns() {
		var terms []string
		for i := r[0]; i < r[1]; i++ {
			switch {
			case r[1]-r[0] == 1:
				terms = append(terms, m.q.words[i].Text)
			case i > r[0]:
				terms = append(terms, pair(m.q.words[i-1].fold, m.q.words[i].fold))
			}
		}
		add(terms)
	}
	return union(found)
}

// topicRuns gives the words [from, to) of known phrases as typed; of a text without any,
// those that stand side by side.
func (q *question) topicRuns() [][2]int {
	var all [][2]int
	for _, p := range q.plan.Phrases {
		if !p.Code {
			all = append(all, [2]int{p.From, p.To})
		}
	}
	if len(all) == 0 {
		return q.runs()
	}
	return all
}

// of gives what the proofs of each of some people are worth together; nil where nobody
// has any.
func (p *proofs) of(who []uint32, found *roaring.Bitmap) (all []uint8) {
	for i, b := range p.who {
		if b.IsEmpty() || len(who) == 0 {
			continue
		}
		if all == nil {
			all = make([]uint8, len(who))
		}
		eachOf(who, found, b, func(at int) { all[at] += uint8(p.worths[i]) })
	}
	return all
}

// worth finds who of some has proofs that are worth so much together.
func (p *proofs) worth(some *roaring.Bitmap, worth int) *roaring.Bitmap {
	var found []*roaring.Bitmap
	for have := range 1 << len(p.who) {
		if p.sum(have) == worth {
			found = append(found, p.exactly(some, have))
		}
	}
	return union(found)
}

// sum is what a set of proofs is worth, bit i for proof i.
func (p *proofs) sum(have int) (worth int) {
	for ; have != 0; have &= have - 1 {
		worth += p.worths[bits.TrailingZeros(uint(have))]
	}
	return worth
}

// exactly finds who of some has these proofs and no other.
func (p *proofs) exactly(some *roaring.Bitmap, have int) *roaring.Bitmap {
	for i, who := range p.who {
		if have&(1<<i) != 0 {
			some = roaring.And(some, who)
		} else {
			some = roaring.AndNot(some, who)
		}
		if some.IsEmpty() {
			return noOne
		}
	}
	return some
}

// proof is what the proofs of s.who[at] are worth.
func (s *scorer) proof(at int) int {
	if s.proven == nil {
		return 0
	}
	return int(s.proven[at])
}
