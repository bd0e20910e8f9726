package api

import (
	"context"

	"trithuc/registry"
)

// Organisation is an organisation or unit on the wire.
type Organisation struct {
	ID            int64    `json:"id,omitempty" readOnly:"true"`
	Version       int64    `json:"version,omitempty" readOnly:"true"`
	Key           string   `json:"key,omitempty" readOnly:"true"`
	Kind          string   `json:"kind"`
	Name          string   `json:"name"`
	NameEn        string   `json:"name_en,omitempty"`
	Abbreviations []string `json:"abbreviations,omitempty" nullable:"false"`
	Aliases       []string `json:"aliases,omitempty" nullable:"false" doc:"Tên cũ và tên thường gọi."`
	Parent        int64    `json:"parent,omitempty"`
	ValidFrom     string   `json:"valid_from,omitempty"`
	ValidTo       string   `json:"valid_to,omitempty" doc:"Trống khi còn hoạt động."`
	Successors    []int64  `json:"successors,omitempty" readOnly:"true" nullable:"false" doc:"Đơn vị kế tục, khi đã sáp nhập, chia tách hoặc đổi tên."`
	Sector        string   `json:"sector,omitempty" doc:"Ngành quản lý; trống là theo đơn vị cấp trên."`
	Ownership     string   `json:"ownership,omitempty" doc:"Khu vực; trống là theo đơn vị cấp trên."`
	Confirmed     bool     `json:"confirmed,omitempty" doc:"false: chưa kiểm chứng."`
	Note          string   `json:"note,omitempty"`

	Approvals []Approval `json:"approvals,omitempty" nullable:"false" doc:"Ai duyệt danh sách của cơ quan, từ ngày nào; trống là theo đơn vị cấp trên."`
}

// Approval is what an institution asks of its lists from a day on.
type Approval struct {
	From string `json:"from" maxLength:"10" doc:"Áp dụng từ ngày: YYYY-MM-DD."`
	Rule string `json:"rule" enum:"none,unit,two" doc:"Không ai; đơn vị; đơn vị, người duyệt khác người lập."`
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
		if (in.Parent == 0 || int64(o.Parent) == in.Parent) && o.Named(in.Q) {
			found = append(found, o)
		}
	}
	out.Body.Total = len(found)
	out.Body.Organisations = each(part(in.Page, found), func(o registry.Organisation) Organisation { return organisationOf(&o, ref) })
	return out, nil
}

func organisationOf(o *registry.Organisation, ref *registry.Reference) Organisation {
	w := Organisation{
		ID: int64(o.ID), Version: o.Version, Key: o.Key, Kind: string(o.Kind), Name: o.Name, NameEn: o.NameEn,
		Abbreviations: o.Abbreviations, Aliases: o.Aliases, Parent: int64(o.Parent),
		ValidFrom: o.ValidFrom.String(), ValidTo: o.ValidTo.String(), Confirmed: o.Confirmed, Note: o.Note,
		Sector: o.Sector, Ownership: o.Ownership,
	}
	for _, a := range o.Approvals {
		w.Approvals = append(w.Approvals, Approval{a.From.String(), string(a.Rule)})
	}
	for _, id := range ref.Successors(o.ID) {
		if id != o.ID {
			w.Successors = append(w.Successors, int64(id))
		}
	}
	return w
}
