package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/ui/office"
)

// Lists takes what people decide about a workbook, and gives it back with notes.
type Lists interface {
	// Choose adds and withdraws choices; the import is then planned again.
	Choose(ctx context.Context, id registry.ImportID, add, withdraw registry.Choices) (*registry.Import, error)
	// Declare says whether a list is a full one.
	Declare(ctx context.Context, id registry.ImportID, full bool) (*registry.Import, error)
	// ColumnValues counts the values of a column.
	ColumnValues(ctx context.Context, id registry.ImportID, sheet, letter string, limit int) ([]importer.ValueCount, int, error)
	// RowCells gives the cells of a row.
	RowCells(ctx context.Context, p *importer.Plan, sheet string, row int) ([]importer.CellText, error)
	// AnswerAbsences says why people are absent from a full list: of all or none.
	AnswerAbsences(ctx context.Context, id registry.ImportID, all []registry.Absence) (registry.Receipt, error)
	// Cancel drops an import that is not written, with its files.
	Cancel(ctx context.Context, id registry.ImportID) (registry.Receipt, error)
	// Annotate writes a copy of the workbook with notes.
	Annotate(ctx context.Context, id registry.ImportID, out io.Writer) error
}

// lists registers what may be decided about a workbook.
func (s *server) lists() {
	handle(s, "GET", "/imports/fields", registry.ReadImports, "Các loại cột có thể chọn", s.fields)
	handle(s, "POST", "/imports/{id}/choices", registry.WriteImports, "Chọn cách hiểu trang, cột, ô, từ, tệp đi trước; bản xem trước được lập lại", s.choose)
	handle(s, "GET", "/imports/{id}/values", registry.ReadImports, "Các giá trị của một cột", s.values)
	handle(s, "GET", "/imports/{id}/cells", registry.ReadImports, "Các ô của một dòng", s.cells)
	handle(s, "POST", "/imports/{id}/cancel", registry.WriteImports, "Hủy lần nhập chưa ghi: dừng việc đang chạy, xóa tệp", s.cancel)
	handle(s, "POST", "/imports/{id}/declare", registry.WriteImports, "Khai danh sách đầy đủ hay bổ sung", s.declare)
	handle(s, "GET", "/imports/{id}/absent", registry.ReadImports, "Ai vắng mặt trong danh sách đầy đủ", s.absent)
	handle(s, "POST", "/imports/{id}/absent", registry.WriteImports, "Trả lời vì sao một người vắng mặt", s.answerAbsence)
	handle(s, "GET", "/imports/{id}/annotated", registry.ReadImports, "Tải bản ghi chú của tệp", s.annotated)
	handle(s, "GET", "/imports/{id}/undo", registry.WriteImports, "Hoàn tác lần nhập thì được gì", s.planUndo)
}

type fieldsOut struct {
	Body struct {
		Fields []FieldChoice `json:"fields" nullable:"false"`
	}
}

// FieldChoice is one field that a column may be said to hold.
type FieldChoice struct {
	Field string `json:"field"`
	Label string `json:"label"`
}

// fields serves GET /imports/fields.
func (s *server) fields(context.Context, *struct{}) (*fieldsOut, error) {
	out := &fieldsOut{}
	out.Body.Fields = each(importer.FieldChoices(), func(f importer.FieldChoice) FieldChoice { return FieldChoice{string(f.Field), f.Label} })
	return out, nil
}

// Choices are how a workbook is to be read, as people decided.
type Choices struct {
	Sheets  []SheetChoice  `json:"sheets,omitempty" maxItems:"1000"`
	Columns []ColumnChoice `json:"columns,omitempty" maxItems:"10000"`
	Cells   []CellFix      `json:"cells,omitempty" maxItems:"20000"`
	Words   []WordFix      `json:"words,omitempty" maxItems:"20000"`
	Files   []FileChoice   `json:"files,omitempty" maxItems:"100" doc:"Tệp nào của gói đi trước khi các tệp khác nhau."`
}

// FileChoice says which files of a lot go before others in one field.
type FileChoice struct {
	Field string   `json:"field" doc:"Như trong disputes của bản xem trước."`
	Files []string `json:"files,omitempty" maxItems:"200" doc:"Tên các tệp theo thứ tự; tệp đầu thắng."`
}

