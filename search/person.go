package search

import (
	"slices"
	"unicode"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// What a text says of people: titles, sexes, and where it names somebody.

// joinUpward lets "trở lên" belong to the degree or title before it.
func (r *reading) joinUpward() {
	for i := 1; i < len(r.spans); i++ {
		s, before := &r.spans[i], &r.spans[i-1]
		if s.entry.kind == atLeast {
			s.gone = true
			if before.to == s.from {
				before.upward, before.to = true, s.to
				s.from = s.to
			}
		}
	}
	r.spans = slices.DeleteFunc(r.spans, func(s span) bool { return s.from == s.to })
}

// decideTitle makes a degree, title or honour a condition, or a preference where
// it stands by a name: the list may know less than the one who types.
func (r *reading) decideTitle(i int) {
	s := &r.spans[i]
	e := s.entry
	facet := map[kind]Facet{aDegree: FacetDegree, aTitle: FacetTitle, anHonour: FacetHonour}[e.kind]
	s.filter = Filter{Facet: facet, Values: e.values, AtLeast: s.upward || e.kind == aDegree}
	s.label = e.label
	if s.filter.AtLeast && e.kind != anHonour {
		s.label += " trở lên"
	}
	profession := false
	if e.kind == aDegree && !s.upward {
		profession = r.decideProfession(s)
	}
	if r.isGivenName(i) {
		return
	}
	s.prefer = profession || !s.upward && (r.beforeName(i) || r.isName(r.firstSaid()))
	s.chip = !s.prefer
}

// decideProfession reads a degree as what somebody is: beside other words who is
// not so stands lower, since lists often name the highest degree alone. It gives
// whether it is such a preference.
func (r *reading) decideProfession(s *span) bool {
	code := s.entry.values[0]
	beside := r.wordsBesides() && !isSpecialist(code)
	switch {
	case isProfession(code):
		s.filter, s.label = Filter{Facet: FacetProfession, Values: professions[code]}, s.entry.label
		return beside
	case code == "CN" && beside:
		s.filter.AtLeast = false
		return true
	}
	return false
}

// firstSaid gives the first token that is no word of address.
func (r *reading) firstSaid() int {
	return r.behindAddress(0)
}

// behindAddress gives the first token from at on that is no word of address.
func (r *reading) behindAddress(at int) int {
	for r.polite[at] {
		at++
	}
	return at
}

// isGivenName says that a title is rather somebody's name: all there is behind
// one family name, as in Lâm Tiến Sĩ.
func (r *reading) isGivenName(i int) bool {
	s := r.spans[i]
	return s.from == 1 && s.to == len(r.tokens) && s.to-s.from > 1 && i == 0 && vietnamese.IsSurname(r.typed(0, 1))
}

// wordsBesides says whether anything is left to be looked for.
func (r *reading) wordsBesides() bool {
	at := 0
	for _, s := range r.spans {
		if s.from > at || s.entry.kind == aTopic || s.entry.kind == aPlace || s.entry.kind == aJob {
			return true
		}
		at = s.to
	}
	return at < len(r.tokens)
}

// beforeName says that a name follows a title, perhaps behind further titles.
func (r *reading) beforeName(i int) bool {
	at := r.spans[i].to
	for _, s := range r.spans[i+1:] {
		at = r.behindAddress(at)
		if s.from != at || s.entry.kind != aDegree && s.entry.kind != aTitle && s.entry.kind != anHonour {
			break
		}
		at = s.to
	}
	return r.isName(r.behindAddress(at))
}

// isName says that tokens from at on read as a name: a family name and one to
// five more words that are no known phrase nor part of one (nông nghiệp, though
// Nông is a family name), or one word with a capital.
func (r *reading) isName(at int) bool {
	end := r.nameEnd(at)
	n := end - at
	switch {
	case n == 0 || n > 6:
		return false
	case n == 1:
		first := r.text[r.tokens[at].from:r.tokens[at].to]
		return unicode.IsUpper([]rune(first)[0]) && !isUpper(first)
	}
	return (vietnamese.IsSurname(r.typed(at, at+1)) || n > 2 && r.isMiddle(at+1)) && !r.lexicon.isPart(r.typed(at, end))
}

// nameEnd gives where words end that may be a name which begins at token at: before a
// phrase that is recognised. A ward may be called as a family is: Châu Thành Thuận.
func (r *reading) nameEnd(at int) int {
	if s := r.spanAt(at); s != nil && s.from == at && s.entry.kind == aPlace && s.entry.facet == FacetWard && vietnamese.IsSurname(r.typed(at, at+1)) {
		at = s.to
	}
	for at < len(r.tokens) && !r.inPhrase(at) {
		at++
	}
	return at
}

// isMiddle says that a word is the middle name that half of all names have, and so
// stands behind a family name, however that was spelled.
func (r *reading) isMiddle(at int) bool {
	return r.tokens[at].folded == "thi" || r.tokens[at].folded == "van"
}

// firstWord gives the first token that is looked for.
func (r *reading) firstWord() int {
	at := 0
	for at < len(r.tokens) {
		s := r.spanAt(at)
		switch {
		case r.polite[at]:
			at++
		case s != nil && (s.chip || s.prefer || s.gone):
			at = s.to
		default:
			return at
		}
	}
	return at
}

// inPhrase says whether a token belongs to a recognised phrase that is not a
// single filler: a name may have such a word.
func (r *reading) inPhrase(at int) bool {
	for _, s := range r.spans {
		if s.from <= at && at < s.to {
			single := s.to-s.from == 1 && (s.entry.kind == aFiller || s.entry.kind == aSex || s.entry.kind == aNegation || s.entry.kind == aBound)
			return !single
		}
	}
	return false
}

// isSex says whether "nam" or "nữ" is a sex here: in a phrase of several words,
// or beside a title, an age or a kind of person and not within a name.
func (r *reading) isSex(i int) bool {
	s := r.spans[i]
	if s.to-s.from > 1 || len(r.tokens) == 1 && s.entry.values[0] == string(registry.Female) {
		return true
	}
	if s.from > 0 && !r.inSpan(s.from-1) {
		return false // a plain word before: part of a name
	}
	if i+1 < len(r.spans) && r.spans[i+1].from == s.to && r.describes(i+1) {
		return true
	}
	if i == 0 || r.spans[i-1].to != s.from || !r.describes(i-1) {
		return false
	}
	return s.to < len(r.tokens) && r.inSpan(s.to) || s.to == len(r.tokens)
}

// describes says that a span says something about people beside which a sex stands. An
// organisation does where a text ends behind both, or begins with women: in "anh Nam Sở Y tế"
// somebody is called so.
func (r *reading) describes(i int) bool {
	s := &r.spans[i]
	switch s.entry.kind {
	case aDegree, aTitle, anHonour, aJob, anAge, aFiller, aTopic, aStanding:
		return true
	case anOrganisation:
		return s.to == len(r.tokens)-1 || s.from == 1 && r.spans[0].entry.kind == aSex && r.spans[0].entry.values[0] == string(registry.Female)
	}
	return false
}

func (r *reading) inSpan(at int) bool {
	return slices.ContainsFunc(r.spans, func(s span) bool { return s.from <= at && at < s.to })
}

// addShortSurname reads "Ng" before the rest of a name as Nguyễn, as it is written short.
func (r *reading) addShortSurname(p *Plan, places []int) {
	at := r.firstWord()
	if at+1 >= len(r.tokens) || r.tokens[at].folded != "ng" || places[at] < 0 || r.nameEnd(at)-at < 2 {
		return
	}
	p.Words[places[at]].Text, p.Named = "nguyễn", true
}
