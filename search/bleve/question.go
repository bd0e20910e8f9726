package bleve

import (
	"slices"
	"strings"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
	"trithuc/search"
)

// A question is a plan with its words led to those that occur. Questions of one
// plan grow wider ring by ring, until somebody answers.
type question struct {
	plan       *search.Plan
	vocabulary *vocabulary
	words      []wordAsked
	required   []int // the words that must be found
	pairs      []pairAsked
}

// wordAsked is one word of the plan.
type wordAsked struct {
	search.Word
	fold     string // search.Folded
	names    []meant
	topics   []meant
	terms    []string // what it may be written as in a topic
	offers   []offer  // the same in each topic, the best first
	most     int      // the highest quality of an offer
	half     bool     // a name is being typed, and some go on so
	near     []string // folded words of topics a letter off; only where slips are read
	required bool
}

// offer is one way to find a word in a topic, and what that is worth.
type offer struct {
	grade grade
	topic int
	term  string
}

// pairAsked is two neighbours, words[at] and words[at+1].
type pairAsked struct {
	at   int
	term string
	near []string // the same with one of the two a letter off, where slips are read
	soft bool     // one of them is optional: found together they mean something, but need not stand so
}

// nearPairs gives the terms of two neighbours of which one is a letter off.
func (w *wordAsked) nearPairs(next *wordAsked) []string {
	var all []string
	for _, f := range w.near {
		all = append(all, pair(f, next.fold))
	}
	for _, f := range next.near {
		all = append(all, pair(w.fold, f))
	}
	return all
}

// ring is how freely words are read. Each adds those whom the rings before it
// did not find, below them.
type ring struct {
	named  bool // all words are in the name
	longer bool // the last word may go on
	meant  bool // the known phrase that is missed by a letter
	errors bool // mishearings and slips too
	loose  bool // words of a topic need not stand together
	near   bool // one word of a name may be missing or another
	core   bool // of a text with a known topic, the topic alone is asked for
	most   bool // some words may be missing
}

// ringsOf gives the order in which a plan is read. In a name a misspelt word is
// likelier than words from here and there; in a topic it is the other way.
func ringsOf(p *search.Plan) []ring {
	slip, loose := ring{longer: true, errors: true}, ring{longer: true, loose: true}
	near := ring{errors: true, near: true}
	last := []ring{{core: true}, {longer: true, errors: true, loose: true}, {longer: true, errors: true, loose: true, most: true}}
	if p.Named {
		return append([]ring{{named: true}, {named: true, longer: true}, {}, {longer: true}, slip, near, loose}, last...)
	}
	return append([]ring{{}, {longer: true}, {longer: true, meant: true}, loose, slip}, last...)
}

// shortestHalf is how many letters of a word of a topic must be typed to say
// something about the rest of it.
const shortestHalf = 3

func newQuestion(p *search.Plan, v *vocabulary, r ring) *question {
	if r.errors {
		p = v.unglued(p)
	}
	if r.meant {
		near := *p
		near.Phrases = slices.Concat(p.Phrases, p.Near)
		p = &near
	}
	q := &question{plan: p, vocabulary: v}
	for _, w := range p.Words {
		w.Text = cut(w.Text)
		a := wordAsked{Word: w, fold: search.Folded(w.Text), required: !w.Optional}
		if r.errors {
			a.near = v.topics.near(a.fold)
		}
		named := ways{marked: p.Marked, errors: r.errors}
		named.longer = w.Prefix && r.longer || utf8.RuneCountInString(w.Text) == 1 // an initial
		a.names = v.names.meanings(w, named)
		if !p.Named && !r.errors && len(p.Words) > 1 && vietnamese.HasMarks(w.Text) {
			a.names = slices.DeleteFunc(a.names, func(n meant) bool { return n.class == other && search.Folded(n.word) == a.fold }) // đất in a topic is nobody called Đạt
		}
		a.half = p.Named && w.Prefix && !r.loose && v.names.goesOn(w.Text)
		said := named
		said.longer = w.Prefix && r.longer && len(a.fold) >= shortestHalf
		a.topics = v.topics.meanings(w, said)
		switch {
		case w.Task:
			a.names, a.topics = nil, nil
		case w.NoName:
			a.names, a.topics = nil, v.topics.meanings(w, ways{marked: p.Marked})
		}
		a.offer()
		q.words = append(q.words, a)
	}
	if r.core {
		q.keepCore()
	}
	q.require()
	for i := range len(q.words) - 1 {
		a, b := &q.words[i], &q.words[i+1]
		if (a.required || b.required) && !a.Task && !b.Task {
			q.pairs = append(q.pairs, pairAsked{at: i, term: pair(a.fold, b.fold), near: a.nearPairs(b), soft: !a.required || !b.required || q.parts(i)})
		}
	}
	return q
}

// hasTopic says that a known phrase stands in a plan.
func hasTopic(p *search.Plan) bool {
	return slices.ContainsFunc(p.Phrases, func(ph search.Phrase) bool { return !ph.Code })
}

