package bleve

import (
	"bytes"
	"cmp"
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
		a := answering{ctx: ctx, view: w, vocabulary: v, plan: &p, tally: newTally(p.Facets)}
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
	tally      tally
	seen       []*roaring.Bitmap // by part: found in a former ring
	worded     int               // found by the words of the text: where nobody is, they are read more freely
	meant      int               // of these, who passes what the text says beside them: decides whether to look further
	total      int               // of these, who passes what was chosen too
	best       []found
}

// found is one person found, before what is shown of them is read.
type found struct {
	part  *part
	d     uint32
	score int
	rank  uint32
	order []byte // sort key; read only where parts are joined
	whole bool   // the actor sees the record whole
}

func (a *answering) answer() (search.Result, error) {
	a.seen = make([]*roaring.Bitmap, len(a.view.parts))
	for i := range a.seen {
		a.seen[i] = roaring.New()
	}
	rings := ringsOf(a.plan)
	for i, r := range rings {
		if !a.wanted(r) {
			continue
		}
		if err := a.ring(r, len(rings)-i); err != nil {
			return search.Result{}, err
		}
	}
	hits, err := a.page()
	return search.Result{Total: a.total, Hits: hits, Facets: a.tally.result()}, err
}

// wanted says whether a ring is to be read. What is found as typed needs no
// guessing, except that a name found by few may be another's misspelt, or go on.
func (a *answering) wanted(r ring) bool {
	switch {
	case r == ring{} || a.plan.NamesOnly && r == ring{longer: true}:
		return true
	case a.plan.NamesOnly:
		return false
	case r.errors && a.worded > 0 && a.topical():
		return false
	case len(a.plan.Words) == 0:
		return false
	case r.near:
		return a.worded == 0 && a.plan.Named && len(a.plan.Phrases) == 0
	case r.core:
		return a.worded == 0 && slices.ContainsFunc(a.plan.Phrases, func(p search.Phrase) bool { return !p.Code })
	case r.loose:
		return a.worded == 0
	}
	return a.meant < pageful
}

// topical says that all words belong to known topics: they are spelled right, and
// nobody's misspelt name.
func (a *answering) topical() bool {
	q := question{plan: a.plan}
	for i, w := range a.plan.Words {
		if !w.Optional && !q.inPhrase(i) {
			return false
		}
	}
	return true
}

// ring reads the plan in one ring, whose people stand at a height of the order.
func (a *answering) ring(r ring, height int) error {
	q := newQuestion(a.plan, a.vocabulary, r)
	matchers := make([]*matcher, len(a.view.parts))
	for i := range a.view.parts {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		var err error
		if matchers[i], err = newMatcher(&a.view.parts[i], q); err != nil {
			return err
		}
	}
	var weights []float32
	if r.most && len(q.required) > 1 {
		weights = weigh(matchers, q)
	}
	namesOnly := a.plan.NamesOnly || r.errors && a.worded > 0
	for i, m := range matchers {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		var who *roaring.Bitmap
		switch {
		case r.near:
			who = m.near()
		case !r.most:
			who = m.candidates(r, namesOnly)
		case weights == nil:
			continue
		default:
			who = m.most(weights)
		}
		who.AndNot(a.seen[i])
		a.seen[i].Or(who)
		if err := a.take(m, who, height); err != nil {
			return err
		}
	}
	return nil
}

// take counts those found in a part and keeps the best of them.
func (a *answering) take(m *matcher, who *roaring.Bitmap, height int) error {
	c, err := m.choose(who)
	if err != nil {
		return err
	}
	a.worded += int(who.GetCardinality())
	a.tally.add(m, c)
	if err := a.tally.addReady(m, c); err != nil {
		return err
	}
	a.meant += int(c.meant.GetCardinality())
	a.total += int(c.hits.GetCardinality())
	ranks, err := m.rank()
	if err != nil {
		return err
	}
	top := newTop(a.plan.Offset + a.plan.Limit)
	if a.byName() {
		for it := c.hits.Iterator(); it.HasNext(); {
			d := it.Next()
			top.add(found{part: m.part, d: d, rank: ranks[d]})
		}
	} else {
		s, err := newScorer(m, c.hits)
		if err != nil {
			return err
		}
		for at, d := range s.who {
			top.add(found{part: m.part, d: d, score: s.score(at, height), rank: ranks[d]})
		}
	}
	for _, f := range top.all {
		f.whole = a.plan.Sight.Everybody || m.own.Contains(f.d)
		a.best = append(a.best, f)
	}
	return nil
}

func (a *answering) byName() bool {
	return a.plan.Sort == search.ByName || len(a.plan.Words) == 0 && len(a.plan.Prefer) == 0
}

// page joins the best of all parts and reads what is shown of one page.
func (a *answering) page() ([]search.Hit, error) {
	if len(a.view.parts) > 1 {
		if err := a.readOrders(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(a.best, func(x, y found) int {
		return cmp.Or(y.score-x.score, bytes.Compare(x.order, y.order), cmp.Compare(x.rank, y.rank), cmp.Compare(x.d, y.d))
	})
	from := min(a.plan.Offset, len(a.best))
	to := min(from+a.plan.Limit, len(a.best))
	hits := make([]search.Hit, 0, to-from)
	for _, f := range a.best[from:to] {
		held, kept, err := f.part.stored(f.d)
		if err != nil {
			return nil, err
		}
		hits = append(hits, search.Hit{Person: held.Person, Score: float64(f.score), Texts: f.shown(kept.texts)})
	}
	return hits, nil
}

// shown keeps the texts that the actor may see.
func (f *found) shown(texts []search.Text) []search.Text {
	if f.whole {
		return texts
	}
	return slices.DeleteFunc(texts, func(t search.Text) bool { return internal[t.Field] || t.Field == search.FieldCode })
}

// readOrders reads the sort keys, which alone compare people of two parts.
func (a *answering) readOrders() error {
	for i := range a.best {
		f := &a.best[i]
		if err := a.ctx.Err(); err != nil { // a page far back has many before it
			return err
		}
		var err error
		if f.order, err = f.part.order(f.d); err != nil {
			return err
		}
	}
	return nil
}

// top keeps the best of one part: a heap with the worst kept on top.
type top struct {
	size int
	all  []found
}

func newTop(size int) *top { return &top{size: size} }

// worse orders people of one part.
func worse(a, b *found) bool {
	if a.score != b.score {
		return a.score < b.score
	}
	if a.rank != b.rank {
		return a.rank > b.rank
	}
	return a.d > b.d
}

func (t *top) add(f found) {
	switch {
	case t.size == 0:
	case len(t.all) < t.size:
		t.all = append(t.all, f)
		t.up(len(t.all) - 1)
	case worse(&t.all[0], &f):
		t.all[0] = f
		t.down()
	}
}

func (t *top) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !worse(&t.all[i], &t.all[parent]) {
			return
		}
		t.all[i], t.all[parent] = t.all[parent], t.all[i]
		i = parent
	}
}

func (t *top) down() {
	for i := 0; ; {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(t.all); c++ {
			if worse(&t.all[c], &t.all[least]) {
				least = c
			}
		}
		if least == i {
			return
		}
		t.all[i], t.all[least] = t.all[least], t.all[i]
		i = least
	}
}
