package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"trithuc/registry"
)

// A template is a Word file with fields in double braces, {{hoi_dong}}: what is shipped, or
// what an administrator made of it. A field in capitals gives its value in capitals. A row
// of a table with fields of a member ({{tv.ho_ten}}) comes once for every member; where such
// fields stand outside tables the whole document comes once for every member, and with
// fields of an agency ({{cq.ten}}) once for every agency. A paragraph with {{can_cu}} comes
// once for every ground.

// Bounds of a template, unpacked.
const (
	maxParts    = 300
	maxUnpacked = 32 << 20
)

// paperPart is one file of a template.
type paperPart struct {
	name    string
	content []byte
}

// CheckTemplate refuses, with a sentence that says why, what cannot be a template: a file
// that is no Word file, is damaged, unpacks to too much, carries programs or leads elsewhere,
// or names a field that no document has.
func CheckTemplate(content []byte) error {
	parts, err := unpackTemplate(content)
	if err != nil {
		return err
	}
	var unknown []registry.Problem
	for _, p := range parts {
		if err := p.harmless(); err != nil {
			return err
		}
		if p.filled() {
			unknown = append(unknown, unknownFields(string(p.content))...)
		}
	}
	if len(unknown) > 0 {
		return &registry.Error{Kind: registry.Invalid, Problems: unknown,
			Message: "Mẫu có trường không dùng được. Hãy sửa hoặc xóa các trường được nêu rồi tải lên lại."}
	}
	if err := FillTemplate(io.Discard, content, sampleFile()); err != nil {
		return &registry.Error{Kind: registry.Invalid, Err: err, Message: "Thử điền mẫu thì tệp Word không còn đúng cấu trúc. Hãy tránh đặt bảng trong bảng ở chỗ có trường, rồi tải lên lại."}
	}
	return nil
}

// unpackTemplate reads the parts of a Word file, bounded by what it unpacks to and not by
// what it says of itself.
func unpackTemplate(content []byte) (parts []paperPart, err error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, &registry.Error{Kind: registry.Invalid, Err: err, Message: "Tệp này không phải tệp Word (.docx) hoặc đã hỏng. Hãy lưu lại bằng Word ở dạng .docx rồi tải lên."}
	}
	tooMuch := registry.Errorf(registry.TooLarge, "Mẫu giải nén ra quá lớn (hơn %d MB hoặc hơn %d tệp) nên không nhận. Hãy bỏ bớt hình trong mẫu.", maxUnpacked>>20, maxParts)
	if len(z.File) > maxParts {
		return nil, tooMuch
	}
	left := int64(maxUnpacked)
	for _, f := range z.File {
		raw, err := unpackPart(f, left)
		if errors.Is(err, errTooMuch) {
			return nil, tooMuch
		}
		if err != nil {
			return nil, &registry.Error{Kind: registry.Invalid, Err: err, Message: "Tệp Word này đã hỏng. Hãy mở bằng Word, lưu lại rồi tải lên."}
		}
		left -= int64(len(raw))
		parts = append(parts, paperPart{f.Name, raw})
	}
	at := slices.IndexFunc(parts, func(p paperPart) bool { return p.name == documentPart })
	if at < 0 || !bytes.Contains(parts[at].content, []byte("<w:body>")) {
		return nil, registry.Errorf(registry.Invalid, "Tệp này không phải tệp Word (.docx): thiếu phần văn bản. Hãy lưu lại bằng Word ở dạng .docx rồi tải lên.")
	}
	return parts, nil
}

const documentPart = "word/document.xml"

var errTooMuch = errors.New("too much")

func unpackPart(f *zip.File, most int64) (_ []byte, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	raw, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(raw)) > most {
		err = errTooMuch
	}
	return raw, err
}

// harmless refuses programs and what a reader's Word would fetch from elsewhere.
func (p *paperPart) harmless() error {
	if strings.Contains(strings.ToLower(p.name), "vbaproject") || strings.Contains(strings.ToLower(p.name), "activex") {
		return registry.Errorf(registry.Invalid, "Mẫu chứa macro hoặc chương trình nên không nhận. Hãy lưu lại ở dạng .docx không có macro.")
	}
	if strings.HasSuffix(p.name, ".rels") && external.Match(p.content) {
		return registry.Errorf(registry.Invalid, "Mẫu dẫn đến tệp ở nơi khác (mẫu đính kèm, hình hoặc đối tượng liên kết) nên không nhận. Hãy nhúng hình vào tệp rồi tải lên lại.")
	}
	return nil
}

