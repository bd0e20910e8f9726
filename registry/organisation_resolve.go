package registry

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"trithuc/registry/vietnamese"
)

// Resolved is one organisation that a name may stand for on a day.
type Resolved struct {
	ID    OrganisationID
	Score float64   // 1 is sure; several candidates below it are a question
	Name  string    // the name that was met, folded
	Via   []Lineage // how the one that bore the name became this one; nil where it bore it itself
	Ended bool      // it no longer existed on that day, and nothing took it over
}

// Scores of the ways a name can be met.
const (
	sameName    = 1.0
	abbreviated = 0.9 // "Sở KH&ĐT", "ĐH Cần Thơ"
	unsureDay   = 0.5 // the day of a merger is known to the year alone, and the day asked lies in it
	notYet      = 0.6 // the name came later; who stood in its place then
	mainPart    = 0.6 // what most of a body became, where others took parts of it; they share the rest
	leastAlike  = 0.5 // words in common, below which nothing is offered
	offered     = 5
)

// Bounds: no name has more words, no organisation went through more steps.
const (
	maxPlaceWords = 30
	maxSteps      = 1000
)

// ResolveOrganisation says which organisation a name, old, usual or abbreviated,
// stood for on a day: the one that bore it then; where it had ended by then, what
// it became. A zero day is today as the registry knows it: after every step. The
// surest stands first; none is a name that nobody bears.
func (r *Reference) ResolveOrganisation(name string, on Date) []Resolved {
	if on.IsZero() {
		on = Date{Year: lastYear}
	}
	var found []Resolved
	for _, m := range r.metBy(name) {
		found = append(found, r.placeOn(m, on)...)
	}
	return surest(found)
}

// met is an organisation with a name that fits.
type met struct {
	id    OrganisationID
	name  string
	score float64
}

// metBy gives who bears the very name; else whom it abbreviates; else whose names
// have most of its words.
func (r *Reference) metBy(name string) []met {
	folded := vietnamese.Fold(name)
	if ids := r.names[folded]; len(ids) > 0 && folded != "" {
		return r.allMet(ids, folded, sameName)
	}
	words := placeWords(folded)
	if len(words) == 0 || len(words) > maxPlaceWords {
		return nil
	}
	var short, alike []met
	for full, ids := range r.names {
		others := placeWords(full)
		if abbreviates(words, others) || len(others) > 1 && abbreviates(others, words) {
			short = append(short, r.allMet(ids, full, abbreviated)...)
		} else if s := commonWords(words, others); s >= leastAlike {
			alike = append(alike, r.allMet(ids, full, s*abbreviated)...)
		}
	}
	if len(short) > 0 {
		return short
	}
	return alike
}

func (r *Reference) allMet(ids []OrganisationID, name string, score float64) []met {
	all := make([]met, len(ids))
	for i, id := range ids {
		all[i] = met{id, name, score}
	}
	return all
}

// placeOn gives what an organisation was on a day.
func (r *Reference) placeOn(m met, on Date) []Resolved {
	o := r.orgs[m.id]
	if !o.ValidFrom.IsZero() && o.ValidFrom.Compare(on) > 0 && !o.ValidFrom.Agrees(on) {
		return r.before(m, on)
	}
	t := tracing{ref: r, on: on, steps: maxSteps, name: m.name}
	t.follow(m.id, m.score, nil)
	return t.found
}

// before gives who became the organisation later, where it was not there yet.
func (r *Reference) before(m met, on Date) []Resolved {
	var found []Resolved
	for _, steps := range r.next {
		for _, l := range steps {
			if o := r.orgs[l.From]; l.To == m.id && o != nil && !r.isAside(l) && l.On.Compare(on) > 0 {
				score := m.score * notYet
				if l.Kind == RenamedTo { // the same body, as it was called then
					score = m.score
				}
				found = append(found, Resolved{ID: l.From, Score: score, Name: m.name})
			}
		}
	}
	return found
}

// tracing follows lineage forward to a day.
type tracing struct {
	ref   *Reference
	on    Date
	name  string
	steps int // that it may still take
	found []Resolved
}

