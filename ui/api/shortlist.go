package api

import (
	"context"
	"fmt"

	"trithuc/registry"
)

// Shortlist is a named list of people on the wire.
type Shortlist struct {
	ID      int64    `json:"id,omitempty" readOnly:"true"`
	Version int64    `json:"version,omitempty" readOnly:"true"`
	Name    string   `json:"name" maxLength:"200"`
	Account string   `json:"account,omitempty" readOnly:"true"`
	People  []string `json:"people" nullable:"false" maxItems:"5000" doc:"Mã hồ sơ, theo thứ tự đã chọn."`
}

func shortlistOf(l *registry.Shortlist) Shortlist {
	return Shortlist{int64(l.ID), l.Version, l.Name, l.Account, each(l.People, registry.PersonID.Public)}
}

type shortlistsOut struct {
	Body struct {
		Shortlists []Shortlist `json:"shortlists" nullable:"false"`
	}
}

// shortlists serves GET /shortlists, newest first.
func (s *server) shortlists(ctx context.Context, _ *struct{}) (*shortlistsOut, error) {
	lists, err := s.Store.Shortlists(ctx)
	if err != nil {
		return nil, err
	}
	out := &shortlistsOut{}
	out.Body.Shortlists = each(lists, func(l registry.Shortlist) Shortlist { return shortlistOf(&l) })
	return out, nil
}

type shortlistIn struct {
	ID int64 `path:"id" minimum:"1"`
}

type shortlistOut struct {
	ETag string `header:"ETag"`
	Body Shortlist
}

// shortlist serves GET /shortlists/{id}.
func (s *server) shortlist(ctx context.Context, in *shortlistIn) (*shortlistOut, error) {
	return s.shortlistOut(ctx, in.ID)
}

func (s *server) shortlistOut(ctx context.Context, id int64) (*shortlistOut, error) {
	l, err := s.Store.Shortlist(ctx, registry.ShortlistID(id))
	if err != nil {
		return nil, err
	}
	return &shortlistOut{ETag: etag(l.Version), Body: shortlistOf(l)}, nil
}

type addShortlistIn struct {
	Key
	Body Shortlist
}

type addShortlistOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Shortlist
}

// addShortlist serves POST /shortlists.
func (s *server) addShortlist(ctx context.Context, in *addShortlistIn) (*addShortlistOut, error) {
	people, err := s.members(ctx, in.Body.People)
	if err != nil {
		return nil, err
	}
	l := &registry.Shortlist{Name: in.Body.Name, Account: registry.ActorOf(ctx).Account, People: people}
	r, err := registry.Shortlists{Store: s.Store}.Put(ctx, l)
	if err != nil {
		return nil, err
	}
	out, err := s.shortlistOut(ctx, r.Subjects[0].ID)
	if err != nil {
		return nil, err
	}
	return &addShortlistOut{out.ETag, fmt.Sprintf("%s/shortlists/%d", prefix, out.Body.ID), out.Body}, nil
}

type amendShortlistIn struct {
	Key
	Match
	ID   int64 `path:"id" minimum:"1"`
	Body Shortlist
}

// amendShortlist serves PUT /shortlists/{id}: name and members as they shall be.
func (s *server) amendShortlist(ctx context.Context, in *amendShortlistIn) (*shortlistOut, error) {
	l, err := s.versionOf(ctx, in.ID, in.Match)
	if err != nil {
		return nil, err
	}
	l.Name = in.Body.Name
	if l.People, err = s.members(ctx, in.Body.People); err != nil {
		return nil, err
	}
	if _, err := (registry.Shortlists{Store: s.Store}).Put(ctx, l); err != nil {
		return nil, err
	}
	return s.shortlistOut(ctx, in.ID)
}

// versionOf gives the stored list with the version that the caller has seen.
func (s *server) versionOf(ctx context.Context, id int64, m Match) (*registry.Shortlist, error) {
	was, err := m.version()
	if err != nil {
		return nil, err
	}
	l, err := s.Store.Shortlist(ctx, registry.ShortlistID(id))
	if err != nil {
		return nil, err
	}
	l.Version = was
	return l, nil
}

// members reads ids of people. It is Invalid where one is none, is named twice
// or names nobody.
func (s *server) members(ctx context.Context, ids []string) ([]registry.PersonID, error) {
	r := &reading{}
	people := make([]registry.PersonID, len(ids))
	place := map[registry.PersonID]int{}
	for i, text := range ids {
		id, err := registry.ParsePersonID(text)
		if _, twice := place[id]; err == nil && twice {
			r.refuse(fmt.Sprintf("people[%d]", i), text, "có hai lần trong danh sách")
		} else if err != nil {
			r.refuse(fmt.Sprintf("people[%d]", i), text, "không phải mã hồ sơ")
		}
		people[i], place[id] = id, i
	}
	found, err := registry.VisiblePeople(ctx, s.Store, people)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		delete(place, p.ID)
	}
	delete(place, 0)
	for id, i := range place {
		r.refuse(fmt.Sprintf("people[%d]", i), id.Public(), "không có hồ sơ mang mã này")
	}
	if len(r.problems) > 0 {
		return nil, &registry.Error{Kind: registry.Invalid, Problems: r.problems,
			Message: "Danh sách có mã hồ sơ không dùng được. Hãy sửa các mục được nêu rồi gửi lại."}
	}
	return people, nil
}

type removeShortlistIn struct {
	Key
	Match
	ID int64 `path:"id" minimum:"1"`
}

// removeShortlist serves DELETE /shortlists/{id}. Sent again with its key it
// says once more that the list is gone.
func (s *server) removeShortlist(ctx context.Context, in *removeShortlistIn) (*struct{}, error) {
	was, err := in.version()
	if err != nil {
		return nil, err
	}
	l := &registry.Shortlist{ID: registry.ShortlistID(in.ID), Version: was}
	_, err = registry.Shortlists{Store: s.Store}.Remove(ctx, l)
	return nil, err
}
