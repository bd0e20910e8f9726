package registry

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"strings"
)

// ExchangePrefix stands before the name of a system in the scheme of its mapping:
// "exchange-hemis". A mapping is a code list like any other, dated, confirmed or
// not, loaded from a file: Code is the place of a column, Name its header, Variants
// further headers that are read as it, and Abbreviation which value of ours stands in
// it (exchangeFields). Where the system writes codes of its own, each is an entry whose
// Parent is the column's: Name what stands in the file, Abbreviation what it means here.
const ExchangePrefix = "exchange-"

// Exchange is how people are written for another system on a day.
type Exchange struct {
	System  Code
	Columns []ExchangeColumn
	On      Date // whose codes are written
}

// ExchangeColumn is one column of the form.
type ExchangeColumn struct {
	Header    string
	Also      []string // further headers it is read by
	Field     string
	Confirmed bool
	Source    string
	Words     []ExchangeWord // what the system writes in it that is written otherwise here
}

// Exchange gives the form of a system that holds on a day; NotFound for a system
// there is no mapping of, Invalid for a mapping with a field the program has not.
func (r *Reference) Exchange(system string, on Date) (Exchange, error) {
	x := Exchange{On: on}
	var ok bool
	if x.System, ok = r.CodeOn(SchemeSystem, system, on); !ok {
		return x, Errorf(NotFound, "Không có hệ thống trao đổi %q. Các hệ thống: %s.", system, strings.Join(r.systems(), ", "))
	}
	words := map[string][]ExchangeWord{}
	entries := r.CodesOn(Scheme(ExchangePrefix+system), on)
	for _, c := range entries {
		if c.Parent != "" {
			words[c.Parent] = append(words[c.Parent], ExchangeWord{c.Name, c.Variants, c.Abbreviation})
		}
	}
	for _, c := range entries {
		switch {
		case c.Parent != "":
			continue
		case exchangeFields[c.Abbreviation] == nil:
			return x, Errorf(Invalid, "Cột %s (%s) của biểu trao đổi %s chỉ đến giá trị %q mà chương trình không có.", c.Code, c.Name, system, c.Abbreviation)
		}
		x.Columns = append(x.Columns, ExchangeColumn{c.Name, c.Variants, c.Abbreviation, c.Confirmed, c.Source, words[c.Code]})
	}
	if len(x.Columns) == 0 {
		return x, Errorf(NotFound, "Hệ thống %s chưa có biểu trao đổi nào có hiệu lực ngày %s. Hãy nạp danh mục %s%s.", system, on.Vietnamese(), ExchangePrefix, system)
	}
	return x, nil
}

func (r *Reference) systems() []string {
	return each(r.Codes(SchemeSystem), func(c Code) string { return c.Code })
}

// Confirmed says that every column of the form was confirmed.
func (x Exchange) Confirmed() bool {
	for _, c := range x.Columns {
		if !c.Confirmed {
			return false
		}
	}
	return true
}

// Headers gives the first row of the form.
func (x Exchange) Headers() []string {
	return each(x.Columns, func(c ExchangeColumn) string { return c.Header })
}

// Row gives one person as the form has them, the n-th of it from 1.
func (x Exchange) Row(p *Person, ref *Reference, n int) []string {
	v := exchanged{p: p, ref: ref, n: n, on: x.On}
	v.post, _ = p.MainPosition()
	v.degree = p.highest(ref)
	return each(x.Columns, func(c ExchangeColumn) string { return c.Written(exchangeFields[c.Field](&v)) })
}

// Rows gives the form filled in, its headers first: of everybody, or of those who
// now work at an organisation or in a unit of it.
func (x Exchange) Rows(people iter.Seq2[*Person, error], ref *Reference, at OrganisationID) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		if !yield(x.Headers(), nil) {
			return
		}
		n := 0
		for p, err := range people {
			if err != nil {
				yield(nil, err)
				return
			}
			post, _ := p.MainPosition()
			if at != 0 && !ref.Within(post.Organisation, at) && !ref.Within(post.Unit, at) {
				continue
			}
			n++
			if !yield(x.Row(p, ref, n), nil) {
				return
			}
		}
	}
}

// highest gives the qualification whose degree ranks first.
func (p *Person) highest(ref *Reference) Qualification {
	degree := p.Degree(ref)
	for _, q := range p.Qualifications {
		if q.Degree == degree {
			return q
		}
	}
	return Qualification{}
}

// exchanged is a person with what several columns ask for.
type exchanged struct {
	p      *Person
	ref    *Reference
	n      int
	on     Date
	post   Position
	degree Qualification
}

