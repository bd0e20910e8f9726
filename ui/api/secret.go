package api

import (
	"context"

	"trithuc/registry"
)

func (s *server) secrets() registry.Secrets {
	return registry.Secrets{Store: s.Store, Sealer: s.Sealer}
}

// RestrictedPath names a restricted value of a person.
type RestrictedPath struct {
	ID    string `path:"id" doc:"Mã hồ sơ, ví dụ TT-0000017."`
	Field string `path:"field" enum:"citizen" doc:"citizen: số định danh cá nhân."`
}

type restrictedOut struct {
	ETag string `header:"ETag" doc:"Gửi lại ở If-Match khi lưu hay bỏ giá trị."`
	Body struct {
		Kept bool `json:"kept" doc:"Có giá trị đang lưu."`
	}
}

// restricted serves GET /people/{id}/restricted/{field}: whether there is a value, and
// nothing of it.
func (s *server) restricted(ctx context.Context, in *RestrictedPath) (*restrictedOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	version, err := s.secrets().Version(ctx, id, in.Field)
	if err != nil {
		return nil, err
	}
	out := &restrictedOut{ETag: etagOf(version)}
	out.Body.Kept, err = s.secrets().Kept(ctx, id, in.Field)
	return out, err
}

type keepRestrictedIn struct {
	Key
	Seen
	RestrictedPath
	Body struct {
		Value string `json:"value" maxLength:"100" doc:"Trống thì bỏ giá trị đang lưu."`
	}
}

type keptRestrictedOut struct {
	Body struct {
		Entry int64 `json:"entry" doc:"Mục nhật ký ghi việc lưu; 0 nếu không có gì để bỏ."`
	}
}

// keepRestricted serves PUT /people/{id}/restricted/{field}. The value is sealed
// before it is stored, and is in no answer, log or message.
func (s *server) keepRestricted(ctx context.Context, in *keepRestrictedIn) (*keptRestrictedOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	seen, err := in.versions(1)
	if err != nil {
		return nil, err
	}
	r, err := s.secrets().Keep(ctx, id, in.Field, in.Body.Value, registry.Why{Reason: "Lưu giá trị bảo mật qua API"}, seen...)
	if err != nil {
		return nil, err
	}
	out := &keptRestrictedOut{}
	out.Body.Entry = int64(r.Last)
	return out, nil
}

type openRestrictedIn struct {
	Key
	RestrictedPath
	Body struct {
		Purpose string `json:"purpose" minLength:"1" maxLength:"500" doc:"Lý do xem; ghi vào nhật ký, người có hồ sơ xem được."`
	}
}

type openedRestrictedOut struct {
	Body struct {
		Value string `json:"value"`
	}
}

// openRestricted serves POST /people/{id}/restricted/{field}/open. The reading is
// in the trail before the value leaves.
func (s *server) openRestricted(ctx context.Context, in *openRestrictedIn) (*openedRestrictedOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	value, err := s.secrets().Open(ctx, id, in.Field, in.Body.Purpose)
	if err != nil {
		return nil, err
	}
	out := &openedRestrictedOut{}
	out.Body.Value = value
	return out, nil
}

type findRestrictedIn struct {
	Key
	Field string `path:"field" enum:"citizen"`
	Body  struct {
		Value string `json:"value" maxLength:"100"`
	}
}

type foundRestrictedOut struct {
	Body struct {
		People []string `json:"people" nullable:"false" doc:"Mã các hồ sơ có đúng giá trị này."`
	}
}

// findRestricted serves POST /restricted/{field}/find: the value stands in the
// body, since addresses are written to logs.
func (s *server) findRestricted(ctx context.Context, in *findRestrictedIn) (*foundRestrictedOut, error) {
	ids, err := s.secrets().Find(ctx, in.Field, in.Body.Value)
	if err != nil {
		return nil, err
	}
	out := &foundRestrictedOut{}
	out.Body.People = each(ids, registry.PersonID.Public)
	return out, nil
}
