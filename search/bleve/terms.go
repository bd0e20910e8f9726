package bleve

import (
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// termsField is a field of a document whose terms are made before the engine asks for
// them, so that documents of the same texts share them.
type termsField struct {
	name  string
	terms index.TokenFrequencies // several documents may hold it: nobody changes it
}

var _ document.Field = termsField{}

// indexed says how terms are kept: no frequencies, no positions, since matching
// needs neither.
const indexed = index.IndexField | index.SkipFreqNorm

func (f termsField) Name() string                                     { return f.name }
func (f termsField) Options() index.FieldIndexingOptions              { return indexed }
func (f termsField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f termsField) AnalyzedLength() int                              { return len(f.terms) }
func (termsField) Analyze()                                           {}
func (termsField) ArrayPositions() []uint64                           { return nil }
func (termsField) Value() []byte                                      { return nil }
func (termsField) EncodedFieldType() byte                             { return 't' }

// Size and NumPlainTextBytes only feed statistics of the engine that nobody reads.
func (termsField) Size() int                 { return 0 }
func (termsField) NumPlainTextBytes() uint64 { return 0 }

// frequencies gives terms, each once, in the form of the engine.
func frequencies(terms []string) index.TokenFrequencies {
	all := make(index.TokenFrequencies, len(terms))
	each := make([]index.TokenFreq, 0, len(terms)) // never grows: all points into it
	text := []byte(strings.Join(terms, ""))
	for _, term := range terms {
		if _, known := all[term]; !known {
			each = append(each, index.TokenFreq{Term: text[:len(term):len(term)]})
			all[term] = &each[len(each)-1]
		}
		text = text[len(term):]
	}
	return all
}

// known keeps the terms of texts that many people share: the names of where they work
// and of their fields.
type known struct {
	mu    sync.Mutex
	terms map[string]index.TokenFrequencies
}

// Known terms of at most maxKnown texts are kept, some 20 MB, and none of texts longer
// than longestKnown bytes: those are one person's own.
const (
	maxKnown     = 4000
	longestKnown = 600
)

// of gives the terms of the texts of a topic.
func (k *known) of(texts []string) index.TokenFrequencies {
	key := strings.Join(texts, "\n")
	if len(key) > longestKnown {
		return frequencies(topicTerms(texts))
	}
	k.mu.Lock()
	terms, ok := k.terms[key]
	k.mu.Unlock()
	if !ok {
		terms = frequencies(topicTerms(texts))
		k.keep(key, terms)
	}
	return terms
}

func (k *known) keep(key string, terms index.TokenFrequencies) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.terms) >= maxKnown || k.terms == nil {
		k.terms = map[string]index.TokenFrequencies{}
	}
	k.terms[key] = terms
}

// forget keeps none any more.
func (k *known) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.terms = nil
}
