package search

import (
	"slices"
	"strings"
	"sync"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Lexicon is what is known of words before a query comes: degrees and titles,
// organisations, the names of fields and the thesaurus, ready to be recognised.
// What it says never changes.
type Lexicon struct {
	ref         *registry.Reference
	entries     map[string][]*entry   // folded words, one blank between
	longest     int                   // words of the longest entry
	looseTopics map[string][]*entry   // topics by their folded words without connectives
	english     map[string][]*concept // concepts by each word of their English names, see english.go
	parts       map[string]bool       // two or more neighbours of a topic, with marks and without

	completing sync.Once
	complete   []completion // worked out when first asked for
	rests      []continuation

	phrasing sync.Once
	byLength map[int][]phrase // topics by how many words they have; worked out when first asked for
}

// sort of what a phrase says.
type kind int

const (
	aDegree kind = iota + 1
	aTitle
	anHonour
	aSex
	anOrganisation
	aTopic
	aPlace
	aFiller // says nothing in a sentence: "chuyên gia về"
	aJob    // a kind of person: "giảng viên"
	atLeast // "trở lên"
	atMost  // "trở xuống"
	aNegation
	aBound    // "dưới", "cao nhất là"
	aTask     // what people are looked for to do: "nghiệm thu đề tài"
	aStanding // a language somebody knows, readiness, years abroad
)

// entry is one phrase that is recognised.
type entry struct {
	kind     kind
	key      []string // its words with marks
	values   []string // of the facet
	facet    Facet    // of a standing, an organisation or a ward
	label    string
	concept  *concept // of a topic
	strict   bool     // is recognised only in capitals, or alone: an abbreviation that is also a word
	near     bool     // is recognised only behind "ở", "thuộc"…
	alone    bool     // is recognised only as the whole text
	marked   bool     // is recognised only with its marks
	cityless bool     // is recognised only where no place follows: "Đại học Y Dược" is that of this city
	short    bool     // an abbreviation of a topic
	field    bool     // the Vietnamese name of a field of the catalogue
	notYet   bool     // of a negation: what is higher is left out too
	bound    bound
}

// concept is all the ways to say one thing.
type concept struct {
	ways   []string
	fields []string // codes of the fields it belongs to
}

// NewLexicon makes the lexicon of one reference.
func NewLexicon(ref *registry.Reference) *Lexicon {
	l := &Lexicon{ref: ref, entries: map[string][]*entry{}, looseTopics: map[string][]*entry{}, english: map[string][]*concept{}, parts: map[string]bool{}}
	l.addFillers()
	l.addNegations()
	l.addTitles()
	l.addSpecialists()
	l.addStandings()
	l.addCountries()
	l.addSectors()
	l.addPlaces()
	l.addTopics()
	l.addOrganisations()
	return l
}

// add makes a phrase known. The same phrase may mean several things.
func (l *Lexicon) add(phrase string, e entry) {
	e.key = Words(phrase)
	if len(e.key) == 0 || len(e.key) > MaxWords {
		return
	}
	key := strings.Join(foldedWords(phrase), " ")
	for _, old := range l.entries[key] {
		if old.kind == e.kind && old.strict == e.strict && old.near == e.near && old.alone == e.alone && slices.Equal(old.key, e.key) {
			old.values = union(old.values, e.values)
			return
		}
	}
	l.entries[key] = append(l.entries[key], &e)
	l.longest = max(l.longest, len(e.key))
}

func union(a, b []string) []string {
	for _, s := range b {
		a = addOnce(a, s)
	}
	return a
}

// Words gives the words of a text as they are compared, marks kept. Marks that
// stand alone, as bad fonts leave them, are no word: without marks nothing of them
// would be left.
func Words(s string) []string {
	return slices.DeleteFunc(vietnamese.Syllables(vietnamese.Key(s)), func(w string) bool { return Folded(w) == "" })
}

// foldedWords gives the words of a phrase without marks.
func foldedWords(s string) []string {
	all := Words(s)
	for i, w := range all {
		all[i] = Folded(w)
	}
	return all
}

// ambiguous are abbreviations and names of degrees that say something else more
// often: a family name, a word, a kind of school.
var ambiguous = map[string]bool{
	"cn": true, "tc": true, "cd": true, "ds": true, "ks": true, "ma": true, "ba": true, "dr": true,
	"dh": true, "dai hoc": true, "cao dang": true, "trung cap": true, "noi tru": true, "master": true, "bachelor": true, "mba": true,
}

// addTitles adds degrees, titles and honours under every spelling that lists have.
func (l *Lexicon) addTitles() {
	for scheme, k := range map[registry.Scheme]kind{
		registry.SchemeDegree: aDegree, registry.SchemeTitle: aTitle, registry.SchemeHonour: anHonour,
	} {
		for _, c := range l.ref.Codes(scheme) {
			names := slices.Concat([]string{c.Name, c.NameEn, c.Abbreviation, c.Code}, c.Variants, moreNames[c.Code])
			for _, name := range names {
				e := entry{kind: k, values: []string{c.Code}, label: c.Name}
				e.strict = ambiguous[strings.Join(foldedWords(name), " ")]
				if e.strict && len(Words(name)) > 1 {
					continue // "đại học" is a school; who means the degree says "trình độ đại học"
				}
				l.add(name, e)
			}
		}
	}
	l.add("professors", entry{kind: aTitle, values: []string{"PGS", "GS"}, label: "Phó giáo sư hoặc giáo sư"}) // of whatever rank
	for _, d := range l.ref.Codes(registry.SchemeDegree) {
		for _, before := range []string{"trình độ ", "bằng ", "học vị ", "tốt nghiệp "} {
			for _, name := range slices.Concat([]string{d.Name}, d.Variants) {
				l.add(before+name, entry{kind: aDegree, values: []string{d.Code}, label: d.Name})
			}
		}
	}
}

// moreNames are English and glued names that the catalogues do not list.
var moreNames = map[string][]string{
	"TS":  {"doctor", "doctorate", "ph d", "ph ds", "phds", "doctor of philosophy", "doctorates"},
	"ThS": {"master degree", "master's degree", "masters"},
	"PGS": {"associate professor", "associate professors"},
	"GS":  {"full professor", "full professors"},
	"KS":  {"engineer", "engineers"}, "KTS": {"architect", "architects"}, "DS": {"pharmacist", "pharmacists"}, "BS": {"physician", "physicians"},
}

// addPlaces adds provinces and wards, so that "cần thơ" is not read as "cần".
func (l *Lexicon) addPlaces() {
	for _, scheme := range []registry.Scheme{registry.SchemeProvince, registry.SchemeWard} {
		facet := Facet("")
		if scheme == registry.SchemeWard {
			facet = FacetWard
		}
		for _, c := range l.ref.Codes(scheme) {
			for _, what := range []string{"", "Thành phố ", "Tỉnh ", "Phường ", "Xã "} {
				if name, ok := strings.CutPrefix(c.Name, what); ok && len(Words(name)) > 1 {
					l.add(name, entry{kind: aPlace, facet: facet})
				}
			}
		}
	}
}

// addTopics adds the thesaurus and the names of all fields in both languages.
func (l *Lexicon) addTopics() {
	for _, t := range termsOf(l.ref) {
		c := &concept{ways: slices.Concat([]string{t.phrase}, t.synonyms, t.english, t.abbreviations)}
		c.fields = addOnce(nil, t.field)
		own := len(c.ways)
		c.ways = append(c.ways, t.see...)
		l.addConcept(c, own)
		l.addEnglish(t.english, c)
		for _, a := range t.abbreviations {
			l.beStrict(a)
		}
	}
	for _, f := range l.ref.Codes(registry.SchemeField) {
		vi, en := parted(f.Name), parted(f.NameEn)
		if len(vi) == 1 && len(en) == 1 {
			l.addConcept(&concept{ways: []string{vi[0], en[0]}, fields: []string{f.Code}}, 2)
			l.addEnglish(en, &concept{ways: []string{vi[0], en[0]}, fields: []string{f.Code}})
		} else {
			for _, name := range slices.Concat(vi, en) { // names of several things, none of which is the other
				l.addConcept(&concept{ways: []string{name}, fields: []string{f.Code}}, 1)
			}
		}
		for _, name := range vi {
			l.beField(name)
		}
	}
}

// beField notes that a topic is called as a field is.
func (l *Lexicon) beField(name string) {
	for _, e := range l.entries[strings.Join(foldedWords(name), " ")] {
		e.field = e.field || e.kind == aTopic && slices.Equal(e.key, Words(name))
	}
}

// beStrict lets an abbreviation that is also a syllable be one only in capitals:
// AI is a field, ai is who.
func (l *Lexicon) beStrict(abbreviation string) {
	words := foldedWords(abbreviation)
	for _, e := range l.entries[strings.Join(words, " ")] {
		e.short = e.short || e.kind == aTopic
	}
	if len(words) != 1 || !vietnamese.IsSyllable(words[0]) {
		return
	}
	for _, e := range l.entries[words[0]] {
		e.strict = e.strict || e.kind == aTopic
	}
}

// parted gives the names that a name of a field joins by semicolons.
func parted(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return r == ';' })
}

