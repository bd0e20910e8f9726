package registrytest

import (
	"reflect"
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

func peopleAreFound(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 40)
	p, namesake := people[0], Person(0, 0, 0)
	namesake.Email = ""
	r.commit(t, &registry.AddPerson{Person: namesake})
	q := r.person(t, people[5].ID)
	was := vietnamese.Fold(q.Name.Full)
	q.Name, q.Email = vietnamese.ParseName("Trịnh Thị Đổi Tên"), "moi@mau.edu.vn"
	r.commit(t, &registry.AmendPerson{Person: q, Was: 1})

	name, born := vietnamese.Fold(p.Name.Full), people[8]
	for _, c := range []struct {
		what string
		ask  registry.Probe
		want []registry.Match
	}{
		{"nothing", registry.Probe{}, nil},
		{"code", registry.Probe{Codes: p.Codes}, []registry.Match{{Person: p.ID, ByCode: true}}},
		{"code in small letters", registry.Probe{Codes: []registry.StaffCode{{Organisation: r.ctu, Code: " m00000 "}}}, []registry.Match{{Person: p.ID, ByCode: true}}},
		{"code elsewhere", registry.Probe{Codes: []registry.StaffCode{{Organisation: r.unit, Code: "M00000"}}}, nil},
		{"e-mail", registry.Probe{Email: p.Email}, []registry.Match{{Person: p.ID, ByMail: true}}},
		{"namesakes", registry.Probe{Name: name}, []registry.Match{{Person: p.ID, ByName: true}, {Person: namesake.ID, ByName: true}}},
		{"all at once", registry.Probe{Name: name, Codes: people[1].Codes, Email: p.Email}, []registry.Match{
			{Person: p.ID, ByMail: true, ByName: true}, {Person: people[1].ID, ByCode: true}, {Person: namesake.ID, ByName: true}}},
		{"given name and day of birth", registry.Probe{Born: registry.BornKey(vietnamese.Fold("Lê "+born.Name.Given), born.Birth)}, []registry.Match{{Person: born.ID, ByBorn: true}}},
		{"day and month swapped", registry.Probe{Born: registry.BornKey(vietnamese.Fold(born.Name.Full), registry.Date{Year: born.Birth.Year, Month: born.Birth.Day, Day: born.Birth.Month})}, []registry.Match{{Person: born.ID, ByBorn: true}}},
		{"former name", registry.Probe{Name: was, Email: people[5].Email}, nil},
		{"new name", registry.Probe{Name: "trinh thi doi ten", Email: "moi@mau.edu.vn"}, []registry.Match{{Person: q.ID, ByMail: true, ByName: true}}},
	} {
		got, err := r.FindPeople(r.ctx, []registry.Probe{c.ask})
		if err != nil || len(got) != 1 || len(got[0])+len(c.want) > 0 && !reflect.DeepEqual(got[0], c.want) {
			t.Errorf("%s: got %+v, %v, want %+v", c.what, got, err, c.want)
		}
	}
	manyAtOnce(t, r, people[6:])
}

// manyAtOnce asks for more people than one query of a store is likely to take.
func manyAtOnce(t *testing.T, r *room, people []*registry.Person) {
	probes := make([]registry.Probe, 5000)
	for i := range probes {
		probes[i].Email = people[i%len(people)].Email
	}
	got, err := r.FindPeople(r.ctx, probes)
	if err != nil || len(got) != len(probes) {
		t.Fatalf("got %d answers, %v, want %d", len(got), err, len(probes))
	}
	for i, m := range got {
		if len(m) != 1 || m[0].Person != people[i%len(people)].ID {
			t.Fatalf("probe %d: got %+v", i, m)
		}
	}
}

