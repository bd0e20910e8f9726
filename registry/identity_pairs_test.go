package registry_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/seeds"
	"trithuc/seeds/synthetic"
)

// pair is two records and whether they are one person: the label.
type pair struct {
	kind string // what the second record is, or why the two are easily taken for one
	same bool
	a, b *registry.Person
}

// population is a register of people who do not exist and a second list of each.
type population struct {
	ref    *registry.Reference
	rnd    *rand.Rand
	stored []*registry.Person
	listed []*registry.Person // listed[i] is stored[i] as another list has them
	kinds  []string
	desks  map[registry.OrganisationID]string // telephone of an office
	next   registry.PersonID
}

// people makes a population of n by seed.
func people(t testing.TB, seed uint64, n int) *population {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	d := &population{ref: ref, rnd: rand.New(rand.NewPCG(seed, 0x6964656e74697479)), desks: map[registry.OrganisationID]string{}}
	g := synthetic.New(seed, ref)
	for range n {
		p := g.Person()
		d.next++
		p.ID = d.next
		if d.chance(0.12) {
			p.Phone = d.desk(p)
		}
		d.stored = append(d.stored, p)
	}
	for _, p := range d.stored {
		q, kind := d.list(p)
		d.listed, d.kinds = append(d.listed, q), append(d.kinds, kind)
	}
	return d
}

func (d *population) chance(p float64) bool { return d.rnd.Float64() < p }

// desk gives the telephone of the office somebody sits in.
func (d *population) desk(p *registry.Person) string {
	q, _ := p.MainPosition()
	id := q.Unit
	if id == 0 {
		id = q.Organisation
	}
	if d.desks[id] == "" {
		d.desks[id] = fmt.Sprintf("0292%07d", d.rnd.IntN(10_000_000))
	}
	return d.desks[id]
}

// copyOf gives a record that shares nothing with p.
func copyOf(p *registry.Person) *registry.Person {
	q := *p
	q.Codes = append([]registry.StaffCode(nil), p.Codes...)
	q.Qualifications = append([]registry.Qualification(nil), p.Qualifications...)
	q.Honours = append([]registry.Honour(nil), p.Honours...)
	q.Positions = append([]registry.Position(nil), p.Positions...)
	q.Fields = append([]registry.FieldOf(nil), p.Fields...)
	q.Expertise = append([]registry.Expertise(nil), p.Expertise...)
	return &q
}

// kept says how often each kind of list has a column at all.
type kept struct {
	name                                                                                                  string
	share                                                                                                 float64
	code, day, birth, sex, mail, phone, organisation, unit, degree, title, field, expertise, moved, marks float64
}

// kindsOfList are the lists that reach such a register: the employer's own staff
// list, a list of experts that people filled in, an older list of a ministry or
// association, and what an institution publishes (ba công khai).
var kindsOfList = []kept{
	{name: "danh sách cán bộ của cơ quan", share: 0.50, code: 0.85, day: 0.95, birth: 0.98, sex: 0.9, mail: 0.75, phone: 0.75, organisation: 1, unit: 0.95, degree: 0.95, title: 0.95, field: 0.2, expertise: 0.5, moved: 0.03, marks: 0.97},
	{name: "phiếu chuyên gia", share: 0.25, code: 0.05, day: 0.85, birth: 0.95, sex: 0.8, mail: 0.85, phone: 0.85, organisation: 0.95, unit: 0.7, degree: 0.95, title: 0.95, field: 0.9, expertise: 0.9, moved: 0.08, marks: 0.93},
	{name: "danh sách cũ của hội, bộ", share: 0.17, code: 0, day: 0.90, birth: 0.97, sex: 0.8, mail: 0.3, phone: 0.4, organisation: 0.9, unit: 0.4, degree: 0.9, title: 0.9, field: 0.4, expertise: 0.4, moved: 0.20, marks: 0.88},
	{name: "danh sách công khai", share: 0.08, code: 0, day: 0.45, birth: 0.97, sex: 0.7, mail: 0.1, phone: 0, organisation: 1, unit: 0.8, degree: 1, title: 1, field: 0.1, expertise: 0.7, moved: 0.05, marks: 0.97},
}

// list gives p as a second list has them: with the columns and the slips of its kind.
func (d *population) list(p *registry.Person) (*registry.Person, string) {
	x := d.rnd.Float64()
	k := kindsOfList[len(kindsOfList)-1]
	for _, o := range kindsOfList {
		if x < o.share {
			k = o
			break
		}
		x -= o.share
	}
	q := copyOf(p)
	q.ID = 0
	d.leaveOut(q, k)
	d.misspell(q, k)
	d.misdate(q)
	d.outdate(q, k)
	return q, k.name
}

