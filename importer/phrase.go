package importer

import (
	"slices"
	"strings"
	"unicode"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// englishPhrases gives the keys of what is English: the English names of fields and
// terms, but for those that are a Vietnamese name too (marketing).
func englishPhrases(ref *registry.Reference) map[string]bool {
	english := map[string]bool{}
	codes := slices.Concat(ref.Codes(registry.SchemeField), ref.Codes(registry.SchemeTerm))
	for _, c := range codes {
		for _, name := range append(strings.Split(c.NameEn, ";"), c.NameEn) {
			english[vietnamese.Key(strings.TrimSpace(name))] = true
		}
	}
	for _, c := range codes {
		for _, name := range append(c.Variants, c.Name) {
			delete(english, vietnamese.Key(name))
		}
	}
	delete(english, "") // most codes have no English name
	return english
}

// phraseLanguage tells the language of a phrase where it is sure: a word with marks that
// are those of a Vietnamese syllable, or an English phrase that is known.
func (r *reader) phraseLanguage(phrase string) registry.PhraseLanguage {
	if r.english[vietnamese.Key(phrase)] {
		return registry.InEnglish
	}
	other := func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }
	for word := range strings.FieldsFuncSeq(phrase, other) {
		if vietnamese.HasMarks(word) && vietnamese.IsSyllable(word) {
			return registry.InVietnamese
		}
	}
	return ""
}
