package ui_test

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestDrafts: what was typed and not sent is there again when the form is opened again,
// until it is dropped or sent; who signs in afterwards does not find it.
func TestDrafts(t *testing.T) {
	t.Parallel()
	s := open(t)
	address := s.server.URL + "/people/" + s.full().ID.Public() + "/edit"
	ctx := browser(t)
	opened := func() (phone string, told bool) {
		t.Helper()
		ok(t, chromedp.Do(ctx, chromedp.Navigate(address), ready("html.js #edit-form")))
		return evaluate[string](t, ctx, `document.getElementById("f-phone").value`), evaluate[bool](t, ctx, `!document.getElementById("draft").hidden`)
	}
	stored, _ := opened()
	kept := func(when, phone string, told bool) {
		t.Helper()
		if p, is := opened(); p != phone || is != told {
			t.Errorf("%s: %q, told %t", when, p, is)
		}
	}
	typed := func() {
		t.Helper()
		ok(t, chromedp.Do(ctx, chromedp.SendKeys(chromedp.CSS("#f-phone"), "9")))
	}
	kept("nothing typed", stored, false)
	typed()
	kept("typed", "9"+stored, true) // the caret stands in front
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#draft-drop"))))
	kept("dropped", stored, false)
	typed()
	evaluate[bool](t, ctx, `(() => { const f = document.createElement("form"); f.action = "/signout"; document.body.append(f); f.addEventListener("submit", e => e.preventDefault()); f.requestSubmit(); return true })()`)
	kept("signed out", stored, false)
}
