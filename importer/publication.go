package importer

import (
	"regexp"
	"strconv"
	"strings"

	"trithuc/registry"
)

// doiIn finds a DOI in a text.
var doiIn = regexp.MustCompile(`(?i)(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/[^\s;,“”"<>]+)`)

// quoted is a title in quotation marks.
var quoted = regexp.MustCompile(`[“"«]([^“”"«»]{8,450})[”"»]`)

// yearIn is a year of publication: in brackets, or behind a comma.
var yearIn = regexp.MustCompile(`(?:\(|,\s*)((?:19|20)\d\d)[a-z]?(?:\)|[,.;]|$)`)

// afterYear is how a citation of the APA kind puts its title: "(2020). Title. Venue".
var afterYear = regexp.MustCompile(`\((?:19|20)\d\d[a-z]?\)\.?,?\s+([^.]{8,450})\.`)

// publicationCell reads publications: a DOI, or a citation whose title is marked. What
// cannot be read surely is said and left to a file of citations.
func (p *parts) publicationCell(b bound, text string) {
	if isNumber(text) {
		p.s.sayCount(p.row, b)
		return
	}
	for _, item := range outside(text, ";•|") {
		item = strings.TrimSpace(itemNumber.ReplaceAllString(item, ""))
		if item == "" || placeholder(item) {
			continue
		}
		pub, ok := publicationIn(item, p.s.r.year)
		if !ok {
			p.s.say(registry.IssueUnknown, p.row, b.col, string(b.field), "Không đọc chắc được công bố “%s” nên không lưu. Hãy ghi DOI, để nhan đề trong ngoặc kép, hoặc nhập tệp trích dẫn ở trang hồ sơ.", shorten(item, 80))
			continue
		}
		p.person().Publications = append(p.person().Publications, pub)
	}
}

// publicationIn reads one citation; false where its title is not sure.
func publicationIn(item string, thisYear int) (registry.Publication, bool) {
	pub := registry.Publication{Kind: registry.OtherPaper}
	rest := item
	if m := doiIn.FindStringSubmatch(item); m != nil {
		if doi, ok := registry.ParseDOI(strings.TrimRight(m[1], ".)]")); ok {
			pub.DOI, rest = doi, strings.TrimSpace(strings.Replace(item, m[0], "", 1))
		}
	}
	if m := yearIn.FindStringSubmatch(rest); m != nil {
		if pub.Year, _ = strconv.Atoi(m[1]); pub.Year > thisYear+1 {
			pub.Year = 0
		}
	}
	switch marked, plain := quoted.FindStringSubmatch(rest), afterYear.FindStringSubmatch(rest); {
	case marked != nil:
		pub.Title = strings.Trim(marked[1], " .,")
		before, behind, _ := strings.Cut(rest, marked[0])
		pub.Authors, pub.Venue = authorsIn(before), venueIn(behind)
	case plain != nil:
		pub.Title = strings.TrimSpace(plain[1])
	case pub.DOI != "" && len(strings.Trim(rest, " .,;:-–()")) < 8:
		pub.Title = pub.DOI // until somebody brings the citation itself
	case pub.DOI != "" && !strings.ContainsAny(rest, ",") && len(rest) < 450:
		pub.Title = strings.Trim(rest, " .,;:-–")
	}
	return pub, pub.Title != ""
}

// authorsIn reads the authors before a title, each in full: "Nguyễn Văn A, Trần B
// (2020)". Where there may be more of them, or names stand turned about, nobody is sure
// and none are given.
func authorsIn(text string) []string {
	text, _, _ = strings.Cut(text, "(")
	var authors []string
	for _, name := range strings.Split(text, ",") {
		name = strings.Trim(name, " ,:")
		if len(strings.Fields(name)) < 2 || len(name) > 80 || strings.Contains(name, "cộng sự") || strings.Contains(name, "et al") || registry.NameRefused(name) != "" {
			return nil
		}
		authors = append(authors, name)
	}
	return authors
}

// numbered is a volume or pages behind the name of a journal.
var numbered = regexp.MustCompile(`,\s*(?:\d|[Tt]ập|[Ss]ố|[Vv]ol|[Nn]o|pp?\.|tr\.)`)

// venueIn reads the venue that stands alone behind a title.
func venueIn(text string) string {
	text = strings.Trim(text, " .,")
	if strings.ContainsAny(text, ";:(“") || numbered.MatchString(text) || len(text) > 300 {
		return ""
	}
	return text
}
