package registry

import (
	"strings"
)

// OtherName is a further name somebody goes or went by. Lists and publications
// name people by it, so that they are found by it too.
type OtherName struct {
	Name   string        `json:"name"`
	Kind   OtherNameKind `json:"kind,omitempty"`
	From   Date          `json:"from,omitzero"`
	To     Date          `json:"to,omitzero"`
	Source SourceID      `json:"source,omitempty"`
}

// OtherNameKind says what sort of name it is.
type OtherNameKind string

// The kinds of other names.
const (
	BirthName OtherNameKind = "birth" // tên khai sinh
	PenName   OtherNameKind = "pen"   // bút danh
	StageName OtherNameKind = "stage" // nghệ danh
	LatinName OtherNameKind = "latin" // tên ghi trên công bố quốc tế
)

// Identifier is a person's number in a register of the world outside.
type Identifier struct {
	Kind   IdentifierKind `json:"kind"`
	Value  string         `json:"value"`
	Source SourceID       `json:"source,omitempty"`
}

// IdentifierKind names a register of researchers.
type IdentifierKind string

// The registers.
const (
	ORCID   IdentifierKind = "orcid"
	Scopus  IdentifierKind = "scopus"  // Scopus Author ID
	Scholar IdentifierKind = "scholar" // Google Scholar, the user= of a profile's address
)

// Parse gives the identifier as it is kept, false if the register has no such
// number. Addresses of profiles are understood too.
func (k IdentifierKind) Parse(s string) (string, bool) {
	s = strings.TrimSpace(s)
	switch k {
	case ORCID:
		return ParseORCID(s)
	case Scopus:
		s = after(s, "authorId=")
		return s, len(s) >= 10 && len(s) <= 11 && only(s, digits)
	case Scholar:
		s = after(s, "user=")
		return s, len(s) == 12 && only(s, digits+letters+"_-")
	}
	return "", false
}

const (
	digits  = "0123456789"
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

func only(s, alphabet string) bool { return strings.Trim(s, alphabet) == "" }

// after gives the value of a parameter of a web address; s where it is none.
func after(s, parameter string) string {
	if _, value, ok := strings.Cut(s, parameter); ok {
		value, _, _ = strings.Cut(value, "&")
		return value
	}
	return s
}

// ParseORCID gives an ORCID iD in four groups, "0000-0002-1825-0097", or false
// if its check character (ISO 7064 MOD 11-2) does not hold. Blanks, missing
// hyphens and the address in front are taken away.
func ParseORCID(s string) (string, bool) {
	s = s[strings.LastIndexByte(s, '/')+1:]
	s = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(s))
	if len(s) != 16 || !only(s[:15], digits) || s[15] != mod112(s[:15]) {
		return "", false
	}
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:], true
}

// mod112 gives the check character of a string of digits by ISO 7064 MOD 11-2.
func mod112(digits string) byte {
	total := 0
	for i := range len(digits) {
		total = (total + int(digits[i]-'0')) * 2
	}
	if check := (12 - total%11) % 11; check < 10 {
		return byte('0' + check)
	}
	return 'X'
}

// maxDOI bounds a DOI in bytes; the standard knows no bound.
const maxDOI = 300

// ParseDOI gives a DOI as it is kept: lower case (a DOI knows no case), without
// "doi:" or the resolver's address. False if it has not the form
// "10.registrant/suffix" of ISO 26324.
func ParseDOI(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, before := range []string{"https://", "http://", "dx.", "www.", "doi.org/", "doi:"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, before))
	}
	registrant, suffix, ok := strings.Cut(s, "/")
	number, isDOI := strings.CutPrefix(registrant, "10.")
	if !ok || !isDOI || suffix == "" || len(s) > maxDOI || len(number) < 4 || !only(number, digits+".") {
		return "", false
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == 0xfffd }) {
		return "", false
	}
	return s, true
}

// ParseISBN gives an ISBN as digits alone (the last of an ISBN-10 may be X), or
// false if its check digit (ISO 2108) does not hold.
func ParseISBN(s string) (string, bool) {
	s = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(s)))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "ISBN"), ":")
	switch {
	case len(s) == 13 && only(s, digits):
		sum := 0
		for i := range 13 {
			sum += int(s[i]-'0') * (1 + i%2*2)
		}
		return s, sum%10 == 0
	case len(s) == 10 && only(s[:9], digits) && only(s[9:], digits+"X"):
		sum := 0
		for i := range 9 {
			sum += int(s[i]-'0') * (10 - i)
		}
		last := int(s[9] - '0')
		if s[9] == 'X' {
			last = 10
		}
		return s, (sum+last)%11 == 0
	}
	return "", false
}
