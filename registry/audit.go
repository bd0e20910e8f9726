package registry

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"reflect"
	"time"

	"trithuc/registry/vietnamese"
)

// Seq numbers the entries of the trail from 1, without gaps. Order in the
// registry comes from it, never from a clock.
type Seq int64

// SubjectKind says what an entry is about.
type SubjectKind string

// The kinds of subject.
const (
	SubjectPerson       SubjectKind = "person"
	SubjectOrganisation SubjectKind = "organisation"
	SubjectCatalogue    SubjectKind = "catalogue"
	SubjectImport       SubjectKind = "import"
	SubjectReview       SubjectKind = "review"
	SubjectShortlist    SubjectKind = "shortlist"
	SubjectRequest      SubjectKind = "request" // of a person about their own data
	SubjectPanel        SubjectKind = "panel"
	SubjectSavedSearch  SubjectKind = "saved-search"
	SubjectNeed         SubjectKind = "need"    // of people, as an organisation says
	SubjectOpinion      SubjectKind = "opinion" // of an agency on the draft of the plan
	SubjectSecret       SubjectKind = "secret"  // the restricted values of the person with that id
	SubjectPaper        SubjectKind = "paper"   // templates of documents; ID is 0
)

// Subject is what an entry is about. For a catalogue ID is 0.
type Subject struct {
	Kind SubjectKind `json:"kind"`
	ID   int64       `json:"id"`
}

// Action says what happened to the subject.
type Action string

// The actions.
const (
	Added    Action = "added"
	Amended  Action = "amended"
	Removed  Action = "removed"
	Restored Action = "restored" // a removed person is back, under the same id
)

// Digest is a SHA-256 value.
type Digest [sha256.Size]byte

// Entry is one line of the trail. The chain covers a salted digest of the
// payload, not the payload: payload and salt stand in a row of their own that
// erasure can empty, and the chain stays valid.
type Entry struct {
	Seq     Seq
	At      time.Time // UTC, whole microseconds
	Actor   string    // account
	Subject Subject
	Action  Action
	Version int64 // the subject's version after the change
	Reason  string
	Spoken  bool // the reason stands in the payload: "" where erasure emptied it
	Source  SourceID
	Payload Digest // PayloadDigest of salt and payload; zero where there is none
	Hash    Digest // Chain of the entry before
}

// Head is the last entry of the trail. It is also kept outside the database:
// a database behind that copy has lost entries, one ahead of it is sound.
type Head struct {
	Seq  Seq
	Hash Digest
}

// PayloadDigest gives what the chain holds of a payload; zero for an empty one.
func PayloadDigest(salt, payload []byte) Digest {
	if len(payload) == 0 {
		return Digest{}
	}
	h := sha256.New()
	h.Write(salt)
	h.Write(payload)
	return Digest(h.Sum(nil))
}

// Chain gives the hash of e, which stands after an entry whose hash is before.
// Every field is written with its length, so that no two entries read alike.
func (e *Entry) Chain(before Digest) Digest {
	b := make([]byte, 0, 256)
	b = append(b, before[:]...)
	for _, n := range []int64{int64(e.Seq), e.At.UnixMicro(), e.Subject.ID, e.Version, int64(e.Source)} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	reason := e.Reason
	if e.Spoken {
		reason = SpokenReason
	}
	for _, s := range []string{e.Actor, string(e.Subject.Kind), string(e.Action), reason} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	return sha256.Sum256(append(b, e.Payload[:]...))
}

// Delta holds the former values of what a change replaced: JSON name of a
// person's field → its JSON before, null where it was empty. Applied backwards
// from today it gives any past state.
type Delta map[string]json.RawMessage

// Difference gives the Delta that leads from after back to before. ID, Version
// and sources do not count as a change.
func Difference(before, after *Person) (Delta, error) {
	old, now := Delta{}, Delta{}
	for _, f := range personFields {
		if reflect.DeepEqual(f.of(before), f.of(after)) {
			continue // most are, and this costs less than writing them out
		}
		var err error
		if old[f.name], err = json.Marshal(f.of(before)); err != nil {
			return nil, err
		}
		if now[f.name], err = json.Marshal(f.of(after)); err != nil {
			return nil, err
		}
		if string(old[f.name]) == string(now[f.name]) {
			delete(old, f.name)
		}
	}
	return old, nil
}

// WithReason lets a payload carry a reason in somebody's own words. It is nil where
// neither is.
func WithReason(payload []byte, w *Why) ([]byte, error) {
	if !w.Spoken || w.Reason == "" {
		return payload, nil
	}
	d := Delta{}
	if payload != nil {
		if err := json.Unmarshal(payload, &d); err != nil {
			return nil, err
		}
	}
	raw, err := json.Marshal(w.Reason)
	if err != nil {
		return nil, err
	}
	d[reasonField] = raw
	return json.Marshal(d)
}