// leaveOut blanks the columns the list does not have, or the cell is empty.
func (d *population) leaveOut(q *registry.Person, k kept) {
	if !d.chance(k.code) {
		q.Codes = nil
	}
	if !d.chance(k.birth) {
		q.Birth = registry.Date{}
	} else if !d.chance(k.day) {
		q.Birth = registry.Date{Year: q.Birth.Year}
	}
	if !d.chance(k.sex) {
		q.Sex = ""
	} else if d.chance(0.004) {
		q.Sex = map[registry.Sex]registry.Sex{registry.Male: registry.Female, registry.Female: registry.Male}[q.Sex]
	}
	if !d.chance(k.mail) {
		q.Email = ""
	}
	if !d.chance(k.phone) {
		q.Phone = ""
	}
	if !d.chance(k.organisation) {
		q.Positions = nil
	}
	if len(q.Positions) > 0 && !d.chance(k.unit) {
		q.Positions[0].Unit = 0
	}
	if !d.chance(k.degree) {
		q.Qualifications = nil
	}
	if !d.chance(k.title) {
		q.Title, q.Honours = registry.Title{}, nil
	}
	if !d.chance(k.field) {
		q.Fields = nil
	}
	if !d.chance(k.expertise) || len(q.Expertise) == 0 {
		q.Expertise = nil
	} else {
		q.Expertise = q.Expertise[d.rnd.IntN(len(q.Expertise)):]
	}
}

// misdate puts in the slips of birth dates.
func (d *population) misdate(q *registry.Person) {
	b := &q.Birth
	if b.Day == 0 {
		return
	}
	switch x := d.rnd.Float64(); {
	case x < 0.012 && b.Day <= 12:
		b.Day, b.Month = b.Month, b.Day
	case x < 0.024:
		b.Day = (b.Day+9)%28 + 1
	case x < 0.032:
		b.Year += []int{-10, -1, 1, 10}[d.rnd.IntN(4)]
	case x < 0.047:
		b.Day, b.Month = 1, 1
	}
}

// outdate gives what changed between the two lists: work, addresses, degrees.
func (d *population) outdate(q *registry.Person, k kept) {
	if d.chance(k.moved) && len(q.Positions) > 0 {
		other := d.stored[d.rnd.IntN(len(d.stored))]
		q.Positions = append([]registry.Position(nil), other.Positions...)
		q.Codes = nil
		if q.Phone != "" && strings.HasPrefix(q.Phone, "02") {
			q.Phone = ""
		}
	}
	if q.Email != "" && d.chance(0.18) {
		local, _, _ := strings.Cut(q.Email, "@")
		q.Email = fmt.Sprintf("%s%d@rieng.example", local, d.rnd.IntN(1000))
	}
	if q.Phone != "" && d.chance(0.15) {
		q.Phone = fmt.Sprintf("06%08d", d.rnd.IntN(100_000_000))
	}
	if n := len(q.Qualifications); n > 0 && d.chance(0.10) {
		q.Qualifications = q.Qualifications[n-1:] // the list is older than the highest degree
	}
	for i := range q.Qualifications {
		switch x := d.rnd.Float64(); {
		case x < 0.35:
			q.Qualifications[i].Year = 0
		case x < 0.40:
			q.Qualifications[i].Year++
		}
	}
	switch x := d.rnd.Float64(); {
	case x < 0.30:
		q.Title.Year = 0
	case x < 0.34 && q.Title.Year != 0:
		q.Title.Year--
	}
	d.reword(q)
}

// reword gives what people write anew each time they are asked: their field, what
// they are expert in, the unit they count themselves to.
func (d *population) reword(q *registry.Person) {
	other := d.stored[d.rnd.IntN(len(d.stored))]
	if len(q.Expertise) > 0 && d.chance(0.35) {
		q.Expertise = append([]registry.Expertise(nil), other.Expertise...)
	}
	if len(q.Fields) > 0 && d.chance(0.15) {
		q.Fields = append([]registry.FieldOf(nil), other.Fields...)
	}
	if len(q.Honours) > 0 && d.chance(0.05) {
		q.Honours[0].Year++
	}
	if len(q.Positions) > 0 && q.Positions[0].Unit != 0 && d.chance(0.07) {
		q.Positions[0].Unit = d.unitBeside(q.Positions[0])
	}
}

// unitBeside gives a unit of the same employer, larger ones more often.
func (d *population) unitBeside(q registry.Position) registry.OrganisationID {
	for range 200 {
		p := d.stored[d.rnd.IntN(len(d.stored))]
		if o, ok := p.MainPosition(); ok && o.Organisation == q.Organisation && o.Unit != 0 && o.Unit != q.Unit {
			return o.Unit
		}
	}
	return q.Unit
}

