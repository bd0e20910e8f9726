package seeds

import (
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
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

// TermVersion names the version of registry.SchemeTerm that a new registry starts with.
const TermVersion = "ban-dau"

// Thesaurus gives Terms as the code list that an administrator reads and extends:
// what files say of one phrase stands under one code, made of its letters.
func Thesaurus() (*registry.LoadCodes, error) {
	terms, err := Terms()
	if err != nil {
		return nil, err
	}
	l := &registry.LoadCodes{Scheme: registry.SchemeTerm, Version: TermVersion}
	at, taken := map[string]int{}, map[string]bool{}
	for _, t := range terms {
		c, err := t.code()
		if err != nil {
			return nil, err
		}
		i, known := at[t.Phrase]
		if known {
			l.Codes[i] = joined(l.Codes[i], c)
			continue
		}
		for taken[c.Code] { // told apart by their marks alone
			c.Code += "-2"
		}
		at[t.Phrase], taken[c.Code] = len(l.Codes), true
		l.Codes = append(l.Codes, c)
	}
	return l, nil
}

// code gives a term as an entry of the code list.
func (t Term) code() (registry.Code, error) {
	field, err := strconv.Atoi(t.Field)
	c := registry.Code{
		Scheme: registry.SchemeTerm, Version: TermVersion,
		Code: registry.PhraseCode(t.Phrase),
		Name: t.Phrase, NameEn: strings.Join(t.English, "; "), Abbreviation: strings.Join(t.Abbreviations, "; "),
		Variants: t.Synonyms, Value: float64(field), Source: termSource,
	}
	if len(t.See) > 0 {
		c.Note = registry.SeeAlso + strings.Join(t.See, "; ")
	}
	return c, err
}

// termSource is where the thesaurus comes from: no document has it.
const termSource = "from memory: compiled for this product"

// joined adds what b says of a phrase to a.
func joined(a, b registry.Code) registry.Code {
	list := func(a, b string) string { return strings.Join(union(split(a), split(b)), "; ") }
	a.NameEn, a.Abbreviation, a.Variants = list(a.NameEn, b.NameEn), list(a.Abbreviation, b.Abbreviation), union(a.Variants, b.Variants)
	if see := union(registry.SeeAlsoOf(a), registry.SeeAlsoOf(b)); len(see) > 0 {
		a.Note = registry.SeeAlso + strings.Join(see, "; ")
	}
	return a
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(slices.Clip(a), s)
		}
	}
	return a
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
