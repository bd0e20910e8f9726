package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
	"trithuc/ui/office"
)

type form20In struct {
	On
	ID int64 `path:"id" minimum:"1"`
}

// form20 serves GET /organisations/{id}/form20: biểu mẫu 20 filled in from those whom the
// account may see.
func (s *server) form20(ctx context.Context, in *form20In) (*huma.StreamResponse, error) {
	ref, on, err := s.referenceOn(ctx, in.On)
	if err != nil {
		return nil, err
	}
	at := registry.OrganisationID(in.ID)
	o, ok := ref.Organisation(at)
	if !ok {
		return nil, registry.Errorf(registry.NotFound, "Không tìm thấy đơn vị số %d.", in.ID)
	}
	f, err := office.NewForm20(ref, at, on, registry.AllVisible(ctx, s.Store))
	if err != nil {
		return nil, err
	}
	return s.attachment("Biểu mẫu 20 "+o.Name, office.XLSX, func(w *late) error { return f.Write(w) }), nil
}
