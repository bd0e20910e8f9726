package registry

import (
	"context"
	"iter"
	"reflect"
)

// Line is one person as exports give them: flat, in the words of the contract, for
// sheets, and whole behind it. The command line exports everything; exports over HTTP
// pass through the account's rights first. Sealed values are in no export.
type Line struct {
	ID           string   `json:"id"`
	Codes        []string `json:"codes"`
	Name         string   `json:"name"`
	Sex          Sex      `json:"sex"`
	Birth        string   `json:"birth"`  // YYYY, YYYY-MM, YYYY-MM-DD or ""
	Degree       string   `json:"degree"` // highest học vị code
	Title        string   `json:"title"`
	Honours      []string `json:"honours"`
	Organisation string   `json:"organisation"`
	Unit         string   `json:"unit"` // the lowest known
	Position     string   `json:"position"`
	Fields       []string `json:"fields"`
	Expertise    []string `json:"expertise"`
	Email        string   `json:"email"`
	Phone        string   `json:"phone"`
	Retires      string   `json:"retires"` // YYYY-MM by the decree's table, "" if unknown

	Sector    string     `json:"sector"`    // ngành quản lý of the main post, a code
	Ownership string     `json:"ownership"` // khu vực of the main post, a code
	Scope     ScopeState `json:"scope"`     // by the rules in force on the day of the export

	Record        *Person                   `json:"record,omitempty"`        // all of it, but for the number and version that this store gave
	Organisations map[OrganisationID]string `json:"organisations,omitempty"` // what those that Record points at are called
	Sources       map[SourceID]Source       `json:"sources,omitempty"`       // where the values of Record came from; of WholeLines alone
}

// How lists say that they tell whole records: what reads lists knows by it what is not
// a column of people, or not a list of them.
const (
	WholePrefix = "Hồ sơ: "        // begins the headers of the columns behind a list that tell the rest of the record
	WholePart   = "Phần của hồ sơ" // heads a column of a sheet whose rows are parts of records, several a person
)

// Lines flattens people as they come, as of a day, and ends with the first error. Their
// records stand without sources, so that two registries that hold the same write the same.
func Lines(people iter.Seq2[*Person, error], ref *Reference, on Date) iter.Seq2[Line, error] {
	table := ref.Retirement()
	return func(yield func(Line, error) bool) {
		for p, err := range people {
			if err != nil {
				yield(Line{}, err)
				return
			}
			if !yield(LineOf(p, ref, table, on), nil) {
				return
			}
		}
	}
}

// LineOf flattens a person. Lists are never null; codes are those in force on the day,
// the record behind them has its own.
func LineOf(p *Person, ref *Reference, table RetirementTable, on Date) Line {
	l := Line{
		ID: p.ID.Public(), Name: p.Name.Full, Sex: p.Sex, Birth: p.Birth.String(),
		Degree: ref.CodeInForce(SchemeDegree, p.Degree(ref), on), Title: ref.CodeInForce(SchemeTitle, p.Title.Code, on), Email: p.Email, Phone: p.Phone,
		Codes:     each(p.Codes, func(c StaffCode) string { return c.Code }),
		Honours:   ref.codesInForce(SchemeHonour, each(p.Honours, func(h Honour) string { return h.Code }), on),
		Fields:    ref.codesInForce(SchemeField, each(p.Fields, func(f FieldOf) string { return f.Code }), on),
		Scope:     ScopeOf(p, ref, on).State,
		Expertise: each(p.Expertise, func(e Expertise) string { return e.Phrase }),
		Record:    p.unsourced(), Organisations: p.namesPlaces(ref),
	}
	if q, ok := p.MainPosition(); ok {
		l.Sector, l.Ownership = ref.CodeInForce(SchemeSector, ref.Sector(q), on), ref.CodeInForce(SchemeOwnership, ref.Ownership(q), on)
		l.Organisation, l.Position = ref.OrganisationName(q.Organisation), q.Post
		if q.Unit != q.Organisation {
			l.Unit = ref.OrganisationName(q.Unit)
		}
	}
	if m, ok := table.Month(p.Birth, p.Sex); ok {
		l.Retires = m.String()
	}
	return l
}

// linesAtOnce bounds the people whose sources WholeLines reads together.
const linesAtOnce = 200

// WholeLines gives Lines whose records say where each value came from; it holds few
// people at a time.
func WholeLines(ctx context.Context, store PersonReader, people iter.Seq2[*Person, error], ref *Reference, on Date) iter.Seq2[Line, error] {
	table := ref.Retirement()
	return func(yield func(Line, error) bool) {
		var held []*Person
		for p, err := range people {
			if err != nil {
				yield(Line{}, err)
				return
			}
			if held = append(held, p); len(held) < linesAtOnce {
				continue
			}
			if !sourced(ctx, store, held, ref, table, on, yield) {
				return
			}
			held = held[:0]
		}
		sourced(ctx, store, held, ref, table, on, yield)
	}
}

// sourced gives the lines of some people with their sources; false to give no more.
func sourced(ctx context.Context, store PersonReader, people []*Person, ref *Reference, table RetirementTable, on Date, yield func(Line, error) bool) bool {
	var ids []SourceID
	for _, p := range people {
		ids = append(ids, p.factSources()...)
	}
	known, err := store.Sources(ctx, ids)
	if err != nil {
		yield(Line{}, err)
		return false
	}
	for _, p := range people {
		l := LineOf(p, ref, table, on)
		l.Record, l.Sources = p.unnumbered(), map[SourceID]Source{}
		for _, id := range p.factSources() {
			if s, ok := known[id]; ok {
				l.Sources[id] = s
			}
		}
		if !yield(l, nil) {
			return false
		}
	}
	return true
}

func (p *Person) factSources() []SourceID {
	return each(p.Facts(), func(f Fact) SourceID { return f.Source })
}

// unnumbered gives a copy without what this store numbers people and their changes by.
// It shares its lists with p.
func (p *Person) unnumbered() *Person {
	q := *p
	q.ID, q.Version = 0, 0
	return &q
}

// unsourced gives an unnumbered copy that does not say where its values came from.
func (p *Person) unsourced() *Person {
	q := p.unnumbered()
	q.Source, q.Sources = 0, nil
	record := reflect.ValueOf(q).Elem()
	for i := range record.NumField() {
		list := record.Field(i)
		if !isList(list.Type()) || list.Len() == 0 {
			continue
		}
		items := reflect.MakeSlice(list.Type(), list.Len(), list.Len())
		reflect.Copy(items, list)
		for k := range items.Len() {
			items.Index(k).FieldByName("Source").SetInt(0)
		}
		list.Set(items)
	}
	return q
}

// namesPlaces gives what the organisations and units that p points at are called.
func (p *Person) namesPlaces(ref *Reference) map[OrganisationID]string {
	names := map[OrganisationID]string{}
	add := func(ids ...OrganisationID) {
		for _, id := range ids {
			if name := ref.OrganisationName(id); name != "" {
				names[id] = name
			}
		}
	}
	for _, c := range p.Codes {
		add(c.Organisation)
	}
	for _, q := range p.Positions {
		add(q.Organisation, q.Unit)
	}
	for _, m := range p.Memberships {
		add(m.Organisation)
	}
	return names
}

func each[T, R any](list []T, f func(T) R) []R {
	out := make([]R, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
