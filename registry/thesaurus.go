package registry

import (
	"strings"

	"trithuc/registry/vietnamese"
)

// PhraseCode gives the code under which a phrase stands in SchemeTerm: its words without
// marks, joined by hyphens.
func PhraseCode(phrase string) string {
	return strings.Join(vietnamese.Syllables(vietnamese.Fold(phrase)), "-")
}

// SeeAlso begins the note of an entry of SchemeTerm that leads to wider phrases, parted
// by semicolons: who asks for the entry is shown their people too.
const SeeAlso = "xem thêm: "

// SeeAlsoOf gives the phrases that an entry of SchemeTerm leads to.
func SeeAlsoOf(c Code) []string {
	list, ok := strings.CutPrefix(c.Note, SeeAlso)
	if !ok {
		return nil
	}
	var phrases []string
	for phrase := range strings.SplitSeq(list, ";") {
		if phrase = strings.TrimSpace(phrase); phrase != "" {
			phrases = append(phrases, phrase)
		}
	}
	return phrases
}
