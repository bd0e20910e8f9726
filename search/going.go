package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// Texts that are typed in part: initials written together, phrases that go on.

// Bounds of initials that are written together.
const (
	fewestInitials = 2
	mostInitials   = 4
)

// partInitials parts initials that stand together before the rest of a name, "NTT Hạnh",
// into letters of their own. An abbreviation that is known stays whole.
func (l *Lexicon) partInitials(text string, all []token) []token {
	if len(all) < 2 || len(all) > 3 {
		return all
	}
	first := text[all[0].from:all[0].to]
	n := utf8.RuneCountInString(first)
	if n < fewestInitials || n > mostInitials || !isUpper(first) || strings.ContainsAny(first, "0123456789") || len(l.entries[all[0].folded]) > 0 {
		return all
	}
	rest := all[1:]
	if l.isPart(text[rest[0].from:rest[len(rest)-1].to]) || len(l.entries[joinFolded(rest)]) > 0 {
		return all
	}
	for _, t := range rest {
		if r, _ := utf8.DecodeRuneInString(text[t.from:]); !unicode.IsUpper(r) || isUpper(text[t.from:t.to]) || !vietnamese.IsSyllable(text[t.from:t.to]) {
			return all
		}
	}
	var parted []token
	for i, r := range first {
		from := all[0].from + i
		parted = append(parted, token{Folded(string(r)), from, from + utf8.RuneLen(r)})
	}
	return append(parted, rest...)
}

func joinFolded(all []token) string {
	words := make([]string, len(all))
	for i, t := range all {
		words[i] = t.folded
	}
	return strings.Join(words, " ")
}

// Bounds of phrases that a text may go on to.
const (
	fewestBefore = 2 // whole words before the half one
	mostGoingOn  = 8
)

// addGoingOn takes the last words for the beginning of known phrases: "kinh tế tuần h"
// may go on to "kinh tế tuần hoàn".
func (r *reading) addGoingOn(p *Plan) {
	last := len(p.Words) - 1
	if last < fewestBefore || !p.Words[last].Prefix || p.Named || slices.ContainsFunc(p.Phrases, func(ph Phrase) bool { return !ph.Code && ph.To > last }) {
		return
	}
	for from := max(0, last-r.lexicon.longest); from <= last-fewestBefore; from++ {
		words := make([]string, 0, last+1-from)
		for _, w := range p.Words[from:] {
			words = append(words, Folded(w.Text))
		}
		if texts := r.lexicon.goingOn(strings.Join(words, " ")); len(texts) > 0 {
			p.Phrases = append(p.Phrases, Phrase{From: from, To: last + 1, Texts: texts})
			return
		}
	}
}

// goingOn gives the known topics that begin so and have as many words, in the order of
// their letters; nil where there are none, or more than say anything.
func (l *Lexicon) goingOn(start string) []string {
	l.completing.Do(func() { l.complete = l.completions() })
	at, _ := slices.BinarySearchFunc(l.complete, start, func(c completion, s string) int { return strings.Compare(c.folded, s) })
	var texts []string
	for ; at < len(l.complete) && strings.HasPrefix(l.complete[at].folded, start); at++ {
		c := l.complete[at]
		if c.kind == SuggestTopic && strings.Count(c.folded, " ") == strings.Count(start, " ") {
			texts = addOnce(texts, c.text)
		}
	}
	if len(texts) > mostGoingOn {
		return nil
	}
	return texts
}
