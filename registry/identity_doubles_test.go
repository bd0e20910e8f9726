package registry_test

import (
	"fmt"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// double makes somebody easily taken for p.
type double struct {
	kind  string
	share int // of a hundred
	make  func(d *population, p *registry.Person) *registry.Person
}

var doubles = []double{
	{"cùng họ tên, cùng đơn vị", 30, (*population).namesakeBeside},
	{"cùng họ tên, cùng năm sinh, cùng cơ quan", 14, (*population).namesakeOfYear},
	{"cùng họ tên, cùng năm sinh, nơi khác", 20, (*population).namesakeElsewhere},
	{"cùng họ tên, cùng ngày sinh, nơi khác", 3, (*population).namesakeOfDay},
	{"sinh đôi", 15, (*population).twin},
	{"cha con", 15, (*population).child},
	{"chung hộp thư cơ quan", 3, (*population).mailboxMate},
}

// doublesOf gives n pairs of two people who are easily taken for one, the second
// as a list has them.
func (d *population) doublesOf(n int) []pair {
	pairs := make([]pair, 0, n)
	for len(pairs) < n {
		x := d.rnd.IntN(100)
		for _, w := range doubles {
			if x < w.share {
				p := d.stored[d.rnd.IntN(len(d.stored))]
				q, _ := d.list(w.make(d, p))
				pairs = append(pairs, pair{w.kind, false, p, q})
				break
			}
			x -= w.share
		}
	}
	return pairs
}

// stranger is somebody else altogether who bears p's name and sex, with a life of
// their own; where they work and in what is as for the person drawn.
func (d *population) stranger(p *registry.Person) *registry.Person {
	q := copyOf(d.stored[d.rnd.IntN(len(d.stored))])
	q.Name, q.Sex = p.Name, p.Sex
	d.own(q)
	return q
}

// own gives an address, a number and staff codes of their own.
func (d *population) own(q *registry.Person) {
	d.next++
	for i := range q.Codes {
		q.Codes[i].Code = fmt.Sprintf("X%06d", d.next)
	}
	if q.Email != "" {
		q.Email = fmt.Sprintf("x%d@khac.example", d.next)
	}
	if q.Phone != "" && !strings.HasPrefix(q.Phone, "02") {
		q.Phone = fmt.Sprintf("069%07d", d.next)
	}
}

func (d *population) beside(p, q *registry.Person) {
	q.Positions = append([]registry.Position(nil), p.Positions...)
	q.Fields, q.Codes = p.Fields, append([]registry.StaffCode(nil), p.Codes...)
	d.own(q)
}

func (d *population) namesakeBeside(p *registry.Person) *registry.Person {
	q := d.stranger(p)
	d.beside(p, q)
	return q
}

func (d *population) namesakeOfYear(p *registry.Person) *registry.Person {
	q := d.namesakeElsewhere(p)
	unit := q.Positions
	d.beside(p, q)
	if len(unit) > 0 && len(q.Positions) > 0 {
		q.Positions[0].Unit = unit[0].Unit
	}
	return q
}

func (d *population) namesakeElsewhere(p *registry.Person) *registry.Person {
	q := d.stranger(p)
	q.Birth.Year = p.Birth.Year
	return q
}

func (d *population) namesakeOfDay(p *registry.Person) *registry.Person {
	q := d.stranger(p)
	q.Birth = p.Birth
	return q
}

// twin has the family name, the day and often the middle name.
func (d *population) twin(p *registry.Person) *registry.Person {
	q := d.stranger(p)
	given := d.stored[d.rnd.IntN(len(d.stored))].Name
	middle := p.Name.Middle
	if d.chance(0.4) {
		middle = given.Middle
	}
	if given.Given == p.Name.Given {
		given.Given = "Song"
	}
	q.Name = vietnamese.ParseName(strings.Join(strings.Fields(p.Name.Family+" "+middle+" "+given.Given), " "))
	q.Birth = p.Birth
	if d.chance(0.3) {
		d.beside(p, q)
	}
	if d.chance(0.1) {
		q.Phone = p.Phone
	}
	return q
}

// child has the family name and often the middle name, and sometimes the parent's number.
func (d *population) child(p *registry.Person) *registry.Person {
	q := d.twin(p)
	q.Birth.Year = p.Birth.Year + 22 + d.rnd.IntN(14)
	return q
}

// mailboxMate writes from the office's address, as p does.
func (d *population) mailboxMate(p *registry.Person) *registry.Person {
	q := copyOf(d.stored[d.rnd.IntN(len(d.stored))])
	d.beside(p, q)
	q.Email = p.Email
	return q
}
