package api_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"mime/multipart"
	"reflect"
	"strings"
	"testing"

	"trithuc/seeds"
	"trithuc/ui/api"
)

// form gives a multipart body and its content type.
func form(t *testing.T, name string, content []byte, values ...string) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.SetBoundary("ranh-gioi"); err != nil { // the same request must have the same digest
		t.Fatal(err)
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(content)
	}
	for i := 0; i+1 < len(values); i += 2 {
		w.WriteField(values[i], values[i+1])
	}
	w.Close()
	return b.String(), w.FormDataContentType()
}

// upload sends a workbook and gives the import once its preview stands, or once
// it failed.
func (h *house) upload(name string, content []byte, values ...string) api.Preview {
	h.t.Helper()
	body, kind := form(h.t, name, content, values...)
	a := h.must(201, "POST", "/imports", body, "Content-Type", kind)
	var i api.Import
	a.into(h.t, &i)
	if a.header.Get("Location") != fmt.Sprintf("/api/v1/imports/%d", i.ID) || i.State != "received" || i.File != name {
		h.t.Errorf("received %+v at %s", i, a.header.Get("Location"))
	}
	return h.settled(i.ID)
}

// settled waits for the job of an import by its stream of events.
func (h *house) settled(id int64) (p api.Preview) {
	h.t.Helper()
	a := h.must(200, "GET", fmt.Sprintf("/imports/%d/events", id), nil)
	if a.header.Get("Content-Type") != "text/event-stream" || !bytes.Contains(a.body, []byte("event: done\ndata: {")) {
		h.t.Fatalf("stream %q", a.body)
	}
	h.must(200, "GET", fmt.Sprintf("/imports/%d", id), nil).into(h.t, &p)
	return p
}

