package bleve

import (
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"trithuc/registry/vietnamese"
	"trithuc/search"
)

// matcher finds who answers a question in one part. What is found by a word is worked
// out when it is first asked for: of a name that is met as typed nobody asks in which
// topics its syllables stand.
type matcher struct {
	*lookup
	q *question

	words   []wordFound
	pairs   []pairFound
	longer  []runFound
	phrases []phraseFound
	proofs  *proofs // what shows that people know the topic; worked out when first asked for
}

// wordFound is who was found by one word; nil where that was not asked for yet.
type wordFound struct {
	names  *roaring.Bitmap // who is called so
	topics *roaring.Bitmap // who has it in a topic, or whose phrase has these initials
	tied   *roaring.Bitmap // see matcher.tied
	firm   *roaring.Bitmap // see matcher.firm
}

// pairFound is everybody in whom two neighbours stand together.
type pairFound struct {
	at   int
	who  *roaring.Bitmap
	soft bool
}

// runFound is everybody in whom a longer run of words was found.
type runFound struct {
	points int
	who    *roaring.Bitmap
}

// phraseFound is everybody in whom words from:to are said another way.
type phraseFound struct {
	from, to int
	grade    grade
	who      *roaring.Bitmap
}

func newMatcher(l *lookup, q *question) *matcher {
	m := &matcher{lookup: l, q: q, words: make([]wordFound, len(q.words))}
	for i := range q.pairs {
		m.pair(&q.pairs[i])
	}
	for i := range q.plan.Phrases {
		m.phrase(&q.plan.Phrases[i])
	}
	return m
}

// pair finds who has two neighbours side by side in a topic, or where nobody has,
// with one of them a letter off.
func (m *matcher) pair(p *pairAsked) {
	who := m.inAny(p.term)
	if who.IsEmpty() && len(p.near) > 0 {
		if who = m.inAny(p.near...); !who.IsEmpty() {
			m.longer = append(m.longer, runFound{corrected, who})
		}
	}
	if !who.IsEmpty() || m.q.isPhrase(p.at) {
		m.pairs = append(m.pairs, pairFound{p.at, who, p.soft})
	}
}

// names finds who is called by word i.
func (m *matcher) names(i int) *roaring.Bitmap {
	w := &m.words[i]
	if w.names == nil {
		var called []*roaring.Bitmap
		for _, n := range m.q.words[i].names {
			if number, ok := m.number[n.word]; ok {
				called = append(called, m.called(number))
			}
		}
		w.names = union(called)
	}
	return w.names
}

// fewMeanings is up to how many words of names a word may mean for their bearers to be
// joined: an initial means a hundred, and is rather looked for in the names of who is left.
const fewMeanings = 12

// calledAmong finds who of some is called by word i.
func (m *matcher) calledAmong(some *roaring.Bitmap, i int) *roaring.Bitmap {
	names := m.q.words[i].names
	if m.words[i].names != nil || len(names) <= fewMeanings {
		return roaring.And(some, m.names(i))
	}
	meant := make([]bool, len(m.segment.words))
	for _, n := range names {
		if number, ok := m.number[n.word]; ok {
			meant[number] = true
		}
	}
	found := roaring.New()
	for it := some.Iterator(); it.HasNext(); {
		d := it.Next()
		if slices.ContainsFunc(m.name(d), func(number uint32) bool { return meant[number] }) {
			found.Add(d)
		}
	}
	return found
}

// fewestFirst lists the required words, those that the fewest people have first.
func (m *matcher) fewestFirst() []int {
	all, people := slices.Clone(m.q.required), make([]int, len(m.q.words))
	for _, i := range all {
		people[i] = m.atMost(i)
	}
	slices.SortStableFunc(all, func(a, b int) int { return people[a] - people[b] })
	return all
}

// atMost gives a number that those who have word i tied do not exceed.
func (m *matcher) atMost(i int) (people int) {
	if names := m.q.words[i].names; len(names) > fewMeanings {
		return m.n
	}
	people = int(m.names(i).GetCardinality())
	for _, who := range m.besides(i) {
		people += int(who.GetCardinality())
	}
	return people
}

