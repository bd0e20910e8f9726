package selection

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"iter"
	"slices"
	"strings"
	"time"

	"trithuc/registry"
)

// Reader is what Gather reads of the registry.
type Reader interface {
	registry.ReferenceReader
	// AllPeople walks over everybody after an id, by id.
	AllPeople(ctx context.Context, after registry.PersonID) iter.Seq2[*registry.Person, error]
	// People gives those that exist under these very ids, in their order.
	People(ctx context.Context, ids []registry.PersonID) ([]*registry.Person, error)
	// Panels gives all panels there were, for who sat where.
	Panels(ctx context.Context) ([]registry.Panel, error)
}

// Store is a registry as Visible reads it.
type Store interface {
	registry.PersonReader
	registry.ReferenceReader
	registry.PanelReader
}

// Checker finds conflicts of interest of who is seated, as the gate of panels wants it.
func Checker(store Store, rank Ranker, now func() time.Time) func(context.Context, *registry.Panel) error {
	return func(ctx context.Context, p *registry.Panel) error {
		_, err := Recheck(ctx, Visible(store), rank, p, now())
		return err
	}
}

// Visible reads a registry as the actor of each context may see it.
func Visible(store Store) Reader { return visible{store} }

type visible struct{ Store }

// AllPeople walks over whom the actor may see. Readers begin with the first.
func (v visible) AllPeople(ctx context.Context, _ registry.PersonID) iter.Seq2[*registry.Person, error] {
	return registry.AllVisible(ctx, v.Store)
}

// People gives those whom the actor may see.
func (v visible) People(ctx context.Context, ids []registry.PersonID) ([]*registry.Person, error) {
	return registry.VisiblePeople(ctx, v.Store, ids)
}

// Ranker says how much people have to do with a topic. The search is one.
type Ranker interface {
	// Relevance gives the people a topic finds, with a score that is comparable
	// within one answer, the best limit of them.
	Relevance(ctx context.Context, topic string, limit int) (map[registry.PersonID]float64, error)
	// Reasons says what of these people met the topic, in Vietnamese.
	Reasons(ctx context.Context, topic string, ids []registry.PersonID) (map[registry.PersonID][]string, error)
}

// Draw is a need with everybody who could sit: all that Propose decides by.
type Draw struct {
	need       Need
	ref        *registry.Reference
	on         registry.Date
	candidates []candidate
	rules      []rule
	places     []seat // of the kind of panel; nil where the need names none
	topic      map[registry.PersonID]float64
	fields     []string // of the need
	warnings   []string
	served     map[registry.PersonID][]service
	sitting    []registry.PersonID // who has a seat already
}

// Weights of a member's score where a need names both a topic and fields.
const (
	topicWeight = 0.6
	fieldWeight = 0.4
	unit        = 1_000_000 // a score of 1
)

// Gather reads who could sit on a panel and turns the need into rules. Everybody is
// weighed in a registry of up to MaxCandidates people, in a larger one those whom
// the topic finds. It is Invalid with every code and name that the registry does
// not know. A need without a date is for today.
func Gather(ctx context.Context, store Reader, rank Ranker, need Need, now time.Time) (*Draw, error) {
	return gather(ctx, store, rank, need, nil, now)
}

// gather weighs people who have a seat already too, whatever the topic finds.
func gather(ctx context.Context, store Reader, rank Ranker, need Need, seated []registry.PersonID, now time.Time) (*Draw, error) {
	ref, err := store.Reference(ctx)
	if err != nil {
		return nil, fmt.Errorf("selection.Gather: %w", err)
	}
	d := &Draw{need: need, ref: ref, on: registry.DateOf(now), sitting: seated}
	if need.Date != "" {
		if d.on, err = registry.ParseDate(need.Date); err != nil {
			return nil, refuse((&need).problems())
		}
	}
	if err := d.read(ctx, store, rank); err != nil {
		return nil, fmt.Errorf("selection.Gather: %w", err)
	}
	if problems := d.rule(); len(problems) > 0 {
		return nil, refuse(problems)
	}
	d.weigh()
	return d, nil
}

