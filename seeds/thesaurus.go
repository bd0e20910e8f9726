package seeds

// Term is one concept of expertise: how people here call it, how they call it in
// English, and what else they write for the same.
type Term struct {
	Phrase        string   // usual Vietnamese phrase, in lower case but for names: "nuôi trồng thủy sản"
	English       []string // the first is the usual one
	Synonyms      []string // other Vietnamese phrases for the same
	Abbreviations []string // "BĐKH", "GIS"
	Field         string   // code of registry.SchemeField the concept belongs to
}

// Terms gives the thesaurus, grouped by field as the file has it.
func Terms() ([]Term, error) {
	t, err := readTable("thesaurus.tsv")
	if err != nil {
		return nil, err
	}
	var terms []Term
	err = t.each(func(r *row) error {
		terms = append(terms, Term{
			Phrase: r.text("phrase"), English: r.list("english"), Synonyms: r.list("synonyms"),
			Abbreviations: r.list("abbreviations"), Field: r.text("field"),
		})
		return nil
	})
	return terms, err
}
