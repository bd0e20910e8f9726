package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var guides = &Help{Files: os.DirFS("../../docs/huong-dan")}

// TestGuidePlaces: every page's way to its explanation leads to a heading that is there.
func TestGuidePlaces(t *testing.T) {
	for _, p := range guidePlaces {
		name, anchor, _ := strings.Cut(p.place, "#")
		g, err := guides.guide(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(g.Body, `id="`+anchor+`"`) {
			t.Errorf("%s is explained at %s, where no heading is", p.address, p.place)
		}
	}
}

// TestGuides: every guide is offered, tells what it is, and shows pictures that are there
// and say what they show.
func TestGuides(t *testing.T) {
	files, err := filepath.Glob("../../docs/huong-dan/*.md")
	if err != nil || len(files) != len(guideOrder) {
		t.Errorf("%d guides, %d offered (%v)", len(files), len(guideOrder), err)
	}
	var shown []string
	picture := regexp.MustCompile(`<img src="(hinh/[^"]+)" alt="([^"]*)"`)
	for _, name := range guideOrder {
		g, err := guides.guide(name)
		if err != nil {
			t.Fatal(err)
		}
		if g.Title == "" || g.Lead == "" || strings.Count(g.Body, "<h1") != 1 {
			t.Errorf("%s: title %q, lead %q", name, g.Title, g.Lead)
		}
		for _, m := range picture.FindAllStringSubmatch(g.Body, -1) {
			if _, err := os.Stat("../../docs/huong-dan/" + m[1]); err != nil || m[2] == "" {
				t.Errorf("%s shows %s (%q): %v", name, m[1], m[2], err)
			}
			shown = append(shown, filepath.Base(m[1]))
		}
	}
	kept, err := filepath.Glob("../../docs/huong-dan/hinh/*")
	for _, k := range kept {
		if !slices.Contains(shown, filepath.Base(k)) || err != nil {
			t.Errorf("no guide shows %s (%v)", k, err)
		}
	}
}
