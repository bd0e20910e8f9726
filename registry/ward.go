package registry

import (
	"cmp"
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// ResolvedWard is a ward or commune that an address may name, as it was called on
// a day.
type ResolvedWard struct {
	Code  Code
	Score float64 // 1 is sure
	Named Code    // the unit the address names: another one where that was merged or divided since
}

// ResolveWard reads the ward or commune of an address, "phường An Hòa, quận Ninh
// Kiều, Cần Thơ", and follows it to the unit of a day (a zero one is today). A
// district, which no address has had since 1 July 2025, or a province narrows it
// down. Several candidates below 1 are a question.
func (r *Reference) ResolveWard(address string, on Date) []ResolvedWard {
	if on.IsZero() {
		on = Date{Year: lastYear}
	}
	parts := addressParts(address)
	var named []*Code
	for i := range parts {
		if named = r.wardsNamed(parts[i], parts[i+1:], on); len(named) > 0 {
			break
		}
	}
	var found []ResolvedWard
	for _, c := range named {
		next := r.wardOn(c, on)
		for _, n := range next {
			found = append(found, ResolvedWard{n, 1 / float64(len(next)*len(named)), *c})
		}
	}
	return surestWards(found)
}

// wardOn gives what a ward was on a day: forward along the mapping, or the wards it
// was later made of.
func (r *Reference) wardOn(c *Code, on Date) []Code {
	if c.ValidFrom.Compare(on) <= 0 {
		return r.CodeSuccessors(SchemeWard, c.Code, c.LastDay(), on)
	}
	var former []Code
	for _, code := range c.Replaces {
		if f, ok := r.CodeOn(SchemeWard, code, on); ok {
			former = append(former, f)
		}
	}
	return former
}

// addressParts gives the parts of an address, folded, without empty ones.
func addressParts(address string) []string {
	parts := strings.FieldsFunc(vietnamese.Fold(address), func(r rune) bool { return strings.ContainsRune(",;-–\n", r) })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// unitWords are what stands before the name of a unit, as written or shortened,
// and which kind it says; the longer before those they begin with.
var unitWords = []struct{ word, kind string }{
	{"phuong ", "phuong"}, {"thi tran ", "thi tran"}, {"xa ", "xa"}, {"quan ", "quan"}, {"huyen ", "huyen"}, {"thi xa ", "thi xa"},
	{"thanh pho ", "thanh pho"}, {"tinh ", "tinh"}, {"p.", "phuong"}, {"p ", "phuong"}, {"x.", "xa"}, {"tt.", "thi tran"}, {"tt ", "thi tran"},
	{"q.", "quan"}, {"q ", "quan"}, {"h.", "huyen"}, {"h ", "huyen"}, {"tx.", "thi xa"}, {"tx ", "thi xa"}, {"tp.", "thanh pho"}, {"tp ", "thanh pho"},
}

// bareUnit takes the word in front away, and tells which kind it says; "" if none.
func bareUnit(part string) (bare, kind string) {
	for _, u := range unitWords {
		if rest, ok := strings.CutPrefix(part, u.word); ok && strings.TrimSpace(rest) != "" {
			return strings.TrimSpace(rest), u.kind
		}
	}
	return part, ""
}

// wardKind says that a unit of a kind is no district and no province.
func wardKind(kind string) bool { return kind == "phuong" || kind == "xa" || kind == "thi tran" }

// Wards gives the wards and communes of today, in the order of their codes.
func (r *Reference) Wards() []Code {
	return slices.DeleteFunc(r.Codes(SchemeWard), func(c Code) bool {
		_, kind := bareUnit(vietnamese.Fold(c.Name))
		return !wardKind(kind) || !c.ValidTo.IsZero()
	})
}

// namedWard is a ward or commune, of any version, and the kind that its name says.
type namedWard struct {
	code *Code
	kind string
}

// makeWardNames gives the wards and communes by their folded names without the word
// in front: an address is looked up in it, not compared with ten thousand names.
func (r *Reference) makeWardNames() map[string][]namedWard {
	byName := map[string][]namedWard{}
	for _, c := range r.every[SchemeWard] {
		if name, kind := bareUnit(vietnamese.Fold(c.Name)); wardKind(kind) {
			byName[name] = append(byName[name], namedWard{c, kind})
		}
	}
	return byName
}

// wardsNamed gives the wards that a part of an address names: those within what
// the rest names, if it names anything above one of them; else those of the day,
// if there were any; else those of any time.
func (r *Reference) wardsNamed(part string, rest []string, on Date) []*Code {
	bare, said := bareUnit(part)
	var all, within, then []*Code
	for _, w := range r.wardNames()[bare] {
		if said != "" && said != w.kind {
			continue
		}
		all = append(all, w.code)
		if r.standsIn(w.code, rest) {
			within = append(within, w.code)
		}
		if Lasts(w.code.ValidFrom, w.code.ValidTo, on) {
			then = append(then, w.code)
		}
	}
	switch {
	case len(within) > 0:
		return within
	case len(then) > 0:
		return then
	}
	return all
}

// standsIn says that one of the parts names a unit above c that is there no more:
// the name of a province that still stands says nothing of its former wards.
func (r *Reference) standsIn(c *Code, parts []string) bool {
	for depth, parent := 0, c.Parent; parent != "" && depth < 5; depth++ {
		above, ok := r.codes[SchemeWard][parent]
		if !ok {
			return false
		}
		name, kind := bareUnit(vietnamese.Fold(above.Name))
		for _, p := range parts {
			bare, said := bareUnit(p)
			if bare == name && (said == "" || said == kind) && !r.standingProvince(name) {
				return true
			}
		}
		parent = above.Parent
	}
	return false
}

func (r *Reference) standingProvince(name string) bool {
	return slices.ContainsFunc(r.ordered[SchemeProvince], func(c *Code) bool {
		bare, _ := bareUnit(vietnamese.Fold(c.Name))
		return bare == name
	})
}

func surestWards(found []ResolvedWard) []ResolvedWard {
	best := map[string]ResolvedWard{}
	for _, f := range found {
		key := f.Code.Version + "/" + f.Code.Code
		if old, ok := best[key]; ok {
			f.Score, f.Named = min(1, f.Score+old.Score), old.Named
		}
		best[key] = f
	}
	all := make([]ResolvedWard, 0, len(best))
	for _, f := range best {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b ResolvedWard) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Code.Code, b.Code.Code))
	})
	return all
}
