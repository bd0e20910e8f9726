package synthetic

import (
	"fmt"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// isEmployed gives rank, staff code and positions: the main one, now and then
// one as a visitor elsewhere, and one of the past.
func (d *life) isEmployed() {
	from := min(max(d.since, d.born+22)+d.rnd.IntN(4), asOf)
	main := registry.Position{Organisation: d.home.id, Unit: d.place.unit, Contract: contracts[d.home.staff], Main: true,
		From: d.partly(from, 0.6, 0.1)}
	main.Post = d.post(d.ranked())
	d.person.Positions = []registry.Position{main}
	if d.level >= 1 && chance(d.rnd, 0.012) {
		d.visits()
	}
	if chance(d.rnd, 0.06) && from-d.born > 24 {
		d.came(from)
	}
	d.home.issued += between(d.rnd, 1, 3)
	d.person.Codes = []registry.StaffCode{{Organisation: d.home.id, Code: fmt.Sprintf(d.home.code, d.home.issued)}}
}

// contracts is the usual bond by kind of staff.
var contracts = map[string]string{
	"university": "Viên chức", "medical": "Viên chức", "institute": "Viên chức", "hospital": "Viên chức", "academy": "Viên chức",
	"college": "Viên chức", "government": "Công chức", "health": "Công chức", "private": "Hợp đồng không xác định thời hạn",
}

// ranked draws the rank and gives the post of who leads nobody.
func (d *life) ranked() (post string) {
	grade := 3
	switch {
	case d.person.Title.Code != "", d.level == 2 && d.age() >= 52 && chance(d.rnd, 0.25):
		grade = 1
	case d.age() >= 38 && chance(d.rnd, 0.45):
		grade = 2
	case d.age() < 27 && d.level == 0:
		grade = 4
	}
	own := d.place.branch
	if q := d.person.Qualifications; own == "physician" && q[len(q)-1].Degree != "BS" {
		own = "any"
	}
	for _, g := range []int{grade, 3, 4} {
		for _, branch := range []string{own, "any"} {
			if r, ok := d.ranks[fmt.Sprintf("%s %s %d", d.home.staff, branch, g)]; ok {
				d.person.Rank = registry.Rank{Code: r[0]}
				if r[0] == "" && chance(d.rnd, 0.5) {
					d.person.Rank.Name = r[1]
				}
				return r[2]
			}
		}
	}
	return ""
}

// post makes a unit's heads of those who are old and learned enough: one head
// and up to three deputies a unit.
func (d *life) post(usual string) string {
	p := d.place
	if p.head == "" || d.age() < 36 || d.level == 0 && d.home.staff != "government" {
		return usual
	}
	switch x := d.rnd.Float64(); {
	case x < 0.15 && p.heads < 1:
		p.heads++
		return p.head
	case x < 0.35 && p.deputies < 3:
		p.deputies++
		return p.deputy
	}
	return usual
}

// visits adds a post as visiting lecturer at another university.
func (d *life) visits() {
	h := d.homes.pick(d.rnd)
	if o, _ := d.ref.Organisation(h.id); h.id == d.home.id || o.Kind != registry.University {
		return
	}
	d.person.Positions = append(d.person.Positions, registry.Position{
		Organisation: h.id, Post: "Giảng viên thỉnh giảng", Contract: "Thỉnh giảng", From: registry.Date{Year: between(d.rnd, asOf-6, asOf-1)},
	})
}

// came adds where somebody was before.
func (d *life) came(left int) {
	h := d.homes.pick(d.rnd)
	if h.id == d.home.id {
		return
	}
	d.person.Positions = append(d.person.Positions, registry.Position{
		Organisation: h.id, From: registry.Date{Year: left - between(d.rnd, 1, min(6, left-d.born-22))}, To: registry.Date{Year: left},
	})
}

// phones is how many numbers 06xxxxxxxx there are.
const phones = 100_000_000

// isReachable gives most people an address and a number, each its own.
func (d *life) isReachable() {
	if chance(d.rnd, 0.93) {
		d.person.Email = d.address()
	}
	if chance(d.rnd, 0.86) {
		// the step has no factor in common with phones: no number comes twice before all have come
		d.phone = (d.phone + 61_803_399) % phones
		d.person.Phone = fmt.Sprintf("06%08d", d.phone)
	}
}

// address makes "nvhung@ctu.example" of Nguyễn Văn Hùng, with a number for the next one.
func (d *life) address() string {
	words := strings.Fields(vietnamese.Fold(d.person.Name.Full))
	var local strings.Builder
	for _, w := range words[:len(words)-1] {
		local.WriteByte(w[0])
	}
	local.WriteString(words[len(words)-1])
	domain := "@" + d.prefix + d.home.domain
	key := local.String() + domain
	d.mails[key]++
	if n := d.mails[key]; n > 1 {
		return fmt.Sprintf("%s%d%s", local.String(), n, domain)
	}
	return key
}
