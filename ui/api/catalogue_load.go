package api

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
	"trithuc/ui/office"
)

// Catalogue is a code list with its versions.
type Catalogue struct {
	Scheme   string             `json:"scheme"`
	Versions []CatalogueVersion `json:"versions" nullable:"false"`
}

// CatalogueVersion sums one version of a list up.
type CatalogueVersion struct {
	Version     string `json:"version"`
	Codes       int    `json:"codes"`
	Unconfirmed int    `json:"unconfirmed" doc:"Bao nhiêu mã chưa kiểm chứng."`
	Status      string `json:"status,omitempty" doc:"“chưa kiểm chứng” khi còn mã chưa ai xác nhận."`
}

type cataloguesOut struct {
	Body struct {
		Catalogues []Catalogue `json:"catalogues" nullable:"false"`
	}
}

// catalogues serves GET /catalogues.
func (s *server) catalogues(ctx context.Context, _ *struct{}) (*cataloguesOut, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	out := &cataloguesOut{}
	out.Body.Catalogues = each(ref.Schemes(), func(scheme registry.Scheme) Catalogue { return catalogueOf(ref, scheme) })
	return out, nil
}

func catalogueOf(ref *registry.Reference, scheme registry.Scheme) Catalogue {
	c := Catalogue{Scheme: string(scheme), Versions: []CatalogueVersion{}}
	for _, code := range ref.EveryCode(scheme) {
		if n := len(c.Versions); n == 0 || c.Versions[n-1].Version != code.Version {
			c.Versions = append(c.Versions, CatalogueVersion{Version: code.Version})
		}
		v := &c.Versions[len(c.Versions)-1]
		v.Codes++
		if !code.Confirmed {
			v.Unconfirmed++
			v.Status = unconfirmed
		}
	}
	return c
}

type catalogueFileIn struct {
	Scheme  string `path:"scheme" maxLength:"100"`
	Version string `query:"version" maxLength:"100" doc:"Chỉ phiên bản này; trống là mọi phiên bản."`
	Format  string `query:"format" enum:"tsv,csv,xlsx" default:"tsv"`
}

// catalogueFile serves GET /catalogues/{scheme}/file, in the form that load takes.
func (s *server) catalogueFile(ctx context.Context, in *catalogueFileIn) (*huma.StreamResponse, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	codes := ref.EveryCode(registry.Scheme(in.Scheme))
	if in.Version != "" {
		codes = slices.DeleteFunc(codes, func(c registry.Code) bool { return c.Version != in.Version })
	}
	if len(codes) == 0 {
		return nil, registry.Errorf(registry.NotFound, "Không có danh mục hoặc phiên bản này. Xem /catalogues để biết các danh mục đang có.")
	}
	return s.sheetFile(office.Format(in.Format), in.Scheme, office.RowsOf(registry.CatalogueRows(codes))), nil
}

// sheetFile answers with rows as a file.
func (s *server) sheetFile(f office.Format, name string, rows office.SheetRows) *huma.StreamResponse {
	return s.attachment(name, f, func(w *late) error { return office.WriteSheet(w, f, name, rows) })
}

// attachment answers with a file. An error before its first byte is answered as one.
func (s *server) attachment(name string, f office.Format, write func(*late) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		w := &late{w: ctx.BodyWriter(), begin: func() {
			ctx.SetHeader("Content-Type", f.ContentType())
			ctx.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fmt.Sprintf("%s.%s", name, f)}))
		}}
		switch err := write(w); {
		case err == nil:
			w.start() // an empty file is an answer too
		case w.begun: // nobody takes half a file for a whole one
			panic(http.ErrAbortHandler)
		default:
			s.refuse(ctx, err)
		}
	}}
}

// catalogueUpload is the form of a file of codes.
type catalogueUpload struct {
	File huma.FormFile `form:"file" required:"true" doc:"Tệp danh mục (tsv, csv hoặc xlsx) theo đúng các cột của tệp tải về."`
	Plan string        `form:"plan" required:"false" maxLength:"64" doc:"Khi nạp: mã plan của bản xem trước đã xem."`
}

type loadCatalogueIn struct {
	Key
	Scheme  string `path:"scheme" minLength:"1" maxLength:"100" pattern:"^[a-z][a-z0-9-]*$" doc:"Tên danh mục."`
	RawBody huma.MultipartFormFiles[catalogueUpload]
}

// CodeDifference is a code that a file tells otherwise.
type CodeDifference struct {
	Before Code `json:"before"`
	After  Code `json:"after"`
}

// VersionDifference says what a file does to one version.
type VersionDifference struct {
	Version string           `json:"version"`
	New     bool             `json:"new,omitempty"`
	Closed  bool             `json:"closed,omitempty" doc:"Không có trong tệp: hết hiệu lực vì phiên bản mới bắt đầu."`
	Same    int              `json:"same"`
	Added   []Code           `json:"added" nullable:"false"`
	Removed []Code           `json:"removed" nullable:"false"`
	Changed []CodeDifference `json:"changed" nullable:"false"`
}

// CataloguePreview says what a file does to a code list.
type CataloguePreview struct {
	Scheme   string              `json:"scheme"`
	Plan     string              `json:"plan" doc:"Gửi lại mã này khi nạp."`
	Changes  bool                `json:"changes"`
	Versions []VersionDifference `json:"versions" nullable:"false"`
}

type cataloguePreviewOut struct{ Body CataloguePreview }

