package registry

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

func (c *comparison) sex() {
	switch {
	case c.a.Sex == "" || c.b.Sex == "":
	case c.a.Sex == c.b.Sex:
		c.found(sexEqual)
	default:
		c.found(sexDifferent)
	}
}

// Canonical gives the code as it is compared: capitals and blanks aside.
func (s StaffCode) Canonical() string {
	return strings.ToUpper(strings.Join(strings.Fields(s.Code), ""))
}

// codes compares the staff codes organisation by organisation. Somebody may bear
// two of one organisation; one that both bear is enough.
func (c *comparison) codes() {
	var elsewhere string
	for i, x := range c.a.Codes {
		if slices.ContainsFunc(c.a.Codes[:i], func(y StaffCode) bool { return y.Organisation == x.Organisation }) {
			continue
		}
		c.codesAt(x.Organisation)
	}
	if c.codeAgrees || c.codeDiffers {
		return
	}
	for _, x := range c.a.Codes {
		if slices.ContainsFunc(c.b.Codes, func(y StaffCode) bool { return y.Canonical() == x.Canonical() }) {
			elsewhere = x.Code
		}
	}
	if elsewhere != "" {
		c.foundAs(codeElsewhere, strings.ReplaceAll(codeElsewhere.clause, "%s", elsewhere))
	}
}

// codesAt compares the codes of one organisation.
func (c *comparison) codesAt(id OrganisationID) {
	a, b := codesOf(c.a, id), codesOf(c.b, id)
	if len(b) == 0 {
		return
	}
	for _, x := range a {
		if slices.Contains(b, x) {
			c.codeAgrees = true
			c.foundAs(codeEqual, strings.ReplaceAll(codeEqual.clause, "%s", x))
			return
		}
	}
	c.codeDiffers = true
	c.foundAs(codeDifferent, strings.ReplaceAll(codeDifferent.clause, "%s", a[0]+" và "+b[0]))
}

func codesOf(p *Person, id OrganisationID) []string {
	var list []string
	for _, x := range p.Codes {
		if x.Organisation == id {
			list = append(list, x.Canonical())
		}
	}
	return list
}

// contacts compares the e-mail address and the telephone.
func (c *comparison) contacts() {
	a, b := c.a, c.b
	switch {
	case a.Email == "" || b.Email == "":
	case a.Email == b.Email:
		c.mailAgrees = true
		c.foundAs(mailEqual, strings.ReplaceAll(mailEqual.clause, "%s", a.Email))
	default:
		c.found(mailDifferent)
	}
	switch {
	case a.Phone == "" || b.Phone == "":
	case a.Phone == b.Phone && officePhone(a.Phone):
		c.foundAs(phoneOffice, strings.ReplaceAll(phoneOffice.clause, "%s", a.Phone))
	case a.Phone == b.Phone:
		c.foundAs(phoneEqual, strings.ReplaceAll(phoneEqual.clause, "%s", a.Phone))
	case officePhone(a.Phone) || officePhone(b.Phone): // a desk beside a pocket
	default:
		c.found(phoneDifferent)
	}
}

// officePhone reports whether a number is a fixed line (02…, numbering plan of
// 2014), which colleagues share.
func officePhone(n string) bool { return strings.HasPrefix(n, "02") }

// studies compares học hàm, học vị and danh hiệu. A higher degree on one side is
// a later list, no contradiction.
func (c *comparison) studies() {
	if a, b := c.a.Title, c.b.Title; a.Code != "" && a.Code == b.Code && a.Year != 0 && b.Year != 0 {
		if a.Year == b.Year {
			c.found(titleEqual)
		} else {
			c.found(titleDifferent)
		}
	}
	c.qualifications()
	for _, h := range c.a.Honours {
		if h.Year != 0 && slices.ContainsFunc(c.b.Honours, func(o Honour) bool { return o.Code == h.Code && o.Year == h.Year }) {
			c.found(honoursEqual)
			return
		}
	}
}

