package ui_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"trithuc/registry"
)

// chromium is the one browser of all tests, started by the first that needs it.
// Without one that test fails and says how to get it: a page nobody looked at is
// not done.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, errors.New("chromium is missing; make browser installs it")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, _ = chromedp.NewContext(ctx)
	quit = func() { chromedp.Cancel(ctx); stop() }
	return ctx, chromedp.Do(ctx) // the first one starts it and must know no deadline
})

// quit ends the browser, if there is one.
var quit = func() {}

// browser gives a test a profile of its own: no cookie and no file of another.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	ctx, err := chromium()
	ok(t, err)
	ctx, stop := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	ok(t, chromedp.Do(ctx))
	ctx, stop = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(stop)
	return ctx
}

// looks are the ways a page is seen: theme and width. Colours do not depend on
// the width nor the layout on the theme, so that two looks see all four.
var looks = []struct {
	theme string
	width int64
}{{"light", 1366}, {"dark", 360}}

// pages are all pages there are: filled, and empty where that makes another page.
func (s *site) pages(filled bool) []string {
	all := []string{"/", "/people", "/people?q=thuy+san", "/imports", "/shortlists", "/panels", "/panels/new", "/forecast", "/forecast?field=4", "/forecast?recruit=3&train=2&extend=100&need=40&needyear=2030", "/forecast?why=1", "/forecast/balance", "/forecast/needs", "/forecast/runs", "/forecast/structure", "/forecast/who?field=405", "/forecast/plan?recruitcost=10", "/forecast/opinions", "/forecast/options?recruit1=3&attract2=1&need=40&least=1&needyear=2030&maxrecruit=20", s.unit(), "/reviews"}
	if filled {
		all = append(all, "/nothing", "/disclosures", "/disclosures/new", "/disclosures/1", "/proposals/1", "/operation", "/people/TT-0000013/access", "/help", "/help/can-bo-dau-moi", "/statistics", "/fields", "/fields/4", "/organisations", "/organisations?q=khongco", "/people/new", s.unit()+"/quality?lacks=nocontact", "/reviews/1", "/people/TT-0000013/edit", "/people/TT-0000021/merge",
			"/people/TT-0000021/merge?with=TT-0000037", "/people/TT-0000045", "/people/TT-0000045?view=cv", "/people/TT-0000045/publications", "/manage", "/restricted", "/people/TT-0000045/restricted", "/exchange", "/resolve?name=Sở+KHĐT", "/thesaurus?q=mặn", "/catalogues", "/papers", "/catalogues/holiday", "/catalogues/scope/edit?version=2026&code=degree%3Adai-hoc", "/people/TT-0000045/edit/tasks",
			"/people/TT-0000045/edit/publications/1", "/people/TT-0000045/edit/positions/new", "/people/TT-0000059/unmerge", s.past("TT-0000045"),
			"/people?q=khongaicoten", "/people?sex=female&q=hoa", "/people/TT-0000013", "/people/TT-0000021", "/shortlists/1", "/shortlists/2", "/panels/1", "/panels/1/compare", "/panels/2", "/panels/mine", "/panels/new?topic=thuy+san&size=2",
			"/imports/1", "/imports/1/issues", "/imports/1/row?sheet=0&row=5", "/imports/1/words?sheet=0&column=F", "/imports/2", "/imports/3/form", "/imports/4", "/imports/4?outcome=review", "/imports/5", "/imports/6", "/imports/6/absent", "/imports/6/undo", "/imports/7", s.unit()+"/approval")
	}
	return all
}

