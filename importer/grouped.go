package importer

import (
	"slices"
	"strings"

	"trithuc/registry"
)

// groupLeads stand before a title in the name of a group: "II. CHỨC DANH PHÓ GIÁO SƯ".
var groupLeads = []string{"danh sách", "danh sach", "chức danh", "học hàm", "học vị", "trình độ", "nhóm", "đội ngũ", "cán bộ", "viên chức", "giảng viên", "có trình độ", "là"}

// enterGroup takes the title or degree that the name of a group says of the people below
// it: "A. TIẾN SĨ (2 người)". The name of another group ends it.
func (s *sheetReader) enterGroup(one row) {
	s.grouped = s.groupNamed(s.wordsOf(one))
	if s.grouped.title != "" || len(s.grouped.degrees) > 0 {
		s.say(registry.IssueRepaired, 0, 0, string(FieldTitle), "Dòng %d, “%s”, cho biết học hàm, học vị của những người bên dưới, nên đã ghi cho ai không có ở dòng của mình.", one.n, shorten(s.wordsOf(one), 60))
	}
}

// enterSheet takes the title or degree that a sheet is called after, "Tiến sĩ", where no
// column of it tells degrees. "DS" is more often a list than pharmacists, and "Đại học"
// may as well be where its people work.
func (s *sheetReader) enterSheet() {
	tells := slices.ContainsFunc(s.table.columns, func(c Column) bool { return c.Field == FieldDegree || c.Field == FieldTick })
	if tells || len(strings.Fields(s.head.Name)) < 2 || startsWith(placeKey(s.head.Name)+" ", "dai hoc ", "cao dang ", "trung cap ") {
		return
	}
	if s.grouped = s.groupNamed(s.head.Name); s.grouped.title != "" || len(s.grouped.degrees) > 0 {
		s.say(registry.IssueRepaired, 0, 0, string(FieldDegree), "Trang tên là “%s” và không có cột học vị, nên học hàm, học vị ấy được ghi cho những người trong trang.", shorten(s.head.Name, 60))
	}
}

// groupNamed gives the title and degree that the name of a group consists of.
func (s *sheetReader) groupNamed(text string) credentials {
	name := sectionName(text)
	for cut := true; cut; {
		cut = false
		for _, lead := range groupLeads {
			if rest, ok := cutWords(name, lead); ok {
				name, cut = strings.TrimSpace(rest), true
			}
		}
	}
	if tokens := tokensOf(name); len(tokens) > 0 && s.r.titles.allDegrees(tokens) {
		return s.r.ofDegrees(name)
	}
	return credentials{}
}

// allDegrees says that tokens are titles and degrees all through, one of each at most.
func (t *titleReader) allDegrees(tokens []token) bool {
	var kinds []string
	for len(tokens) > 0 {
		words, n := t.match(tokens, true)
		if n == 0 || len(words) != 1 || words[0].kind != "title" && words[0].kind != "degree" || slices.Contains(kinds, words[0].kind) {
			return false
		}
		kinds, tokens = append(kinds, words[0].kind), tokens[n:]
	}
	return true
}

// takeGroup gives somebody the title and the degree of the group they stand in, where
// the row tells none itself.
func (p *parts) takeGroup() {
	of := p.s.grouped
	if p.title.Code != "" {
		of.title = ""
	}
	if slices.ContainsFunc(p.training, func(t training) bool { return t.degree != "" }) {
		of.degrees = nil
	}
	p.takeCredentials(of)
}
