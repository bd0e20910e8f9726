package importer

import (
	"html"
	"regexp"
	"strings"

	"trithuc/registry/vietnamese"
)

// font names a font that stands for the encoding a look tells of, as
// vietnamese.Decode asks for it.
func (l look) font() string {
	switch {
	case l&lookTCVN3 != 0 && l&lookUpper != 0:
		return ".VnTimeH"
	case l&lookTCVN3 != 0:
		return ".VnTime"
	case l&lookVNI != 0:
		return "VNI-Times"
	}
	return ""
}

// hasDigit says that a text has a digit: what looks for dates and numbers need not look
// at most texts.
func hasDigit(s string) bool {
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			return true
		}
	}
	return false
}

// maxHeader is the length of the longest text that is looked at as a header before it
// is decoded, in bytes.
const maxHeader = 60

// decoded gives the text of a cell in Unicode. The header of a column that is not
// stored stays as it is: mistyped ("Dân tôc") it may look like an old encoding, and
// decoded nobody would know it.
func decoded(c cell) string {
	if c.text == "" {
		return ""
	}
	c.text = unmarked(c.text)
	t, _, _ := vietnamese.Decode(c.text, c.look.font())
	if t != c.text && c.look.font() == "" && len(c.text) < maxHeader && headers().exact(c.text).field == FieldNever {
		return c.text
	}
	return t
}

// unmarked takes the marks of a page of the web out of a text that was copied from one:
// "Tr&#432;&#7903;ng&nbsp;khoa", "<b>Luật</b>". What only looks so stays.
func unmarked(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	if strings.Contains(s, ";") {
		s = html.UnescapeString(s)
	}
	return webTag.ReplaceAllString(s, " ")
}

// webTag is a tag of such a page.
var webTag = regexp.MustCompile(`(?i)</?(?:b|i|u|p|br|em|strong|span|div|font|a|li|ul|ol|td|tr|sup|sub|small|big)(?:\s[^<>]{0,200})?\s*/?>`)

// bare takes away the apostrophe that programs, ours too, put before text which would
// otherwise be a formula: it is no part of what was written.
func bare(s string) string {
	rest, marked := strings.CutPrefix(s, "'")
	if marked && rest != "" && strings.ContainsAny(rest[:1], "=+-@") {
		return rest
	}
	return s
}

// placeholder says that a cell holds a word for nothing.
func placeholder(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch strings.Trim(vietnamese.Fold(s), " ./") {
	case "", "-", "--", "---", "–", "—", "_", "…", "n/a", "na", "null", "none", "khong", "khong co", "chua co", "chua", "?", "nil", "dd/mm/yyyy", "(trong)", "khong co chuc vu", "khong giu chuc vu", "khong chuc vu", "khong kiem nhiem", "khong co thong tin", "chua co thong tin", "chua cap nhat", "dang cap nhat", "khong xac dinh":
		return true
	}
	return false
}