// fill puts people and lists in, and imports in several states: read, refused,
// written, and written with a question.
func (s *site) fill() {
	people := s.sample()
	s.add(people...)
	s.full()
	twin := s.sample()[1]
	twin.Codes, twin.Email = nil, ""
	s.add(twin)
	_, receipt, err := registry.People{Store: s.store}.Merge(s.ctx, people[1].ID, twin.ID)
	ok(s.t, err)
	ok(s.t, s.wait(s.ctx, receipt.Last))
	s.post("/shortlists", map[string][]string{"person": {people[0].ID.Public(), people[1].ID.Public()}, "name": {"Hội đồng"}})
	s.post("/shortlists", map[string][]string{"name": {"Trống"}})
	other := s.organisation("Trường Đại học Tây Đô")
	_, err = s.store.Commit(s.ctx, registry.Actor{Account: "taydo", Role: registry.Operator}, []registry.Change{&registry.PutDisclosure{Disclosure: &registry.Disclosure{
		Asker: other, Owner: s.organisation("Đại học Cần Thơ"), Document: "15/ĐHTĐ-TC", Dated: registry.Date{Year: 2026, Month: 11, Day: 20}, Purpose: "Mời thỉnh giảng",
		Fields: []string{"email", "positions"}, Until: registry.Date{Year: 2027, Month: 1, Day: 31}, State: registry.DisclosureAsked, Account: "taydo"}}})
	ok(s.t, err)
	_, err = s.store.Commit(s.ctx, operator, []registry.Change{&registry.PutProposal{Proposal: &registry.Proposal{Person: people[0].ID, Field: "email", Was: `"cu@vi.example"`, Value: `"moi@vi.example"`,
		Note: "đổi hộp thư", State: registry.ProposalOpen, Account: "chuyengia"}}})
	ok(s.t, err)
	s.panels()
	if s.config.Importer == nil {
		return
	}
	employer := fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ"))
	s.settled(s.upload("xem trước.csv", list, employer).url)
	s.settled(s.upload("hỏng.xlsx", "PK\x03\x04 cut", employer).url)
	s.bring("đã ghi.csv", list, employer)
	s.bring("có câu hỏi.csv", "STT,Họ và tên,Năm sinh\n1,Lê Thị Ánh Tuyết,1975\n2,Người Khác Hẳn,1990\n", employer)
	s.settled(s.upload("không tiêu đề.csv", "Trích ngang,\nSố,Người\n1,Nguyễn Văn An\n", employer).url)
	s.bringAll("đủ.csv", strings.Join(strings.SplitAfter(list, "\n")[:3], ""), employer)
	s.waits("chờ duyệt.csv", list, employer)
}

// panels opens a panel that is being put together, with conflicts, and one in force that
// has met and is to be changed.
func (s *site) panels() {
	gate := registry.Panels{Store: s.store, Now: clock}
	seats := func() []registry.Seat {
		return []registry.Seat{{Name: "Chủ tịch", Person: 1}, {Name: "Ủy viên", Person: 3, Agency: "Sở Nông nghiệp"}, {Name: "Ủy viên", Holder: "Lê Mẫu Ngoài", Agency: "Sở Tài chính", Reserve: true}}
	}
	panel := func(name string) int64 {
		p := &registry.Panel{Name: name, Proposer: "Sở Khoa học và Công nghệ", Signer: "Ủy ban nhân dân thành phố Cần Thơ", Seats: seats(),
			Need: []byte(`{"topic":"thủy sản","size":2,"fields":["4"],"work":{"name":"Đề tài mẫu","people":["TT-0000013"],"organisations":["Đại học Cần Thơ"]}}`)}
		r, err := gate.Open(s.ctx, p)
		ok(s.t, err)
		return r.Subjects[0].ID
	}
	steps := func(id int64, all ...url.Values) {
		for _, form := range all {
			p, err := s.store.Panel(s.ctx, registry.PanelID(id))
			ok(s.t, err)
			form.Set("version", fmt.Sprint(p.Version))
			s.post(fmt.Sprintf("/panels/%d", id), form)
		}
	}
	steps(panel("Hội đồng tư vấn đang soạn"), url.Values{"do": {"oppose"}, "seat": {"1"}, "evidence": {"Có phần hùn trong doanh nghiệp nộp hồ sơ"}, "hard": {"yes"}},
		url.Values{"do": {"ask"}, "to": {"Sở Nông nghiệp"}, "until": {"30/12/2026"}})
	id := panel("Tổ tư vấn đang hoạt động")
	p, err := s.store.Panel(s.ctx, registry.PanelID(id))
	ok(s.t, err)
	p.State, p.Decision = registry.PanelSigned, registry.Decision{Number: "12/QĐ-UBND", Date: registry.Date{Year: 2026, Month: 11, Day: 2}, By: "Người Mẫu Ký"}
	_, err = s.store.Commit(s.ctx, operator, []registry.Change{&registry.PutPanel{Panel: p, Was: p.Version}})
	ok(s.t, err)
	steps(id, url.Values{"do": {"criteria"}, "criteria": {"Tính mới: 30\nTính khả thi: 70"}},
		url.Values{"do": {"meet"}, "meeting": {"0"}, "at": {"2026-11-20T08:00"}, "room": {"Phòng họp số 2"}, "held": {"yes"}, "open": {"yes"}, "present": {"0", "1"}, "points-0": {"82,5"}, "vote-0": {"Đạt"}, "minutes": {"Thống nhất kiến nghị."}},
		url.Values{"do": {"succeed"}, "seat": {"1"}, "person": {"Phạm Mẫu Thay"}}, url.Values{"do": {"evaluate"}, "seat": {"0"}, "mark": {"good"}})
}

