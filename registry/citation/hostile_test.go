package citation_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/citation"
)

// TestHostileFiles: small files made to grow, to be walked over again and again or to
// bear endless marks are refused or read, and never take long.
func TestHostileFiles(t *testing.T) {
	var macros strings.Builder
	fmt.Fprintf(&macros, "@string{a0 = {%s}}\n", strings.Repeat("x", 900))
	for i := 1; i < 4; i++ {
		parts := make([]string, 10)
		for k := range parts {
			parts[k] = fmt.Sprint("a", i-1)
		}
		fmt.Fprintf(&macros, "@string{a%d = %s}\n", i, strings.Join(parts, " # "))
	}
	for i := range 600 {
		fmt.Fprintf(&macros, "@article{k%d, title = a3, author = a3}\n", i)
	}
	for _, c := range []struct {
		name string
		f    citation.Format
		text string
		want registry.Kind
	}{
		{"macros of macros", citation.BibTeX, macros.String(), registry.TooLarge},
		{"groups never closed", citation.BibTeX, strings.Repeat("@article{k, title = {\n", 5000), registry.Unreadable},
		{"marks on marks", citation.BibTeX, "@article{k, title = {" + strings.Repeat(`\'`, 400_000) + "}}", registry.Internal},
		{"more entries than a file may have", citation.RIS, strings.Repeat("TY  - JOUR\nTI  - x\nER  - \n", 40_000), registry.TooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := citation.Read(t.Context(), c.f, []byte(c.text)); registry.KindOf(err) != c.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestReadingStops: whoever gave up waiting costs no further work.
func TestReadingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, text := range []string{"@book{k, title={A}}", "TY  - BOOK\nTI  - A\nER  - \n", `[{"type":"book","title":"A"}]`} {
		f, _ := citation.Detect([]byte(text))
		if _, err := citation.Read(ctx, f, []byte(text)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", f, err)
		}
	}
}
