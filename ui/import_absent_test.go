package ui_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// TestFullList: who works at the institution and does not stand in its full list is
// named, stays until somebody answers, and then leaves for the reason given.
func TestFullList(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	employer := fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ"))
	s.bring("một.csv", list, employer)
	shorter := strings.Join(strings.SplitAfter(list, "\n")[:3], "")
	a := s.lot(url.Values{"organisation": {employer}, "full": {"yes"}}, "đủ.csv", shorter)
	_, page := s.settled(a.url)
	holds(t, page, "2 người đang công tác không có trong danh sách này", `id="full-yes" value="yes" checked`)
	holds(t, s.page("/imports/2/absent"), "Trần Văn Sơn", "Chưa ai bị thay đổi gì")

	s.post("/imports/2/declare", url.Values{"full": {"no"}, "key": {"d1"}})
	_, page = s.settled("/imports/2")
	if strings.Contains(page, "không có trong danh sách này") {
		t.Error("a list that adds names the absent")
	}
	s.post("/imports/2/declare", url.Values{"full": {"yes"}, "key": {"d2"}})
	_, page = s.settled("/imports/2")
	s.post("/imports/2/confirm", url.Values{"plan": {field(t, page, "plan")}})
	_, page = s.settled("/imports/2")
	holds(t, page, "2 người vắng mặt chưa được trả lời")
	page = s.page("/imports/2/absent")
	people := regexp.MustCompile(`name="why\.(TT-\d+)"`).FindAllStringSubmatch(page, -1)
	if len(people) != 2 {
		t.Fatalf("%d absent: %s", len(people), page)
	}
	form := url.Values{"why." + people[0][1]: {"retired"}, "on." + people[0][1]: {"01/09/2026"}, "key": {key(t, page)}}
	for range 2 { // sent twice it is answered once
		a = s.post("/imports/2/absent", form)
		holds(t, a.body, "Đã ghi câu trả lời về 1 người", "Nghỉ hưu", "01/09/2026", `name="why.`+people[1][1])
	}
	holds(t, s.page("/people/"+people[0][1]), "01/09/2026")
	if a := s.post("/imports/2/absent", url.Values{"why." + people[1][1]: {"moved"}, "on." + people[1][1]: {"hôm qua"}}); a.status != http.StatusBadRequest {
		t.Errorf("no date: %d", a.status)
	}
	if a := s.post("/imports/2/absent", url.Values{"all": {"yes"}, "key": {"n"}}); a.status != http.StatusBadRequest {
		t.Errorf("no reason: %d", a.status)
	}
	s.post("/imports/2/absent", url.Values{"why": {"missed"}, "of": {people[1][1]}, "key": {"m"}})
	if page := s.page("/imports/2"); strings.Contains(page, "chưa được trả lời") {
		t.Error("all are answered for")
	}
}

// TestAnnotatedCopy: the workbook comes back with its doubts, and what was corrected
// in it is read when it is uploaded again.
func TestAnnotatedCopy(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.settled(s.upload("giảng viên.csv", list, fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ"))).url)
	a := s.get("/imports/1/annotated")
	if a.status != http.StatusOK || !strings.Contains(a.header.Get("Content-Disposition"), "b%E1%BA%A3n%20ghi%20ch%C3%BA") {
		t.Fatalf("%d %v", a.status, a.header)
	}
	f, err := excelize.OpenReader(strings.NewReader(a.body))
	ok(t, err)
	sheet := f.GetSheetName(0)
	notes, err := f.GetComments(sheet)
	ok(t, err)
	if len(notes) == 0 {
		t.Error("no notes")
	}
	ok(t, f.SetCellValue(sheet, "D5", "28/02/1990"))
	var mended bytes.Buffer
	_, err = f.WriteTo(&mended)
	ok(t, err)
	_, page := s.settled(s.upload("sửa.xlsx", mended.String(), fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ"))).url)
	holds(t, page, "28/02/1990", `data-outcome="added" data-n="3"`)
	if a := s.get("/imports/9/annotated"); a.status != http.StatusNotFound {
		t.Errorf("no such import: %d", a.status)
	}
}

// TestUndoTellsOfTheRemoved: before and after, an undo names a person who was
// removed since, and says of a key used twice what happened.
func TestUndoTellsOfTheRemoved(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	page := s.bring("một.csv", list, fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ")))
	holds(t, page, "/imports/1/undo")
	id := registry.PersonID(1)
	p, err := s.store.Person(s.ctx, id)
	ok(t, err)
	name := p.Name.Full
	_, err = registry.People{Store: s.store}.Remove(s.ctx, id, p.Version, registry.Why{Reason: "thử"})
	ok(t, err)
	holds(t, s.page("/imports/1/undo"), "2 hồ sơ do lần nhập này thêm vào", name, "đã bị xóa sau lần nhập này")
	a := s.post("/imports/1/undo", url.Values{"key": {"u1"}})
	holds(t, a.body, `data-removed="2"`, name, "đã bị xóa sau lần nhập này")
}

// TestConfirmOtherBodySameKey: a page that was sent and is sent again with something
// else in it is told so in words of its own.
func TestConfirmOtherBodySameKey(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.upload("một.csv", list, "")
	_, page := s.settled("/imports/1")
	s.post("/imports/1/confirm", url.Values{"plan": {field(t, page, "plan")}, "key": {"c1"}})
	a := s.post("/imports/1/confirm", url.Values{"plan": {"khác"}, "key": {"c1"}})
	if a.status != http.StatusConflict || !strings.Contains(a.body, "đã được gửi một lần với nội dung khác") {
		t.Errorf("%d %s", a.status, a.body)
	}
}
