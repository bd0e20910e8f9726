package selection

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"trithuc/registry"
)

// Propose is the whole flow: who could sit, the best lawful panel of them or the rules
// that leave none, and what of each member met the topic. The same registry and need
// always give the same answer.
func Propose(ctx context.Context, store Reader, rank Ranker, need Need, now time.Time) (*Proposal, error) {
	d, err := Gather(ctx, store, rank, need, now)
	if err != nil {
		return nil, err
	}
	p, members := d.propose(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("selection.Propose: %w", err)
	}
	return p, d.explain(ctx, rank, p.Members, members)
}

// explain puts what of people met the topic before the other clauses of why.
func (d *Draw) explain(ctx context.Context, rank Ranker, members []Member, ids []registry.PersonID) error {
	if len(members) == 0 || len(d.topic) == 0 {
		return nil
	}
	reasons, err := rank.Reasons(ctx, d.need.Topic, ids)
	if err != nil {
		return fmt.Errorf("selection: %w", err)
	}
	for i, id := range ids {
		own := func(reason string) bool { return strings.HasSuffix(members[i].Name, reason) } // a name that resembles the topic is no reason
		told := slices.DeleteFunc(reasons[id], own)
		members[i].Why = append(fresh(told, members[i].Why), members[i].Why...)
	}
	return nil
}

// fresh gives the reasons, each once, without those that the clauses already say.
func fresh(reasons, clauses []string) (left []string) {
	for _, r := range reasons {
		said := func(clause string) bool { return strings.HasSuffix(clause, r) }
		if !slices.ContainsFunc(clauses, said) && !slices.Contains(left, r) {
			left = append(left, r)
		}
	}
	return left
}

// propose decides, and gives the members' ids beside the proposal. What it says is
// of no use where the context ended.
func (d *Draw) propose(ctx context.Context) (*Proposal, []registry.PersonID) {
	p := &Proposal{
		Members: []Member{}, Blocked: []Block{}, Coverage: map[string]int{},
		Candidates: len(d.candidates), Seed: d.need.Seed, Barred: d.barredBest(), Warnings: listed(d.warnings),
	}
	s := d.solve(ctx, d.rules)
	p.Lawful, p.Optimal = s.found, s.proven
	if !s.found {
		if s.proven {
			p.Blocked = d.blocked(ctx)
		} else {
			p.Warnings = append(p.Warnings, "Chưa tìm được hội đồng đúng quy định và cũng chưa chứng minh được là không có. Hãy bớt quy định rồi chạy lại.")
		}
		return p, nil
	}
	p.Score, p.Bound = share(s.score), share(s.bound)
	defer d.uncovered(p)
	members := make([]*candidate, len(s.chosen))
	for i, c := range s.chosen {
		members[i] = &d.candidates[c]
	}
	return p, d.fill(p, members)
}

// uncovered warns of the fields asked for that nobody of the panel knows.
func (d *Draw) uncovered(p *Proposal) {
	for _, f := range d.fields {
		if p.Coverage[f] == 0 {
			p.Warnings = append(p.Warnings, fmt.Sprintf("Chưa có thành viên nào am hiểu lĩnh vực «%s». Hãy yêu cầu mỗi lĩnh vực có ít nhất một người, hoặc bỏ lĩnh vực này.", d.ref.CodeName(registry.SchemeField, f)))
		}
	}
}

// fill names the members in their seats.
func (d *Draw) fill(p *Proposal, members []*candidate) (ids []registry.PersonID) {
	seats := d.seated(members)
	d.describe(p, members, seats)
	for _, c := range members {
		ids = append(ids, c.person)
	}
	return ids
}

// describe tells of members in their seats.
func (d *Draw) describe(p *Proposal, members []*candidate, seats []seat) {
	for _, f := range d.fields {
		p.Coverage[f] = 0
	}
	for i, c := range members {
		p.Members = append(p.Members, Member{
			Seat: seats[i].name, ID: c.person.Public(), Codes: listed(c.codes), Name: c.name,
			Why: d.why(c), Score: share(c.score), Conflicts: listed(c.conflicts), Instead: d.instead(members, i, seats[i]), Fields: d.knows(c),
		})
		for _, f := range d.fields {
			if slices.Contains(c.fields, f) {
				p.Coverage[f]++
			}
		}
	}
}

