package search

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// maxWhy bounds the reasons given for one person.
const maxWhy = 6

// explain gives the texts of a person that bear words of the plan, with the
// matching parts marked. Words that stand next to each other in the query are
// marked in a topic only where they stand together, as they were matched.
func (l *Lexicon) explain(p *Plan, texts []Text) []Why {
	m := newMarker(p)
	if p.EndsWhole() || l.hasWhole(Folded(m.prefix), texts) {
		m.prefix = "" // what stands there whole was not half typed
	}
	var all []Why
	for _, t := range texts {
		for _, name := range l.shown(t) {
			if marks := m.mark(t.Field, name); len(marks) > 0 {
				all = append(all, Why{t.Field, name, marks})
				break // one language is enough
			}
		}
		if len(all) == maxWhy {
			break
		}
	}
	return all
}

// hasWhole says that a folded word stands whole in one of the texts.
func (l *Lexicon) hasWhole(word string, texts []Text) bool {
	for _, t := range texts {
		for _, name := range l.shown(t) {
			if word != "" && slices.Contains(foldedWords(name), word) {
				return true
			}
		}
	}
	return false
}

// shown gives what a stored text reads as: names for codes and ids.
func (l *Lexicon) shown(t Text) []string {
	switch t.Field {
	case FieldField, FieldDerived:
		c, _ := l.ref.Code(registry.SchemeField, t.Value)
		return []string{c.Name, c.NameEn}
	case FieldOrganisation:
		id, _ := strconv.ParseInt(t.Value, 10, 64)
		o, _ := l.ref.Organisation(registry.OrganisationID(id))
		return slices.Concat([]string{o.Name, o.NameEn}, o.Abbreviations, o.Aliases)
	}
	return []string{t.Value}
}

// marker knows which words of a text were looked for.
type marker struct {
	phrases [][]string // folded, longest first
	prefix  string     // half-typed last word
	codes   []string
	named   map[string]bool // words met in the name: met again alone in a topic they say nothing
}

func newMarker(p *Plan) *marker {
	m := &marker{named: map[string]bool{}}
	var run []string
	for _, w := range p.Words {
		folded := Folded(w.Text)
		if w.Prefix {
			m.prefix = w.Text
		}
		run = append(run, folded)
		for _, r := range w.Readings {
			m.phrases = append(m.phrases, []string{Folded(r)})
		}
	}
	for n := len(run); n > 0; n-- {
		for i := 0; i+n <= len(run); i++ {
			m.phrases = append(m.phrases, run[i:i+n])
		}
	}
	for _, f := range p.Must {
		if f.Facet == FacetText && !f.Not {
			for _, v := range f.Values {
				m.phrases = append(m.phrases, foldedWords(v))
			}
		}
	}
	for _, ph := range p.Phrases {
		for _, t := range ph.Texts {
			if ph.Code {
				m.codes = append(m.codes, CodeKey(t))
				continue
			}
			m.phrases = append(m.phrases, foldedWords(t))
		}
	}
	slices.SortStableFunc(m.phrases, func(a, b []string) int { return len(b) - len(a) })
	return m
}

// token is one word of a shown text and where it stands.
type token struct {
	folded   string
	from, to int
}

// tokens parts a text into its words: the same that Words gives.
func tokens(s string) []token {
	var all []token
	add := func(from, to int) {
		if folded := Folded(s[from:to]); folded != "" {
			all = append(all, token{folded, from, to})
		}
	}
	start := -1
	for i, r := range s {
		word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case word && start < 0:
			start = i
		case !word && start >= 0:
			add(start, i)
			start = -1
		}
	}
	if start >= 0 {
		add(start, len(s))
	}
	return all
}

// mark gives the parts of a text that were looked for. The name must come first.
func (m *marker) mark(field, text string) [][2]int {
	if field == FieldCode || field == FieldNumber {
		if slices.Contains(m.codes, CodeKey(text)) {
			return [][2]int{{0, len(text)}}
		}
		return nil
	}
	toks := tokens(text)
	hit := make([]bool, len(toks))
	found := false
	for _, ph := range m.phrases {
		if len(ph) == 1 && field != FieldName && (found || m.named[ph[0]]) {
			continue // a phrase was met: its single words elsewhere say nothing
		}
		for i := 0; i+len(ph) <= len(toks); i++ {
			if m.at(text, toks[i:], ph, field == FieldName) {
				for k, w := range ph {
					hit[i+k] = true
					m.named[w] = m.named[w] || field == FieldName
				}
				found = true
			}
		}
	}
	return joined(toks, hit)
}

// at reports whether the phrase stands at the beginning of toks. A half-typed
// word of a name may be as short as an initial.
func (m *marker) at(text string, toks []token, phrase []string, name bool) bool {
	for k, w := range phrase {
		half := strings.HasPrefix(toks[k].folded, w) && (name && len(w) == 1 || m.isHalf(w, text[toks[k].from:toks[k].to], name))
		if toks[k].folded != w && !half {
			return false
		}
	}
	return true
}

// isHalf says that a folded word of the text is the half-typed one and may become a shown one.
func (m *marker) isHalf(folded, shown string, name bool) bool {
	return m.prefix != "" && folded == Folded(m.prefix) && (name || len(folded) > 2) && GoesOn(m.prefix, vietnamese.Key(shown))
}

// joined gives the byte ranges of hit tokens, neighbours as one.
func joined(toks []token, hit []bool) [][2]int {
	var marks [][2]int
	for i, t := range toks {
		switch {
		case !hit[i]:
		case i > 0 && hit[i-1]:
			marks[len(marks)-1][1] = t.to
		default:
			marks = append(marks, [2]int{t.from, t.to})
		}
	}
	return marks
}

// String gives the reason as text, the matched parts between « and ».
func (w Why) String() string {
	var b strings.Builder
	at := 0
	for _, m := range w.Marks {
		b.WriteString(w.Text[at:m[0]] + "«" + w.Text[m[0]:m[1]] + "»")
		at = m[1]
	}
	return b.String() + w.Text[at:]
}
