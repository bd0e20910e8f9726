package citation

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// bibTypes are the entry types we write, and in which field the venue stands.
var bibTypes = map[registry.PublicationKind][2]string{
	registry.Article: {"article", "journal"}, registry.Book: {"book", "series"}, registry.Chapter: {"incollection", "booktitle"},
	registry.Conference: {"inproceedings", "booktitle"}, registry.Thesis: {"phdthesis", "school"}, registry.Report: {"techreport", "institution"},
	registry.OtherPaper: {"misc", "howpublished"},
}

func writeBibTeX(w io.Writer, list []registry.Publication) error {
	b := bufio.NewWriter(w)
	keys := map[string]int{}
	for _, p := range list {
		kind := bibTypes[p.Kind]
		fmt.Fprintf(b, "@%s{%s", kind[0], bibKey(&p, keys))
		put := func(field, value string) {
			if value != "" {
				fmt.Fprintf(b, ",\n  %s = {%s}", field, value)
			}
		}
		put("author", bibAuthors(p.Authors))
		if p.Title != "" {
			put("title", "{"+latexText(p.Title)+"}") // a second pair keeps the capitals
		}
		put(kind[1], latexText(p.Venue))
		put("publisher", latexText(p.Publisher))
		if p.Year != 0 {
			put("year", fmt.Sprint(p.Year))
		}
		put("volume", latexText(p.Volume))
		put("number", latexText(p.Issue))
		put("pages", bibPages(p.Pages))
		put("doi", latexText(p.DOI))
		put("isbn", p.ISBN)
		fmt.Fprint(b, "\n}\n\n")
	}
	return b.Flush()
}

// bibPages writes a span with the two hyphens of BibTeX.
func bibPages(s string) string {
	if strings.Count(s, "-") == 1 {
		return strings.Replace(latexText(s), "-", "--", 1)
	}
	return latexText(s)
}

// bibAuthors joins names by "and", each parted by a comma where that reads back as
// the same, in braces otherwise.
func bibAuthors(names []string) string {
	out := make([]string, len(names))
	for i, name := range names {
		if a := parted(name); a.literal != "" {
			out[i] = "{" + latexText(name) + "}"
		} else {
			out[i] = latexText(a.family) + ", " + latexText(a.given)
		}
	}
	return strings.Join(out, " and ")
}

// bibKey makes a label that no other entry of the file has: "nguyen2021",
// "nguyen2021-2".
func bibKey(p *registry.Publication, taken map[string]int) string {
	who := "khuyet-danh"
	if len(p.Authors) > 0 {
		a := parted(p.Authors[0])
		if words := vietnamese.Syllables(vietnamese.Fold(a.family + " " + a.literal)); len(words) > 0 {
			who = strings.Map(ascii, words[0])
		}
	}
	key := who
	if p.Year != 0 {
		key += fmt.Sprint(p.Year)
	}
	taken[key]++
	if n := taken[key]; n > 1 {
		return fmt.Sprintf("%s-%d", key, n)
	}
	return key
}

// ascii keeps what every BibTeX takes in a label.
func ascii(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return r
	}
	return -1
}
