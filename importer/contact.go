package importer

import (
	"regexp"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// emailIn finds an address within a cell; several may stand in one.
var emailIn = regexp.MustCompile(`[^\s,;/<>()|]+@[^\s,;/<>()|]+`)

// readEmail gives the first address of a cell in lower case.
func readEmail(s string) (string, bool) {
	s = strings.TrimSpace(s)
	s = strings.TrimPrefix(strings.ReplaceAll(s, " @", "@"), "mailto:")
	s = strings.ReplaceAll(s, "@ ", "@")
	for _, m := range emailIn.FindAllString(s, 4) {
		if e, ok := registry.ParseEmail(strings.Trim(m, ".'\"")); ok {
			return e, true
		}
	}
	return "", false
}

var phoneSplit = regexp.MustCompile(`[,;/\n|]|\s[-–]\s|\shoặc\s|\s{2,}`)

// readPhone gives the first number of a cell as national digits; mended says
// that a zero or the shape of a number had to be restored.
func readPhone(s string) (number string, mended, ok bool) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "'"))
	whole := plainNumber(s)
	for _, p := range append([]string{whole}, phoneSplit.Split(s, 4)...) {
		p = strings.TrimSpace(strings.Trim(vietnamese.Fold(p), "abcdefghijklmnopqrstuvwxyz:.() "))
		if n, ok := registry.ParsePhone(p); ok {
			return n, whole != s || strings.HasPrefix(n[1:], strings.TrimLeft(p, "+")) && !strings.HasPrefix(p, "0"), true
		}
	}
	return "", false, false
}

// plainNumber undoes what a spreadsheet makes of digits: "9.13123456E8",
// "913123456.0"; anything else stays as it is.
func plainNumber(s string) string {
	if !strings.ContainsAny(s, ".eE") {
		return s
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n != float64(int64(n)) || n < 0 || n > 1e15 {
		return s
	}
	if strings.ContainsAny(s, "eE") || strings.HasSuffix(s, ".0") || strings.HasSuffix(s, ".00") {
		return strconv.FormatInt(int64(n), 10)
	}
	return s
}

// readSex reads a cell of a column of sex; "" where it says neither.
func readSex(s string) registry.Sex {
	switch strings.Trim(vietnamese.Fold(s), " .:()") {
	case "nam", "male", "m", "ong", "trai", "nam gioi", "anh", "mr":
		return registry.Male
	case "nu", "female", "f", "ba", "gai", "nu gioi", "chi", "ms", "mrs", "n":
		return registry.Female
	}
	return ""
}

// tick says that a cell is marked: x, X, ✓, 1, có.
func tick(s string) bool {
	switch vietnamese.Fold(strings.TrimSpace(s)) {
	case "x", "✓", "✔", "v", "1", "co", "yes", "true", "*", "+", "xx", "☑", "√", "●", "■":
		return true
	}
	return false
}

// formulaError says that a cell holds the error of a formula.
func formulaError(s string) bool {
	switch s {
	case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!":
		return true
	}
	return false
}
