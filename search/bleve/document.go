package bleve

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"trithuc/registry"
	"trithuc/search"
)

// mappingVersion changes with anything below: an index of another version is
// filled again.
const mappingVersion = 9

// The fields of a segment.
const (
	nameField  = "name"
	tagField   = "tags"
	orderField = "order"
	storeField = "stored"
)

// readyOpen is the value of tagReady for who is ready without an end.
const readyOpen = "open"

// internal are the fields and tags whose values are no part of a published
// profile: who may see somebody only so does not find them by these.
var internal = map[string]bool{search.FieldAdvice: true, search.FieldMembership: true, tagMember: true, tagCode: true, tagLanguage: true, tagWard: true, tagAbroad: true, tagReady: true}

// topic is one field of words and what its words are worth.
type topic struct {
	field  string // in the segment, and in search.Text
	weight int    // of 100
}

// topics in the order of the weight of a match: what people say they can do
// counts most, where they work least.
var topics = [...]topic{
	{search.FieldExpertise, 90},
	{search.FieldAlias, 88},
	{search.FieldField, 84},
	{search.FieldAdvice, 80},
	{search.FieldStudy, 78},
	{search.FieldDerived, 70},
	{search.FieldPublication, 68},
	{search.FieldTask, 66},
	{search.FieldPost, 60},
	{search.FieldHonour, 60},
	{search.FieldMembership, 55},
	{search.FieldOrganisation, 50},
}

// Tags are values with a letter before them that says of what.
const (
	tagDegree   = "d"
	tagTitle    = "t"
	tagSex      = "x"
	tagBirth    = "b"
	tagEmployer = "e"
	tagMain     = "m" // level-2 field
	tagAnyField = "f" // field of any level
	tagUnit     = "o" // organisation or unit of any level
	tagHonour   = "h"
	tagCode     = "k" // staff code
	tagPerson   = "i" // public id
	tagIs       = "p" // profession
	tagRetires  = "r" // year of retirement
	tagPublic   = "u" // may be shown to the public
	tagWork     = "w" // employer of a current position
	tagLanguage = "l"
	tagAbroad   = "a" // country
	tagWard     = "q"
	tagSector   = "s"
	tagOwner    = "n" // khu vực
	tagActive   = "g" // year of the newest publication, patent, work or task
	tagScope    = "c" // search.ScopeValue
	tagNumber   = "j" // number in a register outside
	tagMember   = "v" // association of any level
	tagAlso     = "z" // before a tag: a code of another version of its list
	tagReady    = "y" // year until which somebody is ready to advise, "open" for without an end
)

// Prefixes of terms in topics that are not words.
const (
	pairMark     = "\x01"
	initialsMark = "\x02"
	wholeMark    = "\x03"
	firstWord    = "\x04" // every word sorts after this
)

const (
	maxNameWords = 16  // further ones are not searched
	maxTerm      = 128 // bytes; a longer word is cut
)

// documentOf makes what Bleve stores of a person. Each field comes once: the engine
// would write into the terms of a second one.
func documentOf(d *search.Document, k *known) *document.Document {
	doc := document.NewDocument(documentID(d.Person))
	add := func(field string, terms index.TokenFrequencies) {
		if len(terms) > 0 {
			doc.AddField(termsField{field, terms})
		}
	}
	add(nameField, frequencies(nameTerms(d.Name)))
	for _, t := range topics {
		add(t.field, k.of(textsOf(d, t.field)))
	}
	add(tagField, frequencies(tagsOf(d)))
	add(orderField, frequencies([]string{string(orderOf(d))}))
	doc.AddField(document.NewTextFieldCustom(storeField, nil, encodeStored(d), index.StoreField, nil))
	return doc
}

// orderOf gives the place of a person among all by name. Namesakes stand in the
// order of their ids, so that the order is the same in whatever segments they lie.
func orderOf(d *search.Document) []byte {
	return append(slices.Clone(d.SortKey), documentID(d.Person)...)
}

// documentID gives the id as eight bytes that sort as the number does.
func documentID(id registry.PersonID) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(id))
	return string(b[:])
}

func personOf(documentID []byte) registry.PersonID {
	if len(documentID) != 8 {
		return 0
	}
	return registry.PersonID(binary.BigEndian.Uint64(documentID))
}

func textsOf(d *search.Document, field string) []string {
	switch field {
	case search.FieldExpertise:
		return d.Expertise
	case search.FieldAlias:
		return d.Aliases
	case search.FieldAdvice:
		return d.Advice
	case search.FieldPublication:
		return d.Publications
	case search.FieldTask:
		return d.Tasks
	case search.FieldField:
		return d.FieldNames
	case search.FieldDerived:
		return d.DerivedNames
	case search.FieldStudy:
		return d.Study
	case search.FieldPost:
		return d.Posts
	case search.FieldHonour:
		return d.HonourNames
	case search.FieldMembership:
		return d.Memberships
	}
	return d.OrgNames
}

// words gives the words of a text as they are compared: marks kept.
func words(s string) []string {
	all := search.Words(s)
	for i, w := range all {
		all[i] = cut(w)
	}
	return all
}

// cut bounds a word, at a whole letter.
func cut(w string) string {
	if len(w) <= maxTerm {
		return w
	}
	w = w[:maxTerm]
	for !utf8.ValidString(w) {
		w = w[:len(w)-1]
	}
	return w
}

// nameTerms gives each word of a name behind a letter for its place.
func nameTerms(name string) []string {
	all := words(name)
	all = all[:min(len(all), maxNameWords)]
	for i, w := range all {
		all[i] = string(rune('A'+i)) + w
	}
	return all
}

// longestWhole is how many words a text may have to be known as a whole.
const longestWhole = 10

