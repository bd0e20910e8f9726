// Package search finds people the way officers type: without marks, with wrong
// ones, half a name, half a sentence. It holds the contract between the
// registry's trail and an engine: what a query is, what a document holds, what
// an Index promises, and the follower that keeps an index equal to the
// registry. Engines live below it (search/bleve); search/searchtest holds every
// engine to the same golden queries.
//
// The way of a query: Query → Lexicon.Plan (text → words and filters) →
// Index.Search → people → why each was found (Explain).
package search

import (
	"context"
	"iter"

	"trithuc/registry"
)

// Query is what to look for. The zero Query finds everybody, by name.
type Query struct {
	Text    string
	Literal []string // parts of Text that stay words: what a chip took away by its cross was typed as
	Filters []Filter // chosen beside the text
	Prefer  []Filter // who fits stands higher, by relevance
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
	MaxWords     = 32   // words of Text that are matched; more are refused
	MaxFilters   = 100  // conditions beside the text; more are refused
	MaxOffset    = 1_000_000
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
	FacetAge          Facet = "age" // counted as "-35", "35-44", "45-54", "55-"; a filter takes any such range, ends included, but "-35" is below 35
	FacetHonour       Facet = "honour"
	FacetProfession   Facet = "profession" // what somebody is by any of their degrees, "BS" for every physician; filtered by, not counted
	FacetRetirement   Facet = "retirement" // year of reaching the age of retirement: "2027", "2026-2030", "-2025"; filtered by, not counted
	FacetPerson       Facet = "person"     // public id; filtered by, not counted
	FacetBranch       Facet = "branch"     // codes of SchemeField of every level, each with all below it
	FacetUnit         Facet = "unit"       // ids of organisations and units of every level, each with all below it
	FacetLanguage     Facet = "language"   // code of SchemeLanguage
	FacetWard         Facet = "ward"       // code of SchemeWard: the ward of today in which somebody lives now
	FacetAbroad       Facet = "abroad"     // country somebody studied, lived or worked in, as written; filtered by "*" it is any
	FacetReady        Facet = "ready"      // Ready, for who is ready to advise today; told by what they said
	FacetSector       Facet = "sector"     // ngành quản lý of the main post: code of SchemeSector
	FacetOwnership    Facet = "ownership"  // khu vực of the main post: code of SchemeOwnership
	FacetScope        Facet = "scope"      // registry.ScopeState by the rules in force on the day of the plan
	FacetMember       Facet = "member"     // id of an association: who is a member of it or of one within it; filtered by, not counted
	FacetAffiliation  Facet = "belongs"    // likewise, and who works there
	FacetText         Facet = "text"       // a phrase whose words stand side by side in one text or in the name; filtered by, not counted
)

// Values of facets that are no codes.
const (
	Ready  = "yes" // of FacetReady
	Abroad = "*"   // of FacetAbroad: any country
)

// Filter keeps those who bear one of Values. Filters on several facets must all
// hold. A facet's own filter does not reduce its own counts (multi-select).
type Filter struct {
	Facet  Facet    `json:"facet"`
	Values []string `json:"values"`
	// AtLeast means "this or higher" by the catalogue's rank, for degree and title.
	AtLeast bool `json:"at_least,omitempty"`
	// Not leaves out who bears any of Values, and keeps all others.
	Not bool `json:"not,omitempty"`
}

// Plan is a query understood: what an engine answers. Every filter names the
// values it allows in full (no AtLeast).
type Plan struct {
	Words     []Word
	Phrases   []Phrase       // other ways to say some of Words
	Near      []Phrase       // known phrases that the words miss by a letter: asked for where nobody has the words as they are
	Marked    bool           // the text bears marks: what is spelled exactly so comes first
	Named     bool           // the words read as somebody's name
	Must      []Filter       // read in the text
	Chosen    []Filter       // chosen beside the text: they part those found, and never find others
	Prefer    []Filter       // who fits stands higher; who does not is not left out
	Sight     registry.Reach // whose records the actor may see; nobody else is found or counted
	NamesOnly bool           // the words are looked for in names alone, as they are typed
	Year      int            // of today, for ages
	Rules     string         // which rules of who counts are in force: see ScopeValue; "" where none is asked for
	Sort      Sort
	Limit     int
	Offset    int
	Facets    []Facet
}

// Word is one word of the text, in the form of vietnamese.Key.
type Word struct {
	Text     string
	Readings []string // what it may be meant to say: Telex or VNI keys left on
	Prefix   bool     // may be half typed
	Optional bool     // a word such as "về" or "có": need not match, but a name may have it
	NoName   bool     // an abbreviation: nobody is called so, and it is spelled right
	Task     bool     // tells of a task ("thẩm định"): says something only where a phrase somebody bears has it too
}

// Phrase says that Words[From:To] belong together, and may be found as any of
// Texts instead: a synonym, an abbreviation or its expansion, a code. Texts are
// in the form of vietnamese.Key.
type Phrase struct {
	From, To int
	Texts    []string
	Code     bool // Texts are staff codes or public ids (see CodeKey), not words
	Usual    bool // Texts[0] is how it is usually said: who says it so stands before who says it otherwise
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
	Score  float64 // comparable within one answer only
	Why    []Why   // filled in by Searcher
	Texts  []Text  // what the index holds of the person to show, for Explain
}

