// Package api is the registry for programs: JSON operations on a huma.API that
// ui hands in. Each operation is one line of the table in Register, with the
// permission it needs; what it says on the wire are structs of this package,
// apart from the domain's. Handlers parse, ask one service and answer; errors
// go through Services.Fault, since only ui knows statuses.
//
// ui puts the actor and, for writes, the idempotency key into the request's
// context before an operation runs.
package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
	"trithuc/search"
)

// Store is what the operations read of the registry and commit to through its gates.
type Store interface {
	registry.Committer
	registry.PersonReader
	registry.TrailReader
	registry.ReferenceReader
	registry.ImportReader
	registry.ShortlistReader
	registry.SavedSearchReader
	registry.PanelReader
	registry.MergeReader
	registry.CareerReader
	registry.RequestReader
	registry.SecretStore
	registry.ForecastRunStore
	registry.NeedReader
	registry.DisclosureReader
	registry.ProposalReader
}

// Searcher answers queries as people type them.
type Searcher interface {
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	Suggest(ctx context.Context, text string) ([]search.Suggestion, error)
}

// Services is what the operations are made of.
type Services struct {
	Store    Store
	Searcher Searcher
	Importer Importer
	Lists    Lists
	// Approvals takes lists through the approval of their institution.
	Approvals Approvals
	// Erasures leaves nothing of a person; Sealer seals restricted values.
	Erasures registry.Erasures
	Sealer   registry.Sealer
	// OwnCopy writes somebody's own data as the file that is handed to them.
	OwnCopy func(ctx context.Context, w io.Writer, own *registry.OwnData) error
	// Wait returns when the index has taken in an entry of the trail, or ctx ends.
	Wait func(ctx context.Context, seq registry.Seq) error
	Now  func() time.Time
	// Statistics counts what everybody may know.
	Statistics *registry.StatisticsDesk
	// Say gives the Vietnamese text of a message of the pages' catalogue.
	Say func(id string) string
	// Fault says what a caller is told of an error, and logs what is not theirs to mend.
	Fault func(ctx context.Context, err error) Fault
	// Closing is closed when the server begins to stop: streams end.
	Closing <-chan struct{}
}

// today is the day it is in Vietnam.
func (s *server) today() registry.Date { return registry.DateOf(s.Now().In(registry.Vietnam)) }

// prefix stands before every path.
const prefix = "/api/v1"

// permissionKey is where an operation's Metadata holds its registry.Permission.
const permissionKey = "permission"

// PermissionOf gives the permission that an operation needs; false for none of ours.
func PermissionOf(op *huma.Operation) (registry.Permission, bool) {
	need, ok := op.Metadata[permissionKey].(registry.Permission)
	return need, ok
}

// Config describes the API to huma: JSON only, nothing fetched from elsewhere,
// no link to a schema made of the Host header, paths relative to the server,
// and every error in Vietnamese, under the title that its status has everywhere.
func Config(version string, title func(status int) string) huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI:    "3.1.0",
			Info:       &huma.Info{Title: "Cơ sở dữ liệu đội ngũ trí thức", Version: version},
			Servers:    []*huma.Server{{URL: "/"}},
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)},
		},
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{translate(title)},
	}
}

// server holds the services for the handlers.
type server struct {
	Services
	api huma.API
}

