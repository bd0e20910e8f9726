package api

import (
	"context"

	"trithuc/importer"
	"trithuc/registry"
)

// Sheet says how one sheet was understood.
type Sheet struct {
	Name     string   `json:"name"`
	Skipped  string   `json:"skipped,omitempty" doc:"Vì sao trang này bị bỏ qua."`
	Unheaded bool     `json:"unheaded,omitempty" doc:"Không tìm thấy dòng tiêu đề: hãy chỉ dòng ấy (choices.sheets.header)."`
	Follows  string   `json:"follows,omitempty" doc:"Trang trước mà trang này, không có tiêu đề, là phần tiếp theo."`
	Kept     bool     `json:"kept,omitempty" doc:"Trang đã bỏ ra nhưng còn lưu, nhận lại được."`
	Last     int      `json:"last,omitempty" doc:"Dòng cuối của trang."`
	Header   [2]int   `json:"header" doc:"Hàng đầu và hàng cuối của tiêu đề cột."`
	Columns  []Column `json:"columns" nullable:"false"`
	People   int      `json:"people"`
	Left     []Left   `json:"left" nullable:"false" doc:"Các hàng không phải một người."`
	Default  string   `json:"default,omitempty" doc:"Cơ quan lấy từ tiêu đề hoặc từ người gửi."`
	Form     string   `json:"form,omitempty" doc:"Biểu mẫu chính thức mà trang này theo."`
	File     string   `json:"file,omitempty" doc:"Tệp của gói có trang này."`
}

// Dispute is a field of which files of a lot say different things.
type Dispute struct {
	Field      string   `json:"field"`
	Files      []string `json:"files" nullable:"false" doc:"Các tệp khác nhau; theo thứ tự khi đã có."`
	Rows       int      `json:"rows" doc:"Số dòng khác với tệp kia."`
	Open       int      `json:"open" doc:"Trong đó thành câu hỏi vì chưa chọn tệp đi trước."`
	Remembered bool     `json:"remembered,omitempty" doc:"Thứ tự nhớ từ lần nhập trước của cơ quan."`
}

func disputeOf(d importer.Dispute) Dispute {
	return Dispute{string(d.Field), append([]string{}, d.Files...), d.Rows, d.Open, d.Remembered}
}

// Column says what one column was taken for.
type Column struct {
	Letter     string  `json:"letter"`
	Header     string  `json:"header"`
	Field      string  `json:"field,omitempty" doc:"Trống khi không nhận ra."`
	Confidence float64 `json:"confidence"`
	Note       string  `json:"note,omitempty"`
	System     string  `json:"system,omitempty" doc:"Hệ thống mà biểu trao đổi của nó cho biết cột là gì; trống khi nhận ra theo từ của chương trình."`
}

// Left names rows that are no people.
type Left struct {
	What string `json:"what"`
	Rows []int  `json:"rows" nullable:"false"`
}

func sheetOf(s importer.Sheet) Sheet {
	return Sheet{
		Name: s.Name, Skipped: s.Skipped, Unheaded: s.Unheaded, Follows: s.Follows, Kept: s.Kept, Last: s.Last, Header: s.Header, People: s.People, Default: s.Default, Form: s.Form, File: s.File,
		Columns: each(s.Columns, func(c importer.Column) Column {
			return Column{c.Letter, c.Header, string(c.Field), c.Confidence, c.Note, c.System}
		}),
		Left: each(s.Left, func(l importer.Left) Left { return Left{l.What, append([]int{}, l.Rows...)} }),
	}
}

// Issue is one thing said about a cell, a row or a sheet.
type Issue struct {
	Sheet   string `json:"sheet"`
	Cell    string `json:"cell"`
	Field   string `json:"field"`
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

type issuesIn struct {
	Page
	ID   int64  `path:"id" minimum:"1"`
	Kind string `query:"kind" enum:"invalid,ambiguous,unknown,improbable,conflict,identity,ignored,repaired" doc:"Chỉ loại này."`
}

type issuesOut struct {
	Body struct {
		Total  int     `json:"total"`
		Issues []Issue `json:"issues" nullable:"false"`
	}
}

// issues serves GET /imports/{id}/issues.
func (s *server) issues(ctx context.Context, in *issuesIn) (*issuesOut, error) {
	i, err := s.Store.Import(ctx, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	found := []registry.Issue{}
	if i.Plan != "" {
		plan, err := s.Importer.StoredPlan(ctx, i.ID)
		if err != nil {
			return nil, err
		}
		for _, x := range plan.Issues {
			if in.Kind == "" || string(x.Kind) == in.Kind {
				found = append(found, x)
			}
		}
	}
	out := &issuesOut{}
	out.Body.Total = len(found)
	out.Body.Issues = each(part(in.Page, found), func(x registry.Issue) Issue {
		return Issue{x.Sheet, x.Cell, x.Field, string(x.Kind), x.Message}
	})
	return out, nil
}

// Row is one row of a person and how it ends.
type Row struct {
	Sheet   string      `json:"sheet"`
	Row     int         `json:"row"`
	Outcome string      `json:"outcome"`
	Name    string      `json:"name"`
	Person  string      `json:"person,omitempty"`
	Changes []RowChange `json:"changes" nullable:"false"`
	Note    string      `json:"note,omitempty"`
}

// RowChange is one value as it was and as it will be, in words for the screen.
type RowChange struct {
	Field string `json:"field"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new"`
}

type rowsIn struct {
	Page
	ID      int64  `path:"id" minimum:"1"`
	Outcome string `query:"outcome" enum:"added,amended,same,review,rejected" doc:"Chỉ các dòng có kết quả này."`
}

type rowsOut struct {
	Body struct {
		Total int   `json:"total"`
		Rows  []Row `json:"rows" nullable:"false"`
	}
}

// rows serves GET /imports/{id}/rows.
func (s *server) rows(ctx context.Context, in *rowsIn) (*rowsOut, error) {
	i, err := s.Store.Import(ctx, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	out := &rowsOut{}
	out.Body.Rows = []Row{}
	if i.Plan == "" {
		return out, nil
	}
	rows, total, err := s.Importer.StoredRows(ctx, i.ID, registry.Outcome(in.Outcome), in.Limit, in.Offset)
	if err != nil {
		return nil, err
	}
	out.Body.Total, out.Body.Rows = total, each(rows, func(r importer.Row) Row { return rowOf(r, registry.ActorOf(ctx)) })
	return out, nil
}

// rowOf tells a row as far as the actor may see its values.
func rowOf(r importer.Row, actor registry.Actor) Row {
	w := Row{Sheet: r.Sheet, Row: r.Row, Outcome: string(r.Outcome), Name: r.Name, Note: r.Note}
	if r.Person != 0 {
		w.Person = r.Person.Public()
	}
	w.Changes = []RowChange{}
	for _, c := range r.Changes {
		if actor.SeesField(c.Field) {
			w.Changes = append(w.Changes, RowChange{c.Field, c.Old, c.New})
		}
	}
	return w
}
