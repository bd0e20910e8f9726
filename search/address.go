package search

import (
	"slices"
	"unicode"

	"trithuc/registry/vietnamese"
)

// addresses are the words by which people are called politely. They say nothing
// before a name, but some of them are also names.
var addresses = [][]string{
	{"thầy", "giáo"}, {"cô", "giáo"}, {"nhà", "giáo"}, {"đồng", "chí"},
	{"thầy"}, {"cô"}, {"ông"}, {"bà"}, {"anh"}, {"chị"}, {"bác"}, {"chú"}, {"em"}, {"cụ"}, {"dì"}, {"cậu"}, {"thím"}, {"mr"}, {"mrs"}, {"ms"}, {"prof"}, {"dr"},
	{"đ", "c"}, {"đc"}, {"gv"}, {"gvc"}, {"gvcc"}, {"ncs"}, {"ncv"}, {"ncvc"}, {"cv"}, {"cvc"}, {"cvcc"}, // jobs, as lists write them before names
}

// findAddresses makes the words of address before a name optional, so that they
// hide nobody and one who is called so is found.
func (r *reading) findAddresses() {
	for i := 0; i < len(r.tokens); i++ {
		n := r.address(i)
		if n == 0 || !r.calls(i, n) {
			continue
		}
		for k := range n {
			r.polite[i+k] = true
		}
		r.spans = slices.DeleteFunc(r.spans, func(s span) bool { return s.from == i && s.to <= i+n })
		i += n - 1
	}
}

// address gives how many tokens from i on are a word of address, 0 for none. In
// a text that bears marks Chi is a name, and chị the address.
func (r *reading) address(i int) int {
	for _, words := range addresses {
		if r.says(i, words, !vietnamese.HasMarks(r.text)) {
			return len(words)
		}
	}
	return 0
}

// says that the tokens from i on are words. What bears marks must bear theirs;
// bare says that a word may be typed without.
func (r *reading) says(i int, words []string, bare bool) bool {
	if i+len(words) > len(r.tokens) {
		return false
	}
	for k, w := range words {
		typed := r.typed(i+k, i+k+1)
		if vietnamese.Key(typed) != w && (!bare || vietnamese.HasMarks(typed) || r.tokens[i+k].folded != Folded(w)) {
			return false
		}
	}
	return true
}

// calls says that a name follows the n words of address at i, perhaps behind
// titles. A word that is also a family name needs a whole name behind it: Ông
// Văn Nghĩa is a name, ông Lê Văn Nghĩa has one.
func (r *reading) calls(i, n int) bool {
	at := i + n
	for s := r.spanAt(at); s != nil && s.from == at && isTitle(s.entry); s = r.spanAt(at) {
		at = s.to
	}
	end := r.nameEnd(at)
	for end-1 > at && end < len(r.tokens) && r.isFiller(end-1) { // "anh Tuấn ở" before a body
		end--
	}
	switch {
	case end == at || end-at > 6 || i > 0 && !r.inSpan(i-1):
		return false
	case n == 1 && at == i+1 && vietnamese.IsSurname(r.typed(i, i+1)):
		return end-at > 2 && r.isName(at)
	case r.isName(at):
		return true
	}
	return r.isCalled(i, at, end)
}

// isFiller says that a token is a word that says nothing.
func (r *reading) isFiller(at int) bool {
	s := r.spanAt(at)
	return s != nil && s.entry.kind == aFiller
}

// isCalled says that tokens[at:end] behind the address at i read as a given name,
// with or without a middle one: each has a capital, or nothing else is known of them.
func (r *reading) isCalled(i, at, end int) bool {
	if end-at > 3 || r.lexicon.isPart(r.typed(i, at+1)) || r.lexicon.isPart(r.typed(at, end)) {
		return false
	}
	for k := at; k < end; k++ {
		typed := r.typed(k, k+1)
		small := !unicode.IsUpper([]rune(typed)[0])
		if !vietnamese.IsSyllable(typed) || small && !vietnamese.HasMarks(r.typed(i, i+1)) {
			return false
		}
	}
	return true
}

func isTitle(e *entry) bool { return e.kind == aDegree || e.kind == aTitle || e.kind == anHonour }
