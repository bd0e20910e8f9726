package ui_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestSuggestions: phrases, people and organisations are offered while somebody
// types; arrows choose, Esc closes, Enter goes, and with nothing chosen Enter
// searches what was typed.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.fill()
	ctx := browser(t)
	box := `document.getElementById("q")`
	typed := func(text string) {
		ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/"), ready("#q[role=combobox]"), chromedp.Focus(chromedp.CSS("#q")), chromedp.KeyEvent(text), ready(`#suggestions[data-answers="`+text+`"] #suggestion-0`)))
	}
	press := func(key string) {
		evaluate[bool](t, ctx, box+`.dispatchEvent(new KeyboardEvent("keydown", {key: "`+key+`", bubbles: true, cancelable: true}))`)
	}
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 900)))
	typed("nuôi tr")
	if got := evaluate[string](t, ctx, box+`.getAttribute("aria-expanded")+document.querySelector("#suggestion-0 span").textContent`); got != "truenuôi trồng thủy sản" {
		t.Errorf("offered %q", got)
	}
	shoot(t, ctx, "suggest")
	press("ArrowDown")
	if got := evaluate[string](t, ctx, box+`.getAttribute("aria-activedescendant")`); got != "suggestion-0" {
		t.Errorf("the arrow chose %q", got)
	}
	press("Escape")
	if evaluate[bool](t, ctx, `!document.getElementById("suggestions").hidden || `+box+`.getAttribute("aria-expanded") !== "false"`) {
		t.Error("Esc left the list open")
	}
	typed("nuôi tr")
	evaluate[bool](t, ctx, box+`.dispatchEvent(new Event("input"))`) // a newer question, not yet asked
	press("ArrowDown")
	ok(t, chromedp.Do(ctx, chromedp.Sleep(500*time.Millisecond)))
	if got := evaluate[string](t, ctx, box+`.getAttribute("aria-activedescendant")`); got != "suggestion-0" {
		t.Errorf("a later answer took the choice away: %q", got)
	}
	press("Enter")
	ok(t, chromedp.Do(ctx, ready("#found"), chromedp.Sleep(200*time.Millisecond)))
	if got := evaluate[string](t, ctx, `decodeURIComponent(location.search)`); !strings.Contains(got, "q=nuôi+trồng+thủy+sản") {
		t.Errorf("Enter went to %s", got)
	}
}

// TestSearchPage: the tree of fields, the syntax and what was perhaps meant.
func TestSearchPage(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.fill()
	holds(t, s.page("/people?q=xyz:abc"), "Không có điều kiện “xyz:”")
	holds(t, s.page("/people?q=khoa+hoc+may+tihn"), "Ý bạn là", "khoa học máy tính")
	if page := s.page("/people?q=khoa+hoc+may+tihn"); !regexp.MustCompile(`khoa học máy tính</a> \([1-9]\d* người\)`).MatchString(page) {
		t.Error("how many would be found is not said beside what was perhaps meant")
	}
	if page := s.page("/people?q=khoa+hoc+may+tihn&degree=none"); strings.Contains(page, "Ý bạn là") {
		t.Error("something is offered that nobody would be found by")
	}
	page := s.page("/people")
	holds(t, page, `data-suggest="/api/v1/suggest"`, "Cách gõ chính xác hơn", `id="compare"`)
}

// shoot keeps a picture of the page where SHOTS names a folder.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	ok(t, err)
	ok(t, os.WriteFile(dir+"/"+name+".png", picture, 0o600))
}