// called finds who bears a word of names.
func (m *matcher) called(number uint32) *roaring.Bitmap {
	who, err := m.bearers(number)
	if err != nil {
		m.fail(err)
		return noOne
	}
	return who
}

// topics finds who has word i in a topic, in any of its meanings.
func (m *matcher) topics(i int) *roaring.Bitmap {
	w := &m.words[i]
	if w.topics == nil {
		w.topics = m.inAny(m.q.words[i].terms...)
	}
	return w.topics
}

// What longer phrases add to a score: found whole in one place they say more
// than their parts in several, and most where they are all of a text.
const (
	pairInRun = 25 // for each pair of three or more neighbours in one topic
	isWhole   = 60
)

// findRuns finds who has whole runs of the words: those that stand together in
// the text, and those known as a phrase.
func (m *matcher) findRuns() {
	for _, r := range m.q.runs() {
		var folded, pairs []string
		for i := r[0]; i < r[1]; i++ {
			folded = append(folded, m.q.words[i].fold)
			if i > r[0] {
				pairs = append(pairs, pair(m.q.words[i-1].fold, m.q.words[i].fold))
			}
		}
		m.addRun(isWhole, wholeTerm(folded))
		if len(pairs) > 1 {
			m.addRun(pairInRun*len(pairs), pairs...)
		}
	}
}

func (m *matcher) addRun(points int, terms ...string) {
	if who := m.together(terms); !who.IsEmpty() {
		m.longer = append(m.longer, runFound{points, who})
	}
}

// phrase finds who has words of the plan said another way.
func (m *matcher) phrase(p *search.Phrase) {
	if p.Code {
		m.code(p)
		return
	}
	usual, others := []string(nil), p.Texts
	if p.Usual {
		usual, others = others[:1], others[1:]
	}
	m.said(p, usual, usually)
	m.said(p, others, otherwise)
}

// What a topic said another way is worth, of 100.
const (
	usually   = 97
	otherwise = 92
)

// said finds who has the words of a phrase as any of the texts.
func (m *matcher) said(p *search.Phrase, texts []string, worth int) {
	var found [len(topics)][]*roaring.Bitmap
	for _, text := range texts {
		terms := phraseTerms(text)
		for at := m.common(terms); at != 0; at &= at - 1 {
			found[at.first()] = append(found[at.first()], m.allTerms(at.first(), terms))
		}
	}
	for i, t := range topics {
		if any := union(found[i]); !any.IsEmpty() {
			m.phrases = append(m.phrases, phraseFound{p.From, p.To, gradeOf(exact, t.weight*worth/100), any})
		}
	}
}

// maxCodes bounds how many codes half a code may mean.
const maxCodes = 200

// code finds who bears a code, or one that begins so.
func (m *matcher) code(p *search.Phrase) {
	half := roaring.New()
	whole := m.tagged(tagNumber, codeKeys(p.Texts)).Clone() // as a whole alone: a million DOIs begin with 10
	for _, tag := range []string{tagCode, tagPerson} {
		m.beginsWith(p.Texts, tag, whole, half)
	}
	for _, f := range []phraseFound{
		{p.From, p.To, gradeOf(exact, 250), whole}, {p.From, p.To, gradeOf(exact, 90), half},
	} {
		if !f.who.IsEmpty() {
			m.phrases = append(m.phrases, f)
		}
	}
}

// beginsWith adds to whole who bears one of the codes, to half who bears one that
// begins so.
func (m *matcher) beginsWith(codes []string, tag string, whole, half *roaring.Bitmap) {
	for _, text := range codes {
		key := tag + search.CodeKey(text)
		whole.Or(m.tagged(tag, []string{search.CodeKey(text)}))
		n := 0
		err := m.eachTerm(tagField, key, next(key), func(term string, who *roaring.Bitmap) error {
			if term != key {
				half.Or(m.seen(tag, who))
				n++
			}
			if n == maxCodes {
				return errEnough
			}
			return nil
		}, true)
		if err != nil && err != errEnough {
			m.fail(err)
		}
	}
}

