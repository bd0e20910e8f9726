package sqlite

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"trithuc/registry"
)

// stand notes that n more people hold what p holds.
func (c *commit) stand(p *registry.Person, n int) {
	s := p.Standing()
	if c.standings[s] += n; c.standings[s] == 0 {
		delete(c.standings, s)
	}
}

// writeStandings writes what stand noted, in one order whatever came first.
func (c *commit) writeStandings() error {
	for _, s := range slices.SortedFunc(maps.Keys(c.standings), compareStandings) {
		if err := c.s.exec(c.ctx, `INSERT INTO standing (degrees, title, honours, rank, memberships, people) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT DO UPDATE SET people = people + $6`, s.Degrees, s.Title, s.Honours, s.Rank, s.Memberships, c.standings[s]); err != nil {
			return err
		}
		if c.standings[s] < 0 {
			if err := c.s.exec(c.ctx, "DELETE FROM standing WHERE degrees = ? AND title = ? AND honours = ? AND rank = ? AND memberships = ? AND people = 0",
				s.Degrees, s.Title, s.Honours, s.Rank, s.Memberships); err != nil {
				return err
			}
		}
	}
	return nil
}

func compareStandings(a, b registry.Standing) int {
	return cmp.Or(cmp.Compare(a.Degrees, b.Degrees), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Honours, b.Honours), cmp.Compare(a.Rank, b.Rank),
		cmp.Compare(a.Memberships, b.Memberships))
}

// readStandings gives how many people hold what.
func readStandings(ctx context.Context, s *session) (map[registry.Standing]int, error) {
	held := map[registry.Standing]int{}
	var one registry.Standing
	var n int
	dest := []any{(*text)(&one.Degrees), (*text)(&one.Title), (*text)(&one.Honours), (*text)(&one.Rank), (*text)(&one.Memberships), (*number)(&n)}
	err := s.each(ctx, "SELECT degrees, title, honours, rank, memberships, people FROM standing", nil, dest, func() error {
		held[one] = n
		return nil
	})
	return held, err
}

// count adds up who counts by the rules in force on a day.
func count(held map[registry.Standing]int, ref *registry.Reference, on registry.Date, t *registry.Totals) {
	for s, n := range held {
		switch ref.Scope(s, on).State {
		case registry.InScope:
			t.Counted += n
		case registry.OutOfScope:
			t.Outside += n
		default:
			t.Unclear += n
		}
	}
}

// standings compares the counts of who holds what with the people.
func (c *check) standings(ctx context.Context, s *session) error {
	if c.standing == nil {
		return nil
	}
	stored, err := readStandings(ctx, s)
	if err != nil || maps.Equal(stored, c.standing) {
		return err
	}
	return brokenf("standing", "Bảng đếm học vị, học hàm, danh hiệu, tư cách hội viên không khớp với các hồ sơ.")
}
