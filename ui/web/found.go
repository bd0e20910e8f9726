package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/search"
)

// searchView is one page of results.
type searchView struct {
	Asked   asked
	Total   int
	Counted counted
	Chips   []chip
	Facets  []facetView
	People  []card
	Pages   pager
	Lists   []registry.Shortlist
	Picked  []pickedLine
	Notes   []string // syntax that was not understood
	Meant   option   // what was perhaps meant; empty for nothing
}

// chip is a condition in force; Remove leads to the search without it.
type chip struct{ Label, Remove string }

// facetView is one axis beside the results. More are the options that stand
// behind "see more"; chosen ones are never there.
type facetView struct {
	Facet      string
	Title      string
	Help       string // what is counted, where that is not plain
	Show, More []option
}

// option is one value of an axis.
type option struct {
	Value, Label, Href string
	N                  int
	On                 bool
	Depth              int // in a tree, from 0
}

// card is one person found.
type card struct {
	ID, Href     string
	On           bool // ticked
	Prefix, Name string
	Marked       []span // the name with what matched; nil where nothing did
	Post, Unit   string
	Fields       string
	Why          []reason
	Mend         string // address of the form that mends what the list is about, "" elsewhere
}

// reason is what matched in one place of the record.
type reason struct {
	Field, Label string
	Texts        [][]span
}

// has says that a place of the record is among the reasons already.
func (c card) has(field string) bool {
	return slices.ContainsFunc(c.Why, func(r reason) bool { return r.Field == field })
}

// span is a piece of text that matched or did not.
type span struct {
	Text string
	Hit  bool
}

// pager leads through the pages of an answer.
type pager struct {
	Now, Last      int
	Before, Behind string // addresses, "" where there is none
}

func pagesOf(a asked, total int) pager {
	last := min(max(1, (total+pageSize-1)/pageSize), search.MaxOffset/pageSize)
	p := pager{Now: a.page, Last: last}
	if a.page > 1 {
		b := a
		b.page = min(a.page-1, last)
		p.Before = b.address()
	}
	if a.page < last {
		b := a
		b.page++
		p.Behind = b.address()
	}
	return p
}

// chips are the conditions read out of the text, then those chosen beside it.
func (t teller) chips(a asked, u search.Understood) []chip {
	var all []chip
	text := cmp.Or(u.Read, a.text) // chips count in the text as it was read
	for _, c := range u.Chips {
		b := a
		b.page = 1
		if 0 <= c.From && c.From <= c.To && c.To <= len(text) {
			b.text = strings.Join(strings.Fields(text[:c.From]+" "+text[c.To:]), " ")
		}
		all = append(all, chip{t.understood(c), b.address()})
	}
	for _, f := range a.filters {
		for _, v := range f.Values {
			all = append(all, chip{t.value(f.Facet, v), a.without(f.Facet, v)})
		}
	}
	return all
}

// understood labels a condition read in the text; the search speaks Vietnamese.
func (t teller) understood(c search.Chip) string {
	if t.Lang == Vietnamese {
		return c.Label
	}
	names := joined(" / ", each(c.Filter.Values, func(v string) string { return t.value(c.Filter.Facet, v) })...)
	if c.Filter.AtLeast {
		names = t.T("search.atleast", "Name", names)
	}
	if c.Filter.Not {
		return t.T("search.not", "Name", names)
	}
	return names
}

// shownOptions is how many options an axis shows before "see more".
const shownOptions = 6

func (t teller) facets(a asked, counts map[search.Facet][]search.Count) []facetView {
	var all []facetView
	for _, f := range shownFacets {
		var options []option
		switch f {
		case search.FacetField:
			options = t.tree(a, f, t.topFields(counts[search.FacetBranch]), counts[search.FacetBranch])
		case search.FacetOrganisation:
			options = t.tree(a, f, counts[f], counts[search.FacetUnit])
		default:
			options = t.options(a, f, counts[f])
		}
		if len(options) == 0 {
			continue
		}
		v := facetView{Facet: string(f), Title: t.T("facet." + string(f))}
		if f == search.FacetField {
			v.Help = t.T("facet.field.help")
		}
		for _, o := range options {
			if o.On || o.Depth > 0 || len(v.Show) < shownOptions {
				v.Show = append(v.Show, o)
			} else {
				v.More = append(v.More, o)
			}
		}
		all = append(all, v)
	}
	return all
}

// options puts the counts of an axis into words. What is chosen stays, even
// when nobody is left: it must be possible to take it off.
func (t teller) options(a asked, f search.Facet, counts []search.Count) []option {
	options := each(counts, func(c search.Count) option {
		only := asked{filters: []search.Filter{{Facet: f, Values: []string{c.Value}}}}
		return option{Value: c.Value, Label: t.value(f, c.Value), N: c.N, On: a.chosen(f, c.Value), Href: only.address()}
	})
	for _, chosen := range a.filters {
		if chosen.Facet != f {
			continue
		}
		for _, v := range chosen.Values {
			if !slices.ContainsFunc(options, func(o option) bool { return o.Value == v }) {
				options = append(options, option{Value: v, Label: t.value(f, v), On: true})
			}
		}
	}
	t.order(f, options)
	return options
}

