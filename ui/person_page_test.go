package ui_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestLyLich: the Word file of a person says what their page says, to who may see it.
func TestLyLich(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	a := s.get("/people/" + p.ID.Public() + "/ly-lich.docx")
	z, err := zip.NewReader(bytes.NewReader([]byte(a.body)), int64(len(a.body)))
	ok(t, err)
	f, err := z.Open("word/document.xml")
	ok(t, err)
	text, err := io.ReadAll(f)
	ok(t, err)
	holds(t, string(text), p.Name.Full, p.ID.Public(), p.Publications[0].Title, "NGƯỜI KHAI")
	holds(t, s.page("/people/"+p.ID.Public()+"?view=cv"), `/ly-lich.docx"`)
	if got := s.get("/people/TT-9999992/ly-lich.docx").status; got != 404 && got != 400 {
		t.Errorf("of nobody: %d", got)
	}
}

// TestColleagues: who shares a work is found by it, who is only printed stands without a
// record, and a life is told by its years.
func TestColleagues(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	title := "Ảnh hưởng của xâm nhập mặn đến năng suất lúa vụ đông xuân ở đồng bằng"
	for _, p := range people[:2] {
		p.Publications = []registry.Publication{{Kind: registry.Article, Title: title, Year: 2021, Authors: []string{people[0].Name.Full, people[1].Name.Full, "J. Smith"}}}
	}
	s.add(people...)
	page := s.page("/people/" + people[0].ID.Public())
	_, graph, found := strings.Cut(page, `id="colleagues"`)
	if !found {
		t.Fatalf("no colleagues on the page")
	}
	graph, _, _ = strings.Cut(graph, "</details>")
	holds(t, graph, people[1].Name.Full, `href="/people/`+people[1].ID.Public()+`"`, "J. Smith", title)
	if strings.Count(graph, "<tr>") != 3 {
		t.Errorf("rows:\n%s", graph)
	}
	holds(t, page, `id="timeline"`, "1 công bố khoa học")
}

// TestFieldPage: a field tells how many, who and where, and leads up and down.
func TestFieldPage(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	s.add(s.sample()...)
	page := s.page("/fields/" + p.Fields[0].Code)
	holds(t, page, p.Name.Full, `id="structure"`, `/people?field=`+p.Fields[0].Code)
	holds(t, s.page("/fields"), `href="/fields/`+p.Fields[0].Code[:3])
	if got := s.get("/fields/khong-co").status; got != 404 {
		t.Errorf("no field: %d", got)
	}
}

// TestHomeSaysWhatWaits: what has a day by which it must be done stands on the front page.
func TestHomeSaysWhatWaits(t *testing.T) {
	t.Parallel()
	s := open(t, erasing)
	p := s.sample()[0]
	s.add(p)
	s.requested(p, "access", "17/11/2026")
	holds(t, s.page("/"), "Việc đang chờ bạn", "/requests/1", "quá hạn từ 19/11/2026")
}
