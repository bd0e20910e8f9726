package importer

import (
	"cmp"
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// means says what a label means, its group counting in.
func (g *grid) means(l label) (meaning, string) {
	if m, ok := g.byMapping(l); ok {
		return m, ""
	}
	own := g.lookup(l.name)
	if m, degree := g.ofOneDegree(l.name); degree != "" && own.sure < 0.97 {
		return m, degree
	}
	if l.group == "" {
		return g.tickOr(own, l.name)
	}
	group := g.lookup(lastPart(l.group))
	if m, ok := g.underGroup(l, group, own); ok {
		return m, ""
	}
	return g.underDegree(l, group, own)
}

// underGroup says what a label means by what its group is about, where that settles it.
func (g *grid) underGroup(l label, group, own meaning) (meaning, bool) {
	other := meaning{field: FieldOther, sure: 0.9}
	if strings.Contains(vietnamese.Fold(l.group), "chuyen den") || strings.Contains(vietnamese.Fold(l.group), "quy hoach") || askedFor(l.group) {
		return other, true
	}
	if group.field == FieldNever && own.field != FieldName {
		return group, true
	}
	if ofPay(l.group) {
		switch own.field {
		case FieldPost, FieldDuty, FieldDegree, FieldStart, FieldTick, FieldTitle:
			return other, true // "Phụ cấp" over "Chức vụ" is money
		}
	}
	if ofWorks(group.field) && (own.field == FieldOrg || own.field == FieldWorkplace || own.field == FieldUnit) {
		return other, true // "Số công trình công bố" over "Bộ", "Cơ sở"
	}
	if m, ok := joined(group.field, own, l.name); ok {
		return m, true
	}
	if m := headers().exact(strings.ReplaceAll(l.String(), " / ", " ")); m.field != "" && m.field != FieldNever {
		return m, true // one name written over several rows
	}
	if group.field == FieldLanguage && (own.field == "" || own.field == FieldOther) {
		if m := headers().exact("Tiếng " + l.name); m.field == FieldLanguage {
			return m, true // "Ngoại ngữ" over "Anh"
		}
		return group, true
	}
	m := headers().exact(lastPart(l.group) + " " + l.name)
	return m, m.field != ""
}

// underDegree says what a label means below a degree or a column of degrees.
func (g *grid) underDegree(l label, group, own meaning) (meaning, string) {
	if code := g.degreeOf(l.name); code != "" && (group.field == FieldDegree || group.field == FieldTitle) && own.field != FieldTitle {
		return meaning{field: FieldTick, sure: 0.95}, code // "CĐ" under "Trình độ" is no "chức danh"
	}
	if _, plain := headerWords(l.name); group.field == FieldDegree && (plain == "khac" || plain == "trinh do khac") {
		return meaning{field: FieldDegree, sure: 0.9}, ""
	}
	degree := g.degreeOf(lastPart(l.group))
	if degree == "" {
		degree = g.eitherDegree(lastPart(l.group))
	}
	if marked, _ := headerWords(l.name); marked == "năm" && degree != "" {
		return meaning{field: FieldDegreeYear, sure: 0.97}, degree
	}
	switch own.field {
	case FieldSpecialty, FieldInstitution, FieldCountry, FieldDegreeYear, FieldExpertise, FieldOrg:
		if degree != "" {
			if own.field == FieldExpertise {
				own.field = FieldSpecialty
			}
			if own.field == FieldOrg {
				own.field = FieldInstitution
			}
			return own, degree
		}
	case "":
		if m, degree := g.tickOr(own, l.name); m.field != "" {
			return m, degree
		}
		if group.field != "" && hintOnly(l.name) {
			return group, ""
		}
	}
	return g.tickOr(own, l.name)
}

// ofOneDegree reads a header that names a degree and what it tells of it: "Năm TN ThS",
// "Tiến sĩ - Nơi đào tạo"; no degree where it is none.
func (g *grid) ofOneDegree(name string) (meaning, string) {
	words := strings.Fields(between.ReplaceAllString(bracketed.ReplaceAllString(name, " $0 "), " "))
	if len(words) > 8 {
		return meaning{}, ""
	}
	for i := 1; i < len(words); i++ {
		before, behind := strings.Trim(strings.Join(words[:i], " "), "()"), strings.Trim(strings.Join(words[i:], " "), "()")
		for _, try := range [2][2]string{{before, behind}, {behind, before}} {
			m, degree := headers().exact(try[0]), g.degreeOf(try[1])
			if marked, _ := headerWords(try[0]); marked == "năm" {
				m = meaning{field: FieldDegreeYear}
			}
			switch m.field {
			case FieldDegreeYear, FieldSpecialty, FieldInstitution, FieldCountry:
				if degree != "" && g.titles.isDegree(degree) {
					return meaning{field: m.field, sure: 0.95}, degree
				}
			}
		}
	}
	return meaning{}, ""
}

// ofPay says that a group is about what somebody is paid.
func ofPay(group string) bool {
	f := " " + onlyWords(vietnamese.Fold(group)) + " "
	return slices.ContainsFunc([]string{" phu cap ", " muc luong ", " luong ", " he so ", " tien luong "}, func(w string) bool { return strings.Contains(f, w) })
}

// ofWorks says that a group is about what somebody did: a place below it is not where they
// work.
func ofWorks(group Field) bool {
	switch group {
	case FieldPublication, FieldTask, FieldAward, FieldWork, FieldSupervised, FieldMembership, FieldAbroad, FieldCourse:
		return true
	}
	return false
}

// askedFor says that a group tells what somebody asks for and does not have yet.
func askedFor(group string) bool {
	f := " " + onlyWords(vietnamese.Fold(group)) + " "
	return slices.ContainsFunc([]string{" du xet ", " du thi ", " dang ky xet ", " dang ky du ", " de nghi bo nhiem ", " de nghi xet ", " du kien "}, func(w string) bool { return strings.Contains(f, w) })
}

func lastPart(group string) string {
	if i := strings.LastIndex(group, " / "); i >= 0 {
		return group[i+3:]
	}
	return group
}

// joined knows the pairs of group and name that mean something of their own.
func joined(group Field, own meaning, name string) (meaning, bool) {
	marked, plain := headerWords(name)
	sure := func(f Field) (meaning, bool) { return meaning{field: f, sure: 0.97}, true }
	switch {
	case group == FieldBirth && own.field == FieldMale && marked == "nam", group == FieldBirth && plain == "nam" && marked != "năm":
		return sure(FieldBirthMale)
	case group == FieldBirth && own.field == FieldFemale:
		return sure(FieldBirthFemale)
	case group == FieldBirth && plain == "ngay":
		return sure(FieldBirthDay)
	case group == FieldBirth && plain == "thang":
		return sure(FieldBirthMonth)
	case group == FieldBirth && marked == "năm":
		return sure(FieldBirthYear)
	case group == FieldName && own.field == FieldGiven, group == FieldName && own.field == FieldFamily:
		return own, true
	case group == FieldPost && (own.field == FieldOrg || own.field == FieldWorkplace) && sideOf(label{name: name}) != noSide:
		return sure(FieldPost) // "Chức vụ" over "Trường" and "Bệnh viện"
	case group == FieldRank && own.field == FieldCode:
		return sure(FieldRank)
	case plain == "ten" && group != "" && group != FieldNumber:
		return sure(group)
	case plain == "nam" && marked == "năm" && (group == FieldTitle || group == FieldTitleYear):
		return sure(FieldTitleYear)
	case plain == "nam" && marked == "năm" && (group == FieldDegree || group == FieldSpecialty):
		return sure(FieldDegreeYear)
	}
	return meaning{}, false
}

// hintOnly says that a lower header only explains the one above: "(ghi rõ)".
func hintOnly(name string) bool {
	return strings.HasPrefix(strings.TrimSpace(name), "(") || vietnamese.Fold(name) == "ten"
}

// tickOr reads headers that are a degree or title themselves ("Tiến sĩ", "PGS"):
// columns to be ticked.
func (g *grid) tickOr(own meaning, name string) (meaning, string) {
	if own.sure >= 0.9 {
		return own, ""
	}
	if code := cmp.Or(g.degreeOf(name), g.eitherDegree(name)); code != "" {
		return meaning{field: FieldTick, sure: 0.9}, code
	}
	return own, ""
}

// degreeOf gives the degree or title that a text is, "" where it is more or none.
func (g *grid) degreeOf(s string) string {
	tokens := tokensOf(bracketed.ReplaceAllString(s, " "))
	if len(tokens) == 0 {
		return ""
	}
	words, n := g.titles.match(tokens, true)
	if n == 0 { // "Bằng tốt nghiệp đại học"
		tokens = withoutFillers(tokens)
		words, n = g.titles.match(tokens, true)
	}
	if n != len(tokens) || len(words) != 1 || words[0].kind != "degree" && words[0].kind != "title" && words[0].kind != "honour" {
		return ""
	}
	return words[0].code
}

// eitherDegree gives the degrees that the caption of a group names as one thing, with
// a slash between them: "CN/KS" of "Cử nhân, Kỹ sư"; "" where it names others or one.
func (g *grid) eitherDegree(s string) string {
	names := between.Split(bracketed.ReplaceAllString(s, " "), maxPieces)
	codes := make([]string, len(names))
	for i, name := range names {
		tokens := tokensOf(name)
		if len(tokens) == 0 {
			return ""
		}
		words, n := g.titles.match(tokens, true)
		if n != len(tokens) || len(words) != 1 || words[0].kind != "degree" {
			return ""
		}
		codes[i] = words[0].code
	}
	if slices.Sort(codes); len(codes) < 2 {
		return ""
	}
	return strings.Join(slices.Compact(codes), "/")
}