// misspell writes the name as lists write names.
func (d *population) misspell(q *registry.Person, k kept) {
	words := strings.Fields(q.Name.Full)
	n := len(words)
	switch x := d.rnd.Float64(); {
	case x < 0.020 && n > 2:
		words = append(words[:1:1], words[n-1])
	case x < 0.035 && n > 3:
		words = append(words[:1:1], words[2:]...)
	case x < 0.055 && n > 2:
		words[1] = string([]rune(words[1])[:1]) + "."
	case x < 0.065:
		words = append([]string{words[n-1]}, words[:n-1]...)
	case x < 0.080:
		i := d.rnd.IntN(n)
		words[i] = otherTone(words[i])
	case x < 0.100:
		i := d.rnd.IntN(n)
		words[i] = d.mistype(words[i])
	}
	name := strings.Join(words, " ")
	if !d.chance(k.marks) {
		name = vietnamese.Fold(name)
	}
	switch x := d.rnd.Float64(); {
	case x < 0.10:
		name = strings.ToUpper(name)
	case x < 0.15:
		name = strings.NewReplacer("òa", "oà", "óa", "oá", "úy", "uý", "ùy", "uỳ", "ủy", "uỷ", "Mỹ", "Mĩ", "Lý", "Lí").Replace(name)
	case x < 0.18:
		name = []string{"TS. ", "PGS.TS. ", "ThS. ", "BSCKII. ", "GS.TS "}[d.rnd.IntN(5)] + name
	}
	q.Name = vietnamese.ParseName(name)
	if d.chance(0.05) {
		q.Name.Full = norm.NFD.String(q.Name.Full)
	}
}

// otherTone writes hỏi for ngã and ngã for hỏi.
func otherTone(w string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch r {
		case '\u0309':
			return '\u0303'
		case '\u0303':
			return '\u0309'
		}
		return r
	}, norm.NFD.String(w)))
}

// mistype leaves out, doubles, swaps or changes one letter.
func (d *population) mistype(w string) string {
	r := []rune(w)
	if len(r) < 3 {
		return w
	}
	i := 1 + d.rnd.IntN(len(r)-1)
	switch d.rnd.IntN(4) {
	case 0:
		return string(append(r[:i:i], r[i+1:]...))
	case 1:
		return string(append(r[:i:i], r[i-1:]...))
	case 2:
		if i > 1 {
			r[i], r[i-1] = r[i-1], r[i]
		}
	default:
		r[i] = rune("aeionhgtc"[d.rnd.IntN(9)])
	}
	return string(r)
}

// matching gives every person with the second list of them.
func (d *population) matching() []pair {
	pairs := make([]pair, len(d.stored))
	for i := range d.stored {
		pairs[i] = pair{d.kinds[i], true, d.stored[i], d.listed[i]}
	}
	return pairs
}

// met gives the pairs of two people who share a key, at most limit of them, drawn
// from all: what a register meets without anybody's intention.
func (d *population) met(limit int) (pairs []pair, all int) {
	by := keyed(d.stored)
	for i, q := range d.listed {
		for _, p := range by.candidates(q) {
			if p == d.stored[i] {
				continue
			}
			all++
			one := pair{"người khác gặp qua khóa", false, p, q}
			if len(pairs) < limit {
				pairs = append(pairs, one)
			} else if j := d.rnd.IntN(all); j < limit {
				pairs[j] = one
			}
		}
	}
	return pairs, all
}

// index is people by their keys.
type index map[string][]*registry.Person

func keyed(people []*registry.Person) index {
	by := index{}
	for _, p := range people {
		for _, k := range registry.Keys(p) {
			by[k] = append(by[k], p)
		}
	}
	return by
}

// candidates gives whom q shares a key with, each once.
func (x index) candidates(q *registry.Person) []*registry.Person {
	var list []*registry.Person
	seen := map[*registry.Person]bool{}
	for _, k := range registry.Keys(q) {
		for _, p := range x[k] {
			if !seen[p] {
				seen[p] = true
				list = append(list, p)
			}
		}
	}
	return list
}

// random gives pairs of two people drawn without regard to anything.
func (d *population) random(n int) []pair {
	pairs := make([]pair, 0, n)
	for len(pairs) < n {
		i, j := d.rnd.IntN(len(d.stored)), d.rnd.IntN(len(d.stored))
		if i != j {
			pairs = append(pairs, pair{"bất kỳ", false, d.stored[i], d.listed[j]})
		}
	}
	return pairs
}
