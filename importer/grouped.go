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
	name := sectionName(s.wordsOf(one))
	for cut := true; cut; {
		cut = false
		for _, lead := range groupLeads {
			if rest, ok := cutWords(name, lead); ok {
				name, cut = strings.TrimSpace(rest), true
			}
		}
	}
	s.grouped = credentials{}
	if tokens := tokensOf(name); len(tokens) > 0 && s.r.titles.allDegrees(tokens) {
		s.grouped = s.r.ofDegrees(name)
		s.say(registry.IssueRepaired, 0, 0, string(FieldTitle), "Dòng %d, “%s”, cho biết học hàm, học vị của những người bên dưới, nên đã ghi cho ai không có ở dòng của mình.", one.n, shorten(s.wordsOf(one), 60))
	}
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
