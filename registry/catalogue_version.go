package registry

import (
	"cmp"
	"slices"
)

// newest gives the entry of a scheme that began last; nil for an empty scheme.
func (r *Reference) newest(s Scheme) *Code {
	var last *Code
	for _, c := range r.every[s] {
		if last == nil || c.ValidFrom.Compare(last.ValidFrom) > 0 {
			last = c
		}
	}
	return last
}

// overtaken says that c ended before another version of its list began.
func overtaken(c, newest *Code) bool {
	return !c.ValidTo.IsZero() && c.Version != newest.Version && c.ValidTo.Compare(newest.ValidFrom) < 0
}

// CodeOn gives what a code meant on a day. Where no version held that day, it is
// the meaning it had last before, else the first it was given later: a record
// never loses what its code says.
func (r *Reference) CodeOn(s Scheme, code string, on Date) (Code, bool) {
	var best *Code
	for _, c := range r.entries[s][code] {
		if best == nil || fitsBetter(c, best, on) {
			best = c
		}
	}
	if best == nil {
		return Code{}, false
	}
	return *best, true
}

// fitsBetter says that c tells more surely than best what the code meant on a day:
// what held that day before what had begun by then, the later before the earlier;
// of what began afterwards the earlier.
func fitsBetter(c, best *Code, on Date) bool {
	rank := func(c *Code) int {
		switch {
		case Lasts(c.ValidFrom, c.ValidTo, on):
			return 2
		case c.ValidFrom.Compare(on) <= 0:
			return 1
		}
		return 0
	}
	if a, b := rank(c), rank(best); a != b {
		return a > b
	} else if a == 0 {
		return c.ValidFrom.Compare(best.ValidFrom) < 0
	}
	return c.ValidFrom.Compare(best.ValidFrom) >= 0
}

// CodeNameOn gives the Vietnamese name of a code on a day, the code itself where
// it is unknown.
func (r *Reference) CodeNameOn(s Scheme, code string, on Date) string {
	if c, ok := r.CodeOn(s, code, on); ok {
		return c.Name
	}
	return code
}

// CodeSuccessors follows the mapping between versions from a code, as it was
// meant on the day since, to what it is on a later day, in the order of codes:
// several where it was divided. A code that nothing took over is its own.
func (r *Reference) CodeSuccessors(s Scheme, code string, since, on Date) []Code {
	start, ok := r.CodeOn(s, code, since)
	if !ok {
		return nil
	}
	seen := map[*Code]bool{}
	for _, e := range r.entries[s][code] {
		if e.Version == start.Version {
			r.succeed(e, on, seen)
		}
	}
	var all []Code
	for c, last := range seen {
		if last {
			all = append(all, *c)
		}
	}
	slices.SortFunc(all, func(a, b Code) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Version, b.Version))
	})
	return all
}

// succeed notes what c became by a day: entries on the way as false, the last as
// true. Every step leads to an entry that began later, and each is gone through
// once, so that it ends whatever the data say.
func (r *Reference) succeed(c *Code, on Date, seen map[*Code]bool) {
	if _, been := seen[c]; been {
		return
	}
	seen[c] = true
	for _, heir := range r.heirs[c.Scheme][c.Code] {
		if heir.Version != c.Version && heir.ValidFrom.Compare(c.ValidFrom) > 0 && heir.ValidFrom.Compare(on) <= 0 {
			seen[c] = false
			r.succeed(heir, on, seen)
		}
	}
}
