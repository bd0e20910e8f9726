package selection

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"trithuc/registry"
)

// ConflictKind is a reason to doubt that somebody judges freely.
type ConflictKind string

// The kinds of conflict.
const (
	Applicant    ConflictKind = "applicant"    // applies, or takes part in the work judged
	SameHome     ConflictKind = "organisation" // works at an organisation of the work
	Coauthor     ConflictKind = "coauthor"     // published with somebody of the work
	Cotask       ConflictKind = "task"         // took part in a task with somebody of the work
	Supervisor   ConflictKind = "thesis"       // student and supervisor
	EarlierSeat  ConflictKind = "earlier"      // judged the same work before
	Workload     ConflictKind = "workload"     // sits on as many panels as the rule allows in a year
	Rotation     ConflictKind = "rotation"     // sat this year: others first
	DeclaredKind ConflictKind = "declared"     // declared, as the registry cannot know it
)

var conflictKinds = []ConflictKind{Applicant, SameHome, Coauthor, Cotask, Supervisor, EarlierSeat, Workload, Rotation, DeclaredKind}

// Conflict speaks against a candidate.
type Conflict struct {
	Kind      ConflictKind `json:"kind"`
	Hard      bool         `json:"hard"`           // bars; else it lowers the score
	Evidence  string       `json:"evidence"`       // a Vietnamese sentence
	With      string       `json:"with,omitempty"` // the person or organisation of the work; "" for none
	Article   string       `json:"article"`
	Dismissed string       `json:"dismissed,omitempty"` // why somebody does not count it
}

// counts says that nobody dismissed the conflict.
func (x Conflict) counts() bool { return x.Dismissed == "" }

// softPenalty is what a soft conflict takes from a score, of unit.
const softPenalty = unit / 5

// conflictRule is one rule of a kind of panel about conflicts.
type conflictRule struct {
	kind    ConflictKind
	name    string
	article string
	hard    bool
	value   int // years back, or seats a year; 0 for any
}

// generalRules is the code of SchemePanel whose rules about conflicts hold wherever
// the kind of panel has none of that kind of its own.
const generalRules = "chung"

// conflictRules reads the rules about conflicts: codes under a kind of panel with the
// variant "conflict:KIND", and "bar" where they bar. Value says how many years back,
// or how many seats a year; Note is the article.
func (d *Draw) conflictRules() (rules []conflictRule, problems findings) {
	general, ruled := d.ref.CodeOn(registry.SchemePanel, generalRules, d.on)
	if ruled && d.need.Work.named() {
		d.warn(general)
	}
	for _, parent := range []string{d.need.Kind, generalRules} {
		for _, code := range d.ref.CodesOn(registry.SchemePanel, d.on) {
			kind, is := conflictOf(code)
			if !is || code.Parent != parent || slices.ContainsFunc(rules, func(r conflictRule) bool { return r.kind == kind }) {
				continue
			}
			problems.add(!slices.Contains(conflictKinds, kind), "template", kind, "quy định về xung đột này không đọc được, hãy sửa danh mục mẫu hội đồng")
			rules = append(rules, conflictRule{kind, code.Name, code.Note, slices.Contains(code.Variants, barVariant), int(code.Value)})
		}
	}
	return append(rules, conflictRule{kind: DeclaredKind, name: "Không mời người đã khai xung đột lợi ích", hard: true}), problems
}

// barVariant marks a rule about conflicts that bars.
const barVariant = "bar"

// conflictOf gives the kind of conflict that a code of SchemePanel is about.
func conflictOf(code registry.Code) (ConflictKind, bool) {
	for _, v := range code.Variants {
		if kind, is := strings.CutPrefix(v, "conflict:"); is {
			return ConflictKind(kind), true
		}
	}
	return "", false
}