// Register puts every operation on api, each behind its permission, and the
// description of them all at /api/openapi.json.
func Register(api huma.API, services Services) {
	s := &server{services, api}
	api.UseMiddleware(s.guard)

	handle(s, "GET", "/people", registry.ReadPeople, "Tìm người", s.people)
	handle(s, "GET", "/suggest", registry.ReadPeople, "Gợi ý khi đang gõ", s.suggest)
	handle(s, "POST", "/people", registry.WritePeople, "Thêm hồ sơ", s.addPerson)
	handle(s, "GET", "/people/export", registry.ExportPeople, "Xuất những người tìm thấy", s.exportFound)
	handle(s, "GET", "/people/{id}", registry.ReadPeople, "Xem hồ sơ", s.person)
	handle(s, "PUT", "/people/{id}", registry.WritePeople, "Sửa hồ sơ", s.amendPerson)
	handle(s, "GET", "/people/{id}/history", registry.ReadPeople, "Lịch sử hồ sơ", s.history)
	handle(s, "GET", "/people/{id}/history/{seq}", registry.WritePeople, "Hoàn tác một thay đổi thì được gì", s.reversal)
	handle(s, "POST", "/people/{id}/history/{seq}/revert", registry.WritePeople, "Hoàn tác một thay đổi", s.revert)
	handle(s, "GET", "/people/{id}/merged", registry.ReadPeople, "Các hồ sơ đã gộp vào", s.merged)
	handle(s, "GET", "/people/{id}/merge", registry.MergeRecords, "Gộp một hồ sơ vào thì được gì", s.merging)
	handle(s, "POST", "/people/{id}/merge", registry.MergeRecords, "Gộp một hồ sơ vào hồ sơ này", s.merge)
	handle(s, "GET", "/people/{id}/unmerge", registry.MergeRecords, "Tách hồ sơ này ra thì được gì", s.unmerging)
	handle(s, "POST", "/people/{id}/unmerge", registry.MergeRecords, "Tách hồ sơ này khỏi hồ sơ đã gộp vào", s.unmerge)

	handle(s, "GET", "/people/{id}/publications", registry.ExportPeople, "Tải công bố của một người (BibTeX, RIS, CSL-JSON)", s.personCitations)
	handle(s, "POST", "/people/{id}/publications/preview", registry.WritePeople, "Xem trước tệp công bố", s.previewPublications)
	handle(s, "POST", "/people/{id}/publications", registry.WritePeople, "Lấy công bố từ tệp vào hồ sơ", s.takePublications)
	handle(s, "GET", "/publications", registry.ExportPeople, "Tải công bố của những người tìm thấy", s.foundCitations)

	s.organisationRoutes()
	handle(s, "GET", "/wards/resolve", registry.ReadCatalogues, "Phường, xã của địa chỉ vào một ngày", s.resolveWard)
	handle(s, "GET", "/catalogues", registry.ReadCatalogues, "Các danh mục và phiên bản", s.catalogues)
	handle(s, "GET", "/catalogues/{scheme}/file", registry.ReadCatalogues, "Tải danh mục dạng tệp", s.catalogueFile)
	handle(s, "POST", "/catalogues/{scheme}/preview", registry.WriteCatalogues, "Xem trước tệp danh mục", s.previewCatalogue)
	handle(s, "POST", "/catalogues/{scheme}/load", registry.WriteCatalogues, "Nạp danh mục từ tệp", s.loadCatalogue)
	handle(s, "GET", "/catalogues/{scheme}/history", registry.ReadCatalogues, "Các lần thay đổi danh mục", s.catalogueHistory)
	handle(s, "POST", "/catalogues/{scheme}/history/{seq}/undo", registry.WriteCatalogues, "Hoàn tác một lần nạp danh mục", s.undoCatalogue)
	handle(s, "GET", "/catalogues/{scheme}/codes/{code}", registry.ReadCatalogues, "Nghĩa của một mã vào một ngày, và mã thay thế", s.code)
	handle(s, "GET", "/catalogues/{scheme}", registry.ReadCatalogues, "Xem danh mục", s.catalogue)

	handle(s, "GET", "/statistics", registry.Public, "Thống kê công khai, không nêu nhóm nhỏ", s.statistics)
	handle(s, "GET", "/exchange", registry.ExportPeople, "Các hệ thống trao đổi bằng tệp và biểu của chúng", s.exchanges)
	handle(s, "GET", "/templates/file", registry.ReadImports, "Bảng mẫu để điền danh sách", s.templateFile)
	handle(s, "GET", "/exchange/{system}/file", registry.ExportPeople, "Xuất người theo biểu của một hệ thống", s.exchangeFile)
	handle(s, "GET", "/people/{id}/sources", registry.ReadPeople, "Nguồn gốc và ngày đồng bộ của từng giá trị", s.sources)

	handle(s, "GET", "/imports", registry.ReadImports, "Các lần nhập", s.imports)
	handle(s, "POST", "/imports", registry.WriteImports, "Gửi tệp danh sách", s.addImport, s.describeUpload)
	handle(s, "GET", "/imports/{id}", registry.ReadImports, "Xem lần nhập", s.preview)
	handle(s, "GET", "/imports/{id}/issues", registry.ReadImports, "Các điểm cần xem lại", s.issues)
	handle(s, "GET", "/imports/{id}/rows", registry.ReadImports, "Từng dòng sẽ ra sao", s.rows)
	handle(s, "GET", "/imports/{id}/events", registry.ReadImports, "Tiến độ (SSE)", s.events)
	handle(s, "POST", "/imports/{id}/apply", registry.WriteImports, "Ghi vào cơ sở dữ liệu", s.apply)
	handle(s, "POST", "/imports/{id}/undo", registry.WriteImports, "Hoàn tác lần nhập", s.undo)
	s.lists()
	s.approvals()
	handle(s, "GET", "/reviews", registry.ReadImports, "Các câu hỏi chờ trả lời", s.reviews)
	handle(s, "POST", "/reviews/{id}/answer", registry.WriteImports, "Trả lời câu hỏi", s.answer)

	handle(s, "GET", "/searches", registry.OwnAccount, "Các tìm kiếm đã lưu", s.savedSearches)
	handle(s, "POST", "/searches", registry.OwnAccount, "Lưu tìm kiếm", s.addSavedSearch)
	handle(s, "GET", "/searches/{id}", registry.OwnAccount, "Xem tìm kiếm đã lưu", s.savedSearch)
	handle(s, "GET", "/searches/{id}/new", registry.OwnAccount, "Ai mới trong tìm kiếm đã lưu", s.news)
	handle(s, "PATCH", "/searches/{id}", registry.OwnAccount, "Đổi tên tìm kiếm, ghi đã xem", s.amendSavedSearch)
	handle(s, "DELETE", "/searches/{id}", registry.OwnAccount, "Xóa tìm kiếm đã lưu", s.removeSavedSearch)
	handle(s, "POST", "/panels/propose", registry.ReadPanels, "Đề xuất hội đồng", s.propose)
	handle(s, "GET", "/panels", registry.ReadPanels, "Các hội đồng", s.panels)
	handle(s, "POST", "/panels", registry.WritePanels, "Lập hội đồng từ yêu cầu", s.openPanel)
	handle(s, "GET", "/panels/{id}", registry.ReadPanels, "Xem hội đồng", s.panel)
	handle(s, "PUT", "/panels/{id}", registry.WritePanels, "Sửa thành phần hội đồng đang soạn", s.composePanel)
	handle(s, "POST", "/panels/{id}/submit", registry.WritePanels, "Trình hội đồng", s.submitPanel)
	handle(s, "POST", "/panels/{id}/recall", registry.WritePanels, "Rút hội đồng đã trình để sửa", s.recallPanel)
	handle(s, "POST", "/panels/{id}/close", registry.WritePanels, "Kết thúc hội đồng", s.closePanel)
	handle(s, "GET", "/shortlists", registry.ReadShortlists, "Các danh sách đã chọn", s.shortlists)
	handle(s, "POST", "/shortlists", registry.WriteShortlists, "Tạo danh sách", s.addShortlist)
	handle(s, "GET", "/shortlists/{id}", registry.ReadShortlists, "Xem danh sách", s.shortlist)
	handle(s, "PUT", "/shortlists/{id}", registry.WriteShortlists, "Sửa danh sách", s.amendShortlist)
	handle(s, "DELETE", "/shortlists/{id}", registry.WriteShortlists, "Xóa danh sách", s.removeShortlist)
	handle(s, "GET", "/shortlists/{id}/export", registry.ReadShortlists, "Xuất danh sách", s.exportShortlist)

	s.rights()

	handle(s, "GET", "/forecast", registry.ReadForecast, "Dự báo số người", s.forecast)
	handle(s, "GET", "/forecast/runs", registry.ReadForecast, "Các lần dự báo đã lưu", s.forecastRuns)
	handle(s, "GET", "/forecast/runs/{id}", registry.ReadForecast, "Một lần dự báo đã lưu", s.forecastRun)
	handle(s, "GET", "/export", registry.ExportPeople, "Xuất toàn bộ hồ sơ", s.export)

	s.describe()
}

