package search

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"trithuc/registry/vietnamese"
)

// GoesOn says that a half-typed word may become another. Letters may still get their marks,
// but a mark that was typed stays, and a tone too, though it moves on to another letter:
// "hưo" becomes hương and "hòa" hoàn, "lúa" never luật.
func GoesOn(typed, word string) bool {
	tone := toneOf(typed)
	if tone != 0 && tone != toneOf(word) {
		return false
	}
	rest := Toneless(word)
	for _, want := range Toneless(typed) {
		got, size := utf8.DecodeRuneInString(rest)
		if got != want && vietnamese.Fold(string(got)) != string(want) && (want != 'y' || got != 'i') {
			return false
		}
		rest = rest[size:]
	}
	return true
}

// toneOf gives the mark of a word's tone; zero for none.
func toneOf(word string) rune {
	for _, r := range norm.NFD.String(word) {
		switch r {
		case 0x300, 0x301, 0x303, 0x309, 0x323:
			return r
		}
	}
	return 0
}

// EndsWhole says that the last words are a known phrase of expertise: a text that ends so
// may go on, but need not.
func (p *Plan) EndsWhole() bool {
	return !p.Named && slices.ContainsFunc(p.Phrases, func(ph Phrase) bool { return !ph.Code && ph.To == len(p.Words) })
}
