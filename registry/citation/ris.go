package citation

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"

	"trithuc/registry"
)

// risLine is a tag of two characters, two blanks, a hyphen and the value.
var risLine = regexp.MustCompile(`^([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)(?:\r?\n|\r?$)`)

// The kinds of RIS; what is not among them is read as OtherPaper.
var risKinds = map[string]registry.PublicationKind{
	"JOUR": registry.Article, "EJOUR": registry.Article, "MGZN": registry.Article, "NEWS": registry.Article, "JFULL": registry.Article,
	"BOOK": registry.Book, "EBOOK": registry.Book, "EDBOOK": registry.Book, "CHAP": registry.Chapter, "ECHAP": registry.Chapter,
	"CONF": registry.Conference, "CPAPER": registry.Conference, "THES": registry.Thesis, "RPRT": registry.Report,
}

var risTypes = map[registry.PublicationKind]string{
	registry.Article: "JOUR", registry.Book: "BOOK", registry.Chapter: "CHAP", registry.Conference: "CPAPER",
	registry.Thesis: "THES", registry.Report: "RPRT", registry.OtherPaper: "GEN",
}

// readRIS reads entries from TY to ER. A line without a tag goes on with the value
// of the line before.
func readRIS(ctx context.Context, text string) ([]raw, error) {
	var found []raw
	var tags map[string][]string
	last, began := "", 0
	finish := func() {
		if tags != nil {
			found = append(found, risEntry(began, tags))
		}
		tags, last = nil, ""
	}
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if err := ctx.Err(); err != nil || len(found) > maxEntries {
			return found, err
		}
		m := risLine.FindStringSubmatch(line)
		switch {
		case m == nil && tags != nil && last != "" && strings.TrimSpace(line) != "":
			list := tags[last]
			list[len(list)-1] += " " + strings.TrimSpace(line)
		case m == nil:
		case m[1] == "TY":
			finish()
			tags, began = map[string][]string{"TY": {strings.TrimSpace(m[2])}}, i+1
		case m[1] == "ER":
			finish()
		case tags != nil:
			last = m[1]
			tags[last] = append(tags[last], strings.TrimSpace(m[2]))
		}
	}
	finish()
	return found, nil
}

func risEntry(line int, tags map[string][]string) raw {
	first := func(names ...string) string {
		for _, n := range names {
			if len(tags[n]) > 0 && tags[n][0] != "" {
				return tags[n][0]
			}
		}
		return ""
	}
	kind, ok := risKinds[strings.ToUpper(first("TY"))]
	if !ok {
		kind = registry.OtherPaper
	}
	r := raw{line: line, kind: kind, title: first("TI", "T1", "CT"), venue: first("T2", "JO", "JF", "BT", "JA", "J2"),
		publisher: first("PB"), year: first("PY", "Y1", "DA"), volume: first("VL"), issue: first("IS"), doi: first("DO"), pages: first("SP")}
	if to := first("EP"); to != "" && to != r.pages {
		r.pages += "-" + to
	}
	if kind == registry.Book || kind == registry.Chapter || isISBN(first("SN")) { // a journal's SN is its ISSN
		r.isbn = first("SN")
	}
	names := tags["AU"]
	if len(names) == 0 {
		names = tags["A1"]
	}
	for _, name := range names {
		r.authors = append(r.authors, commaAuthor(name))
	}
	return r
}

func isISBN(s string) bool {
	_, ok := registry.ParseISBN(s)
	return ok
}

// commaAuthor reads "Family, Given" or "Family, Given, Suffix"; without a comma, and
// with one at the end (an institution with commas in its name), it is as it stands.
func commaAuthor(name string) author {
	if whole, ok := strings.CutSuffix(strings.TrimSpace(name), ","); ok {
		return author{literal: whole}
	}
	family, given, ok := strings.Cut(name, ",")
	if !ok {
		return author{literal: strings.TrimSpace(name)}
	}
	given, suffix, _ := strings.Cut(given, ",")
	return author{family: family + suffixed(suffix), given: given}
}

func suffixed(suffix string) string {
	if suffix = strings.TrimSpace(suffix); suffix != "" {
		return " " + suffix
	}
	return ""
}

func writeRIS(w io.Writer, list []registry.Publication) error {
	b := bufio.NewWriter(w)
	for _, p := range list {
		put := func(tag, value string) {
			if value != "" {
				fmt.Fprintf(b, "%s  - %s\r\n", tag, value)
			}
		}
		put("TY", risTypes[p.Kind])
		put("TI", p.Title)
		for _, a := range p.Authors {
			put("AU", risAuthor(a))
		}
		if p.Year != 0 {
			put("PY", fmt.Sprint(p.Year))
		}
		put("T2", p.Venue)
		put("PB", p.Publisher)
		put("VL", p.Volume)
		put("IS", p.Issue)
		from, to, span := strings.Cut(p.Pages, "-")
		if !span || from == "" || to == "" || from == to {
			from, to = p.Pages, ""
		}
		put("SP", from)
		put("EP", to)
		put("DO", p.DOI)
		put("SN", p.ISBN)
		fmt.Fprint(b, "ER  - \r\n\r\n")
	}
	return b.Flush()
}

// risAuthor parts a name by a comma where that reads back as the same name.
func risAuthor(name string) string {
	a := parted(name)
	switch {
	case strings.Contains(a.literal, ","):
		return a.literal + ","
	case a.literal != "":
		return a.literal
	}
	return a.family + ", " + a.given
}
