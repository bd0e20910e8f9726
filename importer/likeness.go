package importer

import (
	"cmp"
	"fmt"
	"slices"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// likely is somebody a draft may be, and what speaks for it and against.
type likely struct {
	*known
	evidence registry.Evidence
}

// maxLikely bounds whom one question names.
const maxLikely = 8

// byLikeness settles a draft whose code and address nobody has: those who may be
// meant are met, weighed, and then either the draft says nothing that one of them
// does not say already, born on the same day or told as little of birth and unit as
// the record tells, or somebody is asked. A name and a birth date decide nothing by
// themselves, and a name without one may always be a namesake's.
func (p *planner) byLikeness(d *draft, row Row, matches []registry.Match) Row {
	like := p.weigh(d, p.met(d, matches))
	if len(like) == 0 {
		return p.isNew(d, row)
	}
	for _, k := range like {
		certain := full(d.person.Birth) && d.person.Birth == k.person.Birth
		told := !k.touched && d.person.Birth == k.person.Birth && unitOf(d.person) == unitOf(k.person)
		if (certain || told) && p.adds(d, k.known) == 0 {
			return p.is(d, row, k.known)
		}
	}
	about, evidence := make([]*known, len(like)), make([]string, len(like))
	for i, k := range like {
		about[i], evidence[i] = k.known, fmt.Sprintf("có thể là %s: %s", p.nameOf(k.known), k.evidence.Why())
	}
	return p.ask(d, row, about, evidence...)
}

// met gives everybody whom the draft's name or keys lead to: those stored first, then
// those of the file.
func (p *planner) met(d *draft, matches []registry.Match) []*known {
	var all []*known
	for _, m := range matches {
		if k := p.stored[m.Person]; k != nil && (m.ByName || m.ByORCID || m.ByKey != "") {
			all = append(all, k)
		}
	}
	name := vietnamese.Fold(d.person.Name.Full)
	for _, list := range [][]*known{p.byName[name], p.byKey[d.born]} {
		for _, k := range list {
			if !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	return all
}

// bornKey is the key of the given name with the day of birth; "" where one is not known.
func bornKey(p *registry.Person) string {
	if !full(p.Birth) {
		return ""
	}
	for _, k := range registry.Keys(p) {
		if k[0] == 'g' {
			return k
		}
	}
	return ""
}

// weigh keeps those of whom the evidence says that the draft may be them, the
// likeliest first.
func (p *planner) weigh(d *draft, met []*known) []likely {
	var like []likely
	for _, k := range met {
		if p.otherCode(d, k) {
			continue
		}
		namesake := namesakes(d.person, k.person)
		if k.before == nil || k.touched { // another row of this file is them already
			born := full(d.person.Birth) && d.person.Birth == k.person.Birth
			here, there := unitOf(d.person), unitOf(k.person)
			again := k.sheet != d.sheet && (here == 0 || there == 0) // another sheet may list the same people
			namesake = namesake && (born || again || d.person.Birth == k.person.Birth && here == there)
			if !born && !namesake {
				continue
			}
		}
		if e := registry.Compare(d.person, k.person, p.r.ref); namesake || e.Verdict != registry.VerdictDifferent {
			like = append(like, likely{k, e})
		}
	}
	slices.SortStableFunc(like, func(a, b likely) int { return cmp.Compare(b.evidence.Bits, a.evidence.Bits) })
	return like[:min(len(like), maxLikely)]
}

// namesakes says that two have one name and that nothing speaks against their being
// one, while the day of birth or the employer speaks for it. Lists that say little
// must lead to whom they led before, however little a common name weighs.
func namesakes(a, b *registry.Person) bool {
	if !sameName(a, b) || !a.Birth.Agrees(b.Birth) || a.Sex != "" && b.Sex != "" && a.Sex != b.Sex {
		return false
	}
	if full(a.Birth) && a.Birth == b.Birth {
		return true
	}
	return sameEmployer(a, b) && (a.Email == "" || b.Email == "" || a.Email == b.Email)
}

func full(d registry.Date) bool { return d.Day != 0 }

func sameEmployer(a, b *registry.Person) bool {
	if len(a.Positions) == 0 || len(b.Positions) == 0 {
		return len(a.Positions) == len(b.Positions)
	}
	return slices.ContainsFunc(b.Positions, func(q registry.Position) bool { return q.Organisation == a.Positions[0].Organisation })
}

func unitOf(p *registry.Person) registry.OrganisationID {
	if q, ok := p.MainPosition(); ok {
		return q.Unit
	}
	return 0
}

// adds counts what merging the draft into k would change or contradict.
func (p *planner) adds(d *draft, k *known) int {
	m := merge{p: p, d: d, k: k, into: clonePerson(k.person), quiet: true}
	m.run()
	return len(m.changes) + len(m.conflicts)
}
