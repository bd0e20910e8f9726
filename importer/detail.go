package importer

import (
	"regexp"
	"strconv"
	"strings"

	"trithuc/registry"
)

// Many columns list things that have a name and something said about each: "Bằng khen
// (Bộ GD&ĐT, 2020); Chiến sĩ thi đua cơ sở (2021)". A detail is one of them.

// detail is what a cell lists: a name, and what stands in brackets behind it or, where
// there are none, behind commas.
type detail struct {
	text   string // the whole
	name   string
	parts  []string
	commas bool // the parts stood behind commas: those not understood belong to the name
}

// itemNumber is the number before an item of a list within a cell.
var itemNumber = regexp.MustCompile(`^(?:\d{1,2}\s*[.)/]|[-–+*•])\s+`)

// detailsOf gives the things that a cell lists.
func detailsOf(text string) []detail {
	var all []detail
	for _, item := range outside(text, ";•|") {
		item = strings.Trim(itemNumber.ReplaceAllString(item, ""), " .,;")
		if item == "" || placeholder(item) {
			continue
		}
		d := detail{text: item, name: item}
		if open := strings.LastIndexByte(item, '('); open > 0 && strings.HasSuffix(item, ")") && outsideAt(item, open) {
			d.name, d.parts = strings.TrimSpace(item[:open]), outside(item[open+1:len(item)-1], ",;")
		} else if pieces := outside(item, ","); len(pieces) > 1 {
			d.name, d.parts, d.commas = pieces[0], pieces[1:], true
		}
		all = append(all, d)
	}
	return all
}

// outside splits a text at any of some signs that stand in no brackets or quotation
// marks, and gives the pieces without blanks around them.
func outside(text, signs string) []string {
	var pieces []string
	depth, from := 0, 0
	for i, r := range text {
		switch {
		case strings.ContainsRune("([{“«", r):
			depth++
		case strings.ContainsRune(")]}”»", r):
			depth = max(0, depth-1)
		case depth == 0 && strings.ContainsRune(signs, r):
			pieces, from = append(pieces, strings.TrimSpace(text[from:i])), i+len(string(r))
		}
	}
	return append(pieces, strings.TrimSpace(text[from:]))
}

// outsideAt says that the bracket at a place is the one that the text's last closes.
func outsideAt(text string, open int) bool {
	return strings.Count(text[open:], "(") == 1 && strings.Count(text[open:], ")") == 1
}

// take gives each part to f, and keeps those that f does not understand. Of parts
// behind commas only the last ones can be told from the name.
func (d *detail) take(f func(part string) bool) {
	var left []string
	for i := len(d.parts) - 1; i >= 0; i-- {
		if part := d.parts[i]; len(left) > 0 && d.commas || !f(part) {
			left = append([]string{part}, left...)
		}
	}
	if d.commas {
		d.name, left = strings.Join(append([]string{d.name}, left...), ", "), nil
	}
	d.parts = left
}

// spanDash stands between the beginning and the end of a span of time.
var spanDash = regexp.MustCompile(`\s*(?:–|—|-|đến|tới|->|→)\s*`)

// spanMark says which end of a span is given.
var spanMark = regexp.MustCompile(`(?i)^(từ|đến|tới|trước|năm|ngày|tháng|nay là)\s+(?:(?:năm|ngày|tháng)\s+)?`)

// readSpan reads a span of time: "2018–2020", "05/2018 - nay", "từ 2018", "đến 2020"; a
// single date is both its beginning and its end.
func readSpan(s string) (from, to registry.Date, ok bool) {
	s = strings.TrimSpace(s)
	mark := ""
	if m := spanMark.FindStringSubmatch(s); m != nil {
		mark, s = strings.ToLower(m[1]), s[len(m[0]):]
	}
	if d, ok := plainDate(s); ok {
		switch mark {
		case "từ":
			return d, to, true
		case "đến", "tới", "trước":
			return from, d, true
		}
		return d, d, true
	}
	ends := spanDash.Split(s, -1)
	if len(ends) != 2 {
		return from, to, false
	}
	from, ok = plainDate(ends[0])
	switch strings.ToLower(ends[1]) {
	case "", "nay", "hiện nay", "hiện tại", "present":
		return from, to, ok
	}
	to, last := plainDate(ends[1])
	return from, to, ok && last && to.Compare(from) >= 0
}

var plainDateForm = regexp.MustCompile(`^(?:(?:(\d{1,2})[/.])?(\d{1,2})[/.])?(\d{4})$`)

// plainDate reads a year, a month and year, or a day, the day first.
func plainDate(s string) (registry.Date, bool) {
	m := plainDateForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return registry.Date{}, false
	}
	var d registry.Date
	d.Day, _ = strconv.Atoi(m[1]) // "" is 0
	d.Month, _ = strconv.Atoi(m[2])
	d.Year, _ = strconv.Atoi(m[3])
	return d, d.Valid() && d.Year >= 1930 && d.Year <= 2100
}