// order puts axes that have one into their natural order; the others keep most
// people first.
func (t teller) order(f search.Facet, options []option) {
	switch f {
	case search.FacetDegree:
		t.byRank(registry.SchemeDegree, options)
	case search.FacetTitle:
		t.byRank(registry.SchemeTitle, options)
	case search.FacetScope:
		slices.SortStableFunc(options, func(a, b option) int { return slices.Index(scopeStates, a.Value) - slices.Index(scopeStates, b.Value) })
	case search.FacetAge:
		slices.SortStableFunc(options, func(a, b option) int { return cmp.Compare(youngestFirst(a.Value), youngestFirst(b.Value)) })
	}
}

func (t teller) byRank(s registry.Scheme, options []option) {
	slices.SortStableFunc(options, func(a, b option) int { return cmp.Compare(t.ref.Rank(s, b.Value), t.ref.Rank(s, a.Value)) })
}

func youngestFirst(value string) int {
	if value != "" && value[0] == '-' {
		return 0
	}
	n := 0
	for i := 0; i < len(value) && value[i] >= '0' && value[i] <= '9'; i++ {
		n = n*10 + int(value[i]-'0')
	}
	return n
}

// value names one value of an axis.
func (t teller) value(f search.Facet, v string) string {
	switch f {
	case search.FacetField:
		return t.codeName(registry.SchemeField, v)
	case search.FacetDegree:
		return t.codeName(registry.SchemeDegree, v)
	case search.FacetTitle:
		return t.codeName(registry.SchemeTitle, v)
	case search.FacetHonour:
		return t.codeName(registry.SchemeHonour, v)
	case search.FacetOrganisation:
		id, _ := strconv.ParseInt(v, 10, 64)
		return cmp.Or(t.ref.OrganisationName(registry.OrganisationID(id)), v)
	case search.FacetSex:
		return cmp.Or(t.sex(registry.Sex(v)), v)
	case search.FacetAge:
		return t.age(v)
	case search.FacetLanguage:
		return t.codeName(registry.SchemeLanguage, v)
	case search.FacetWard:
		return t.wardName(v)
	case search.FacetSector:
		return t.codeName(registry.SchemeSector, v)
	case search.FacetOwnership:
		return t.codeName(registry.SchemeOwnership, v)
	case search.FacetScope:
		return t.T("scope." + v)
	case search.FacetReady:
		return t.T("ready.yes")
	case search.FacetAbroad:
		if v == search.Abroad {
			return t.T("abroad.any")
		}
	}
	return v
}

// codeName names a code in the reader's language where the catalogue has it.
func (t teller) codeName(s registry.Scheme, code string) string {
	if c, ok := t.ref.Code(s, code); ok && t.Lang == English && c.NameEn != "" {
		return c.NameEn
	}
	return t.ref.CodeName(s, code)
}

// age names a range of ages: "-35", "35-44", "55-".
func (t teller) age(v string) string {
	from, to, ok := cutRange(v)
	switch {
	case !ok:
		return v
	case from == "":
		return t.T("age.below", "To", to)
	case to == "":
		return t.T("age.from", "From", from)
	}
	return t.T("age.between", "From", from, "To", to)
}

func cutRange(v string) (from, to string, ok bool) {
	for i := range len(v) {
		if v[i] == '-' {
			return v[:i], v[i+1:], true
		}
	}
	return "", "", false
}

// cards joins hits and records. A person removed between the two is left out.
func (t teller) cards(a asked, hits []search.Hit, people []*registry.Person) []card {
	records := make(map[registry.PersonID]*registry.Person, len(people))
	for _, p := range people {
		records[p.ID] = p
	}
	back := url.QueryEscape(a.address())
	var all []card
	for _, h := range hits {
		p := records[h.Person]
		if p == nil {
			continue
		}
		c := card{ID: p.ID.Public(), Prefix: p.DisplayPrefix(t.ref), Name: p.Name.Full, Fields: t.fieldsInShort(p)}
		c.On = slices.Contains(a.people, p.ID)
		c.Href = "/people/" + c.ID + "?from=" + back
		c.Post, c.Unit = t.post(p)
		c.Marked, c.Why = t.why(h.Why)
		all = append(all, c)
	}
	return all
}

// Bounds of the reasons on one card.
const (
	shownReasons = 3 // places in the record
	shownTexts   = 3 // texts of one place
)

// why parts the reasons into the marked name and the rest, one reason a place
// in the record.
func (t teller) why(whys []search.Why) (name []span, rest []reason) {
	for _, w := range whys {
		if w.Field == search.FieldName {
			name = spans(w)
			continue
		}
		i := slices.IndexFunc(rest, func(r reason) bool { return r.Field == w.Field })
		if i < 0 {
			rest = append(rest, reason{Field: w.Field, Label: t.T("why." + w.Field)})
			i = len(rest) - 1
		}
		if len(rest[i].Texts) < shownTexts {
			rest[i].Texts = append(rest[i].Texts, spans(w))
		}
	}
	return name, rest[:min(len(rest), shownReasons)]
}

// spans cuts a text at its marks; marks that do not fit are left out.
func spans(w search.Why) []span {
	var all []span
	at := 0
	for _, m := range w.Marks {
		if m[0] < at || m[1] <= m[0] || m[1] > len(w.Text) {
			continue
		}
		if m[0] > at {
			all = append(all, span{w.Text[at:m[0]], false})
		}
		all = append(all, span{w.Text[m[0]:m[1]], true})
		at = m[1]
	}
	if at < len(w.Text) {
		all = append(all, span{w.Text[at:], false})
	}
	return all
}
