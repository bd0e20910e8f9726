package api_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"trithuc/ui/api"
)

func TestPersonComesAsItWent(t *testing.T) {
	h := newHouse(t)
	a := h.must(201, "POST", "/people", h.hoa())
	var made api.Person
	a.into(t, &made)
	if a.header.Get("Location") != "/api/v1/people/"+made.ID || a.header.Get("ETag") != `"1"` {
		t.Errorf("headers %v", a.header)
	}
	var got api.Person
	h.must(200, "GET", "/people/"+made.ID, nil).into(t, &got)
	if !reflect.DeepEqual(got, made) {
		t.Errorf("read %+v, was answered %+v", got, made)
	}
	if got.Display != "NGƯT.PGS.TS. Nguyễn Thị Mỹ Hòa" || got.Retires != "2040-03" || got.Positions[0].OrganisationName != "Đại học Cần Thơ" ||
		got.Fields[0].Name == "" || got.Source == nil || got.Source.Account != "vanhanh" {
		t.Errorf("derived values %+v", got)
	}
	want := h.hoa()
	if got.Name != want.Name || got.Birth != want.Birth || !reflect.DeepEqual(got.Title, want.Title) ||
		!reflect.DeepEqual(got.Qualifications, want.Qualifications) || got.Phone != want.Phone {
		t.Errorf("got %+v", got)
	}
}

func TestSentAgainWithItsKey(t *testing.T) {
	h := newHouse(t)
	first := h.must(201, "POST", "/people", h.hoa(), "Idempotency-Key", "một")
	again := h.must(201, "POST", "/people", h.hoa(), "Idempotency-Key", "một")
	if string(first.body) != string(again.body) || first.header.Get("Location") != again.header.Get("Location") {
		t.Errorf("first %s\nagain %s", first.body, again.body)
	}
	other := h.hoa()
	other.Name = "Trần Văn Khác"
	h.refused(409, "POST", "/people", other, "Idempotency-Key", "một")
	var p api.Person
	first.into(t, &p)
	p.Email = "moi@example.edu.vn"
	one := h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", `"1"`, "Idempotency-Key", "hai")
	two := h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", `"1"`, "Idempotency-Key", "hai")
	if string(one.body) != string(two.body) || one.header.Get("ETag") != `"2"` {
		t.Errorf("one %s\ntwo %s", one.body, two.body)
	}
}

func TestWriteNeedsKey(t *testing.T) {
	h := newHouse(t)
	p := h.refused(400, "POST", "/people", h.hoa(), "Idempotency-Key", "")
	if !strings.Contains(p.Detail, "Idempotency-Key") || len(p.Errors) != 1 || p.Errors[0].Field != "Idempotency-Key" {
		t.Errorf("got %+v", p)
	}
}

func TestPermission(t *testing.T) {
	h := newHouse(t)
	h.refused(401, "GET", "/people/TT-0000017", nil, "X-Account", "", "X-Role", "")
	h.refused(403, "GET", "/people/TT-0000017", nil, "X-Role", "khách")
	h.refused(403, "POST", "/people", h.hoa(), "X-Role", "khách")
}

func TestEveryRefusedValueAtOnce(t *testing.T) {
	h := newHouse(t)
	p := h.hoa()
	p.Birth, p.Email, p.Phone = "1980-02-30", "không phải thư", "12"
	p.Fields[0].Code, p.Qualifications[0].Degree, p.Positions[0].Organisation = "999", "XX", 999999
	p.Positions[0].From = "tháng 9"
	got := h.refused(400, "POST", "/people", p)
	var fields []string
	for _, e := range got.Errors {
		fields = append(fields, e.Field)
	}
	want := []string{"birth", "email", "phone", "qualifications[0].degree", "fields[0].code", "positions[0].organisation", "positions[0].from"}
	slices.Sort(fields)
	slices.Sort(want)
	if !slices.Equal(fields, want) {
		t.Errorf("refused %v, want %v", fields, want)
	}
	if got.Errors[1].Field != "email" || got.Errors[1].Value != "không phải thư" {
		t.Errorf("the refused value is not named: %+v", got.Errors)
	}
	bad := h.refused(400, "POST", "/people", `{"sex":"x","identifiers":[{"kind":"foo"}],"publications":[{"kind":"poem","author":-1}],"bases":[{"purpose":"","basis":"wish"}]}`)
	if len(bad.Errors) < 9 {
		t.Errorf("not all at once: %+v", bad.Errors)
	}
	h.refused(400, "PUT", "/people/"+h.add(h.hoa()).ID+"/restricted/citizen", `{"value":"09218"}`)
	if a := h.call("PUT", "/people/TT-0000013/restricted/citizen", `{"value":"09218"}`); strings.Contains(string(a.body), "09218") {
		t.Errorf("a restricted value is repeated: %s", a.body)
	}
}

