package importer

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"trithuc/registry"
)

// Confirmation is what stands on a Biểu xác nhận số liệu: how many people a list
// holds by unit and by highest học vị: as the registry has them since, or, of a list
// that is not written yet, as it will.
type Confirmation struct {
	Import registry.Import // its file, hash, account and moment
	Figures
	// Open counts the rows that still wait for an answer; they are not in Total.
	Open int
}

// Figures are the counts of a list.
type Figures struct {
	Degrees []string     `json:"degrees"` // columns: codes of SchemeDegree, the highest first; "" for none
	Units   []UnitCounts `json:"units"`   // rows: in the order of the registry
	Total   UnitCounts   `json:"total"`
}

// UnitCounts is one row of the form. PGS and GS are counted beside the degrees.
type UnitCounts struct {
	Organisation registry.OrganisationID `json:"organisation,omitempty"` // below zero one that the import would add
	Name         string                  `json:"name,omitempty"`
	People       int                     `json:"people"`
	Women        int                     `json:"women"`
	ByDegree     map[string]int          `json:"by_degree"`
	Professors   map[string]int          `json:"professors,omitempty"` // by code of SchemeTitle
}

func (u *UnitCounts) add(p *registry.Person, ref *registry.Reference) {
	u.People++
	if p.Sex == registry.Female {
		u.Women++
	}
	u.ByDegree[p.Degree(ref)]++
	if p.Title.Code != "" {
		u.Professors[p.Title.Code]++
	}
}

// Confirm counts the people of an import: everybody whom one of its rows added,
// amended or found the same, or will. An import that is neither planned nor applied is
// a Conflict.
func (im *Importer) Confirm(ctx context.Context, id registry.ImportID) (*Confirmation, error) {
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	if i.State == registry.ImportPlanned {
		return im.confirmPlanned(ctx, id)
	}
	if i.State != registry.ImportApplied {
		return nil, registry.Errorf(registry.Conflict, "Lần nhập %d đang là %s nên chưa có số liệu để xác nhận.", id, stateWord(i.State))
	}
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := im.peopleIn(id)
	if err != nil {
		return nil, err
	}
	open, err := im.Store.Reviews(ctx, id, 0, 0)
	if err != nil {
		return nil, err
	}
	c := newConfirming(ref, i.Organisation)
	for batch := range slices.Chunk(ids, matchAtOnce) {
		people, err := im.Store.People(ctx, batch)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			c.count(p)
		}
	}
	return &Confirmation{*i, c.figures(), len(open)}, nil
}

// confirmPlanned gives the figures of a list that is not written yet.
func (im *Importer) confirmPlanned(ctx context.Context, id registry.ImportID) (*Confirmation, error) {
	p, err := im.StoredPlan(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.Figures == nil {
		return nil, registry.Errorf(registry.Conflict, "Bản xem trước của lần nhập %d do phiên bản cũ lập nên chưa có số liệu. Hãy tải tệp lên lại.", id)
	}
	return &Confirmation{p.Import, *p.Figures, p.Counts.Review}, nil
}

// figures counts whom a plan adds, amends or finds the same, as they will be.
func (p *planner) figures(of registry.OrganisationID) *Figures {
	c := newConfirming(p.r.ref, of)
	for _, change := range p.changes { // organisations stand before who points at them
		switch change := change.(type) {
		case *registry.AddOrganisation:
			c.fresh[change.Organisation.ID] = *change.Organisation
		case *registry.AddPerson:
			c.count(change.Person)
		}
	}
	for _, k := range p.stored {
		if k.touched {
			c.count(k.person)
		}
	}
	f := c.figures()
	return &f
}

// peopleIn gives whom the rows of a stored plan became, each once.
func (im *Importer) peopleIn(id registry.ImportID) ([]registry.PersonID, error) {
	if _, err := os.Stat(im.file(id, rowsFile)); errors.Is(err, fs.ErrNotExist) {
		return nil, registry.Errorf(registry.NotFound, "Bản xem trước của lần nhập %d không còn được lưu.", id)
	}
	var ids []registry.PersonID
	err := im.eachRow(id, func(r *Row) error {
		if r.Person != 0 && r.Outcome != registry.RowReview {
			ids = append(ids, r.Person)
		}
		return nil
	})
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// confirming counts people by unit.
type confirming struct {
	ref   *registry.Reference
	of    registry.OrganisationID // whose list it is, 0 where its rows say
	units map[registry.OrganisationID]*UnitCounts
	total *UnitCounts
	fresh map[registry.OrganisationID]registry.Organisation // that the import would add
}

func newConfirming(ref *registry.Reference, of registry.OrganisationID) *confirming {
	return &confirming{ref: ref, of: of, units: map[registry.OrganisationID]*UnitCounts{}, total: newCounts(0, ""),
		fresh: map[registry.OrganisationID]registry.Organisation{}}
}

func (c *confirming) organisation(id registry.OrganisationID) (registry.Organisation, bool) {
	if o, ok := c.fresh[id]; ok {
		return o, true
	}
	return c.ref.Organisation(id)
}

func newCounts(id registry.OrganisationID, name string) *UnitCounts {
	return &UnitCounts{Organisation: id, Name: name, ByDegree: map[string]int{}, Professors: map[string]int{}}
}

// count takes somebody in under the unit of their post at the institution: the one
// right under it, or the institution itself.
func (c *confirming) count(p *registry.Person) {
	at := registry.OrganisationID(0)
	for _, q := range p.Positions {
		if one := (&registry.Person{Positions: []registry.Position{q}}); q.To.IsZero() && (c.of == 0 || one.WorksAt(c.ref, c.of)) {
			at = c.under(q)
			break
		}
	}
	if c.units[at] == nil {
		o, _ := c.organisation(at)
		c.units[at] = newCounts(at, o.Name)
	}
	c.units[at].add(p, c.ref)
	c.total.add(p, c.ref)
}

// under gives the unit right under the employer that a post is in.
func (c *confirming) under(q registry.Position) registry.OrganisationID {
	if q.Unit == 0 {
		return q.Organisation
	}
	unit := q.Unit
	for range 20 { // deeper than any institution
		o, ok := c.organisation(unit)
		if !ok || o.Parent == 0 || o.Parent == q.Organisation || o.Parent == c.of {
			break
		}
		unit = o.Parent
	}
	return unit
}

func (c *confirming) figures() Figures {
	f := Figures{Total: *c.total}
	for code := range c.total.ByDegree {
		f.Degrees = append(f.Degrees, code)
	}
	slices.SortFunc(f.Degrees, func(a, b string) int {
		return cmp.Or(cmp.Compare(c.ref.Rank(registry.SchemeDegree, b), c.ref.Rank(registry.SchemeDegree, a)), cmp.Compare(b, a))
	})
	for _, u := range c.units {
		f.Units = append(f.Units, *u)
	}
	slices.SortFunc(f.Units, func(a, b UnitCounts) int {
		if (a.Organisation < 0) != (b.Organisation < 0) { // those to be added come last
			return cmp.Compare(b.Organisation, a.Organisation)
		}
		return cmp.Compare(a.Organisation, b.Organisation)
	})
	return f
}