// offer lists the ways to find the word in a topic: as each of its meanings, or as the
// initials of a phrase.
func (w *wordAsked) offer() {
	all := w.topics
	if w.initials() {
		all = append(slices.Clip(all), meant{initialsMark + w.fold, exact, 75})
	}
	for _, n := range all {
		w.terms = append(w.terms, n.word)
	}
	for i, t := range topics {
		for _, n := range all {
			w.offers = append(w.offers, offer{gradeOf(n.class, t.weight*n.quality/100), i, n.word})
		}
	}
	slices.SortStableFunc(w.offers, func(a, b offer) int { return int(b.grade) - int(a.grade) })
	for _, o := range w.offers {
		w.most = max(w.most, o.grade.quality())
	}
}

// keepCore asks for the known topics alone. A word that nobody has stays asked for:
// what it means is not known, and so not known to matter little.
func (q *question) keepCore() {
	for i := range q.words {
		w := &q.words[i]
		if !q.inPhrase(i) && (len(w.names) > 0 || len(w.topics) > 0) {
			w.required = false
		}
	}
}

// inPhrase says that a word belongs to a known topic.
func (q *question) inPhrase(i int) bool {
	return slices.ContainsFunc(q.plan.Phrases, func(p search.Phrase) bool { return !p.Code && p.From <= i && i < p.To })
}

// parts says that a known phrase of several words ends or begins between words[at] and the
// next: in "trinh thủy sản" the first is a name, though "quy trình thủy lực" has both.
func (q *question) parts(at int) bool {
	return !q.isPhrase(at) && slices.ContainsFunc(q.plan.Phrases, func(p search.Phrase) bool {
		return !p.Code && p.To-p.From > 1 && (p.From == at+1 || p.To == at+1)
	})
}

// isPhrase says that words[at] and the next are in a phrase that is known, and so
// belong together even if nobody has them so.
func (q *question) isPhrase(at int) bool {
	return slices.ContainsFunc(q.plan.Phrases, func(p search.Phrase) bool { return !p.Code && p.From <= at && at+1 < p.To })
}

// runs gives the words [from, to) that stand side by side in the text, and the
// known phrases among them; each once, of two words or more.
func (q *question) runs() [][2]int {
	var all [][2]int
	add := func(from, to int) {
		if to-from > 1 && !slices.Contains(all, [2]int{from, to}) {
			all = append(all, [2]int{from, to})
		}
	}
	side := func(stands func(*wordAsked) bool) {
		from := 0
		for i := range q.words {
			if !stands(&q.words[i]) {
				add(from, i)
				from = i + 1
			}
		}
		add(from, len(q.words))
	}
	side(func(w *wordAsked) bool { return w.required })
	side(func(w *wordAsked) bool { return w.required || w.Task }) // "thẩm định giá" whole
	for _, p := range q.plan.Phrases {
		if !p.Code {
			add(p.From, p.To)
		}
	}
	return all
}

// isTopic says that a word alone is a known phrase: "lúa".
func (q *question) isTopic(i int) bool {
	return slices.ContainsFunc(q.plan.Phrases, func(p search.Phrase) bool { return !p.Code && p.From == i && p.To == i+1 })
}

// isFiller says that a word only stands around what is looked for, as "về" does, and no
// name is asked for that it may belong to.
func (q *question) isFiller(i int) bool {
	return q.words[i].Optional && !q.words[i].required && !q.plan.Named
}

// isLeft says that a word of no name stands among known phrases, or beside one at an end
// of the text, and so belongs to no neighbour: "kinh tế nông nghiệp lúa".
func (q *question) isLeft(i int) bool {
	if q.plan.Named || q.inPhrase(i) || !hasTopic(q.plan) {
		return false
	}
	for _, at := range [2]int{i - 1, i + 1} {
		if at >= 0 && at < len(q.words) && !q.inPhrase(at) {
			return false
		}
	}
	return true
}

// require lists the words that must be found. Where a text is nothing but
// optional words, they are what is looked for.
func (q *question) require() {
	if !slices.ContainsFunc(q.words, func(w wordAsked) bool { return w.required }) {
		for i := range q.words {
			q.words[i].required = true
		}
	}
	for i, w := range q.words {
		if w.required {
			q.required = append(q.required, i)
		}
	}
}

// phraseTerms gives the terms that together are a phrase in a topic: its only
// word, or every pair of neighbours, and the words themselves where marks tell
// cơ học from cổ học.
func phraseTerms(text string) []string {
	all := words(text)
	if len(all) < 2 {
		return all
	}
	terms := make([]string, 0, 2*len(all))
	for i := 1; i < len(all); i++ {
		terms = append(terms, pair(search.Folded(all[i-1]), search.Folded(all[i])))
	}
	for _, w := range all {
		if vietnamese.HasMarks(w) {
			terms = append(terms, w)
		}
	}
	return terms
}

// initials says that the word may be the initials of a phrase: it is no
// syllable, and neither very short nor long; nor a name half typed.
func (w *wordAsked) initials() bool {
	return !w.half && len(w.fold) >= 2 && len(w.fold) <= 8 && !strings.ContainsAny(w.fold, "0123456789") && !vietnamese.IsSyllable(w.Text)
}
