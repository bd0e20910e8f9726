package api

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/importer"
	"trithuc/registry"
)

// Importer turns an upload into a preview, and a confirmed preview into people.
// The slow steps run as jobs; their state is in the store.
type Importer interface {
	// Record enters an upload that arrived, to be read by the queue.
	Record(ctx context.Context, a *importer.Arrival, o importer.Options) (*registry.Import, error)
	// StoredPlan gives the preview without its rows.
	StoredPlan(ctx context.Context, id registry.ImportID) (*importer.Plan, error)
	// StoredRows gives rows of the preview, all outcomes for "", and how many there are.
	StoredRows(ctx context.Context, id registry.ImportID, outcome registry.Outcome, limit, offset int) ([]importer.Row, int, error)
	// Approve confirms the preview with this digest, to be written by the queue.
	Approve(ctx context.Context, id registry.ImportID, digest string) error
	// Undo takes an applied import back.
	Undo(ctx context.Context, id registry.ImportID) (registry.Undoing, registry.Receipt, error)
	// Answer closes a row of the queue of questions.
	Answer(ctx context.Context, id registry.ReviewID, answer registry.Answer, person registry.PersonID, seen ...int64) (registry.Receipt, error)
	// Progress says how far the job of an import is; the zero Progress where none runs.
	Progress(id registry.ImportID) importer.Progress
}

// Import is one workbook brought in, on the wire.
type Import struct {
	ID           int64    `json:"id"`
	File         string   `json:"file"`
	SHA256       string   `json:"sha256"`
	Size         int64    `json:"size" doc:"Byte."`
	Organisation int64    `json:"organisation,omitempty" doc:"Cơ quan khi trong bảng không ghi."`
	State        string   `json:"state" enum:"received,planned,approved,applied,undone,failed,cancelled"`
	Account      string   `json:"account"`
	At           string   `json:"at"`
	Sheets       []string `json:"sheets" nullable:"false"`
	Counts       Counts   `json:"counts"`
	Issues       int      `json:"issues"`
	Plan         string   `json:"plan,omitempty" doc:"Dấu của bản xem trước, gửi lại khi xác nhận."`
	Failure      string   `json:"failure,omitempty"`
	Full         bool     `json:"full" doc:"Danh sách đầy đủ."`
	Lot          Lot      `json:"lot" doc:"Đường đi của danh sách qua bước duyệt."`
}

// Counts is how the rows end; rows is the sum of the others.
type Counts struct {
	Rows     int `json:"rows"`
	Added    int `json:"added"`
	Amended  int `json:"amended"`
	Same     int `json:"same"`
	Review   int `json:"review"`
	Rejected int `json:"rejected"`
}

func importOf(i *registry.Import) Import {
	return Import{
		int64(i.ID), i.File, i.SHA256, i.Size, int64(i.Organisation), string(i.State), i.Account, moment(i.At),
		append([]string{}, i.Sheets...), Counts(i.Counts), i.Issues, i.Plan, i.Failure, i.Full, lotOf(i),
	}
}

type importsOut struct {
	Body struct {
		Imports []Import `json:"imports" nullable:"false"`
	}
}

// imports serves GET /imports, newest first.
func (s *server) imports(ctx context.Context, in *Page) (*importsOut, error) {
	list, err := s.Store.Imports(ctx, in.Limit, in.Offset)
	if err != nil {
		return nil, err
	}
	out := &importsOut{}
	out.Body.Imports = each(list, func(i registry.Import) Import { return importOf(&i) })
	return out, nil
}

// upload is the form of POST /imports. Its files are stored before the operation
// runs (ReadUpload).
type upload struct {
	File         []string `json:"file" format:"binary" doc:"Một hay nhiều tệp danh sách: xlsx, xlsm, xls, ods, csv, tsv, hoặc zip gồm nhiều tệp như vậy. Nhiều tệp là một lô, nhập cùng nhau."`
	Organisation string   `json:"organisation,omitempty" maxLength:"300" doc:"Cơ quan khi trong bảng không ghi: tên, tên viết tắt hoặc số."`
	Full         bool     `json:"full,omitempty" doc:"Danh sách đầy đủ của cơ quan: nêu ai đang công tác mà không có trong danh sách."`
	Password     string   `json:"password,omitempty" maxLength:"200" doc:"Mật khẩu mở bảng tính; chỉ giữ trong bộ nhớ đến khi đọc xong."`
	System       string   `json:"system,omitempty" maxLength:"100" doc:"Hệ thống đã xuất tệp (mã trong danh mục system: hemis, cbccvc, khcn); trống khi là danh sách tự lập."`
	Synced       string   `json:"synced,omitempty" maxLength:"10" doc:"Ngày đồng bộ: số liệu của hệ thống ấy đúng đến ngày nào. Bắt buộc khi có system."`
}

