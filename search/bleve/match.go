package bleve

import (
	"errors"
	"math"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	segapi "github.com/blevesearch/scorch_segment_api/v2"

	"trithuc/registry/vietnamese"
	"trithuc/search"
)

// matcher finds who answers a question in one part.
type matcher struct {
	*part
	q     *question
	dicts map[string]segapi.TermDictionary

	own     *roaring.Bitmap   // whose records the actor sees whole; read only where that is not everybody
	names   []*roaring.Bitmap // by word: who is called so
	topics  []*roaring.Bitmap // by word: who has it in a topic, or whose phrase has these initials
	sources []source          // what a topic match of a word is worth
	firms   []*roaring.Bitmap // by word, as worked out: see firm
	pairs   []pairFound
	longer  []runFound
	phrases []phraseFound
}

// source is everybody in whom a word was found in one way.
type source struct {
	word  int
	grade grade
	who   *roaring.Bitmap
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

func newMatcher(p *part, q *question) (*matcher, error) {
	m := &matcher{part: p, q: q, own: noOne, dicts: map[string]segapi.TermDictionary{}, firms: make([]*roaring.Bitmap, len(q.words))}
	if err := m.sight(); err != nil {
		return nil, err
	}
	for i := range q.words {
		if err := m.word(i); err != nil {
			return nil, err
		}
	}
	for _, pr := range q.pairs {
		who, err := m.anyTopic([]string{pr.term})
		if err != nil {
			return nil, err
		}
		if !who.IsEmpty() || q.isPhrase(pr.at) {
			m.pairs = append(m.pairs, pairFound{pr.at, who, pr.soft})
		}
	}
	if err := m.findRuns(); err != nil {
		return nil, err
	}
	for i := range q.plan.Phrases {
		if err := m.phrase(&q.plan.Phrases[i]); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *matcher) dict(field string) (segapi.TermDictionary, error) {
	d, ok := m.dicts[field]
	if !ok {
		var err error
		if d, err = m.seg.Dictionary(field); err != nil {
			return nil, err
		}
		m.dicts[field] = d
	}
	return d, nil
}

func (m *matcher) term(field, term string) (*roaring.Bitmap, error) {
	d, err := m.dict(field)
	if err != nil {
		return nil, err
	}
	who, err := postings(d, term)
	if err != nil || field == tagField {
		return who, err
	}
	return m.seen(field, who), nil
}

// word finds who is called by a word and who has it in a topic.
func (m *matcher) word(i int) error {
	w := &m.q.words[i]
	var called []*roaring.Bitmap
	for _, n := range w.names {
		if number, ok := m.number[n.word]; ok {
			called = append(called, m.bear[number])
		}
	}
	m.names = append(m.names, roaring.FastOr(called...))
	var found []*roaring.Bitmap
	for _, t := range topics {
		who, err := m.inTopic(i, t)
		if err != nil {
			return err
		}
		found = append(found, who...)
	}
	m.topics = append(m.topics, roaring.FastOr(found...))
	return nil
}

// inTopic finds a word in one topic, in each of its meanings.
func (m *matcher) inTopic(i int, t topic) ([]*roaring.Bitmap, error) {
	w := &m.q.words[i]
	byGrade := map[grade][]*roaring.Bitmap{}
	for _, n := range w.topics {
		who, err := m.term(t.field, n.word)
		if err != nil {
			return nil, err
		}
		if !who.IsEmpty() {
			g := gradeOf(n.class, t.weight*n.quality/100)
			byGrade[g] = append(byGrade[g], who)
		}
	}
	if w.initials() {
		who, err := m.term(t.field, initialsMark+w.fold)
		if err != nil {
			return nil, err
		}
		if !who.IsEmpty() {
			g := gradeOf(exact, t.weight*75/100)
			byGrade[g] = append(byGrade[g], who)
		}
	}
	var all []*roaring.Bitmap
	for g, who := range byGrade {
		one := roaring.FastOr(who...)
		m.sources = append(m.sources, source{i, g, one})
		all = append(all, one)
	}
	return all, nil
}

// anyTopic finds who has all the terms in one and the same topic.
func (m *matcher) anyTopic(terms []string) (*roaring.Bitmap, error) {
	any := roaring.New()
	for _, t := range topics {
		who, err := m.allTerms(t.field, terms)
		if err != nil {
			return nil, err
		}
		any.Or(who)
	}
	return any, nil
}

func (m *matcher) allTerms(field string, terms []string) (*roaring.Bitmap, error) {
	if len(terms) == 0 {
		return noOne, nil
	}
	all, err := m.term(field, terms[0])
	for _, t := range terms[1:] {
		if err != nil || all.IsEmpty() {
			return all, err
		}
		var who *roaring.Bitmap
		if who, err = m.term(field, t); err == nil {
			all = roaring.And(all, who)
		}
	}
	return all, err
}

// What longer phrases add to a score: found whole in one place they say more
// than their parts in several, and most where they are all of a text.
const (
	pairInRun = 25 // for each pair of three or more neighbours in one topic
	isWhole   = 60
)

// findRuns finds who has whole runs of the words: those that stand together in
// the text, and those known as a phrase.
func (m *matcher) findRuns() error {
	for _, r := range m.q.runs() {
		var folded, pairs []string
		for i := r[0]; i < r[1]; i++ {
			folded = append(folded, m.q.words[i].fold)
			if i > r[0] {
				pairs = append(pairs, pair(m.q.words[i-1].fold, m.q.words[i].fold))
			}
		}
		if err := m.addRun(isWhole, wholeTerm(folded)); err != nil {
			return err
		}
		if len(pairs) > 1 {
			if err := m.addRun(pairInRun*len(pairs), pairs...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *matcher) addRun(points int, terms ...string) error {
	who, err := m.anyTopic(terms)
	if err == nil && !who.IsEmpty() {
		m.longer = append(m.longer, runFound{points, who})
	}
	return err
}

// phrase finds who has words of the plan said another way.
func (m *matcher) phrase(p *search.Phrase) error {
	if p.Code {
		return m.code(p)
	}
	usual, others := []string(nil), p.Texts
	if p.Usual {
		usual, others = others[:1], others[1:]
	}
	return errors.Join(m.said(p, usual, usually), m.said(p, others, otherwise))
}

// What a topic said another way is worth, of 100.
const (
	usually   = 97
	otherwise = 92
)

// said finds who has the words of a phrase as any of the texts.
func (m *matcher) said(p *search.Phrase, texts []string, worth int) error {
	for _, t := range topics {
		any := roaring.New()
		for _, text := range texts {
			who, err := m.allTerms(t.field, phraseTerms(text))
			if err != nil {
				return err
			}
			any = roaring.Or(any, who)
		}
		if !any.IsEmpty() {
			m.phrases = append(m.phrases, phraseFound{p.From, p.To, gradeOf(exact, t.weight*worth/100), any})
		}
	}
	return nil
}

// maxCodes bounds how many codes half a code may mean.
const maxCodes = 200

// code finds who bears a code, or one that begins so.
func (m *matcher) code(p *search.Phrase) error {
	half := roaring.New()
	whole, err := m.tagged(tagNumber, codeKeys(p.Texts)) // as a whole alone: a million DOIs begin with 10
	if err != nil {
		return err
	}
	for _, tag := range []string{tagCode, tagPerson} {
		if err := m.beginsWith(p.Texts, tag, whole, half); err != nil {
			return err
		}
	}
	for _, f := range []phraseFound{
		{p.From, p.To, gradeOf(exact, 250), whole}, {p.From, p.To, gradeOf(exact, 90), half},
	} {
		if !f.who.IsEmpty() {
			m.phrases = append(m.phrases, f)
		}
	}
	return nil
}

// beginsWith adds to whole who bears one of the codes, to half who bears one that
// begins so.
func (m *matcher) beginsWith(codes []string, tag string, whole, half *roaring.Bitmap) error {
	for _, text := range codes {
		key := tag + search.CodeKey(text)
		n := 0
		err := m.eachTerm(tagField, key, next(key), func(term string, who *roaring.Bitmap) error {
			if who = m.seen(tag, who); term == key {
				whole.Or(who)
			} else if n++; n <= maxCodes {
				half.Or(who)
			}
			return nil
		}, true)
		if err != nil {
			return err
		}
	}
	return nil
}

// candidates finds who has all the words, as freely as the ring reads them.
// namesOnly keeps those in whose name all the words are.
func (m *matcher) candidates(r ring, namesOnly bool) *roaring.Bitmap {
	var found *roaring.Bitmap
	for _, i := range m.q.required {
		var who *roaring.Bitmap
		switch {
		case namesOnly:
			who = m.names[i]
		case r.loose:
			who = m.found(i)
		default:
			who = m.firm(i)
		}
		if found == nil {
			found = who.Clone()
		} else {
			found.And(who)
		}
	}
	if found == nil {
		return m.live()
	}
	if !r.loose && !namesOnly {
		for _, p := range m.pairs {
			if p.soft {
				continue
			}
			both := roaring.And(m.names[p.at], m.names[p.at+1])
			both.Or(p.who)
			found.And(m.covering(p.at, p.at+2, both))
		}
	}
	if m.gone != nil {
		found.AndNot(m.gone)
	}
	return found
}

// firm finds who has word i in a way that means something: in the name, beside a
// neighbour of the text, in a known phrase, or as the only word looked for. A
// syllable alone in a topic is no word: thư and hóa somewhere are no trace of
// Hóa Thư.
func (m *matcher) firm(i int) *roaring.Bitmap {
	if m.firms[i] != nil {
		return m.firms[i]
	}
	who := m.covering(i, i+1, m.names[i].Clone())
	for _, p := range m.pairs {
		if p.at == i || p.at+1 == i {
			who.Or(p.who)
		}
	}
	whole := !vietnamese.IsSyllable(m.q.words[i].Text) // robot, GIS
	if whole || len(m.q.required) == 1 || m.q.isTopic(i) {
		who.Or(m.topics[i])
	}
	m.firms[i] = who
	return who
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
	return m.covering(i, i+1, roaring.Or(m.names[i], m.topics[i]))
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
	if len(m.q.required) < fewestNear {
		return roaring.New()
	}
	all, but := m.live(), roaring.New() // who has all words so far, and all but one
	for _, i := range m.q.required {
		but.And(m.names[i])
		but.Or(roaring.AndNot(all, m.names[i]))
		all.And(m.names[i])
	}
	all.Or(but)
	return all
}

// weigh gives each required word its weight: the rarer, the more it says. A
// word that nobody has weighs as the mean of the others: it cannot be asked for.
// Where nobody has any of the words there are no weights.
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
	if known == 0 {
		return nil
	}
	for n, c := range counts {
		if c == 0 {
			weights[n] = max(sum/float32(known), leastUnknown)
		}
	}
	return weights
}

// tagged finds who bears any of the values.
func (m *matcher) tagged(tag string, values []string) (*roaring.Bitmap, error) {
	any := roaring.New()
	for _, v := range values {
		if strings.ContainsRune(v, '\n') {
			continue
		}
		who, err := m.term(tagField, tag+v)
		if err != nil {
			return nil, err
		}
		any.Or(who)
	}
	return m.seen(tag, any), nil
}
