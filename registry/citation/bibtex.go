package citation

import (
	"context"
	"fmt"
	"strings"

	"trithuc/registry"
)

var bibKinds = map[string]registry.PublicationKind{
	"article": registry.Article, "book": registry.Book, "booklet": registry.Book, "mvbook": registry.Book, "collection": registry.Book,
	"proceedings": registry.Book, "inbook": registry.Chapter, "incollection": registry.Chapter, "conference": registry.Conference,
	"inproceedings": registry.Conference, "phdthesis": registry.Thesis, "mastersthesis": registry.Thesis, "thesis": registry.Thesis,
	"techreport": registry.Report, "report": registry.Report,
}

// bibParser reads the entries of a BibTeX file one after the other.
type bibParser struct {
	text     string
	at       int
	strings  map[string]string // @string macros, as LaTeX
	grown    int               // bytes that macros put in the place of their names so far
	unclosed int               // bytes gone through in vain for a sign that closes
}

// readBibTeX reads every entry. One that does not hold together is noted with the
// line it begins in, and reading goes on at the next line that begins one.
func readBibTeX(ctx context.Context, text string) ([]raw, error) {
	p := &bibParser{text: text, strings: map[string]string{}}
	for i, month := range []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"} {
		p.strings[month] = fmt.Sprint(i + 1)
	}
	var found []raw
	lines, counted := 1, 0
	for p.next() {
		lines += strings.Count(text[counted:p.at], "\n")
		counted = p.at
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r, is, err := p.entry()
		if p.unclosed > maxVain*len(text) {
			return nil, registry.Errorf(registry.Unreadable, "Tệp BibTeX có quá nhiều mục không đóng ngoặc. Hãy xuất lại tệp từ phần mềm quản lý trích dẫn.")
		}
		if p.grown > maxGrowth*len(text) {
			return nil, registry.Errorf(registry.TooLarge, "Các @string của tệp BibTeX nở ra quá %d lần cỡ của tệp. Hãy bỏ các @string ấy rồi gửi lại.", maxGrowth)
		}
		if err != nil {
			p.at = counted + 1
			r, is = raw{broken: err.Error()}, true
			p.skipLine()
		}
		if is {
			r.line = lines
			found = append(found, r)
		}
		if len(found) > maxEntries {
			break
		}
	}
	return found, nil
}

// next goes to the next @; text between entries is a comment.
func (p *bibParser) next() bool {
	i := strings.IndexByte(p.text[p.at:], '@')
	if i < 0 {
		return false
	}
	p.at += i
	return true
}

// skipLine goes on behind a broken entry: at the next line that begins with @.
func (p *bibParser) skipLine() {
	if i := strings.Index(p.text[p.at:], "\n@"); i >= 0 {
		p.at += i + 1
		return
	}
	p.at = len(p.text)
}

// entry reads what stands at an @; false for what is none: @comment, @preamble,
// @string.
func (p *bibParser) entry() (raw, bool, error) {
	p.at++
	kind := strings.ToLower(p.word())
	p.blanks()
	if kind == "comment" && p.peek() != '{' && p.peek() != '(' {
		return raw{}, false, nil
	}
	closing, err := p.open()
	if err != nil {
		return raw{}, false, err
	}
	switch kind {
	case "comment", "preamble":
		return raw{}, false, p.skipGroup()
	case "string":
		fields, err := p.fields(closing)
		for name, value := range fields {
			p.strings[name] = value
		}
		return raw{}, false, err
	}
	if _, err := p.key(closing); err != nil {
		return raw{}, false, err
	}
	fields, err := p.fields(closing)
	return bibEntry(kind, fields), true, err
}

func (p *bibParser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *bibParser) blanks() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// word takes letters, digits and what else names are made of.
func (p *bibParser) word() string {
	from := p.at
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n{}(),=#\"@%", p.text[p.at]) < 0 {
		p.at++
	}
	return p.text[from:p.at]
}

func (p *bibParser) open() (closing byte, err error) {
	switch p.peek() {
	case '{':
		closing = '}'
	case '(':
		closing = ')'
	default:
		return 0, fmt.Errorf("thiếu dấu { sau loại mục")
	}
	p.at++
	return closing, nil
}

// key reads the label of an entry, which may be left out.
func (p *bibParser) key(closing byte) (string, error) {
	i := strings.IndexAny(p.text[p.at:], ",="+string(closing)+"\n@")
	if i < 0 {
		return "", fmt.Errorf("mục không kết thúc")
	}
	switch key := strings.TrimSpace(p.text[p.at : p.at+i]); p.text[p.at+i] {
	case ',':
		p.at += i + 1
		return key, nil
	case closing:
		p.at += i
		return key, nil
	case '=':
		return "", nil // the first field already
	}
	return "", fmt.Errorf("thiếu dấu phẩy sau khóa của mục")
}

// fields reads "name = value" up to the closing brace. Of a field given twice the
// first counts.
func (p *bibParser) fields(closing byte) (map[string]string, error) {
	fields := map[string]string{}
	for {
		p.blanks()
		switch p.peek() {
		case closing:
			p.at++
			return fields, nil
		case ',':
			p.at++
			continue
		}
		name := strings.ToLower(p.word())
		p.blanks()
		if name == "" || p.peek() != '=' {
			return fields, fmt.Errorf("thiếu dấu = sau tên trường %q", name)
		}
		p.at++
		value, err := p.value()
		if err != nil {
			return fields, fmt.Errorf("trường %q %w", name, err)
		}
		if _, twice := fields[name]; !twice {
			fields[name] = value
		}
		p.blanks()
		if c := p.peek(); c != ',' && c != closing {
			return fields, fmt.Errorf("thiếu dấu phẩy sau trường %q", name)
		}
	}
}