type addImportIn struct {
	Key
	form upload
}

// Resolve takes the fields out of the form.
func (in *addImportIn) Resolve(ctx huma.Context) []error {
	form, err := ctx.GetMultipartForm()
	if err != nil || form == nil {
		return nil // no form: no file came, and that is what is said
	}
	for name, to := range map[string]*string{"organisation": &in.form.Organisation, "password": &in.form.Password, "system": &in.form.System, "synced": &in.form.Synced} {
		if values := form.Value[name]; len(values) > 0 {
			*to = values[0]
		}
	}
	if values := form.Value["full"]; len(values) > 0 {
		in.form.Full = slices.Contains([]string{"true", "yes", "1"}, values[0])
	}
	return nil
}

// describeUpload says in the description of the API what the form holds.
func (s *server) describeUpload(op *huma.Operation) {
	schema := huma.SchemaFromType(s.api.OpenAPI().Components.Schemas, reflect.TypeFor[upload]())
	op.RequestBody = &huma.RequestBody{Description: "Phải có ít nhất một tệp.", Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: schema}}}
}

type addImportOut struct {
	Location string `header:"Location"`
	Body     Import
}

// addImport serves POST /imports: the upload is stored; reading it is a job.
func (s *server) addImport(ctx context.Context, in *addImportIn) (*addImportOut, error) {
	arrived, err := importer.ArrivalOf(ctx)
	if err != nil { // as every other value of a form that is missing
		return nil, &registry.Error{Kind: registry.Unreadable, Message: "Yêu cầu không có tệp nào. Hãy gửi ít nhất một tệp ở trường file.", Err: err,
			Problems: []registry.Problem{{Field: "file", Reason: "chưa có"}}}
	}
	o := importer.Options{Full: in.form.Full, Password: in.form.Password}
	if o.Employer, err = s.employer(ctx, in.form.Organisation); err != nil {
		return nil, err
	}
	if ctx, err = s.fromSystem(ctx, in.form.System, in.form.Synced); err != nil {
		return nil, err
	}
	i, err := s.Importer.Record(ctx, arrived, o)
	if err != nil {
		return nil, err
	}
	return &addImportOut{fmt.Sprintf("%s/imports/%d", prefix, i.ID), importOf(i)}, nil
}

// employer resolves a name, an abbreviation or a number; 0 for "".
func (s *server) employer(ctx context.Context, name string) (registry.OrganisationID, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil || name == "" {
		return 0, err
	}
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		if _, ok := ref.Organisation(registry.OrganisationID(n)); ok {
			return registry.OrganisationID(n), nil
		}
	}
	id, err := importer.EmployerNamed(ref, name)
	if e, ok := errors.AsType[*registry.Error](err); ok {
		err = &registry.Error{Kind: registry.Invalid, Message: e.Message, Err: err,
			Problems: []registry.Problem{{Field: "organisation", Value: name, Reason: "không chỉ đúng một cơ quan"}}}
	}
	return id, err
}

type importIn struct {
	ID int64 `path:"id" minimum:"1"`
}

// Preview is an import with what was understood of its workbook.
type Preview struct {
	Import
	Progress *Progress `json:"progress,omitempty" doc:"Khi đang đọc hoặc đang ghi."`
	Read     []Sheet   `json:"read,omitempty" nullable:"false" doc:"Mỗi trang tính được hiểu thế nào."`
	Approval string    `json:"approval,omitempty" enum:"none,unit,two" doc:"Cơ quan quy định ai duyệt: không ai; đơn vị; đơn vị, người duyệt khác người lập."`
	Disputes []Dispute `json:"disputes,omitempty" nullable:"false" doc:"Thông tin mà các tệp của gói ghi khác nhau."`
}

type previewOut struct{ Body Preview }

