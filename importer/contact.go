package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// emailIn finds an address within a cell; several may stand in one.
var emailIn = regexp.MustCompile(`[^\s,;/<>()|]+@[^\s,;/<>()|]+`)

// contactCell takes in the addresses and numbers of a cell, whichever of the two its
// column is called after: many lists write both into one. A record has room for one
// of each; what is left over is said.
func (p *parts) contactCell(b bound, text string) {
	if b.field == FieldEmail && !strings.Contains(text, "@") {
		text = withDomain(text, b.header)
	}
	emails, rest := readEmails(text)
	phones := readPhones(rest)
	for _, e := range emails {
		p.addEmail(b, e)
	}
	for _, n := range phones {
		p.addPhone(b, n)
	}
	switch {
	case len(emails)+len(phones) > 0:
	case b.field == FieldEmail:
		p.s.say(registry.IssueInvalid, p.row, b.col, string(FieldEmail), "“%s” không phải địa chỉ thư điện tử nên để trống.", shorten(text, 60))
	default:
		p.s.say(registry.IssueInvalid, p.row, b.col, string(FieldPhone), "“%s” không phải số điện thoại nên để trống.", shorten(text, 40))
	}
}

// domainTold finds the domain of addresses in a header: "Email (@ctu.edu.vn)".
var domainTold = regexp.MustCompile(`@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)`)

// withDomain completes an address of which a cell has the part before the sign only, where
// the header says what follows.
func withDomain(text, header string) string {
	m := domainTold.FindStringSubmatch(header)
	if m == nil || text == "" || strings.Trim(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz0123456789._-") != "" {
		return text
	}
	return text + "@" + m[1]
}

func (p *parts) addEmail(b bound, e string) {
	switch have := p.person().Email; have {
	case "":
		p.person().Email = strings.Clone(e) // not the whole row with it
		p.d.cells.email = uint16(b.col)
	case e:
	default:
		p.s.say(registry.IssueIgnored, p.row, b.col, string(FieldEmail), "Hồ sơ giữ một địa chỉ thư điện tử: đã lấy %s, không lưu %s.", have, e)
	}
}

// addPhone keeps a mobile rather than a desk, and else the first.
func (p *parts) addPhone(b bound, n string) {
	have := p.person().Phone
	if have == n {
		return
	}
	if have == "" || deskPhone(have) && !deskPhone(n) {
		p.person().Phone, n = strings.Clone(n), have
	}
	if n != "" {
		p.s.say(registry.IssueIgnored, p.row, b.col, string(FieldPhone), "Hồ sơ giữ một số điện thoại: đã lấy %s, không lưu %s.", p.person().Phone, n)
	}
}

// deskPhone says that a number stands on a desk here: it begins with the code of a province.
func deskPhone(n string) bool { return strings.HasPrefix(n, "02") }

// readEmails gives the addresses of a cell in lower case, and what else it holds.
func readEmails(s string) (emails []string, rest string) {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "@") {
		return nil, s
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, " @", "@"), "@ ", "@")
	rest = emailIn.ReplaceAllStringFunc(s, func(m string) string {
		at := strings.LastIndexByte(m, ':') // "mailto:", "Email:"
		e, ok := registry.ParseEmail(strings.Trim(m[at+1:], ".'\""))
		if !ok {
			return m
		}
		if !slices.Contains(emails, e) {
			emails = append(emails, e)
		}
		return " ; "
	})
	return emails, rest
}

var phoneSplit = regexp.MustCompile(`[,;/\n|]|\s[-–]\s|\shoặc\s|\s{2,}`)

// readPhone gives the first number of a cell as national digits.
func readPhone(s string) (number string, ok bool) {
	if all := readPhones(s); len(all) > 0 {
		return all[0], true
	}
	return "", false
}

// readPhones gives the numbers of a cell as national digits.
func readPhones(s string) []string {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(s), "'"))
	whole := plainNumber(s)
	if n, ok := phoneOf(whole); ok {
		return []string{n}
	}
	var all []string
	for _, piece := range phoneSplit.Split(s, 8) {
		if n, ok := phoneOf(piece); ok && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

// phoneOf reads one number, with or without a word for what it is.
func phoneOf(s string) (string, bool) {
	s = strings.Trim(vietnamese.Fold(s), "abcdefghijklmnopqrstuvwxyz:.() -–;")
	return registry.ParsePhone(s)
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
	if sex, ok := addresses[strings.Trim(vietnamese.Key(s), " .:()")]; ok { // "Thầy", "Cô"
		return sex
	}
	return sexInLanguages(s)
}

// sexInLanguages reads a sex that is written in two languages: "Nam/Male".
func sexInLanguages(s string) registry.Sex {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/|()[]-–\n", r) })
	if len(parts) != 2 || len(s) > 30 {
		return ""
	}
	if first := readSex(strings.TrimSpace(parts[0])); first == readSex(strings.TrimSpace(parts[1])) {
		return first
	}
	return ""
}

// tick says that a cell is marked: x, X, ✓, 1, có.
func tick(s string) bool {
	switch s = strings.Trim(s, " .\u00a0"); s {
	case "×", "✕", "✖", "✗", "✘", "☒", "х", "Х", "þ", "ü", "🗸", "✅": // the letters are ticks of a font of signs
		return true
	}
	switch vietnamese.Fold(s) {
	case "x", "xxx", "✓", "✔", "v", "1", "co", "yes", "true", "*", "+", "xx", "☑", "√", "●", "■":
		return true
	}
	return false
}

// unticked says that a cell of ticks says no: 0, không, chưa có.
func unticked(s string) bool {
	switch vietnamese.Fold(strings.Trim(s, " .\u00a0")) {
	case "khong", "khong co", "chua", "chua co", "0", "no", "false":
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
