package registry

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// OwnData is everything held about a person, as it is handed out to them (Luật
// 91/2025/QH15 Điều 4: to know, to see, to get a copy).
type OwnData struct {
	At       time.Time           `json:"at"`
	Person   *Person             `json:"person"`
	Sources  map[SourceID]Source `json:"sources"` // where its values came from
	Sealed   []string            `json:"sealed"`  // restricted values that are kept besides, by their names
	Changes  []OwnChange         `json:"changes"` // of the record, the newest first
	Openings []Opening           `json:"openings"`
	Requests []Request           `json:"requests"`
}

// OwnChange is one change of the record, without the names of others.
type OwnChange struct {
	At     time.Time `json:"at"`
	Action Action    `json:"action"`
	Reason string    `json:"reason,omitempty"`
}

// Opening says when a restricted value was read, and what for.
type Opening struct {
	At      time.Time `json:"at"`
	Account string    `json:"account"`
	Purpose string    `json:"purpose"`
}

// OwnReader is what gathering somebody's own data reads.
type OwnReader interface {
	PersonReader
	TrailReader
	RequestReader
	SecretStore
	MergeReader
}

// Own gathers what is held of a person. Whoever may handle requests may ask.
func Own(ctx context.Context, store OwnReader, id PersonID, at time.Time) (*OwnData, error) {
	if _, err := Authorise(ctx, WriteRequests); err != nil {
		return nil, err
	}
	p, err := store.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	own := &OwnData{At: at.UTC(), Person: p, Sealed: []string{}, Changes: []OwnChange{}, Openings: []Opening{}}
	if own.Sources, err = store.Sources(ctx, p.allSources()); err != nil {
		return nil, err
	}
	switch _, err := store.Secret(ctx, p.ID, Citizen); {
	case err == nil:
		own.Sealed = append(own.Sealed, Citizen)
	case KindOf(err) != NotFound:
		return nil, err
	}
	ids, err := leadingTo(ctx, store, p.ID)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if err := own.happened(ctx, store, id); err != nil {
			return nil, err
		}
		asked, err := store.RequestsOf(ctx, id)
		if err != nil {
			return nil, err
		}
		own.Requests = append(own.Requests, asked...)
	}
	slices.SortStableFunc(own.Changes, func(a, b OwnChange) int { return b.At.Compare(a.At) })
	slices.SortStableFunc(own.Openings, func(a, b Opening) int { return a.At.Compare(b.At) })
	slices.SortFunc(own.Requests, func(a, b Request) int { return cmp.Compare(a.ID, b.ID) })
	own.Requests = slices.CompactFunc(own.Requests, func(a, b Request) bool { return a.ID == b.ID })
	return own, nil
}

// leadingTo gives an id and every id that leads to it by a merge, the id first.
func leadingTo(ctx context.Context, store MergeReader, id PersonID) ([]PersonID, error) {
	ids := []PersonID{id}
	for i := 0; i < len(ids); i++ {
		merged, err := store.MergedInto(ctx, ids[i])
		if err != nil {
			return nil, err
		}
		for _, m := range merged {
			if !slices.Contains(ids, m.Gone) {
				ids = append(ids, m.Gone)
			}
		}
	}
	return ids, nil
}

// happened adds what the trail says about the person under one of their ids.
func (o *OwnData) happened(ctx context.Context, store TrailReader, id PersonID) error {
	about, err := store.EntriesOf(ctx, Subject{SubjectPerson, int64(id)})
	if err != nil {
		return err
	}
	for i := len(about) - 1; i >= 0; i-- {
		o.Changes = append(o.Changes, OwnChange{about[i].At, about[i].Action, about[i].Reason})
	}
	sealed, err := store.EntriesOf(ctx, Subject{SubjectSecret, int64(id)})
	for _, e := range sealed {
		if e.Action == Opened {
			o.Openings = append(o.Openings, Opening{e.At, e.Actor, e.Reason})
		}
	}
	return err
}
