package registry

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry/vietnamese"
)

// Which fields of research somebody counts under. Most lists name a speciality and no
// code of a field: what they say leads to one through the thesaurus, and is never
// stored as if the person had said it.

// FieldOrigin says what a field of somebody comes from.
type FieldOrigin string

// The origins. All but FieldStated are derived.
const (
	FieldStated        FieldOrigin = "stated"    // a code of the record
	FieldFromStudy     FieldOrigin = "study"     // chuyên ngành of the highest degree
	FieldFromEarlier   FieldOrigin = "earlier"   // chuyên ngành of another degree
	FieldFromTitle     FieldOrigin = "title"     // ngành of the học hàm
	FieldFromExpertise FieldOrigin = "expertise" // a phrase of expertise
)

// FieldKnown is a field that somebody counts under.
type FieldKnown struct {
	Code   string
	Origin FieldOrigin
	Text   string // what it was derived from, as the record writes it; "" for a stated one
}

// Derived says that the record does not name the field itself.
func (f FieldKnown) Derived() bool { return f.Origin != FieldStated }

// FieldsOf gives the fields somebody counts under, the main one first: those the record
// names; for who has none, at most three that the specialities and expertise of the
// record lead to.
func FieldsOf(p *Person, ref *Reference) []FieldKnown {
	if len(p.Fields) > 0 {
		return each(p.Fields, func(f FieldOf) FieldKnown { return FieldKnown{Code: f.Code, Origin: FieldStated} })
	}
	highest := p.Degree(ref)
	var said []Speciality
	for _, q := range p.Qualifications {
		said = append(said, Speciality{StudiedFor(q.Degree, highest), q.Field})
	}
	said = append(said, Speciality{FieldFromTitle, p.Title.Discipline})
	for _, e := range p.Expertise {
		said = append(said, Speciality{FieldFromExpertise, e.Phrase})
	}
	return ref.DeriveFields(said)
}

// StudiedFor says what the chuyên ngành of a degree is for somebody of a highest one.
func StudiedFor(degree, highest string) FieldOrigin {
	if degree == highest {
		return FieldFromStudy
	}
	return FieldFromEarlier
}

// Speciality is what a record says of what somebody studied or can do.
type Speciality struct {
	Origin FieldOrigin
	Text   string
}

// originWeights are what one mention of a field is worth, of hundred.
var originWeights = map[FieldOrigin]int{FieldFromStudy: 100, FieldFromTitle: 100, FieldFromExpertise: 60, FieldFromEarlier: 40}

// Bounds of what is derived.
const (
	mostDerived  = 3
	longestKnown = 24 // words of a text that are looked at
)

// DeriveFields gives the fields that texts lead to, the one with most to say for it
// first; those with less than a third of that are left out, as said in passing.
func (r *Reference) DeriveFields(said []Speciality) []FieldKnown {
	var found []derivedField
	for _, s := range said {
		code, whole := r.fieldOfPhrase(s.Text)
		if code == "" {
			continue
		}
		weight := originWeights[s.Origin]
		if !whole {
			weight /= 2
		}
		i := slices.IndexFunc(found, func(d derivedField) bool { return d.Code == code })
		if i < 0 {
			i = len(found)
			found = append(found, derivedField{})
		}
		found[i].add(FieldKnown{code, s.Origin, s.Text}, weight)
	}
	slices.SortStableFunc(found, func(a, b derivedField) int { return cmp.Compare(b.sum, a.sum) })
	var all []FieldKnown
	for _, d := range found[:min(len(found), mostDerived)] {
		if 3*d.sum >= found[0].sum {
			all = append(all, d.FieldKnown)
		}
	}
	return all
}

// derivedField is a field, its best reason, and what all its reasons are worth.
type derivedField struct {
	FieldKnown
	best, sum int
}

func (d *derivedField) add(f FieldKnown, weight int) {
	if d.sum += weight; weight > d.best {
		d.FieldKnown, d.best = f, weight
	}
}