// ReasonIn gives the reason that a payload carries, "" where there is none.
func ReasonIn(payload []byte) (reason string, err error) {
	if len(payload) == 0 {
		return "", nil
	}
	var d Delta
	if err := json.Unmarshal(payload, &d); err != nil || d[reasonField] == nil {
		return "", err
	}
	return reason, json.Unmarshal(d[reasonField], &reason)
}

// Apply puts the former values into p, and their former sources where the Delta
// keeps them.
func (d Delta) Apply(p *Person) error {
	if from, ok, err := d.sources(); err != nil {
		return err
	} else if ok {
		p.Sources = from
	}
	for _, f := range personFields {
		raw, ok := d[f.name]
		if !ok {
			continue
		}
		f.clear(p)
		if err := json.Unmarshal(raw, f.of(p)); err != nil {
			return &Error{Kind: Damaged, Message: "Giá trị cũ trong nhật ký không đọc được.", Err: err}
		}
	}
	return nil
}

// personField is one field of Person that a Delta can carry.
type personField struct {
	name   string
	scalar bool // has its source in Person.Sources rather than in its items
	of     func(*Person) any
	clear  func(*Person)
	copy   func(to, from *Person)
}

func fieldOf[T any](name string, scalar bool, at func(*Person) *T) personField {
	return personField{name, scalar,
		func(p *Person) any { return at(p) },
		func(p *Person) { *at(p) = *new(T) },
		func(to, from *Person) { *at(to) = *at(from) },
	}
}

// PersonFields names the values of a record as JSON has them, scalars before lists.
func PersonFields() []string {
	return each(personFields, func(f personField) string { return f.name })
}

// personFields is the one list of what a person is made of: differences,
// sources and validation go through it.
var personFields = []personField{
	fieldOf("name", true, func(p *Person) *vietnamese.Name { return &p.Name }),
	fieldOf("sex", true, func(p *Person) *Sex { return &p.Sex }),
	fieldOf("birth", true, func(p *Person) *Date { return &p.Birth }),
	fieldOf("title", true, func(p *Person) *Title { return &p.Title }),
	fieldOf("rank", true, func(p *Person) *Rank { return &p.Rank }),
	fieldOf("email", true, func(p *Person) *string { return &p.Email }),
	fieldOf("phone", true, func(p *Person) *string { return &p.Phone }),
	fieldOf("nationality", true, func(p *Person) *string { return &p.Nationality }),
	fieldOf("public", true, func(p *Person) *bool { return &p.Public }),
	fieldOf("codes", false, func(p *Person) *[]StaffCode { return &p.Codes }),
	fieldOf("qualifications", false, func(p *Person) *[]Qualification { return &p.Qualifications }),
	fieldOf("honours", false, func(p *Person) *[]Honour { return &p.Honours }),
	fieldOf("positions", false, func(p *Person) *[]Position { return &p.Positions }),
	fieldOf("fields", false, func(p *Person) *[]FieldOf { return &p.Fields }),
	fieldOf("expertise", false, func(p *Person) *[]Expertise { return &p.Expertise }),
	fieldOf("names", false, func(p *Person) *[]OtherName { return &p.Names }),
	fieldOf("identifiers", false, func(p *Person) *[]Identifier { return &p.Identifiers }),
	fieldOf("languages", false, func(p *Person) *[]Language { return &p.Languages }),
	fieldOf("publications", false, func(p *Person) *[]Publication { return &p.Publications }),
	fieldOf("patents", false, func(p *Person) *[]Patent { return &p.Patents }),
	fieldOf("works", false, func(p *Person) *[]Work { return &p.Works }),
	fieldOf("exhibitions", false, func(p *Person) *[]Exhibition { return &p.Exhibitions }),
	fieldOf("tasks", false, func(p *Person) *[]Task { return &p.Tasks }),
	fieldOf("supervised", false, func(p *Person) *[]Supervision { return &p.Supervised }),
	fieldOf("awards", false, func(p *Person) *[]Award { return &p.Awards }),
	fieldOf("training", false, func(p *Person) *[]Training { return &p.Training }),
	fieldOf("memberships", false, func(p *Person) *[]Membership { return &p.Memberships }),
	fieldOf("abroad", false, func(p *Person) *[]Stay { return &p.Abroad }),
	fieldOf("addresses", false, func(p *Person) *[]Address { return &p.Addresses }),
	fieldOf("advice", false, func(p *Person) *[]Advice { return &p.Advice }),
	fieldOf("bases", false, func(p *Person) *[]LegalBasis { return &p.Bases }),
}
