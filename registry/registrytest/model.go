package registrytest

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
)

func noLostUpdates(t *testing.T, r *room) {
	p := r.add(t, 1)[0]
	const editors, edits = 12, 15
	var wait sync.WaitGroup
	for e := range editors {
		wait.Go(func() {
			for n := range edits {
				if err := r.appendPhrase(p.ID, fmt.Sprintf("%d-%d", e, n)); err != nil {
					t.Errorf("editor %d: %v", e, err)
					return
				}
			}
		})
	}
	wait.Wait()
	got := r.person(t, p.ID)
	if want := len(p.Expertise) + editors*edits; len(got.Expertise) != want || got.Version != 1+editors*edits {
		t.Errorf("got %d phrases in version %d, want %d", len(got.Expertise), got.Version, want)
	}
}

// appendPhrase adds to what is there and tries again while others are first.
func (r *room) appendPhrase(id registry.PersonID, phrase string) error {
	for {
		p, err := r.Person(r.ctx, id)
		if err != nil {
			return err
		}
		p.Expertise = append(p.Expertise, registry.Expertise{Phrase: phrase})
		_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.AmendPerson{Person: p, Was: p.Version}})
		if registry.KindOf(err) != registry.Stale {
			return err
		}
	}
}

// model is the simplest registry there is.
type model struct {
	people  map[registry.PersonID]*registry.Person
	highest registry.PersonID
	last    registry.Seq
}

func agreesWithModel(t *testing.T, r *room) {
	r.furnished(t)
	rapid.Check(t, func(rt *rapid.T) {
		// One store for all runs: every run starts from what the last left.
		m := r.modelOf(t)
		rt.Repeat(map[string]func(*rapid.T){
			"add":    func(rt *rapid.T) { m.add(rt, t, r) },
			"amend":  func(rt *rapid.T) { m.amend(rt, t, r) },
			"remove": func(rt *rapid.T) { m.remove(rt, t, r) },
			"fail":   func(rt *rapid.T) { m.fail(rt, r) },
			"reopen": func(rt *rapid.T) {
				if rapid.IntRange(0, 9).Draw(rt, "really") == 0 {
					r.reopen(t)
				}
			},
			"": func(rt *rapid.T) { m.agrees(rt, r) },
		})
	})
}

func (r *room) modelOf(t *testing.T) *model {
	m := &model{people: map[registry.PersonID]*registry.Person{}}
	for p, err := range r.AllPeople(r.ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		m.people[p.ID], m.highest = p, p.ID
	}
	head, err := r.Head(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	m.last = head.Seq
	return m
}

// draw makes some sample person, at an organisation or not.
func draw(rt *rapid.T, r *room) *registry.Person {
	org := rapid.SampledFrom([]registry.OrganisationID{0, r.ctu}).Draw(rt, "organisation")
	return Person(rapid.IntRange(0, 5000).Draw(rt, "person"), org, 0)
}

// some gives one of the people; false if there is none.
func (m *model) some(rt *rapid.T) (*registry.Person, bool) {
	ids := slices.Sorted(maps.Keys(m.people))
	if len(ids) == 0 {
		return nil, false
	}
	return m.people[rapid.SampledFrom(ids).Draw(rt, "id")], true
}

func (m *model) add(rt *rapid.T, t *testing.T, r *room) {
	p := draw(rt, r)
	r.commit(t, &registry.AddPerson{Person: p})
	if p.ID <= m.highest {
		rt.Fatalf("id %d after %d", p.ID, m.highest)
	}
	m.highest = p.ID
	m.people[p.ID] = p
	m.last++
}

func (m *model) amend(rt *rapid.T, t *testing.T, r *room) {
	old, ok := m.some(rt)
	if !ok {
		return
	}
	p := draw(rt, r)
	p.ID = old.ID
	receipt := r.commit(t, &registry.AmendPerson{Person: p, Was: old.Version})
	m.people[p.ID] = p
	if receipt.Last != 0 {
		m.last++
	}
}

func (m *model) remove(rt *rapid.T, t *testing.T, r *room) {
	if old, ok := m.some(rt); ok {
		r.commit(t, &registry.RemovePerson{ID: old.ID, Was: old.Version})
		delete(m.people, old.ID)
		m.last++
	}
}

// fail commits an addition together with a change that cannot be.
func (m *model) fail(rt *rapid.T, r *room) {
	_, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.AddPerson{Person: draw(rt, r)}, &registry.RemovePerson{ID: 1 << 40, Was: 1}})
	if err == nil {
		rt.Fatal("somebody who is not there was removed")
	}
}

func (m *model) agrees(rt *rapid.T, r *room) {
	n := 0
	for p, err := range r.AllPeople(r.ctx, 0) {
		if err != nil {
			rt.Fatal(err)
		}
		equal(rt, p, m.people[p.ID])
		n++
	}
	head, err := r.Head(r.ctx)
	if err != nil || n != len(m.people) || head.Seq != m.last {
		rt.Fatalf("got %d people at entry %d, %v, want %d at %d", n, head.Seq, err, len(m.people), m.last)
	}
}
