package ui_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"trithuc/seeds"
)

// The size of the pictures in the guides, in pixels, and their quality as WebP.
const (
	pictureWidth   = 1100
	pictureHeight  = 720
	pictureQuality = 60
)

// TestPictures takes the pictures of the guides of what the guides tell of: the demo,
// imported. With -update they are written to docs/huong-dan/hinh; without, each page must
// still open and each picture be there, and small.
func TestPictures(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	ctx := browser(t)
	s.demo("so-khoa-hoc-va-cong-nghe-chuyen-gia.xlsx", true)
	s.demo("lien-hiep-hoi-khoa-hoc-va-ky-thuat.xlsx", true)
	preview := s.demo("truong-dai-hoc-tay-do.xlsx", false)
	employer := fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ"))
	s.bring("danh sách.csv", list, employer)
	s.bring("có câu hỏi.csv", "STT,Họ và tên,Năm sinh\n1,Lê Thị Ánh Tuyết,1975\n", employer)
	pictures := map[string]string{
		"trang-dau": "/", "tim-nguoi": "/people?q=n%C3%B4ng+nghi%E1%BB%87p", "ho-so": s.first("/people?q=n%C3%B4ng+nghi%E1%BB%87p"),
		"hoi-dong": "/panels/new?topic=s%E1%BA%A3n+xu%E1%BA%A5t+l%C3%BAa&size=5", "tai-len": "/imports", "xem-truoc": preview,
		"xac-nhan": "/reviews/1", "chat-luong": "/organisations/" + employer + "/quality",
		"du-bao": "/forecast", "phuong-an": "/forecast/options?recruit1=3&attract2=1", "can-doi": "/forecast/balance", "khai-thac": "/disclosures/new",
	}
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(pictureWidth, pictureHeight)))
	for name, at := range pictures {
		s.picture(ctx, filepath.Join("..", "docs", "huong-dan", "hinh", name+".webp"), at)
	}
	kept, err := filepath.Glob("../docs/huong-dan/hinh/*")
	ok(t, err)
	if len(kept) != len(pictures) {
		t.Errorf("%d pictures kept, %d taken", len(kept), len(pictures))
	}
}

// picture opens a page and, with -update, takes its picture.
func (s *site) picture(ctx context.Context, file, at string) {
	s.t.Helper()
	if got := s.get(at); got.status != 200 {
		s.t.Errorf("%s answers %d", at, got.status)
	}
	if !*refresh {
		if i, err := os.Stat(file); err != nil || i.Size() > 80_000 {
			s.t.Errorf("%s is missing or larger than 80 kB; take it with -update (%v)", file, err)
		}
		return
	}
	ok(s.t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+at), ready("main")))
	evaluate[bool](s.t, ctx, `document.fonts.ready.then(() => (document.querySelector(".demo")?.remove(), document.activeElement.blur(), true))`)
	shot, err := chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		r, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: new(int64(pictureQuality))})
		return r.Data, err
	})
	ok(s.t, err)
	ok(s.t, os.MkdirAll(filepath.Dir(file), 0o755))
	ok(s.t, os.WriteFile(file, shot, 0o644))
}

// demo brings in a demo workbook, and writes it if asked; it gives the import's address.
func (s *site) demo(name string, write bool) string {
	s.t.Helper()
	books, err := seeds.Workbooks()
	ok(s.t, err)
	content, err := os.ReadFile(filepath.Join("..", "seeds", "demo", name))
	ok(s.t, err)
	for _, b := range books {
		if b.File == name {
			at := s.upload(name, string(content), fmt.Sprint(s.organisation(b.Organisation))).url
			_, page := s.settled(at)
			if write {
				s.post(at+"/confirm", map[string][]string{"plan": {field(s.t, page, "plan")}})
				s.settled(at)
			}
			return at
		}
	}
	s.t.Fatalf("no demo workbook %s", name)
	return ""
}

// first gives the address of the first person that a page of results shows.
func (s *site) first(results string) string {
	s.t.Helper()
	_, after, found := strings.Cut(s.page(results), `data-person="`)
	if !found {
		s.t.Fatalf("nobody on %s", results)
	}
	id, _, _ := strings.Cut(after, `"`)
	return "/people/" + id
}
