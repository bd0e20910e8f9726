package bleve

import (
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"trithuc/search"
)

// pageful is how many answers are enough not to look for wider readings of a name.
const pageful = 10

// Search answers a plan. Totals, counts and pages come from one moment.
func (x *Index) Search(ctx context.Context, p search.Plan) (search.Result, error) {
	var res search.Result
	err := x.reading(func(w *view, v *vocabulary) error {
		a := answering{ctx: ctx, view: w, vocabulary: v, plan: &p}
		var err error
		res, err = a.answer()
		return err
	})
	return res, err
}

// answering is one search under way.
type answering struct {
	ctx        context.Context
	view       *view
	vocabulary *vocabulary
	plan       *search.Plan
	parts      []*answer
	worded     int // found by the words of the text: where nobody is, they are read more freely
	meant      int // of these, who passes what the text says beside them: decides whether to look further
	total      int // of these, who passes what was chosen too
	bound      bound
	strewn     bool // whoever was found has the words of a topic here and there
}

// answer is what one part has answered so far.
type answer struct {
	*lookup
	seen    *roaring.Bitmap // found in a former ring
	tally   tally
	matcher *matcher // of the ring that is being read
	worded  int
	meant   int
	total   int
	best    []place // in order
}

func (a *answering) answer() (search.Result, error) {
	a.parts = make([]*answer, len(a.view.parts))
	for i := range a.parts {
		a.parts[i] = &answer{lookup: newLookup(&a.view.parts[i], a.plan), seen: roaring.New(), tally: newTally(a.plan.Facets)}
	}
	slices.SortFunc(a.parts, func(p, o *answer) int { return o.n - p.n }) // of the largest many reach the bound of all
	rings := ringsOf(a.plan)
	for i, r := range rings {
		if !a.wanted(r) {
			continue
		}
		if err := a.ring(r, len(rings)-i); err != nil {
			return search.Result{}, err
		}
	}
	counts := newTally(a.plan.Facets)
	for _, p := range a.parts {
		counts.join(p.tally)
	}
	hits, err := a.page()
	return search.Result{Total: a.total, Hits: hits, Facets: counts.result()}, err
}

// wanted says whether a ring is to be read. What is found as typed needs no
// guessing, except that a name found by few may be another's misspelt, or go on.
func (a *answering) wanted(r ring) bool {
	switch {
	case r == ring{} || r == ring{named: true} || a.plan.NamesOnly && r == ring{longer: true}:
		return true
	case a.plan.NamesOnly:
		return false
	case r.named:
		return a.meant < pageful
	case r.errors && a.worded > 0 && a.topical():
		return false
	case len(a.plan.Words) == 0:
		return false
	case r.meant:
		return a.worded == 0 && len(a.plan.Near) > 0
	case r.near:
		return a.worded == 0 && a.plan.Named && len(a.plan.Phrases) == 0
	case r == ring{longer: true} && a.worded > 0 && a.plan.EndsWhole():
		return false
	case r.core:
		few := a.worded == 0 || a.strewn && a.meant < pageful
		return few && hasTopic(a.plan)
	case r.loose:
		return a.worded == 0
	}
	return a.meant < pageful
}

// topical says that all words belong to known topics: they are spelled right, and
// nobody's misspelt name.
func (a *answering) topical() bool { return (&question{plan: a.plan}).topical() }

func (q *question) topical() bool {
	for i, w := range q.plan.Words {
		if !w.Optional && !q.inPhrase(i) {
			return false
		}
	}
	return true
}

// ring reads the plan in one ring, whose people stand at a height of the order.
func (a *answering) ring(r ring, height int) error {
	q := newQuestion(a.plan, a.vocabulary, r)
	a.strewn = a.strewn || r.loose && a.worded == 0 && !a.plan.Named
	for _, p := range a.parts {
		p.worded, p.meant, p.total = 0, 0, 0
	}
	var weights []float32
	if r.most && len(q.required) > 1 {
		var err error
		if weights, err = a.weigh(q); err != nil {
			return err
		}
	}
	namesOnly := a.plan.NamesOnly || r.named || r.errors && a.worded > 0
	err := a.eachPart(func(p *answer) error {
		p.matcher = newMatcher(p.lookup, q)
		var who *roaring.Bitmap
		switch {
		case r.near:
			who = p.matcher.near()
		case !r.most:
			who = p.matcher.candidates(r, namesOnly)
		case weights == nil:
			return p.err
		default:
			who = p.matcher.most(weights)
		}
		who.AndNot(p.seen)
		p.seen.Or(who)
		return a.take(p, who, height)
	})
	for _, p := range a.parts {
		a.worded, a.meant, a.total = a.worded+p.worded, a.meant+p.meant, a.total+p.total
	}
	return err
}

// weigh weighs the words of a question by how many have them in all parts.
func (a *answering) weigh(q *question) ([]float32, error) {
	all := make([]*matcher, len(a.parts))
	for i, p := range a.parts {
		all[i] = newMatcher(p.lookup, q)
	}
	weights := weigh(all, q)
	for _, p := range a.parts {
		if p.err != nil {
			return nil, p.err
		}
	}
	return weights, nil
}

// take counts those found in a part and keeps the best of them.
func (a *answering) take(p *answer, who *roaring.Bitmap, height int) error {
	p.worded = int(who.GetCardinality())
	if who.IsEmpty() {
		return p.err
	}
	m := p.matcher
	c := m.choose(who)
	hits := m.listed(c.hits)
	p.tally.add(m, c, hits)
	p.tally.addReady(m, c)
	p.meant, p.total = int(c.meant.GetCardinality()), int(c.hits.GetCardinality())
	top := newTop(a.plan.Offset+a.plan.Limit, &a.bound)
	if a.byName() {
		top.addEqual(p.part, c.hits, 0)
	} else {
		top.addBest(m, c.hits, hits, height)
	}
	p.best = append(p.best, top.sorted()...) // behind those of former rings, which stand higher
	return p.err
}

func (a *answering) byName() bool {
	return a.plan.Sort == search.ByName || len(a.plan.Words) == 0 && len(a.plan.Prefer) == 0
}

// page joins the best of all parts and reads what is shown of one page.
func (a *answering) page() ([]search.Hit, error) {
	all := join(a.ctx, a.parts)
	all.skip(a.plan.Offset)
	hits := make([]search.Hit, 0, a.plan.Limit)
	for len(hits) < a.plan.Limit && all.err == nil {
		r, d, score := all.next()
		if r == nil {
			break
		}
		held, kept, err := r.stored(d)
		if err != nil {
			return nil, err
		}
		hits = append(hits, search.Hit{Person: held.Person, Score: float64(score), Texts: r.shown(d, kept.texts)})
	}
	return hits, all.err
}

// shown keeps the texts that the actor may see of a document.
func (p *answer) shown(d uint32, texts []search.Text) []search.Text {
	if p.plan.Sight.Everybody || p.own.Contains(d) {
		return texts
	}
	return slices.DeleteFunc(texts, func(t search.Text) bool { return internal[t.Field] || t.Field == search.FieldCode })
}
