package web

import (
	"reflect"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

func sayer(t *testing.T) teller {
	t.Helper()
	c, err := OpenCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	orgs := []registry.Organisation{{ID: 1, Name: "Đại học Mẫu"}, {ID: 2, Name: "Khoa Thủy sản", Parent: 1}, {ID: 3, Name: "Khoa Luật", Parent: 4}, {ID: 4, Name: "Đại học Khác"}, {ID: 5, Name: "Khoa Luật", Parent: 1}}
	return teller{c.In(Vietnamese), registry.NewReference(0, orgs, nil, []registry.Code{{Scheme: registry.SchemeLanguage, Code: "en", Name: "Tiếng Anh", Variants: []string{"Anh văn"}}, {Scheme: registry.SchemeWard, Code: "31120", Name: "Phường Cái Khế"}})}
}

// TestFormsLoseNothing: what a form shows of an item is the whole item, read
// back as it was.
func TestFormsLoseNothing(t *testing.T) {
	say, p := sayer(t), registrytest.Person(1, 1, 2)
	seen := 0
	for _, l := range recordLists {
		for i := range l.items.size(p) {
			q := &registry.Person{}
			l.items.grow(q)
			to := l.ask(q, 0)
			for k, from := range l.ask(p, i) {
				if why := to[k].value.read(say, from.value.show(say)); why != "" {
					t.Errorf("%s[%d].%s: %s", l.name, i, from.Name, why)
				}
			}
			if l.items.find(p, q, 0) != i {
				t.Errorf("%s[%d] came back changed", l.name, i)
			}
			seen++
		}
	}
	if seen < len(recordLists)-2 {
		t.Errorf("the sample has %d items only", seen)
	}
	q := &registry.Person{}
	for k, from := range scalarInputs(p) {
		scalarInputs(q)[k].value.read(say, from.value.show(say))
	}
	for k, from := range scalarInputs(p) {
		if got, want := scalarInputs(q)[k].value.show(say), from.value.show(say); got != want {
			t.Errorf("%s: got %q, want %q", from.Name, got, want)
		}
	}
}

// TestRecordListsAreAll: no list of a record is without a page.
func TestRecordListsAreAll(t *testing.T) {
	lists := 0
	person := reflect.TypeFor[registry.Person]()
	for i := range person.NumField() {
		if person.Field(i).Type.Kind() == reflect.Slice {
			lists++
		}
	}
	if lists != len(recordLists) {
		t.Errorf("a record has %d lists, the pages know %d", lists, len(recordLists))
	}
}

func TestReadDate(t *testing.T) {
	for _, c := range []struct {
		in   string
		want registry.Date
		ok   bool
	}{
		{"", registry.Date{}, true},
		{"1975", registry.Date{Year: 1975}, true},
		{"03/1975", registry.Date{Year: 1975, Month: 3}, true},
		{"25/03/1975", registry.Date{Year: 1975, Month: 3, Day: 25}, true},
		{" 25-3-1975 ", registry.Date{Year: 1975, Month: 3, Day: 25}, true},
		{"25.3.1975", registry.Date{Year: 1975, Month: 3, Day: 25}, true},
		{"1975-03-25", registry.Date{Year: 1975, Month: 3, Day: 25}, true},
		{"31/02/1975", registry.Date{}, false},
		{"0/1975", registry.Date{}, false},
		{"1/2/3/1975", registry.Date{}, false},
		{"hôm qua", registry.Date{}, false},
		{"99999999999999999999", registry.Date{}, false},
	} {
		got, ok := readDate(c.in)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%q: got %v, %v", c.in, got, ok)
		}
	}
}

func TestReadPlace(t *testing.T) {
	say := sayer(t)
	one := registry.OrganisationID(1)
	for _, c := range []struct {
		name, in string
		within   *registry.OrganisationID
		want     registry.OrganisationID
		problem  string
	}{
		{"none", " ", nil, 0, ""},
		{"by name", "đại học mẫu", nil, 1, ""},
		{"unknown", "Viện Sao Hỏa", nil, 0, "form.noplace"},
		{"two of a name", "Khoa Luật", nil, 0, "form.manyplaces"},
		{"the one within", "Khoa Luật", &one, 5, ""},
		{"elsewhere", "Đại học Khác", &one, 0, "form.noplace"},
	} {
		var at registry.OrganisationID
		if problem := (placeValue{&at, c.within}).read(say, c.in); problem != c.problem || at != c.want {
			t.Errorf("%s: got %d, %q", c.name, at, problem)
		}
	}
	at := registry.OrganisationID(3) // of two with this name: what stands there stays
	if problem := (placeValue{&at, nil}).read(say, "Khoa Luật"); problem != "" || at != 3 {
		t.Errorf("kept: got %d, %q", at, problem)
	}
}

func TestSpokenValue(t *testing.T) {
	say := sayer(t)
	for in, want := range map[string]string{"anh văn": "en", "EN": "en", "Tiếng Anh": "en", "tiếng Sao Hỏa": "tiếng Sao Hỏa", "": ""} {
		var at string
		spokenValue{&at, registry.SchemeLanguage}.read(say, in)
		if at != want {
			t.Errorf("%q: got %q, want %q", in, at, want)
		}
	}
}

// TestSettleMain: a new main post takes the word from the present one alone; what was
// main and ended is history.
func TestSettleMain(t *testing.T) {
	ended := registry.Position{Organisation: 3, Main: true, To: registry.Date{Year: 2020}}
	for _, c := range []struct {
		name string
		at   int
		in   []registry.Position
		want []registry.Position
	}{
		{"a new one", 2, []registry.Position{{Organisation: 1, Main: true}, ended, {Organisation: 2, Main: true}},
			[]registry.Position{{Organisation: 2, Main: true}, {Organisation: 1}, ended}},
		{"one that ended is corrected", 1, []registry.Position{{Organisation: 1, Main: true}, ended}, []registry.Position{{Organisation: 1, Main: true}, ended}},
		{"one beside the main one", 1, []registry.Position{{Organisation: 1, Main: true}, {Organisation: 2}}, []registry.Position{{Organisation: 1, Main: true}, {Organisation: 2}}},
	} {
		p := &registry.Person{Positions: c.in}
		if settleMain(p, "positions", c.at); !reflect.DeepEqual(p.Positions, c.want) {
			t.Errorf("%s: got %+v", c.name, p.Positions)
		}
	}
}
