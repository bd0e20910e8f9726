package selection

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// seat is one place of the panel.
type seat struct {
	name    string
	article string
	fits    func(*candidate) bool // nil where everybody does
	said    string                // the condition in words
}

// PlainSeat is what members are called where the need names no kind of panel.
const PlainSeat = "Ủy viên"

// seats reads the kind of panel: a code of registry.SchemePanel whose Variants are
// the sizes it may have (none: any). The codes under it are its seats in order:
// Value says how many (0: all that are left), Variants the conditions, "degree:TS",
// Note the article; see Template for the others. What was not confirmed, or has run out, is a warning.
func (d *Draw) seats() (problems findings) {
	if d.need.Kind == "" {
		return nil
	}
	kind, known := d.ref.CodeOn(registry.SchemePanel, d.need.Kind, d.on)
	if !known || kind.Parent != "" || kind.Code == generalRules {
		problems.add(true, "template", d.need.Kind, "không có mẫu hội đồng này; có: "+strings.Join(d.kinds(), ", "))
		return problems
	}
	d.warn(kind)
	for _, code := range d.ref.CodesOn(registry.SchemePanel, d.on) {
		if code.Parent == kind.Code && isSeat(code) {
			problems = append(problems, d.seat(code)...)
		}
	}
	d.sizes(kind)
	groups := d.conditioned()
	problems.add(len(groups) > maxConditions, "template", kind.Code, fmt.Sprintf("có hơn %d loại ghế kèm điều kiện, hãy bớt trong danh mục mẫu hội đồng", maxConditions))
	if len(groups) <= maxConditions {
		d.hall(groups)
	}
	return problems
}

func (d *Draw) kinds() (codes []string) {
	for _, t := range Templates(d.ref, d.on) {
		codes = append(codes, t.Code)
	}
	return codes
}

func (d *Draw) warn(kind registry.Code) {
	d.warnings = append(d.warnings, doubts(d.ref, kind, d.on)...)
}

// seat adds the places of one code.
func (d *Draw) seat(code registry.Code) (problems findings) {
	s := seat{name: code.Name, article: code.Note}
	if len(code.Variants) > 0 {
		w, ok := parseWhere(code.Variants)
		problems.add(!ok, "template", strings.Join(code.Variants, "; "), "điều kiện của ghế "+code.Name+" không đọc được, hãy sửa danh mục mẫu hội đồng")
		var more findings
		s.fits, s.said, more = d.where(w, "template.")
		problems = append(problems, more...)
	}
	n := int(code.Value)
	if n == 0 {
		n = max(0, d.need.Size-len(d.places))
	}
	for range n {
		d.places = append(d.places, s)
	}
	return problems
}

// parseWhere reads the conditions of a seat.
func parseWhere(conditions []string) (w Where, ok bool) {
	for _, condition := range conditions {
		name, value, _ := strings.Cut(condition, ":")
		number, err := strconv.Atoi(value)
		switch {
		case name == "sex":
			w.Sex = value
		case name == "degree":
			w.Degree = value
		case name == "title":
			w.Title = value
		case name == "field":
			w.Field = value
		case name == "age_min" && err == nil:
			w.AgeMin = &number
		case name == "age_max" && err == nil:
			w.AgeMax = &number
		default:
			return w, false
		}
	}
	return w, true
}

// sizes holds the number of members to the kind.
func (d *Draw) sizes(kind registry.Code) {
	allowed := len(kind.Variants) == 0 || slices.Contains(kind.Variants, strconv.Itoa(d.need.Size))
	if !allowed {
		d.rules = append(d.rules, rule{kind: sized, article: kind.Note,
			name: fmt.Sprintf("%s có %s thành viên, không phải %d", kind.Name, strings.Join(kind.Variants, ", "), d.need.Size)})
	}
	if n := len(d.places); n > d.need.Size {
		d.rules = append(d.rules, rule{kind: sized, article: kind.Note,
			name: fmt.Sprintf("%s có ít nhất %d ghế, nhiều hơn %d thành viên", kind.Name, n, d.need.Size)})
	}
}

// hall turns the conditions of seats into rules of the panel as a whole: everybody
// finds a seat exactly where every set of seats has as many members who fit one of
// them (Hall's theorem). Sets of seats with one condition are enough.
func (d *Draw) hall(groups [][]seat) {
	for set := 1; set < 1<<len(groups); set++ {
		var tests []func(*candidate) bool
		var names []string
		n, article := 0, ""
		for g, seats := range groups {
			if set&(1<<g) == 0 {
				continue
			}
			n += len(seats)
			tests = append(tests, seats[0].fits)
			names = append(names, seats[0].name+" ("+seats[0].said+")")
			article = cmp.Or(article, seats[0].article)
		}
		d.rules = append(d.rules, rule{fmt.Sprintf("Đủ %d người cho ghế %s", n, strings.Join(names, ", ")), article, atLeast,
			func(c *candidate) bool {
				return slices.ContainsFunc(tests, func(test func(*candidate) bool) bool { return test(c) })
			}, n})
	}
}

// maxConditions bounds the kinds of seat with conditions: their sets are counted.
const maxConditions = 6

// conditioned groups the seats that ask for something, by seat.
func (d *Draw) conditioned() (groups [][]seat) {
	for _, s := range d.places {
		if s.fits == nil {
			continue
		}
		g := slices.IndexFunc(groups, func(g []seat) bool { return g[0].name == s.name })
		if g < 0 {
			g, groups = len(groups), append(groups, nil)
		}
		groups[g] = append(groups[g], s)
	}
	return groups
}

// seated gives every member a seat they fit: the first seats to the highest title and
// degree. It is called with members for whom that is possible.
func (d *Draw) seated(members []*candidate) []seat {
	places := slices.Clone(d.places)
	for len(places) < len(members) {
		places = append(places, seat{name: PlainSeat})
	}
	slices.SortStableFunc(members, func(a, b *candidate) int {
		return cmp.Or(
			cmp.Compare(d.ref.Rank(registry.SchemeTitle, b.title), d.ref.Rank(registry.SchemeTitle, a.title)),
			cmp.Compare(d.ref.Rank(registry.SchemeDegree, b.degree), d.ref.Rank(registry.SchemeDegree, a.degree)),
			cmp.Compare(b.score, a.score))
	})
	return d.assign(places, members)
}

// assign matches members to places by augmenting paths, the first member to the first
// place that is free and fits, and leaves members in the order of the places.
func (d *Draw) assign(places []seat, members []*candidate) []seat {
	sits := make([]int, len(places)) // member in each place, -1 for none
	for i := range sits {
		sits[i] = -1
	}
	fits := func(m, i int) bool { return places[i].fits == nil || places[i].fits(members[m]) }
	var place func(m int, tried []bool) bool
	place = func(m int, tried []bool) bool {
		for i := range places {
			if sits[i] < 0 && fits(m, i) {
				sits[i] = m
				return true
			}
		}
		for i := range places {
			if tried[i] || !fits(m, i) {
				continue
			}
			if tried[i] = true; place(sits[i], tried) {
				sits[i] = m
				return true
			}
		}
		return false
	}
	for m := range members {
		place(m, make([]bool, len(places)))
	}
	var taken []seat
	var inOrder []*candidate
	for i, m := range sits {
		if m >= 0 {
			taken, inOrder = append(taken, places[i]), append(inOrder, members[m])
		}
	}
	copy(members, inOrder)
	return taken
}