// exchangeFields are the values that a column can hold.
var exchangeFields = map[string]func(*exchanged) string{
	"number":       func(v *exchanged) string { return fmt.Sprint(v.n) },
	"id":           func(v *exchanged) string { return v.p.ID.Public() },
	"code":         (*exchanged).code,
	"name":         func(v *exchanged) string { return v.p.Name.Full },
	"birth":        func(v *exchanged) string { return v.p.Birth.Vietnamese() },
	"birth_year":   func(v *exchanged) string { return year(v.p.Birth.Year) },
	"sex":          func(v *exchanged) string { return map[Sex]string{Male: "Nam", Female: "Nữ"}[v.p.Sex] },
	"email":        func(v *exchanged) string { return v.p.Email },
	"phone":        func(v *exchanged) string { return v.p.Phone },
	"contract":     func(v *exchanged) string { return v.post.Contract },
	"start":        func(v *exchanged) string { return v.post.From.Vietnamese() },
	"organisation": func(v *exchanged) string { return v.ref.OrganisationName(v.post.Organisation) },
	"unit":         (*exchanged).unit,
	"post":         func(v *exchanged) string { return v.post.Post },
	"rank":         (*exchanged).rank,
	"title":        func(v *exchanged) string { return v.ref.CodeInForce(SchemeTitle, v.p.Title.Code, v.on) },
	"title_year":   func(v *exchanged) string { return year(v.p.Title.Year) },
	"degree": func(v *exchanged) string {
		return v.ref.Abbreviation(SchemeDegree, v.ref.CodeInForce(SchemeDegree, v.degree.Degree, v.on))
	},
	"degree_year": func(v *exchanged) string { return year(v.degree.Year) },
	"specialty":   func(v *exchanged) string { return v.degree.Field },
	"institution": func(v *exchanged) string { return v.degree.Institution },
	"country":     func(v *exchanged) string { return v.degree.Country },
	"field":       (*exchanged).fields,
	"expertise": func(v *exchanged) string {
		return strings.Join(each(v.p.Expertise, func(e Expertise) string { return e.Phrase }), "; ")
	},
	"honour": func(v *exchanged) string {
		held := v.ref.codesInForce(SchemeHonour, each(v.p.Honours, func(h Honour) string { return h.Code }), v.on)
		return strings.Join(each(held, func(code string) string { return v.ref.Abbreviation(SchemeHonour, code) }), "; ")
	},
	"nationality": func(v *exchanged) string { return v.p.Nationality },
	"orcid": func(v *exchanged) string {
		for _, x := range v.p.Identifiers {
			if x.Kind == ORCID {
				return x.Value
			}
		}
		return ""
	},
}

func year(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// code gives the staff code at the employer, the first there is otherwise.
func (v *exchanged) code() string {
	for _, c := range v.p.Codes {
		if c.Organisation == v.post.Organisation {
			return c.Code
		}
	}
	if len(v.p.Codes) > 0 {
		return v.p.Codes[0].Code
	}
	return ""
}

func (v *exchanged) unit() string {
	if v.post.Unit == v.post.Organisation {
		return ""
	}
	return v.ref.OrganisationName(v.post.Unit)
}

func (v *exchanged) rank() string {
	if v.p.Rank.Code != "" {
		return v.ref.CodeInForce(SchemeRank, v.p.Rank.Code, v.on)
	}
	return v.p.Rank.Name
}

// fields names the fields so that each can be read again: by the code, where the
// one above it is called the same.
func (v *exchanged) fields() string {
	held := v.ref.codesInForce(SchemeField, each(v.p.Fields, func(f FieldOf) string { return f.Code }), v.on)
	return strings.Join(each(held, func(code string) string {
		c, ok := v.ref.CodeOn(SchemeField, code, v.on)
		name := strings.ReplaceAll(v.ref.CodeNameOn(SchemeField, code, v.on), ";", ",")
		if ok && c.Parent != "" && strings.EqualFold(c.Name, v.ref.CodeNameOn(SchemeField, c.Parent, v.on)) {
			return code + " " + name
		}
		return name
	}), "; ")
}

type syncKey struct{}

// synced is what a file of another system says of itself.
type synced struct {
	system string
	day    Date
}

// WithSystem lets an import that is received under the context be of a file which
// another system gave out, as it stood there on a day. It is Invalid for a system
// the registry does not know, or without a day.
func WithSystem(ctx context.Context, ref *Reference, system string, day Date) (context.Context, error) {
	if system == "" {
		return ctx, nil
	}
	if _, ok := ref.Code(SchemeSystem, system); !ok {
		return nil, &Error{Kind: Invalid, Message: "Không rõ tệp do hệ thống nào xuất ra. Các hệ thống: " + strings.Join(ref.systems(), ", ") + ".",
			Problems: []Problem{{"system", system, "không có trong danh mục system"}}}
	}
	if day.IsZero() {
		return nil, &Error{Kind: Invalid, Message: "Tệp của hệ thống khác phải có ngày đồng bộ: số liệu đúng đến ngày nào.",
			Problems: []Problem{{"synced", "", "chưa có"}}}
	}
	return context.WithValue(ctx, syncKey{}, synced{system, day}), nil
}

// SystemOf gives what WithSystem said; nothing where it said nothing.
func SystemOf(ctx context.Context) (string, Date) {
	s, _ := ctx.Value(syncKey{}).(synced)
	return s.system, s.day
}

// Fact is one value of a record with where it came from.
type Fact struct {
	Field  string // JSON name, of a list with the place: "positions[1]"
	Source SourceID
}

// Facts gives every value the record holds and its source, in the order of the
// record; whoever sees a copy without sources gets none.
func (p *Person) Facts() []Fact {
	var facts []Fact
	for _, f := range personFields {
		v := reflect.ValueOf(f.of(p)).Elem()
		switch {
		case v.IsZero():
		case !f.scalar:
			for i := range v.Len() {
				facts = append(facts, Fact{fmt.Sprintf("%s[%d]", f.name, i), SourceID(v.Index(i).FieldByName("Source").Int())})
			}
		case p.Sources[f.name] != 0:
			facts = append(facts, Fact{f.name, p.Sources[f.name]})
		default:
			facts = append(facts, Fact{f.name, p.Source})
		}
	}
	return facts
}
