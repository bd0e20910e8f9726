package importer

import (
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// nameKinds are the words by which lists say what sort of name it is.
var nameKinds = map[string]registry.OtherNameKind{
	"but danh": registry.PenName, "nghe danh": registry.StageName, "ten khai sinh": registry.BirthName, "khai sinh": registry.BirthName,
	"ten tren cong bo quoc te": registry.LatinName, "ten tieng anh": registry.LatinName, "ten quoc te": registry.LatinName,
	"bi danh": "", "ten khac": "", "ten goi khac": "", "ten thuong goi": "",
}

// otherNameCell reads other names: "bút danh: Mộng Cầm; Nguyễn A (tên khai sinh)". The
// column may say which sort its names are.
func (p *parts) otherNameCell(b bound, text string) {
	for _, d := range detailsOf(strings.ReplaceAll(text, ",", ";")) {
		name, kind := d.name, registry.OtherNameKind(b.class)
		if before, after, ok := strings.Cut(name, ":"); ok {
			if k, known := nameKinds[vietnamese.Fold(strings.TrimSpace(before))]; known {
				name, kind = after, k
			}
		}
		for _, part := range d.parts {
			if k, known := nameKinds[vietnamese.Fold(part)]; known {
				kind = k
			}
		}
		name = vietnamese.Clean(name)
		if registry.NameRefused(name) != "" || len(name) > 200 || name == "" {
			p.s.say(registry.IssueInvalid, p.row, b.col, string(b.field), "“%s” không phải tên người nên không lưu.", shorten(d.text, 60))
			continue
		}
		if person := p.person(); !alike(name, person.Name.Full) {
			person.Names = append(person.Names, registry.OtherName{Name: name, Kind: kind})
		}
	}
}

// identifierKinds are the registers whose numbers stand in columns of their own.
var identifierKinds = map[Field]registry.IdentifierKind{FieldORCID: registry.ORCID, FieldScopus: registry.Scopus, FieldScholar: registry.Scholar}

// identifierReasons say what a number of a register looks like.
var identifierReasons = map[Field]string{
	FieldORCID:   "cần 16 chữ số dạng 0000-0000-0000-0000 và đúng ký tự kiểm tra",
	FieldScopus:  "cần 10 hoặc 11 chữ số",
	FieldScholar: "cần 12 chữ, số, dấu gạch, hoặc địa chỉ của trang cá nhân",
}

// identifierCell reads numbers of a register of researchers.
func (p *parts) identifierCell(b bound, text string) {
	kind := identifierKinds[b.field]
	for item := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(";,\n|", r) }) {
		item = strings.TrimSpace(item)
		if _, after, ok := strings.Cut(item, ":"); ok && !strings.Contains(item, "//") {
			item = strings.TrimSpace(after)
		}
		value, ok := kind.Parse(plainNumber(item))
		if !ok {
			p.s.say(registry.IssueInvalid, p.row, b.col, string(b.field), "“%s” không phải %s (%s) nên để trống. Hãy kiểm tra lại từng chữ số.", shorten(item, 60), b.field.label(), identifierReasons[b.field])
			continue
		}
		list := &p.person().Identifiers
		*list = append(*list, registry.Identifier{Kind: kind, Value: strings.Clone(value)})
	}
}

// nationalityCell reads a nationality: who is Vietnamese has none in the record.
func (p *parts) nationalityCell(text string) {
	switch name, known := countryCalled(text); {
	case known && name == home:
	case known:
		p.person().Nationality = name
	default:
		p.person().Nationality = p.s.r.intern(shorten(text, 100))
	}
}
