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
// zero) are all understood. False if the digits cannot be a number here.
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
	digits = strings.TrimPrefix(digits, "00")
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