func TestSchemaErrorsSpeakVietnamese(t *testing.T) {
	h := newHouse(t)
	for _, x := range []struct {
		name, method, path string
		body               any
		status             int
		field, reason      string
	}{
		{"no name", "POST", "/people", `{"sex":"male"}`, 400, "name", "chưa có"},
		{"unknown property", "POST", "/people", `{"name":"A","dân tộc":"Kinh"}`, 422, "dân tộc", "không có trong mẫu"},
		{"number for text", "POST", "/people", `{"name":7}`, 422, "name", "phải là chữ"},
		{"another sex", "POST", "/people", `{"name":"A","sex":"x"}`, 400, "sex", "chỉ nhận male, female hoặc để trống"},
		{"list for object", "POST", "/people", `{"name":"A","title":[]}`, 422, "title", "phải là nhóm mục có tên"},
		{"nested", "POST", "/people", `{"name":"A","positions":[{"main":"có"}]}`, 422, "positions[0].main", "phải là true hoặc false"},
		{"no JSON", "POST", "/people", `{"name":`, 400, "", "không phải JSON hợp lệ"},
		{"limit too large", "GET", "/organisations?limit=5000", nil, 422, "limit", "không được quá 1000"},
		{"no number", "GET", "/organisations?limit=x", nil, 422, "limit", "phải là số nguyên"},
		{"unknown parameter", "GET", "/organisations?tên=x", nil, 422, "tên", "không có tham số này"},
	} {
		p := h.refused(x.status, x.method, x.path, x.body)
		if len(p.Errors) == 0 || p.Errors[0].Field != x.field || p.Errors[0].Reason != x.reason {
			t.Errorf("%s: got %+v", x.name, p)
		}
	}
	h.refused(400, "POST", "/people", "")
	h.refused(400, "POST", "/people", strings.Repeat("[", 100_000))
	h.refused(415, "POST", "/people", "<xml/>", "Content-Type", "text/xml")
}

func TestUnknownPerson(t *testing.T) {
	h := newHouse(t)
	h.refused(404, "GET", "/people/TT-0000017", nil)
	h.refused(404, "GET", "/people/TT-0000018", nil) // a wrong check digit
	h.refused(404, "PUT", "/people/TT-0000017", h.hoa(), "If-Match", `"1"`)
	h.refused(404, "GET", "/people/TT-0000017/history", nil)
}

func TestStaleEditSaysWhatChanged(t *testing.T) {
	h := newHouse(t)
	p := h.add(h.hoa())
	mine, theirs := p, p
	theirs.Email = "ho@example.edu.vn"
	theirs.Expertise = []string{"nuôi tôm nước lợ", "bệnh tôm"}
	h.must(200, "PUT", "/people/"+p.ID, theirs, "If-Match", `"1"`, "X-Account", "phongto chuc")
	mine.Phone = "0987654321"
	got := h.refused(412, "PUT", "/people/"+p.ID, mine, "If-Match", `"1"`)
	if !strings.Contains(got.Detail, "phongto chuc") || len(got.Errors) != 2 || got.Errors[0].Field != "email" || got.Errors[1].Field != "expertise" {
		t.Errorf("got %+v", got)
	}
	h.refused(400, "PUT", "/people/"+p.ID, mine)
	h.refused(400, "PUT", "/people/"+p.ID, mine, "If-Match", "*")
	h.refused(412, "PUT", "/people/"+p.ID, mine, "If-Match", `"9"`)
}

func TestUnchangedEditWritesNothing(t *testing.T) {
	h := newHouse(t)
	p := h.add(h.hoa())
	if a := h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", `"1"`); a.header.Get("ETag") != `"1"` {
		t.Errorf("version %s", a.header.Get("ETag"))
	}
}

// TestPhraseLanguage: a phrase keeps its language, whether or not a program that sends
// phrases knows of languages.
func TestPhraseLanguage(t *testing.T) {
	h := newHouse(t)
	sent := h.hoa()
	sent.Expertise, sent.ExpertiseIn = []string{"functional analysis", "bệnh tôm", "GIS"}, map[string]string{"functional analysis": "en", "bệnh tôm": "vi"}
	p := h.add(sent)
	if !maps.Equal(p.ExpertiseIn, sent.ExpertiseIn) {
		t.Errorf("got %v", p.ExpertiseIn)
	}
	for _, c := range []struct {
		name      string
		languages map[string]string
		want      map[string]string
	}{
		{"not told", nil, map[string]string{"functional analysis": "en"}},
		{"told", map[string]string{"nuôi cua": "vi", "bệnh tôm": "vi"}, map[string]string{"nuôi cua": "vi"}},
	} {
		p.Expertise, p.ExpertiseIn = []string{"nuôi cua", "functional analysis"}, c.languages
		a := h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", fmt.Sprintf("\"%d\"", p.Version))
		p = api.Person{}
		a.into(t, &p)
		if !maps.Equal(p.ExpertiseIn, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, p.ExpertiseIn, c.want)
		}
	}
	p.ExpertiseIn = map[string]string{"nuôi cua": "tiếng Việt"}
	if got := h.refused(400, "PUT", "/people/"+p.ID, p, "If-Match", fmt.Sprintf("\"%d\"", p.Version)); len(got.Errors) != 1 || got.Errors[0].Field != "expertise[0].language" {
		t.Errorf("got %+v", got)
	}
}