// maxGrowth bounds what macros make of a whole file, as a multiple of its size.
const maxGrowth = 4

// maxVain bounds, likewise, how far groups that nothing closes are followed.
const maxVain = 64

// maxValue bounds one value, so that macros made of macros do not grow without end.
const maxValue = 1 << 20

// value reads parts joined by #: groups, quoted text, numbers and macros.
func (p *bibParser) value() (string, error) {
	var b strings.Builder
	for {
		p.blanks()
		part, err := p.part()
		if err != nil {
			return "", err
		}
		b.WriteString(part)
		if b.Len() > maxValue {
			return "", fmt.Errorf("quá dài")
		}
		p.blanks()
		if p.peek() != '#' {
			return b.String(), nil
		}
		p.at++
	}
}

func (p *bibParser) part() (string, error) {
	switch c := p.peek(); c {
	case '{', '"':
		from := p.at + 1
		p.at++
		closing := map[byte]byte{'{': '}', '"': '"'}[c]
		if err := p.skipTo(closing); err != nil {
			return "", err
		}
		return p.text[from : p.at-1], nil
	}
	word := p.word()
	if word == "" {
		return "", fmt.Errorf("không có giá trị")
	}
	if text, ok := p.strings[strings.ToLower(word)]; ok {
		if p.grown += max(0, len(text)-len(word)); p.grown > maxGrowth*len(p.text) {
			return "", fmt.Errorf("nở ra quá lớn")
		}
		return text, nil
	}
	return word, nil
}

func (p *bibParser) skipGroup() error { return p.skipTo('}') }

// skipTo goes behind the closing sign that is not inside braces.
func (p *bibParser) skipTo(closing byte) error {
	depth, from := 0, p.at
	for ; p.at < len(p.text); p.at++ {
		c := p.text[p.at]
		switch {
		case c == closing && depth == 0:
			p.at++
			return nil
		case c == '\\' && closing != '"':
			p.at++
		case c == '{':
			depth++
		case c == '}':
			depth--
		}
		if depth < 0 {
			return fmt.Errorf("thừa dấu }")
		}
	}
	p.unclosed += len(p.text) - from
	return fmt.Errorf("thiếu dấu đóng %q", string(closing))
}

// bibEntry reads the fields of an entry, those of biblatex too.
func bibEntry(kind string, fields map[string]string) raw {
	of := func(names ...string) string {
		for _, n := range names {
			if v := plainText(fields[n]); v != "" {
				return v
			}
		}
		return ""
	}
	k, ok := bibKinds[kind]
	if !ok {
		k = registry.OtherPaper
	}
	r := raw{kind: k, title: of("title"), venue: of("journal", "journaltitle", "booktitle", "school", "institution", "series", "howpublished"),
		publisher: of("publisher", "organization"), year: of("year", "date"), volume: of("volume"), issue: of("number", "issue"),
		pages: of("pages"), doi: undashed.Replace(of("doi")), isbn: of("isbn")}
	for _, name := range bibNames(fields["author"]) {
		if a := bibAuthor(name); a.printed() != "" {
			r.authors = append(r.authors, a)
		}
	}
	return r
}

// undashed takes LaTeX's dashes back in what is no prose.
var undashed = strings.NewReplacer("—", "---", "–", "--")

// bibNames parts authors at every "and" outside braces.
func bibNames(list string) []string {
	var names []string
	depth, from := 0, 0
	list = strings.Join(strings.Fields(list), " ")
	for i := 0; i < len(list); i++ {
		switch {
		case list[i] == '\\':
			i++
		case list[i] == '{':
			depth++
		case list[i] == '}':
			depth--
		case depth == 0 && strings.HasPrefix(strings.ToLower(list[i:min(i+5, len(list))]), " and "):
			names = append(names, list[from:i])
			from = i + len(" and ")
			i = from - 1
		}
	}
	return append(names, list[min(from, len(list)):])
}

// bibAuthor reads one name: a group in braces is an institution, commas part
// "Family, Given" and "Family, Suffix, Given", and without them the name is as it
// stands.
func bibAuthor(name string) author {
	name = strings.TrimSpace(name)
	if strings.EqualFold(name, "others") {
		return author{}
	}
	if strings.HasPrefix(name, "{") && !strings.HasPrefix(name, `{\`) && closes(name) == len(name)-1 {
		return author{literal: plainText(name)}
	}
	switch parts := outside(name, ','); len(parts) {
	case 1:
		return author{literal: plainText(name)}
	case 2:
		return author{family: plainText(parts[0]), given: plainText(parts[1])}
	default:
		return author{family: plainText(parts[0]) + suffixed(plainText(parts[1])), given: plainText(parts[2])}
	}
}

// closes gives where the group that s begins with ends, -1 if nowhere.
func closes(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// outside parts s at a sign that stands outside braces.
func outside(s string, sign byte) []string {
	var parts []string
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			depth--
		case sign:
			if depth == 0 {
				parts = append(parts, s[from:i])
				from = i + 1
			}
		}
	}
	return append(parts, s[from:])
}
