package registry

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"trithuc/registry/vietnamese"
)

// Reference is what people point at, read together: organisations with their
// lineage, and the code lists in force. It is a snapshot and never changes;
// many goroutines may share it. Seq says as of which entry of the trail.
type Reference struct {
	Seq     Seq
	orgs    map[OrganisationID]*Organisation
	names   map[string][]OrganisationID // folded name, alias or abbreviation → organisations
	next    map[OrganisationID][]Lineage
	under   map[OrganisationID][]OrganisationID
	codes   map[Scheme]map[string]*Code
	ordered map[Scheme][]*Code
	every   map[Scheme][]*Code            // of every version
	entries map[Scheme]map[string][]*Code // by code, of every version, as they were given
	heirs   map[Scheme]map[string][]*Code // code → entries that took it over

	// made when first asked for
	fieldPhrases func() *phraseFields
	retirement   func() RetirementTable
	wardNames    func() map[string][]namedWard // by bare folded name
}

// NewReference makes a snapshot. Of several versions of a code the one valid
// last wins.
func NewReference(seq Seq, orgs []Organisation, lineage []Lineage, codes []Code) *Reference {
	r := &Reference{
		Seq:   seq,
		orgs:  make(map[OrganisationID]*Organisation, len(orgs)),
		names: map[string][]OrganisationID{}, next: map[OrganisationID][]Lineage{},
		under: map[OrganisationID][]OrganisationID{},
		codes: map[Scheme]map[string]*Code{}, ordered: map[Scheme][]*Code{}, every: map[Scheme][]*Code{},
		entries: map[Scheme]map[string][]*Code{}, heirs: map[Scheme]map[string][]*Code{},
	}
	r.fieldPhrases = sync.OnceValue(r.makeFieldPhrases)
	r.retirement = sync.OnceValue(r.readRetirement)
	r.wardNames = sync.OnceValue(r.makeWardNames)
	for i := range orgs {
		r.addOrganisation(&orgs[i])
	}
	for _, l := range lineage {
		r.next[l.From] = append(r.next[l.From], l)
	}
	for i := range codes {
		r.addCode(&codes[i])
	}
	for scheme, byCode := range r.codes {
		newest := r.newest(scheme)
		for _, c := range byCode {
			if c == newest || !overtaken(c, newest) {
				r.ordered[scheme] = append(r.ordered[scheme], c)
			}
		}
		slices.SortFunc(r.ordered[scheme], func(a, b *Code) int { return cmp.Compare(a.Code, b.Code) })
	}
	return r
}

func (r *Reference) addOrganisation(o *Organisation) {
	r.orgs[o.ID] = o
	r.under[o.Parent] = append(r.under[o.Parent], o.ID)
	for _, name := range slices.Concat([]string{o.Name}, o.Aliases, o.Abbreviations) {
		if key := vietnamese.Fold(name); key != "" && !slices.Contains(r.names[key], o.ID) {
			r.names[key] = append(r.names[key], o.ID)
		}
	}
}

func (r *Reference) addCode(c *Code) {
	r.every[c.Scheme] = append(r.every[c.Scheme], c)
	if r.codes[c.Scheme] == nil {
		r.codes[c.Scheme], r.entries[c.Scheme], r.heirs[c.Scheme] = map[string]*Code{}, map[string][]*Code{}, map[string][]*Code{}
	}
	r.entries[c.Scheme][c.Code] = append(r.entries[c.Scheme][c.Code], c)
	for _, former := range c.Replaces {
		r.heirs[c.Scheme][former] = append(r.heirs[c.Scheme][former], c)
	}
	if old := r.codes[c.Scheme][c.Code]; old == nil || old.ValidFrom.Compare(c.ValidFrom) <= 0 {
		r.codes[c.Scheme][c.Code] = c
	}
}

// Organisation gives the organisation or unit with this id.
func (r *Reference) Organisation(id OrganisationID) (Organisation, bool) {
	o, ok := r.orgs[id]
	if !ok {
		return Organisation{}, false
	}
	return *o, true
}

// OrganisationName gives its name, "" for an unknown id.
func (r *Reference) OrganisationName(id OrganisationID) string {
	if o, ok := r.orgs[id]; ok {
		return o.Name
	}
	return ""
}

// Organisations gives all of them in the order of their ids.
func (r *Reference) Organisations() []Organisation {
	all := make([]Organisation, 0, len(r.orgs))
	for _, o := range r.orgs {
		all = append(all, *o)
	}
	slices.SortFunc(all, func(a, b Organisation) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// Children gives the organisations directly under one, in the order of their ids.
func (r *Reference) Children(id OrganisationID) []OrganisationID { return r.under[id] }

// Path leads from the topmost organisation down to id, id last. A circle in
// the data ends the path instead of the program.
func (r *Reference) Path(id OrganisationID) []OrganisationID {
	var path []OrganisationID
	for o := r.orgs[id]; o != nil && !slices.Contains(path, o.ID); o = r.orgs[o.Parent] {
		path = append(path, o.ID)
	}
	slices.Reverse(path)
	return path
}

// Within says that unit stands somewhere under organisation, or is it.
func (r *Reference) Within(unit, organisation OrganisationID) bool {
	return slices.Contains(r.Path(unit), organisation)
}

// OrganisationsNamed gives every organisation that answers to exactly this
// name, alias or abbreviation (marks and case aside), with former ones led on
// to their successors. Two results mean the name is ambiguous.
func (r *Reference) OrganisationsNamed(name string) []OrganisationID {
	var found []OrganisationID
	for _, id := range r.names[vietnamese.Fold(name)] {
		for _, s := range r.Successors(id) {
			if !slices.Contains(found, s) {
				found = append(found, s)
			}
		}
	}
	return found
}

// FormerName says that a name, alias or abbreviation is of an organisation that became
// another, and of none that stands.
func (r *Reference) FormerName(name string) bool {
	ids := r.names[vietnamese.Fold(name)]
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id OrganisationID) bool { return slices.Contains(r.Successors(id), id) })
}

