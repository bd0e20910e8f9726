package search

import (
	"context"
	"time"

	"trithuc/registry"
)

// Asker is whoever answers searches.
type Asker interface {
	Search(ctx context.Context, q Query) (Answer, error)
}

// SavedQuery gives what a saved search asks.
func SavedQuery(s *registry.SavedSearch) Query {
	q := Query{Text: s.Text}
	for _, f := range s.Filters {
		q.Filters = append(q.Filters, Filter{Facet: Facet(f.Facet), Values: f.Values})
	}
	return q
}

// News gives whom a saved search finds today, of those the caller may see, that it had
// not found when it was last looked at.
func News(ctx context.Context, s Asker, saved *registry.SavedSearch, limit, offset int) (Answer, error) {
	q := SavedQuery(saved)
	q.Limit, q.Offset, q.Explain = limit, offset, true
	if len(saved.Seen) > 0 {
		seen := Filter{Facet: FacetPerson, Not: true}
		for _, id := range saved.Seen {
			seen.Values = append(seen.Values, id.Public())
		}
		q.Filters = append(q.Filters, seen)
	}
	return s.Search(ctx, q)
}

// Finder gives whom a text finds of those the caller may see, in the order of the search.
// It is TooLarge where they are more than most.
func Finder(s Asker, most int) func(ctx context.Context, text string) ([]registry.PersonID, error) {
	return func(ctx context.Context, text string) ([]registry.PersonID, error) {
		return everybody(ctx, s, Query{Text: text}, most, "Nội dung tìm thấy %d người; mỗi lần chỉ được nhiều nhất %d người. Hãy thêm điều kiện rồi làm lại.")
	}
}

// everybody gives whom a search finds of those the caller may see, in its order. It is
// TooLarge, and says so, where they are more than most.
func everybody(ctx context.Context, s Asker, q Query, most int, tooMany string) ([]registry.PersonID, error) {
	var all []registry.PersonID
	for q.Limit, q.Offset = MaxLimit, 0; ; q.Offset += MaxLimit {
		a, err := s.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		if a.Total > most {
			return nil, registry.Errorf(registry.TooLarge, tooMany, a.Total, most)
		}
		for _, h := range a.Hits {
			all = append(all, h.Person)
		}
		if len(a.Hits) < MaxLimit || len(all) >= a.Total {
			return all, nil
		}
	}
}

// SeeSaved notes whom a saved search finds now, of those the caller may see, as seen.
func SeeSaved(ctx context.Context, s Asker, saved *registry.SavedSearch, now time.Time) error {
	found, err := everybody(ctx, s, SavedQuery(saved), registry.MaxSeen,
		"Tìm kiếm này thấy %d người; chỉ theo dõi được tìm kiếm có nhiều nhất %d người. Hãy thêm điều kiện rồi lưu lại.")
	if err != nil {
		return err
	}
	seen := map[registry.PersonID]bool{}
	for _, id := range found {
		seen[id] = true
	}
	for _, id := range saved.Seen { // who does not fit for a while is not new when they fit again
		if !seen[id] && len(found) < registry.MaxSeen {
			found = append(found, id)
		}
	}
	saved.Seen, saved.SeenAt = found, now.UTC().Truncate(time.Microsecond)
	return nil
}
