package api

import (
	"context"
	"time"

	"trithuc/registry"
	"trithuc/search"
)

// SavedSearch is what the account asks for again and again, on the wire.
type SavedSearch struct {
	ID      int64         `json:"id,omitempty" readOnly:"true"`
	Version int64         `json:"version,omitempty" readOnly:"true"`
	Name    string        `json:"name" maxLength:"200"`
	Text    string        `json:"text,omitempty" maxLength:"1000"`
	Filters []SavedFilter `json:"filters,omitempty" maxItems:"20"`
	SeenAt  time.Time     `json:"seen_at,omitzero" readOnly:"true" doc:"Người mới là người xuất hiện từ lúc này."`
	New     int           `json:"new" readOnly:"true" doc:"Số người mới mà tài khoản được xem."`
}

// SavedFilter is one condition of a saved search, as GET /people takes it.
type SavedFilter struct {
	Facet  string   `json:"facet" enum:"field,degree,title,organisation,sex,age,sector,ownership,scope,ready,language,abroad,ward"`
	Values []string `json:"values" maxItems:"100" nullable:"false"`
}

// savedSearchOf puts a saved search on the wire, with how many are new in it.
func (s *server) savedSearchOf(ctx context.Context, x *registry.SavedSearch) (SavedSearch, error) {
	news, err := search.News(ctx, s.Searcher, x, 1, 0)
	return SavedSearch{int64(x.ID), x.Version, x.Name, x.Text,
		each(x.Filters, func(f registry.SavedFilter) SavedFilter { return SavedFilter(f) }), x.SeenAt, news.Total}, err
}

type savedSearchesOut struct {
	Body struct {
		Searches []SavedSearch `json:"searches" nullable:"false"`
	}
}

// savedSearches serves GET /searches: the account's own, newest first.
func (s *server) savedSearches(ctx context.Context, _ *struct{}) (*savedSearchesOut, error) {
	all, err := s.Store.SavedSearches(ctx, registry.ActorOf(ctx).Account)
	out := &savedSearchesOut{}
	out.Body.Searches = []SavedSearch{}
	for i := 0; i < len(all) && err == nil; i++ {
		var x SavedSearch
		x, err = s.savedSearchOf(ctx, &all[i])
		out.Body.Searches = append(out.Body.Searches, x)
	}
	return out, err
}

type savedSearchOut struct {
	ETag string `header:"ETag"`
	Body SavedSearch
}

func (s *server) savedSearchOut(ctx context.Context, id registry.SavedSearchID) (*savedSearchOut, error) {
	x, err := registry.OwnSearch(ctx, s.Store, id)
	if err != nil {
		return nil, err
	}
	body, err := s.savedSearchOf(ctx, x)
	return &savedSearchOut{etag(x.Version), body}, err
}

type addSavedSearchIn struct {
	Key
	Body SavedSearch
}

// addSavedSearch serves POST /searches. Whom the search finds now is seen.
func (s *server) addSavedSearch(ctx context.Context, in *addSavedSearchIn) (*savedSearchOut, error) {
	x := &registry.SavedSearch{Name: in.Body.Name, Text: in.Body.Text,
		Filters: each(in.Body.Filters, func(f SavedFilter) registry.SavedFilter { return registry.SavedFilter(f) })}
	return s.putSavedSearch(ctx, x, true)
}

func (s *server) putSavedSearch(ctx context.Context, x *registry.SavedSearch, seen bool) (*savedSearchOut, error) {
	if seen {
		if err := search.SeeSaved(ctx, s.Searcher, x, s.Now()); err != nil {
			return nil, err
		}
	}
	r, err := (registry.SavedSearches{Store: s.Store}).Put(ctx, x)
	if err != nil {
		return nil, err
	}
	id := x.ID
	if len(r.Subjects) > 0 {
		id = registry.SavedSearchID(r.Subjects[0].ID)
	}
	return s.savedSearchOut(ctx, id)
}

type savedSearchIn struct {
	ID int64 `path:"id" minimum:"1"`
}

// savedSearch serves GET /searches/{id}.
func (s *server) savedSearch(ctx context.Context, in *savedSearchIn) (*savedSearchOut, error) {
	return s.savedSearchOut(ctx, registry.SavedSearchID(in.ID))
}

type newsOut struct {
	Body struct {
		Total  int      `json:"total"`
		People []string `json:"people" nullable:"false" doc:"Mã hồ sơ, nhiều nhất 1.000."`
	}
}

// news serves GET /searches/{id}/new: who is new.
func (s *server) news(ctx context.Context, in *savedSearchIn) (*newsOut, error) {
	x, err := registry.OwnSearch(ctx, s.Store, registry.SavedSearchID(in.ID))
	if err != nil {
		return nil, err
	}
	answer, err := search.News(ctx, s.Searcher, x, search.MaxLimit, 0)
	out := &newsOut{}
	out.Body.Total = answer.Total
	out.Body.People = each(answer.Hits, func(h search.Hit) string { return h.Person.Public() })
	return out, err
}

type amendSavedSearchIn struct {
	Key
	Match
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Name string `json:"name,omitempty" maxLength:"200" doc:"Tên mới; bỏ trống thì giữ tên cũ."`
		Seen bool   `json:"seen,omitempty" doc:"Coi mọi người tìm thấy lúc này là đã xem."`
	}
}

// amendSavedSearch serves PATCH /searches/{id}: another name, or that all were seen.
func (s *server) amendSavedSearch(ctx context.Context, in *amendSavedSearchIn) (*savedSearchOut, error) {
	x, err := s.savedVersion(ctx, in.ID, in.Match)
	if err != nil {
		return nil, err
	}
	if in.Body.Name != "" {
		x.Name = in.Body.Name
	}
	return s.putSavedSearch(ctx, x, in.Body.Seen)
}

// savedVersion gives the account's search with the version that the caller has seen.
func (s *server) savedVersion(ctx context.Context, id int64, m Match) (*registry.SavedSearch, error) {
	was, err := m.version()
	if err != nil {
		return nil, err
	}
	x, err := registry.OwnSearch(ctx, s.Store, registry.SavedSearchID(id))
	if err == nil {
		x.Version = was
	}
	return x, err
}

type removeSavedSearchIn struct {
	Key
	Match
	ID int64 `path:"id" minimum:"1"`
}

// removeSavedSearch serves DELETE /searches/{id}.
func (s *server) removeSavedSearch(ctx context.Context, in *removeSavedSearchIn) (*struct{}, error) {
	was, err := in.version()
	if err != nil {
		return nil, err
	}
	_, err = registry.SavedSearches{Store: s.Store}.Remove(ctx, &registry.SavedSearch{ID: registry.SavedSearchID(in.ID), Version: was})
	return nil, err
}
