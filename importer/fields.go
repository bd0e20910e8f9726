package importer

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// fieldCodes finds codes of the field catalogue by code or exact name, former ones too.
func (r *reader) fieldCodes(text string) []string {
	if r.fieldNames == nil {
		r.fieldNames = r.namedFields(r.ref.EveryCode(registry.SchemeField), r.fieldInForce)
		now := r.ref.Codes(registry.SchemeField)
		maps.Copy(r.fieldNames, r.namedFields(now, r.fieldInForce))
		r.fieldsNow = make(map[string]bool, len(now))
		for _, c := range now {
			r.fieldsNow[c.Code] = true
		}
		if !r.synced.IsZero() { // what a name meant on the day that the workbook tells of goes before
			maps.Copy(r.fieldNames, r.namedFields(r.ref.CodesOn(registry.SchemeField, r.synced), r.fieldNow))
		}
	}
	if code, ok := r.fieldNames[placeKey(text)]; ok {
		return []string{code}
	}
	if code, name, ok := strings.Cut(text, " "); ok { // "50601 Khoa học chính trị"
		if c, known := r.ref.Code(registry.SchemeField, code); known && placeKey(c.Name) == placeKey(name) {
			return []string{r.fieldNow(code)}
		}
	}
	return nil
}

// fieldInForce gives what a code is in the catalogue of today, the code itself where it
// was divided or nothing took it over.
func (r *reader) fieldInForce(code string) string {
	return r.ref.CodeInForce(registry.SchemeField, code, r.today)
}

// formerField says, of a code that the catalogue of today has no longer and that could not
// be led on, what became of it; "" of any other.
func (r *reader) formerField(code string) string {
	c, ok := r.ref.Code(registry.SchemeField, code)
	if !ok || r.fieldsNow[code] {
		return ""
	}
	var heirs []string
	for _, next := range r.ref.CodeSuccessors(registry.SchemeField, code, c.LastDay(), r.today) {
		if next.Code != code {
			heirs = append(heirs, next.Name+" ("+next.Code+")")
		}
	}
	if len(heirs) == 0 {
		return "nay chưa có mã thay"
	}
	return "nay chia thành " + strings.Join(heirs, ", ")
}

// namedFields gives by the key of each of its names which code a field is; of two that
// are called the same the one further up.
func (r *reader) namedFields(codes []registry.Code, is func(code string) string) map[string]string {
	named, from := map[string]string{}, map[string]string{}
	for _, c := range codes {
		for _, name := range append([]string{c.Code, c.Name, c.NameEn}, c.Variants...) {
			k := placeKey(name)
			if old, ok := from[k]; k != "" && (!ok || len(old) > len(c.Code)) {
				named[k], from[k] = is(c.Code), c.Code
			}
		}
	}
	return named
}

// fieldNow gives the code that a code of the day the workbook tells of is today; the
// code itself where it was divided, or nothing took it over.
func (r *reader) fieldNow(code string) string {
	if r.synced.IsZero() {
		return code
	}
	if next := r.ref.CodeSuccessors(registry.SchemeField, code, r.synced, r.today); len(next) == 1 {
		return next[0].Code
	}
	return code
}

// itemLines makes line breaks within a cell separators of items, unless the
// next line goes on in the middle of one.
func itemLines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r", ""), "\n")
	for i := range lines[:len(lines)-1] {
		next, _ := utf8.DecodeRuneInString(strings.TrimSpace(lines[i+1]))
		if line := strings.TrimSpace(lines[i]); unicode.IsLower(next) || line == "" || strings.HasSuffix(line, ";") || strings.HasSuffix(line, ",") {
			lines[i] += " "
		} else {
			lines[i] += "; "
		}
	}
	return strings.Join(lines, "")
}

// separators are what lists within a cell are written with, the surest first.
var separators = []string{";", "|", "•", ",", " - ", " – ", " / ", "/"}

// separatorOf says how the cells of a column separate their items: by the first
// separator that a fair part of them has; "" where hardly any has one.
func separatorOf(values []cell) string {
	for i, sep := range separators {
		n := 0
		for _, c := range values {
			if strings.Contains(itemLines(c.text), sep) {
				n++
			}
		}
		need := len(values) / 20
		if i > 3 {
			need = len(values) / 3
		}
		if n > need {
			return sep
		}
	}
	return ""
}

// listItems splits a cell that lists several things by the separator of its
// column, which is found in the cell itself where the column has none.
func (r *reader) listItems(text, sep string) []string {
	if coded := r.codedItems(text); len(coded) > 0 {
		return coded
	}
	if len(r.fieldCodes(text)) > 0 && r.ref.CodeName(registry.SchemeField, r.fieldCodes(text)[0]) == text {
		return []string{text} // a name with commas in it
	}
	if sep == "," && strings.Contains(text, ";") {
		sep = ";" // the surer one, met in few cells of the column
	}
	if sep == "" || sep != "," && !strings.Contains(text, sep) {
		sep = separatorOf([]cell{{text: text}})
		if strings.Contains(" / - – ", sep) {
			sep = ";"
		}
	}
	var items []string
	for piece := range strings.SplitSeq(text, sep) {
		if piece = trimItem(piece); piece != "" {
			items = append(items, piece)
		}
	}
	return r.wholeNames(items, sep)
}