func TestHistory(t *testing.T) {
	h := newHouse(t)
	p := h.add(h.hoa())
	p.Email, p.Title = "", nil
	h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", `"1"`)
	p.Birth, p.Expertise = "1980-03", []string{"nuôi cua"}
	h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", `"2"`)
	var got struct{ Entries []api.HistoryEntry }
	h.must(200, "GET", "/people/"+p.ID+"/history", nil).into(t, &got)
	if len(got.Entries) != 3 {
		t.Fatalf("%d entries", len(got.Entries))
	}
	want := [][]api.ValueChange{
		{{Field: "birth", Before: "1980-03-05", After: "1980-03"}, {Field: "expertise", Before: []any{"nuôi tôm nước lợ"}, After: []any{"nuôi cua"}}},
		{{Field: "email", Before: "ntmhoa@example.edu.vn"}, {Field: "title", Before: map[string]any{"code": "PGS", "year": 2019., "discipline": "Thủy sản"}}},
		nil,
	}
	for i, e := range got.Entries {
		if !reflect.DeepEqual(e.Changes, want[i]) || e.Version != int64(3-i) || e.Actor != "vanhanh" {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
}

// TestFullRecord: every list of the full record comes as it went, and an
// unchanged PUT of what came writes nothing.
func TestFullRecord(t *testing.T) {
	h := newHouse(t)
	want := h.full()
	made := h.add(want)
	got := made
	got.Memberships = slices.Clone(got.Memberships)
	got.Memberships[0].OrganisationName = ""
	got.Addresses = slices.Clone(got.Addresses)
	got.Addresses[0].WardName = ""
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"names", got.Names, want.Names}, {"identifiers", got.Identifiers, want.Identifiers}, {"languages", got.Languages, want.Languages},
		{"publications", got.Publications, want.Publications}, {"patents", got.Patents, want.Patents}, {"works", got.Works, want.Works},
		{"exhibitions", got.Exhibitions, want.Exhibitions}, {"tasks", got.Tasks, want.Tasks}, {"supervised", got.Supervised, want.Supervised},
		{"awards", got.Awards, want.Awards}, {"training", got.Training, want.Training}, {"memberships", got.Memberships, want.Memberships},
		{"abroad", got.Abroad, want.Abroad}, {"addresses", got.Addresses, want.Addresses}, {"advice", got.Advice, want.Advice}, {"bases", got.Bases, want.Bases},
		{"nationality", got.Nationality, want.Nationality}, {"public", got.Public, want.Public}, {"mode", got.Qualifications[0].Mode, want.Qualifications[0].Mode},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: got %+v, want %+v", c.name, c.got, c.want)
		}
	}
	if made.Scope == nil || made.Scope.State != "in" || made.Scope.Reason == "" || made.Memberships[0].OrganisationName == "" {
		t.Errorf("scope %+v, membership %+v", made.Scope, made.Memberships[0])
	}
	if a := h.must(200, "PUT", "/people/"+made.ID, made, "If-Match", `"1"`); a.header.Get("ETag") != `"1"` {
		t.Errorf("the same record again is version %s", a.header.Get("ETag"))
	}
}

func TestFullRecordRefusedAtOnce(t *testing.T) {
	h := newHouse(t)
	p := h.full()
	p.Identifiers[0].Value, p.Publications[0].DOI, p.Publications[1].ISBN = "0000-0002-1825-0098", "không phải", "9780306406158"
	p.Tasks[0].Level, p.Supervised[0].Degree, p.Bases[0].Document = "xa", "XX", ""
	p.Abroad[0].To, p.Memberships[0].Organisation = "1990", 999999
	got := h.refused(400, "POST", "/people", p)
	var fields []string
	for _, e := range got.Errors {
		fields = append(fields, e.Field)
	}
	slices.Sort(fields)
	want := []string{"abroad[0].to", "bases[0].document", "identifiers[0].value", "memberships[0].organisation", "publications[0].doi",
		"publications[1].isbn", "supervised[0].degree", "tasks[0].level"}
	if !slices.Equal(fields, want) {
		t.Errorf("refused %v, want %v", fields, want)
	}
}
