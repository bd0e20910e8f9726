package bleve

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
	"trithuc/search"
)

// vocabulary knows every word that occurs, so that a typed word leads to those
// it may mean. Words are added as segments come and never taken out: one that
// nobody bears any more finds nobody.
type vocabulary struct {
	names  wordlist
	topics wordlist
}

type wordlist struct {
	mu     sync.RWMutex
	known  map[string]bool
	byFold map[string][]string // folded → as spelled
	sounds map[string][]string // how it sounds → folded
	folds  []string            // sorted; nil when it must be made again
	marks  []uint32            // of folds: see letters
}

func (l *wordlist) add(words []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known == nil {
		l.known, l.byFold, l.sounds = map[string]bool{}, map[string][]string{}, map[string][]string{}
	}
	for _, w := range words {
		if l.known[w] {
			continue
		}
		w = strings.Clone(w)
		l.known[w] = true
		fold := search.Folded(w)
		if l.byFold[fold] == nil {
			l.folds = nil
			sound := vietnamese.SoundKey(fold)
			l.sounds[sound] = append(l.sounds[sound], fold)
		}
		l.byFold[fold] = append(l.byFold[fold], w)
	}
}

// sort puts the folded words in order where some were added.
func (l *wordlist) sort() {
	l.mu.RLock()
	sorted := l.folds != nil
	l.mu.RUnlock()
	if sorted {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.folds = slices.Sorted(maps.Keys(l.byFold))
	l.marks = make([]uint32, len(l.folds))
	for i, f := range l.folds {
		l.marks[i] = letters(f)
	}
}

// letters gives a bit for each letter that a word has. Words one edit apart differ in two
// bits at most, which is seen sooner than the edit.
func letters(word string) (bits uint32) {
	for i := range len(word) {
		bits |= 1 << (word[i] & 31)
	}
	return bits
}

// meant is a word that a typed one may mean, how near it is, and how good that is.
type meant struct {
	word    string
	class   class
	quality int // of 100
}

// class says how a word agrees with what was typed; a person is as good as
// their worst word.
type class uint8

const (
	other class = iota // other marks, half a word
	toned              // only the tone differs
	exact              // as typed, or typed without marks
)

// ways says how far a word may be from what was typed.
type ways struct {
	marked bool // the text bears marks
	longer bool // the word may go on
	errors bool // other readings, mishearings and slips too
}

// lockSorted locks the list for reading with its folded words in order.
func (l *wordlist) lockSorted() {
	l.sort()
	l.mu.RLock()
	for l.folds == nil && len(l.byFold) > 0 { // words came in between
		l.mu.RUnlock()
		l.sort()
		l.mu.RLock()
	}
}

// meanings gives the words that w may mean, each once, the best first.
func (l *wordlist) meanings(w search.Word, ways ways) []meant {
	l.lockSorted()
	defer l.mu.RUnlock()
	m := meanings{list: l, typed: w.Text, marked: ways.marked, seen: map[string]bool{}}
	fold := search.Folded(w.Text)
	m.spelled(fold, 100)
	if ways.longer && fold != "" {
		for _, begun := range begunOf(w.Text) {
			m.longer(begun)
		}
	}
	if ways.errors {
		for _, r := range w.Readings {
			m.reading(r)
		}
		m.misheard(fold)
		for _, begun := range begunOf(w.Text) {
			m.slips(begun)
		}
	}
	return m.all
}

type meanings struct {
	list   *wordlist
	typed  string
	marked bool
	seen   map[string]bool
	all    []meant
}

func (m *meanings) add(word string, c class, quality int) {
	if !m.seen[word] {
		m.seen[word] = true
		m.all = append(m.all, meant{word, c, quality})
	}
}

// spelled adds the words spelled so, marks aside.
func (m *meanings) spelled(fold string, quality int) {
	for _, word := range m.list.byFold[fold] {
		switch {
		case word == m.typed || !m.marked:
			m.add(word, exact, quality)
		case search.Toneless(word) == search.Toneless(m.typed):
			m.add(word, toned, quality*92/100)
		default:
			m.add(word, other, quality*80/100)
		}
	}
}

// reading adds what the typed word says when it is read another way: "nguyeenx"
// says nguyễn, and bears marks although none were drawn.
func (m *meanings) reading(r string) {
	as := *m
	as.typed, as.marked = r, m.marked || vietnamese.HasMarks(r)
	as.spelled(search.Folded(r), 60)
	m.all = as.all
}

// longer adds words that begin so. One letter stands for a name: N. V. An.
func (m *meanings) longer(fold string) {
	folds := m.list.folds
	key := vietnamese.Key(m.typed)
	from, _ := slices.BinarySearch(folds, fold)
	for _, f := range folds[from:] {
		if !strings.HasPrefix(f, fold) {
			break
		}
		for _, word := range m.list.byFold[f] {
			switch {
			case !search.GoesOn(m.typed, word):
			case !m.marked:
				m.add(word, exact, 70)
			case strings.HasPrefix(word, key):
				m.add(word, exact, 72)
			default:
				m.add(word, other, 64)
			}
		}
	}
}

// misheard adds words that sound the same to somebody.
func (m *meanings) misheard(fold string) {
	for _, f := range m.list.sounds[vietnamese.SoundKey(fold)] {
		m.spelled(f, 55)
	}
}

// slips adds words one letter away. Short words would mean everything, unless they
// are none themselves.
func (m *meanings) slips(fold string) {
	n := utf8.RuneCountInString(fold)
	if n < 2 || n == 2 && m.list.byFold[fold] != nil {
		return
	}
	for _, f := range m.list.oneAway(fold) {
		m.spelled(f, 50)
	}
}

// near gives the folded words one letter away from one that is long enough to be
// a slip of something.
func (l *wordlist) near(fold string) []string {
	if len(fold) < shortestSlip {
		return nil
	}
	l.lockSorted()
	defer l.mu.RUnlock()
	return l.oneAway(fold)
}

// oneAway gives the folded words one letter away: one more, one less, another one,
// two swapped.
func (l *wordlist) oneAway(fold string) []string {
	var all []string
	has := letters(fold)
	for i, f := range l.folds {
		if bits.OnesCount32(l.marks[i]^has) <= 2 && f != fold && search.OneEditApart(f, fold) {
			all = append(all, f)
		}
	}
	return all
}

// shortestSlip is how many letters a word of a topic has that is read a letter off.
const shortestSlip = 2

// goesOn says that some word begins as what was typed and is longer.
func (l *wordlist) goesOn(typed string) bool {
	l.lockSorted()
	defer l.mu.RUnlock()
	return slices.ContainsFunc(begunOf(typed), func(begun string) bool {
		at, found := slices.BinarySearch(l.folds, begun)
		if found {
			at++
		}
		return begun != "" && at < len(l.folds) && strings.HasPrefix(l.folds[at], begun)
	})
}

// begunOf gives the letters that a word has or begins with. Keys write "ti" as "ty";
// it is also where Tiến begins, and what a slip leaves of "thi".
func begunOf(typed string) []string {
	fold := search.Folded(typed)
	if with, ok := strings.CutSuffix(fold, "y"); ok && search.Folded(with+"i") == fold {
		return []string{fold, with + "i"}
	}
	return []string{fold}
}

// unglued gives a plan whose words are parted where blanks were left out: "nguyenvanan",
// "le vanan". A word that somebody bears stays whole, and beside others one that may be a
// slip too.
func (v *vocabulary) unglued(p *search.Plan) *search.Plan {
	if len(p.Words) == 1 {
		if pieces := v.pieces(p.Words[0].Text); len(pieces) > 1 {
			parted := *p
			parted.Words, parted.Phrases, parted.Marked = wordsOf(pieces), nil, false
			return &parted
		}
		return p
	}
	if len(p.Phrases) > 0 {
		return p // which say at which places they stand
	}
	var all []search.Word
	for _, w := range p.Words {
		pieces := v.names.parted(search.Folded(w.Text))
		if w.NoName || len(pieces) < 2 || len(v.names.near(search.Folded(w.Text))) > 0 {
			all = append(all, w)
			continue
		}
		all = append(all, wordsOf(pieces)...)
	}
	if len(all) == len(p.Words) {
		return p
	}
	parted := *p
	parted.Words = all
	return &parted
}

// pieces gives what a word that stands alone is made of.
func (v *vocabulary) pieces(text string) []string {
	for _, list := range []*wordlist{&v.names, &v.topics} {
		if pieces := list.parted(search.Folded(text)); len(pieces) > 1 {
			return pieces
		}
	}
	return nil
}

func wordsOf(texts []string) []search.Word {
	all := make([]search.Word, len(texts))
	for i, t := range texts {
		all[i] = search.Word{Text: t}
	}
	return all
}

// longestGlued bounds the words that are parted.
const longestGlued = 40

// parted gives the fewest known words of two letters or more that fold is made
// of; nil if there are none.
func (l *wordlist) parted(fold string) []string {
	if len(fold) > longestGlued {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	best := make([][]string, len(fold)+1)
	best[0] = []string{}
	for to := 2; to <= len(fold); to++ {
		for from := to - 2; from >= 0 && to-from <= 7; from-- {
			if best[from] == nil || l.byFold[fold[from:to]] == nil {
				continue
			}
			if best[to] == nil || len(best[from])+1 < len(best[to]) {
				best[to] = append(slices.Clone(best[from]), fold[from:to])
			}
		}
	}
	return best[len(fold)]
}
