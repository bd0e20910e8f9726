package web

import (
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"trithuc/search"
)

func TestLocal(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"path and query", "/people?q=a&sex=female", "/people?q=a&sex=female"},
		{"notice dropped", "/people?done=picked.1.2&q=a", "/people?q=a"},
		{"language dropped", "/?lang=en", "/"},
		{"another host", "https://evil.example/x", "/"},
		{"no scheme", "//evil.example/x", "/"},
		{"backslash", `/\evil.example`, "/"},
		{"script", "javascript:alert(1)", "/"},
		{"line break", "/a\r\nSet-Cookie: x=y", "/"},
		{"nothing", "", "/"},
	} {
		if got := local(c.in); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestSpans: whatever the marks, the pieces are the text.
func TestSpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		var marks [][2]int
		for range rapid.IntRange(0, 4).Draw(t, "n") {
			marks = append(marks, [2]int{rapid.IntRange(-2, len(text)+2).Draw(t, "from"), rapid.IntRange(-2, len(text)+2).Draw(t, "to")})
		}
		var whole strings.Builder
		for _, s := range spans(search.Why{Text: text, Marks: marks}) {
			whole.WriteString(s.Text)
		}
		if whole.String() != text {
			t.Fatalf("pieces %q of %q", whole.String(), text)
		}
	})
}

func TestNiceTop(t *testing.T) {
	for _, c := range []struct{ in, want int }{{0, 4}, {1, 4}, {7, 7}, {11, 12}, {76, 80}, {124, 150}, {1965, 2000}, {2001, 2500}, {81, 100}} {
		if got := niceTop(c.in); got != c.want {
			t.Errorf("niceTop(%d) = %d, want %d", c.in, got, c.want)
		}
	}
}

func TestAskedRoundTrip(t *testing.T) {
	a := asked{text: "thủy sản", page: 3, sort: search.ByName, filters: []search.Filter{
		{Facet: search.FacetSex, Values: []string{"female"}}, {Facet: search.FacetAge, Values: []string{"-35", "35-44"}},
	}}
	if got, want := a.address(), "/people?age=-35&age=35-44&page=3&q=th%E1%BB%A7y+s%E1%BA%A3n&sex=female&sort=name"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := a.without(search.FacetAge, "-35"), "/people?age=35-44&q=th%E1%BB%A7y+s%E1%BA%A3n&sex=female&sort=name"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAccepts(t *testing.T) {
	for _, c := range []struct {
		header string
		want   bool
	}{{"", false}, {"gzip, br", true}, {"br;q=0", false}, {"br;q=0.5", true}, {"br; q=0.0", false}, {"brotli", false}} {
		if got := accepts(c.header, "br"); got != c.want {
			t.Errorf("accepts(%q) = %v", c.header, got)
		}
	}
}

// TestUnbuiltAssets: a program built without the browser side says what to do.
func TestUnbuiltAssets(t *testing.T) {
	_, err := openAssets(fstest.MapFS{"assets/dist/.gitkeep": {}}, "assets/dist")
	if err == nil || !strings.Contains(err.Error(), "make build") {
		t.Errorf("got %v", err)
	}
}
