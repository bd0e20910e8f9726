package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
)

// Fault is an error as ui explains it.
type Fault struct {
	Status   int
	Title    string // of the status, in plain words
	Message  string
	Problems []registry.Problem
	ID       string // of the line in the log, "" where the caller can mend it alone
}

// Problem is an error on the wire (RFC 9457). It repeats what was refused with its
// reason, but no value that is restricted or has no place in the registry: that one
// the caller's log must not hold.
type Problem struct {
	Type     string         `json:"type"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail"`
	Instance string         `json:"instance,omitempty" doc:"Mã của dòng nhật ký, để báo cho quản trị hệ thống."`
	Errors   []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one refused value.
type ProblemField struct {
	Field  string `json:"field"`
	Value  string `json:"value,omitempty" doc:"Giá trị bị từ chối; không có khi là giá trị bảo mật."`
	Reason string `json:"reason"`
}

const problemType = "application/problem+json"

// Error makes a Problem an error that huma can send.
func (p *Problem) Error() string { return p.Detail }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders tells when to come again, where that is known.
func (p *Problem) GetHeaders() http.Header {
	if p.Status == http.StatusServiceUnavailable {
		return http.Header{"Retry-After": {"5"}}
	}
	return nil
}

// ContentType gives the type that goes with a Problem.
func (p *Problem) ContentType(string) string { return problemType }

// problem says on the wire what ui says of an error.
func (s *server) problem(ctx context.Context, err error) *Problem {
	f := s.Fault(ctx, err)
	p := &Problem{Type: "about:blank", Title: f.Title, Status: f.Status, Detail: f.Message, Instance: f.ID}
	for _, x := range f.Problems {
		p.Errors = append(p.Errors, ProblemField{x.Field, told(x.Field, x.Value), x.Reason})
	}
	return p
}

// translate turns what huma says of a request that does not fit its schema into
// a Problem in Vietnamese, under the title of its status.
func translate(title func(status int) string) huma.Transformer {
	return func(_ huma.Context, _ string, v any) (any, error) {
		model, ok := v.(*huma.ErrorModel)
		if !ok {
			return v, nil
		}
		p := &Problem{Type: "about:blank", Title: title(model.Status), Status: model.Status, Detail: detail(model)}
		for _, e := range model.Errors {
			if e != nil && e.Location != "" {
				p.Errors = append(p.Errors, field(e))
			}
		}
		return p, nil
	}
}

func detail(model *huma.ErrorModel) string {
	switch {
	case model.Status == http.StatusNotAcceptable:
		return "Chỉ trả lời được dạng JSON. Hãy bỏ tiêu đề Accept hoặc đặt là application/json."
	case model.Status == http.StatusUnsupportedMediaType:
		return "Không nhận dạng dữ liệu này. Hãy gửi đúng Content-Type nêu trong mô tả API."
	case model.Status == http.StatusRequestEntityTooLarge:
		return "Nội dung gửi lên quá lớn. Hãy chia nhỏ rồi gửi lại."
	case model.Status == http.StatusRequestTimeout:
		return "Nội dung gửi lên quá chậm nên đã dừng nhận. Hãy gửi lại."
	case model.Status >= 500:
		return "Máy chủ gặp lỗi khi trả lời. Hãy thử lại sau ít phút."
	case model.Detail == "request body is required":
		return "Yêu cầu không có nội dung. Hãy gửi nội dung JSON như mô tả API."
	case model.Status == http.StatusBadRequest:
		return "Nội dung gửi lên không phải JSON hợp lệ. Hãy kiểm tra lại rồi gửi lại."
	}
	return "Yêu cầu có mục không dùng được. Hãy sửa các mục được nêu rồi gửi lại."
}

// field names a refused value as the record's JSON does: "positions[1].from".
func field(e *huma.ErrorDetail) ProblemField {
	where := e.Location
	for _, place := range []string{"body", "query", "header", "path", "form"} {
		where = strings.TrimPrefix(strings.TrimPrefix(where, place+"."), place)
	}
	if name, ok := between(e.Message, "expected required property ", " to be present"); ok {
		where = strings.TrimPrefix(where+"."+name, ".")
	}
	f := ProblemField{Field: where, Reason: reason(e.Message)}
	switch v := e.Value.(type) {
	case string, float64, bool:
		if !strings.HasPrefix(e.Message, "unexpected property") { // what has no place here may be anything
			f.Value = told(where, fmt.Sprint(v))
		}
	}
	return f
}

// maxTold bounds a value that is told back, in characters.
const maxTold = 200

// told gives a refused value as it may be told back: cut, and "" for one that is
// sealed at rest.
func told(field, value string) string {
	if field == registry.Citizen || field == "value" { // the one restricted value, and the body that carries it
		return ""
	}
	if r := []rune(value); len(r) > maxTold {
		return string(r[:maxTold]) + "…"
	}
	return value
}

// reason puts one of huma's sentences into Vietnamese. The rest of a sentence
// that begins with the left part takes the place of %.
func reason(message string) string {
	for _, pair := range [][2]string{
		{"unexpected property", "không có trong mẫu"},
		{"unknown query parameter", "không có tham số này"},
		{"expected required property", "chưa có"},
		{"required ", "chưa có"},
		{"expected string", "phải là chữ"},
		{"expected integer", "phải là số nguyên"},
		{"invalid integer", "phải là số nguyên"},
		{"expected number >= ", "phải từ % trở lên"},
		{"expected number <= ", "không được quá %"},
		{"expected number", "phải là số"},
		{"expected boolean", "phải là true hoặc false"},
		{"invalid boolean", "phải là true hoặc false"},
		{"expected array length >= ", "phải có ít nhất % mục"},
		{"expected array length <= ", "không được quá % mục"},
		{"expected array", "phải là danh sách"},
		{"expected object", "phải là nhóm mục có tên"},
		{"expected length >= ", "phải dài ít nhất % ký tự"},
		{"expected length <= ", "dài quá % ký tự"},
		{"expected value to be one of ", "chỉ nhận %"},
		{"expected at most one value", "chỉ nhận một giá trị"},
		{"File required", "chưa có tệp"},
		{"Multiple files", "chỉ nhận một tệp"},
		{"unexpected end of JSON", "không phải JSON hợp lệ"},
		{"invalid character", "không phải JSON hợp lệ"},
	} {
		if rest, ok := strings.CutPrefix(message, pair[0]); ok {
			return strings.ReplaceAll(pair[1], "%", strings.Trim(rest, `", `))
		}
	}
	return "không dùng được"
}

func between(s, before, after string) (string, bool) {
	s, ok := strings.CutPrefix(s, before)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(s, after)
}
