package citation_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"trithuc/registry"
	"trithuc/registry/citation"
	"trithuc/registry/vietnamese"
)

// shown writes what a file says so that a librarian can compare it.
func shown(entries []citation.Entry) string {
	var b strings.Builder
	for _, e := range entries {
		p := e.Publication
		fmt.Fprintf(&b, "%d|%s|%s|%s|%s|%s|%d|%s|%s|%s|%s|%s", e.Line, p.Kind, p.Title, strings.Join(p.Authors, "; "), p.Venue, p.Publisher,
			p.Year, p.Volume, p.Issue, p.Pages, p.DOI, p.ISBN)
		for _, q := range e.Problems {
			fmt.Fprintf(&b, "|%s: %s", q.Field, q.Reason)
		}
		if e.Rejected {
			b.WriteString("|không nhận")
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name   string
		format citation.Format
		text   string
		want   string
	}{
		{"marks as LaTeX writes them", citation.BibTeX,
			"@article{a, author = {Nguy{\\~{\\^e}}n, V\\u{a}n {\\'A}nh and Tr{\\`{\\^a}}n, Th\\d{i} \\DJ{}\\`ao}, title = {Nu{\\^o}i t{\\^o}m {\\'\\uhorn}{\\ohorn}t h\\h{o}i \\& m\\~a}, year = 2021}",
			"1|article|Nuôi tôm ứơt hỏi & mã|Nguyễn Văn Ánh; Trần Thị Đào|||2021|||||"},
		{"NFD comes out composed", citation.BibTeX, norm.NFD.String(`@book{b, author={Lê, Thị Hồng}, title={Đất phèn đồng bằng}, year=2019, publisher={Nhà xuất bản Mẫu}}`),
			"1|book|Đất phèn đồng bằng|Lê Thị Hồng||Nhà xuất bản Mẫu|2019|||||"},
		{"institutions, and inside braces, others", citation.BibTeX,
			"@techreport{c,\n author = {{Bộ Khoa học và Công nghệ} and {Barnes and Noble, Inc.} and Smith, John and others},\n title = \"{B}áo cáo\", institution = {Viện Mẫu}, year = \"2020\"\n}",
			"1|report|Báo cáo|Bộ Khoa học và Công nghệ; Barnes and Noble, Inc.; John Smith|Viện Mẫu||2020|||||"},
		{"macros, months, comments, joined parts", citation.BibTeX,
			"lời dẫn\n@string{tc = {Tạp chí }}\n@comment{bỏ qua {này}}\n@preamble{\"x\"}\n@article(d, title = {A}, journal = tc # \"Mẫu\", month = may, year = 2001, pages = {12--19})",
			"5|article|A||Tạp chí Mẫu||2001|||12-19||"},
		{"a broken entry holds up no other", citation.BibTeX, "@article{e, title = {chưa đóng, year = 2020\n\n@book{f, title = {Sau}, year = 2000}",
			"1||||||0||||||: trường \"title\" thiếu dấu đóng \"}\"|không nhận\n3|book|Sau||||2000|||||"},
		{"DOI and ISBN are checked", citation.BibTeX, "@book{g, title={X}, doi={https://doi.org/10.1000/ABC_1}, isbn={978-0-306-40615-7}}\n@book{h, title={Y}, doi={abc}, isbn={978-0-306-40615-8}}",
			"1|book|X||||0||||10.1000/abc_1|9780306406157\n2|book|Y||||0||||||doi: không phải DOI, đã bỏ qua DOI này|isbn: sai số chữ số hoặc chữ số kiểm tra, đã bỏ qua ISBN này"},
		{"no title is no publication", citation.BibTeX, "@misc{i, year=2020}", "1|other|||||2020||||||title: chưa có|không nhận"},
		{"RIS with a value over two lines", citation.RIS,
			"TY  - JOUR\r\nT1  - Bệnh trên tôm\r\n nuôi nước lợ\r\nAU  - Nguyễn, Thị Mỹ Hòa\r\nAU  - Smith, J.\r\nPY  - 2021/05//\r\nJO  - Tạp chí Mẫu\r\nVL  - 57\r\nIS  - 2\r\nSP  - 101\r\nEP  - 110\r\nSN  - 1859-2333\r\nDO  - 10.99999/mau\r\nER  - \r\n",
			"1|article|Bệnh trên tôm nuôi nước lợ|Nguyễn Thị Mỹ Hòa; J. Smith|Tạp chí Mẫu||2021|57|2|101-110|10.99999/mau|"},
		{"RIS without its last ER", citation.RIS, "TY  - BOOK\nTI  - A\nSN  - 9780306406157\n", "1|book|A||||0|||||9780306406157"},
		{"CSL as Zotero writes it", citation.CSL,
			`[{"id":"x","type":"article-journal","title":"Lúa chịu mặn","author":[{"family":"Trần","given":"Văn Mẫu","ORCID":"https://orcid.org/0000-0002-1825-0097"},{"literal":"Viện Lúa"}],"container-title":"Tạp chí Mẫu","issued":{"date-parts":[["2020",5]]},"volume":12,"page":"1–9"}]`,
			"1|article|Lúa chịu mặn|Trần Văn Mẫu; Viện Lúa|Tạp chí Mẫu||2020|12||1-9||"},
		{"CSL as Crossref writes it", citation.CSL,
			`{"type":"journal-article","title":["Rice"],"container-title":["J. Mẫu"],"author":[{"name":"Some Group"}],"issued":{"date-parts":[[2019]]},"DOI":"10.1000/X","ISBN":[]}`,
			"1|article|Rice|Some Group|J. Mẫu||2019||||10.1000/x|"},
		{"a wrong item of CSL", citation.CSL, `[7,{"type":"book","title":"B"}]`, "1||||||0||||||: mục không đúng khuôn dạng CSL-JSON|không nhận\n2|book|B||||0|||||"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if f, ok := citation.Detect([]byte(c.text)); !ok || f != c.format {
				t.Errorf("detected %q, %v", f, ok)
			}
			entries, err := citation.Read(t.Context(), c.format, []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if got := shown(entries); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestORCIDsOfAuthors(t *testing.T) {
	entries, err := citation.Read(t.Context(), citation.CSL, []byte(`[{"type":"book","title":"B","author":[{"family":"A","given":"B"},{"family":"Trần","given":"An","ORCID":"0000-0002-1825-0097"},{"family":"C","given":"D","ORCID":"0000-0002-1825-0098"}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	if got := entries[0]; strings.Join(got.ORCIDs, ",") != ",0000-0002-1825-0097," || len(got.Problems) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestUnreadable(t *testing.T) {
	for name, c := range map[string]struct {
		f    citation.Format
		text string
		want registry.Kind
	}{
		"not UTF-8":     {citation.BibTeX, "@book{a, title={\xff}}", registry.Unreadable},
		"empty":         {citation.RIS, "", registry.Unreadable},
		"other text":    {citation.BibTeX, "xin chào", registry.Unreadable},
		"broken JSON":   {citation.CSL, "[{]", registry.Unreadable},
		"other format":  {"marc", "@book{}", registry.Invalid},
		"beyond bounds": {citation.RIS, strings.Repeat("x", citation.MaxSize+1), registry.TooLarge},
	} {
		if _, err := citation.Read(t.Context(), c.f, []byte(c.text)); registry.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// publications draws publications in the form the registry keeps.
func publications() *rapid.Generator[registry.Publication] {
	kinds := []registry.PublicationKind{registry.Article, registry.Book, registry.Chapter, registry.Conference, registry.Thesis, registry.Report, registry.OtherPaper}
	text := rapid.Map(rapid.StringOfN(rapid.RuneFrom([]rune("abcĐđớờẫễộAZ 019.,;:'\"`{}\\$&#%_~^-–—“”@=()/!?*<>[]|+")), 0, 30, -1), vietnamese.Clean)
	names := rapid.SampledFrom([]string{"Nguyễn Thị Mỹ Hòa", "Trần Văn Mẫu", "Nguyen Van An", "John Smith", "J. R. Smith", "Bộ Khoa học và Công nghệ", "Barnes and Noble, Inc.",
		"Ludwig van Beethoven", "An Nguyen", "Platon", "Lê V. A.", "Y Bhăm Êban", "{lạ} & cộng sự", "Đỗ, An", "Nguyễn Phước Tộc"})
	return rapid.Custom(func(t *rapid.T) registry.Publication {
		return registry.Publication{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Title: "T" + text.Draw(t, "title"),
			Authors: rapid.SliceOfN(names, 0, 4).Draw(t, "authors"), Venue: letters(text.Draw(t, "venue")), Publisher: letters(text.Draw(t, "publisher")),
			Year: rapid.SampledFrom([]int{0, 1987, 2021}).Draw(t, "year"), Volume: letters(text.Draw(t, "volume")), Issue: rapid.SampledFrom([]string{"", "2", "3-4"}).Draw(t, "issue"),
			Pages: rapid.SampledFrom([]string{"", "7", "12-19", "e12", "1-2, 5-6", "A-1-A-9", "3-"}).Draw(t, "pages"),
			DOI:   rapid.SampledFrom([]string{"", "10.1000/182", "10.1002/(sici)1097-0258(19980815)17:15<1661::aid>3.0.co;2-2", "10.1000/a_b--c%d"}).Draw(t, "doi")}
	})
}

// letters leaves text out that has none: a field of signs alone is no value.
func letters(s string) string {
	if len(vietnamese.Syllables(s)) == 0 {
		return ""
	}
	return s
}

// TestRoundTrip: what is written reads back as the same, in every format.
func TestRoundTrip(t *testing.T) {
	for _, f := range citation.Formats {
		t.Run(string(f), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				list := rapid.SliceOfN(publications(), 1, 3).Draw(t, "list")
				var b bytes.Buffer
				if err := citation.Write(&b, f, list); err != nil {
					t.Fatal(err)
				}
				if got, ok := citation.Detect(b.Bytes()); !ok || got != f {
					t.Fatalf("detected %q in\n%s", got, b.String())
				}
				entries, err := citation.Read(t.Context(), f, b.Bytes())
				if err != nil || len(entries) != len(list) {
					t.Fatalf("%d entries, %v, in\n%s", len(entries), err, b.String())
				}
				for i := range list {
					if list[i].Authors == nil {
						list[i].Authors = []string{}
					}
					got := entries[i].Publication
					got.Authors = append([]string{}, got.Authors...)
					if fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", list[i]) || len(entries[i].Problems) > 0 {
						t.Fatalf("got  %#v %v\nwant %#v\nin\n%s", got, entries[i].Problems, list[i], b.String())
					}
				}
			})
		})
	}
}

// FuzzRead: no text breaks a reader, and what it accepts can be written and read
// back as the same.
func FuzzRead(f *testing.F) {
	f.Add(`@article{a, author = {Nguy{\~{\^e}}n, V\u{a}n and {B and C}}, title = "x" # {y}, pages={1--2}}`)
	f.Add("TY  - JOUR\nTI  - a\nAU  - b, c\nER  - \n")
	f.Add(`[{"type":"book","title":"a","author":[{"family":"b","given":"c"}],"issued":{"date-parts":[[2001]]}}]`)
	f.Add(`@string{a={b}} @book{c, title = a # a # a}`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, form := range citation.Formats {
			entries, err := citation.Read(t.Context(), form, []byte(text))
			if err != nil {
				continue
			}
			var kept []registry.Publication
			for _, e := range entries {
				if !utf8.ValidString(e.Publication.Title) {
					t.Fatalf("broken text in %q", e.Publication.Title)
				}
				if !e.Rejected {
					kept = append(kept, e.Publication)
				}
			}
			if len(kept) == 0 {
				continue
			}
			var b bytes.Buffer
			if err := citation.Write(&b, form, kept); err != nil {
				t.Fatal(err)
			}
			again, err := citation.Read(t.Context(), form, b.Bytes())
			if err != nil || len(again) != len(kept) {
				t.Fatalf("%d of %d read back, %v:\n%s", len(again), len(kept), err, b.String())
			}
		}
	})
}
