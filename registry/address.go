package registry

import (
	"strings"

	"trithuc/registry/vietnamese"
)

// Address is where somebody lives or is reached by letter. To is zero while it holds.
type Address struct {
	Line   string   `json:"line,omitempty"` // as written: number, street, and whatever else
	Ward   string   `json:"ward,omitempty"` // SchemeWard, as it was on the day of the source; "" where the line does not say surely
	From   Date     `json:"from,omitzero"`
	To     Date     `json:"to,omitzero"`
	Source SourceID `json:"source,omitempty"`
}

func (x *Address) texts() []textAt {
	return []textAt{{"line", &x.Line, false}, {"ward", &x.Ward, false}}
}

func (x *Address) check(v *validation, at string) {
	if x.Line == "" && x.Ward == "" {
		v.add(at+"line", "", "phải có địa chỉ hoặc phường, xã")
	}
	v.span(at, x.From, x.To)
}

// WardOf gives the ward that the text of an address names, as it was on a day (a zero
// one is today): its code, or why it is not sure which, as a Vietnamese clause.
func (r *Reference) WardOf(address string, on Date) (code, doubt string) {
	switch found := r.ResolveWard(address, on); {
	case len(found) == 0:
		return "", "không nêu phường, xã nào có trong danh mục"
	case found[0].Score < 1:
		return "", "có thể là " + strings.Join(each(found[:min(len(found), 4)], func(w ResolvedWard) string { return r.WardName(w.Code.Code, on) }), ", ")
	default:
		return found[0].Code.Code, ""
	}
}

// WardName names a ward with what stands above it, as it was called on a day:
// "Phường Cái Khế, Thành phố Cần Thơ"; the code itself where it is unknown.
func (r *Reference) WardName(code string, on Date) string {
	if on.IsZero() {
		on = Date{Year: lastYear}
	}
	c, ok := r.CodeOn(SchemeWard, code, on)
	if !ok {
		return code
	}
	names := []string{c.Name}
	for depth := 0; c.Parent != "" && depth < 5; depth++ {
		above, ok := r.CodeOn(SchemeWard, c.Parent, on)
		if !ok {
			if above, ok = r.CodeOn(SchemeProvince, c.Parent, on); !ok {
				break
			}
		}
		names, c = append(names, above.Name), above
	}
	return strings.Join(names, ", ")
}

// AddressText gives an address in one line: as written, and behind it the ward of today
// where the line does not name it.
func (r *Reference) AddressText(a Address) string {
	if a.Ward == "" {
		return a.Line
	}
	ward := r.WardName(a.Ward, Date{})
	first, _, _ := strings.Cut(ward, ",")
	switch {
	case a.Line == "":
		return ward
	case strings.Contains(vietnamese.Fold(a.Line), vietnamese.Fold(first)):
		return a.Line
	}
	if named, doubt := r.WardOf(a.Line, Date{}); doubt == "" && named == a.Ward {
		return a.Line // by the name of what it was
	}
	return a.Line + ", " + ward
}

// WardsNow gives what wards a ward is today: several where it was divided.
func (r *Reference) WardsNow(code string) []Code {
	c, ok := r.Code(SchemeWard, code)
	if !ok {
		return nil
	}
	return r.CodeSuccessors(SchemeWard, code, c.LastDay(), Date{Year: lastYear})
}