// external finds a relationship to elsewhere other than a link that a reader clicks.
var external = regexp.MustCompile(`Type="[^"]*/(?:attachedTemplate|oleObject|image|frame|subDocument|externalLink)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Type="[^"]*/(?:attachedTemplate|oleObject|image|frame|subDocument|externalLink)"`)

// filled says that the part holds text with fields.
func (p *paperPart) filled() bool {
	return p.name == documentPart || strings.HasPrefix(p.name, "word/header") || strings.HasPrefix(p.name, "word/footer")
}

// FillTemplate writes a document from a template, filled with what is known of a panel.
func FillTemplate(w io.Writer, template []byte, file PanelFile) error {
	parts, err := unpackTemplate(template)
	if err != nil {
		return err
	}
	d := &panelDoc{PanelFile: file}
	z := zip.NewWriter(w)
	for _, p := range parts {
		if p.filled() {
			p.content = []byte(d.fillPart(p))
			if err := wellFormed(p.content); err != nil {
				return fmt.Errorf("office.FillTemplate: %s: %w", p.name, err)
			}
		}
		f, err := z.Create(p.name)
		if err == nil {
			_, err = f.Write(p.content)
		}
		if err != nil {
			return fmt.Errorf("office.FillTemplate: %w", err)
		}
	}
	return z.Close()
}

func wellFormed(content []byte) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Pieces of the text of a Word file.
var (
	rowText   = regexp.MustCompile(`(?s)<w:tr(?: [^>]*[^/])?>.*?</w:tr>`)
	lineText  = regexp.MustCompile(`(?s)<w:p(?: [^>]*[^/])?>.*?</w:p>`)
	pieceText = regexp.MustCompile(`(?s)<w:t(?: [^>]*)?>(.*?)</w:t>`)
	fieldText = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)
)

const pageBreak = `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`

// fillPart fills one part; the body of the document comes once for every unit.
func (d *panelDoc) fillPart(p paperPart) string {
	text := string(p.content)
	before, body, behind := partedBody(text)
	if p.name != documentPart || body == "" {
		return fillLines(text, d.fields())
	}
	var units []string
	for _, u := range d.units(body) {
		units = append(units, u.fill(body))
	}
	return before + strings.Join(units, pageBreak) + behind
}

// partedBody parts a document into what stands before its text, the text, and what stands
// behind it: the paper of the last section, and the end.
func partedBody(text string) (before, body, behind string) {
	const open, section = "<w:body>", "<w:sectPr"
	from, to := strings.Index(text, open)+len(open), strings.LastIndex(text, "</w:body>")
	if from < len(open) || to < from {
		return text, "", ""
	}
	at := strings.LastIndex(text[from:to], section)
	if at >= 0 && !strings.Contains(text[from+at:to], "</w:p>") {
		to = from + at
	}
	return text[:from], text[from:to], text[to:]
}

// unit is one copy of a document: its fields, and the members of its rows.
type unit struct {
	fields  map[string]string
	grounds []string
	members []map[string]string
}

// units gives the copies that a template asks for by the fields that it has.
func (d *panelDoc) units(body string) (units []unit) {
	seats := d.seats(false)
	fields := d.fields()
	every := func(of []*registry.Seat) (all []map[string]string) {
		for i, s := range of {
			all = append(all, d.memberFields(i, s))
		}
		return all
	}
	outside := strings.ToLower(written(rowText.ReplaceAllString(body, "")))
	switch all := strings.ToLower(written(body)); {
	case strings.Contains(all, "{{cq."):
		for _, name := range d.agencies() {
			of := slices.DeleteFunc(slices.Clone(seats), func(s *registry.Seat) bool { return d.sender(s) != name })
			units = append(units, unit{with(fields, map[string]string{"cq.ten": name, "cq.han": d.repliesBy(name)}), d.groundLines(), every(of)})
		}
	case strings.Contains(outside, "{{tv."):
		for _, m := range every(seats) {
			units = append(units, unit{with(fields, m), d.groundLines(), []map[string]string{m}})
		}
	default:
		units = []unit{{fields, d.groundLines(), every(seats)}}
	}
	return units
}