// preview serves GET /imports/{id}.
func (s *server) preview(ctx context.Context, in *importIn) (*previewOut, error) {
	i, err := s.Store.Import(ctx, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	out := &previewOut{Preview{Import: importOf(i)}}
	if i.State.Running() {
		p := progressOf(s.Importer.Progress(i.ID))
		out.Body.Progress = &p
	}
	if i.Plan == "" {
		return out, nil
	}
	plan, err := s.Importer.StoredPlan(ctx, i.ID)
	if err != nil {
		return nil, err
	}
	rule, err := s.Approvals.Approval(ctx, plan)
	if err != nil {
		return nil, err
	}
	out.Body.Approval = string(rule)
	out.Body.Read, out.Body.Disputes = each(plan.Sheets, sheetOf), each(plan.Disputes, disputeOf)
	return out, nil
}

type applyIn struct {
	Key
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Plan string `json:"plan" doc:"Dấu của bản xem trước đã đọc; bản khác thì không ghi."`
	}
}

type appliedOut struct{ Body Import }

// apply serves POST /imports/{id}/apply: the preview with this digest is
// confirmed; writing it is a job. To confirm what is confirmed already changes
// nothing.
func (s *server) apply(ctx context.Context, in *applyIn) (*appliedOut, error) {
	i, err := s.Store.Import(ctx, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	confirmed := i.State == registry.ImportApproved || i.State == registry.ImportApplied
	if !confirmed || i.Plan != in.Body.Plan {
		if err := s.Importer.Approve(ctx, i.ID, in.Body.Plan); err != nil {
			return nil, err
		}
	}
	if i, err = s.Store.Import(ctx, i.ID); err != nil {
		return nil, err
	}
	return &appliedOut{importOf(i)}, nil
}

type cancelIn struct {
	Key
	ID int64 `path:"id" minimum:"1"`
}

// cancel serves POST /imports/{id}/cancel. To drop what is dropped already changes
// nothing.
func (s *server) cancel(ctx context.Context, in *cancelIn) (*appliedOut, error) {
	if _, err := s.Lists.Cancel(ctx, registry.ImportID(in.ID)); err != nil {
		return nil, err
	}
	i, err := s.Store.Import(ctx, registry.ImportID(in.ID))
	if err != nil {
		return nil, err
	}
	return &appliedOut{importOf(i)}, nil
}

type undoIn struct {
	Key
	ID int64 `path:"id" minimum:"1"`
}

// Undone says what an undo took back and what it left.
type Undone struct {
	Import   Import `json:"import"`
	Removed  int    `json:"removed" doc:"Số hồ sơ đã thêm nay bỏ đi."`
	Restored int    `json:"restored" doc:"Số hồ sơ trở lại giá trị cũ."`
	Kept     []Kept `json:"kept,omitempty" nullable:"false" doc:"Giữ nguyên vì đã sửa sau lần nhập; chỉ kể ở lần trả lời đầu."`
}

// Kept is something an undo left alone.
type Kept struct {
	Person string `json:"person"`
	Name   string `json:"name"`
	Field  string `json:"field,omitempty"`
	Reason string `json:"reason"`
}

type undoneOut struct{ Body Undone }

// undo serves POST /imports/{id}/undo.
func (s *server) undo(ctx context.Context, in *undoIn) (*undoneOut, error) {
	id := registry.ImportID(in.ID)
	report, r, err := s.Importer.Undo(ctx, id)
	if registry.KindOf(err) == registry.Conflict {
		r, err = s.before(ctx, id, err)
	}
	if err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	i, err := s.Store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &undoneOut{Undone{Import: importOf(i), Kept: kept(report.Kept)}}
	out.Body.Removed, out.Body.Restored, err = s.tookBack(ctx, r)
	return out, err
}

// before gives the receipt of the same request where it was answered already,
// conflict otherwise. Under a key that was committed, Commit writes nothing and
// gives its receipt again; under a new one the import as it stands is no change.
func (s *server) before(ctx context.Context, id registry.ImportID, conflict error) (registry.Receipt, error) {
	i, err := s.Store.Import(ctx, id)
	if err != nil {
		return registry.Receipt{}, err
	}
	r, err := registry.Imports{Store: s.Store}.Amend(ctx, i, "")
	if err == nil && (!r.Repeated || r.Last == 0) {
		err = conflict
	}
	return r, err
}

// tookBack counts what the entries of an undo did to people.
func (s *server) tookBack(ctx context.Context, r registry.Receipt) (removed, restored int, err error) {
	for after := r.First - 1; after < r.Last; {
		page, err := s.Store.Entries(ctx, after, min(1000, int(r.Last-after)))
		if err != nil || len(page) == 0 {
			return removed, restored, err
		}
		for _, e := range page {
			switch {
			case e.Subject.Kind != registry.SubjectPerson:
			case e.Action == registry.Removed:
				removed++
			default:
				restored++
			}
			after = e.Seq
		}
	}
	return removed, restored, nil
}
