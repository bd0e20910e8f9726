// Package citation reads and writes publications in the forms in which reference
// managers and publishers exchange them: BibTeX, RIS and CSL-JSON, and holds a file
// of them against a record. Which author somebody is, is for registry to say.
//
// What is read is brought into the registry's form (NFC, DOI and ISBN checked,
// Vietnamese authors family name first) and every value that had to be left out is
// named. What is written reads back as the same publications.
package citation

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Format is a form of exchange.
type Format string

// The formats.
const (
	BibTeX Format = "bibtex"
	RIS    Format = "ris"
	CSL    Format = "csl" // CSL-JSON, of the Citation Style Language
)

// Formats lists them in the order a page offers them.
var Formats = []Format{BibTeX, RIS, CSL}

// ContentType gives the MIME type of a format.
func (f Format) ContentType() string {
	switch f {
	case BibTeX:
		return "application/x-bibtex; charset=utf-8"
	case RIS:
		return "application/x-research-info-systems; charset=utf-8"
	}
	return "application/vnd.citationstyles.csl+json"
}

// Extension gives the ending of a file's name, with its dot.
func (f Format) Extension() string {
	return map[Format]string{BibTeX: ".bib", RIS: ".ris", CSL: ".json"}[f]
}

// Entry is one publication as a file has it.
type Entry struct {
	Line        int // where it begins, from 1; of CSL-JSON the number of the item
	Publication registry.Publication
	ORCIDs      []string           // of the authors, in their order, "" where none is given; nil where nobody's is
	Problems    []registry.Problem // values that were left out, and why
	Rejected    bool               // nothing could be made of it: Problems say why
}

// Bounds of one file.
const (
	MaxSize    = 8 << 20 // bytes
	maxEntries = 5000
)

// Detect tells the format from the text; false if it is none of them.
func Detect(text []byte) (Format, bool) {
	text = bytes.TrimLeft(bytes.TrimPrefix(text, bom), " \t\r\n")
	switch {
	case len(text) == 0:
		return "", false
	case text[0] == '[' || text[0] == '{':
		return CSL, true
	case risLine.Match(text):
		return RIS, true
	case bytes.IndexByte(text, '@') >= 0:
		return BibTeX, true
	}
	return "", false
}

var bom = []byte("\ufeff")

// Read gives the entries of a file in the order they stand. It is Unreadable
// where the text is not UTF-8 or not of the format at all, TooLarge beyond the
// bounds; an entry that cannot be understood is Rejected and holds up no other.
func Read(ctx context.Context, f Format, text []byte) ([]Entry, error) {
	if len(text) > MaxSize {
		return nil, registry.Errorf(registry.TooLarge, "Tệp trích dẫn lớn hơn %d MB. Hãy tách thành nhiều tệp nhỏ hơn.", MaxSize>>20)
	}
	if !utf8.Valid(text) {
		return nil, registry.Errorf(registry.Unreadable, "Tệp trích dẫn không phải văn bản UTF-8. Hãy lưu lại tệp với bảng mã UTF-8 rồi gửi lại.")
	}
	read := map[Format]func(context.Context, string) ([]raw, error){BibTeX: readBibTeX, RIS: readRIS, CSL: readCSL}[f]
	if read == nil {
		return nil, unknown(f)
	}
	found, err := read(ctx, string(bytes.TrimPrefix(text, bom)))
	if err != nil {
		return nil, err
	}
	if len(found) > maxEntries {
		return nil, registry.Errorf(registry.TooLarge, "Tệp có %d mục, quá %d. Hãy tách thành nhiều tệp.", len(found), maxEntries)
	}
	if len(found) == 0 {
		return nil, registry.Errorf(registry.Unreadable, "Tệp không có mục trích dẫn nào đọc được. Hãy kiểm tra lại định dạng: BibTeX, RIS hoặc CSL-JSON.")
	}
	entries := make([]Entry, len(found))
	for i := range found {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		entries[i] = found[i].entry()
	}
	return entries, nil
}

