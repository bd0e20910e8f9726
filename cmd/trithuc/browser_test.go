package main

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "write the pictures of docs/ anew")

// browser starts Debian's Chromium with a fresh profile.
func browser(t testing.TB, width, height int) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("the browser tests need Chromium: sudo apt-get install -y chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.WindowSize(width, height))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(stop)
	return ctx
}

// TestMainJob is the whole first job in a real browser over the built binary: a
// person types, finds, opens, uploads a workbook, sees what will happen,
// confirms, and finds the new people at once.
func TestMainJob(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	s := serve(t, data, "--demo")
	ctx := browser(t, 1366, 768)
	step := func(name string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, s.logs)
		}
	}
	text := func(selector string) string {
		t.Helper()
		found, err := chromedp.Run(ctx, chromedp.Text(selector))
		if err != nil {
			t.Fatalf("text of %s: %v", selector, err)
		}
		return found
	}

	step("search by topic",
		chromedp.Navigate(s.url+"/"), chromedp.WaitVisible("#q"),
		chromedp.SendKeys("#q", "nuôi trồng thủy sản\r"),
		chromedp.WaitVisible("[data-person]"), chromedp.WaitVisible("mark"))
	if page := text("main"); !strings.Contains(strings.ToLower(page), "nuôi trồng thủy sản") {
		t.Errorf("the topic is not on the page:\n%s", page)
	}
	picture(t, ctx, "search.png")
	first := text("[data-person] a")
	step("open the first", chromedp.Click("[data-person] a"), chromedp.WaitVisible("#history"))
	if about := text("h1"); !strings.Contains(about, first) && !strings.Contains(first, about) {
		t.Errorf("opened %q, the page is about %q", first, about)
	}
	step("upload", chromedp.Navigate(s.url+"/imports"), chromedp.WaitReady("#file"),
		chromedp.SetUploadFiles("#file", []string{staff(t)}), chromedp.Submit("#file"),
		chromedp.WaitVisible("#confirm"))
	if tally := text("#tally"); !strings.Contains(tally, "3") {
		t.Errorf("the preview counts %q, want 3 to add", tally)
	}
	before := exported(t, data)
	if _, written := before["N003"]; written || len(before) < 1500 {
		t.Errorf("%d people before confirming (N003 there: %t); want about 2,000 and N003 not yet", len(before), written)
	}
	step("confirm", chromedp.Click("#confirm"), chromedp.WaitVisible(`[data-state="applied"]`))
	step("find the new one without marks", chromedp.Navigate(s.url+"/people?q=le+thi+anh+tuyet"), chromedp.WaitVisible("[data-person]"))
	if hit := text("[data-person]"); !strings.Contains(hit, "Lê Thị Ánh Tuyết") {
		t.Errorf("the first hit is %q", hit)
	}
}

// picture keeps what the browser shows in docs/, when asked to.
func picture(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	if !*update {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("..", "..", "docs", name), png, 0o644); err != nil {
		t.Fatal(err)
	}
}
