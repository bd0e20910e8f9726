package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// The check digit of 572 is the published example of Damm's method.
func TestPublicID(t *testing.T) {
	for id, want := range map[registry.PersonID]string{572: "TT-0005724", 5724: "TT-0057240", 1: "TT-0000013"} {
		if got := id.Public(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestPublicIDIsReadBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		id := registry.PersonID(rapid.Int64Range(1, 1<<40).Draw(rt, "id"))
		s := id.Public()
		digits := strings.TrimPrefix(s, "TT-")
		for _, typed := range []string{s, strings.ToLower(s), digits, " TT " + digits[:3] + " " + digits[3:] + "\t", "tt" + digits} {
			if got, err := registry.ParsePersonID(typed); err != nil || got != id {
				rt.Errorf("ParsePersonID(%q): got %d, %v, want %d", typed, got, err, id)
			}
		}
	})
}

// One wrong digit, or two neighbours swapped, must never name another person.
func TestMistypedIDsAreRefused(t *testing.T) {
	for id := registry.PersonID(1); id < 3000; id += 37 {
		s := []byte(id.Public())
		for i := len("TT-"); i < len(s); i++ {
			for d := byte('0'); d <= '9'; d++ {
				mistyped(t, s, func(b []byte) { b[i] = d })
			}
			if i+1 < len(s) {
				mistyped(t, s, func(b []byte) { b[i], b[i+1] = b[i+1], b[i] })
			}
		}
	}
}

func mistyped(t *testing.T, right []byte, spoil func([]byte)) {
	t.Helper()
	wrong := append([]byte(nil), right...)
	spoil(wrong)
	if string(wrong) == string(right) {
		return
	}
	if got, err := registry.ParsePersonID(string(wrong)); registry.KindOf(err) != registry.NotFound {
		t.Errorf("%s typed as %s gives %d, %v", right, wrong, got, err)
	}
}

func TestParsePersonIDRefuses(t *testing.T) {
	for _, s := range []string{"", "TT", "TT-", "13", "TT-13", "TT-0000000", "TT--000013", "TX-0000013", "TT-00000.3", "TT-+000013", "+000009", "TT-99999999999999999999", "Nguyễn"} {
		if got, err := registry.ParsePersonID(s); registry.KindOf(err) != registry.NotFound {
			t.Errorf("ParsePersonID(%q): got %d, %v, want NotFound", s, got, err)
		}
	}
}

func FuzzParsePersonID(f *testing.F) {
	f.Add("TT-0000013")
	f.Add("tt 000 0013")
	f.Add("-0000013")
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := registry.ParsePersonID(s); err == nil {
			if again, err := registry.ParsePersonID(id.Public()); err != nil || again != id || id < 1 {
				t.Errorf("%q gives %d, whose public id gives %d, %v", s, id, again, err)
			}
		}
	})
}

// reference gives the sample codes without a store.
func reference() *registry.Reference {
	var codes []registry.Code
	for _, c := range registrytest.Furniture() {
		if l, ok := c.(*registry.LoadCodes); ok {
			for _, code := range l.Codes {
				code.Scheme, code.Version = l.Scheme, l.Version
				codes = append(codes, code)
			}
		}
	}
	return registry.NewReference(1, nil, nil, codes)
}

func TestDegreeAndPrefix(t *testing.T) {
	ref := reference()
	for _, c := range []struct {
		name           string
		p              registry.Person
		degree, prefix string
	}{
		{"nothing", registry.Person{}, "", ""},
		{"the highest of several", registry.Person{Qualifications: []registry.Qualification{{Degree: "KS"}, {Degree: "TS"}, {Degree: "ThS"}}}, "TS", "TS."},
		{"an unknown one alone", registry.Person{Qualifications: []registry.Qualification{{Degree: "XX"}}}, "XX", ""},
		{"title before degree", registry.Person{Title: registry.Title{Code: "PGS"}, Qualifications: []registry.Qualification{{Degree: "TS"}}}, "TS", "PGS.TS."},
		{"honour before title", registry.Person{Honours: []registry.Honour{{Code: "NGƯT"}}, Title: registry.Title{Code: "GS"}}, "", "NGƯT.GS."},
	} {
		if got := c.p.Degree(ref); got != c.degree {
			t.Errorf("%s: got degree %q, want %q", c.name, got, c.degree)
		}
		if got := c.p.DisplayPrefix(ref); got != c.prefix {
			t.Errorf("%s: got prefix %q, want %q", c.name, got, c.prefix)
		}
	}
}

func TestMainPosition(t *testing.T) {
	ended := registry.Position{Post: "Trợ giảng", To: registry.Date{Year: 2000}}
	current := registry.Position{Post: "Giảng viên"}
	if _, ok := (&registry.Person{Positions: []registry.Position{ended}}).MainPosition(); ok {
		t.Error("a former post is no main position")
	}
	if q, ok := (&registry.Person{Positions: []registry.Position{ended, current}}).MainPosition(); !ok || q != current {
		t.Errorf("got %+v, want the current post", q)
	}
}

func TestValidateNamesEverythingAtOnce(t *testing.T) {
	if got := registrytest.Person(0, 1, 2).Validate(); len(got) != 0 {
		t.Errorf("got %+v of a sound person", got)
	}
	p := registrytest.Person(0, 1, 2)
	p.Name.Full = "Nguyễn  Văn An"
	p.Sex = "Nam"
	p.Birth = registry.Date{Year: 1980, Day: 3}
	p.Email, p.Phone = "Mau@MAU.vn", "123"
	p.Title.Year = 99
	p.Codes = append(p.Codes, registry.StaffCode{})
	p.Qualifications[0].Degree, p.Qualifications[0].Year = " ", 3000
	p.Honours = []registry.Honour{{Year: 1}}
	p.Positions = []registry.Position{{Unit: 2, From: registry.Date{Year: 2010}, To: registry.Date{Year: 2009}, Post: "a\x00b"}}
	p.Fields, p.Expertise = []registry.FieldOf{{}}, []registry.Expertise{{Phrase: strings.Repeat("ư", 501)}, {Phrase: "\xff"}}
	want := []string{"name", "sex", "birth", "email", "phone", "title.year", "codes[1].code", "codes[1].organisation",
		"qualifications[0].degree", "qualifications[0].year", "honours[0].code", "honours[0].year",
		"positions[0].post", "positions[0].to", "positions[0].unit", "fields[0].code", "expertise[0].phrase", "expertise[1].phrase"}
	var got []string
	for _, problem := range p.Validate() {
		got = append(got, problem.Field)
		if problem.Reason == "" || len(problem.Value) > 600 {
			t.Errorf("%+v lacks a reason or shows too much", problem)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestValidateBounds(t *testing.T) {
	p := &registry.Person{}
	p.Expertise = make([]registry.Expertise, 5001)
	for i := range p.Expertise {
		p.Expertise[i].Phrase = "x"
	}
	problems := p.Validate()
	if len(problems) != 2 || problems[0].Field != "name" || problems[1].Field != "expertise" {
		t.Errorf("got %+v, want the missing name and the long list", problems)
	}
}
