package ui_test

import (
	"net/url"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestThesaurusPage: a phrase that an administrator teaches is found by from then on,
// and no longer when it is taken out; what is wrong with it is said.
func TestThesaurusPage(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.sample()[0]
	p.Expertise = []registry.Expertise{{Phrase: "Nuôi lươn không bùn"}}
	s.add(p)
	finds := func(text string) bool {
		t.Helper()
		return strings.Contains(s.page("/people?q="+url.QueryEscape(text)), p.ID.Public())
	}
	if finds("zzeel") || finds("ao nổi") {
		t.Fatal("found before it was taught")
	}
	holds(t, s.page("/manage"), `href="/thesaurus"`)
	holds(t, s.page("/thesaurus?q=xam+nhap+man"), "nhiễm mặn", "Bổ sung", "Chưa thêm cụm từ nào")
	if strings.Contains(s.page("/thesaurus?q=mặn"), "human resource") {
		t.Error("mặn is said to be in human")
	}
	form := url.Values{"key": {"k1"}, "phrase": {"nuôi lươn không bùn"}, "synonyms": {"nuôi ao nổi\nao nổi"}, "english": {"zzeel"}, "abbreviations": {"NLKB"}, "field": {"405"}}
	for range 2 { // sent twice it is written once
		holds(t, s.post("/thesaurus", form).body, "Đã lưu cụm từ", "nuôi ao nổi", "405")
	}
	for _, text := range []string{"zzeel", "nuôi ao nổi", "nuoi ao noi", "NLKB"} {
		if !finds(text) {
			t.Errorf("%q finds nobody", text)
		}
	}
	form.Set("key", "k2")
	form.Set("field", "999x")
	form.Set("phrase", " ")
	if a := s.post("/thesaurus", form); a.status != 400 {
		t.Errorf("a phrase that is none answered %d", a.status)
	} else {
		holds(t, a.body, `id="problems"`, "chưa có cụm từ", "không có trong danh mục lĩnh vực", "zzeel")
	}
	form = url.Values{"key": {"k3"}, "phrase": {"Nuôi lươn không bùn"}}
	if a := s.post("/thesaurus", form); a.status != 409 {
		t.Errorf("a phrase that stands there answered %d", a.status)
	}
	holds(t, s.page("/thesaurus?code=nuoi-luon-khong-bun"), "Sửa cụm từ", "NLKB", "Bỏ cụm từ này")
	holds(t, s.get("/catalogues/thesaurus/file?version=don-vi&format=tsv").body, "nuôi lươn không bùn", "zzeel")
	holds(t, s.page("/catalogues/thesaurus"), "Ghi mục từ")
	holds(t, s.post("/thesaurus", url.Values{"key": {"k4"}, "was": {"nuoi-luon-khong-bun"}, "do": {"remove"}}).body, "Đã bỏ cụm từ")
	if finds("zzeel") {
		t.Error("found after it was taken out")
	}
	if a := s.get("/thesaurus?code=nuoi-luon-khong-bun"); a.status != 404 {
		t.Errorf("a phrase that was taken out answered %d", a.status)
	}
}