// follow adds what id was on the day, having come to it by via. A step counts if
// it was taken by then, and not before the one that led here.
func (t *tracing) follow(id OrganisationID, score float64, via []Lineage) {
	steps := t.taken(id, via)
	stays := score
	for _, l := range steps {
		share := score * shareOf(l.Kind, steps)
		if l.On.Day == 0 && !l.On.IsZero() && l.On.Agrees(t.on) {
			share *= unsureDay
			stays = min(stays, score*unsureDay)
		} else {
			stays = 0
		}
		t.follow(l.To, share, append(slices.Clip(via), l))
	}
	if stays > 0 {
		t.add(Resolved{ID: id, Score: stays, Name: t.name, Via: via, Ended: len(steps) == 0 && t.ref.orgs[id].endedBy(t.on)})
	}
}

// shareOf gives how surely a body is what a step of a kind led to, among all its steps.
func shareOf(kind LineageKind, steps []Lineage) float64 {
	parts := 0
	for _, l := range steps {
		if l.Kind == SplitInto {
			parts++
		}
	}
	switch {
	case parts == 0:
		return 1
	case parts == len(steps):
		return 1 / float64(parts)
	case kind == SplitInto:
		return (1 - mainPart) / float64(parts)
	}
	return mainPart
}

// add counts what several ways lead to once, as surely as all of them together.
func (t *tracing) add(f Resolved) {
	if i := slices.IndexFunc(t.found, func(g Resolved) bool { return g.ID == f.ID }); i >= 0 {
		t.found[i].Score = min(sameName, t.found[i].Score+f.Score)
		return
	}
	t.found = append(t.found, f)
}

// taken gives the steps out of id that were taken by the day, in a fixed order,
// none of which leads back to where this way has been.
func (t *tracing) taken(id OrganisationID, via []Lineage) []Lineage {
	var steps []Lineage
	for _, l := range t.ref.next[id] {
		been := l.To == id || slices.ContainsFunc(via, func(v Lineage) bool { return v.From == l.To })
		late := len(via) > 0 && l.On.Compare(via[len(via)-1].On) < 0
		if !been && !late && t.steps > 0 && l.On.Compare(t.on) <= 0 && t.ref.orgs[l.To] != nil {
			t.steps--
			steps = append(steps, l)
		}
	}
	slices.SortFunc(steps, func(a, b Lineage) int { return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.To, b.To)) })
	return steps
}

func (o *Organisation) endedBy(on Date) bool { return !Lasts(Date{}, o.ValidTo, on) }

// surest keeps the best candidate of each organisation, the surest first; of those
// that still stood, if any did; and no more than a person would look through.
func surest(found []Resolved) []Resolved {
	best := map[OrganisationID]Resolved{}
	for _, f := range found {
		if old, ok := best[f.ID]; !ok || f.Score > old.Score || f.Score == old.Score && (len(f.Via) < len(old.Via) || len(f.Via) == len(old.Via) && f.Name < old.Name) {
			best[f.ID] = f
		}
	}
	all := make([]Resolved, 0, len(best))
	for _, f := range best {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Resolved) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(len(a.Via), len(b.Via)), cmp.Compare(a.ID, b.ID))
	})
	itself := func(f Resolved) bool { return f.Score == sameName && f.Via == nil && !f.Ended }
	if slices.ContainsFunc(all, itself) {
		all = slices.DeleteFunc(all, func(f Resolved) bool { return !itself(f) })
	}
	return all[:min(len(all), offered)]
}

// placeWords parts a folded name into words, without "và".
func placeWords(folded string) []string {
	words := strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(words, func(w string) bool { return w == "va" || w == "and" })
}

// abbreviates says that every word of short is a word of full or the initials of
// some in a row, in order, and nothing is left over.
func abbreviates(short, full []string) bool {
	if len(short) == 0 {
		return len(full) == 0
	}
	if len(full) == 0 || len(short) > len(full) {
		return false
	}
	if short[0] == full[0] && abbreviates(short[1:], full[1:]) {
		return true
	}
	initials := 0
	for initials < len(short[0]) && initials < len(full) && short[0][initials] == full[initials][0] {
		initials++
	}
	return initials == len(short[0]) && initials > 1 && abbreviates(short[1:], full[initials:])
}

// commonWords is the share of words two names have in common.
func commonWords(a, b []string) float64 {
	common := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			common++
		}
	}
	return 2 * float64(common) / float64(len(a)+max(1, len(b)))
}
