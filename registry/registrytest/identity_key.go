package registrytest

import (
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// foundByKeys meets somebody again whose record is written another way, before
// and after an amendment, a removal and a restoration.
func foundByKeys(t *testing.T, r *room) {
	p := Person(14, 0, 0)
	p.Name, p.Birth, p.Phone = vietnamese.ParseName("Nguyễn Thị Mỹ Huyền"), registry.Date{Year: 1980, Month: 3, Day: 5}, "0913123456"
	r.furnished(t).add(t, 20)
	r.commit(t, &registry.AddPerson{Person: p})
	ask := func(what, full string, birth registry.Date, phone, want string) {
		t.Helper()
		probe := registry.Probe{Keys: registry.Keys(&registry.Person{Name: vietnamese.ParseName(full), Birth: birth, Phone: phone, Email: "khong@mau.vn"})}
		got, err := r.FindPeople(r.ctx, []registry.Probe{{}, probe})
		if err != nil {
			t.Fatal(err)
		}
		by := ""
		for _, m := range got[1] {
			if m.Person == p.ID {
				by = m.ByKey
			}
		}
		if by != want || len(got[0]) != 0 {
			t.Errorf("%s: met by %q, want %q", what, by, want)
		}
	}
	swapped, year := registry.Date{Year: 1980, Month: 5, Day: 3}, registry.Date{Year: 1980}
	ask("the same", "NGUYEN THI MY HUYEN", p.Birth, p.Phone, "fgnpy")
	ask("words in another order, day and month swapped", "Mỹ Huyền Nguyễn Thị", swapped, "", "n")
	ask("married name, same day", "Trần Mỹ Huyền", swapped, "", "g")
	ask("year only", "Nguyễn Huyền", year, "", "y")
	ask("telephone", "Ai Đó Khác", registry.Date{}, "0913123456", "p")
	ask("somebody else", "Lê Văn Tám", registry.Date{Year: 1955}, "0913999999", "")
	q := r.person(t, p.ID)
	q.Phone, q.Birth = "0913555555", registry.Date{Year: 1981}
	r.commit(t, &registry.AmendPerson{Person: q, Was: 1})
	ask("the former telephone", "Ai Đó Khác", registry.Date{}, "0913123456", "")
	ask("the new one", "Nguyễn Huyền", registry.Date{Year: 1981}, "0913555555", "py")
	r.commit(t, &registry.RemovePerson{ID: p.ID, Was: 2})
	ask("removed", "Nguyễn Thị Mỹ Huyền", registry.Date{Year: 1981}, "0913555555", "")
	r.commit(t, &registry.RestorePerson{Person: q, Was: 3})
	ask("restored", "Nguyễn Huyền", registry.Date{Year: 1981}, "", "y")
}
