package vietnamese

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// cases run f over a table of name, in, want.
func cases(t *testing.T, f func(string) string, table [][3]string) {
	t.Helper()
	for _, c := range table {
		t.Run(c[0], func(t *testing.T) {
			if got := f(c[1]); got != c[2] {
				t.Errorf("%q: got %q, want %q", c[1], got, c[2])
			}
		})
	}
}

func TestClean(t *testing.T) {
	cases(t, Clean, [][3]string{
		{"nothing", "", ""},
		{"plain", "Le Van", "Le Van"},
		{"decomposed", norm.NFD.String("Nguyễn Đức"), "Nguyễn Đức"},
		{"blanks", "  Trần\u00a0 \t Văn\r\n An ", "Trần Văn An"},
		{"unseen", "\ufeffLê\u200b Vă\u00adn\u200d An\u200e", "Lê Văn An"},
		{"wide blank", "Lê\u3000Văn\u2003An", "Lê Văn An"},
		{"control", "a\x00b\x07c\x7f", "abc"},
		{"invalid byte", "a\xffb", "a\ufffdb"},
		{"only blanks", " \n ", ""},
	})
}

func TestFold(t *testing.T) {
	cases(t, Fold, [][3]string{
		{"name", "Đặng  Thị HÒA", "dang thi hoa"},
		{"every hat", "ăâêôơưđ ĂÂÊÔƠƯĐ", "aaeooud aaeooud"},
		{"decomposed", norm.NFD.String("Nguyễn Thị Phượng"), "nguyen thi phuong"},
		{"eth", "Ðỗ", "do"},
		{"french", "Françoise Müller-Łuk", "francoise muller-luk"},
		{"punctuation", "PGS.TS. “Hòa”", "pgs.ts. “hoa”"},
		{"marks between blanks", "a \u0301 b", "a b"},
		{"other script", "Ελένη Ночь", "ελενη ночь"},
		{"unchanged", "le van an", "le van an"},
	})
}

func TestHasMarks(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "Nguyen Van": false, "Nguyễn": true, "Đa": true, "ư": true, "e\u0301": true,
		"José": true, "2023 – “x”": false, "ß": false, "Ночь": false,
	} {
		if got := HasMarks(s); got != want {
			t.Errorf("HasMarks(%q) = %v", s, got)
		}
	}
}

func TestSyllables(t *testing.T) {
	got := Syllables(" PGS.TS. K'Sor-Nguye\u0302\u0303n, 2 ")
	want := []string{"PGS", "TS", "K", "Sor", "Nguyễn", "2"}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
}

func TestKey(t *testing.T) {
	cases(t, Key, [][3]string{
		{"case and blanks", " NGUYỄN  Thị ", "nguyễn thị"},
		{"tone place", "Hoà Thuý Khoẻ", "hòa thúy khỏe"},
		{"decomposed", norm.NFD.String("Hoà"), "hòa"},
		{"safe i", "Tiến sĩ kĩ sư quản lí, Mĩ, tỉ lệ, quí, qui, hi vọng", "tiến sỹ kỹ sư quản lý, mỹ, tỷ lệ, quý, quy, hy vọng"},
		{"names in i stay", "Vi Thi Mi Li", "vi thi mi li"},
		{"names in y stay", "Vy Thy My Ly", "vy thy my ly"},
		{"đ stays", "Đỗ ĐỨC", "đỗ đức"},
		{"eth", "Ðỗ", "đỗ"},
	})
}

func TestFoldKey(t *testing.T) {
	cases(t, FoldKey, [][3]string{
		{"with marks", "Tiến sĩ  Mĩ LÍ", "tien sy my ly"},
		{"without", "tien si quy li", "tien sy quy ly"},
		{"y stays", "tiến sỹ kỹ", "tien sy ky"},
		{"only at the end", "kim hinh tin thi vi chi", "kim hinh tin thi vi chi"},
	})
}

func TestPlaceTone(t *testing.T) {
	cases(t, PlaceTone, [][3]string{
		{"oa", "Hoà HOÁ Thoả", "Hòa HÓA Thỏa"},
		{"oe uy", "khoẻ Thuý thuỷ luỹ thuỵ", "khỏe Thúy thủy lũy thụy"},
		{"qu", "quý quỳ Quả quốc", "quý quỳ Quả quốc"},
		{"closed", "Hoàn toán Huỳnh Nguyễn thuyết khuỷu", "Hoàn toán Huỳnh Nguyễn thuyết khuỷu"},
		{"slip of an old keyboard", "Hùynh Tóan Hòang qúy gìa thừơng đựơc", "Huỳnh Toán Hoàng quý già thường được"},
		{"old style stays", "Hòa thúy mía của", "Hòa thúy mía của"},
		{"gi", "gì giờ giếng gìn", "gì giờ giếng gìn"},
		{"three vowels", "ngoài xoáy khuỵu ngoèo", "ngoài xoáy khuỵu ngoèo"},
		{"foreign", "Zoé Chloé café", "Zoé Chloé café"},
		{"two tones", "hóà", "hóà"},
	})
}

