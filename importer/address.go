package importer

import (
	"strings"

	"trithuc/registry"
)

// settleAddress makes the address of its columns: the line, then ward, district and
// province where they have columns of their own. The ward is what the whole names, as
// of the day that the workbook tells of.
func (p *parts) settleAddress() {
	line := p.address
	for _, part := range p.wards {
		if !strings.Contains(line, part) {
			line = joinText(line, part, ", ")
		}
	}
	if line == "" {
		return
	}
	ward, doubt := p.s.r.wardOf(line)
	switch at := p.s.cellOf(FieldWard, p.row); {
	case ward != "":
	case strings.HasPrefix(doubt, "có thể"):
		p.s.say(registry.IssueAmbiguous, p.row, max(at.col, p.s.cellOf(FieldAddress, p.row).col), string(FieldWard), "Địa chỉ “%s” %s nên để trống phường, xã; địa chỉ vẫn giữ như đã ghi.", shorten(line, 80), doubt)
	case len(p.wards) > 0:
		p.s.say(registry.IssueUnknown, p.row, at.col, string(FieldWard), "Địa chỉ “%s” %s; địa chỉ vẫn giữ như đã ghi.", shorten(line, 80), doubt)
	}
	p.person().Addresses = []registry.Address{{Line: strings.Clone(shorten(line, 400)), Ward: ward}}
}

// ward is what an address was found to name.
type ward struct{ code, doubt string }

// wardOf is Reference.WardOf, once for each ending of an address: the numbers and
// streets before it name no ward, and lists have few wards.
func (r *reader) wardOf(line string) (code, doubt string) {
	key := line
	if pieces := strings.Split(line, ","); len(pieces) > 3 {
		key = strings.Join(pieces[len(pieces)-3:], ",")
	}
	w, ok := r.wards[key]
	if !ok {
		w.code, w.doubt = r.ref.WardOf(line, r.synced)
		if r.wards == nil {
			r.wards = map[string]ward{}
		}
		if len(r.wards) < 20_000 {
			r.wards[strings.Clone(key)] = w
		}
	}
	return w.code, w.doubt
}
