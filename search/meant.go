package search

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// mostMeant bounds the words of a text that is held against every known phrase.
const mostMeant = 12

// near is a known phrase that words of a text come near to and miss by a letter or
// two: "bien doi khi hua" is meant to be "biến đổi khí hậu".
type near struct {
	from, to int // tokens
	entry    *entry
}

// findNear gives the longest such phrase of a text; false where nothing is near,
// where the words are known as they are, or are many. What was read as a condition, or
// says nothing, is spelled as it was meant.
func (r *reading) findNear(places []int) (near, bool) {
	if len(r.tokens) > mostMeant {
		return near{}, false
	}
	for n := min(len(r.tokens), 6); n > 1; n-- {
		for from := 0; from+n <= len(r.tokens); from++ {
			if r.isKnown(from, from+n) || slices.Contains(places[from:from+n], -1) || r.hasFiller(from, from+n) {
				continue
			}
			if e := r.lexicon.near(r.tokens[from : from+n]); e != nil && !vietnamese.IsSurname(r.typed(from, from+1)) {
				return near{from, from + n, e}, true
			}
		}
	}
	return near{}, false
}

// meant gives the text with the phrase it comes near to put in, and the phrase among
// the words of the plan where all of its own stand there.
func (r *reading) meant(n near, places []int) (string, []Phrase) {
	text := strings.TrimSpace(r.text[:r.tokens[n.from].from] + n.entry.label + r.text[r.tokens[n.to-1].to:])
	from, to := places[n.from], places[n.to-1]+1
	if slices.Contains(places[n.from:n.to], -1) || to-from != n.to-n.from {
		return text, nil
	}
	own := strings.Join(n.entry.key, " ")
	others := slices.DeleteFunc(slices.Clone(n.entry.concept.ways), func(w string) bool { return w == own })
	return text, []Phrase{{From: from, To: to, Texts: append([]string{own}, others...), Usual: true}}
}

// hasFiller says that a word of tokens says nothing.
func (r *reading) hasFiller(from, to int) bool {
	return slices.ContainsFunc(r.spans, func(s span) bool {
		return s.entry.kind == aFiller && s.from < to && from < s.to
	})
}

// isKnown says that tokens are known topics as they are, or begin or end amid one.
func (r *reading) isKnown(from, to int) bool {
	known := 0
	for _, s := range r.spans {
		if s.entry.kind != aTopic || s.to <= from || to <= s.from {
			continue
		}
		if s.from < from || to < s.to {
			return true
		}
		known += s.to - s.from
	}
	return known == to-from
}

// phrase is the words of a known topic.
type phrase struct {
	words []string
	entry *entry
}

// phrases gives the topics of so many words.
func (l *Lexicon) phrases(words int) []phrase {
	l.phrasing.Do(func() {
		l.byLength = map[int][]phrase{}
		for key, entries := range l.entries {
			if entries[0].kind == aTopic {
				all := strings.Fields(key)
				l.byLength[len(all)] = append(l.byLength[len(all)], phrase{all, entries[0]})
			}
		}
	})
	return l.byLength[words]
}

// near gives the only topic of as many words of which one or two are a letter off,
// the rest as typed; nil if there is none.
func (l *Lexicon) near(typed []token) *entry {
	var found *entry
	for _, p := range l.phrases(len(typed)) {
		if !nearly(typed, p.words) {
			continue
		}
		if found != nil && found.label != p.entry.label {
			return nil
		}
		found = p.entry
	}
	return found
}

// nearly says that the words are as typed but for a letter in at most half of them.
func nearly(typed []token, words []string) bool {
	off := 0
	for i, w := range words {
		switch {
		case typed[i].folded == w:
		case len(w) > 2 && OneEditApart(typed[i].folded, w):
			off++
		default:
			return false
		}
	}
	return off > 0 && 2*off <= len(words)
}

// OneEditApart reports whether one insertion, deletion, substitution or swap of
// neighbours makes a out of b.
func OneEditApart(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a)-len(b) > 1 {
		return false
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	if len(a) > len(b) {
		return a[i+1:] == b[i:]
	}
	if i == len(a) {
		return true
	}
	swapped := i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	return a[i+1:] == b[i+1:] || swapped
}
