package ui_test

import (
	"regexp"
	"strings"
	"testing"
)

// Features that browsers got after Chrome 109, the last one on Windows 7 and 8.1. The
// build turns newer syntax into older; what it cannot turn must not be there, but where
// an older browser does as well without it.
var (
	newerStyle = regexp.MustCompile(`color-mix\(|ok(lch|lab)\(|light-dark\(|@scope|@starting-style|@property|@view-transition|anchor-name|field-sizing|subgrid|:popover-open|:user-(in)?valid|[{;}]\s*&|[{;]text-wrap:[^b]`)
	newerCode  = regexp.MustCompile(`\.to(Sorted|Reversed|Spliced)\(|(Object|Map)\.groupBy|withResolvers|showPopover|Array\.fromAsync|isWellFormed|AbortSignal\.any|URLPattern|CloseWatcher|scheduler\.yield`)
)

// askedFor are newer interfaces that the library of the pages uses only where they are:
// how it asks for each.
var askedFor = map[string]*regexp.Regexp{
	"startViewTransition": regexp.MustCompile(`if\(document\.startViewTransition\)`),
	"moveBefore":          regexp.MustCompile(`if\(\w+\.moveBefore\)`),
	"navigation.add":      regexp.MustCompile(`window\.navigation&&`),
}

// TestOldBrowsers: what browsers are sent works in Chrome 109.
func TestOldBrowsers(t *testing.T) {
	t.Parallel()
	s := open(t)
	page := s.page("/")
	style, code := s.page(between(t, page, `rel="stylesheet" href="`)), s.page(between(t, page, `<script src="`))
	if len(style) < 10_000 || len(code) < 10_000 {
		t.Fatalf("%d bytes of style, %d of code", len(style), len(code))
	}
	for _, found := range append(newerStyle.FindAllString(style, -1), newerCode.FindAllString(code, -1)...) {
		t.Errorf("Chrome 109 does not know %q", found)
	}
	for api, question := range askedFor {
		if strings.Contains(code, api) && !question.MatchString(code) {
			t.Errorf("%s is used without asking whether it is there", api)
		}
	}
}

// between gives what stands in a page between a mark and the next quote.
func between(t *testing.T, page, mark string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, mark)
	text, _, closed := strings.Cut(rest, `"`)
	if !found || !closed {
		t.Fatalf("no %s", mark)
	}
	return text
}