// Write writes publications in a format. What it gives is read back by Read as
// the same publications, sources and the person's place among the authors aside.
func Write(w io.Writer, f Format, list []registry.Publication) error {
	write := map[Format]func(io.Writer, []registry.Publication) error{BibTeX: writeBibTeX, RIS: writeRIS, CSL: writeCSL}[f]
	if write == nil {
		return unknown(f)
	}
	if err := write(w, list); err != nil {
		return fmt.Errorf("citation.Write: %w", err)
	}
	return nil
}

func unknown(f Format) error {
	return &registry.Error{Kind: registry.Invalid, Message: "Định dạng trích dẫn không có. Hãy chọn bibtex, ris hoặc csl.",
		Problems: []registry.Problem{{Field: "format", Value: string(f), Reason: "chỉ nhận bibtex, ris, csl"}}}
}

// raw is one entry as its format says it, values not looked at yet.
type raw struct {
	line                                                           int
	kind                                                           registry.PublicationKind
	title, venue, publisher, year, volume, issue, pages, doi, isbn string
	authors                                                        []author
	broken                                                         string // why it could not be parted into values
}

// entry brings the values into the registry's form.
func (r *raw) entry() Entry {
	e := Entry{Line: r.line}
	if r.broken != "" {
		e.refuse("", "", r.broken)
		e.Rejected = true
		return e
	}
	e.Publication = registry.Publication{
		Kind: r.kind, Title: vietnamese.Clean(r.title), Venue: vietnamese.Clean(r.venue), Publisher: vietnamese.Clean(r.publisher),
		Volume: vietnamese.Clean(r.volume), Issue: vietnamese.Clean(r.issue), Pages: pages(r.pages), Year: e.year(r.year),
		DOI:  e.checked("doi", r.doi, "không phải DOI, đã bỏ qua DOI này", registry.ParseDOI),
		ISBN: e.checked("isbn", r.isbn, "sai số chữ số hoặc chữ số kiểm tra, đã bỏ qua ISBN này", registry.ParseISBN),
	}
	e.authors(r.authors)
	p := registry.Person{Publications: []registry.Publication{e.Publication}}
	for _, problem := range p.Validate() {
		if field, ok := strings.CutPrefix(problem.Field, "publications[0]."); ok {
			e.refuse(field, problem.Value, problem.Reason)
			e.Rejected = true
		}
	}
	return e
}

func (e *Entry) refuse(field, value, reason string) {
	e.Problems = append(e.Problems, registry.Problem{Field: field, Value: value, Reason: reason})
}

// checked gives a number in the registry's form, "" and a problem where it is none.
func (e *Entry) checked(field, s, reason string, parse func(string) (string, bool)) string {
	if s = vietnamese.Clean(s); s == "" {
		return ""
	}
	kept, ok := parse(s)
	if !ok {
		e.refuse(field, s, reason)
		return ""
	}
	return kept
}

var yearIn = regexp.MustCompile(`\b(1[89]|2[01])\d\d\b`)

// year finds the year in a date of whatever form.
func (e *Entry) year(s string) int {
	if s = vietnamese.Clean(s); s == "" {
		return 0
	}
	y, err := strconv.Atoi(yearIn.FindString(s))
	if err != nil {
		e.refuse("year", s, "không thấy năm, đã bỏ qua")
	}
	return y
}

// authors takes over the authors with their ORCID iDs; one that does not hold its
// check digit is left out.
func (e *Entry) authors(list []author) {
	for _, a := range list {
		name := vietnamese.Clean(a.printed())
		if name == "" {
			continue
		}
		e.Publication.Authors = append(e.Publication.Authors, name)
		e.ORCIDs = append(e.ORCIDs, e.checked("orcid", a.orcid, "không phải mã ORCID, đã bỏ qua", registry.ParseORCID))
	}
	if strings.Join(e.ORCIDs, "") == "" {
		e.ORCIDs = nil
	}
}

var dashes = regexp.MustCompile(`\s*(--+|[‐‑‒–—−])\s*`)

// pages writes a span with one hyphen.
func pages(s string) string { return dashes.ReplaceAllString(vietnamese.Clean(s), "-") }