// knows gives the fields of the need that a candidate knows.
func (d *Draw) knows(c *candidate) []string {
	known := []string{}
	for _, f := range d.fields {
		if slices.Contains(c.fields, f) {
			known = append(known, f)
		}
	}
	return known
}

// why says what the member brings, in clauses.
func (d *Draw) why(c *candidate) []string {
	why := []string{}
	for _, f := range d.fields {
		if slices.Contains(c.fields, f) {
			why = append(why, "lĩnh vực: "+d.ref.CodeName(registry.SchemeField, f))
		}
	}
	for _, r := range d.rules {
		switch {
		case r.counts == nil || !r.counts(c):
		case r.kind == pinned:
			why = append(why, "được chỉ định")
		case r.kind == atLeast:
			why = append(why, "đáp ứng quy định: "+r.name)
		}
	}
	if c.score == 0 && (d.need.Topic != "" || len(d.fields) > 0) {
		why = append(why, "hồ sơ chưa cho thấy chuyên môn về chủ đề; có mặt để đủ số lượng và quy định")
	}
	return why
}

// maxBarred is how many of who may not sit a proposal names.
const maxBarred = 20

// barredBest gives the best of who may not sit for a conflict of interest.
func (d *Draw) barredBest() []Barred {
	all := []Barred{}
	for _, c := range d.candidates {
		hard := slices.ContainsFunc(c.conflicts, func(x Conflict) bool { return x.Hard && x.counts() })
		if hard && c.merit > 0 {
			all = append(all, Barred{c.person.Public(), c.name, share(c.merit), c.conflicts})
		}
	}
	slices.SortStableFunc(all, func(a, b Barred) int { return cmp.Compare(b.Score, a.Score) })
	return all[:min(len(all), maxBarred)]
}

func share(millionths int64) float64 { return math.Round(float64(millionths)) / unit }

// solve finds the best panel under some rules.
func (d *Draw) solve(ctx context.Context, rules []rule) solution {
	return d.solveFor(ctx, rules, func(c *candidate) int64 { return c.score })
}

// solveFor finds the panel under some rules that is worth most by another measure.
func (d *Draw) solveFor(ctx context.Context, rules []rule, worth func(*candidate) int64) solution {
	if slices.ContainsFunc(rules, func(r rule) bool { return r.kind == sized }) {
		return solution{proven: true}
	}
	return d.program(rules, worth).solve(ctx)
}

// program turns rules into numbers.
func (d *Draw) program(rules []rule, worth func(*candidate) int64) *program {
	p := &program{size: d.need.Size}
	homes := d.homes(rules, p)
	var counted []rule
	first := len(p.limits)
	for _, r := range rules {
		switch r.kind {
		case atLeast, pinned:
			p.limits = append(p.limits, limit{r.bound, p.size})
		case atMost:
			p.limits = append(p.limits, limit{0, min(r.bound, p.size)})
		default:
			continue
		}
		counted = append(counted, r)
	}
	for i := range d.candidates {
		c := &d.candidates[i]
		if slices.ContainsFunc(rules, func(r rule) bool { return r.kind == barred && r.counts(c) }) {
			continue
		}
		it := item{score: worth(c), ref: i}
		if l, bounded := homes[c.home]; bounded {
			it.limits = append(it.limits, l)
		}
		for k, r := range counted {
			if r.counts(c) {
				it.limits = append(it.limits, first+k)
			}
		}
		p.items = append(p.items, it)
	}
	return p
}

// homes adds a limit for every employer that could send too many.
func (d *Draw) homes(rules []rule, p *program) map[registry.OrganisationID]int {
	at := slices.IndexFunc(rules, func(r rule) bool { return r.kind == perHome })
	if at < 0 {
		return nil
	}
	people := map[registry.OrganisationID]int{}
	limits := map[registry.OrganisationID]int{}
	for _, c := range d.candidates {
		if people[c.home]++; c.home != 0 && people[c.home] == rules[at].bound+1 {
			limits[c.home] = len(p.limits)
			p.limits = append(p.limits, limit{0, rules[at].bound})
		}
	}
	return limits
}

// listed copies a list for an answer, where one with nothing in it is written as such and
// not as null.
func listed[T any](of []T) []T { return append([]T{}, of...) }
