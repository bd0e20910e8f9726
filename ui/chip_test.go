package ui_test

import (
	"net/url"
	"testing"
)

// TestChipOfTelex: the cross of a condition that was read in a text with the keys
// of Telex left on takes that condition out, and nothing else.
func TestChipOfTelex(t *testing.T) {
	t.Parallel()
	s := open(t)
	page := s.page("/people?q=" + url.QueryEscape("tieens six nuooi toom"))
	holds(t, page, `<a href="/people?q=nu%C3%B4i+t%C3%B4m"`)
}