// addConcept makes the first own ways of a concept known; the others are found by
// it and lead elsewhere themselves.
func (l *Lexicon) addConcept(c *concept, own int) {
	for i, w := range c.ways {
		c.ways[i] = strings.Join(Words(w), " ")
	}
	for _, w := range c.ways[:own] {
		l.addWay(w, c)
		l.addParts(Words(w))
		l.addParts(foldedWords(w))
	}
}

func (l *Lexicon) addParts(words []string) {
	for from := range words {
		for to := from + 2; to <= len(words); to++ {
			l.parts[strings.Join(words[from:to], " ")] = true
		}
	}
}

// isPart says that a text is part of a known topic.
func (l *Lexicon) isPart(text string) bool {
	if vietnamese.HasMarks(text) {
		return l.parts[strings.Join(Words(text), " ")]
	}
	return l.parts[strings.Join(foldedWords(text), " ")]
}

// addWay adds one way to say a concept; a way shared by two concepts says both.
func (l *Lexicon) addWay(way string, c *concept) {
	for _, old := range l.entries[strings.Join(foldedWords(way), " ")] {
		if old.kind == aTopic && strings.Join(old.key, " ") == way {
			old.concept = &concept{union(slices.Clone(old.concept.ways), c.ways), union(slices.Clone(old.concept.fields), c.fields)}
			return
		}
	}
	l.add(way, entry{kind: aTopic, concept: c, label: way})
	l.addLoose(way, c)
	l.addGlued(way, c)
}