// SheetChoice says whether a sheet is read and where its header ends.
type SheetChoice struct {
	Sheet  string `json:"sheet"`
	Use    string `json:"use,omitempty" enum:"use,leave" doc:"Nhập hay bỏ trang; trống thì để tự nhận."`
	Header int    `json:"header,omitempty" minimum:"0" doc:"Dòng cuối của tiêu đề; 0 thì để tự tìm."`
}

// ColumnChoice says what a column holds.
type ColumnChoice struct {
	Sheet  string `json:"sheet"`
	Letter string `json:"letter" maxLength:"3"`
	Field  string `json:"field,omitempty" doc:"Một trong GET /imports/fields."`
}

// CellFix is a corrected cell.
type CellFix struct {
	Sheet string `json:"sheet"`
	Cell  string `json:"cell" maxLength:"10" doc:"C12"`
	Text  string `json:"text,omitempty" doc:"Giá trị đúng; trống là xóa ô."`
}

// WordFix says what a word means wherever it stands in columns of a field.
type WordFix struct {
	Field string `json:"field"`
	From  string `json:"from"`
	To    string `json:"to,omitempty"`
}

func (c Choices) domain() registry.Choices {
	return registry.Choices{
		Sheets: each(c.Sheets, func(x SheetChoice) registry.SheetChoice {
			return registry.SheetChoice{Sheet: x.Sheet, Use: x.Use, Header: x.Header}
		}),
		Columns: each(c.Columns, func(x ColumnChoice) registry.ColumnChoice {
			return registry.ColumnChoice{Sheet: x.Sheet, Letter: x.Letter, Field: x.Field}
		}),
		Cells: each(c.Cells, func(x CellFix) registry.CellFix { return registry.CellFix(x) }),
		Words: each(c.Words, func(x WordFix) registry.WordFix { return registry.WordFix{Field: x.Field, From: x.From, To: x.To} }),
		Files: each(c.Files, func(x FileChoice) registry.FileChoice {
			return registry.FileChoice{Field: x.Field, Files: each(x.Files, func(name string) registry.LotFile { return registry.LotFile{Name: name} })}
		}),
	}
}

type chooseIn struct {
	Key
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Add      Choices `json:"add,omitempty"`
		Withdraw Choices `json:"withdraw,omitempty" doc:"Chọn trước đây nay bỏ đi."`
	}
}

// choose serves POST /imports/{id}/choices.
func (s *server) choose(ctx context.Context, in *chooseIn) (*appliedOut, error) {
	i, err := s.Lists.Choose(ctx, registry.ImportID(in.ID), in.Body.Add.domain(), in.Body.Withdraw.domain())
	if err != nil {
		return nil, err
	}
	return &appliedOut{importOf(i)}, nil
}