// with gives fields with more beside them.
func with(fields, more map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range []map[string]string{fields, more} {
		for k, v := range m {
			all[k] = v
		}
	}
	return all
}

// written gives the text of a piece of a Word file, its runs put together.
func written(text string) string {
	var b strings.Builder
	for _, m := range pieceText.FindAllStringSubmatch(text, -1) {
		b.WriteString(m[1])
	}
	return b.String()
}

// fill fills one copy.
func (u unit) fill(body string) string {
	body = rowText.ReplaceAllStringFunc(body, func(row string) string {
		if !strings.Contains(strings.ToLower(written(row)), "{{tv.") {
			return row
		}
		var rows strings.Builder
		for _, m := range u.members {
			rows.WriteString(fillLines(row, with(u.fields, m)))
		}
		return rows.String()
	})
	body = lineText.ReplaceAllStringFunc(body, func(line string) string {
		if !strings.Contains(written(line), "{{can_cu}}") {
			return line
		}
		var lines strings.Builder
		for _, g := range u.grounds {
			lines.WriteString(fillLines(line, with(u.fields, map[string]string{"can_cu": g})))
		}
		return lines.String()
	})
	return fillLines(body, u.fields)
}

// fillLines puts values in the place of fields, paragraph by paragraph: Word parts a field
// into several runs as it pleases.
func fillLines(text string, fields map[string]string) string {
	return lineText.ReplaceAllStringFunc(text, func(line string) string {
		if !strings.Contains(written(line), "{{") {
			return line
		}
		return fillLine(line, fields)
	})
}

// fillLine fills one paragraph: a value stands in the run in which its field begins.
func fillLine(line string, fields map[string]string) string {
	pieces := pieceText.FindAllStringSubmatchIndex(line, -1)
	whole := written(line)
	found := fieldText.FindAllStringSubmatchIndex(whole, -1)
	var b strings.Builder
	end, start := 0, 0 // in line; in whole
	for _, p := range pieces {
		stop := start + p[3] - p[2]
		b.WriteString(line[end:p[0]])
		b.WriteString(`<w:t xml:space="preserve">` + pieceFilled(whole, start, stop, found, fields) + `</w:t>`)
		end, start = p[1], stop
	}
	b.WriteString(line[end:])
	return b.String()
}

// pieceFilled gives a run of a paragraph's text with the fields that begin in it filled, and
// without what of a field began before it.
func pieceFilled(whole string, start, stop int, found [][]int, fields map[string]string) string {
	var b strings.Builder
	at := start
	for _, f := range found {
		if f[1] <= start || f[0] >= stop {
			continue
		}
		if f[0] >= start {
			b.WriteString(whole[at:f[0]])
			if value, known := valueOf(fields, whole[f[2]:f[3]]); known {
				b.WriteString(strings.ReplaceAll(escaped(value), "\n", `</w:t><w:br/><w:t xml:space="preserve">`))
			}
		}
		at = min(f[1], stop)
	}
	b.WriteString(whole[at:stop])
	return b.String()
}

// valueOf gives the value of a field, in capitals where the field is.
func valueOf(fields map[string]string, name string) (string, bool) {
	value, known := fields[strings.ToLower(name)]
	if known && name == strings.ToUpper(name) {
		if strings.HasPrefix(name, "CO_QUAN_") { // as it stands in a head
			value = inLines(value)
		}
		value = strings.ToUpper(value)
	}
	return value, known
}

// unknownFields names the fields of a part that no document has, each once, and braces
// that are not closed.
func unknownFields(text string) (problems []registry.Problem) {
	known := PaperFields()
	said := map[string]bool{}
	refuse := func(field, reason string) {
		if !said[field] {
			said[field] = true
			problems = append(problems, registry.Problem{Field: "field", Value: field, Reason: reason})
		}
	}
	for _, line := range lineText.FindAllString(text, -1) {
		whole := written(line)
		for _, m := range fieldText.FindAllStringSubmatch(whole, -1) {
			if !slices.Contains(known, strings.ToLower(m[1])) {
				refuse(m[0], "không có trường này")
			}
		}
		if rest := fieldText.ReplaceAllString(whole, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
			refuse(shortened(rest), "dấu ngoặc của trường mở mà không đóng, hoặc đóng mà không mở")
		}
	}
	return problems
}

// shortened gives the beginning of a long text.
func shortened(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}