// read fills in the candidates.
func (d *Draw) read(ctx context.Context, store Reader, rank Ranker) (err error) {
	d.topic = map[registry.PersonID]float64{}
	if strings.TrimSpace(d.need.Topic) != "" {
		if d.topic, err = rank.Relevance(ctx, d.need.Topic, MaxCandidates); err != nil {
			return err
		}
	}
	if err = d.serve(ctx, store); err != nil {
		return err
	}
	for p, err := range store.AllPeople(ctx, 0) {
		if err != nil {
			return err
		}
		if len(d.candidates) == MaxCandidates {
			return d.readFound(ctx, store)
		}
		d.candidates = append(d.candidates, d.candidate(p))
	}
	return nil
}

// readFound takes those alone whom the topic finds, and whoever is named.
func (d *Draw) readFound(ctx context.Context, store Reader) error {
	named := slices.DeleteFunc(d.candidates, func(c candidate) bool { return !d.named(c) })
	ids := make([]registry.PersonID, 0, len(d.topic))
	for id := range d.topic {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	people, err := store.People(ctx, ids)
	if err != nil {
		return err
	}
	d.candidates = slices.Clone(named)
	for _, p := range people {
		if !slices.ContainsFunc(named, func(c candidate) bool { return c.person == p.ID }) {
			d.candidates = append(d.candidates, d.candidate(p))
		}
	}
	d.warnings = append(d.warnings, fmt.Sprintf("Cơ sở dữ liệu có hơn %d người: chỉ xét những người khớp với chủ đề.", MaxCandidates))
	return nil
}

// named says that the need speaks of the person.
func (d *Draw) named(c candidate) bool {
	return slices.Contains(d.sitting, c.person) || slices.ContainsFunc(slices.Concat(d.need.Pin, d.need.Never, d.need.Work.People), c.answersTo) ||
		slices.ContainsFunc(d.need.Dismissed, func(x Dismissal) bool { return c.answersTo(x.Person) }) ||
		slices.ContainsFunc(d.need.Declared, func(x Declaration) bool { return c.answersTo(x.Person) })
}

// answersTo says that a staff code or public id is this person's.
func (c candidate) answersTo(code string) bool {
	code = strings.TrimSpace(code)
	if strings.EqualFold(code, c.person.Public()) {
		return true
	}
	return slices.ContainsFunc(c.codes, func(own string) bool { return strings.EqualFold(own, code) })
}

func (d *Draw) candidate(p *registry.Person) candidate {
	c := candidate{
		person: p.ID, name: strings.TrimSpace(p.DisplayPrefix(d.ref) + " " + p.Name.Full), full: p.Name.Full, sex: p.Sex,
		degree: p.Degree(d.ref), title: p.Title.Code, birth: p.Birth, relevance: d.topic[p.ID],
	}
	if len(d.need.Work.People) > 0 {
		c.ties = p.Ties()
	}
	for _, s := range p.Codes {
		c.codes = append(c.codes, s.Code)
	}
	if q, ok := p.MainPosition(); ok {
		c.home, c.main = q.Organisation, []registry.OrganisationID{q.Organisation, q.Unit}
	}
	for _, q := range p.Positions {
		if registry.Lasts(q.From, q.To, d.on) {
			c.posts = append(c.posts, q.Organisation, q.Unit)
		}
	}
	for _, f := range p.Fields {
		c.fields = append(c.fields, f.Code)
		c.fields = append(c.fields, d.ref.FieldPath(f.Code)...)
	}
	return c
}

// weigh scores the candidates and puts the better first, equals in the order of the
// lottery: by a digest of seed and person, which anybody can repeat.
func (d *Draw) weigh() {
	var most float64
	for _, c := range d.candidates {
		most = max(most, c.relevance)
	}
	for i := range d.candidates {
		c := &d.candidates[i]
		if most > 0 {
			c.relevance /= most
		}
		for _, f := range d.fields {
			if slices.Contains(c.fields, f) {
				c.known++
			}
		}
		c.merit = int64(d.score(c)*unit + 0.5)
		c.score = max(0, c.merit-c.penalty())
	}
	slices.SortFunc(d.candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(d.lot(a), d.lot(b)), cmp.Compare(a.person, b.person))
	})
}

// score is 0 to 1: the relevance to the topic, and the share of the needed fields
// the person knows.
func (d *Draw) score(c *candidate) float64 {
	switch {
	case len(d.fields) == 0:
		return c.relevance
	case strings.TrimSpace(d.need.Topic) == "":
		return float64(c.known) / float64(len(d.fields))
	}
	return topicWeight*c.relevance + fieldWeight*float64(c.known)/float64(len(d.fields))
}

func (d *Draw) lot(c candidate) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d/%s", d.need.Seed, c.person.Public())
	return h.Sum64()
}
