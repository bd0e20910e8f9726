package search

// Term is one concept of expertise: every way of saying it finds everybody who
// bears any of the others.
type Term struct {
	Phrase        string   // usual Vietnamese phrase
	English       []string // the first is the usual one
	Synonyms      []string // other Vietnamese phrases for the same
	Abbreviations []string // "BĐKH", "GIS"
	Field         string   // code of registry.SchemeField the concept belongs to
}