// words draws text made of what Vietnamese cells hold, and of what they should not.
func words() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOfN(rapid.SampledFrom([]rune("aàâấeêệiìoôơợuưứyỳbcdđghklmnpqrstvxAĐÂỨ  '-.\u0301\u0323\u00a0\u00ad12")), 0, 24, -1),
	)
}

func TestFoldIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { idempotent(t, "Fold", Fold, words().Draw(t, "s")) })
}

func TestCleanKeyPlaceToneTitleAreIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := words().Draw(t, "s")
		idempotent(t, "Clean", Clean, s)
		idempotent(t, "Key", Key, s)
		idempotent(t, "FoldKey", FoldKey, s)
		idempotent(t, "PlaceTone", PlaceTone, s)
		idempotent(t, "Title", Title, s)
	})
}

type fataler interface{ Fatalf(string, ...any) }

func idempotent(t fataler, name string, f func(string) string, s string) {
	if once := f(s); f(once) != once {
		t.Fatalf("%s(%q) = %q, then %q", name, s, once, f(once))
	}
}

func TestNormalFormDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { sameInBothForms(t, words().Draw(t, "s")) })
}

func sameInBothForms(t fataler, s string) {
	c, d := norm.NFC.String(s), norm.NFD.String(s)
	for name, f := range map[string]func(string) string{
		"Clean": Clean, "Fold": Fold, "Key": Key, "FoldKey": FoldKey, "PlaceTone": PlaceTone, "Title": Title,
	} {
		if f(c) != f(d) {
			t.Fatalf("%s differs: NFC %q → %q, NFD → %q", name, s, f(c), f(d))
		}
	}
}

func TestFoldOfKeyHasNoMarks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := words().Draw(t, "s")
		if k := Fold(s); HasMarks(k) || !utf8.ValidString(k) {
			t.Fatalf("Fold(%q) = %q has marks", s, k)
		}
		if Fold(PlaceTone(s)) != Fold(s) {
			t.Fatalf("PlaceTone(%q) = %q changed letters", s, PlaceTone(s))
		}
	})
}

func TestFoldDoesNotAllocateWhenNothingChanges(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Fold("nguyen thi hong phuong 123") }); n != 0 {
		t.Errorf("got %v allocations, want 0", n)
	}
}

func FuzzKeys(f *testing.F) {
	for _, s := range []string{"Nguyễn Văn An", "Hoà \u0301", "K'SOR H'BIA", "\xff\u00ad", "ǅ İ ẞ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, g := range map[string]func(string) string{
			"Clean": Clean, "Fold": Fold, "Key": Key, "FoldKey": FoldKey, "PlaceTone": PlaceTone, "Title": Title,
		} {
			idempotent(t, name, g, s)
		}
		sameInBothForms(t, s)
		ParseName(s)
	})
}

var sample = []string{"Nguyễn Thị Hồng Phượng", "TRẦN VĂN HOÀ", "Lê Quí Đông", "Đặng Thuỳ Trang", "nguyen van an"}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for i := range b.N {
		Fold(sample[i%len(sample)])
	}
}

func BenchmarkKey(b *testing.B) {
	b.ReportAllocs()
	for i := range b.N {
		Key(sample[i%len(sample)])
	}
}

func BenchmarkSortKey(b *testing.B) {
	b.ReportAllocs()
	n := ParseName(sample[0])
	for range b.N {
		SortKey(n)
	}
}

// TestComposed: what is told to be composed by its letters alone is so by the tables
// of Unicode too, whatever stands beside it.
func TestComposed(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := string(r)
		if !composed(s) {
			continue
		}
		if p := norm.NFC.PropertiesString(s); !norm.NFC.IsNormalString(s) || !p.BoundaryBefore() {
			t.Errorf("%U is told to be composed", r)
		}
	}
	if composed("a\u0301") || composed("\xff") || !composed("Đặng Thị Hòa, 1975") {
		t.Error("marks and broken bytes have to be composed first")
	}
}