// bringAll writes a full list, some of whose people are absent then.
func (s *site) bringAll(name, content, employer string) {
	s.t.Helper()
	_, page := s.settled(s.lot(url.Values{"organisation": {employer}, "full": {"yes"}}, name, content).url)
	at := regexp.MustCompile(`/imports/\d+/confirm`).FindString(page)
	s.post(at, url.Values{"plan": {field(s.t, page, "plan")}})
	s.settled(strings.TrimSuffix(at, "/confirm"))
}

// waits brings a list of an institution that asks for approval to where it waits for
// it, with its signed form.
func (s *site) waits(name, content, employer string) {
	s.t.Helper()
	rules := "/organisations/" + employer + "/approval"
	s.post(rules, url.Values{"rule": {"unit"}, "from": {"01/09/2026"}, "version": {field(s.t, s.page(rules), "version")}})
	at := s.upload(name, content, employer).url
	_, page := s.settled(at)
	s.attach(at+"/signed", "biểu.pdf", "%PDF-1.7", url.Values{"number": {"12/BC"}, "on": {"20/11/2026"}})
	s.post(at+"/moves", url.Values{"move": {"ask"}, "plan": {field(s.t, page, "plan")}})
}

// unit is the page of an organisation with people.
func (s *site) unit() string {
	return fmt.Sprintf("/organisations/%d", s.organisation("Đại học Cần Thơ"))
}

// past is the page that takes the first change of a record back.
func (s *site) past(id string) string {
	s.t.Helper()
	p, err := registry.ParsePersonID(id)
	ok(s.t, err)
	entries, err := s.store.EntriesOf(s.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(p)})
	ok(s.t, err)
	return fmt.Sprintf("/people/%s/history/%d", id, entries[0].Seq)
}

// TestAccessibility holds every page, in both themes, wide and narrow, to the
// rules of axe-core for WCAG 2.2 AA, and none may scroll sideways.
func TestAccessibility(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(filepath.Join("web", "assets", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is missing; make build installs it: ", err)
	}
	for _, filled := range []bool{false, true} {
		t.Run(fmt.Sprintf("filled=%v", filled), func(t *testing.T) {
			t.Parallel()
			s := open(t, importing)
			if filled {
				s.fill()
			}
			pages := s.pages(filled)
			for half := range 2 {
				t.Run(fmt.Sprint(half), func(t *testing.T) {
					t.Parallel()
					s, ctx := *s, browser(t)
					s.t = t
					for i := half; i < len(pages); i += 2 {
						s.inspect(ctx, string(axe), pages[i])
					}
				})
			}
		})
	}
}

// inspect opens a page and says what is wrong with it in each look. The page is
// loaded once: what follows theme and width are its styles.
func (s *site) inspect(ctx context.Context, axe, path string) {
	s.t.Helper()
	s.look(ctx, path, axe, func() {
		ok(s.t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+path), ready("main")))
	})
}

// rules holds the page that is open to the rules, in each look.
func (s *site) rules(ctx context.Context, name string) {
	s.t.Helper()
	axe, err := os.ReadFile(filepath.Join("web", "assets", "node_modules", "axe-core", "axe.min.js"))
	ok(s.t, err)
	s.look(ctx, name, string(axe), func() {})
	ok(s.t, chromedp.Do(ctx, chromedp.EmulateViewport(looks[0].width, 900)))
}

// look says what is wrong with a page in each look, after open in the first.
func (s *site) look(ctx context.Context, path, axe string, open func()) {
	s.t.Helper()
	for i, look := range looks {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.theme},
			{Name: "prefers-reduced-motion", Value: "reduce"}} // no colour halfway to another
		_, err := chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) (cdp.Empty, error) {
			return cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		})
		ok(s.t, err)
		ok(s.t, chromedp.Do(ctx, chromedp.EmulateViewport(look.width, 900)))
		if i == 0 {
			open()
		}
		for _, problem := range s.violations(ctx, axe, look.width) {
			s.t.Errorf("%s %s %d: %s", path, look.theme, look.width, problem)
		}
	}
}

