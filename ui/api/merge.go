package api

import (
	"context"

	"trithuc/registry"
)

type mergingIn struct {
	ID   string `path:"id" doc:"Mã hồ sơ ở lại."`
	Gone string `query:"gone" required:"true" doc:"Mã hồ sơ được gộp vào."`
}

// Lost is a value that gives way in a merge; the history keeps it.
type Lost struct {
	Field string `json:"field"`
	Value any    `json:"value"`
	Of    string `json:"of" doc:"Hồ sơ có giá trị ấy."`
}

// Merging says what merging makes.
type Merging struct {
	Person Person  `json:"person" doc:"Hồ sơ sau khi gộp."`
	Lost   []Lost  `json:"lost" nullable:"false" doc:"Các giá trị nhường cho giá trị của hồ sơ kia; lịch sử vẫn giữ."`
	Asked  []Asked `json:"asked" nullable:"false" doc:"Các yêu cầu chưa giải quyết về hai hồ sơ. Gộp rồi thì yêu cầu xóa về hồ sơ được gộp không thực hiện được."`
}

// Asked is a case about one of two people that waits for a decision.
type Asked struct {
	Request int64  `json:"request" doc:"Số của yêu cầu."`
	Kind    string `json:"kind" enum:"access,correct,withdraw,erase"`
	Person  string `json:"person" doc:"Hồ sơ mà yêu cầu nói đến."`
}

func (s *server) asked(ctx context.Context, ids ...registry.PersonID) ([]Asked, error) {
	open, err := registry.OpenRequestsOf(ctx, s.Store, ids...)
	return each(open, func(r registry.Request) Asked { return Asked{int64(r.ID), string(r.Kind), r.Person.Public()} }), err
}

type mergingOut struct {
	ETag string `header:"ETag" doc:"Gửi lại ở If-Match khi gộp."`
	Body Merging
}

func (s *server) mergingOf(ctx context.Context, m *registry.Merging) (*mergingOut, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := s.asked(ctx, m.Kept.ID, m.Gone.ID)
	if err != nil {
		return nil, err
	}
	lost := each(m.Lost, func(l registry.Lost) Lost { return Lost{l.Field, l.Value, l.Of.Public()} })
	return &mergingOut{etagOf(m.Kept.Version, m.Gone.Version), Merging{wire(m.Person, ref), lost, asked}}, nil
}

// merging serves GET /people/{id}/merge.
func (s *server) merging(ctx context.Context, in *mergingIn) (*mergingOut, error) {
	kept, gone, err := pair(in.ID, in.Gone)
	if err != nil {
		return nil, err
	}
	m, err := registry.PlanMerge(ctx, s.Store, kept, gone)
	if err != nil {
		return nil, err
	}
	return s.mergingOf(ctx, m)
}

func pair(first, second string) (registry.PersonID, registry.PersonID, error) {
	a, err := registry.ParsePersonID(first)
	if err != nil {
		return 0, 0, err
	}
	b, err := registry.ParsePersonID(second)
	return a, b, err
}

type mergeIn struct {
	Key
	Seen
	ID   string `path:"id" doc:"Mã hồ sơ ở lại."`
	Body struct {
		Gone string `json:"gone" doc:"Mã hồ sơ được gộp vào; từ đó mã này dẫn đến hồ sơ ở lại."`
	}
}

// OnePerson is whom a merge made.
type OnePerson struct {
	Person
	Asked []Asked `json:"asked" nullable:"false" doc:"Các yêu cầu chưa giải quyết về hai hồ sơ đã gộp."`
}

type onePersonOut struct {
	ETag string `header:"ETag"`
	Body OnePerson
}

// merge serves POST /people/{id}/merge and answers with the one person.
func (s *server) merge(ctx context.Context, in *mergeIn) (*onePersonOut, error) {
	kept, gone, err := pair(in.ID, in.Body.Gone)
	if err != nil {
		return nil, err
	}
	seen, err := in.versions(2)
	if err != nil {
		return nil, err
	}
	gate := registry.People{Store: s.Store}
	_, r, err := gate.Merge(ctx, kept, gone, seen...)
	if r, err = registry.Again(ctx, gate, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	one, err := s.personOut(ctx, kept)
	if err != nil {
		return nil, err
	}
	asked, err := s.asked(ctx, kept, gone)
	return &onePersonOut{one.ETag, OnePerson{one.Body, asked}}, err
}

// unmerging serves GET /people/{id}/unmerge.
func (s *server) unmerging(ctx context.Context, in *personIn) (*unmergedOut, error) {
	gone, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	u, err := registry.PlanUnmerge(ctx, s.Store, gone)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	return &unmergedOut{etagOf(u.Kept.Version), Unmerged{wire(u.Kept, ref), wire(u.Gone, ref), kept(u.Left)}}, nil
}

type unmergeIn struct {
	Key
	Seen
	ID string `path:"id" doc:"Mã của hồ sơ đã được gộp vào hồ sơ khác."`
}

// Unmerged are the two people of an unmerge.
type Unmerged struct {
	Kept   Person `json:"kept" doc:"Hồ sơ đã ở lại."`
	Person Person `json:"person" doc:"Hồ sơ được tách ra, như trước khi gộp."`
	Left   []Kept `json:"left" nullable:"false" doc:"Các giá trị đã sửa sau khi gộp, để lại ở hồ sơ đã ở lại; trống khi gửi lại cùng khóa."`
}

type unmergedOut struct {
	ETag string `header:"ETag" doc:"Của bản xem trước: gửi lại ở If-Match khi tách."`
	Body Unmerged
}

// unmerge serves POST /people/{id}/unmerge.
func (s *server) unmerge(ctx context.Context, in *unmergeIn) (*unmergedOut, error) {
	gone, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	seen, err := in.versions(1)
	if err != nil {
		return nil, err
	}
	gate := registry.People{Store: s.Store}
	u, r, err := gate.Unmerge(ctx, s.Store, gone, seen...)
	if r, err = registry.Again(ctx, gate, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	out := &unmergedOut{Body: Unmerged{Left: []Kept{}}}
	if u != nil {
		out.Body.Left = kept(u.Left)
	}
	back, err := s.personOut(ctx, gone)
	if err != nil {
		return nil, err
	}
	// the subject of the commit is the one who stayed
	stayed, err := s.personOut(ctx, registry.PersonID(r.Subjects[0].ID))
	if err != nil {
		return nil, err
	}
	out.Body.Person, out.Body.Kept = back.Body, stayed.Body
	return out, nil
}

type mergedOut struct {
	Body struct {
		People []string `json:"people" nullable:"false" doc:"Mã các hồ sơ đã gộp thẳng vào hồ sơ này."`
	}
}

// merged serves GET /people/{id}/merged.
func (s *server) merged(ctx context.Context, in *personIn) (*mergedOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.MergedInto(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &mergedOut{}
	out.Body.People = each(all, func(m registry.Merged) string { return m.Gone.Public() })
	return out, nil
}