// oppose finds what speaks against each candidate, and turns what bars into rules.
func (d *Draw) oppose() findings {
	rules, problems := d.conflictRules()
	at := &against{draw: d, opponents: d.opponents(), leads: d.leads(), works: map[string][]shared{}}
	at.index()
	for i := range d.candidates {
		c := &d.candidates[i]
		for _, r := range rules {
			c.conflicts = append(c.conflicts, at.find(c, r)...)
		}
	}
	problems = append(problems, d.dismiss()...)
	for _, r := range rules {
		d.bar(r)
	}
	return problems
}

// bar adds a rule where somebody has a hard conflict of its kind.
func (d *Draw) bar(r conflictRule) {
	has := func(c *candidate) bool {
		return slices.ContainsFunc(c.conflicts, func(x Conflict) bool { return x.Kind == r.kind && x.Hard && x.counts() })
	}
	if slices.ContainsFunc(d.candidates, func(c candidate) bool { return has(&c) }) {
		d.rules = append(d.rules, rule{name: r.name, article: r.article, kind: barred, counts: has})
	}
}

// dismiss marks the conflicts that somebody looked at and does not count.
func (d *Draw) dismiss() (problems findings) {
	for i, x := range d.need.Dismissed {
		met := false
		for k := range d.candidates {
			c := &d.candidates[k]
			if !c.answersTo(x.Person) {
				continue
			}
			met = true
			for j := range c.conflicts {
				if c.conflicts[j].Kind == x.Kind {
					c.conflicts[j].Dismissed = x.Reason
				}
			}
		}
		problems.add(!met, fmt.Sprintf("dismissed[%d].person", i), x.Person, "không có ai mang mã này")
	}
	for i, x := range d.need.Declared {
		met := slices.ContainsFunc(d.candidates, func(c candidate) bool { return c.answersTo(x.Person) })
		problems.add(!met, fmt.Sprintf("declared[%d].person", i), x.Person, "không có ai mang mã này")
	}
	return problems
}

// penalty is what soft conflicts take from a candidate's score.
func (c *candidate) penalty() (sum int64) {
	for _, x := range c.conflicts {
		if !x.Hard && x.counts() {
			sum += softPenalty
		}
	}
	return sum
}

// against is what candidates are held against.
type against struct {
	draw      *Draw
	opponents []opponent
	leads     map[string][]registry.OrganisationID
	works     map[string][]shared // by the keys of ties
}

// shared is a work of somebody whose work is judged.
type shared struct {
	of  opponent
	tie registry.Tie
}

func (a *against) index() {
	for _, o := range a.opponents {
		for _, t := range o.ties {
			for _, key := range t.Keys() {
				a.works[key] = append(a.works[key], shared{o, t})
			}
		}
	}
}

// find gives the conflicts of a candidate under one rule, at most one of a kind with
// the same person or organisation.
func (a *against) find(c *candidate, r conflictRule) (found []Conflict) {
	var evidence []clue
	switch r.kind {
	case Applicant:
		evidence = a.applies(c)
	case SameHome:
		evidence = a.home(c)
	case Coauthor:
		evidence = a.together(c, registry.TiePaper, r.value)
	case Supervisor:
		evidence = a.together(c, registry.TieThesis, r.value)
	case Cotask:
		evidence = a.together(c, registry.TieTask, r.value)
	case EarlierSeat:
		evidence = clues(a.draw.judgedBefore(c))
	case Workload, Rotation:
		evidence = clues(a.draw.seatsOfYear(c, r))
	case DeclaredKind:
		evidence = clues(a.declared(c))
	}
	for _, e := range evidence {
		found = append(found, Conflict{Kind: r.kind, Hard: r.hard, Evidence: e.said, With: e.with, Article: r.article})
	}
	return found
}

// clue is evidence with whose work it points to.
type clue struct{ said, with string }

// clues are those that point to nobody.
func clues(said []string) (all []clue) {
	for _, text := range said {
		all = append(all, clue{said: text})
	}
	return all
}

