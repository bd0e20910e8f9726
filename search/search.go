// Package search finds people the way officers type: without marks, with wrong
// ones, half a name, half a sentence. It holds the contract between the
// registry's trail and an engine: what a query is, what a document holds, what
// an Index promises, and the follower that keeps an index equal to the
// registry. Engines live below it (search/bleve); search/searchtest holds every
// engine to the same golden queries.
package search

import (
	"context"
	"iter"

	"trithuc/registry"
)

// Query is what to look for. The zero Query finds everybody, by name.
type Query struct {
	Text    string
	Filters []Filter
	Sort    Sort
	Limit   int // at most MaxLimit; 0 means DefaultLimit
	Offset  int
	Facets  []Facet // whose counts to return; nil for none
	Explain bool    // fill in Hit.Why
}

// Bounds of one query.
const (
	DefaultLimit = 20
	MaxLimit     = 1000
	MaxText      = 1000 // bytes of Text that are read; a longer one is refused
)

// Sort is the order of hits.
type Sort string

// The orders. Relevance is the default where there is a text, name where not.
const (
	Relevance Sort = "relevance"
	ByName    Sort = "name" // Vietnamese order of given name, family name, middle names
)

// Facet is an axis to filter and count by.
type Facet string

// The facets. Values are codes: what the registry calls them, never text.
const (
	FacetField        Facet = "field"        // level-2 code of SchemeField; a filter takes a code of any level and means it and all below
	FacetDegree       Facet = "degree"       // highest học vị
	FacetTitle        Facet = "title"        // học hàm
	FacetOrganisation Facet = "organisation" // id of the employer; a filter takes a unit's id too
	FacetSex          Facet = "sex"
	FacetAge          Facet = "age" // "-35", "35-44", "45-54", "55-"
)

// Filter keeps those who bear one of Values. Filters on several facets must all
// hold. A facet's own filter does not reduce its own counts (multi-select).
type Filter struct {
	Facet  Facet    `json:"facet"`
	Values []string `json:"values"`
	// AtLeast means "this or higher" by the catalogue's rank, for degree and title.
	AtLeast bool `json:"at_least,omitempty"`
}

// Count is one value of a facet and how many found people bear it.
type Count struct {
	Value string `json:"value"`
	N     int    `json:"n"`
}

// Result is what an Index answers.
type Result struct {
	Total  int
	Hits   []Hit
	Facets map[Facet][]Count // most first, then by value
}

// Hit is one person found.
type Hit struct {
	Person registry.PersonID
	Score  float64
	Why    []Why
}

// Why is one reason a person was found: a stored text and which bytes of it
// matched.
type Why struct {
	Field string   `json:"field"` // name of the document's field: "name", "expertise", "field", "organisation"…
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"` // byte offsets [from, to) into Text, ascending, apart
}

// Document is one person as an index holds them. It carries no contact data:
// what must not be found is not there.
type Document struct {
	Person  registry.PersonID
	Version int64 // of the person; the index is right when it is the store's

	Name          string
	SortKey       []byte
	Codes         []string
	Expertise     []string
	Fields        []string // codes of all levels, the person's own and those above
	FieldNames    []string // Vietnamese and English names of the person's own codes and those above
	Organisations []string // ids: employer, unit and everything between, of current positions
	OrgNames      []string // their names, aliases and abbreviations
	Posts         []string
	Degree        string   // highest
	Degrees       []string // all, with their names in full
	Title         string
	Honours       []string
	Study         []string // chuyên ngành of the qualifications
	Sex           registry.Sex
	BirthYear     int
	Employer      string   // id of the main employer
	MainFields    []string // level-2 codes, for the facet
}

// Batch is what one step of the follower writes: whole documents, gone people,
// and the position reached by it.
type Batch struct {
	Put      []Document
	Remove   []registry.PersonID
	Position registry.Seq
}

// Index is an engine. All methods may be called from many goroutines; Apply
// from one at a time. After a crash an Index stands at some former Position
// with exactly the documents of that time or newer ones, never without.
type Index interface {
	// Position gives the last entry of the trail that the index has taken in.
	Position(ctx context.Context) (registry.Seq, error)
	// Apply writes a batch and its position in one step; durable when it returns.
	Apply(ctx context.Context, b Batch) error
	// Search answers a query already understood: Text are words to match.
	Search(ctx context.Context, q Query) (Result, error)
	// Versions walks over every person in the index with the version held, by id.
	Versions(ctx context.Context) iter.Seq2[Held, error]
	Close() error
}

// Held is what an index says it has of a person.
type Held struct {
	Person  registry.PersonID
	Version int64
}
