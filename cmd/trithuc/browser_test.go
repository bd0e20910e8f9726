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
	step := func(name string, actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(ctx, actions...); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, s.logs)
		}
	}
	var text, first string
	step("search by topic",
		chromedp.Navigate(s.url+"/"), chromedp.WaitVisible("#q"),
		chromedp.SendKeys("#q", "nuôi trồng thủy sản\r"),
		chromedp.WaitVisible("[data-person]"), chromedp.WaitVisible("mark"),
		chromedp.Text("main", &text))
	if !strings.Contains(strings.ToLower(text), "nuôi trồng thủy sản") {
		t.Errorf("the topic is not on the page:\n%s", text)
	}
	picture(t, ctx, "search.png")
	step("open the first", chromedp.Text("[data-person] a", &first), chromedp.Click("[data-person] a"),
		chromedp.WaitVisible("h1"), chromedp.Text("h1", &text))
	if !strings.Contains(text, first) && !strings.Contains(first, text) {
		t.Errorf("opened %q, the page is about %q", first, text)
	}
	step("upload", chromedp.Navigate(s.url+"/imports"), chromedp.WaitReady("#file"),
		chromedp.SetUploadFiles("#file", []string{staff(t)}), chromedp.Submit("#file"),
		chromedp.WaitVisible("#confirm"), chromedp.Text(`#tally`, &text))
	if !strings.Contains(text, "3") {
		t.Errorf("the preview counts %q, want 3 to add", text)
	}
	if n := len(exported(t, data)); n < 1500 {
		t.Errorf("%d people from the demo workbooks, want about 2,000", n)
	}
	if _, ok := exported(t, data)["N003"]; ok {
		t.Error("the preview has written already")
	}
	step("confirm", chromedp.Click("#confirm"), chromedp.WaitNotPresent("#confirm"),
		chromedp.WaitVisible(`[data-state="applied"]`))
	step("find the new one without marks", chromedp.Navigate(s.url+"/people?q=nguyen+thi+my+hoa"),
		chromedp.WaitVisible("[data-person]"), chromedp.Text("[data-person]", &text))
	if !strings.Contains(text, "Nguyễn Thị Mỹ Hoa") {
		t.Errorf("the first hit is %q", text)
	}
}

// picture keeps what the browser shows in docs/, when asked to.
func picture(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	if !*update {
		return
	}
	var png []byte
	if err := chromedp.Run(ctx, chromedp.Sleep(500*time.Millisecond), chromedp.CaptureScreenshot(&png)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("..", "..", "docs", name), png, 0o644); err != nil {
		t.Fatal(err)
	}
}