func (a *against) applies(c *candidate) (evidence []clue) {
	for _, o := range a.opponents {
		switch {
		case o.person == c.person:
			evidence = append(evidence, clue{fmt.Sprintf("%s là người nộp hoặc tham gia công trình được xét.", c.name), o.name})
		case o.person == 0 && registry.PrintedAs(c.full, o.name):
			evidence = append(evidence, clue{fmt.Sprintf("%s trùng họ tên với «%s» là người nộp hoặc tham gia công trình được xét; chưa rõ có phải một người.", c.name, o.name), o.name})
		}
	}
	return evidence
}

// home says where the candidate works within an organisation of the work.
func (a *against) home(c *candidate) (evidence []clue) {
	ref := a.draw.ref
	for _, name := range slices.Sorted(maps.Keys(a.leads)) {
		for _, id := range a.leads[name] {
			at := slices.IndexFunc(c.posts, func(post registry.OrganisationID) bool { return post != 0 && ref.Within(post, id) })
			if at < 0 {
				continue
			}
			said := fmt.Sprintf("%s đang công tác tại %s, là đơn vị nộp hoặc tham gia công trình được xét.", c.name, ref.OrganisationName(id))
			if !a.draw.calls(id, name) {
				said = fmt.Sprintf("%s đang công tác tại %s, cùng một gốc với %s là đơn vị nộp hoặc tham gia công trình được xét.", c.name, ref.OrganisationName(id), name)
			}
			evidence = append(evidence, clue{said, name})
			break
		}
	}
	return evidence
}

// calls says that a name is the organisation's own of today.
func (d *Draw) calls(id registry.OrganisationID, name string) bool {
	o, _ := d.ref.Organisation(id)
	return slices.ContainsFunc(slices.Concat([]string{o.Name}, o.Aliases, o.Abbreviations), func(own string) bool { return strings.EqualFold(own, name) })
}

// together names the newest work of a kind that the candidate shares with each of whose
// work is judged, not older than some years.
func (a *against) together(c *candidate, kind registry.TieKind, years int) (evidence []clue) {
	newest := map[string]registry.Tie{}
	keep := func(who string, t registry.Tie) {
		if years > 0 && t.Year > 0 && t.Year < a.draw.on.Year-years {
			return
		}
		if old, met := newest[who]; !met || t.Year > old.Year {
			newest[who] = t
		}
	}
	for _, t := range c.ties {
		if t.Kind != kind {
			continue
		}
		for _, who := range a.sharers(c, t) {
			keep(who, t)
		}
	}
	for _, who := range slices.Sorted(maps.Keys(newest)) {
		evidence = append(evidence, clue{togetherSaid(c.name, who, newest[who]), who})
	}
	return evidence
}

// sharers names who of the work has a tie of the candidate too.
func (a *against) sharers(c *candidate, t registry.Tie) (names []string) {
	for _, key := range t.Keys() {
		for _, s := range a.works[key] {
			if s.of.person != c.person && s.tie.SameAs(t) {
				names = append(names, s.of.name)
			}
		}
	}
	for _, o := range a.opponents {
		if o.person == 0 && slices.ContainsFunc(t.Authors, func(printed string) bool { return registry.PrintedAs(o.name, printed) }) && !registry.PrintedAs(c.full, o.name) {
			names = append(names, o.name)
		}
	}
	return names
}

func togetherSaid(name, who string, t registry.Tie) string {
	year := ""
	if t.Year > 0 {
		year = fmt.Sprintf(" (%d)", t.Year)
	}
	switch t.Kind {
	case registry.TieThesis:
		return fmt.Sprintf("%s và %s cùng đứng tên luận văn, luận án «%s»%s.", name, who, t.Name, year)
	case registry.TieTask:
		return fmt.Sprintf("%s cùng tham gia nhiệm vụ «%s»%s với %s.", name, t.Name, year, who)
	}
	return fmt.Sprintf("%s là đồng tác giả với %s trong «%s»%s.", name, who, t.Name, year)
}

func (a *against) declared(c *candidate) (evidence []string) {
	for _, x := range a.draw.need.Declared {
		if c.answersTo(x.Person) {
			evidence = append(evidence, fmt.Sprintf("%s: %s", c.name, strings.TrimRight(x.Reason, ".")+"."))
		}
	}
	return evidence
}
