package registry

import (
	"fmt"
	"slices"
	"strings"
)

// ValidateOver names what Validate refuses, codes that their lists do not have, and
// what makes no sense together or has not happened yet by today: the test of what
// somebody types. What made no sense in old already, where it is not touched, refuses
// nobody's work on the rest. Lists that are imported are not held to it: there a
// doubtful value is an issue of its cell.
func (p *Person) ValidateOver(old *Person, ref *Reference, today Date) []Problem {
	before := append(old.sense(today), ref.astray(old)...)
	doubts := append(p.sense(today), ref.astray(p)...)
	doubts = slices.DeleteFunc(doubts, func(now Problem) bool { return slices.Contains(before, now) })
	return append(p.Validate(), doubts...)
}

// sense names what contradicts itself within the record.
func (p *Person) sense(today Date) []Problem {
	v := &validation{}
	if words := spelled(p.Name.Full); len(words) > 2 && titleLen(words) > 0 {
		v.add("name", p.Name.Full, "có học hàm, học vị hoặc danh hiệu trước tên; hãy ghi ở mục riêng")
	}
	v.past("birth", p.Birth, today)
	v.lifetime("title.year", p.Birth, Date{Year: p.Title.Year}, today)
	for i, q := range p.Qualifications {
		v.lifetime(fmt.Sprintf("qualifications[%d].year", i), p.Birth, Date{Year: q.Year}, today)
	}
	for i, h := range p.Honours {
		v.lifetime(fmt.Sprintf("honours[%d].year", i), p.Birth, Date{Year: h.Year}, today)
	}
	v.posts(p, today)
	v.twice(p)
	if p.Public && !slices.ContainsFunc(p.Bases, func(b LegalBasis) bool { return b.Publishes() && Lasts(b.Date, b.Until, today) }) {
		v.add("public", "true", "chưa có căn cứ còn hiệu lực với mục đích công bố; hãy thêm căn cứ có mục đích “công bố trên cổng thông tin” trước")
	}
	return v.problems
}

// spelled gives the words of a name, abbreviations with points taken apart.
func spelled(full string) []string {
	return strings.FieldsFunc(full, func(r rune) bool { return r == '.' || r == ' ' })
}

// posts refuses several main posts at once, and an end that has not come: whoever
// still holds a post works there, a term stands in the contract.
func (v *validation) posts(p *Person, today Date) {
	mains := 0
	for i, q := range p.Positions {
		at := fmt.Sprintf("positions[%d].", i)
		v.lifetime(at+"from", p.Birth, q.From, today)
		if !q.To.IsZero() && q.To.Compare(today) > 0 && !q.To.Agrees(today) {
			v.add(at+"to", q.To.String(), "chưa đến ngày; người còn giữ chức vụ thì để trống ngày kết thúc và ghi thời hạn ở loại hợp đồng")
		}
		if q.Main && q.To.IsZero() {
			if mains++; mains > 1 {
				v.add(at+"main", "true", "mỗi người chỉ có một nơi công tác chính")
			}
		}
	}
}

// twice refuses the same identifier two times in one record, and two ORCID iDs: each
// researcher has one.
func (v *validation) twice(p *Person) {
	seen := map[string]bool{}
	met := func(key, field, value string) {
		if seen[key] {
			v.add(field, value, "đã có trong hồ sơ này")
		}
		seen[key] = true
	}
	for i, c := range p.Codes {
		met("code "+c.Key(), fmt.Sprintf("codes[%d].code", i), c.Code)
	}
	orcids := 0
	for i, x := range p.Identifiers {
		if x.Kind == ORCID {
			if orcids++; orcids > 1 {
				v.add(fmt.Sprintf("identifiers[%d].value", i), x.Value, "mỗi người chỉ có một mã ORCID")
				continue
			}
		}
		met("identifier "+string(x.Kind)+x.Value, fmt.Sprintf("identifiers[%d].value", i), x.Value)
	}
}

// past refuses a day that has not come.
func (v *validation) past(field string, d, today Date) {
	if !d.IsZero() && d.Compare(today) > 0 && !d.Agrees(today) {
		v.add(field, d.String(), "chưa đến ngày")
	}
}

// lifetime refuses a day before somebody was born or that has not come.
func (v *validation) lifetime(field string, birth, d, today Date) {
	if d.Year != 0 && birth.Year != 0 && d.Year < birth.Year {
		v.add(field, d.String(), fmt.Sprintf("trước năm sinh %d", birth.Year))
		return
	}
	v.past(field, d, today)
}