// fieldOfPhrase gives the field that a text leads to, "" for none: that of the whole
// text where it is a known phrase, else that of the longest one within it, of which
// the first. Where equally known phrases lead apart it is what lies above them all.
func (r *Reference) fieldOfPhrase(text string) (code string, whole bool) {
	known := r.fieldPhrases()
	words := vietnamese.Syllables(vietnamese.Key(text))
	if len(words) == 0 || len(words) > longestKnown {
		return "", false
	}
	if code, ok := known.of(words); ok {
		return code, true
	}
	for n := min(len(words)-1, known.longest); n > 1; n-- {
		for from := 0; from+n <= len(words); from++ {
			if code, ok := known.of(words[from : from+n]); ok {
				return code, false
			}
		}
	}
	return "", false
}

// phraseFields leads from phrases, as vietnamese.Key has them and as vietnamese.Fold
// does, to fields.
type phraseFields struct {
	marked, plain map[string]phraseField
	longest       int // words
}

// phraseField is the field of a phrase, and how surely: 0 is most.
type phraseField struct {
	code string
	rank int
}

// of gives the field of exactly these words. Words without any mark may be of a phrase
// that has some.
func (k *phraseFields) of(words []string) (string, bool) {
	phrase := strings.Join(words, " ")
	f, ok := k.marked[phrase]
	if !ok && len(words) > 1 && !vietnamese.HasMarks(phrase) {
		f, ok = k.plain[vietnamese.FoldKey(phrase)]
	}
	return f.code, ok && f.code != ""
}

// makeFieldPhrases reads the thesaurus and the names of the fields: a phrase itself
// before the name of a field, that before what says the same, and that before English
// and abbreviations.
func (r *Reference) makeFieldPhrases() *phraseFields {
	k := &phraseFields{marked: map[string]phraseField{}, plain: map[string]phraseField{}}
	for _, c := range r.Codes(SchemeTerm) {
		field := strconv.Itoa(int(c.Value))
		if _, ok := r.Code(SchemeField, field); !ok {
			continue
		}
		k.add(r, field, 0, c.Name)
		k.add(r, field, 2, c.Variants...)
		k.add(r, field, 3, strings.Split(c.NameEn, ";")...)
		k.add(r, field, 3, strings.Split(c.Abbreviation, ";")...)
	}
	for _, c := range r.Codes(SchemeField) {
		k.add(r, c.Code, 1, strings.Split(c.Name, ";")...)
		k.add(r, c.Code, 3, strings.Split(c.NameEn, ";")...)
	}
	return k
}

func (k *phraseFields) add(r *Reference, field string, rank int, phrases ...string) {
	for _, phrase := range phrases {
		words := vietnamese.Syllables(vietnamese.Key(phrase))
		if len(words) == 0 {
			continue
		}
		k.longest = max(k.longest, len(words))
		phrase = strings.Join(words, " ")
		settle(r, k.marked, phrase, phraseField{field, rank})
		settle(r, k.plain, vietnamese.FoldKey(phrase), phraseField{field, rank})
	}
}

// settle puts a phrase in: the surer field wins, of equally sure ones what lies above both.
func settle(r *Reference, phrases map[string]phraseField, phrase string, f phraseField) {
	old, known := phrases[phrase]
	switch {
	case !known || f.rank < old.rank:
		phrases[phrase] = f
	case f.rank == old.rank:
		phrases[phrase] = phraseField{r.fieldAbove(old.code, f.code), f.rank}
	}
}

// fieldAbove gives the lowest field that has both within it, "" where none has.
func (r *Reference) fieldAbove(a, b string) string {
	above := ""
	pa, pb := r.FieldPath(a), r.FieldPath(b)
	for i := 0; i < len(pa) && i < len(pb) && pa[i] == pb[i]; i++ {
		above = pa[i]
	}
	return above
}
