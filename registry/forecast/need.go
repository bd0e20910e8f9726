package forecast

import (
	"cmp"
	"fmt"
	"slices"

	"trithuc/registry"
)

// stated makes targets of what organisations say they need. An organisation's word holds until a
// later year for which it says otherwise; those that said nothing of a field and level are taken to need
// the people they have today. What somebody set for the whole in the catalogue goes before.
func (g *gathering) stated(all []registry.Need) (targets []Target) {
	said := map[group][]registry.Need{}
	for _, n := range all {
		if !g.only.everybody() && !g.only.holds(g.ref, registry.Position{Organisation: n.Organisation}) {
			continue
		}
		n.Organisation = g.employer(n.Organisation)
		of := group{cmp.Or(g.ref.CodeInForce(registry.SchemeField, n.Field, g.in.on), All), cmp.Or(Level(n.Level, ""), All)}
		if !slices.ContainsFunc(g.in.Targets, func(t Target) bool { return t.Field == of.field && t.Level == of.level }) {
			said[of] = append(said[of], n)
		}
	}
	for of, list := range said {
		targets = append(targets, g.statedOf(of, list)...)
	}
	slices.SortFunc(targets, func(a, b Target) int {
		return cmp.Or(compareFields(a.Field, b.Field), cmp.Compare(a.Level, b.Level), cmp.Compare(a.From, b.From))
	})
	return targets
}

// statedOf gives the target of one field and level for every year in which somebody says something new.
func (g *gathering) statedOf(of group, list []registry.Need) (targets []Target) {
	slices.SortFunc(list, func(a, b registry.Need) int { return cmp.Compare(a.Year, b.Year) })
	latest := map[registry.OrganisationID]int{}
	for i, n := range list {
		latest[n.Organisation] = n.People
		if i+1 < len(list) && list[i+1].Year == n.Year {
			continue
		}
		t := Target{Field: of.field, Level: of.level, From: n.Year, Name: g.statedName(of, len(latest))}
		for _, people := range latest {
			t.People += people
		}
		others := g.in.now(of, func(id registry.OrganisationID) bool { _, has := latest[id]; return !has })
		t.People += others
		t.Source = "Nhu cầu do đơn vị nêu"
		if others > 0 {
			t.Source += fmt.Sprintf("; các đơn vị chưa nêu được tính bằng số người hiện có (%d)", others)
		}
		targets = append(targets, t)
	}
	return targets
}

func (g *gathering) statedName(of group, organisations int) string {
	name := fmt.Sprintf("%d đơn vị nêu", organisations)
	if of.field != All {
		name += ", " + g.ref.CodeName(registry.SchemeField, of.field)
	}
	if of.level != All {
		name += ", " + of.level
	}
	return name
}

// now counts who is there today of a field and level, at the employers asked for.
func (in *Input) now(of group, at func(registry.OrganisationID) bool) (n int) {
	counts := in.today(monthOf(in.on))
	for i := range in.people {
		p := &in.people[i]
		where := in.fields[p.field]
		if _, there := counts(p); there && at(p.employer) && (of.field == All || of.field == where.area || of.field == where.field) &&
			(of.level == All || of.level == in.Levels[p.level]) {
			n++
		}
	}
	return n
}

// Now counts who is there today of what a need speaks of.
func (in *Input) Now(n registry.Need) int {
	of := group{cmp.Or(in.ref.CodeInForce(registry.SchemeField, n.Field, in.on), All), cmp.Or(Level(n.Level, ""), All)}
	return in.now(of, func(id registry.OrganisationID) bool { return id == n.Organisation })
}
