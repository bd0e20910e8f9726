package api

import (
	"cmp"
	"context"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
	"trithuc/ui/office"
)

type templateIn struct {
	Kind         string `query:"kind" enum:"university,hospital,gov,assoc," doc:"Loại cơ quan; trống là theo cơ quan đã chọn."`
	Organisation string `query:"organisation" maxLength:"300" doc:"Cơ quan sẽ điền: tên, tên viết tắt hoặc số. Bảng mẫu có sẵn các đơn vị của cơ quan."`
}

// templateFile serves GET /templates/file: an empty list to be filled in.
func (s *server) templateFile(ctx context.Context, in *templateIn) (*huma.StreamResponse, error) {
	at, err := s.employer(ctx, in.Organisation)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	kind := registry.OrganisationKind(in.Kind)
	if o, ok := ref.Organisation(at); ok {
		kind = cmp.Or(kind, office.TemplateKind(o.Kind))
	}
	t, err := office.TemplateFor(ref, cmp.Or(kind, registry.University), at)
	if err != nil {
		return nil, err
	}
	name := cmp.Or(t.Institution, "danh sách")
	return s.attachment("Bảng mẫu "+name, office.XLSX, func(w *late) error { return office.WriteTemplate(w, t) }), nil
}
