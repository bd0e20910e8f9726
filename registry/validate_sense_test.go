package registry

import (
	"slices"
	"testing"
)

func TestSense(t *testing.T) {
	today := Date{Year: 2026, Month: 11, Day: 23}
	tests := []struct {
		name string
		p    Person
		want []string // fields
	}{
		{"a plain record", Person{Birth: Date{Year: 1980}, Qualifications: []Qualification{{Degree: "TS", Year: 2010}}}, nil},
		{"born tomorrow", Person{Birth: Date{Year: 2026, Month: 11, Day: 24}}, []string{"birth"}},
		{"born this year, day unknown", Person{Birth: Date{Year: 2026}}, nil},
		{"a degree before birth and one to come", Person{Birth: Date{Year: 1980}, Qualifications: []Qualification{{Degree: "TS", Year: 1950}, {Degree: "TS", Year: 2030}}},
			[]string{"qualifications[0].year", "qualifications[1].year"}},
		{"two main posts", Person{Positions: []Position{{Organisation: 1, Main: true}, {Organisation: 2, Main: true}}}, []string{"positions[1].main"}},
		{"a main post after another", Person{Positions: []Position{{Organisation: 1, Main: true, To: Date{Year: 2020}}, {Organisation: 2, Main: true}}}, nil},
		{"an end to come, a beginning to come", Person{Positions: []Position{{Organisation: 1, To: Date{Year: 2027, Month: 6}}, {Organisation: 1, From: Date{Year: 2028}}}},
			[]string{"positions[0].to", "positions[1].from"}},
		{"one code twice", Person{Codes: []StaffCode{{Organisation: 1, Code: "cb 1"}, {Organisation: 1, Code: "CB1"}, {Organisation: 2, Code: "CB1"}}}, []string{"codes[1].code"}},
		{"public without a basis", Person{Public: true, Bases: []LegalBasis{{Purpose: "công bố", Basis: Consent, Until: Date{Year: 2025}}}}, []string{"public"}},
		{"public for another purpose", Person{Public: true, Bases: []LegalBasis{{Purpose: "liên hệ", Basis: Consent}}}, []string{"public"}},
		{"two ORCID iDs", Person{Identifiers: []Identifier{{Kind: ORCID, Value: "0000-0002-1825-0097"}, {Kind: ORCID, Value: "0000-0001-5109-3700"}}}, []string{"identifiers[1].value"}},
		{"public by consent", Person{Public: true, Bases: []LegalBasis{{Purpose: "công bố", Basis: Consent}}}, nil},
	}
	for name, refused := range map[string]bool{"PGS.TS. Trần Văn Tên": true, "Th.S Lê Thị Bình": true, "tiến sĩ Lê Thị Bình": true, "Trần Văn Tên": false,
		"Ông Văn Tám": false, "Bá Thị Sĩ": false, "Lê Ts": false, "Cổ Văn Sĩ": false, "Nguyễn V. An": false} {
		p := Person{}
		p.Rename(name)
		if got := p.sense(today); (len(got) == 1 && got[0].Field == "name") != refused {
			t.Errorf("%q: %v", name, got)
		}
	}
	for _, test := range tests {
		var got []string
		for _, p := range test.p.sense(today) {
			got = append(got, p.Field)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// TestOldDoubtsRefuseNobody: what made no sense before stays, what is new is refused.
func TestOldDoubtsRefuseNobody(t *testing.T) {
	today := Date{Year: 2026, Month: 11, Day: 23}
	old := &Person{Birth: Date{Year: 1980}, Qualifications: []Qualification{{Degree: "TS", Year: 1950}}}
	old.Rename("Lê Văn Thử")
	same := *old
	same.Phone = "0912345678"
	if found := same.ValidateOver(old, NewReference(0, nil, nil, nil), today); len(found) > 0 {
		t.Errorf("an edit beside an old doubt is refused: %v", found)
	}
	worse := *old
	worse.Title = Title{Code: "GS", Year: 1960}
	if found := worse.ValidateOver(old, NewReference(0, nil, nil, nil), today); len(found) != 1 || found[0].Field != "title.year" {
		t.Errorf("a new doubt: %v", found)
	}
}

func TestMainPosition(t *testing.T) {
	tests := []struct {
		name string
		in   []Position
		want OrganisationID
	}{
		{"none", nil, 0},
		{"the marked one, wherever it stands", []Position{{Organisation: 1}, {Organisation: 2, Main: true}}, 2},
		{"the first where none is marked", []Position{{Organisation: 1, To: Date{Year: 2020}}, {Organisation: 2}, {Organisation: 3}}, 2},
		{"none that ended", []Position{{Organisation: 1, Main: true, To: Date{Year: 2020}}}, 0},
	}
	for _, test := range tests {
		got, ok := (&Person{Positions: test.in}).MainPosition()
		if got.Organisation != test.want || ok != (test.want != 0) {
			t.Errorf("%s: got %d", test.name, got.Organisation)
		}
	}
}

// TestAstray: a code must be of its list, a unit of the organisation beside it; what
// stood there before refuses nobody.
func TestAstray(t *testing.T) {
	ref := NewReference(0, []Organisation{{ID: 1, Name: "Đại học A"}, {ID: 2, Name: "Khoa B", Parent: 1}, {ID: 3, Name: "Đại học C"}},
		nil, []Code{{Scheme: SchemeLanguage, Code: "en"}, {Scheme: SchemeDegree, Code: "TS"}, {Scheme: SchemeSector, Code: "y-te"}})
	p := Person{Languages: []Language{{Code: "en"}, {Code: "qq"}, {Code: "tiếng Ê Đê"}}, Honours: []Honour{{Code: "no list is loaded"}},
		Qualifications: []Qualification{{Degree: "TS"}, {Degree: "T.S"}}, Supervised: []Supervision{{Degree: "X"}},
		Positions: []Position{{Organisation: 1, Unit: 2}, {Organisation: 3, Unit: 2, Sector: "y-te"}, {Organisation: 3, Sector: "?"}}}
	p.Rename("Lê Văn Thử")
	var got []string
	for _, found := range p.ValidateOver(&Person{}, ref, Date{Year: 2026, Month: 11, Day: 23}) {
		got = append(got, found.Field)
	}
	want := []string{"qualifications[1].degree", "languages[1].code", "supervised[0].degree", "positions[2].sector", "positions[1].unit"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if found := p.ValidateOver(&p, ref, Date{Year: 2026, Month: 11, Day: 23}); len(found) > 0 {
		t.Errorf("what stood there before: %v", found)
	}
}
