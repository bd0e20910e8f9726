package forecast

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"trithuc/registry"
)

// DeskStore is what a Desk reads of the registry.
type DeskStore interface {
	Reader
	Head(ctx context.Context) (registry.Head, error)
}

// Desk keeps what was gathered and reckoned last, so that a page asked for again, or
// with one number changed, makes only the draws that are new. What it keeps is bound to
// the end of the trail it was gathered at and to the day: after any change of the
// registry, by whatever process, it is gathered anew. It is safe for concurrent use.
type Desk struct {
	Store DeskStore

	lock  sync.Mutex
	looks []*Look // the newest first
}

// What a desk keeps at most.
const (
	keptLooks = 2
	keptTries = 4
)

// Look is what was gathered for one choice of whom to look at.
type Look struct {
	In   Input
	Head registry.Head // of the trail it was gathered at, or shortly before

	whom  whom
	lock  sync.Mutex
	tries []tried // the newest first
}

// whom is a choice of whom to look at, on a day.
type whom struct {
	organisation, sector, ownership string
	on                              registry.Date
}

type tried struct {
	key        string
	projection Projection
}

// Look gathers whom a scenario looks at, as Gather does.
func (d *Desk) Look(ctx context.Context, s Scenario, on registry.Date) (*Look, error) {
	head, err := d.Store.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("forecast.Look: %w", err)
	}
	w := whom{s.Organisation, s.Sector, s.Ownership, on}
	if l := d.kept(head, w); l != nil {
		return l, l.In.Check(s)
	}
	in, err := Gather(ctx, d.Store, s, on)
	if err != nil {
		return nil, err
	}
	l := &Look{In: in, Head: head, whom: w}
	d.lock.Lock()
	defer d.lock.Unlock()
	d.looks = slices.Insert(d.looks, 0, l)
	d.looks = slices.Delete(d.looks, min(len(d.looks), keptLooks), len(d.looks))
	return l, nil
}

// kept finds a look at the same people at the same end of the trail.
func (d *Desk) kept(head registry.Head, w whom) *Look {
	d.lock.Lock()
	defer d.lock.Unlock()
	if i := slices.IndexFunc(d.looks, func(l *Look) bool { return l.Head == head && l.whom == w }); i >= 0 {
		return d.looks[i]
	}
	return nil
}

// Try is as Try of the package, and remembers.
func (l *Look) Try(ctx context.Context, s Scenario, now time.Time) (Projection, error) {
	return l.remember("try", s, func() (Projection, error) { return Try(ctx, l.In, s, now) })
}

// Project is as Project of the package, and remembers.
func (l *Look) Project(ctx context.Context, s Scenario, now time.Time) (Projection, error) {
	return l.remember("project", s, func() (Projection, error) { return Project(ctx, l.In, s, now) })
}

func (l *Look) remember(kind string, s Scenario, reckon func() (Projection, error)) (Projection, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return Projection{}, fmt.Errorf("forecast.Look: %w", err)
	}
	key := kind + string(text)
	if p, ok := l.known(key); ok {
		return p, nil
	}
	p, err := reckon()
	if err != nil {
		return p, err
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	l.tries = slices.Insert(l.tries, 0, tried{key, p})
	l.tries = slices.Delete(l.tries, min(len(l.tries), keptTries), len(l.tries))
	return p, nil
}

func (l *Look) known(key string) (Projection, bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	i := slices.IndexFunc(l.tries, func(t tried) bool { return t.key == key })
	if i < 0 {
		return Projection{}, false
	}
	t := l.tries[i]
	l.tries = slices.Insert(slices.Delete(l.tries, i, i+1), 0, t)
	return t.projection, true
}
