package registry

import (
	"net/mail"
	"strings"
)

// ParseEmail gives an e-mail address in lower case, or false if it is none.
func ParseEmail(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 {
		return "", false
	}
	_, domain, _ := strings.Cut(s, "@")
	if !strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") {
		return "", false
	}
	return s, true
}

// ParsePhone gives a Vietnamese number as national digits with the leading 0:
// "+84 292 3832 663", "0913.123.456" and "913123456" (a spreadsheet ate the
// zero) are all understood. A number of another country, written with + or 00 before
// its code, is kept as "+61412345678" (ITU-T E.164: at most 15 digits). False if the
// digits can be neither.
func ParsePhone(s string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case strings.ContainsRune(" .-()/+\u00a0", r):
			return -1
		}
		return 'x'
	}, strings.TrimSpace(s))
	if abroad := strings.TrimPrefix(digits, "00"); abroad != digits || strings.HasPrefix(strings.TrimLeft(s, " (\u00a0"), "+") {
		if foreignNumber(abroad) {
			return "+" + abroad, true
		}
		digits = abroad
	}
	if strings.HasPrefix(digits, "84") && len(digits) >= 11 {
		digits = strings.TrimPrefix(digits[2:], "0")
	}
	if !strings.HasPrefix(digits, "0") {
		digits = "0" + digits
	}
	if strings.Contains(digits, "x") || len(digits) < 10 || len(digits) > 11 || !strings.ContainsRune("23456789", rune(digits[1])) {
		return "", false
	}
	return digits, true
}

// foreignNumber says that digits are a country's code other than Vietnam's with a number
// behind it: 8 to 15 digits together, the first no 0.
func foreignNumber(digits string) bool {
	return len(digits) >= 8 && len(digits) <= 15 && digits[0] != '0' && !strings.HasPrefix(digits, "84") && only(digits, "0123456789")
}