// rights registers what people may ask about their own data, and the values that
// are kept sealed.
func (s *server) rights() {
	handle(s, "GET", "/disclosures", registry.AskData, "Đề nghị khai thác dữ liệu giữa các cơ quan", s.disclosures)
	handle(s, "POST", "/disclosures", registry.AskData, "Lập đề nghị khai thác dữ liệu", s.askDisclosure)
	handle(s, "GET", "/disclosures/{id}", registry.AskData, "Xem đề nghị khai thác dữ liệu", s.disclosure)
	handle(s, "POST", "/disclosures/{id}/approve", registry.AnswerData, "Duyệt đề nghị khai thác dữ liệu", s.approveDisclosure)
	handle(s, "POST", "/disclosures/{id}/refuse", registry.AnswerData, "Từ chối hoặc ngừng cung cấp, có lý do", s.refuseDisclosure)
	handle(s, "POST", "/disclosures/{id}/withdraw", registry.AskData, "Rút đề nghị khai thác dữ liệu", s.withdrawDisclosure)
	handle(s, "GET", "/disclosures/{id}/file", registry.AskData, "Tải dữ liệu đã được duyệt", s.disclosureFile)
	handle(s, "GET", "/requests", registry.WriteRequests, "Yêu cầu của mọi người về dữ liệu của mình", s.requests)
	handle(s, "POST", "/requests", registry.WriteRequests, "Ghi nhận yêu cầu", s.addRequest)
	handle(s, "GET", "/requests/{id}", registry.WriteRequests, "Xem yêu cầu", s.request)
	handle(s, "GET", "/requests/{id}/data", registry.WriteRequests, "Bản sao dữ liệu của người yêu cầu xem", s.requestData)
	handle(s, "POST", "/requests/{id}/acknowledge", registry.WriteRequests, "Đã báo tiếp nhận", s.acknowledgeRequest)
	handle(s, "POST", "/requests/{id}/extend", registry.WriteRequests, "Gia hạn một lần", s.extendRequest)
	handle(s, "POST", "/requests/{id}/refuse", registry.WriteRequests, "Từ chối có lý do", s.refuseRequest)
	handle(s, "POST", "/requests/{id}/correct", registry.WriteRequests, "Đính chính theo yêu cầu", s.correctRequest)
	handle(s, "POST", "/requests/{id}/settle", registry.ErasePeople, "Thực hiện yêu cầu xem, rút đồng ý hoặc xóa", s.settleRequest)
	handle(s, "GET", "/people/{id}/restricted/{field}", registry.WritePeople, "Có giá trị bảo mật hay không", s.restricted)
	handle(s, "PUT", "/people/{id}/restricted/{field}", registry.WritePeople, "Lưu giá trị bảo mật", s.keepRestricted)
	handle(s, "POST", "/people/{id}/restricted/{field}/open", registry.ReadRestricted, "Mở giá trị bảo mật, có lý do", s.openRestricted)
	handle(s, "POST", "/restricted/{field}/find", registry.ReadRestricted, "Tìm người theo giá trị bảo mật", s.findRestricted)
}