func careersAgree(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 30)
	for i := range 4 { // who name no field; the first two leave no other trace of one either
		p := Person(30+i, r.ctu, 0)
		if p.Fields = nil; i < 2 {
			p.Qualifications, p.Title, p.Expertise = nil, registry.Title{}, nil
		}
		r.commit(t, &registry.AddPerson{Person: p})
		people = append(people, r.person(t, p.ID))
	}
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	i, derived := 0, 0
	for c, err := range r.Careers(r.ctx) {
		if err != nil {
			t.Fatal(err)
		}
		p := people[i]
		want := registry.Career{Person: p.ID, Languages: len(p.Languages), Outputs: len(p.Publications) + len(p.Patents) + len(p.Tasks), Birth: p.Birth, Sex: p.Sex, Degree: p.Degree(ref), Title: p.Title.Code, Organisation: r.ctu,
			Standing: p.Standing(), TitleYear: p.Title.Year, Since: r.since(t, p)}
		switch fields := registry.FieldsOf(p, ref); {
		case len(p.Fields) > 0:
			want.Field = p.Fields[0].Code
		case len(fields) > 0:
			want.Derived = fields[0].Code
			derived++
		}
		for _, a := range slices.Backward(p.Addresses) {
			if a.To.IsZero() && a.Ward != "" {
				want.Ward = a.Ward
			}
		}
		for _, q := range p.Qualifications {
			want.Degrees = append(want.Degrees, registry.DegreeHeld{Degree: q.Degree, Year: q.Year})
		}
		for _, q := range p.Positions {
			want.Posts = append(want.Posts, registry.Spell{Organisation: q.Organisation, Unit: q.Unit, From: q.From, To: q.To, Sector: q.Sector, Ownership: q.Ownership, Leads: q.Leads()})
		}
		if !reflect.DeepEqual(c, want) {
			t.Errorf("got %+v, want %+v", c, want)
		}
		i++
	}
	if i != len(people) || derived != 2 {
		t.Errorf("got %d careers, want %d; %d with a derived field, want 2", i, len(people), derived)
	}
}

// since gives the day on which the record of p came into the registry.
func (r *room) since(t *testing.T, p *registry.Person) registry.Date {
	t.Helper()
	q := r.person(t, p.ID)
	sources, err := r.Sources(r.ctx, []registry.SourceID{q.Source})
	if err != nil {
		t.Fatal(err)
	}
	return registry.DateOf(sources[q.Source].At.In(registry.Vietnam))
}

func peopleOfOrganisation(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	r.commit(t, &registry.AddPerson{Person: Person(4, 0, 0)})
	q := r.person(t, people[1].ID)
	q.Positions = q.Positions[1:] // a former post without a unit
	r.commit(t, &registry.AmendPerson{Person: q, Was: 1})
	for _, c := range []struct {
		at   registry.OrganisationID
		want []registry.PersonID
	}{
		{r.ctu, []registry.PersonID{people[0].ID, people[1].ID, people[2].ID}},
		{r.unit, []registry.PersonID{people[0].ID, people[2].ID}},
		{99, nil},
	} {
		if got, err := r.PeopleOf(r.ctx, c.at); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("people of %d: got %v, %v, want %v", c.at, got, err, c.want)
		}
	}
}

// codesAreSole: the gate takes nobody with a staff code or an ORCID iD that somebody
// else bears, and leaves alone who bears one since before.
func codesAreSole(t *testing.T, r *room) {
	first := r.furnished(t).add(t, 1)[0]
	orcid := registry.Identifier{Kind: registry.ORCID, Value: "0000-0002-1825-0097"}
	gate := r.people()
	someone := func(change func(*registry.Person)) *registry.Person {
		p := Person(77, r.ctu, r.unit)
		change(p)
		return p
	}
	_, err := gate.Add(r.ctx, someone(func(p *registry.Person) {
		p.Codes = []registry.StaffCode{{Organisation: first.Codes[0].Organisation, Code: " " + first.Codes[0].Code}}
		p.Tidy()
	}), registry.Why{})
	refused(t, err, registry.Conflict)
	bearer := someone(func(p *registry.Person) { p.Identifiers = []registry.Identifier{orcid} })
	if _, err := gate.Add(r.ctx, bearer, registry.Why{}); err != nil {
		t.Fatal(err)
	}
	q := r.person(t, first.ID)
	q.Identifiers = append(q.Identifiers, orcid)
	_, err = gate.Amend(r.ctx, q, registry.Why{})
	refused(t, err, registry.Conflict)

	twin := someone(func(p *registry.Person) { p.Codes, p.Identifiers = first.Codes, nil })
	r.commit(t, &registry.AddPerson{Person: twin}) // as an old list may have brought it in
	twin.Phone = "0912345678"
	if _, err := gate.Amend(r.ctx, twin, registry.Why{}); err != nil {
		t.Errorf("an edit of who bore the code before: %v", err)
	}
}
