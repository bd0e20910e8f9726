package registry

import (
	"cmp"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// Bounds of one record. They are far above any real person and keep a hostile
// or broken source from filling a page.
const (
	maxText      = 500
	maxListItems = 5000 // two records of the longest lists known, merged
	firstYear    = 1900
	lastYear     = 2200
)

// Validate names every value of p that is refused, all at once; nil if none is.
// It asks for no catalogue: an unknown code is a question for the importer or
// the form, not a broken record.
func (p *Person) Validate() []Problem {
	v := &validation{}
	v.text("name", p.Name.Full, true)
	if p.Name.Full != vietnamese.Clean(p.Name.Full) {
		v.add("name", p.Name.Full, "có khoảng trắng thừa hoặc ký tự chưa chuẩn hóa Unicode")
	}
	if why := NameRefused(p.Name.Full); why != "" {
		v.add("name", p.Name.Full, why)
	}
	if p.Sex != "" && p.Sex != Male && p.Sex != Female {
		v.add("sex", string(p.Sex), "chỉ nhận male, female hoặc để trống")
	}
	v.date("birth", p.Birth)
	if e, ok := ParseEmail(p.Email); p.Email != "" && (!ok || e != p.Email) {
		v.add("email", p.Email, "không phải địa chỉ thư điện tử")
	}
	if n, ok := ParsePhone(p.Phone); p.Phone != "" && (!ok || n != p.Phone) {
		v.add("phone", p.Phone, "không phải số điện thoại; số nước ngoài ghi +, mã nước rồi số")
	}
	v.year("title.year", p.Title.Year)
	v.text("title.discipline", p.Title.Discipline, false)
	v.text("rank.name", p.Rank.Name, false)
	v.text("nationality", p.Nationality, false)
	v.lists(p)
	v.items(p)
	return v.problems
}

// NameRefused says why a text is no name of a person, as a Vietnamese clause; ""
// where it may be one, or is empty. Every way in asks it: forms, programs and
// workbooks.
func NameRefused(full string) string {
	switch {
	case full == "":
		return ""
	case strings.ContainsRune(full, utf8.RuneError):
		return "có ký tự hỏng"
	case !strings.ContainsFunc(full, unicode.IsLetter) || strings.ContainsFunc(full, noNameHas):
		return "không phải tên người"
	}
	return ""
}

// noNameHas says that no name of a person has a character: digits, what stands
// in formulas, addresses and markup, pictures, what nobody sees.
func noNameHas(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune("@=<>|", r) || unicode.Is(unicode.So, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r)
}

type validation struct{ problems []Problem }

func (v *validation) add(field, value, reason string) {
	v.problems = append(v.problems, Problem{field, value, reason})
}

func (v *validation) text(field, s string, required bool) {
	switch {
	case required && strings.TrimSpace(s) == "":
		v.add(field, s, "chưa có")
	case !utf8.ValidString(s):
		v.add(field, s, "có ký tự hỏng")
	case utf8.RuneCountInString(s) > maxText:
		v.add(field, string([]rune(s)[:40])+"…", fmt.Sprintf("dài quá %d ký tự", maxText))
	case strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }):
		v.add(field, s, "có ký tự điều khiển")
	}
}

func (v *validation) date(field string, d Date) {
	if !d.Valid() || !d.IsZero() && (d.Year < firstYear || d.Year > lastYear) {
		v.add(field, d.String(), "không có trong lịch")
	}
}

func (v *validation) year(field string, y int) {
	if y != 0 && (y < firstYear || y > lastYear) {
		v.add(field, fmt.Sprint(y), "không phải năm hợp lệ")
	}
}

func (v *validation) length(field string, n int) {
	if n > maxListItems {
		v.add(field, fmt.Sprint(n), fmt.Sprintf("có quá %d mục", maxListItems))
	}
}

func (v *validation) lists(p *Person) {
	v.length("codes", len(p.Codes))
	for i, c := range p.Codes {
		v.text(fmt.Sprintf("codes[%d].code", i), c.Code, true)
		if c.Organisation == 0 {
			v.add(fmt.Sprintf("codes[%d].organisation", i), "", "mã cán bộ phải thuộc một đơn vị")
		}
	}
	v.length("qualifications", len(p.Qualifications))
	for i, q := range p.Qualifications {
		at := fmt.Sprintf("qualifications[%d].", i)
		v.text(at+"degree", q.Degree, true)
		v.text(at+"field", q.Field, false)
		v.text(at+"institution", q.Institution, false)
		v.text(at+"country", q.Country, false)
		v.text(at+"mode", q.Mode, false)
		v.year(at+"year", q.Year)
	}
	v.length("honours", len(p.Honours))
	for i, h := range p.Honours {
		v.text(fmt.Sprintf("honours[%d].code", i), h.Code, true)
		v.year(fmt.Sprintf("honours[%d].year", i), h.Year)
	}
	v.length("positions", len(p.Positions))
	for i, q := range p.Positions {
		v.position(fmt.Sprintf("positions[%d].", i), q)
	}
	v.length("fields", len(p.Fields))
	for i, f := range p.Fields {
		v.text(fmt.Sprintf("fields[%d].code", i), f.Code, true)
	}
	v.length("expertise", len(p.Expertise))
	for i, e := range p.Expertise {
		v.text(fmt.Sprintf("expertise[%d].phrase", i), e.Phrase, true)
		oneOf(v, fmt.Sprintf("expertise[%d].language", i), e.Language, "", InVietnamese, InEnglish)
	}
}

func (v *validation) position(at string, q Position) {
	v.text(at+"post", q.Post, false)
	v.text(at+"contract", q.Contract, false)
	v.text(at+"sector", q.Sector, false)
	v.text(at+"ownership", q.Ownership, false)
	v.text(at+"written", q.Written, false)
	v.span(at, q.From, q.To)
	if q.Unit != 0 && q.Organisation == 0 {
		v.add(at+"unit", fmt.Sprint(q.Unit), "đơn vị trực thuộc phải có cơ quan")
	}
}

// validateChange refuses a change that carries an invalid person.
func validateChange(c Change) error {
	var p *Person
	switch c := c.(type) {
	case *AddPerson:
		p = c.Person
	case *AmendPerson:
		p = c.Person
	case *MergePeople:
		p = c.Person
	default:
		return nil
	}
	if problems := p.Validate(); len(problems) > 0 {
		return &Error{Kind: Invalid, Problems: problems,
			Message: fmt.Sprintf("Hồ sơ %q có %d giá trị không nhận được. Hãy sửa các giá trị đó rồi lưu lại.", p.Name.Full, len(problems))}
	}
	return nil
}

// validateChanges refuses many changes for the first that carries an invalid person;
// they are looked at on all cores.
func validateChanges(changes []Change) error {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	first := make([]error, workers)
	for w := range workers {
		wait.Go(func() {
			for _, c := range changes[w*len(changes)/workers : (w+1)*len(changes)/workers] {
				if first[w] = validateChange(c); first[w] != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	return cmp.Or(first...)
}