// Text is one stored text of a document. For FieldField, FieldDerived and
// FieldOrganisation it is a code or an id, which the reference names.
type Text struct {
	Field string
	Value string
}

// The fields of a document that words are matched with, as Text and Why name them.
const (
	FieldName         = "name"
	FieldCode         = "code"
	FieldAlias        = "alias" // former names, pen names
	FieldExpertise    = "expertise"
	FieldField        = "field"
	FieldDerived      = "derived" // a field that the record leads to but does not name
	FieldStudy        = "study"
	FieldOrganisation = "organisation"
	FieldPost         = "post"
	FieldHonour       = "honour"
	FieldAdvice       = "advice"      // what somebody is ready to advise on
	FieldPublication  = "publication" // titles of publications, patents and works
	FieldTask         = "task"        // names of research tasks
	FieldNumber       = "number"      // numbers in registers outside: ORCID, Scopus, DOI, ISBN, of patents and tasks
	FieldMembership   = "membership"  // associations somebody is a member of
)

// Why is one reason a person was found: a text and which bytes of it matched.
type Why struct {
	Field string   `json:"field"`
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"` // byte offsets [from, to) into Text, ascending, apart
}

// Document is one person as an index holds them. It carries no contact data:
// what must not be found is not there.
type Document struct {
	Person  registry.PersonID
	Version int64 // of the person; the index is right when it is the store's

	Public    bool     // may be shown to the public
	Employers []string // ids of the employers of current positions

	Name          string
	Aliases       []string // former names, pen names
	SortKey       []byte
	Codes         []string
	Expertise     []string
	Fields        []string // codes of all levels, the person's own or those derived, and those above
	FieldNames    []string // Vietnamese and English names of the person's own codes and those above
	OwnFields     []string // the person's own codes, the main one first
	Derived       []string // codes the record leads to where it has none of its own: see registry.FieldsOf
	DerivedNames  []string // their names, as FieldNames
	Organisations []string // ids: employer, unit and everything between, of current positions
	OrgNames      []string // their names, aliases and abbreviations
	Posts         []string // posts held and chức danh nghề nghiệp
	Degree        string   // highest
	Degrees       []string // all, by code
	Title         string
	Honours       []string // codes
	HonourNames   []string
	Study         []string // chuyên ngành of the qualifications and of the title
	Sex           registry.Sex
	BirthYear     int
	Professions   []string // degrees that say what somebody is: see FacetProfession
	Retires       int      // year of reaching the age of retirement, 0 if not known. The month is internal and not here
	Employer      string   // id of the main employer
	Languages     []string // codes
	Wards         []string // codes of today's wards of the present address; several where its ward was divided
	Abroad        []string // countries of degrees and stays, as written
	Ready         []string // until when somebody is ready to advise: years, "" for without an end
	Advice        []string // on what
	Publications  []string // titles of publications, patents and works, the newest first
	Active        int      // year of the newest of these, and of tasks; 0 for none
	Tasks         []string // names of research tasks, the newest first
	Numbers       []string // numbers in registers outside, as they are written there
	Memberships   []string // names of associations, all by which they are known
	Members       []string // ids of these associations and of those above them
	MainFields    []string // level-2 codes, for the facet
	Sector        string   // ngành quản lý of the main post
	Ownership     string   // khu vực of the main post
	Scopes        []string // whether the person counts, for every day on which the rules change: see ScopeValue

	// Also holds, by facet, codes of other versions of its list that say what the
	// person's say: found by, not counted. The codes above are those of the newest one.
	Also map[Facet][]string
}

// Batch is what one step of the follower writes: whole documents, gone people,
// and the entry of the trail reached by it.
type Batch struct {
	Put      []Document
	Remove   []registry.PersonID
	Position registry.Head
}

// Index is an engine. All methods may be called from many goroutines; Apply,
// Restart and Ready from one at a time. After a crash an Index stands at some
// former Position with exactly the documents of that time or newer ones, never
// without.
type Index interface {
	// Position gives the last entry of the trail that the index has taken in;
	// zero where it starts from nothing.
	Position(ctx context.Context) (registry.Head, error)
	// Apply writes a batch and its position in one step; durable when it returns,
	// and found by every Search that begins after.
	Apply(ctx context.Context, b Batch) error
	// Search answers a plan.
	Search(ctx context.Context, p Plan) (Result, error)
	// Versions walks over every person in the index that Position speaks of, with
	// the version held, by id.
	Versions(ctx context.Context) iter.Seq2[Held, error]
	// Restart begins an empty index at position zero. What was there goes on
	// answering until Ready, if it can.
	Restart(ctx context.Context) error
	// Ready says that the index has reached the end of the trail: one that was
	// being filled beside an older one takes its place.
	Ready(ctx context.Context) error
	Close() error
}

// Held is what an index says it has of a person.
type Held struct {
	Person  registry.PersonID
	Version int64
}