// Successors follows the lineage of id to what exists today; id itself where it
// has none. Of a body that became another, but for parts that went elsewhere, it is
// that other one.
func (r *Reference) Successors(id OrganisationID) []OrganisationID {
	return r.successors(id, nil)
}

func (r *Reference) successors(id OrganisationID, seen []OrganisationID) []OrganisationID {
	if len(r.next[id]) == 0 || slices.Contains(seen, id) {
		return []OrganisationID{id}
	}
	var found []OrganisationID
	for _, l := range r.next[id] {
		if !r.isAside(l) {
			found = append(found, r.successors(l.To, append(seen, id))...)
		}
	}
	return found
}

// isAside says that a step took a part of a body that became another one.
func (r *Reference) isAside(l Lineage) bool {
	return l.Kind == SplitInto && slices.ContainsFunc(r.next[l.From], func(other Lineage) bool { return other.Kind != SplitInto })
}

// LineageOf gives the steps by which others became the organisation, and those by
// which it became others; each in the order of their dates.
func (r *Reference) LineageOf(id OrganisationID) (before, after []Lineage) {
	for _, steps := range r.next {
		for _, l := range steps {
			if l.To == id {
				before = append(before, l)
			}
		}
	}
	after = slices.Clone(r.next[id])
	for _, steps := range [][]Lineage{before, after} {
		slices.SortFunc(steps, func(a, b Lineage) int {
			return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
		})
	}
	return before, after
}

// HasLineage says that an organisation became another or came of one.
func (r *Reference) HasLineage(id OrganisationID) bool {
	if len(r.next[id]) > 0 {
		return true
	}
	for _, steps := range r.next {
		if slices.ContainsFunc(steps, func(l Lineage) bool { return l.To == id }) {
			return true
		}
	}
	return false
}

// Code gives the latest entry of a code, one that a later version left out too:
// records still bear it.
func (r *Reference) Code(s Scheme, code string) (Code, bool) {
	if c, ok := r.codes[s][code]; ok {
		return *c, true
	}
	return Code{}, false
}

// Codes gives the scheme as it is to be used now, in the order of its codes:
// without those that ended before a later version began.
func (r *Reference) Codes(s Scheme) []Code {
	all := make([]Code, len(r.ordered[s]))
	for i, c := range r.ordered[s] {
		all[i] = *c
	}
	return all
}

// CodesOn gives the codes of a scheme that held on a day, whatever their version,
// in their order; of several versions of one code the one valid last.
func (r *Reference) CodesOn(s Scheme, on Date) []Code {
	held := map[string]*Code{}
	for _, c := range r.every[s] {
		if old := held[c.Code]; Lasts(c.ValidFrom, c.ValidTo, on) && (old == nil || old.ValidFrom.Compare(c.ValidFrom) <= 0) {
			held[c.Code] = c
		}
	}
	all := make([]Code, 0, len(held))
	for _, code := range slices.Sorted(maps.Keys(held)) {
		all = append(all, *held[code])
	}
	return all
}

// Sector gives the ngành quản lý of a post: its own, else that of the nearest
// organisation above it that has one; "" where none has.
func (r *Reference) Sector(q Position) string {
	return r.inherited(q, q.Sector, func(o *Organisation) string { return o.Sector })
}

// Ownership gives the khu vực of a post, likewise.
func (r *Reference) Ownership(q Position) string {
	return r.inherited(q, q.Ownership, func(o *Organisation) string { return o.Ownership })
}

func (r *Reference) inherited(q Position, own string, of func(*Organisation) string) string {
	for _, id := range []OrganisationID{q.Unit, q.Organisation} {
		for _, above := range slices.Backward(r.Path(id)) {
			if own == "" {
				own = of(r.orgs[above])
			}
		}
	}
	return own
}

// CodeName gives the Vietnamese name of a code, the code itself where it is unknown.
func (r *Reference) CodeName(s Scheme, code string) string {
	if c, ok := r.codes[s][code]; ok {
		return c.Name
	}
	return code
}

// Abbreviation gives what stands before a name for this code: "NGƯT", "ThS".
func (r *Reference) Abbreviation(s Scheme, code string) string {
	if c, ok := r.codes[s][code]; ok && c.Abbreviation != "" {
		return c.Abbreviation
	}
	return code
}

// Rank gives the Value of a code, 0 where it is unknown: for degrees, titles
// and honours the higher rank is the higher standing.
func (r *Reference) Rank(s Scheme, code string) float64 {
	if c, ok := r.codes[s][code]; ok {
		return c.Value
	}
	return 0
}

// FieldPath leads from level 1 of the field catalogue down to code.
func (r *Reference) FieldPath(code string) []string {
	var path []string
	for c := r.codes[SchemeField][code]; c != nil && !slices.Contains(path, c.Code); c = r.codes[SchemeField][c.Parent] {
		path = append(path, c.Code)
	}
	slices.Reverse(path)
	return path
}

// UnitLabel names a unit with its institution, as the house writes it:
// "Trường Thủy sản (Đại học Cần Thơ)".
func (r *Reference) UnitLabel(unit, organisation OrganisationID) string {
	u, o := r.OrganisationName(unit), r.OrganisationName(organisation)
	switch {
	case u == "" || unit == organisation:
		return o
	case o == "":
		return u
	}
	return strings.Join([]string{u, " (", o, ")"}, "")
}
