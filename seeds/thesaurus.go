package seeds

import (
	"slices"
	"strings"
)

// Term is one concept of expertise: how people here call it, how they call it in
// English, and what else they write for the same.
type Term struct {
	Phrase        string   // usual Vietnamese phrase, in lower case but for names: "nuôi trồng thủy sản"
	English       []string // the first is the usual one
	Synonyms      []string // other Vietnamese phrases for the same
	Abbreviations []string // "BĐKH", "GIS"
	Field         string   // code of registry.SchemeField the concept belongs to
	See           []string // wider or nearby phrases, whose people are shown too
}

// Terms gives the thesaurus: what lists of staff here write, and the further
// phrases and names of fields that people search by. Each of the two is grouped by
// field as its file has it.
func Terms() ([]Term, error) {
	common, err := CommonTerms()
	if err != nil {
		return nil, err
	}
	further, err := readTerms("expertise.tsv")
	return append(common, further...), err
}

// CommonTerms gives the part of the thesaurus that lists of staff here write, from
// which invented people draw theirs.
func CommonTerms() ([]Term, error) { return readTerms("thesaurus.tsv") }

// EnglishPhrases gives the phrases of the thesaurus that are English and not what
// Vietnamese lists write as well ("marketing").
func EnglishPhrases() ([]string, error) {
	terms, err := Terms()
	here := map[string]bool{}
	for _, t := range terms {
		for _, phrase := range slices.Concat([]string{t.Phrase}, t.Synonyms) {
			here[strings.ToLower(phrase)] = true
		}
	}
	var english []string
	for _, t := range terms {
		for _, phrase := range t.English {
			if !here[strings.ToLower(phrase)] {
				english = append(english, phrase)
			}
		}
	}
	return english, err
}

func readTerms(file string) ([]Term, error) {
	t, err := readTable(file)
	if err != nil {
		return nil, err
	}
	var terms []Term
	err = t.each(func(r *row) error {
		terms = append(terms, Term{
			Phrase: r.text("phrase"), English: r.list("english"), Synonyms: r.list("synonyms"),
			Abbreviations: r.list("abbreviations"), Field: r.text("field"), See: r.list("see"),
		})
		return nil
	})
	return terms, err
}
