package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// OwnData is everything held about a person, as it is handed out to them (Luật
// 91/2025/QH15 Điều 4: to know, to see, to get a copy).
type OwnData struct {
	At       time.Time           `json:"at"`
	Person   *Person             `json:"person"`
	Sources  map[SourceID]Source `json:"sources"`           // where its values came from
	Citizen  string              `json:"citizen,omitempty"` // số định danh cá nhân, opened for the copy
	Sealed   []string            `json:"sealed"`            // restricted values that are kept and could not be opened, by their names
	Changes  []OwnChange         `json:"changes"`           // of the record, the newest first
	Openings []Opening           `json:"openings"`
	Given    []Given             `json:"given"` // what other agencies were given of it
	Requests []Request           `json:"requests"`
}

// OwnChange is one change of the record, without the names of others.
type OwnChange struct {
	At     time.Time `json:"at"`
	Action Action    `json:"action"`
	Reason string    `json:"reason,omitempty"`
	Field  string    `json:"field,omitempty"` // the restricted value that was changed, without it; "" for the record
}

// Opening says when a restricted value was read, and what for.
type Opening struct {
	At      time.Time `json:"at"`
	Account string    `json:"account"`
	Purpose string    `json:"purpose"`
}

// Given says when another agency fetched data of the person, and on what ground.
type Given struct {
	At       time.Time      `json:"at"`
	Account  string         `json:"account"`
	Asker    OrganisationID `json:"asker"`
	Document string         `json:"document"`
	Purpose  string         `json:"purpose"`
	Fields   []string       `json:"fields"`
}

// givenOf gives what was let out of a person under an id.
func givenOf(ctx context.Context, store interface {
	TrailReader
	DisclosureReader
}, id PersonID) ([]Given, error) {
	all, err := store.DisclosuresOf(ctx, id)
	if err != nil {
		return nil, err
	}
	given := []Given{}
	for _, d := range all {
		entries, err := store.EntriesOf(ctx, Subject{SubjectDisclosure, int64(d.ID)})
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Action == Opened {
				given = append(given, Given{e.At, e.Actor, d.Asker, d.Document, d.Purpose, d.Fields})
			}
		}
	}
	return given, nil
}

// OwnStore is what gathering somebody's own data reads; that a restricted value was
// opened for it is committed.
type OwnStore interface {
	Committer
	PersonReader
	TrailReader
	RequestReader
	SecretStore
	MergeReader
	DisclosureReader
}

// Own gathers what is held of whom a case is about, also of somebody who was removed: the
// trail keeps them. Whoever may handle requests may
// ask; the citizen number is in it where they may read it and the Sealer opens it, and
// the trail says then that it was handed out.
func Own(ctx context.Context, store OwnStore, sealer Sealer, q *Request, at time.Time) (*OwnData, error) {
	if _, err := Authorise(ctx, WriteRequests); err != nil {
		return nil, err
	}
	p, _, err := held(ctx, store, q.Person)
	if err != nil {
		return nil, err
	}
	own := &OwnData{At: at.UTC(), Person: p, Sealed: []string{}, Changes: []OwnChange{}, Openings: []Opening{}, Given: []Given{}}
	if own.Sources, err = store.Sources(ctx, p.allSources()); err != nil {
		return nil, err
	}
	if err := own.open(ctx, Secrets{Store: store, Sealer: sealer}, q); err != nil {
		return nil, err
	}
	return own, own.gather(ctx, store)
}

// AccessStore is what the log of a record is read from.
type AccessStore interface {
	PersonReader
	TrailReader
	RequestReader
	MergeReader
	DisclosureReader
}

// AccessTo gives what happened with a record, for who watches over the registry: changes,
// who opened restricted values and what for, and what other agencies were given.
func AccessTo(ctx context.Context, store AccessStore, id PersonID, at time.Time) (*OwnData, error) {
	if _, err := Authorise(ctx, ReadAccess); err != nil {
		return nil, err
	}
	p, err := VisiblePerson(ctx, store, id)
	if err != nil {
		return nil, err
	}
	own := &OwnData{At: at.UTC(), Person: p}
	return own, own.gather(ctx, store)
}

// gather adds what happened under every id of the person: changes, openings, requests.
func (o *OwnData) gather(ctx context.Context, store interface {
	MergeReader
	TrailReader
	RequestReader
	DisclosureReader
}) error {
	ids, err := leadingTo(ctx, store, o.Person.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := o.happened(ctx, store, id); err != nil {
			return err
		}
		given, err := givenOf(ctx, store, id)
		if err != nil {
			return err
		}
		o.Given = append(o.Given, given...)
		asked, err := store.RequestsOf(ctx, id)
		if err != nil {
			return err
		}
		o.Requests = append(o.Requests, asked...)
	}
	slices.SortStableFunc(o.Changes, func(a, b OwnChange) int { return b.At.Compare(a.At) })
	slices.SortStableFunc(o.Openings, func(a, b Opening) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(o.Given, func(a, b Given) int { return a.At.Compare(b.At) })
	slices.SortFunc(o.Requests, func(a, b Request) int { return cmp.Compare(a.ID, b.ID) })
	o.Requests = slices.CompactFunc(o.Requests, func(a, b Request) bool { return a.ID == b.ID })
	return nil
}

// open adds the citizen number, or that one is kept which cannot be opened here.
func (o *OwnData) open(ctx context.Context, secrets Secrets, q *Request) error {
	number, err := secrets.Open(ctx, o.Person.ID, Citizen, fmt.Sprintf("Cung cấp bản sao dữ liệu theo yêu cầu số %d", q.ID))
	switch KindOf(err) {
	case NotFound:
		if _, err := secrets.Store.Secret(ctx, o.Person.ID, Citizen); err == nil { // of somebody removed
			o.Sealed = append(o.Sealed, Citizen)
		}
	case Busy, Damaged, Forbidden:
		o.Sealed = append(o.Sealed, Citizen)
	default:
		o.Citizen = number
		return err
	}
	return nil
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
		o.Changes = append(o.Changes, OwnChange{At: about[i].At, Action: about[i].Action, Reason: about[i].Reason})
	}
	sealed, err := store.EntriesOf(ctx, Subject{SubjectSecret, int64(id)})
	for _, e := range sealed {
		if e.Action != Opened {
			o.Changes = append(o.Changes, OwnChange{e.At, e.Action, e.Reason, Citizen})
		} else {
			o.Openings = append(o.Openings, Opening{e.At, e.Actor, e.Reason})
		}
	}
	return err
}