// maxPieces bounds the pieces of one cell that are tried together.
const maxPieces = 30

// wholeNames joins again what belongs to one name of the catalogue that has the
// separator in it.
func (r *reader) wholeNames(items []string, sep string) []string {
	if len(items) < 2 || len(items) > maxPieces {
		return items
	}
	var whole []string
	for i := 0; i < len(items); {
		n := len(items) - i
		for ; n > 1; n-- {
			if len(r.fieldCodes(strings.Join(items[i:i+n], sep+" "))) > 0 {
				break
			}
		}
		whole = append(whole, strings.Join(items[i:i+n], sep+" "))
		i += n
	}
	return whole
}

var codedItem = regexp.MustCompile(`(?:^|[;,|]\s*)(\d{1,5})\s*[-–.:]\s*\pL`)

// codedItems reads "10202 - Khoa học thông tin; 50802 - …": the codes, where all
// of them are known.
func (r *reader) codedItems(text string) []string {
	if !hasDigit(text) || !strings.ContainsAny(text, "-–.:") {
		return nil
	}
	var codes []string
	for _, m := range codedItem.FindAllStringSubmatch(text, -1) {
		if _, ok := r.ref.Code(registry.SchemeField, m[1]); !ok {
			return nil
		}
		codes = append(codes, m[1])
	}
	return codes
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
	for _, item := range p.items(b, text) {
		codes := p.s.r.fieldCodes(item)
		if len(codes) == 0 {
			p.s.say(registry.IssueUnknown, p.row, b.col, string(FieldField), "Lĩnh vực “%s” không có trong danh mục, đã giữ như chuyên môn.", shorten(item, 60))
			p.addExpertise(item)
			continue
		}
		p.addFields(codes)
		if former := p.s.r.formerField(codes[0]); former != "" {
			p.s.say(registry.IssueAmbiguous, p.row, b.col, string(FieldField), "Lĩnh vực “%s” là của danh mục cũ, %s; đã giữ mã cũ %s. Hãy ghi theo danh mục đang dùng rồi nhập lại.", shorten(item, 60), shorten(former, 200), codes[0])
		}
		if !p.s.hasField(FieldExpertise) && codes[0] != item { // in their words too, where no other column has those
			p.addExpertise(item)
		}
	}
}

// items gives what a cell lists, each as somebody said it means.
func (p *parts) items(b bound, text string) []string {
	items := p.s.r.listItems(text, b.separator)
	for i := range items {
		items[i] = p.s.word(b.field, items[i], rowCol{p.row, b.col})
	}
	return items
}

func (p *parts) addFields(codes []string) {
	for _, code := range codes {
		if !slices.ContainsFunc(p.person().Fields, func(f registry.FieldOf) bool { return f.Code == code }) {
			p.person().Fields = append(p.person().Fields, registry.FieldOf{Code: code})
		}
	}
}

// practice is what every licence to treat begins with, before what somebody treats.
var practice = regexp.MustCompile(`(?i)khám(?:\s+bệnh)?\s*[,/-]\s*chữa\s+bệnh\s+(?:thuộc\s+|về\s+)?(?:chuyên\s+khoa\s+)`)

// expertiseCell reads a cell of phrases. Where the sheet has no column of fields,
// a phrase that is the name of one counts as both.
func (p *parts) expertiseCell(b bound, text string) {
	if strings.Contains(strings.ToLower(text), "chữa") {
		text = practice.ReplaceAllString(text, "")
	}
	for _, item := range p.items(b, text) {
		codes := p.s.r.fieldCodes(item)
		if len(codes) > 0 && codes[0] == item {
			item = p.s.r.ref.CodeName(registry.SchemeField, item) // "10201 - Khoa học máy tính"
		}
		p.addExpertise(item)
		if !p.s.hasField(FieldField) {
			p.addFields(codes)
		}
	}
}

func (p *parts) addExpertise(item string) {
	if !slices.ContainsFunc(p.person().Expertise, func(e registry.Expertise) bool { return samePhrase(e.Phrase, item) }) {
		p.person().Expertise = append(p.person().Expertise, registry.Expertise{Phrase: p.s.r.intern(shorten(item, 400)), Language: p.s.r.phraseLanguage(item)})
	}
}

// samePhrase says that two phrases differ in capitals and spelling rules at most;
// those keep the number of letters.
func samePhrase(a, b string) bool {
	return a == b || utf8.RuneCountInString(a) == utf8.RuneCountInString(b) && vietnamese.Key(a) == vietnamese.Key(b)
}