func demo(t *testing.T, name string) []byte {
	t.Helper()
	content, err := fs.ReadFile(seeds.Demo(), name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestImportToPeopleAndBack(t *testing.T) {
	h := newHouse(t)
	p := h.upload("dai-hoc-can-tho.xlsx", demo(t, "dai-hoc-can-tho.xlsx"))
	c := p.Counts
	if p.State != "planned" || c.Rows == 0 || c.Rows != c.Added+c.Amended+c.Same+c.Review+c.Rejected || len(p.Read) == 0 || p.Plan == "" {
		t.Fatalf("preview %+v", p.Import)
	}
	at := fmt.Sprintf("/imports/%d", p.ID)
	var rows struct {
		Total int
		Rows  []api.Row
	}
	h.must(200, "GET", at+"/rows?outcome=added&limit=3", nil).into(t, &rows)
	if len(rows.Rows) != 3 || rows.Rows[0].Outcome != "added" || rows.Rows[0].Name == "" || rows.Total != c.Added {
		t.Errorf("rows %+v of %d", rows.Rows, rows.Total)
	}
	var issues struct {
		Total  int
		Issues []api.Issue
	}
	h.must(200, "GET", at+"/issues?limit=2", nil).into(t, &issues)
	if issues.Total != p.Issues || len(issues.Issues) > 2 {
		t.Errorf("%d issues, the import says %d", issues.Total, p.Issues)
	}

	h.refused(409, "POST", at+"/apply", map[string]string{"plan": "khác"})
	h.refused(409, "POST", at+"/undo", nil)
	for range 2 { // sent again it is the same answer
		h.must(200, "POST", at+"/apply", map[string]string{"plan": p.Plan}, "Idempotency-Key", "ghi")
	}
	if p = h.settled(p.ID); p.State != "applied" {
		t.Fatalf("applied %+v", p.Import)
	}
	var found api.Found
	h.indexed()
	h.must(200, "GET", "/people?limit=1", nil).into(t, &found)
	if found.Total != c.Added {
		t.Errorf("%d found, %d added", found.Total, c.Added)
	}

	first := h.must(200, "POST", at+"/undo", nil, "Idempotency-Key", "hoàn tác")
	again := h.must(200, "POST", at+"/undo", nil, "Idempotency-Key", "hoàn tác")
	var undone api.Undone
	first.into(t, &undone)
	if undone.Removed != c.Added || undone.Import.State != "undone" || string(first.body) != string(again.body) {
		t.Errorf("undone %s\nagain %s", first.body, again.body)
	}
	h.refused(409, "POST", at+"/undo", nil)
	h.indexed()
	h.must(200, "GET", "/people?limit=1", nil).into(t, &found)
	if found.Total != 0 {
		t.Errorf("%d left", found.Total)
	}
}

func TestImportCancelled(t *testing.T) {
	h := newHouse(t)
	p := h.upload("truong-dai-hoc-tay-do.xlsx", demo(t, "truong-dai-hoc-tay-do.xlsx"))
	at := fmt.Sprintf("/imports/%d", p.ID)
	for range 2 {
		var i api.Import
		if h.must(200, "POST", at+"/cancel", nil, "Idempotency-Key", "hủy").into(t, &i); i.State != "cancelled" || i.Failure == "" || i.Plan != "" {
			t.Errorf("got %+v", i)
		}
	}
	h.refused(409, "POST", at+"/apply", map[string]string{"plan": p.Plan})
	var left struct{ Total int }
	if h.must(200, "GET", at+"/rows", nil).into(t, &left); left.Total != 0 {
		t.Errorf("%d rows left", left.Total)
	}
	h.refused(404, "POST", "/imports/99/cancel", nil)
}

func TestUploadSentAgain(t *testing.T) {
	h := newHouse(t)
	body, kind := form(t, "ds.xlsx", demo(t, "truong-dai-hoc-tay-do.xlsx"))
	var one, two api.Import
	h.must(201, "POST", "/imports", body, "Content-Type", kind, "Idempotency-Key", "k").into(t, &one)
	h.settled(one.ID)
	h.must(201, "POST", "/imports", body, "Content-Type", kind, "Idempotency-Key", "k").into(t, &two)
	if one.ID != two.ID {
		t.Errorf("imports %d and %d", one.ID, two.ID)
	}
	var all struct{ Imports []api.Import }
	h.must(200, "GET", "/imports", nil).into(t, &all)
	if len(all.Imports) != 1 {
		t.Errorf("%d imports", len(all.Imports))
	}
}

func TestUploadRefused(t *testing.T) {
	h := newHouse(t)
	body, kind := form(t, "", nil)
	if p := h.refused(422, "POST", "/imports", body, "Content-Type", kind); len(p.Errors) != 1 || p.Errors[0].Field != "file" {
		t.Errorf("got %+v", p)
	}
	body, kind = form(t, "ds.xlsx", []byte("PK"), "organisation", "Viện Sao Hỏa")
	if p := h.refused(400, "POST", "/imports", body, "Content-Type", kind); len(p.Errors) != 1 || p.Errors[0].Field != "organisation" {
		t.Errorf("got %+v", p)
	}
	if p := h.upload("ds.xlsx", []byte("không phải bảng tính")); p.State != "failed" || !strings.Contains(p.Failure, " ") {
		t.Errorf("got %+v", p.Import)
	}
	for _, path := range []string{"/imports/99", "/imports/99/rows", "/imports/99/issues", "/imports/99/events"} {
		h.refused(404, "GET", path, nil)
	}
	h.refused(404, "POST", "/imports/99/apply", map[string]string{"plan": "x"})
	h.refused(404, "POST", "/imports/99/undo", nil)
}

// An employer is read as the importer reads it, wherever its name is given.
func TestEmployerOfUpload(t *testing.T) {
	h := newHouse(t)
	ctu := h.organisation("Đại học Cần Thơ")
	for _, name := range []string{"Đại học Cần Thơ", "ĐHCT", "dai hoc can tho", "Trường ĐH Cần Thơ (cũ)", fmt.Sprint(ctu)} {
		body, kind := form(t, "ds.csv", csv("A1,Nguyễn Văn An,25/03/1980,TS"), "organisation", name)
		var i api.Import
		h.must(201, "POST", "/imports", body, "Content-Type", kind).into(t, &i)
		if i.Organisation != ctu {
			t.Errorf("%q is organisation %d, want %d", name, i.Organisation, ctu)
		}
		h.settled(i.ID)
	}
}

const list = `Mã cán bộ,Họ và tên,Ngày sinh,Học vị
%s
`

func csv(rows ...string) []byte { return []byte(fmt.Sprintf(list, strings.Join(rows, "\n"))) }

func (h *house) apply(p api.Preview) api.Preview {
	h.t.Helper()
	if p.State != "planned" {
		h.t.Fatalf("not planned: %+v", p.Import)
	}
	h.must(200, "POST", fmt.Sprintf("/imports/%d/apply", p.ID), map[string]string{"plan": p.Plan})
	if p = h.settled(p.ID); p.State != "applied" {
		h.t.Fatalf("not applied: %+v", p.Import)
	}
	return p
}

func TestReviews(t *testing.T) {
	h := newHouse(t)
	h.apply(h.upload("a.csv", csv("A1,Nguyễn Văn An,25/03/1980,TS", "A2,Trần Thị Bình,17/08/1985,ThS"), "organisation", "Đại học Cần Thơ"))
	p := h.apply(h.upload("b.csv", csv(",Nguyễn Văn An,25/03/1980,ThS", ",Trần Thị Bình,17/08/1985,TS"), "organisation", "Trường Đại học Tây Đô"))
	var open struct{ Reviews []api.Review }
	h.must(200, "GET", fmt.Sprintf("/reviews?import=%d", p.ID), nil).into(t, &open)
	if len(open.Reviews) != 2 || p.Counts.Review != 2 {
		t.Fatalf("%d questions of %+v", len(open.Reviews), p.Counts)
	}
	q := open.Reviews[0]
	if q.Proposed == nil || q.Proposed.Name != "Nguyễn Văn An" || len(q.Candidates) != 1 || len(q.Evidence) == 0 {
		t.Fatalf("question %+v", q)
	}
	at := fmt.Sprintf("/reviews/%d/answer", q.ID)
	h.refused(404, "POST", at, map[string]string{"answer": "same", "person": "TT-1"})
	h.refused(400, "POST", at, map[string]string{"answer": "new", "person": q.Candidates[0]})
	h.refused(422, "POST", at, map[string]string{"answer": "maybe"})
	h.refused(404, "POST", "/reviews/99/answer", map[string]string{"answer": "new"})
	same := map[string]string{"answer": "same", "person": q.Candidates[0]}
	known := h.must(200, "GET", "/people/"+q.Candidates[0], nil)
	var record api.Person
	known.into(t, &record)
	record.Phone = "0913555666"
	h.must(200, "PUT", "/people/"+record.ID, record, "If-Match", known.header.Get("ETag"))
	if p := h.refused(412, "POST", at, same, "If-Match", known.header.Get("ETag")); !strings.Contains(p.Detail, "sửa") {
		t.Errorf("%q says nothing of what happened", p.Detail)
	}
	first := h.must(200, "POST", at, same, "Idempotency-Key", "trả lời", "If-Match", h.must(200, "GET", "/people/"+record.ID, nil).header.Get("ETag"))
	again := h.must(200, "POST", at, same, "Idempotency-Key", "trả lời")
	var answered api.Review
	first.into(t, &answered)
	if answered.Answer != "same" || answered.Person != q.Candidates[0] || string(first.body) != string(again.body) {
		t.Errorf("first %s\nagain %s", first.body, again.body)
	}
	h.refused(409, "POST", at, map[string]string{"answer": "new"})
	h.must(200, "POST", fmt.Sprintf("/reviews/%d/answer", open.Reviews[1].ID), map[string]string{"answer": "new"})
	h.must(200, "GET", "/reviews", nil).into(t, &open)
	if len(open.Reviews) != 0 {
		t.Errorf("%d questions left", len(open.Reviews))
	}
}

// The one date of a list could be read in two ways, but for its header.
func TestExportedDateComesBack(t *testing.T) {
	h := newHouse(t)
	h.add(h.hoa())
	p := h.upload("mot-nguoi.xlsx", h.must(200, "GET", "/export?format=xlsx", nil).body)
	if p.Counts.Same != 1 || p.Counts.Rows != 1 {
		t.Errorf("got %+v", p.Counts)
		h.show(p)
	}
	for _, i := range p.Read {
		for _, c := range i.Columns {
			if c.Field == "" && c.Letter < "P" {
				t.Errorf("column %s %q is not understood", c.Letter, c.Header)
			}
		}
	}
	var issues struct{ Issues []api.Issue }
	h.must(200, "GET", fmt.Sprintf("/imports/%d/issues", p.ID), nil).into(t, &issues)
	for _, i := range issues.Issues {
		if i.Kind != "ignored" {
			t.Errorf("issue %+v", i)
		}
	}
}

// What went out as a workbook comes back unchanged.
func TestExportedWorkbookComesBack(t *testing.T) {
	h := newHouse(t)
	h.apply(h.upload("dai-hoc-can-tho.xlsx", demo(t, "dai-hoc-can-tho.xlsx")))
	for _, query := range []string{"xlsx", "csv", "xlsx&full=true", "csv&full=true"} {
		format, _, _ := strings.Cut(query, "&")
		before := h.must(200, "GET", "/export?format=jsonl", nil).body
		p := h.upload("tri-thuc."+format, h.must(200, "GET", "/export?format="+query, nil).body)
		if c := p.Counts; c.Same != c.Rows || c.Rows == 0 {
			t.Errorf("%s: %+v", query, c)
			h.show(p)
		}
		h.apply(p)
		if after := h.must(200, "GET", "/export?format=jsonl", nil).body; !reflect.DeepEqual(before, after) {
			t.Errorf("%s changed the registry", query)
		}
	}
}

// TestWholeRecordsElsewhere: what tells whole records is read in another registry as
// the list it begins with: nobody twice, and nothing out of the words behind.
func TestWholeRecordsElsewhere(t *testing.T) {
	h := newHouse(t)
	h.apply(h.upload("dai-hoc-can-tho.xlsx", demo(t, "dai-hoc-can-tho.xlsx")))
	for _, format := range []string{"xlsx", "csv"} {
		other := newHouse(t)
		plain := other.upload("danh-sach."+format, h.must(200, "GET", "/export?format="+format, nil).body)
		whole := other.upload("ho-so."+format, h.must(200, "GET", "/export?full=true&format="+format, nil).body)
		if plain.Counts != whole.Counts || plain.Counts.Added == 0 {
			t.Errorf("%s: the list reads as %+v, whole records as %+v", format, plain.Counts, whole.Counts)
			other.show(whole)
		}
		other.apply(whole)
		if lines := other.must(200, "GET", "/export?format=jsonl", nil).body; bytes.Contains(lines, []byte("Mã: ")) || bytes.Contains(lines, []byte("Nội dung: ")) {
			t.Errorf("%s: words of the whole record became values", format)
		}
	}
}

// show prints rows that did not stay the same.
func (h *house) show(p api.Preview) {
	for _, outcome := range []string{"added", "amended", "review", "rejected"} {
		a := h.must(200, "GET", fmt.Sprintf("/imports/%d/rows?limit=5&outcome=%s", p.ID, outcome), nil)
		h.t.Logf("%s: %s", outcome, a.body)
	}
}
