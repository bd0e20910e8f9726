package forecast

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"trithuc/registry"
)

// ModelVersion goes up whenever the same records and scenario are answered otherwise than before:
// a kept forecast says which version answered it.
const ModelVersion = 2

// Keep keeps a projection as it was told: the scenario, the records it was made of, and the
// answer for all fields and all levels. The same scenario over the same records is one
// run a day. Head is the trail's end the records were gathered at.
func Keep(ctx context.Context, store registry.ForecastRunStore, in Input, head registry.Head, s Scenario, p Projection, now time.Time) (*registry.ForecastRun, error) {
	run, records, err := kept(in, head, s, p, now)
	if err == nil {
		run.Account = registry.ActorOf(ctx).Account
		err = store.KeepForecast(ctx, run, records)
	}
	if err != nil {
		return nil, fmt.Errorf("forecast.Keep: %w", err)
	}
	return run, nil
}

func kept(in Input, head registry.Head, s Scenario, p Projection, now time.Time) (*registry.ForecastRun, []byte, error) {
	scenario, err := json.Marshal(s)
	if err != nil {
		return nil, nil, err
	}
	records, err := in.packed()
	if err != nil {
		return nil, nil, err
	}
	answer, err := pack(func(w io.Writer) error { return json.NewEncoder(w).Encode(p.told()) })
	if err != nil {
		return nil, nil, err
	}
	run := &registry.ForecastRun{Question: sha256.Sum256(scenario), At: now, Day: registry.DateOf(now), Head: head.Seq, Model: ModelVersion, Name: s.name(),
		Scenario: scenario, Records: sha256.Sum256(records), Answer: answer}
	run.Key = sha256.Sum256(fmt.Appendf(nil, "%d %s %x %s", run.Model, run.Day, run.Records, scenario))
	return run, records, nil
}

// told is what is kept of a projection: the fields as a whole and the levels as a whole.
func (p Projection) told() Projection {
	p.Series = slices.DeleteFunc(slices.Clone(p.Series), func(s Series) bool { return s.Field != All && s.Level != All })
	p.History = nil // the same for all
	return p
}

// Told reads what was answered.
func Told(run *registry.ForecastRun) (p Projection, err error) {
	err = unpack(run.Answer, func(r io.Reader) error { return json.NewDecoder(r).Decode(&p) })
	if err != nil {
		return p, fmt.Errorf("forecast.Told(%d): %w", run.ID, err)
	}
	return p, nil
}

// Asked reads what was supposed.
func Asked(run *registry.ForecastRun) (s Scenario, err error) {
	if err = json.Unmarshal(run.Scenario, &s); err != nil {
		return s, fmt.Errorf("forecast.Asked(%d): %w", run.ID, err)
	}
	return s, nil
}

// Again reckons a kept forecast anew, out of the records it was made of, and says whether
// the answer is the one that was told. It is NotFound where the records are kept no longer.
func Again(ctx context.Context, store interface {
	registry.ForecastRunStore
	registry.ReferenceReader
}, run *registry.ForecastRun) (same bool, err error) {
	records, err := store.ForecastRecords(ctx, run.Records)
	if err != nil {
		return false, fmt.Errorf("forecast.Again: %w", err)
	}
	ref, err := store.Reference(ctx)
	if err != nil {
		return false, fmt.Errorf("forecast.Again: %w", err)
	}
	in, err := unpackInput(records, ref)
	if err != nil {
		return false, fmt.Errorf("forecast.Again: %w", err)
	}
	s, err := Asked(run)
	if err != nil {
		return false, err
	}
	p, err := Project(ctx, in, s, run.At.In(registry.Vietnam))
	if err != nil {
		return false, err
	}
	was, err := Told(run)
	if err != nil {
		return false, err
	}
	before, err1 := json.Marshal(was.told())
	after, err2 := json.Marshal(p.told())
	return bytes.Equal(before, after), cmp.Or(err1, err2)
}

// keptInput is an Input as it is written down; nothing in it names anybody.
type keptInput struct {
	Levels                              []string
	Organisation, Table                 string
	Outside, Unclear, Derived, LeftLong int
	Targets                             []Target
	On                                  registry.Date
	Fields                              [][2]string
	Rates                               []registry.Code
	People                              []keptPerson
}