type valuesIn struct {
	ID     int64  `path:"id" minimum:"1"`
	Sheet  string `query:"sheet" required:"true"`
	Column string `query:"column" required:"true" maxLength:"3"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type valuesOut struct {
	Body struct {
		Different int                   `json:"different" doc:"Có bao nhiêu giá trị khác nhau."`
		Values    []importer.ValueCount `json:"values" nullable:"false"`
	}
}

// values serves GET /imports/{id}/values.
func (s *server) values(ctx context.Context, in *valuesIn) (out *valuesOut, err error) {
	out = &valuesOut{}
	out.Body.Values, out.Body.Different, err = s.Lists.ColumnValues(ctx, registry.ImportID(in.ID), in.Sheet, in.Column, in.Limit)
	return out, err
}

type cellsIn struct {
	ID    int64  `path:"id" minimum:"1"`
	Sheet string `query:"sheet" required:"true"`
	Row   int    `query:"row" required:"true" minimum:"1"`
}

type cellsOut struct {
	Body struct {
		Cells []importer.CellText `json:"cells" nullable:"false"`
	}
}

// cells serves GET /imports/{id}/cells.
func (s *server) cells(ctx context.Context, in *cellsIn) (*cellsOut, error) {
	plan, err := s.Importer.StoredPlan(ctx, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	out := &cellsOut{}
	out.Body.Cells, err = s.Lists.RowCells(ctx, plan, in.Sheet, in.Row)
	return out, err
}

type declareIn struct {
	Key
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Full bool `json:"full" doc:"Danh sách đầy đủ của cơ quan."`
	}
}

// declare serves POST /imports/{id}/declare.
func (s *server) declare(ctx context.Context, in *declareIn) (*appliedOut, error) {
	i, err := s.Lists.Declare(ctx, registry.ImportID(in.ID), in.Body.Full)
	if err != nil {
		return nil, err
	}
	return &appliedOut{importOf(i)}, nil
}

// Absent is somebody whom a full list leaves out.
type Absent struct {
	importer.AbsentPerson
	Answer string `json:"answer,omitempty" enum:"retired,moved,resigned,died,missed"`
	On     string `json:"on,omitempty"`
}

type absentOut struct {
	Body struct {
		Absent []Absent `json:"absent" nullable:"false"`
	}
}

// absent serves GET /imports/{id}/absent.
func (s *server) absent(ctx context.Context, in *importIn) (*absentOut, error) {
	plan, err := s.Importer.StoredPlan(ctx, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	said := map[registry.PersonID]registry.Absence{}
	for _, a := range plan.Import.Absent {
		said[a.Person] = a
	}
	out := &absentOut{}
	out.Body.Absent = each(plan.Absent, func(p importer.AbsentPerson) Absent {
		return Absent{p, string(said[p.ID].Answer), said[p.ID].On.String()}
	})
	return out, nil
}

type answerAbsenceIn struct {
	Key
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Person string   `json:"person,omitempty" maxLength:"20" doc:"Một người; hoặc nhiều người ở people."`
		People []string `json:"people,omitempty" maxItems:"5000" doc:"Nhiều người cùng một câu trả lời: ghi cho tất cả hoặc không ghi cho ai."`
		Answer string   `json:"answer" enum:"retired,moved,resigned,died,missed" doc:"Nghỉ hưu, chuyển đi, thôi việc, qua đời, hoặc còn công tác mà danh sách sót tên."`
		On     string   `json:"on,omitempty" maxLength:"10" doc:"Từ ngày; không ghi thì từ hôm nay."`
	}
}

// answerAbsence serves POST /imports/{id}/absent.
func (s *server) answerAbsence(ctx context.Context, in *answerAbsenceIn) (*absentOut, error) {
	on, err := registry.ParseDate(in.Body.On)
	if err != nil {
		return nil, err
	}
	whom := in.Body.People
	if in.Body.Person != "" {
		whom = append([]string{in.Body.Person}, whom...)
	}
	all := make([]registry.Absence, len(whom))
	for i, public := range whom {
		all[i] = registry.Absence{Answer: registry.Leaving(in.Body.Answer), On: on}
		if all[i].Person, err = registry.ParsePersonID(public); err != nil {
			return nil, err
		}
	}
	r, err := s.Lists.AnswerAbsences(ctx, registry.ImportID(in.ID), all)
	if r, err = registry.Again(ctx, registry.Imports{Store: s.Store}, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	return s.absent(ctx, &importIn{in.ID})
}

// annotated serves GET /imports/{id}/annotated.
func (s *server) annotated(ctx context.Context, in *importIn) (*huma.StreamResponse, error) {
	var file bytes.Buffer
	if err := s.Lists.Annotate(ctx, registry.ImportID(in.ID), &file); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", office.XLSX.ContentType())
		hc.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fmt.Sprintf("import-%d.xlsx", in.ID)}))
		_, _ = file.WriteTo(hc.BodyWriter()) // who is gone takes no file
	}}, nil
}

type planUndoOut struct{ Body PlannedUndo }

// PlannedUndo says what taking an import back would do now.
type PlannedUndo struct {
	Removed  int    `json:"removed" doc:"Số hồ sơ đã thêm sẽ bỏ đi."`
	Restored int    `json:"restored" doc:"Số hồ sơ sẽ trở lại giá trị cũ."`
	Absent   int    `json:"absent" doc:"Trong số đó, số người vắng mặt đã được trả lời."`
	Kept     []Kept `json:"kept" nullable:"false" doc:"Sẽ giữ nguyên vì đã thay đổi sau lần nhập."`
}

// planUndo serves GET /imports/{id}/undo.
func (s *server) planUndo(ctx context.Context, in *importIn) (*planUndoOut, error) {
	plan, err := registry.PlanUndo(ctx, s.Store, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	return &planUndoOut{PlannedUndo{plan.Removed, plan.Restored, plan.Absent, kept(plan.Kept)}}, nil
}
