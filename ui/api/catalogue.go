package api

import (
	"context"

	"trithuc/registry"
)

// Code is an entry of a code list on the wire.
type Code struct {
	Code         string   `json:"code"`
	Version      string   `json:"version"`
	Parent       string   `json:"parent,omitempty"`
	Name         string   `json:"name"`
	NameEn       string   `json:"name_en,omitempty"`
	Abbreviation string   `json:"abbreviation,omitempty"`
	Value        float64  `json:"value,omitempty"`
	ValidFrom    string   `json:"valid_from,omitempty"`
	ValidTo      string   `json:"valid_to,omitempty"`
	Confirmed    bool     `json:"confirmed" doc:"false: chưa kiểm chứng."`
	Source       string   `json:"source,omitempty"`
	Replaces     []string `json:"replaces,omitempty" nullable:"false" doc:"Các mã của phiên bản trước mà mã này thay thế."`
	Status       string   `json:"status,omitempty" doc:"“chưa kiểm chứng” khi chưa ai xác nhận."`
}

// unconfirmed is what stands beside a code that nobody confirmed.
const unconfirmed = "chưa kiểm chứng"

func codeOf(c registry.Code) Code {
	w := Code{c.Code, c.Version, c.Parent, c.Name, c.NameEn, c.Abbreviation, c.Value, c.ValidFrom.String(), c.ValidTo.String(),
		c.Confirmed, c.Source, c.Replaces, ""}
	if !c.Confirmed {
		w.Status = unconfirmed
	}
	return w
}

type catalogueIn struct {
	On
	Scheme string `path:"scheme" maxLength:"100" doc:"Tên danh mục: field, degree, title, honour, rank…"`
}

type catalogueOut struct {
	Body struct {
		Scheme string `json:"scheme"`
		Codes  []Code `json:"codes" nullable:"false"`
	}
}

// catalogue serves GET /catalogues/{scheme}: the entries to be used now, or those
// that held on a day.
func (s *server) catalogue(ctx context.Context, in *catalogueIn) (*catalogueOut, error) {
	ref, on, err := s.referenceAsked(ctx, in.On)
	if err != nil {
		return nil, err
	}
	codes := ref.Codes(registry.Scheme(in.Scheme))
	if !on.IsZero() {
		codes = ref.CodesOn(registry.Scheme(in.Scheme), on)
	}
	if len(codes) == 0 {
		return nil, registry.Errorf(registry.NotFound, "Không có danh mục nào mang tên này, hoặc chưa có mã nào vào ngày ấy. Các danh mục chính: field, degree, title, honour, rank.")
	}
	out := &catalogueOut{}
	out.Body.Scheme = in.Scheme
	out.Body.Codes = each(codes, codeOf)
	return out, nil
}

// meanings names the fields of a record as their codes were meant when each came
// in, since a later version of the list may have given a code another meaning.
func (s *server) meanings(ctx context.Context, p *registry.Person, ref *registry.Reference, fields []Field) error {
	from, err := s.Store.Sources(ctx, each(p.Fields, func(f registry.FieldOf) registry.SourceID { return f.Source }))
	if err != nil {
		return err
	}
	for i, f := range p.Fields {
		if src, ok := from[f.Source]; ok {
			fields[i].Name = ref.CodeNameOn(registry.SchemeField, f.Code, registry.DateOf(src.At.In(registry.Vietnam)))
		}
	}
	return nil
}
