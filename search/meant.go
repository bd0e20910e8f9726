package search

import (
	"strings"

	"trithuc/registry/vietnamese"
)

// mostMeant bounds the words of a text that is held against every known phrase.
const mostMeant = 12

// meant gives the known phrase that words of a text come near to and miss by a
// letter or two, put into the text: "bien doi khi hua" is meant to be "biến đổi khí
// hậu". "" where nothing is near, where the words are known as they are, or are many.
func (r *reading) meant() string {
	if len(r.tokens) > mostMeant {
		return ""
	}
	for n := min(len(r.tokens), 6); n > 1; n-- {
		for from := 0; from+n <= len(r.tokens); from++ {
			if r.isKnown(from, from+n) {
				continue
			}
			if label := r.lexicon.near(r.tokens[from : from+n]); label != "" && !vietnamese.IsSurname(r.typed(from, from+1)) {
				return strings.TrimSpace(r.text[:r.tokens[from].from] + label + r.text[r.tokens[from+n-1].to:])
			}
		}
	}
	return ""
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

// phrase is the words of a known topic and how it is called.
type phrase struct {
	words []string
	label string
}

// phrases gives the topics of so many words.
func (l *Lexicon) phrases(words int) []phrase {
	l.phrasing.Do(func() {
		l.byLength = map[int][]phrase{}
		for key, entries := range l.entries {
			if entries[0].kind == aTopic {
				all := strings.Fields(key)
				l.byLength[len(all)] = append(l.byLength[len(all)], phrase{all, entries[0].label})
			}
		}
	})
	return l.byLength[words]
}

// near gives the name of the only topic of as many words of which one or two are a
// letter off, the rest as typed.
func (l *Lexicon) near(typed []token) string {
	found := ""
	for _, p := range l.phrases(len(typed)) {
		if !nearly(typed, p.words) {
			continue
		}
		if found != "" && found != p.label {
			return ""
		}
		found = p.label
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
