package api_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/registry/sqlite"
	"trithuc/seeds"
	"trithuc/ui/api"
)

var update = flag.Bool("update", false, "write golden files anew")

var now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

var operator = registry.Actor{Account: "vanhanh", Role: registry.Operator}

// house is a registry in a temporary folder behind a bare server: what ui does
// before an operation runs is done here in the shortest way.
type house struct {
	t     *testing.T
	store *sqlite.DB
	ref   *registry.Reference
	api   huma.API
	http  http.Handler
	wait  func(context.Context, registry.Seq) error
	keys  int
}

func newHouse(t *testing.T) *house {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	changes, err := seeds.Changes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (registry.Catalogues{Store: store}).Load(registry.WithActor(t.Context(), operator), changes); err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, store: store}
	if h.ref, err = store.Reference(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.serve(func(*api.Services) {})
	return h
}

// serve puts the operations on a new server, with services changed by f.
func (h *house) serve(f func(*api.Services)) {
	h.t.Helper()
	e := echo.New()
	s := services(h.t, h.store)
	f(&s)
	e.Use(acting(s.Importer.(api.Arrivals)))
	h.wait = s.Wait
	h.api, h.http = humaecho.New(e, api.Config("test", titled)), e
	api.Register(h.api, s)
}

// indexed waits until what is written can be found: the server's own wait is
// bounded by the clock, and a slow machine may be behind.
func (h *house) indexed() {
	h.t.Helper()
	head, err := h.store.Head(h.t.Context())
	if err == nil {
		err = h.wait(h.t.Context(), head.Seq)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// acting gives the context what ui gives it: the actor and the key.
func acting(workbooks api.Arrivals) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc { return actingBefore(workbooks, next) }
}

func actingBefore(workbooks api.Arrivals, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		ctx := r.Context()
		if account := r.Header.Get("X-Account"); account != "" {
			ctx = registry.WithActor(ctx, registry.Actor{Account: account, Role: registry.Role(r.Header.Get("X-Role"))})
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if key := r.Header.Get("Idempotency-Key"); key != "" {
			ctx = registry.WithKey(ctx, registry.Key{Value: key, Digest: sha256.Sum256([]byte(r.Method + r.URL.Path + string(body)))})
		}
		if r.URL.Path == "/api/v1/imports" && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			a, err := api.ReadUpload(r, workbooks)
			if err != nil {
				return err
			}
			if a != nil {
				defer a.Discard()
				ctx = importer.WithArrival(ctx, a)
			}
		}
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

// titled stands for the titles of ui.
func titled(status int) string { return fmt.Sprint("Lỗi ", status) }

// fault stands for ui.fault.
func fault(_ context.Context, err error) api.Fault {
	e, ok := errors.AsType[*registry.Error](err)
	if !ok {
		return api.Fault{Status: 500, Title: titled(500), Message: "Lỗi hệ thống: " + err.Error(), ID: "x1"}
	}
	status := map[registry.Kind]int{
		registry.Invalid: 400, registry.NotFound: 404, registry.Conflict: 409, registry.Stale: 412, registry.Forbidden: 403,
		registry.Unsigned: 401, registry.Unreadable: 422, registry.TooLarge: 413, registry.Busy: 503,
	}[e.Kind]
	return api.Fault{Status: status, Title: titled(status), Message: e.Message, Problems: e.Problems}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// into reads the body as JSON.
func (a answer) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
}

// call sends a request as the operator, a write under a new key. Headers are
// names and values in turn and may take these back.
func (h *house) call(method, path string, body any, headers ...string) answer {
	h.t.Helper()
	var text io.Reader = http.NoBody
	switch b := body.(type) {
	case nil:
	case string:
		text = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			h.t.Fatal(err)
		}
		text = bytes.NewReader(raw)
	}
	r := httptest.NewRequest(method, "/api/v1"+path, text)
	r.Header.Set("X-Account", operator.Account)
	r.Header.Set("X-Role", string(operator.Role))
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if method != "GET" {
		h.keys++
		r.Header.Set("Idempotency-Key", fmt.Sprint("key-", h.keys))
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.Bytes()}
}

// must is a call that has to go well.
func (h *house) must(status int, method, path string, body any, headers ...string) answer {
	h.t.Helper()
	a := h.call(method, path, body, headers...)
	if a.status != status {
		h.t.Fatalf("%s %s: %d, want %d: %s", method, path, a.status, status, a.body)
	}
	return a
}

// refused is a call that has to fail, as a problem in Vietnamese.
func (h *house) refused(status int, method, path string, body any, headers ...string) api.Problem {
	h.t.Helper()
	a := h.must(status, method, path, body, headers...)
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		h.t.Errorf("%s %s: type %q", method, path, got)
	}
	var p api.Problem
	a.into(h.t, &p)
	if p.Status != status || p.Title == "" || p.Detail == "" || p.Type != "about:blank" {
		h.t.Errorf("%s %s: not a problem: %s", method, path, a.body)
	}
	for _, english := range []string{"expected", "validation", "unexpected", "required", "invalid"} {
		if strings.Contains(string(a.body), english) {
			h.t.Errorf("%s %s: speaks English: %s", method, path, a.body)
		}
	}
	return p
}

