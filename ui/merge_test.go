package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// TestMergeWithoutScript: somebody who stands there twice is found, made one
// after a look, and made two again.
func TestMergeWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	twin := &registry.Person{
		Name: vietnamese.ParseName("Nguyễn Thị Mỹ Hoa"), Birth: registry.Date{Year: 1975}, Phone: "0918000002",
		Expertise: []registry.Expertise{{Phrase: "bệnh tôm"}},
	}
	s.add(append(people, twin)...)
	kept, gone := people[0].ID.Public(), twin.ID.Public()
	address := "/people/" + kept + "/merge"
	holds(t, s.page(address), `data-twin="`+gone+`"`, "Giống nhau", "cùng năm sinh 1975")
	preview := s.page(address + "?with=" + strings.ToLower(gone))
	holds(t, preview, "Xem trước: gộp "+gone+" vào "+kept, "Sau khi gộp", "bệnh tôm", "Giá trị nhường chỗ", "0918000002", "/people/"+gone+"/merge?with="+kept)
	if strings.Contains(preview, `id="asked"`) {
		t.Error("a case was named that nobody opened")
	}
	q := &registry.Request{Kind: registry.RequestErase, Person: twin.ID, Name: "Người Mẫu Hỏi"}
	_, err := registry.Requests{Store: s.store, Now: time.Now}.Open(s.ctx, q)
	ok(t, err)
	preview = s.page(address + "?with=" + gone)
	holds(t, preview, "Yêu cầu số 1 (", "về hồ sơ "+gone)
	form := url.Values{"gone": {gone}, "key": {key(t, preview)}, "version": {"1"}, "gone-version": {"1"}}
	holds(t, preview, `name="version" value="1"`, `name="gone-version" value="1"`)
	stale := url.Values{"gone": {gone}, "key": {"cũ"}, "version": {"1"}, "gone-version": {"9"}}
	if a := s.post(address, stale); a.status != http.StatusConflict && a.status != http.StatusPreconditionFailed {
		t.Errorf("a stale confirmation answered %d", a.status)
	}
	for range 2 { // a double click merges once
		a := s.post(address, form)
		if a.status != 200 || !strings.HasPrefix(a.url, "/people/"+kept) {
			t.Fatalf("%d %s\n%s", a.status, a.url, a.body)
		}
		holds(t, a.body, "Đã gộp hồ sơ "+gone, "Còn 1 yêu cầu chưa giải quyết", "bệnh tôm", "/people/"+gone+"/unmerge")
	}
	holds(t, s.page("/people/"+kept), "Đã gộp hồ sơ "+gone+" vào đây")
	preview = s.page("/people/" + gone + "/unmerge")
	holds(t, preview, "Xem trước: tách "+gone+" khỏi "+kept, "Hồ sơ hiện nay")
	form = url.Values{"key": {key(t, preview)}}
	for range 2 {
		a := s.post("/people/"+gone+"/unmerge", form)
		holds(t, a.body, "Đã tách hồ sơ này khỏi "+kept, "bệnh tôm")
	}
	if page := s.page("/people/" + kept); strings.Contains(page, "<dd>bệnh tôm") {
		t.Error("what came with the other stayed")
	}
	for path, want := range map[string]int{address + "?with=" + kept: 400, address + "?with=TT-1": 404, "/people/" + gone + "/unmerge": 404} {
		if got := s.get(path).status; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}

// TestRevertOfAddition takes a whole record back, and brings it back again.
func TestRevertOfAddition(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.sample()[1]
	s.add(p)
	entries, err := s.store.EntriesOf(s.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(p.ID)})
	ok(t, err)
	address := "/people/" + p.ID.Public() + "/history/"
	added := address + seq(entries[0].Seq)
	holds(t, s.page(added), "hồ sơ được gỡ ra")
	a := s.post(added, url.Values{"key": {key(t, s.page(added))}})
	holds(t, a.body, "Đã hoàn tác thay đổi", address)
	if got := s.get("/people/" + p.ID.Public()).status; got != http.StatusNotFound {
		t.Errorf("the record answers %d", got)
	}
	removed := address + seq(entries[0].Seq+1)
	holds(t, s.page(removed), "hồ sơ trở lại như cũ")
	holds(t, s.post(removed, nil).body, "Đã hoàn tác thay đổi", "Trần Văn Sơn")
	if got := s.post(removed, nil).status; got != http.StatusConflict {
		t.Errorf("a second time answered %d", got)
	}
}
