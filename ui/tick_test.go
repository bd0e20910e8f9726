package ui_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestTickBeforeScript: a box ticked while the script of the page is still on its
// way stays ticked and counts, beside those ticked on the page before.
func TestTickBeforeScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.crowd()
	ctx := browser(t)
	count := func(n string) chromedp.Action[chromedp.Void] { return ready(`#picked[data-n="` + n + `"]`) }
	ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/people?q=ly&sort=name"), chromedp.Click(chromedp.CSS(`.people li:nth-child(1) input`)), count("1")))
	early := `document.addEventListener("readystatechange", () => {
		if (document.readyState === "interactive") document.querySelector(".people li:nth-child(2) input")?.click();
	}, {once: true})`
	_, err := chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) (page.AddScriptToEvaluateOnNewDocumentResult, error) {
		return cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: early})
	})
	ok(t, err)
	ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/people?q=ly&sort=name"), count("2")))
	if address := evaluate[string](t, ctx, `location.search`); strings.Count(address, "person=") != 2 {
		t.Errorf("address %s", address)
	}
}