// addGlued adds what English writes in one word as in two: cybersecurity, e-learning.
func (l *Lexicon) addGlued(way string, c *concept) {
	words := strings.Fields(way)
	if len(words) != 2 || vietnamese.IsSyllable(words[0]) && vietnamese.IsSyllable(words[1]) || vietnamese.HasMarks(way) {
		return
	}
	if glued := words[0] + words[1]; len(l.entries[Folded(glued)]) == 0 {
		l.add(glued, entry{kind: aTopic, concept: c, label: way})
	}
}

// institutions begin the names of organisations: a name that begins so is one
// wherever it stands.
var institutions = []string{
	"dai hoc", "dh", "truong", "vien", "khoa", "so", "ban", "phong", "bo mon", "trung tam", "benh vien", "bv",
	"hoc vien", "cao dang", "cd", "hoi", "lien hiep", "lien hoan", "cong ty", "chi cuc", "cuc", "uy ban", "ubnd",
	"thanh tra", "van phong", "phan hieu", "to", "trai", "tong cong ty", "quy", "bao tang", "thu vien",
	"university", "college", "institute", "school", "department", "faculty", "hospital",
}

// addOrganisations adds every name of every organisation, also in the shorter
// forms in which people say it.
func (l *Lexicon) addOrganisations() {
	for _, o := range l.ref.Organisations() {
		var ids []string
		for _, id := range l.ref.Successors(o.ID) {
			ids = append(ids, organisationValue(id))
		}
		ids = addOnce(ids, organisationValue(o.ID)) // who still stands under the former name
		facet := FacetOrganisation
		if o.Kind == registry.Association {
			facet = FacetAffiliation
		}
		for _, name := range slices.Concat([]string{o.Name, o.NameEn}, o.Aliases) {
			for _, form := range shorter(name) {
				e := entry{kind: anOrganisation, facet: facet, values: ids, label: o.Name, near: !isInstitution(form)}
				l.add(form, e)
				if facet == FacetAffiliation {
					e.facet, e.label, e.near = FacetMember, "Thành viên "+o.Name, false
					l.addLed(memberLeads, form, e)
				}
			}
			for _, form := range cityless(name) {
				l.add(form, entry{kind: anOrganisation, facet: facet, values: ids, label: o.Name, cityless: true})
			}
			if own := properName(name); o.Kind != registry.Unit && own != "" && !l.isPlace(own) {
				l.add(own, entry{kind: anOrganisation, facet: facet, values: ids, label: o.Name, near: true})
			}
		}
		for _, a := range o.Abbreviations {
			l.addAbbreviation(a, o, entry{kind: anOrganisation, facet: facet, values: ids, label: o.Name})
		}
	}
}

// memberLeads stand before the name of an association that somebody belongs to.
var memberLeads = []string{"hội viên", "thành viên", "ủy viên", "hội viên của", "thành viên của", "là hội viên", "là thành viên", "member of", "members of"}

