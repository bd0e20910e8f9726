package citation

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// author is a name as a format parts it: family and given name, or one literal for
// an institution or a name that is not to be parted.
type author struct{ family, given, literal, orcid string }

// printed gives the name in one piece: Vietnamese names with the family name
// first, others with the given name first, as each is printed.
func (a author) printed() string {
	family, given := vietnamese.Clean(a.family), vietnamese.Clean(a.given)
	switch {
	case a.literal != "":
		return a.literal
	case given == "":
		return family
	case family == "":
		return given
	case familyFirst(family, given):
		return family + " " + given
	}
	return given + " " + family
}

// familyFirst says that the two are a Vietnamese name.
func familyFirst(family, given string) bool {
	first, _, _ := strings.Cut(family, " ")
	if !vietnamese.IsSurname(first) || len(strings.Fields(family)) > 3 {
		return false
	}
	for _, word := range strings.Fields(given) {
		if !vietnamese.IsSyllable(word) && !initials(word) {
			return false
		}
	}
	return true
}

// initials says that a word is letters with dots: "V.", "V.A.".
func initials(word string) bool {
	letters := 0
	for part := range strings.SplitSeq(strings.TrimSuffix(word, "."), ".") {
		if r, n := utf8.DecodeRuneInString(strings.Trim(part, "-")); n == 0 || len(strings.Trim(part, "-")) != n || !unicode.IsUpper(r) {
			return false
		}
		letters++
	}
	return letters > 0
}

// parted takes a printed name apart so that printed puts it together again; what
// cannot be is a literal.
func parted(name string) author {
	words := strings.Fields(name)
	if len(words) < 2 || institution(words) || strings.ContainsAny(name, ",;{}()/&@\"") {
		return author{literal: name}
	}
	for _, a := range []author{
		{family: words[0], given: strings.Join(words[1:], " ")},
		{family: words[len(words)-1], given: strings.Join(words[:len(words)-1], " ")},
	} {
		if a.printed() == name {
			return a
		}
	}
	return author{literal: name}
}

// particles are small words inside the names of people.
var particles = []string{"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "ten", "ter", "bin", "al", "el", "y", "und", "af", "av"}

// institutionWords begin the names of institutions, folded, or stand in them.
var institutionWords = []string{"bo", "so", "vien", "truong", "dai", "hoi", "lien", "trung", "cuc", "tong", "uy", "ban", "cong", "benh", "nhom", "vu", "hoc",
	"university", "institute", "ministry", "department", "center", "centre", "group", "consortium", "association", "society", "agency", "bank",
	"organization", "organisation", "committee", "council", "team", "collaboration", "company", "college", "school", "national", "united"}

// institution says that a name is no person's: it has a small word that no name
// has, a number, or a word institutions are called by.
func institution(words []string) bool {
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		folded := vietnamese.Fold(w)
		small := unicode.IsLower(r) && !slices.Contains(particles, w)
		if small || unicode.IsDigit(r) || slices.Contains(institutionWords, folded) && (len(folded) > 5 || i == 0 && !vietnamese.IsSurname(w)) {
			return true
		}
	}
	return false
}
