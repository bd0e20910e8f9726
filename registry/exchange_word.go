package registry

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// ExchangeWord is a code of another system: what stands in its files, and what that
// is called here.
type ExchangeWord struct {
	Written string
	Also    []string // further spellings that are read as it
	Means   string
}

// is says that the system's files write the word so, marks and case aside.
func (w ExchangeWord) is(text string) bool {
	k := vietnamese.Fold(text)
	return slices.ContainsFunc(append([]string{w.Written}, w.Also...), func(s string) bool { return vietnamese.Fold(s) == k })
}

// Written gives a value of ours as the system writes it; each of several that stand
// in one cell by itself.
func (c ExchangeColumn) Written(value string) string {
	return c.translated(value, func(w ExchangeWord, text string) (string, bool) {
		return w.Written, vietnamese.Fold(w.Means) == vietnamese.Fold(text)
	})
}

// Read gives what the system writes as it is called here, likewise.
func (c ExchangeColumn) Read(text string) string {
	return c.translated(text, func(w ExchangeWord, text string) (string, bool) { return w.Means, w.is(text) })
}

func (c ExchangeColumn) translated(text string, by func(w ExchangeWord, text string) (string, bool)) string {
	if len(c.Words) == 0 || text == "" {
		return text
	}
	parts := strings.Split(text, ";")
	for i, part := range parts {
		for _, w := range c.Words {
			if to, ok := by(w, vietnamese.Clean(part)); ok {
				parts[i] = to
				break
			}
		}
		parts[i] = strings.TrimSpace(parts[i])
	}
	return strings.Join(parts, "; ")
}
