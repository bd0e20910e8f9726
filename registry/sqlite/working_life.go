package sqlite

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"trithuc/registry"
)

// Careers walks over the careers of everybody, out of people, degrees and posts.
func (db *DB) Careers(ctx context.Context) iter.Seq2[registry.Career, error] {
	return func(yield func(registry.Career, error) bool) {
		ref, err := db.Reference(ctx)
		for after := registry.PersonID(0); err == nil; {
			var page careerPage
			if page, err = db.careers(ctx, ref, after); err != nil || len(page.ids) == 0 {
				break
			}
			for _, c := range page.careers {
				if !yield(c, nil) {
					return
				}
			}
			after = page.last()
		}
		if err != nil {
			wrap(&err, "sqlite.Careers")
			yield(registry.Career{}, err)
		}
	}
}

// careerPage is some people after an id, with the ids they have.
type careerPage struct {
	ids     []registry.PersonID
	careers []registry.Career
}

func (p *careerPage) last() registry.PersonID { return p.ids[len(p.ids)-1] }

// at gives the career of somebody of the page; people are asked for in the order
// of their ids, from i on.
func (p *careerPage) at(i *int, id registry.PersonID) *registry.Career {
	for p.ids[*i] < id {
		*i++
	}
	return &p.careers[*i]
}

// careers reads one page after an id, as of one moment.
func (db *DB) careers(ctx context.Context, ref *registry.Reference, after registry.PersonID) (page careerPage, err error) {
	err = db.read.snapshot(ctx, func(s *session) error {
		if err := page.people(ctx, s, ref, after); err != nil || len(page.ids) == 0 {
			return err
		}
		bounds := []any{int64(after), int64(page.last())}
		if err := page.degrees(ctx, s, bounds); err != nil {
			return err
		}
		if err := page.fields(ctx, s, ref, bounds); err != nil {
			return err
		}
		if err := page.memberships(ctx, s, bounds); err != nil {
			return err
		}
		if err := page.works(ctx, s, bounds); err != nil {
			return err
		}
		return page.posts(ctx, s, bounds)
	})
	return page, err
}

func (p *careerPage) people(ctx context.Context, s *session, ref *registry.Reference, after registry.PersonID) error {
	var c registry.Career
	var id registry.PersonID
	var at int64
	dest := []any{(*integer)(&id), (*date)(&c.Birth), (*text)(&c.Sex), (*text)(&c.Standing.Degrees), (*text)(&c.Title), &c.TitleYear,
		(*text)(&c.Field), (*reference)(&c.Organisation), (*text)(&c.Standing.Honours), (*text)(&c.Standing.Rank), &at}
	return s.each(ctx, `SELECT p.id, birth, sex, degrees, title, title_year, field, employer, honours, rank, coalesce(source.at, 0)
		FROM (SELECT * FROM person WHERE id > ? ORDER BY id LIMIT ?) AS p LEFT JOIN source ON source.id = p.source ORDER BY p.id`,
		[]any{int64(after), 4096}, dest, func() error {
			c.Person, c.Degree, c.Standing.Title, c.Since = id, highest(ref, c.Standing.Degrees), c.Title, registry.Date{}
			if at != 0 {
				c.Since = registry.DateOf(time.UnixMicro(at).In(registry.Vietnam))
			}
			p.ids, p.careers = append(p.ids, id), append(p.careers, c)
			return nil
		})
}

func (p *careerPage) degrees(ctx context.Context, s *session, bounds []any) error {
	var d registry.DegreeHeld
	var id registry.PersonID
	i := 0
	return s.each(ctx, "SELECT person, degree, year FROM qualification WHERE person > ? AND person <= ? ORDER BY person, n",
		bounds, []any{(*integer)(&id), (*text)(&d.Degree), &d.Year}, func() error {
			c := p.at(&i, id)
			c.Degrees = append(c.Degrees, d)
			return nil
		})
}

// memberships adds to the standing of the page what Person.Standing takes of the
// list of that name.
func (p *careerPage) memberships(ctx context.Context, s *session, bounds []any) error {
	var id registry.PersonID
	var seats string
	i := 0
	return s.each(ctx, `SELECT person, group_concat(organisation, ' ' ORDER BY n) FROM membership
		WHERE person > ? AND person <= ? AND organisation IS NOT NULL AND ends = '' GROUP BY person ORDER BY person`,
		bounds, []any{(*integer)(&id), (*text)(&seats)}, func() error {
			p.at(&i, id).Standing.Memberships = seats
			return nil
		})
}