// topicTerms gives the words, the pairs, the initials and the whole of texts. A
// pair never reaches from one text into the next.
func topicTerms(texts []string) []string {
	var terms []string
	for _, text := range texts {
		all := words(text)
		terms = append(terms, all...)
		var initials, short []rune // short leaves out what joins words: HNGĐ is hôn nhân và gia đình
		for i, w := range all {
			all[i] = search.Folded(w)
			first, _ := utf8.DecodeRuneInString(all[i])
			initials = append(initials, first)
			if !joins[w] {
				short = append(short, first)
			}
			if i > 0 {
				terms = append(terms, pair(all[i-1], all[i]))
			}
		}
		if n := len(all); n > 1 && n <= longestWhole {
			terms = append(terms, initialsMark+string(initials), wholeTerm(all))
			if len(short) > 1 && len(short) < n {
				terms = append(terms, initialsMark+string(short))
			}
		}
	}
	return terms
}

// joins are the words between others that abbreviations leave out.
var joins = map[string]bool{"và": true, "của": true, "cho": true, "trong": true, "and": true, "of": true, "in": true, "for": true, "the": true}

// wholeTerm gives the term of a whole text of folded words.
func wholeTerm(folded []string) string { return wholeMark + strings.Join(folded, " ") }

// pair gives the term of two neighbours, both folded.
func pair(a, b string) string { return pairMark + a + " " + b }

func tagsOf(d *search.Document) []string {
	var tags []string
	add := func(kind string, values ...string) {
		for _, v := range values {
			if v != "" {
				tags = append(tags, kind+v)
			}
		}
	}
	add(tagDegree, d.Degree)
	add(tagTitle, d.Title)
	add(tagSex, string(d.Sex))
	if d.BirthYear > 0 {
		add(tagBirth, strconv.Itoa(d.BirthYear))
	}
	if d.Retires > 0 {
		add(tagRetires, strconv.Itoa(d.Retires))
	}
	add(tagIs, d.Professions...)
	add(tagEmployer, d.Employer)
	add(tagMain, d.MainFields...)
	add(tagAnyField, d.Fields...)
	add(tagUnit, d.Organisations...)
	add(tagHonour, d.Honours...)
	if d.Public {
		add(tagPublic, "1")
	}
	add(tagWork, d.Employers...)
	add(tagLanguage, d.Languages...)
	add(tagWard, d.Wards...)
	add(tagAbroad, d.Abroad...)
	add(tagSector, d.Sector)
	add(tagOwner, d.Ownership)
	if d.Active > 0 {
		add(tagActive, strconv.Itoa(d.Active))
	}
	add(tagScope, d.Scopes...)
	add(tagMember, d.Members...)
	for facet, codes := range d.Also {
		_, tag := tagOf(facet)
		add(tagAlso+tag, codes...)
	}
	for _, n := range d.Numbers {
		add(tagNumber, search.CodeKey(n))
	}
	for _, until := range d.Ready {
		add(tagReady, cmp.Or(until, readyOpen))
	}
	for _, c := range d.Codes {
		add(tagCode, search.CodeKey(c))
	}
	add(tagPerson, search.CodeKey(d.Person.Public()))
	return tags
}

// stored is what the index keeps to show of a person.
type stored struct {
	version int64
	order   []byte
	texts   []search.Text
}

// storedFields number the kinds of text in a stored value.
var storedFields = [...]string{
	search.FieldName, search.FieldCode, search.FieldExpertise, search.FieldField, search.FieldStudy,
	search.FieldOrganisation, search.FieldPost, search.FieldHonour,
	search.FieldAlias, search.FieldAdvice, search.FieldPublication, search.FieldTask,
	search.FieldNumber, search.FieldMembership, search.FieldDerived,
}

func encodeStored(d *search.Document) []byte {
	b := binary.AppendVarint(nil, d.Version)
	b = appendBytes(b, orderOf(d))
	values := [...][]string{
		{d.Name}, d.Codes, d.Expertise, withAbove(d.OwnFields, d.Fields), d.Study, d.Organisations, d.Posts, d.HonourNames,
		d.Aliases, d.Advice, d.Publications, d.Tasks, d.Numbers, d.Memberships, withAbove(d.Derived, d.Fields),
	}
	for i := range storedFields {
		for _, v := range values[i] {
			b = append(b, byte(i))
			b = appendBytes(b, []byte(v))
		}
	}
	return b
}

// withAbove gives codes of fields before those above them, all of which are given:
// the nearest name explains best. None have none above.
func withAbove(codes, all []string) []string {
	if len(codes) == 0 {
		return nil
	}
	texts := slices.Clone(codes)
	for _, code := range all {
		if !slices.Contains(codes, code) {
			texts = append(texts, code)
		}
	}
	return texts
}

func appendBytes(b, v []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(v))), v...)
}

var errStored = errors.New("stored value of a person is damaged")

// decodeHead reads the version and the sort key, and gives what stands behind them.
func decodeHead(b []byte) (s stored, rest []byte, err error) {
	version, n := binary.Varint(b)
	if n <= 0 {
		return s, nil, errStored
	}
	s.version = version
	s.order, rest, err = takeBytes(b[n:])
	return s, rest, err
}

func decodeStored(b []byte) (s stored, err error) {
	if s, b, err = decodeHead(b); err != nil {
		return s, err
	}
	for len(b) > 0 {
		kind := int(b[0])
		var v []byte
		if v, b, err = takeBytes(b[1:]); err != nil || kind >= len(storedFields) {
			return s, errStored
		}
		s.texts = append(s.texts, search.Text{Field: storedFields[kind], Value: string(v)})
	}
	return s, nil
}

func takeBytes(b []byte) (v, rest []byte, err error) {
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return nil, nil, errStored
	}
	return b[n : n+int(size)], b[n+int(size):], nil
}
