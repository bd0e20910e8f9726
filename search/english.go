package search

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// English that names a part of what the thesaurus knows: "infertility" of
// "infertility and assisted reproduction", "beekeepers" of "beekeeping".

// mostEnglish bounds the concepts that some English words may mean: more say nothing.
const mostEnglish = 8

// addEnglish notes the words of a concept's English names.
func (l *Lexicon) addEnglish(names []string, c *concept) {
	for _, name := range names {
		for _, w := range Words(name) {
			if stem := englishStem(w); stem != "" && !slices.Contains(l.english[stem], c) {
				l.english[stem] = append(l.english[stem], c)
			}
		}
	}
}

// englishSmall are words of English names that say nothing by themselves.
var englishSmall = []string{"and", "of", "the", "in", "for", "with", "on", "to", "by", "other", "general", "studies", "study", "science", "sciences"}

// englishEnds are the endings that forms of one word differ in, the longest first.
var englishEnds = []string{"ations", "ation", "ings", "ing", "ists", "ist", "ers", "er", "ies", "ics", "ic", "al", "es", "s", "y", "e"}

// englishStem gives what forms of an English word have in common; "" for a word that
// says nothing.
func englishStem(word string) string {
	word = vietnamese.Fold(word)
	if slices.Contains(englishSmall, word) || len(word) < 3 {
		return ""
	}
	for _, end := range englishEnds {
		if stem, ok := strings.CutSuffix(word, end); ok && len(stem) > 3 {
			return stem
		}
	}
	return word
}

// english gives the concepts that have all of some English words in their names; nil for
// words that are not English, and where there are more than say anything.
func (l *Lexicon) englishOf(words []string) []*concept {
	var all []*concept
	asked := 0
	for _, w := range words {
		stem := englishStem(w)
		if stem == "" {
			continue
		}
		if asked++; asked == 1 {
			all = l.english[stem]
			continue
		}
		all = slices.DeleteFunc(slices.Clone(all), func(c *concept) bool { return !slices.Contains(l.english[stem], c) })
	}
	if len(all) > mostEnglish {
		return nil
	}
	return all
}

// addEnglishParts takes words that no known phrase has, and of which one at least is no
// Vietnamese syllable, for the English of all that have them in their names.
func (r *reading) addEnglishParts(places []int, p *Plan) {
	for from := 0; from < len(r.tokens); {
		to := from
		for to < len(r.tokens) && places[to] >= 0 && r.spanAt(to) == nil {
			to++
		}
		r.addEnglishPart(from, to, places, p)
		from = max(to, from+1)
	}
}

func (r *reading) addEnglishPart(from, to int, places []int, p *Plan) {
	var words []string
	foreign := false
	for i := from; i < to; i++ {
		typed := r.typed(i, i+1)
		if vietnamese.HasMarks(typed) {
			return
		}
		foreign = foreign || !vietnamese.IsSyllable(typed) && len(typed) > 3
		words = append(words, typed)
	}
	if !foreign {
		return
	}
	var texts []string
	for _, c := range r.lexicon.englishOf(words) {
		texts = union(texts, c.ways)
	}
	if len(texts) > 0 {
		p.Phrases = append(p.Phrases, Phrase{From: places[from], To: places[to-1] + 1, Texts: texts})
	}
}
