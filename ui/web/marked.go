package web

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// marked writes a text with its matches in <mark>. It is written by hand since
// not one blank may come between the pieces.
func marked(spans []span) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for _, s := range spans {
			text := templ.EscapeString(s.Text)
			if s.Hit {
				text = "<mark>" + text + "</mark>"
			}
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
		}
		return nil
	})
}
