package registry

import (
	"iter"
	"slices"
)

// What a code of one version of a list is in others. Records keep the code they were
// given; searches find them under each that says the same, exports write the one in force.

// CodeInForce gives the code that stands on a day for what a record holds as code: the
// code itself where it holds that day; else what took it over by then, or what it took
// over where that was one for one. A code that was divided stays what it is: nobody said
// to which part a record belongs.
func (r *Reference) CodeInForce(s Scheme, code string, on Date) string {
	if len(r.heirs[s]) == 0 {
		return code
	}
	c, ok := r.CodeOn(s, code, on)
	switch {
	case !ok || Lasts(c.ValidFrom, c.ValidTo, on):
		return code
	case c.ValidFrom.Compare(on) > 0:
		return r.formerCode(&c, on)
	}
	if next := r.CodeSuccessors(s, code, c.LastDay(), on); len(next) == 1 {
		return next[0].Code
	}
	return code
}

// codesInForce gives CodeInForce of codes in their order, each once.
func (r *Reference) codesInForce(s Scheme, codes []string, on Date) []string {
	all := make([]string, 0, len(codes))
	for _, c := range codes {
		if c = r.CodeInForce(s, c, on); !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// formerCode gives what an entry that had not begun by a day was then.
func (r *Reference) formerCode(c *Code, on Date) string {
	for former := range r.formerCodes(c) {
		if former.ValidFrom.Compare(on) <= 0 {
			return former.Code
		}
	}
	return c.Code
}

// formerCodes walks back from an entry over those that each became the one after it,
// whole and alone.
func (r *Reference) formerCodes(c *Code) iter.Seq[*Code] {
	return func(yield func(*Code) bool) {
		for seen := []*Code{c}; len(c.Replaces) == 1; seen = append(seen, c) {
			former := r.replacedBy(c)
			if former == nil || slices.Contains(seen, former) || len(r.heirs[c.Scheme][former.Code]) > 1 {
				return
			}
			if c = former; !yield(c) {
				return
			}
		}
	}
}

// replacedBy gives the last entry of the one code that an entry replaces which began before it.
func (r *Reference) replacedBy(c *Code) (former *Code) {
	for _, e := range r.entries[c.Scheme][c.Replaces[0]] {
		if e.Version != c.Version && e.ValidFrom.Compare(c.ValidFrom) < 0 && (former == nil || e.ValidFrom.Compare(former.ValidFrom) > 0) {
			former = e
		}
	}
	return former
}

// CodeEverywhere gives the code that stands for code by the newest version of its list,
// and all others by which who bears it is found: code itself, whatever took it over, in
// whole or in part, and what became it one for one.
func (r *Reference) CodeEverywhere(s Scheme, code string) (now string, others []string) {
	if len(r.heirs[s]) == 0 || code == "" {
		return code, nil
	}
	last := Date{Year: lastYear}
	now = r.CodeInForce(s, code, last)
	add := func(code string) {
		if code != now && !slices.Contains(others, code) {
			others = append(others, code)
		}
	}
	add(code)
	if c, ok := r.CodeOn(s, code, last); ok && overtaken(&c, r.newest(s)) {
		taken := map[*Code]bool{}
		for _, e := range r.entries[s][code] {
			r.succeed(e, last, taken)
		}
		for e := range taken {
			add(e.Code)
		}
	}
	if c := r.codes[s][now]; c != nil {
		for former := range r.formerCodes(c) {
			add(former.Code)
		}
	}
	slices.Sort(others)
	return now, others
}
