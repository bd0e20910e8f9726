package importer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// What people write again, or write instead of writing it again: the rows of a header
// before each section, and marks in place of the value above.

// learnHead remembers the rows of the header, all of which may be repeated: before each
// section, on each printed page.
func (s *sheetReader) learnHead(rows []row) {
	s.heads = slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return len(r.cells) < 2 || r.n < s.table.first || r.n > s.table.last })
}

// headRepeated passes over a row of the header that stands there once more.
func (s *sheetReader) headRepeated(one row) bool {
	if !slices.ContainsFunc(s.heads, one.repeats) {
		return false
	}
	for _, b := range append(s.beside, s) {
		b.goOn()
	}
	s.leave("tiêu đề lặp lại", one.n)
	return true
}

// goOn takes the list up again below a header that came once more: in the unit that it was
// in, if only the letterhead stood between.
func (s *sheetReader) goOn() {
	if s.ended = false; s.section == "" {
		s.section, s.under = s.paused[0], s.paused[1]
	}
}

// repeats says that two rows have the same words in the same columns.
func (r row) repeats(other row) bool {
	return slices.EqualFunc(r.cells, other.cells, func(a, b cell) bool {
		return a.col == b.col && (a.text == b.text || strings.EqualFold(strings.TrimSpace(a.text), strings.TrimSpace(b.text)))
	})
}

// dittoMarks stand for the value above, in any column; in columns of places and posts those
// of dittoWords do too, which are words elsewhere.
var (
	dittoMarks = map[string]bool{`"`: true, "''": true, "″": true, "〃": true, "”": true, "“": true, "//": true, "-//-": true, `-"-`: true, `- " -`: true,
		"- // -": true, "-nt-": true, "- nt -": true, "như trên": true, "(như trên)": true, "- như trên -": true}
	dittoWords = map[string]bool{"nt": true, "n.t": true, "n/t": true}
)

// maxDitto is the longest of them in bytes, with room for blanks.
const maxDitto = 24

// isDitto says that a text stands for the value above it in a column of that field.
func isDitto(text string, f Field) bool {
	if first, _ := utf8.DecodeRuneInString(text); len(text) > maxDitto || !strings.ContainsRune("\"'-–/nN( “”″〃", first) {
		return false // most cells, told apart at no cost
	}
	switch t := strings.ToLower(vietnamese.Clean(text)); f {
	case FieldName, FieldFamily, FieldGiven, FieldCode, FieldNumber, FieldEmail, FieldPhone, FieldNever, FieldOther, "":
		return false
	case FieldUnit, FieldSubunit, FieldWorkplace, FieldOrg, FieldPost, FieldDuty, FieldInstitution:
		return dittoMarks[t] || dittoWords[t]
	default:
		return dittoMarks[t]
	}
}

// filled gives a row with the values above in place of what stands for them. Where
// nothing stood above, the cell says nothing.
func (s *sheetReader) filled(one row) row {
	copied := false
	for i, c := range one.cells {
		b, ok := s.boundAt(c.col)
		switch {
		case !ok || c.text == "":
		case !isDitto(c.text, b.field):
			s.stands(c)
		default:
			if !copied {
				one.cells, copied = slices.Clone(one.cells), true
			}
			above := cell{}
			if c.col < len(s.values) {
				above = s.values[c.col]
			}
			one.cells[i].look, one.cells[i].text = above.look, above.text
		}
	}
	return one
}

// stands remembers a value, which rows below may point to.
func (s *sheetReader) stands(c cell) {
	for len(s.values) <= c.col {
		s.values = append(s.values, cell{})
	}
	s.values[c.col] = c
}
