package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/search"
	"trithuc/seeds"
)

const year = 2026

func lexicon(t testing.TB) *search.Lexicon {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	return search.NewLexicon(ref)
}

// said writes what was understood in one line: chips, then what stays words.
func said(u search.Understood) string {
	var labels []string
	for _, c := range u.Chips {
		labels = append(labels, c.Label)
	}
	return strings.Join(labels, ", ") + " | " + u.Text
}

func TestUnderstand(t *testing.T) {
	l := lexicon(t)
	for _, c := range []struct{ name, in, want string }{
		{"a need", "nữ tiến sĩ thủy sản ở đại học cần thơ dưới 45 tuổi", "Nữ, Tiến sĩ trở lên, Đại học Cần Thơ, Dưới 45 tuổi | thủy sản"},
		{"a name near a topic", "TS. Đỗ Thị Yến", " | Đỗ Thị Yến"},
		{"without marks", "nu tien si thuy san o dai hoc can tho duoi 45 tuoi", "Nữ, Tiến sĩ trở lên, Đại học Cần Thơ, Dưới 45 tuổi | thuy san"},
		{"sỹ for sĩ", "tiến sỹ lúa", "Tiến sĩ trở lên | lúa"},
		{"or higher", "thạc sĩ trở lên nông nghiệp", "Thạc sĩ trở lên | nông nghiệp"},
		{"a title means itself", "phó giáo sư", "Phó giáo sư | "},
		{"titles joined", "PGS.TS thủy sản", "Phó giáo sư, Tiến sĩ trở lên | thủy sản"},
		{"the longest parting", "tiến sĩ khoa học cây trồng", "Tiến sĩ trở lên | khoa học cây trồng"},
		{"tiến sĩ khoa học alone", "tiến sĩ khoa học", "Tiến sĩ khoa học trở lên | "},
		{"a title before a name is no condition", "PGS Nguyễn Văn An", " | Nguyễn Văn An"},
		{"nor before one word that is a name", "TS Thủy", " | Thủy"},
		{"a name of a degree", "Lâm Tiến Sĩ", " | Lâm Tiến Sĩ"},
		{"Nam in a name", "Phan Hoài Nam", " | Phan Hoài Nam"},
		{"Nữ in a name", "Tôn Nữ Thị Ninh", " | Tôn Nữ Thị Ninh"},
		{"nữ alone", "nữ", "Nữ | "},
		{"nam alone is rather a name", "nam", " | nam"},
		{"sex behind a kind of person", "giảng viên nữ", "Nữ | giảng viên"},
		{"ages", "từ 30 đến 40 tuổi", "30 đến 40 tuổi | "},
		{"ages with a dash", "30-40 tuổi", "30 đến 40 tuổi | "},
		{"over", "trên 50 tuổi", "Trên 50 tuổi | "},
		{"in English", "female professor of aquaculture under 50", "Nữ, Giáo sư, Dưới 50 tuổi | aquaculture"},
		{"born in", "sinh năm 1980", "Sinh năm 1980 | "},
		{"fillers", "cần tìm chuyên gia về xâm nhập mặn", " | xâm nhập mặn"},
		{"a filler as a name stays", "Trần Văn Cần", " | Trần Văn Cần"},
		{"Cần Thơ is no need", "cần thơ", " | cần thơ"},
		{"a university by its initials", "ĐHCT", "Đại học Cần Thơ | "},
		{"a former name leads on", "Trường Đại học Cần Thơ", "Đại học Cần Thơ | "},
		{"an abbreviation that is also a topic", "CNTT", " | CNTT"},
		{"and the unit behind its word", "khoa CNTT", "Khoa Công nghệ thông tin | "},
		{"TS is a degree, not the unit TS", "TS. chọn giống lúa", "Tiến sĩ trở lên | chọn giống lúa"},
		{"đại học alone is no degree", "đại học", " | đại học"},
		{"but with trình độ", "trình độ đại học", "Cử nhân trở lên | "},
		{"a title behind a name", "Trần Thị Thủy, tiến sĩ, Đại học Cần Thơ", "Đại học Cần Thơ | Trần Thị Thủy"},
		{"ai is who", "ai biết về nuôi cá tra?", " | nuôi cá tra"},
		{"an honour", "nhà giáo ưu tú", "Nhà giáo Ưu tú | "},
		{"Telex", "tieens six thuyr sanr", "Tiến sĩ trở lên | thủy sản"},
		{"ngành quản lý", "tiến sĩ thuộc ngành y tế", "Tiến sĩ trở lên, Ngành quản lý: Y tế | "},
		{"without marks", "khu vuc nha nuoc", "Khu vực: Nhà nước | "},
		{"both beside a topic", "thủy sản ngành nông nghiệp khu vực nhà nước", "Ngành quản lý: Nông nghiệp và môi trường, Khu vực: Nhà nước | thủy sản"},
		{"what was studied is no ngành quản lý", "tiến sĩ ngành xây dựng", "Tiến sĩ trở lên | xây dựng"},
		{"a kind of employer alone", "doanh nghiệp", "Khu vực: Doanh nghiệp, ngoài công lập | "},
		{"and where somebody works", "kỹ sư làm việc ở doanh nghiệp", "Kỹ sư, Khu vực: Doanh nghiệp, ngoài công lập | "},
		{"but not within a topic", "quản trị doanh nghiệp", " | quản trị doanh nghiệp"},
		{"nor a meeting", "báo cáo tại hội thảo", " | báo cáo hội thảo"},
		{"who is not in it", "không thuộc khu vực nhà nước", "Không phải Khu vực: Nhà nước | "},
		{"blanks only", "  \t ", " | "},
		{"punctuation only", "*?\"()[]", " | "},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, u := l.Plan(search.Query{Text: c.in}, year); said(u) != c.want {
				t.Errorf("%q: got %q, want %q", c.in, said(u), c.want)
			}
		})
	}
}