// handle registers one operation. An error of the handler becomes what Fault
// says of it.
func handle[I, O any](s *server, method, path string, need registry.Permission, summary string, f func(context.Context, *I) (*O, error), describe ...func(*huma.Operation)) {
	op := huma.Operation{
		Method: method, Path: prefix + path, OperationID: operationID(method, path), Summary: summary,
		Metadata:     map[string]any{permissionKey: need},
		Extensions:   map[string]any{"x-permission": string(need)},
		Responses:    map[string]*huma.Response{"default": s.failure()},
		MaxBodyBytes: -1, // ui bounds bodies before they come here
	}
	if method == http.MethodPost {
		op.DefaultStatus = created(path)
	}
	for _, more := range describe {
		more(&op)
	}
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := f(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// failure describes what every operation answers an error with.
func (s *server) failure() *huma.Response {
	schema := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	return &huma.Response{Description: "Lỗi", Content: map[string]*huma.MediaType{problemType: {Schema: schema}}}
}

// guard lets an operation run for who may, and a write only under an
// idempotency key.
func (s *server) guard(ctx huma.Context, next func(huma.Context)) {
	if err := allowed(ctx.Context(), ctx.Operation()); err != nil {
		s.refuse(ctx, err)
		return
	}
	ctx.SetHeader("Cache-Control", "no-store") // personal data stays out of caches
	next(ctx)
}

func allowed(ctx context.Context, op *huma.Operation) error {
	need, ok := PermissionOf(op)
	if !ok {
		return registry.Errorf(registry.Forbidden, "Không ai được dùng đường dẫn này.")
	}
	if _, err := registry.Authorise(ctx, need); err != nil {
		return err
	}
	if _, keyed := registry.KeyOf(ctx); !keyed && op.Method != http.MethodGet {
		return &registry.Error{Kind: registry.Invalid,
			Message:  "Yêu cầu ghi phải có tiêu đề Idempotency-Key: một chuỗi riêng cho mỗi lần ghi, gửi lại đúng chuỗi đó khi gửi lại yêu cầu.",
			Problems: []registry.Problem{{Field: "Idempotency-Key", Reason: "chưa có"}}}
	}
	return nil
}

// refuse answers an error from outside a handler.
func (s *server) refuse(ctx huma.Context, err error) {
	p := s.problem(ctx.Context(), err)
	ctx.SetHeader("Content-Type", problemType)
	for name, values := range p.GetHeaders() {
		ctx.SetHeader(name, values[0])
	}
	ctx.SetStatus(p.Status)
	json.NewEncoder(ctx.BodyWriter()).Encode(p)
}

// describe serves the description of all operations. It is made once, at the
// first request, when everything is registered.
func (s *server) describe() {
	text := sync.OnceValues(func() ([]byte, error) { return json.Marshal(s.api.OpenAPI()) })
	s.api.Adapter().Handle(&huma.Operation{Method: http.MethodGet, Path: "/api/openapi.json"}, func(ctx huma.Context) {
		body, err := text()
		if err != nil {
			s.refuse(ctx, err)
			return
		}
		ctx.SetHeader("Content-Type", "application/openapi+json")
		ctx.BodyWriter().Write(body)
	})
}

// searchable waits, for a moment, until what was written can be found.
func (s *server) searchable(ctx context.Context, seq registry.Seq) {
	if seq == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	// the write stands whether or not the index is in time
	_ = s.Wait(ctx, seq)
}
