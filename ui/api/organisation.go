package api

import (
	"context"

	"strings"
	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Organisation is an organisation or unit on the wire.
type Organisation struct {
	ID            int64    `json:"id"`
	Key           string   `json:"key,omitempty"`
	Kind          string   `json:"kind"`
	Name          string   `json:"name"`
	NameEn        string   `json:"name_en,omitempty"`
	Abbreviations []string `json:"abbreviations,omitempty" nullable:"false"`
	Aliases       []string `json:"aliases,omitempty" nullable:"false" doc:"Tên cũ và tên thường gọi."`
	Parent        int64    `json:"parent,omitempty"`
	ValidFrom     string   `json:"valid_from,omitempty"`
	ValidTo       string   `json:"valid_to,omitempty" doc:"Trống khi còn hoạt động."`
	Successors    []int64  `json:"successors,omitempty" nullable:"false" doc:"Đơn vị kế tục, khi đã sáp nhập, chia tách hoặc đổi tên."`
	Confirmed     bool     `json:"confirmed" doc:"false: chưa kiểm chứng."`
	Note          string   `json:"note,omitempty"`
}

type organisationsIn struct {
	Page
	Q      string `query:"q" maxLength:"200" doc:"Một phần tên, tên cũ hoặc tên viết tắt; không cần dấu."`
	Parent int64  `query:"parent" minimum:"1" doc:"Chỉ các đơn vị ngay dưới đơn vị này."`
}

type organisationsOut struct {
	Body struct {
		Total         int            `json:"total"`
		Organisations []Organisation `json:"organisations" nullable:"false"`
	}
}

// organisations serves GET /organisations, in the order of ids.
func (s *server) organisations(ctx context.Context, in *organisationsIn) (*organisationsOut, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	out := &organisationsOut{}
	found := []registry.Organisation{}
	for _, o := range ref.Organisations() {
		if (in.Parent == 0 || int64(o.Parent) == in.Parent) && named(&o, vietnamese.Fold(in.Q)) {
			found = append(found, o)
		}
	}
	out.Body.Total = len(found)
	out.Body.Organisations = each(part(in.Page, found), func(o registry.Organisation) Organisation { return organisationOf(&o, ref) })
	return out, nil
}

// named says that one of the names holds the folded text.
func named(o *registry.Organisation, text string) bool {
	for _, names := range [][]string{{o.Name, o.NameEn}, o.Abbreviations, o.Aliases} {
		for _, n := range names {
			if strings.Contains(vietnamese.Fold(n), text) {
				return true
			}
		}
	}
	return false
}

func organisationOf(o *registry.Organisation, ref *registry.Reference) Organisation {
	w := Organisation{
		ID: int64(o.ID), Key: o.Key, Kind: string(o.Kind), Name: o.Name, NameEn: o.NameEn,
		Abbreviations: o.Abbreviations, Aliases: o.Aliases, Parent: int64(o.Parent),
		ValidFrom: o.ValidFrom.String(), ValidTo: o.ValidTo.String(), Confirmed: o.Confirmed, Note: o.Note,
	}
	for _, id := range ref.Successors(o.ID) {
		if id != o.ID {
			w.Successors = append(w.Successors, int64(id))
		}
	}
	return w
}

// Code is an entry of a code list on the wire.
type Code struct {
	Code         string  `json:"code"`
	Version      string  `json:"version"`
	Parent       string  `json:"parent,omitempty"`
	Name         string  `json:"name"`
	NameEn       string  `json:"name_en,omitempty"`
	Abbreviation string  `json:"abbreviation,omitempty"`
	Value        float64 `json:"value,omitempty"`
	ValidFrom    string  `json:"valid_from,omitempty"`
	ValidTo      string  `json:"valid_to,omitempty"`
	Confirmed    bool    `json:"confirmed" doc:"false: chưa kiểm chứng."`
	Source       string  `json:"source,omitempty"`
}

type catalogueIn struct {
	Scheme string `path:"scheme" maxLength:"100" doc:"Tên danh mục: field, degree, title, honour, rank…"`
}

type catalogueOut struct {
	Body struct {
		Scheme string `json:"scheme"`
		Codes  []Code `json:"codes" nullable:"false"`
	}
}

// catalogue serves GET /catalogues/{scheme}: the entries in force.
func (s *server) catalogue(ctx context.Context, in *catalogueIn) (*catalogueOut, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	codes := ref.Codes(registry.Scheme(in.Scheme))
	if len(codes) == 0 {
		return nil, registry.Errorf(registry.NotFound, "Không có danh mục nào mang tên này. Các danh mục chính: field, degree, title, honour, rank.")
	}
	out := &catalogueOut{}
	out.Body.Scheme = in.Scheme
	out.Body.Codes = each(codes, func(c registry.Code) Code {
		return Code{c.Code, c.Version, c.Parent, c.Name, c.NameEn, c.Abbreviation, c.Value, c.ValidFrom.String(), c.ValidTo.String(), c.Confirmed, c.Source}
	})
	return out, nil
}
