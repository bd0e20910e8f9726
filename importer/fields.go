package importer

import (
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// fieldCodes finds codes of the field catalogue by code or exact name.
func (r *reader) fieldCodes(text string) []string {
	if r.fieldNames == nil {
		r.fieldNames = map[string]string{}
		for _, c := range r.ref.Codes(registry.SchemeField) {
			for _, name := range append([]string{c.Code, c.Name, c.NameEn}, c.Variants...) {
				if k := placeKey(name); k != "" {
					if old, ok := r.fieldNames[k]; !ok || len(old) > len(c.Code) {
						r.fieldNames[k] = c.Code
					}
				}
			}
		}
	}
	if code, ok := r.fieldNames[placeKey(text)]; ok {
		return []string{code}
	}
	if code, name, ok := strings.Cut(text, " "); ok { // "402 - Chăn nuôi"
		if c, known := r.ref.Code(registry.SchemeField, strings.Trim(code, " .-:")); known && placeKey(c.Name) == placeKey(strings.Trim(name, " .-–:")) {
			return []string{c.Code}
		}
	}
	return nil
}

// listItems splits a cell that lists several things. A comma splits only where
// it cannot be inside one of them ("Văn hóa, Thể thao và Du lịch").
func (r *reader) listItems(text string) []string {
	if len(r.fieldCodes(text)) > 0 {
		return []string{text}
	}
	var items []string
	for _, piece := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(";|•\n", c) }) {
		piece = trimItem(piece)
		if len(r.fieldCodes(piece)) > 0 || !strings.Contains(piece, ",") {
			items = append(items, piece)
			continue
		}
		commas := strings.Split(piece, ",")
		if last := " " + vietnamese.Fold(commas[len(commas)-1]); strings.Contains(last, " va ") && len(commas) == 2 && len(r.fieldCodes(trimItem(commas[0]))) == 0 {
			items = append(items, piece)
			continue
		}
		for _, c := range commas {
			items = append(items, trimItem(c))
		}
	}
	return slices.DeleteFunc(items, func(s string) bool { return s == "" })
}

func trimItem(s string) string {
	s = strings.Trim(s, " .,-–+*:")
	if len(s) > 2 && s[0] >= '0' && s[0] <= '9' && (s[1] == '.' || s[1] == ')') { // "1. …"
		s = s[2:]
	}
	return strings.TrimSpace(s)
}

// fieldCell reads a cell of fields: catalogue codes where the name is one, the
// words themselves otherwise.
func (p *parts) fieldCell(b bound, text string) {
	for _, item := range p.s.r.listItems(text) {
		codes := p.s.r.fieldCodes(item)
		if len(codes) == 0 {
			p.s.say(registry.IssueUnknown, p.row, b.col, string(FieldField), "Lĩnh vực “%s” không có trong danh mục, đã giữ như chuyên môn.", shorten(item, 60))
			p.addExpertise(item)
			continue
		}
		p.addFields(codes)
	}
}

func (p *parts) addFields(codes []string) {
	for _, code := range codes {
		if !slices.ContainsFunc(p.person().Fields, func(f registry.FieldOf) bool { return f.Code == code }) {
			p.person().Fields = append(p.person().Fields, registry.FieldOf{Code: code})
		}
	}
}

// fieldsNamed adds the field whose name a specialty is.
func (p *parts) fieldsNamed(text string) {
	p.addFields(p.s.r.fieldCodes(text))
}

// expertise reads a cell of phrases.
func (p *parts) expertise(text string) {
	for _, item := range p.s.r.listItems(text) {
		p.addExpertise(item)
	}
}

func (p *parts) addExpertise(item string) {
	if k := vietnamese.Fold(item); !slices.ContainsFunc(p.person().Expertise, func(e registry.Expertise) bool { return vietnamese.Fold(e.Phrase) == k }) {
		p.person().Expertise = append(p.person().Expertise, registry.Expertise{Phrase: p.s.r.intern(shorten(item, 400))})
	}
}
