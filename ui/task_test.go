package ui_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// hand does what a person does in the browser, and counts it.
type hand struct {
	*site
	ctx          context.Context
	clicks, keys int
}

func (h *hand) do(actions ...chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	ok(h.t, chromedp.Do(h.ctx, actions...))
}

// at begins at a page, which costs nothing: the menu is there on each.
func (h *hand) at(path string) {
	h.t.Helper()
	h.do(chromedp.Navigate(h.server.URL+path), ready("main"))
}

func (h *hand) click(css, then string) {
	h.t.Helper()
	h.clicks++
	h.do(chromedp.Click(chromedp.CSS(css)), ready(then))
}

// leave clicks on what leads to another address.
func (h *hand) leave(css string) {
	h.t.Helper()
	h.clicks++
	h.do(ready(css))
	before, err := chromedp.Run(h.ctx, chromedp.Location())
	ok(h.t, err)
	h.do(chromedp.Click(chromedp.CSS(css)))
	for range 200 {
		if now, err := chromedp.Run(h.ctx, chromedp.Location()); err == nil && now != before {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	h.t.Fatalf("%s leads nowhere from %s", css, before)
}

// enter types into the field that has the focus already, and sends it.
func (h *hand) enter(css, text, then string) {
	h.t.Helper()
	h.keys += utf8.RuneCountInString(text) + 1
	h.do(chromedp.SendKeys(chromedp.CSS(css), text+"\r"), ready(then))
}

// write double-clicks a field, which marks what stands in it, and types.
func (h *hand) write(css, text string) {
	h.t.Helper()
	h.clicks++
	h.keys += utf8.RuneCountInString(text)
	h.do(ready(css))
	evaluate[bool](h.t, h.ctx, fmt.Sprintf("document.querySelector(%q).select(), true", css))
	h.do(chromedp.SendKeys(chromedp.CSS(css), text))
}

// tasks are the ten most common ones, in an order in which each finds what it needs, with
// the clicks and keys that a person needs for each. More is a page that became worse.
var tasks = []struct {
	name         string
	clicks, keys int
	do           func(h *hand)
}{
	{"tìm một người theo tên", 0, 18, func(h *hand) { h.at("/"); h.enter("#q", "nguyen thi my hoa", "#found-count") }},
	{"xem hồ sơ người tìm thấy", 1, 0, func(h *hand) { h.click("[data-person] h3 a", "article[data-person]") }},
	{"tìm theo nhu cầu", 0, 24, func(h *hand) { h.at("/"); h.enter("#q", "nữ tiến sĩ dưới 60 tuổi", "#found-count") }},
	{"giữ một người trong danh sách", 4, 14, func(h *hand) {
		h.at("/people?q=hoa")
		h.click("[data-person] h3 a", "article[data-person]")
		h.write(`form[action="/shortlists"] input[name="name"]`, "Tổ tư vấn nước")
		h.leave("#pick-add")
		h.leave(`main a[href^="/shortlists/"]`)
	}},
	{"sửa số điện thoại", 3, 10, func(h *hand) {
		h.at("/people/TT-0000013")
		h.click("#edit", "#edit-form")
		h.write("#f-phone", "0918000009")
		h.click("#save", "article[data-person]")
	}},
	{"mở lý lịch khoa học để in", 1, 0, func(h *hand) { h.at("/people/TT-0000013"); h.click(`a[href$="?view=cv"]`, "#word") }},
	{"nhập một danh sách", 3, 0, func(h *hand) {
		file := filepath.Join(h.t.TempDir(), "danh sách.csv")
		ok(h.t, os.WriteFile(file, []byte(list), 0o600))
		h.at("/imports")
		h.clicks++ // the file, chosen
		h.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
		h.click("#upload button[type=submit]", "#confirm")
		h.click("#confirm", `[data-state="applied"]`)
	}},
	{"hoàn tác lần nhập", 1, 0, func(h *hand) { h.click("#undo", "[data-removed]") }},
	{"trả lời một câu hỏi trùng người", 1, 0, func(h *hand) {
		h.bring("có câu hỏi.csv", "STT,Họ và tên,Năm sinh\n1,Nguyễn Thị Mỹ Hoa,1975\n", fmt.Sprint(h.organisation("Đại học Cần Thơ")))
		h.at("/reviews/1")
		h.leave(`#answer button[value="new"]`)
	}},
	{"đề xuất hội đồng", 3, 20, func(h *hand) {
		h.at("/panels/new")
		h.write("#f-topic", "nuôi trồng thủy sản")
		h.write("#f-size", "1")
		h.leave("#propose")
	}},
}

// TestTasks does the ten most common tasks, with scripts and without, in as few clicks
// and keys as they are said to need.
func TestTasks(t *testing.T) {
	t.Parallel()
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			t.Parallel()
			s := open(t, importing)
			s.add(s.sample()...)
			h := &hand{site: s, ctx: browser(t)}
			_, err := chromedp.Run(h.ctx, func(ctx context.Context, t *chromedp.Target) (cdp.Empty, error) {
				return cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
			})
			ok(t, err)
			for _, task := range tasks {
				h.clicks, h.keys = 0, 0
				task.do(h)
				t.Logf("%s: %d clicks, %d keys", task.name, h.clicks, h.keys)
				if h.clicks > task.clicks || h.keys > task.keys {
					t.Errorf("%s takes %d clicks and %d keys, more than %d and %d", task.name, h.clicks, h.keys, task.clicks, task.keys)
				}
			}
		})
	}
}

// TestPaint: what stands on a page is there soon and stays where it is. Times depend on
// the machine and are told only; bytes and shifts are held.
func TestPaint(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.fill()
	for _, path := range []string{"/", "/people?q=thuy+san", "/people/TT-0000013", s.unit(), "/fields/4", "/forecast", "/help/can-bo-dau-moi", "/statistics"} {
		ctx := browser(t) // with nothing kept: every byte comes over the wire
		ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 768), chromedp.Navigate(s.server.URL+path), ready("main")))
		paint := evaluate[float64](t, ctx, `new Promise(r => new PerformanceObserver(l => r(l.getEntries().at(-1).startTime)).observe({type: "largest-contentful-paint", buffered: true}))`)
		shift := evaluate[float64](t, ctx, `new Promise(r => { let sum = 0; new PerformanceObserver(l => l.getEntries().forEach(e => sum += e.value)).observe({type: "layout-shift", buffered: true}); setTimeout(() => r(sum), 300) })`)
		bytes := evaluate[float64](t, ctx, `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce((sum, e) => sum + e.transferSize, 0)`)
		t.Logf("%-24s largest paint %4.0f ms, layout shift %.3f, %.0f kB", path, paint, shift, bytes/1000)
		if shift > 0.1 {
			t.Errorf("%s shifts by %.3f", path, shift)
		}
		if bytes > 150_000 && path != "/help/can-bo-dau-moi" {
			t.Errorf("%s weighs %.0f bytes", path, bytes)
		}
	}
}