func TestLiteralStaysWords(t *testing.T) {
	l := lexicon(t)
	q := search.Query{Text: "nữ tiến sĩ thủy sản", Literal: []string{"tiến sĩ"}}
	if _, u := l.Plan(q, year); said(u) != " | nữ tiến sĩ thủy sản" && said(u) != "Nữ | tiến sĩ thủy sản" {
		t.Errorf("got %q", said(u))
	}
}

func TestChipsPointAtWhatWasTyped(t *testing.T) {
	l := lexicon(t)
	text := "  nữ  TIẾN SĨ ở Đại học Cần Thơ"
	_, u := l.Plan(search.Query{Text: text}, year)
	if u.Read != "" {
		text = u.Read
	}
	var got []string
	for _, c := range u.Chips {
		got = append(got, text[c.From:c.To])
	}
	if want := []string{"nữ", "TIẾN SĨ", "Đại học Cần Thơ"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAtLeastNamesAllDegrees(t *testing.T) {
	l := lexicon(t)
	p, _ := l.Plan(search.Query{Filters: []search.Filter{{Facet: search.FacetDegree, Values: []string{"TS"}, AtLeast: true}}}, year)
	got := slices.Sorted(slices.Values(p.Chosen[0].Values))
	if !slices.Equal(got, []string{"TS", "TSKH"}) || p.Chosen[0].AtLeast {
		t.Errorf("got %v", p.Chosen)
	}
}

func TestSynonymsAreOffered(t *testing.T) {
	l := lexicon(t)
	p, _ := l.Plan(search.Query{Text: "chuyên gia BĐKH"}, year)
	if len(p.Phrases) != 1 || !slices.Contains(p.Phrases[0].Texts, "biến đổi khí hậu") || !slices.Contains(p.Phrases[0].Texts, "climate change") {
		t.Errorf("BĐKH may also be said %v", p.Phrases)
	}
}

func TestParseAges(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string
	}{
		{"-35", "0 34 true"}, {"35-44", "35 44 true"}, {"55-", "55 130 true"}, {"0-45", "0 45 true"},
		{"", "0 0 false"}, {"-", "0 0 false"}, {"x-1", "0 0 false"}, {"5", "0 0 false"}, {"1000-", "1000 130 false"},
	} {
		low, high, ok := search.ParseAges(c.in)
		if got := fmt.Sprint(low, high, ok); got != c.want {
			t.Errorf("%q: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestDocumentHoldsNoContact(t *testing.T) {
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	d := search.DocumentOf(&registry.Person{ID: 1, Email: "a@b.example", Phone: "0600000001"}, ref)
	if s := fmt.Sprintf("%+v", d); strings.Contains(s, "a@b.example") || strings.Contains(s, "0600000001") {
		t.Errorf("contact data in %s", s)
	}
}

// FuzzPlan: any text is understood without panic, in the bounds of a plan, and
// every chip points into the text.
func FuzzPlan(f *testing.F) {
	l := lexicon(f)
	for _, s := range []string{
		"nữ tiến sĩ thủy sản ở đại học cần thơ dưới 45 tuổi", "PGS.TS. Nguyễn Văn An 1980", "nguyeenx", "TT-0000123", "\xff\xfe", "\u0300\u0301",
		"(a|b)*+?[z]{1,99999}", strings.Repeat("a ", 300), "Nguyá»…n", "từ 99 đến 10 tuổi trở lên trở lên",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > search.MaxText {
			return // Searcher refuses it
		}
		p, u := l.Plan(search.Query{Text: s}, year)
		text := s
		if u.Read != "" {
			text = u.Read
		}
		if n := len(vietnamese.Syllables(s)); n <= search.MaxWords && len(p.Words) > search.MaxWords {
			t.Errorf("%d words out of %d that Searcher lets through", len(p.Words), n)
		}
		for _, c := range u.Chips {
			if c.From < 0 || c.From >= c.To || c.To > len(text) || !utf8.ValidString(text[c.From:c.To]) {
				t.Errorf("chip %+v of %q", c, text)
			}
		}
		for _, ph := range p.Phrases {
			if ph.From < 0 || ph.From >= ph.To || ph.To > len(p.Words) {
				t.Errorf("phrase %+v of %d words", ph, len(p.Words))
			}
		}
	})
}
