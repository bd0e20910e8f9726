package registry_test

import (
	"cmp"
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// leaves names every value a record is made of, from the outside in.
func leaves(t reflect.Type, path string) (all []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		at, inner := path+cmp.Or(name, f.Name), f.Type
		if inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && !inner.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
			all = append(all, leaves(inner, at+".")...)
			continue
		}
		all = append(all, at)
	}
	return all
}

func TestEveryValueHasAClass(t *testing.T) {
	known := map[string]bool{}
	for _, name := range leaves(reflect.TypeFor[registry.Person](), "") {
		known[name] = true
		if c := registry.ClassOf(name); c != registry.ClassPublic && c != registry.ClassInternal {
			t.Errorf("%s is %s: class it in class.go, or keep it out of the record", name, c)
		}
	}
	if len(known) < 100 {
		t.Errorf("only %d values were walked", len(known))
	}
	for _, name := range []string{"citizen", "unheard-of", "positions.salary"} {
		if c := registry.ClassOf(name); c != registry.ClassRestricted {
			t.Errorf("%s is %s, want restricted", name, c)
		}
	}
	for _, name := range []string{"ethnicity", "religion", "party", "health", "kin", "sanctions", "planning"} {
		if c := registry.ClassOf(name); c != registry.ClassNeverStored {
			t.Errorf("%s is %s, want never-stored", name, c)
		}
	}
}

// TestVisibleTo goes through roles and owners.
func TestVisibleTo(t *testing.T) {
	const employer = registry.OrganisationID(7)
	for _, c := range []struct {
		name            string
		actor           registry.Actor
		hidden, profile string // of who is not published, of who is: "nothing", "public", "all"
	}{
		{"nobody", registry.Actor{}, "nothing", "public"},
		{"operator", registry.Actor{Role: registry.Operator}, "all", "all"},
		{"the program", registry.Actor{Role: registry.System}, "all", "all"},
		{"administrator", registry.Actor{Role: registry.Administrator}, "all", "all"},
		{"officer", registry.Actor{Role: registry.Officer}, "all", "all"},
		{"secretary", registry.Actor{Role: registry.Secretary}, "all", "all"},
		{"planner", registry.Actor{Role: registry.Planner}, "nothing", "nothing"},
		{"data officer of the employer", registry.Actor{Role: registry.DataOfficer, Organisation: employer}, "all", "all"},
		{"data officer of another", registry.Actor{Role: registry.DataOfficer, Organisation: 8}, "nothing", "public"},
		{"data officer of none", registry.Actor{Role: registry.DataOfficer}, "nothing", "public"},
		{"the expert", registry.Actor{Role: registry.Expert, Person: 5}, "all", "all"},
		{"another expert", registry.Actor{Role: registry.Expert, Person: 6}, "nothing", "public"},
		{"an unknown role", registry.Actor{Role: "mới"}, "nothing", "public"},
	} {
		for _, public := range []bool{false, true} {
			p := registrytest.Person(1, employer, 0)
			p.ID, p.Public = 5, public
			want := map[bool]string{false: c.hidden, true: c.profile}[public]
			if got := seen(t, p, c.actor); got != want {
				t.Errorf("%s, published %v: sees %s, want %s", c.name, public, got, want)
			}
		}
	}
}

// seen says how much of p an actor sees, and fails where a value is shown that
// is not public.
func seen(t *testing.T, p *registry.Person, a registry.Actor) string {
	t.Helper()
	q, ok := p.VisibleTo(a)
	switch {
	case !ok:
		return "nothing"
	case q == p:
		return "all"
	}
	raw, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{p.Email, p.Phone, p.Codes[0].Code, "Viên chức", "Trợ giảng", "chính quy", "Phiếu số 12", "VSTEP", "Ghent", p.Nationality + `"`} {
		if strings.Contains(string(raw), hidden) {
			t.Errorf("%q shows: %s", hidden, raw)
		}
	}
	if q.Birth != (registry.Date{Year: p.Birth.Year}) || q.Name != p.Name || len(q.Publications) != len(p.Publications) || len(q.Positions) != 1 {
		t.Errorf("the profile lacks what is public: %s", raw)
	}
	return "public"
}