// works adds what people speak and made, and where they are reached.
func (p *careerPage) works(ctx context.Context, s *session, bounds []any) error {
	var id registry.PersonID
	var n int
	for _, of := range []struct {
		query string
		bound int
		into  func(*registry.Career) *int
	}{
		{"SELECT person, count(*) FROM language WHERE person > ? AND person <= ? GROUP BY person ORDER BY person", 1, func(c *registry.Career) *int { return &c.Languages }},
		{outputsSQL, 3, func(c *registry.Career) *int { return &c.Outputs }},
	} {
		i := 0
		err := s.each(ctx, of.query, slices.Repeat(bounds, of.bound), []any{(*integer)(&id), &n}, func() error {
			*of.into(p.at(&i, id)) += n
			return nil
		})
		if err != nil {
			return err
		}
	}
	var ward string
	i := 0
	return s.each(ctx, "SELECT person, ward FROM address WHERE person > ? AND person <= ? AND ends = '' AND ward <> '' ORDER BY person, n DESC", bounds, []any{(*integer)(&id), (*text)(&ward)}, func() error {
		p.at(&i, id).Ward = ward // the first of the record comes last
		return nil
	})
}

// outputsSQL counts what counts as an output.
const outputsSQL = `
	SELECT person, count(*) FROM (
		SELECT person FROM publication WHERE person > ? AND person <= ?
		UNION ALL SELECT person FROM patent WHERE person > ? AND person <= ?
		UNION ALL SELECT person FROM task WHERE person > ? AND person <= ?)
	GROUP BY person ORDER BY person`

// fields derives the fields of who names none, as registry.FieldsOf does.
func (p *careerPage) fields(ctx context.Context, s *session, ref *registry.Reference, bounds []any) error {
	if !slices.ContainsFunc(p.careers, func(c registry.Career) bool { return c.Field == "" }) {
		return nil
	}
	var id, last registry.PersonID
	var part, n int
	var degree, written string
	var said []registry.Speciality
	i := 0
	derive := func() {
		if fields := ref.DeriveFields(said); len(fields) > 0 {
			p.at(&i, last).Derived = fields[0].Code
		}
		said = nil
	}
	err := s.each(ctx, specialitiesSQL, slices.Concat(bounds, bounds, bounds), []any{(*integer)(&id), &part, &n, (*text)(&degree), (*text)(&written)}, func() error {
		if id != last {
			derive()
			last = id
		}
		origin := registry.FieldFromExpertise
		switch part {
		case 1:
			origin = registry.StudiedFor(degree, p.at(&i, id).Degree)
		case 2:
			origin = registry.FieldFromTitle
		}
		said = append(said, registry.Speciality{Origin: origin, Text: written})
		return nil
	})
	derive()
	return err
}

// specialitiesSQL gives what records without a field say of what somebody studied and
// can do, in the order of registry.FieldsOf.
const specialitiesSQL = `
	SELECT q.person, 1, q.n, q.degree, q.field FROM qualification AS q JOIN person ON person.id = q.person WHERE q.person > ? AND q.person <= ? AND person.field = ''
	UNION ALL SELECT id, 2, 0, '', title_discipline FROM person WHERE id > ? AND id <= ? AND field = ''
	UNION ALL SELECT e.person, 3, e.n, '', e.phrase FROM expertise AS e JOIN person ON person.id = e.person WHERE e.person > ? AND e.person <= ? AND person.field = ''
	ORDER BY 1, 2, 3`

func (p *careerPage) posts(ctx context.Context, s *session, bounds []any) error {
	var q registry.Position
	var id registry.PersonID
	i := 0
	dest := []any{(*integer)(&id), (*reference)(&q.Organisation), (*reference)(&q.Unit), (*text)(&q.Post), (*date)(&q.From), (*date)(&q.To), (*text)(&q.Sector), (*text)(&q.Ownership)}
	return s.each(ctx, "SELECT person, organisation, unit, post, begins, ends, sector, ownership FROM position WHERE person > ? AND person <= ? ORDER BY person, n",
		bounds, dest, func() error {
			c := p.at(&i, id)
			c.Posts = append(c.Posts, registry.Spell{Organisation: q.Organisation, Unit: q.Unit, From: q.From, To: q.To, Sector: q.Sector, Ownership: q.Ownership, Leads: q.Leads()})
			return nil
		})
}

// highest gives the highest of the codes of học vị by the ranks in force, the
// first of equals, as Person.Degree does.
func highest(ref *registry.Reference, degrees string) string {
	if degrees == "" {
		return ""
	}
	return slices.MaxFunc(strings.Fields(degrees), func(a, b string) int {
		switch ra, rb := ref.Rank(registry.SchemeDegree, a), ref.Rank(registry.SchemeDegree, b); {
		case ra < rb:
			return -1
		case ra > rb:
			return 1
		}
		return 0
	})
}