// candidates finds who has all the words, as freely as the ring reads them.
// namesOnly keeps those in whose name all the words are.
func (m *matcher) candidates(r ring, namesOnly bool) *roaring.Bitmap {
	if len(m.q.required) == 0 {
		return m.live()
	}
	var found *roaring.Bitmap
	switch {
	case namesOnly:
		found = m.allCalled()
	case r.loose && m.q.topical() && !m.q.plan.Named:
		found = m.all(m.told) // of who is called so nobody asks
	case r.loose:
		found = m.all(m.found)
	default:
		found = m.standTogether(m.allFirm())
	}
	if m.gone != nil {
		found.AndNot(m.gone)
	}
	return found
}

// allCalled finds in whose name all the required words are.
func (m *matcher) allCalled() *roaring.Bitmap {
	order := m.fewestFirst()
	found := m.names(order[0]).Clone()
	for _, i := range order[1:] {
		if found.IsEmpty() {
			break
		}
		found = m.calledAmong(found, i)
	}
	return found
}

// all finds who was found by every required word.
func (m *matcher) all(by func(int) *roaring.Bitmap) *roaring.Bitmap {
	found := by(m.q.required[0]).Clone()
	for _, i := range m.q.required[1:] {
		if found.IsEmpty() {
			break
		}
		found.And(by(i))
	}
	return found
}

// allFirm finds who has every required word firmly. Topics are looked up last, and only
// where somebody is left who has the word in no other way.
func (m *matcher) allFirm() *roaring.Bitmap {
	var found *roaring.Bitmap
	for _, alone := range []bool{false, true} {
		for _, i := range m.fewestFirst() {
			switch {
			case m.standsAlone(i) != alone || found != nil && found.IsEmpty():
			case found == nil:
				found = m.firm(i).Clone()
			case !alone:
				found = m.tiedAmong(found, i)
			default:
				rest := roaring.AndNot(found, m.tiedAmong(found, i))
				found.AndNot(rest)
				found.Or(m.among(rest, m.q.words[i].terms))
			}
		}
	}
	return found
}

// standTogether keeps of found those in whom each pair of neighbours that somebody has
// stands together, in a topic or in the name.
func (m *matcher) standTogether(found *roaring.Bitmap) *roaring.Bitmap {
	for _, p := range m.pairs {
		if p.soft || found.IsEmpty() {
			continue
		}
		both := m.calledAmong(m.calledAmong(found, p.at), p.at+1)
		both.Or(roaring.And(found, p.who))
		for _, ph := range m.phrases {
			if ph.from <= p.at && p.at+2 <= ph.to {
				both.Or(roaring.And(found, ph.who))
			}
		}
		found = both
	}
	return found
}

// firm finds who has word i in a way that means something: in the name, beside a
// neighbour of the text, in a known phrase, or as the only word looked for. A
// syllable alone in a topic is no word: thư and hóa somewhere are no trace of
// Hóa Thư.
func (m *matcher) firm(i int) *roaring.Bitmap {
	w := &m.words[i]
	if w.firm == nil {
		w.firm = m.tied(i)
		if m.standsAlone(i) {
			w.firm = union([]*roaring.Bitmap{w.firm, m.topics(i)})
		}
	}
	return w.firm
}

// tied finds who has word i in the name, beside a neighbour or in a known phrase.
func (m *matcher) tied(i int) *roaring.Bitmap {
	w := &m.words[i]
	if w.tied == nil {
		w.tied = union(append(m.besides(i), m.names(i)))
	}
	return w.tied
}

// besides gives who has word i beside a neighbour or in a known phrase.
func (m *matcher) besides(i int) (all []*roaring.Bitmap) {
	for _, p := range m.phrases {
		if p.from <= i && i < p.to {
			all = append(all, p.who)
		}
	}
	for _, p := range m.pairs {
		if p.at == i || p.at+1 == i {
			all = append(all, p.who)
		}
	}
	return all
}

// tiedAmong finds who of some has word i tied.
func (m *matcher) tiedAmong(some *roaring.Bitmap, i int) *roaring.Bitmap {
	if m.words[i].tied != nil {
		return roaring.And(some, m.words[i].tied)
	}
	found := m.calledAmong(some, i)
	for _, who := range m.besides(i) {
		found.Or(roaring.And(some, who))
	}
	return found
}