// violations gives what is wrong with the page that is open.
func (s *site) violations(ctx context.Context, axe string, width int64) []string {
	s.t.Helper()
	scroll := evaluate[int64](s.t, ctx, `document.documentElement.scrollWidth`)
	if !evaluate[bool](s.t, ctx, `"axe" in window`) {
		evaluate[int](s.t, ctx, axe+";1")
	}
	found := evaluate[string](s.t, ctx, `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]}).then(r =>
		JSON.stringify(r.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ") + " " + (n.any[0]?.message || n.all[0]?.message || "")).slice(0, 3).join(" | "))))`)
	var problems []string
	ok(s.t, json.Unmarshal([]byte(found), &problems))
	if scroll > width {
		problems = append(problems, fmt.Sprintf("scrolls sideways: %d wide", scroll))
	}
	return problems
}

// TestAccessibleRefusals holds what a form answers to the same rules: refused
// values, and values that two people changed.
func TestAccessibleRefusals(t *testing.T) {
	t.Parallel()
	axe, err := os.ReadFile(filepath.Join("web", "assets", "node_modules", "axe-core", "axe.min.js"))
	ok(t, err)
	s := open(t)
	p := s.full()
	ctx := browser(t)
	address := s.server.URL + "/people/" + p.ID.Public() + "/edit"
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 900), chromedp.Navigate(address), ready("#edit-form")))
	evaluate[bool](t, ctx, `document.getElementById("f-birth").value = "31/02/1975", document.getElementById("f-email").value = "x", true`)
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#save")), ready("#problems")))
	for _, problem := range s.violations(ctx, string(axe), 1366) {
		t.Errorf("refused: %s", problem)
	}
	ok(t, chromedp.Do(ctx, chromedp.Navigate(address), ready("#edit-form")))
	changed := s.stored(p.ID)
	changed.Phone = "0918000001"
	s.amend(changed)
	evaluate[bool](t, ctx, `document.getElementById("f-phone").value = "0918000002", true`)
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#save")), ready("#meanwhile"), ready("#f-phone1:checked")))
	for _, problem := range s.violations(ctx, string(axe), 1366) {
		t.Errorf("changed by two: %s", problem)
	}
}

// TestWeight: the search page costs at most 150 kB over the wire, fonts and all.
func TestWeight(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.fill()
	ctx := browser(t)
	ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/people?q=thuy+san"), ready("main"), chromedp.Sleep(500*time.Millisecond)))
	all := `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]`
	total := evaluate[float64](t, ctx, all+`.reduce((sum, e) => sum + e.transferSize, 0)`)
	files := evaluate[int](t, ctx, all+`.length`)
	t.Logf("%d files, %.1f kB", files, total/1000)
	if files < 4 || total > 150_000 {
		t.Errorf("%d files weigh %.0f bytes", files, total)
	}
}

// TestSearchWhileTyping: results follow the text and the ticked conditions
// without a new page, the address with them, and the keyboard finds the box.
func TestSearchWhileTyping(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.fill()
	ctx := browser(t)
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(s.server.URL+"/people"), ready(`#found-count[data-total="4"]`)))
	// a key press through the protocol would type the slash as well
	evaluate[bool](t, ctx, `document.activeElement.blur(); document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true}))`)
	focused := evaluate[string](t, ctx, `document.activeElement.id`)
	ok(t, chromedp.Do(ctx, chromedp.KeyEvent("my hoa"), ready(`#found-count[data-total="1"]`)))
	address := "" // half the words may find the same person
	for range 100 {
		if address = evaluate[string](t, ctx, `location.search`); strings.Contains(address, "q=my+hoa") {
			break
		}
		ok(t, chromedp.Do(ctx, chromedp.Sleep(50*time.Millisecond)))
	}
	if focused != "q" || !strings.Contains(address, "q=my+hoa") {
		t.Errorf("focus on %q, address %s", focused, address)
	}
	ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/people"), ready(`#found-count[data-total="4"]`)))
	evaluate[bool](t, ctx, `window.same = true`)
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`#sex-male`)), ready(`#found-count[data-total="1"]`)))
	if !evaluate[bool](t, ctx, `window.same === true && document.getElementById("sex-male").checked`) {
		t.Error("ticking a condition loaded the page anew or lost the tick")
	}
}

// ready waits for an element.
func ready(css string) chromedp.Action[chromedp.Void] { return chromedp.WaitReady(chromedp.CSS(css)) }

// evaluate gives the value of an expression, awaited where it is a promise.
func evaluate[T any](t testing.TB, ctx context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	ok(t, err)
	return value
}
