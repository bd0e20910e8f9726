package importer

import (
	"regexp"
	"strings"
	"trithuc/registry/vietnamese"
	"unicode"
)

// token is a run of letters and digits of a text.
type token struct {
	from, to int    // bytes of the text
	key      string // folded
	marked   string // in small letters with the tone in its place
}

var htmlTag = regexp.MustCompile(`<[^<>]{0,40}>`)

func tokensOf(s string) []token {
	var tokens []token
	start := -1
	flush := func(end int) {
		if start >= 0 {
			tokens = append(tokens, newToken(s, start, end))
			start = -1
		}
	}
	for i, r := range s {
		if inToken(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		flush(i)
	}
	flush(len(s))
	return tokens
}

// firstToken gives the first of tokensOf; an empty one where there is none.
func firstToken(s string) token {
	from := strings.IndexFunc(s, inToken)
	if from < 0 {
		return token{}
	}
	to := len(s)
	if n := strings.IndexFunc(s[from:], func(r rune) bool { return !inToken(r) }); n >= 0 {
		to = from + n
	}
	return newToken(s, from, to)
}

func inToken(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func newToken(s string, from, to int) token {
	t := token{from: from, to: to, key: vietnamese.Fold(s[from:to])}
	if t.marked = t.key; !asciiText(s[from:to]) {
		t.marked = vietnamese.Key(s[from:to])
	}
	return t
}

// markedKey is keyOf with marks.
func markedKey(tokens []token) string {
	if len(tokens) == 1 {
		return tokens[0].marked
	}
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.marked)
	}
	return b.String()
}

func keyOf(tokens []token) string {
	if len(tokens) == 1 {
		return tokens[0].key
	}
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.key)
	}
	return b.String()
}