func (c *comparison) qualifications() {
	other := ""
	for _, q := range c.a.Qualifications {
		for _, o := range c.b.Qualifications {
			if q.Degree != o.Degree {
				continue
			}
			switch {
			case q.Year != 0 && q.Year == o.Year:
				c.foundAs(studiesEqual, strings.ReplaceAll(studiesEqual.clause, "%s", q.Degree))
				return
			case q.Year != 0 && o.Year != 0:
				other = q.Degree
			}
		}
	}
	if other != "" {
		c.foundAs(studiesContradict, strings.ReplaceAll(studiesContradict.clause, "%s", other))
	}
}

// work compares where the two are or were employed, and what field they work in:
// what colleagues of one unit share anyway weighs less.
func (c *comparison) work() {
	if orgs, units := c.employers(c.a), c.employers(c.b); len(orgs.of) > 0 && len(units.of) > 0 {
		c.workplaces(orgs, units)
	}
	if len(c.a.Fields) == 0 || len(c.b.Fields) == 0 {
		return
	}
	same := slices.ContainsFunc(c.a.Fields, func(f FieldOf) bool {
		return slices.ContainsFunc(c.b.Fields, func(g FieldOf) bool { return f.Code == g.Code })
	})
	c.found(c.pick(same, fieldsEqual, fieldsOther, fieldsInUnit, fieldsOtherInUnit))
}

// pick chooses a level by whether the values agree, and whether the two are colleagues.
func (c *comparison) pick(same bool, equal, other, equalIn, otherIn level) level {
	switch {
	case c.colleagues && same:
		return equalIn
	case c.colleagues:
		return otherIn
	case same:
		return equal
	}
	return other
}

// workplaces are the organisations and units of somebody's positions, former
// ones led on to what they became.
type workplaces struct{ of, units []OrganisationID }

func (c *comparison) employers(p *Person) workplaces {
	var w workplaces
	for _, q := range p.Positions {
		if q.Organisation != 0 {
			w.of = append(w.of, c.today(q.Organisation)...)
		}
		if q.Unit != 0 {
			w.units = append(w.units, c.today(q.Unit)...)
		}
	}
	return w
}

func (c *comparison) today(id OrganisationID) []OrganisationID {
	if c.ref == nil {
		return []OrganisationID{id}
	}
	return c.ref.Successors(id)
}

func (c *comparison) workplaces(a, b workplaces) {
	if !meets(a.of, b.of) {
		c.found(organisationOther)
		return
	}
	c.found(organisationEqual)
	switch {
	case len(a.units) == 0 || len(b.units) == 0:
	case c.unitsMeet(a.units, b.units):
		c.colleagues = true
		c.found(unitEqual)
	default:
		c.found(unitOther)
	}
}

func meets(a, b []OrganisationID) bool {
	return slices.ContainsFunc(a, func(x OrganisationID) bool { return slices.Contains(b, x) })
}

// unitsMeet reports whether the two share a unit, or one stands within the other's.
func (c *comparison) unitsMeet(a, b []OrganisationID) bool {
	if c.ref == nil || meets(a, b) {
		return meets(a, b)
	}
	return slices.ContainsFunc(a, func(x OrganisationID) bool {
		return slices.ContainsFunc(b, func(y OrganisationID) bool { return c.ref.Within(x, y) || c.ref.Within(y, x) })
	})
}

// expertise compares the free phrases.
func (c *comparison) expertise() {
	if len(c.a.Expertise) == 0 || len(c.b.Expertise) == 0 {
		return
	}
	shared := ""
	for _, x := range c.a.Expertise {
		key := vietnamese.Fold(x.Phrase)
		if slices.ContainsFunc(c.b.Expertise, func(y Expertise) bool { return vietnamese.Fold(y.Phrase) == key }) {
			shared = x.Phrase
			break
		}
	}
	l := c.pick(shared != "", expertiseEqual, expertiseOther, expertiseInUnit, expertiseElseInUnit)
	c.foundAs(l, strings.ReplaceAll(l.clause, "%s", shared))
}
