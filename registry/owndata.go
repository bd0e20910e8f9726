package registry

import (
	"context"
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
	if err := own.happened(ctx, store); err != nil {
		return nil, err
	}
	own.Requests, err = store.RequestsOf(ctx, p.ID)
	return own, err
}

// happened adds what the trail says about the person.
func (o *OwnData) happened(ctx context.Context, store TrailReader) error {
	about, err := store.EntriesOf(ctx, Subject{SubjectPerson, int64(o.Person.ID)})
	if err != nil {
		return err
	}
	for i := len(about) - 1; i >= 0; i-- {
		o.Changes = append(o.Changes, OwnChange{about[i].At, about[i].Action, about[i].Reason})
	}
	sealed, err := store.EntriesOf(ctx, Subject{SubjectSecret, int64(o.Person.ID)})
	for _, e := range sealed {
		if e.Action == Opened {
			o.Openings = append(o.Openings, Opening{e.At, e.Actor, e.Reason})
		}
	}
	return err
}