// previewCatalogue serves POST /catalogues/{scheme}/preview.
func (s *server) previewCatalogue(ctx context.Context, in *loadCatalogueIn) (*cataloguePreviewOut, error) {
	_, preview, err := s.cataloguePlan(ctx, in)
	if err != nil {
		return nil, err
	}
	return &cataloguePreviewOut{preview}, nil
}

// cataloguePlan reads and checks the file and plans. Nothing is written.
func (s *server) cataloguePlan(ctx context.Context, in *loadCatalogueIn) (*registry.CataloguePlan, CataloguePreview, error) {
	form := in.RawBody.Data()
	defer form.File.Close()
	content, err := io.ReadAll(io.LimitReader(form.File, office.MaxSheet+1))
	if err != nil {
		return nil, CataloguePreview{}, err
	}
	rows, err := office.ReadSheet(content)
	if err != nil {
		return nil, CataloguePreview{}, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, CataloguePreview{}, err
	}
	plan, err := registry.PlanCatalogueFile(ref, registry.Scheme(in.Scheme), rows, form.File.Filename)
	if err != nil {
		return nil, CataloguePreview{}, err
	}
	digest, err := plan.Digest()
	return plan, CataloguePreview{Scheme: in.Scheme, Plan: digest, Changes: plan.Changes(), Versions: each(plan.Versions, versionDifferenceOf)}, err
}

func versionDifferenceOf(v registry.CatalogueVersionPlan) VersionDifference {
	return VersionDifference{v.Version, v.New, v.Closed, v.Same, each(v.Added, codeOf), each(v.Removed, codeOf),
		each(v.Changed, func(c registry.CodeChange) CodeDifference { return CodeDifference{codeOf(c.Before), codeOf(c.After)} })}
}

// loadCatalogue serves POST /catalogues/{scheme}/load and answers with what was
// written.
func (s *server) loadCatalogue(ctx context.Context, in *loadCatalogueIn) (*cataloguePreviewOut, error) {
	plan, preview, err := s.cataloguePlan(ctx, in)
	if err != nil {
		return nil, err
	}
	gate := registry.Catalogues{Store: s.Store}
	r, err := gate.LoadSeen(ctx, plan, in.RawBody.Data().Plan)
	if r, err = registry.Again(ctx, gate, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	return &cataloguePreviewOut{preview}, nil
}

// CatalogueChange is one entry of the trail about a code list.
type CatalogueChange struct {
	Seq     int64  `json:"seq"`
	At      string `json:"at"`
	Account string `json:"account"`
	Reason  string `json:"reason"`
	Version string `json:"version"`
	Before  int    `json:"before" doc:"Số mã của phiên bản trước khi thay đổi; 0 khi là phiên bản mới."`
}

type catalogueHistoryIn struct {
	Scheme string `path:"scheme" maxLength:"100"`
}

type catalogueHistoryOut struct {
	Body struct {
		Changes []CatalogueChange `json:"changes" nullable:"false"`
	}
}

// catalogueHistory serves GET /catalogues/{scheme}/history, the newest first.
func (s *server) catalogueHistory(ctx context.Context, in *catalogueHistoryIn) (*catalogueHistoryOut, error) {
	steps, err := registry.CatalogueHistory(ctx, s.Store, registry.Scheme(in.Scheme))
	if err != nil {
		return nil, err
	}
	out := &catalogueHistoryOut{}
	out.Body.Changes = each(steps, func(c registry.CatalogueStep) CatalogueChange {
		return CatalogueChange{int64(c.Entry.Seq), moment(c.Entry.At), c.Entry.Actor, c.Entry.Reason, c.Version, len(c.Before)}
	})
	return out, nil
}

type undoCatalogueIn struct {
	Key
	Scheme string `path:"scheme" maxLength:"100"`
	Seq    int64  `path:"seq" minimum:"1" doc:"Số thứ tự của mục nhật ký."`
}

// undoCatalogue serves POST /catalogues/{scheme}/history/{seq}/undo: the whole load
// the entry was part of. It answers with the list as it is then.
func (s *server) undoCatalogue(ctx context.Context, in *undoCatalogueIn) (*catalogueHistoryOut, error) {
	gate := registry.Catalogues{Store: s.Store}
	r, err := gate.Undo(ctx, s.Store, registry.Seq(in.Seq))
	if r, err = registry.Again(ctx, gate, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	return s.catalogueHistory(ctx, &catalogueHistoryIn{in.Scheme})
}

type codeIn struct {
	On
	Scheme string `path:"scheme" maxLength:"100"`
	Code   string `path:"code" maxLength:"200"`
}

type codeOut struct {
	Body struct {
		Code       Code   `json:"code" doc:"Nghĩa của mã vào ngày ấy."`
		Successors []Code `json:"successors" nullable:"false" doc:"Mã hiện nay thay cho nó; là chính nó nếu chưa bị thay."`
	}
}

// code serves GET /catalogues/{scheme}/codes/{code}: what a code of a record meant
// on a day, and what it is called by now.
func (s *server) code(ctx context.Context, in *codeIn) (*codeOut, error) {
	ref, on, err := s.referenceAsked(ctx, in.On)
	if err != nil {
		return nil, err
	}
	today := s.today()
	if on.IsZero() {
		on = today
	}
	c, ok := ref.CodeOn(registry.Scheme(in.Scheme), in.Code, on)
	if !ok {
		return nil, registry.Errorf(registry.NotFound, "Danh mục %s không có mã %q.", in.Scheme, in.Code)
	}
	out := &codeOut{}
	out.Body.Code = codeOf(c)
	out.Body.Successors = each(ref.CodeSuccessors(c.Scheme, c.Code, on, today), codeOf)
	return out, nil
}
