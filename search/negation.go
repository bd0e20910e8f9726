package search

import (
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// negations turn what follows them round: who is so is left out. Those of notYet
// mean also whatever is higher: who is no doctor yet is no doctor of science.
var negations = []struct {
	phrase string
	notYet bool
}{
	{"không", false}, {"không phải", false}, {"không phải là", false}, {"không là", false}, {"không thuộc", false}, {"không ở", false}, {"không có", false},
	{"không làm việc ở", false}, {"không làm việc tại", false}, {"không công tác tại", false}, {"không công tác ở", false}, {"không làm về", false},
	{"không thuộc lĩnh vực", false}, {"không thuộc ngành", false}, {"không chuyên về", false}, {"không liên quan đến", false},
	{"trừ", false}, {"trừ ra", false}, {"ngoài", false}, {"bên ngoài", false}, {"ngoại trừ", false}, {"loại trừ", false}, {"loại bỏ", false}, {"không kể", false}, {"không tính", false},
	{"không lấy", false}, {"không gồm", false}, {"không bao gồm", false},
	{"not", false}, {"not a", false}, {"not in", false}, {"not at", false}, {"except", false}, {"excluding", false}, {"without", false}, {"outside", false}, {"other than", false},
	{"chưa", true}, {"chưa có", true}, {"chưa là", true}, {"chưa phải", true}, {"chưa phải là", true}, {"chưa đạt", true}, {"chưa được", true}, {"not yet", true},
}

// bounds before a degree or title mean those below it, or above.
var bounds = []struct {
	phrase string
	bound  bound
}{
	{"dưới", bound{below: true}}, {"thấp hơn", bound{below: true}}, {"chưa đến", bound{below: true}}, {"below", bound{below: true}}, {"lower than", bound{below: true}},
	{"cao nhất là", bound{below: true, itself: true}}, {"cao nhất", bound{below: true, itself: true}}, {"tối đa", bound{below: true, itself: true}}, {"tối đa là", bound{below: true, itself: true}},
	{"không quá", bound{below: true, itself: true}}, {"chỉ có", bound{below: true, itself: true}}, {"mới có", bound{below: true, itself: true}}, {"chỉ là", bound{below: true, itself: true}},
	{"ít nhất", bound{itself: true}}, {"ít nhất là", bound{itself: true}}, {"tối thiểu", bound{itself: true}}, {"tối thiểu là", bound{itself: true}}, {"at least", bound{itself: true}}, {"at least a", bound{itself: true}},
	{"trên", bound{}}, {"cao hơn", bound{}}, {"above", bound{}}, {"higher than", bound{}},
}

// downwards follow a degree or title and mean it or any lower.
var downwards = []string{"trở xuống", "hoặc thấp hơn", "or lower", "or below"}

// bound is an end of the ladder of degrees or of titles.
type bound struct{ below, itself bool }

func (l *Lexicon) addNegations() {
	for _, n := range negations {
		l.add(n.phrase, entry{kind: aNegation, notYet: n.notYet})
	}
	for _, b := range bounds {
		l.add(b.phrase, entry{kind: aBound, bound: b.bound})
	}
	for _, d := range downwards {
		l.add(d, entry{kind: atMost, bound: bound{below: true, itself: true}})
	}
}

// joinNegations lets a negation or a bound belong to what it is said of, over
// the fillers between; one that is said of nothing known stays words.
func (r *reading) joinNegations() {
	for i := 0; i < len(r.spans); {
		s := &r.spans[i]
		if s.entry.kind != aNegation && s.entry.kind != aBound {
			i++
			continue
		}
		of := r.saidOf(i)
		if of < 0 && r.endsQuestion(s) {
			s.gone = true
			i++
			continue
		}
		if of < 0 {
			r.spans = slices.Delete(r.spans, i, i+1)
			continue
		}
		t := &r.spans[of]
		t.from = s.from
		if s.entry.kind == aBound {
			t.bound = &s.entry.bound
		} else {
			t.negated = s.entry
		}
		r.spans = slices.Delete(r.spans, i, of)
		i++
	}
}

// endsQuestion says that a "không" at the end asks, and leaves nobody out: "có ai biết
// về đê bao không?"
func (r *reading) endsQuestion(s *span) bool {
	if s.to != len(r.tokens) || s.entry.kind != aNegation || len(s.entry.key) > 1 || s.entry.key[0] != "không" {
		return false
	}
	asks := func(i int) bool { return r.tokens[i].folded == "ai" || r.tokens[i].folded == "co" }
	return strings.HasSuffix(strings.TrimSpace(r.text), "?") || slices.ContainsFunc(r.spans, func(f span) bool { return f.entry.kind == aFiller && asks(f.from) })
}

// saidOf gives the span that a negation or bound is said of, -1 for none.
func (r *reading) saidOf(i int) int {
	s := r.spans[i]
	for k := i + 1; k < len(r.spans) && r.spans[k].from == r.spans[k-1].to; k++ {
		switch r.spans[k].entry.kind {
		case aFiller:
			continue
		case aDegree, aTitle:
			return k
		case anHonour, aSex, anOrganisation, aStanding:
			if s.entry.kind == aNegation {
				return k
			}
		case aTopic:
			if s.entry.kind == aNegation && r.leavesTopic(s) {
				return k
			}
		}
		return -1
	}
	return -1
}

// leavesTopic says whether a negation can be said of a topic: "không khí" and
// "phòng trừ" are none, "không làm về" is, and so is "trừ" that begins a part of
// the text.
func (r *reading) leavesTopic(s span) bool {
	if s.to-s.from > 1 {
		return true
	}
	begins := s.from == 0 || r.inSpan(s.from-1)
	excepts := s.entry.key[0] == "trừ" && s.from > 0 && !slices.Contains(removals, r.tokens[s.from-1].folded)
	return (begins || excepts) && s.entry.key[0] != "không" && vietnamese.HasMarks(r.typed(s.from, s.to))
}

// removals are words with which "trừ" is a word of its own: phòng trừ, diệt trừ.
var removals = []string{"phong", "diet", "khu", "loai", "bai", "so", "phep", "ngoai", "khau", "tinh"}

// joinDownward lets "trở xuống" belong to the degree or title before it.
func (r *reading) joinDownward() {
	for i := 1; i < len(r.spans); i++ {
		s, before := &r.spans[i], &r.spans[i-1]
		if s.entry.kind == atMost && before.to == s.from && (before.entry.kind == aDegree || before.entry.kind == aTitle) {
			before.bound, before.to = &s.entry.bound, s.to
			s.from = s.to
		}
	}
	r.spans = slices.DeleteFunc(r.spans, func(s span) bool { return s.entry.kind == atMost })
}

// negate makes a span a condition that leaves people out.
func (r *reading) negate(s *span) {
	s.chip = true
	not := "Không phải "
	switch e := s.entry; e.kind {
	case aDegree, aTitle:
		s.filter = Filter{Facet: ladderOf(e.kind), Values: e.values, AtLeast: s.negated.notYet || e.values[0] == "TS"}
		if e.kind == aDegree && isProfession(e.values[0]) {
			s.filter = Filter{Facet: FacetProfession, Values: e.values}
		}
		if s.negated.notYet {
			not = "Chưa là "
		}
	case anHonour:
		s.filter, not = Filter{Facet: FacetHonour, Values: e.values}, "Không là "
	case aSex:
		s.filter = Filter{Facet: FacetSex, Values: e.values}
	case anOrganisation:
		s.filter, not = Filter{Facet: e.facet, Values: e.values}, "Không thuộc "
	case aStanding:
		s.filter = Filter{Facet: e.facet, Values: e.values}
	case aTopic:
		s.filter, not = Filter{Facet: FacetText, Values: e.concept.ways}, "Không nói đến "
		if e.field && len(e.concept.fields) > 0 {
			s.filter, not = Filter{Facet: FacetField, Values: e.concept.fields}, "Không thuộc lĩnh vực "
		}
	}
	s.filter.Not = true
	s.label = not + s.entry.label
	if s.filter.Facet == FacetField {
		c, _ := r.lexicon.ref.Code(registry.SchemeField, s.entry.concept.fields[0])
		s.label = not + c.Name
	}
}

// limit makes a degree or title the end of what is allowed.
func (r *reading) limit(s *span) {
	s.chip = true
	scheme := registry.SchemeDegree
	if s.entry.kind == aTitle {
		scheme = registry.SchemeTitle
	}
	end := r.lexicon.ref.Rank(scheme, s.entry.values[0])
	s.filter = Filter{Facet: ladderOf(s.entry.kind)}
	for _, c := range r.lexicon.ref.Codes(scheme) {
		within := c.Value > end
		if s.bound.below {
			within = c.Value < end
		}
		if within || s.bound.itself && c.Value == end {
			s.filter.Values = addOnce(s.filter.Values, c.Code)
		}
	}
	switch {
	case s.bound.below && s.bound.itself:
		s.label = s.entry.label + " trở xuống"
	case s.bound.below:
		s.label = "Dưới " + s.entry.label
	case s.bound.itself:
		s.label = s.entry.label + " trở lên"
	default:
		s.label = "Trên " + s.entry.label
	}
}

func ladderOf(k kind) Facet {
	if k == aTitle {
		return FacetTitle
	}
	return FacetDegree
}
