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
// holds by unit and by highest học vị, as the registry has them since.
type Confirmation struct {
	Import  registry.Import // its file, hash, account and moment
	Degrees []string        // columns: codes of SchemeDegree, the highest first; "" for none
	Units   []UnitCounts    // rows: in the order of the registry
	Total   UnitCounts
	// Open counts the rows that still wait for an answer; they are not in Total.
	Open int
}

// UnitCounts is one row of the form. PGS and GS are counted beside the degrees.
type UnitCounts struct {
	Organisation registry.OrganisationID
	Name         string
	People       int
	Women        int
	ByDegree     map[string]int
	Professors   map[string]int // by code of SchemeTitle
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

// Confirm counts the people of an applied import: everybody whom one of its rows
// added, amended or found the same. An import that is not applied is a Conflict.
func (im *Importer) Confirm(ctx context.Context, id registry.ImportID) (*Confirmation, error) {
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	if i.State != registry.ImportApplied {
		return nil, registry.Errorf(registry.Conflict, "Lần nhập %d chưa ghi (đang là %s) nên chưa có số liệu để xác nhận.", id, stateWord(i.State))
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
	c := &confirming{ref: ref, of: i.Organisation, units: map[registry.OrganisationID]*UnitCounts{}, total: newCounts(0, "")}
	for batch := range slices.Chunk(ids, matchAtOnce) {
		people, err := im.Store.People(ctx, batch)
		if err != nil {
			return nil, err
		}
		for _, p := range people {
			c.count(p)
		}
	}
	return c.form(*i, len(open)), nil
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
		c.units[at] = newCounts(at, c.ref.OrganisationName(at))
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
		o, ok := c.ref.Organisation(unit)
		if !ok || o.Parent == 0 || o.Parent == q.Organisation || o.Parent == c.of {
			break
		}
		unit = o.Parent
	}
	return unit
}

func (c *confirming) form(i registry.Import, open int) *Confirmation {
	f := &Confirmation{Import: i, Total: *c.total, Open: open}
	for code := range c.total.ByDegree {
		f.Degrees = append(f.Degrees, code)
	}
	slices.SortFunc(f.Degrees, func(a, b string) int {
		return cmp.Or(cmp.Compare(c.ref.Rank(registry.SchemeDegree, b), c.ref.Rank(registry.SchemeDegree, a)), cmp.Compare(b, a))
	})
	for _, u := range c.units {
		f.Units = append(f.Units, *u)
	}
	slices.SortFunc(f.Units, func(a, b UnitCounts) int { return cmp.Compare(a.Organisation, b.Organisation) })
	return f
}
