package searchtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/search"
)

// Groups say whom a query means by what is true of them instead of by their codes:
// "[nữ; học vị TS; ở ctu]". They are worked out from the people alone, never by
// an engine.

// group is a list of conditions that all hold.
type group []condition

// condition is one of them.
type condition struct {
	not  bool
	what string // a key of conditions
	of   string // what it is said of
}

// conditions are the words a condition begins with, and when it holds.
var conditions = map[string]func(p *registry.Person, ref *registry.Reference, of string) bool{
	"nữ":         func(p *registry.Person, _ *registry.Reference, _ string) bool { return p.Sex == registry.Female },
	"nam":        func(p *registry.Person, _ *registry.Reference, _ string) bool { return p.Sex == registry.Male },
	"học vị":     hasDegree,
	"bằng":       hasQualification,
	"học hàm":    hasTitle,
	"danh hiệu":  hasHonour,
	"tuổi":       isAged,
	"ở":          isAt,
	"lĩnh vực":   isInField,
	"chuyên môn": writes,
	"tên":        isCalled,
	"chức vụ":    holds,
	"biết":       speaks,
	"sẵn sàng":   func(p *registry.Person, _ *registry.Reference, _ string) bool { return len(p.Advice) > 0 },
	"nước ngoài": func(p *registry.Person, _ *registry.Reference, of string) bool { return wasIn(p, of) },
}

// parseGroup reads what stands between the brackets.
func parseGroup(text string) (group, error) {
	var g group
	for part := range strings.SplitSeq(text, ";") {
		part = strings.TrimSpace(part)
		c := condition{}
		part, c.not = cutNot(part)
		for what := range conditions {
			if of, ok := strings.CutPrefix(part, what); ok && (of == "" || of[0] == ' ') && len(what) > len(c.what) {
				c.what, c.of = what, strings.TrimSpace(of)
			}
		}
		if c.what == "" {
			return nil, fmt.Errorf("unknown condition %q", part)
		}
		g = append(g, c)
	}
	return g, nil
}

func cutNot(part string) (rest string, not bool) { return strings.CutPrefix(part, "không ") }

// holds for a person of whom all conditions are true.
func (g group) holds(p *registry.Person, ref *registry.Reference) bool {
	return !slices.ContainsFunc(g, func(c condition) bool { return conditions[c.what](p, ref, c.of) == c.not })
}

func hasDegree(p *registry.Person, ref *registry.Reference, of string) bool {
	code, exactly := strings.CutPrefix(of, "đúng ")
	if exactly {
		return p.Degree(ref) == code
	}
	return p.Degree(ref) != "" && ref.Rank(registry.SchemeDegree, p.Degree(ref)) >= ref.Rank(registry.SchemeDegree, code)
}

func hasQualification(p *registry.Person, _ *registry.Reference, of string) bool {
	return slices.ContainsFunc(p.Qualifications, func(q registry.Qualification) bool { return q.Degree == of })
}

func hasTitle(p *registry.Person, ref *registry.Reference, of string) bool {
	code, exactly := strings.CutPrefix(of, "đúng ")
	if exactly {
		return p.Title.Code == code
	}
	return p.Title.Code != "" && ref.Rank(registry.SchemeTitle, p.Title.Code) >= ref.Rank(registry.SchemeTitle, code)
}

func hasHonour(p *registry.Person, _ *registry.Reference, of string) bool {
	return slices.ContainsFunc(p.Honours, func(h registry.Honour) bool { return h.Code == of })
}

// isAged reads "-45" as below, "45-" as from, "30-40" with both ends, as FacetAge does.
func isAged(p *registry.Person, _ *registry.Reference, of string) bool {
	low, high, ok := search.ParseAges(of)
	age := Year - p.Birth.Year
	return ok && p.Birth.Year != 0 && low <= age && age <= high
}

func isAt(p *registry.Person, ref *registry.Reference, of string) bool {
	for _, q := range p.Positions {
		for _, id := range slices.Concat(ref.Path(q.Organisation), ref.Path(q.Unit)) {
			if o, _ := ref.Organisation(id); o.Key == of {
				return true
			}
		}
	}
	return false
}

// isInField takes a code for itself and all below it.
func isInField(p *registry.Person, ref *registry.Reference, of string) bool {
	return slices.ContainsFunc(p.Fields, func(f registry.FieldOf) bool {
		return f.Code == of || slices.Contains(ref.FieldPath(f.Code), of)
	})
}

// writes says that a phrase stands in the person's expertise or studies.
func writes(p *registry.Person, _ *registry.Reference, of string) bool {
	texts := []string{p.Title.Discipline}
	for _, e := range p.Expertise {
		texts = append(texts, e.Phrase)
	}
	for _, q := range p.Qualifications {
		texts = append(texts, q.Field)
	}
	return slices.ContainsFunc(texts, func(t string) bool { return hasWords(t, of) })
}

func isCalled(p *registry.Person, _ *registry.Reference, of string) bool {
	return hasWords(p.Name.Full, of)
}

func holds(p *registry.Person, _ *registry.Reference, of string) bool {
	return slices.ContainsFunc(p.Positions, func(q registry.Position) bool { return hasWords(q.Post, of) })
}

func speaks(p *registry.Person, _ *registry.Reference, of string) bool {
	return slices.ContainsFunc(p.Languages, func(l registry.Language) bool { return l.Code == of })
}

// hasWords says that a text has the words side by side, in any case.
func hasWords(text, words string) bool {
	padded := func(s string) string { return " " + strings.Join(search.Words(s), " ") + " " }
	return strings.Contains(padded(text), padded(words))
}

// members gives the codes that an item of a line means: those of a group, or itself.
func members(item string, people []*registry.Person, ref *registry.Reference) ([]string, error) {
	inner, bracketed := strings.CutPrefix(item, "[")
	if !bracketed {
		return []string{item}, nil
	}
	g, err := parseGroup(strings.TrimSuffix(inner, "]"))
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, p := range people {
		if g.holds(p, ref) {
			codes = append(codes, p.Codes[0].Code)
		}
	}
	if len(codes) == 0 {
		return nil, fmt.Errorf("nobody is %s", strconv.Quote(item))
	}
	return codes, nil
}

// items parts a list at its blanks; a group in brackets is one item.
func items(s string) []string {
	depth := 0
	return strings.FieldsFunc(s, func(r rune) bool {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		return r == ' ' && depth == 0
	})
}

// wasIn says that somebody was in a country, in any where none is named.
func wasIn(p *registry.Person, country string) bool {
	return slices.ContainsFunc(p.Abroad, func(s registry.Stay) bool { return country == "" || s.Country == country })
}