type keptPerson struct {
	Held                     []int32 // level, year, level, year…
	Employer                 int64
	Retires                  int32
	Born, From, Left, Since  int16
	Field                    int16
	Level, Sex               uint8
	Unsure, Leads, MayStayOn bool
}

// packer gives an input as it is written down, reckoned once.
func (in *Input) packer() func() ([]byte, error) {
	whole := *in
	return sync.OnceValues(func() ([]byte, error) {
		return pack(func(w io.Writer) error { return gob.NewEncoder(w).Encode(whole.written()) })
	})
}

func (in *Input) written() keptInput {
	k := keptInput{Levels: in.Levels, Organisation: in.Organisation, Table: in.Table, Outside: in.Outside, Unclear: in.Unclear, Derived: in.Derived,
		LeftLong: in.Left, Targets: in.Targets, On: in.on, People: make([]keptPerson, len(in.people))}
	for _, f := range in.fields {
		k.Fields = append(k.Fields, [2]string{f.area, f.field})
	}
	for _, code := range slices.Sorted(maps.Keys(in.rates)) {
		k.Rates = append(k.Rates, in.rates[code])
	}
	for i := range in.people {
		p := &in.people[i]
		held := make([]int32, 0, 2*len(p.held))
		for _, h := range p.held {
			held = append(held, int32(h.level), int32(h.year))
		}
		k.People[i] = keptPerson{held, int64(p.employer), p.retires, p.born, p.from, p.left, p.since, p.field, p.level, p.sex, p.unsure, p.leads, p.stays}
	}
	return k
}

// unpackInput reads an input that was written down. Names of fields and the table of
// retirement ages of who is still to come are those of the catalogue today.
func unpackInput(records []byte, ref *registry.Reference) (in Input, err error) {
	var k keptInput
	if err = unpack(records, func(r io.Reader) error { return gob.NewDecoder(r).Decode(&k) }); err != nil {
		return in, &registry.Error{Kind: registry.Damaged, Err: err, Message: "Đầu vào đã lưu của lần dự báo này bị hỏng nên không tính lại được."}
	}
	in = Input{Levels: k.Levels, Organisation: k.Organisation, Table: k.Table, Outside: k.Outside, Unclear: k.Unclear, Derived: k.Derived, Left: k.LeftLong,
		Targets: k.Targets, on: k.On, rates: rates{}, ref: ref, retirement: ref.Retirement(), published: func() []HistoryCheck { return nil }, people: make([]person, len(k.People))}
	for _, f := range k.Fields {
		in.fields = append(in.fields, place{f[0], f[1]})
	}
	for _, c := range k.Rates {
		in.rates[c.Code] = c
	}
	for i, p := range k.People {
		held := make([]standing, 0, len(p.Held)/2)
		for j := 0; j+1 < len(p.Held); j += 2 {
			held = append(held, standing{uint8(p.Held[j]), int16(p.Held[j+1])})
		}
		in.people[i] = person{held: held, employer: registry.OrganisationID(p.Employer), retires: p.Retires, born: p.Born, from: p.From, left: p.Left, since: p.Since,
			field: p.Field, level: p.Level, sex: p.Sex, unsure: p.Unsure, leads: p.Leads, stays: p.MayStayOn, ward: -1}
	}
	in.seen = in.observe(in.on.Year - 1)
	in.packed = in.packer()
	return in, nil
}

// maxUnpacked bounds what is read of something packed, in bytes.
const maxUnpacked = 1 << 30

func pack(write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := cmp.Or(write(z), z.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpack(packed []byte, read func(io.Reader) error) error {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	return read(io.LimitReader(z, maxUnpacked))
}

// SameWhom says that two scenarios look at the same people.
func (s Scenario) SameWhom(t Scenario) bool {
	return strings.EqualFold(s.Organisation, t.Organisation) && s.Sector == t.Sector && s.Ownership == t.Ownership
}

// Keep keeps what was told of a look.
func (l *Look) Keep(ctx context.Context, store registry.ForecastRunStore, s Scenario, p Projection, now time.Time) (*registry.ForecastRun, error) {
	return Keep(ctx, store, l.In, l.Head, s, p, now)
}