// standsAlone says that word i means something without a neighbour: robot, GIS, the only
// word asked for.
func (m *matcher) standsAlone(i int) bool {
	w := &m.q.words[i]
	return len(m.q.required) == 1 || !w.half && (w.NoName || !vietnamese.MayBeSyllable(w.Text)) || m.q.isTopic(i) || m.q.isLeft(i)
}

// covering adds to who (which it may change) those who have words from:to said another way.
func (m *matcher) covering(from, to int, who *roaring.Bitmap) *roaring.Bitmap {
	for _, p := range m.phrases {
		if p.from <= from && to <= p.to {
			who.Or(p.who)
		}
	}
	return who
}

// enough is the share of a text's weight that must be found when not all is.
const enough = 0.5

// leastUnknown is the least weight of a word that nobody has: beside it a family
// name that a third of all people bear is not half of a text.
const leastUnknown = 3

// found finds who has the word, wherever and however said.
func (m *matcher) found(i int) *roaring.Bitmap {
	return m.covering(i, i+1, roaring.Or(m.names(i), m.topics(i)))
}

// told finds who has the word in a topic, wherever and however said.
func (m *matcher) told(i int) *roaring.Bitmap {
	return m.covering(i, i+1, m.topics(i).Clone())
}

// trace finds who has the word in a way that says something when others are
// missing: syllables strewn over topics do not.
func (m *matcher) trace(i int) *roaring.Bitmap {
	if m.q.plan.Named {
		return m.found(i)
	}
	return m.firm(i)
}

// most finds who has most of the words by weight.
func (m *matcher) most(weights []float32) *roaring.Bitmap {
	sums := make([]float32, m.n)
	total := float32(0)
	for n, i := range m.q.required {
		total += weights[n]
		for it := m.trace(i).Iterator(); it.HasNext(); {
			sums[it.Next()] += weights[n]
		}
	}
	found := roaring.New()
	for d, sum := range sums {
		if sum >= enough*total {
			found.Add(uint32(d))
		}
	}
	if m.gone != nil {
		found.AndNot(m.gone)
	}
	return found
}

// fewestNear is how many words a whole name has: of fewer, none may be missing.
const fewestNear = 3

// near finds who has all words but one in the name.
func (m *matcher) near() *roaring.Bitmap {
	if len(m.q.required) < fewestNear || m.q.hasForeign() {
		return roaring.New()
	}
	all, but := m.live(), roaring.New() // who has all words so far, and all but one
	for _, i := range m.q.required {
		but.And(m.names(i))
		but.Or(roaring.AndNot(all, m.names(i)))
		all.And(m.names(i))
	}
	all.Or(but)
	return all
}

// hasForeign says that a required word is no Vietnamese syllable and none that anybody
// has, however it is read. Where a code was typed, words may say of what.
func (q *question) hasForeign() bool {
	if slices.ContainsFunc(q.plan.Phrases, func(p search.Phrase) bool { return p.Code }) {
		return false
	}
	return slices.ContainsFunc(q.required, func(i int) bool {
		w := &q.words[i]
		return len(w.names) == 0 && len(w.topics) == 0 && !vietnamese.MayBeSyllable(w.Text)
	})
}

// weigh gives each required word its weight: the rarer, the more it says. A
// word that nobody has weighs as the mean of the others: it cannot be asked for.
// Where nobody has any of the words there are no weights, nor where nobody has one that
// is no Vietnamese syllable (COBOL): it is what was meant.
func weigh(parts []*matcher, q *question) []float32 {
	weights, people := make([]float32, len(q.required)), 0
	counts := make([]uint64, len(q.required))
	for _, m := range parts {
		people += m.n
		for n, i := range q.required {
			counts[n] += m.found(i).GetCardinality()
		}
	}
	sum, known := float32(0), 0
	for n, c := range counts {
		if c > 0 {
			weights[n] = float32(1 + math.Log(float64(people+1)/float64(c)))
			sum, known = sum+weights[n], known+1
		}
	}
	if known == 0 || q.hasForeign() {
		return nil
	}
	for n, c := range counts {
		if c == 0 {
			weights[n] = max(sum/float32(known), leastUnknown)
		}
	}
	return weights
}
