package api

import (
	"cmp"
	"context"
	"mime"
	"mime/multipart"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/importer"
	"trithuc/registry"
)

// Approvals takes lists through the approval of their institution.
type Approvals interface {
	// Approval gives what the institutions of a planned list ask today.
	Approval(ctx context.Context, p *importer.Plan) (registry.ApprovalRule, error)
	// Move takes a list one step on its way.
	Move(ctx context.Context, id registry.ImportID, move registry.LotMove, plan, reason string) (registry.Receipt, error)
	// Attach keeps the signed form of a list.
	Attach(ctx context.Context, id registry.ImportID, of importer.Upload, number string, on registry.Date) (registry.Receipt, error)
	// Signed gives it.
	Signed(ctx context.Context, id registry.ImportID) (*registry.SignedCopy, []byte, error)
}

// approvals registers the way of a list through approval.
func (s *server) approvals() {
	handle(s, "POST", "/imports/{id}/moves", registry.WriteImports, "Trình duyệt, rút lại, duyệt và gửi, trả lại một danh sách", s.move)
	handle(s, "POST", "/imports/{id}/signed", registry.WriteImports, "Đính kèm biểu xác nhận đã ký (PDF hoặc ảnh)", s.attach, s.describeSigned)
	handle(s, "GET", "/imports/{id}/signed", registry.ReadImports, "Tải biểu xác nhận đã ký", s.signed)
}

// Lot is the way of a list through approval, on the wire.
type Lot struct {
	State  string    `json:"state" enum:"draft,waiting,sent,taken,returned" doc:"Nháp, chờ đơn vị duyệt, đã gửi Sở, Sở tiếp nhận, trả lại."`
	Steps  []LotStep `json:"steps" nullable:"false" doc:"Ai đã làm gì, lúc nào, vì sao."`
	Makers []string  `json:"makers" nullable:"false" doc:"Những tài khoản đã lập hoặc sửa danh sách."`
	Signed *Signed   `json:"signed,omitempty"`
}

// LotStep is one step of that way.
type LotStep struct {
	To     string `json:"to"`
	By     string `json:"by"`
	At     string `json:"at"`
	Reason string `json:"reason,omitempty"`
}

// Signed is the signed form of a list.
type Signed struct {
	Number string `json:"number" doc:"Số văn bản."`
	On     string `json:"on" doc:"Ngày ký."`
	File   string `json:"file"`
	Kind   string `json:"kind"`
	Size   int64  `json:"size" doc:"Byte."`
	SHA256 string `json:"sha256"`
	By     string `json:"by"`
	At     string `json:"at"`
	Gone   bool   `json:"gone,omitempty" doc:"Tệp đã xóa theo yêu cầu của chủ thể dữ liệu."`
}

func lotState(s registry.LotState) string { return cmp.Or(string(s), "draft") }

func lotOf(i *registry.Import) Lot {
	w := Lot{
		State:  lotState(i.Lot.State()),
		Steps:  each(i.Lot.Steps, func(s registry.LotStep) LotStep { return LotStep{lotState(s.To), s.By, moment(s.At), s.Reason} }),
		Makers: i.AllMakers(),
	}
	if c := i.Lot.Signed; c != nil {
		w.Signed = &Signed{c.Number, c.On.String(), c.File, c.Kind, c.Size, c.SHA256, c.By, moment(c.At), c.Gone}
	}
	return w
}

type moveIn struct {
	Key
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Move   string `json:"move" enum:"ask,recall,pass,return" doc:"Trình duyệt, rút lại, duyệt và gửi, trả lại. Tiếp nhận là xác nhận ghi (apply)."`
		Plan   string `json:"plan" doc:"Dấu của bản xem trước đã đọc."`
		Reason string `json:"reason,omitempty" maxLength:"500" doc:"Bắt buộc khi trả lại."`
	}
}

// move serves POST /imports/{id}/moves.
func (s *server) move(ctx context.Context, in *moveIn) (*previewOut, error) {
	r, err := s.Approvals.Move(ctx, registry.ImportID(in.ID), registry.LotMove(in.Body.Move), in.Body.Plan, in.Body.Reason)
	return s.onItsWay(ctx, in.ID, r, err)
}

// onItsWay answers with the import as it stands after a step.
func (s *server) onItsWay(ctx context.Context, id int64, r registry.Receipt, err error) (*previewOut, error) {
	if _, err := registry.Again(ctx, registry.Imports{Store: s.Store}, r, err); err != nil {
		return nil, err
	}
	return s.preview(ctx, &importIn{id})
}

// signedForm is the form of POST /imports/{id}/signed.
type signedForm struct {
	File   string `json:"file" format:"binary" doc:"PDF, JPEG, PNG hoặc TIFF, tối đa 20 MB."`
	Number string `json:"number" maxLength:"100" doc:"Số của biểu đã ký."`
	On     string `json:"on" maxLength:"10" doc:"Ngày ký: YYYY-MM-DD."`
}

type attachIn struct {
	Key
	ID   int64 `path:"id" minimum:"1"`
	form *multipart.Form
}

// Resolve takes the form.
func (in *attachIn) Resolve(ctx huma.Context) []error {
	if form, err := ctx.GetMultipartForm(); err == nil {
		in.form = form
	}
	return nil // what is missing is said by the operation
}

func (in *attachIn) value(name string) string {
	if in.form == nil || len(in.form.Value[name]) == 0 {
		return ""
	}
	return in.form.Value[name][0]
}

func (s *server) describeSigned(op *huma.Operation) {
	schema := huma.SchemaFromType(s.api.OpenAPI().Components.Schemas, reflect.TypeFor[signedForm]())
	op.RequestBody = &huma.RequestBody{Description: "Phải có tệp, số và ngày ký.", Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: schema}}}
}

// attach serves POST /imports/{id}/signed.
func (s *server) attach(ctx context.Context, in *attachIn) (*previewOut, error) {
	if in.form == nil || len(in.form.File["file"]) == 0 {
		return nil, &registry.Error{Kind: registry.Unreadable, Message: "Yêu cầu không có tệp nào. Hãy gửi bản đã ký ở trường file.",
			Problems: []registry.Problem{{Field: "file", Reason: "chưa có"}}}
	}
	on, err := registry.ParseDate(in.value("on"))
	if err != nil {
		return nil, err
	}
	file := in.form.File["file"][0]
	content, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	r, err := s.Approvals.Attach(ctx, registry.ImportID(in.ID), importer.Upload{Name: file.Filename, Content: content}, in.value("number"), on)
	return s.onItsWay(ctx, in.ID, r, err)
}

// signed serves GET /imports/{id}/signed.
func (s *server) signed(ctx context.Context, in *importIn) (*huma.StreamResponse, error) {
	c, content, err := s.Approvals.Signed(ctx, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", c.Kind)
		hc.SetHeader("Cache-Control", "no-store")
		hc.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": c.File}))
		_, _ = hc.BodyWriter().Write(content) // a reader who is gone takes no file
	}}, nil
}