// properName gives what stands behind the words for what an institution is:
// "Võ Trường Toản" of "Trường Đại học Võ Trường Toản"; "" for less than two words.
func properName(name string) string {
	for _, what := range []string{"Trường Đại học ", "Đại học ", "Trường Cao đẳng ", "Học viện ", "Bệnh viện Đa khoa ", "Bệnh viện "} {
		if rest, ok := strings.CutPrefix(name, what); ok && len(Words(rest)) > 1 {
			return rest
		}
	}
	return ""
}

func (l *Lexicon) isPlace(name string) bool {
	return slices.ContainsFunc(l.entries[strings.Join(foldedWords(name), " ")], func(e *entry) bool { return e.kind == aPlace })
}

// addAbbreviation adds the short name of an organisation: of an employer by
// itself, of a unit behind the word for what it is ("khoa CNTT"), since CNTT
// alone is a topic.
func (l *Lexicon) addAbbreviation(a string, o registry.Organisation, e entry) {
	if o.Kind == registry.Unit || o.Kind == registry.Unsorted {
		for _, what := range []string{"khoa", "trường", "viện", "bộ môn", "phòng", "trung tâm"} {
			l.add(what+" "+a, e)
		}
		return
	}
	if len(CodeKey(a)) < 3 {
		return
	}
	e.strict = vietnamese.IsSyllable(a) || len(l.entries[strings.Join(foldedWords(a), " ")]) > 0
	l.add(a, e)
}

func isInstitution(name string) bool {
	folded := vietnamese.Fold(name) + " "
	return slices.ContainsFunc(institutions, func(i string) bool { return strings.HasPrefix(folded, i+" ") }) ||
		strings.HasSuffix(folded, " university ") || strings.HasSuffix(folded, " institute ") || strings.HasSuffix(folded, " college ")
}

// shortenings are how the beginnings of names are said and written shorter.
var shortenings = []struct{ long, short string }{
	{"Trường Đại học ", "Đại học "}, {"Trường Đại học ", "ĐH "}, {"Trường Đại học ", "Trường ĐH "},
	{"Đại học ", "ĐH "}, {"Đại học ", "Trường Đại học "},
	{"Trường Cao đẳng ", "Cao đẳng "}, {"Trường Cao đẳng ", "CĐ "},
	{"Bệnh viện ", "BV "}, {"Bệnh viện Đa khoa ", "BVĐK "}, {"Viện Nghiên cứu ", "Viện "}, {"Viện Nghiên cứu ", "Viện NC "},
}

// regions end the names of organisations and are left out here, where there is
// no other.
var regions = []string{" Đồng bằng sông Cửu Long", " thành phố Cần Thơ"}

func shorter(name string) []string {
	forms := []string{name}
	for _, s := range shortenings {
		if rest, ok := strings.CutPrefix(name, s.long); ok && rest != "" {
			forms = append(forms, s.short+rest)
		}
	}
	for _, region := range regions {
		if rest, ok := strings.CutSuffix(name, region); ok && len(Words(rest)) > 1 && isInstitution(rest) {
			forms = append(forms, rest)
		}
	}
	return forms
}

// city ends the names of most organisations here.
const city = " Cần Thơ"

// cityless gives a name in its forms without the city, where that leaves two words that tell
// which it is: "Trường Đại học Y Dược", but not "Trường Đại học Nam".
func cityless(name string) (forms []string) {
	own, ends := strings.CutSuffix(properName(name), city)
	if !ends || len(Words(own)) < 2 {
		return nil
	}
	for _, form := range shorter(name) {
		if rest, ends := strings.CutSuffix(form, city); ends {
			forms = append(forms, rest)
		}
	}
	return forms
}

// resolve gives a filter all the values it means.
func (l *Lexicon) resolve(f Filter) Filter {
	scheme, ranked := map[Facet]registry.Scheme{
		FacetDegree: registry.SchemeDegree, FacetTitle: registry.SchemeTitle,
	}[f.Facet]
	if !f.AtLeast || !ranked || len(f.Values) == 0 {
		f.AtLeast = false
		return f
	}
	least := l.ref.Rank(scheme, f.Values[0])
	for _, v := range f.Values {
		least = min(least, l.ref.Rank(scheme, v))
	}
	all := Filter{Facet: f.Facet, Values: slices.Clone(f.Values), Not: f.Not}
	for _, c := range l.ref.Codes(scheme) {
		if c.Value >= least {
			all.Values = addOnce(all.Values, c.Code)
		}
	}
	return all
}
