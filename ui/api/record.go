package api

import (
	"fmt"

	"trithuc/registry"
)

// record gives the stored record with what came over the wire in place of its
// values. It is Invalid with every value refused today.
func record(in *Person, old *registry.Person, ref *registry.Reference, today registry.Date) (*registry.Person, error) {
	r := &reading{ref: ref}
	p := *old
	p.Sex, p.Birth = registry.Sex(in.Sex), r.date("birth", in.Birth)
	p.Email, p.Phone = r.email(in.Email), r.phone(in.Phone)
	p.Rename(in.Name)
	p.Title, p.Rank = registry.Title{}, registry.Rank{}
	if in.Title != nil {
		p.Title = registry.Title{Code: in.Title.Code, Year: in.Title.Year, Discipline: in.Title.Discipline}
	}
	if in.Rank != nil {
		p.Rank = registry.Rank{Code: in.Rank.Code, Name: in.Rank.Name}
	}
	r.lists(in, &p)
	r.record(in, &p)
	p.Tidy()
	if problems := append(r.problems, p.ValidateOver(old, ref, today)...); len(problems) > 0 {
		return nil, &registry.Error{Kind: registry.Invalid, Problems: problems,
			Message: "Hồ sơ có giá trị không dùng được. Hãy sửa các mục được nêu rồi gửi lại."}
	}
	return &p, nil
}

// reading gathers what is refused while values are read.
type reading struct {
	ref      *registry.Reference
	problems []registry.Problem
}

func (r *reading) refuse(field, value, reason string) {
	r.problems = append(r.problems, registry.Problem{Field: field, Value: value, Reason: reason})
}

func (r *reading) date(field, s string) registry.Date {
	d, err := registry.ParseDate(s)
	if err != nil {
		r.refuse(field, s, "phải là ngày có thật, dạng YYYY, YYYY-MM hoặc YYYY-MM-DD")
	}
	return d
}

func (r *reading) email(s string) string {
	e, ok := registry.ParseEmail(s)
	if s != "" && !ok {
		r.refuse("email", s, "không phải địa chỉ thư điện tử")
	}
	return e
}

func (r *reading) phone(s string) string {
	if s == "" {
		return ""
	}
	n, ok := registry.ParsePhone(s)
	if !ok {
		r.refuse("phone", s, "không phải số điện thoại; số nước ngoài ghi +, mã nước rồi số")
	}
	return n
}

// organisation refuses one that does not exist; 0 stands for none.
func (r *reading) organisation(field string, id int64) registry.OrganisationID {
	if _, ok := r.ref.Organisation(registry.OrganisationID(id)); id != 0 && !ok {
		r.refuse(field, fmt.Sprint(id), "không có đơn vị mang số này")
	}
	return registry.OrganisationID(id)
}

// lists reads what a record has many of. Items come without a source: the store
// leaves an unchanged one its own.
func (r *reading) lists(in *Person, p *registry.Person) {
	p.Codes, p.Positions, p.Qualifications = nil, nil, nil
	p.Honours, p.Fields = nil, nil
	for i, c := range in.Codes {
		at := fmt.Sprintf("codes[%d].", i)
		if c.Organisation == 0 {
			r.refuse(at+"organisation", "", "chưa có")
		}
		p.Codes = append(p.Codes, registry.StaffCode{Organisation: r.organisation(at+"organisation", c.Organisation), Code: c.Code})
	}
	for _, q := range in.Qualifications {
		p.Qualifications = append(p.Qualifications, registry.Qualification{Degree: q.Degree, Field: q.Field,
			Institution: q.Institution, Country: q.Country, Year: q.Year, Mode: q.Mode})
	}
	for _, h := range in.Honours {
		p.Honours = append(p.Honours, registry.Honour{Code: h.Code, Year: h.Year})
	}
	for _, f := range in.Fields {
		p.Fields = append(p.Fields, registry.FieldOf{Code: f.Code})
	}
	p.Expertise = expertiseOf(in, p.Expertise)
	for i, q := range in.Positions {
		p.Positions = append(p.Positions, r.position(fmt.Sprintf("positions[%d].", i), q))
	}
}

// expertiseOf reads the phrases. Who tells no languages leaves those of the phrases that
// were there before.
func expertiseOf(in *Person, old []registry.Expertise) []registry.Expertise {
	languages := map[string]registry.PhraseLanguage{}
	if in.ExpertiseIn == nil {
		for _, e := range old {
			languages[e.Phrase] = e.Language
		}
	}
	for phrase, language := range in.ExpertiseIn {
		languages[phrase] = registry.PhraseLanguage(language)
	}
	var read []registry.Expertise
	for _, phrase := range in.Expertise {
		read = append(read, registry.Expertise{Phrase: phrase, Language: languages[phrase]})
	}
	return read
}

func (r *reading) position(at string, q Position) registry.Position {
	return registry.Position{
		Organisation: r.organisation(at+"organisation", q.Organisation), Unit: r.organisation(at+"unit", q.Unit),
		Post: q.Post, Contract: q.Contract,
		From: r.date(at+"from", q.From), To: r.date(at+"to", q.To), Main: q.Main,
		Sector: q.Sector, Ownership: q.Ownership, Written: q.Written,
	}
}