// organisation gives the number of a seeded organisation.
func (h *house) organisation(name string) int64 {
	h.t.Helper()
	found := h.ref.OrganisationsNamed(name)
	if len(found) != 1 {
		h.t.Fatalf("%d organisations are named %q", len(found), name)
	}
	return int64(found[0])
}

// hoa is a person with a value in every field.
func (h *house) hoa() api.Person {
	ctu := h.organisation("Đại học Cần Thơ")
	return api.Person{
		Name: "Nguyễn Thị Mỹ Hòa", Sex: "female", Birth: "1980-03-05",
		Codes:          []api.StaffCode{{Organisation: ctu, Code: "001234"}},
		Title:          &api.Title{Code: "PGS", Year: 2019, Discipline: "Thủy sản"},
		Qualifications: []api.Qualification{{Degree: "TS", Field: "Nuôi trồng thủy sản", Country: "Bỉ", Year: 2012}},
		Honours:        []api.Honour{{Code: "NGUT", Year: 2020}},
		Rank:           &api.Rank{Code: "V.07.01.01"},
		Positions:      []api.Position{{Organisation: ctu, Unit: ctu, Post: "Trưởng khoa", From: "2005-09", Main: true}},
		Fields:         []api.Field{{Code: "405"}}, Expertise: []string{"nuôi tôm nước lợ"},
		Email: "ntmhoa@example.edu.vn", Phone: "0913123456",
	}
}

// full is hoa with the full record.
func (h *house) full() api.Person {
	p := h.hoa()
	p.Qualifications[0].Mode = "chính quy"
	p.Names = []api.OtherName{{Name: "Mỹ Hòa", Kind: "pen", From: "2001"}}
	p.Identifiers = []api.Identifier{{Kind: "orcid", Value: "0000-0002-1825-0097"}, {Kind: "scopus", Value: "57190000001"}}
	p.Languages = []api.Language{{Code: "en", Level: "C1", Certificate: "IELTS 7.0", Date: "2019-05"}}
	p.Publications = []api.Publication{
		{Kind: "article", Title: "Bệnh trên tôm nuôi nước lợ", Authors: []string{"Nguyễn Thị Mỹ Hòa", "Trần Văn Mẫu"}, Venue: "Tạp chí Khoa học Mẫu",
			Year: 2021, Volume: "57", Issue: "2", Pages: "101-110", DOI: "10.99999/mau.2021.57"},
		{Kind: "book", Title: "Nuôi tôm bền vững", Year: 2019, Publisher: "Nhà xuất bản Mẫu", ISBN: "9780306406157"},
	}
	p.Patents = []api.Patent{{Kind: "utility-model", Title: "Thiết bị sục khí", Number: "2-0000001", Country: "Việt Nam", Filed: "2020", Granted: "2022-03"}}
	p.Works = []api.Work{{Kind: "ký", Title: "Bên bờ sông Hậu", Role: "tác giả", Date: "2015"}}
	p.Exhibitions = []api.Exhibition{{Title: "Sông nước", Place: "Bảo tàng Mẫu", From: "2016", To: "2016"}}
	p.Tasks = []api.Task{{Code: "ĐT-01", Name: "Giống tôm sạch bệnh", Level: "tinh", Role: "chủ nhiệm", From: "2018", To: "2020", Result: "xuất sắc"}}
	p.Supervised = []api.Supervision{{Degree: "TS", Done: 3, Ongoing: 1, AsOf: "2026"}}
	p.Awards = []api.Award{{Name: "Giải thưởng sáng tạo", By: "Liên hiệp hội", Level: "thành phố", Date: "2022"}}
	p.Training = []api.Training{{Name: "Quản trị đại học", Institution: "Học viện Mẫu", From: "2020-03", To: "2020-06"}}
	p.Memberships = []api.Membership{{Organisation: h.organisation("Liên hiệp các Hội Khoa học và Kỹ thuật thành phố"), Role: "ủy viên", From: "2018"}}
	p.Abroad = []api.Stay{{Country: "Bỉ", Place: "Ghent", Work: "nghiên cứu sinh", From: "2008", To: "2012"}}
	p.Addresses = []api.Address{{Line: "12 Đường Mẫu", Ward: "31120", From: "2024"}}
	p.Advice = []api.Advice{{Topic: "bệnh tôm", Limit: "không quá 2 buổi mỗi tháng", From: "2025", To: "2027"}}
	p.Nationality, p.Public = "Bỉ", true
	p.Bases = []api.LegalBasis{{Purpose: "công bố trên cổng thông tin", Basis: "consent", Document: "Phiếu 12/2026", Date: "2026-01-15"}}
	return p
}

// add puts a person in and gives what the server answered.
func (h *house) add(p api.Person) api.Person {
	h.t.Helper()
	var out api.Person
	h.must(201, "POST", "/people", p).into(h.t, &out)
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got\n%s", path, got)
	}
}
