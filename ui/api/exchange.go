package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
	"trithuc/ui/office"
)

// ExchangeSystem is a system that people are exchanged with by file.
type ExchangeSystem struct {
	System  string           `json:"system"`
	Name    string           `json:"name"`
	Status  string           `json:"status,omitempty" doc:"“chưa kiểm chứng” khi biểu chưa được đối chiếu với mẫu chính thức."`
	Columns []ExchangeColumn `json:"columns" nullable:"false"`
}

// ExchangeColumn is one column of its form.
type ExchangeColumn struct {
	Header string `json:"header"`
	Field  string `json:"field" doc:"Giá trị của hồ sơ đứng trong cột."`
	Status string `json:"status,omitempty"`
	Source string `json:"source,omitempty"`
}

type exchangesOut struct {
	Body struct {
		Systems []ExchangeSystem `json:"systems" nullable:"false"`
	}
}

// exchanges serves GET /exchange: the systems with the form of a day.
func (s *server) exchanges(ctx context.Context, in *On) (*exchangesOut, error) {
	ref, on, err := s.referenceOn(ctx, *in)
	if err != nil {
		return nil, err
	}
	out := &exchangesOut{}
	out.Body.Systems = []ExchangeSystem{}
	for _, system := range ref.Codes(registry.SchemeSystem) {
		x, err := ref.Exchange(system.Code, on)
		if registry.KindOf(err) == registry.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		w := ExchangeSystem{System: system.Code, Name: system.Name, Columns: each(x.Columns, func(c registry.ExchangeColumn) ExchangeColumn {
			return ExchangeColumn{c.Header, c.Field, doubt(c.Confirmed), c.Source}
		})}
		w.Status = doubt(x.Confirmed())
		out.Body.Systems = append(out.Body.Systems, w)
	}
	return out, nil
}

func doubt(confirmed bool) string {
	if confirmed {
		return ""
	}
	return unconfirmed
}

// referenceOn gives the references and the day asked for, today for none.
func (s *server) referenceOn(ctx context.Context, in On) (*registry.Reference, registry.Date, error) {
	ref, on, err := s.referenceAsked(ctx, in)
	if on.IsZero() {
		on = s.today()
	}
	return ref, on, err
}

// referenceAsked gives the references and the day asked for, the zero one for none.
func (s *server) referenceAsked(ctx context.Context, in On) (*registry.Reference, registry.Date, error) {
	on, err := in.day()
	if err != nil {
		return nil, on, err
	}
	ref, err := s.Store.Reference(ctx)
	return ref, on, err
}

type exchangeFileIn struct {
	On
	System       string `path:"system" maxLength:"100"`
	Format       string `query:"format" enum:"xlsx,csv,tsv" default:"xlsx"`
	Organisation string `query:"organisation" maxLength:"300" doc:"Chỉ người đang làm ở cơ quan này hoặc đơn vị của nó: tên, tên viết tắt hoặc số."`
}

// exchangeFile serves GET /exchange/{system}/file: everybody the account may see,
// in the form of the system.
func (s *server) exchangeFile(ctx context.Context, in *exchangeFileIn) (*huma.StreamResponse, error) {
	ref, on, err := s.referenceOn(ctx, in.On)
	if err != nil {
		return nil, err
	}
	x, err := ref.Exchange(in.System, on)
	if err != nil {
		return nil, err
	}
	employer, err := s.employer(ctx, in.Organisation)
	if err != nil {
		return nil, err
	}
	people := registry.AllVisible(ctx, s.Store)
	return s.sheetFile(office.Format(in.Format), in.System, x.Rows(people, ref, employer)), nil
}

// FactSource says where one value of a record came from.
type FactSource struct {
	Field  string `json:"field" doc:"Tên giá trị trong hồ sơ: email, positions[0]…"`
	Import int64  `json:"import,omitempty" doc:"Lần nhập; 0 thì do một tài khoản ghi."`
	File   string `json:"file,omitempty" doc:"Tệp trích dẫn, khi lấy từ một tệp như vậy."`
	Sheet  string `json:"sheet,omitempty"`
	Row    int    `json:"row,omitempty"`

	Cells []string `json:"cells,omitempty" doc:"Các ô mà giá trị được đọc ra: E12."`

	Account    string `json:"account,omitempty"`
	At         string `json:"at,omitempty" doc:"Ghi vào đây lúc nào."`
	System     string `json:"system,omitempty" doc:"Nguồn gốc: hệ thống đã xuất tệp."`
	SystemName string `json:"system_name,omitempty"`
	Synced     string `json:"synced,omitempty" doc:"Ngày đồng bộ: số liệu của hệ thống ấy đúng đến ngày nào."`
}

type sourcesOut struct {
	Body struct {
		Sources []FactSource `json:"sources" nullable:"false"`
	}
}

// sources serves GET /people/{id}/sources.
func (s *server) sources(ctx context.Context, in *personIn) (*sourcesOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	p, err := registry.VisiblePerson(ctx, s.Store, id)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	facts := p.Facts()
	from, err := s.Store.Sources(ctx, each(facts, func(f registry.Fact) registry.SourceID { return f.Source }))
	if err != nil {
		return nil, err
	}
	out := &sourcesOut{}
	out.Body.Sources = []FactSource{}
	for _, f := range facts {
		if src, ok := from[f.Source]; ok {
			out.Body.Sources = append(out.Body.Sources, factSourceOf(f, src, ref))
		}
	}
	return out, nil
}

func factSourceOf(f registry.Fact, src registry.Source, ref *registry.Reference) FactSource {
	w := FactSource{Field: f.Field, Import: int64(src.Import), File: src.File, Sheet: src.Sheet, Row: src.Row, Cells: src.CellsOf(f.Field), Account: src.Account,
		At: moment(src.At), System: src.System, Synced: src.Synced.String()}
	if src.System != "" {
		w.SystemName = ref.CodeName(registry.SchemeSystem, src.System)
	}
	return w
}

// fromSystem notes which system gave a file out, and as of which day.
func (s *server) fromSystem(ctx context.Context, system, synced string) (context.Context, error) {
	day, err := registry.ParseDate(synced)
	if err != nil {
		return nil, &registry.Error{Kind: registry.Invalid, Message: "Ngày đồng bộ không đúng. Hãy ghi YYYY-MM-DD.",
			Problems: []registry.Problem{{Field: "synced", Value: synced, Reason: "phải là ngày có thật, dạng YYYY, YYYY-MM hoặc YYYY-MM-DD"}}}
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	return registry.WithSystem(ctx, ref, system, day)
}
