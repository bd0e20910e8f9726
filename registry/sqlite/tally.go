package sqlite

import (
	"context"
	"slices"
)

// tallied are the tables whose rows are counted as they come and go, so that a row that
// vanished whole, with its checksum, is missed. People, their lists, sources, the trail
// and what is derived from people are held against each other instead.
var tallied = []string{"code", "lineage", "organisation", "redirect", "secret", "request", "review", "shortlist", "panel", "panel_paper", "panel_file", "paper_template", "saved_search", "forecast_run", "forecast_records", "need", "opinion", "disclosure", "disclosed", "proposal", "import", "receipt", "account", "credential", "token", "second_step", "account_link"}

// tallyName is the counter that holds how many rows a table has.
func tallyName(table string) string { return "rows of " + table }

// tally notes that a transaction under way adds rows to a table, or takes them.
func (s *session) tally(table string, n int64) {
	if n == 0 || !slices.Contains(tallied, table) {
		return
	}
	if s.tallies == nil {
		s.tallies = map[string]int64{}
	}
	s.tallies[table] += n
}

// writeTallies stores the counts that the transaction changed.
func (s *session) writeTallies(ctx context.Context) error {
	for _, table := range tallied {
		n := s.tallies[table]
		if n == 0 {
			continue
		}
		was, known, err := counterTable.one(ctx, s, "WHERE name = ?", tallyName(table))
		if err != nil {
			return err
		}
		if was.value += n; !known {
			if was.value, err = countRows(ctx, s, table); err != nil {
				return err
			}
		}
		if err := putCounter(ctx, s, counterRow{tallyName(table), was.value}); err != nil {
			return err
		}
	}
	clear(s.tallies)
	return nil
}

func countRows(ctx context.Context, s *session, table string) (n int64, err error) {
	_, err = s.row(ctx, "SELECT count(*) FROM "+table, nil, (*integer)(&n))
	return n, err
}

// tallyEverything counts the tables that were there before their rows were counted.
func (db *DB) tallyEverything(ctx context.Context) error {
	return db.write.with(ctx, func(s *session) error {
		known, err := tallies(ctx, s)
		if err != nil || len(known) == len(tallied) {
			return err
		}
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
			for _, table := range tallied {
				if _, ok := known[table]; ok {
					continue
				}
				n, err := countRows(ctx, s, table)
				if err != nil {
					return err
				}
				if err := putCounter(ctx, s, counterRow{tallyName(table), n}); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// tallies gives how many rows each table should have, as far as that is known.
func tallies(ctx context.Context, s *session) (map[string]int64, error) {
	rows, err := counterTable.rows(ctx, s, "")
	if err != nil {
		return nil, err
	}
	known := map[string]int64{}
	for _, table := range tallied {
		if i := slices.IndexFunc(rows, func(r counterRow) bool { return r.name == tallyName(table) }); i >= 0 {
			known[table] = rows[i].value
		}
	}
	return known, nil
}

// tallies compares the tables with what was counted; one that no start has counted yet
// is passed over.
func (c *check) tallies(ctx context.Context, s *session) error {
	if c.counters == nil {
		return nil
	}
	known, err := tallies(ctx, s)
	if err != nil {
		return err
	}
	for _, table := range tallied {
		want, ok := known[table]
		if !ok {
			if len(known) > 0 {
				return brokenf("counter "+tallyName(table), "Thiếu số dòng của bảng %s.", table)
			}
			continue
		}
		n, err := countRows(ctx, s, table)
		if err != nil {
			return err
		}
		if n != want {
			return brokenf(table, "Bảng có %d dòng, đáng lẽ có %d: có dòng đã mất hoặc bị thêm ngoài chương trình. Hãy khôi phục từ bản sao lưu.", n, want)
		}
	}
	return nil
}
