package web

import (
	"slices"
	"strconv"

	"trithuc/registry"
	"trithuc/search"
)

// Fields and organisations are trees: what is chosen, or above what is, shows what
// stands under it.

// parentOf gives the value above one of a tree, "" at the top.
func (t teller) parentOf(f search.Facet, value string) string {
	if f == search.FacetField {
		c, _ := t.ref.Code(registry.SchemeField, value)
		return c.Parent
	}
	id, _ := strconv.ParseInt(value, 10, 64)
	if o, ok := t.ref.Organisation(registry.OrganisationID(id)); ok && o.Parent != 0 {
		return strconv.FormatInt(int64(o.Parent), 10)
	}
	return ""
}

// above gives everything above a value, itself not.
func (t teller) above(f search.Facet, value string) []string {
	var all []string
	for p := t.parentOf(f, value); p != "" && !slices.Contains(all, p); p = t.parentOf(f, p) {
		all = append(all, p)
	}
	return all
}

// narrowed leaves out of a search what stands above something else that is chosen:
// who opens a branch and takes one of its twigs means the twig.
func (t teller) narrowed(a asked) asked {
	filters := slices.Clone(a.filters)
	for i := range filters {
		f := &filters[i]
		if f.Facet != search.FacetField && f.Facet != search.FacetOrganisation {
			continue
		}
		wider := map[string]bool{}
		for _, v := range f.Values {
			for _, p := range t.above(f.Facet, v) {
				wider[p] = true
			}
		}
		f.Values = slices.DeleteFunc(slices.Clone(f.Values), func(v string) bool { return wider[v] })
	}
	a.filters = filters
	return a
}

// tree gives the options of a tree: its roots, and under what is open the values
// right below, from the counts of every level.
func (t teller) tree(a asked, f search.Facet, roots, all []search.Count) []option {
	open := map[string]bool{}
	for _, x := range a.filters {
		if x.Facet == f {
			for _, v := range x.Values {
				open[v] = true
				for _, p := range t.above(f, v) {
					open[p] = true
				}
			}
		}
	}
	var options []option
	var put func(o option)
	put = func(o option) {
		options = append(options, o)
		if !open[o.Value] {
			return
		}
		for _, under := range t.options(a, f, slices.DeleteFunc(slices.Clone(all), func(c search.Count) bool { return t.parentOf(f, c.Value) != o.Value })) {
			if t.parentOf(f, under.Value) == o.Value {
				under.Depth = o.Depth + 1
				put(under)
			}
		}
	}
	for _, o := range t.options(a, f, roots) {
		if !slices.ContainsFunc(options, func(x option) bool { return x.Value == o.Value }) && !t.stands(f, o.Value, roots) {
			put(o)
		}
	}
	return options
}

// stands says that a value stands under one of the roots, and so is no root itself.
func (t teller) stands(f search.Facet, value string, roots []search.Count) bool {
	above := t.above(f, value)
	return !slices.ContainsFunc(roots, func(c search.Count) bool { return c.Value == value }) &&
		slices.ContainsFunc(roots, func(c search.Count) bool { return slices.Contains(above, c.Value) })
}

// topFields keeps the counts of the widest fields.
func (t teller) topFields(counts []search.Count) []search.Count {
	return slices.DeleteFunc(slices.Clone(counts), func(c search.Count) bool { return t.parentOf(search.FacetField, c.Value) != "" })
}
