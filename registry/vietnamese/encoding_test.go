package vietnamese

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// misread returns s as it looks when its UTF-8 is taken for cp1252.
func misread(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(cp1252Rune(s[i]))
	}
	return b.String()
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		name, in, font, want string
		enc                  Encoding
	}{
		{"tcvn3", "NguyÔn V¨n An", "", "Nguyễn Văn An", TCVN3},
		{"tcvn3 phrase", "TÇn sè, gi¶ng d¹y vµ nghiªn cøu", "", "Tần số, giảng dạy và nghiên cứu", TCVN3},
		{"tcvn3 đ", "§¹i häc CÇn Th¬", "", "Đại học Cần Thơ", TCVN3},
		{"tcvn3 capitals", "NGUYÔN V¡N HïNG", "", "NGUYỄN VĂN HÙNG", TCVN3},
		{"tcvn3 capitals in pairs", "NGUY£ÔN THA¹ MYü", "", "NGUYỄN THẠ MỸ", TCVN3},
		{"tcvn3 capital font", "nguyÔn v¨n an", ".VnTimeH", "NGUYỄN VĂN AN", TCVN3},
		{"tcvn3 capital font, no marks", "lan", ".VnTimeH", "LAN", TCVN3},
		{"tcvn3 soft hyphen", "Tr\u00ad¬ng Ph\u00ad¬ng", "", "Trương Phương", TCVN3},
		{"tcvn3 soft hyphen lost", "Trêng §¹i häc, ph¬ng ph¸p, Hng", "", "Trường Đại học, phương pháp, Hưng", TCVN3},
		{"tcvn3 soft hyphen lost, one word", "ph¬ng", "", "phương", TCVN3},
		{"tcvn3 beside titles", "ThS. TrÇn ThÞ Lý", "", "ThS. Trần Thị Lý", TCVN3},
		{"tcvn3 by its font alone", "Tó", ".VnTime", "Tú", TCVN3},
		{"tcvn3 font left on Unicode", "Nguyễn Văn Tó", ".VnTime", "Nguyễn Văn Tó", Unicode},
		{"tcvn3 font left on Latin", "Hà Nhu", ".VnTime", "Hà Nhu", Unicode},
		{"address in a capital font", "hng@example.vn", ".VnTimeH", "hng@example.vn", Unicode},
		{"tcvn3 beside abbreviations", "PGS.TS. Vâ BÐ, M· NV", "", "PGS.TS. Võ Bé, Mã NV", TCVN3},
		{"vni without a pair", "Ñôn vò", "", "Đơn vị", VNI},
		{"tcvn3 quoted", "“Khoa häc m«i tr\u00adêng” – 2005", "", "“Khoa học môi trường” – 2005", TCVN3},
		{"vni", "Nguyeãn Vaên Ñöùc", "", "Nguyễn Văn Đức", VNI},
		{"vni phrase", "Ñaïi hoïc Caàn Thô, phöông phaùp nghieân cöùu", "", "Đại học Cần Thơ, phương pháp nghiên cứu", VNI},
		{"vni capitals", "TRÖÔNG THÒ MYÕ HAÈNG", "", "TRƯƠNG THỊ MỸ HẰNG", VNI},
		{"vni by its font", "Thu Hoøa", "VNI-Times", "Thu Hòa", VNI},
		{"viqr", "Nguye^~n Va(n DDu+'c", "", "Nguyễn Văn Đức", VIQR},
		{"viqr nặng", "dda.i ho.c Ca^`n Tho+", "", "đại học Cần Thơ", VIQR},
		{"mojibake", misread("Nguyễn Văn Đức"), "", "Nguyễn Văn Đức", Mojibake},
		{"mojibake, no-break space made plain", strings.ReplaceAll(misread("Hà Thị Hà"), "\u00a0", " "), "", "Hà Thị Hà", Mojibake},
		{"decomposed", norm.NFD.String("Trần Thị Thúy"), "", "Trần Thị Thúy", Unicode},
		{"cp1258 combining", "Nguyê\u0303n Thi\u0323", "", "Nguyễn Thị", Unicode},
		{"cp1258 read as cp1252", "NguyêÞn Thiò Phýõng", "", "Nguyễn Thị Phương", CP1258},
		{"lone ñ", "liên quan ñến chất lượng", "", "liên quan đến chất lượng", Unicode},
		{"eth", "Ðinh Thế Ðộ", "", "Đinh Thế Độ", Unicode},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, enc, sure := Decode(c.in, c.font)
			if got != c.want || enc != c.enc {
				t.Errorf("got %q (%v, %.2f), want %q (%v)", got, enc, sure, c.want, c.enc)
			}
		})
	}
}

func TestDecodeLeavesAlone(t *testing.T) {
	for _, s := range []string{
		"", "Nguyễn Văn An", "Hà Bùi Võ", "Lý", "Tó", "Võ Hà", "Tôn Nữ", "Y Bhăm Êban", "Chamaléa", "Néang Kim",
		"Data Science & AI", "What? Really? No. So.", "O+", "A+ B+ O+", "C++ (a) e-mail", "an.le@ctu.example.vn",
		"https://example.vn/~le?a=1", "François Müller", "Thérèse Désirée", "Université Côte d'Azur", "José Muñoz", "Lü Wei",
		"Noël Chloé René", "Löwe Straße Köln", "São Paulo", "São João", "résumé", "Ångström", "5 µm", "50µg/m³", "25°C ± 2", "© 2023", "Panadol®",
		"½ năm", "m² đất", "V.07.01.01", "15.109", "12/03/1980", "ThS. NCS", "“trích”", "2.34 – 4.98", "ñ", "¡Hola!", "El Niño",
	} {
		if got, enc, _ := Decode(s, ""); got != s || enc != Unicode {
			t.Errorf("Decode(%q) = %q (%v)", s, got, enc)
		}
	}
}

func TestDecodeIsUnsureWhenItShouldBe(t *testing.T) {
	for s, want := range map[string][2]float64{
		"Nguyễn Văn An": {1, 1}, "An": {1, 1}, "Tó": {0, 0.8}, "Lª Ngäc HiÕu": {0.8, 1}, "Trònh": {0.5, 0.8}, "Ngaøy sinh": {0.8, 1}, "Coït vieil": {0, 0.8},
	} {
		if _, _, sure := Decode(s, ""); sure < want[0] || sure > want[1] {
			t.Errorf("Decode(%q) is sure to %.2f, want %v", s, sure, want)
		}
	}
}

// letters134 are the letters of Vietnamese beyond ASCII.
func letters134() []rune {
	out := []rune{'đ', 'Đ'}
	for _, row := range vowels {
		for _, r := range row {
			if r >= 0x80 {
				out = append(out, r, unicode.ToUpper(r))
			}
		}
	}
	return out
}

func TestEveryLetterRoundTrips(t *testing.T) {
	if n := len(letters134()); n != 134 {
		t.Fatalf("%d letters", n)
	}
	for _, r := range letters134() {
		s := string(r)
		if got := readTCVN3(Encode(s, TCVN3)); got != s {
			t.Errorf("TCVN3: %q → %q → %q", s, Encode(s, TCVN3), got)
		}
		if got := readVNI(Encode(s, VNI)); got != s {
			t.Errorf("VNI: %q → %q → %q", s, Encode(s, VNI), got)
		}
	}
}

// names draws names of the made-up kind: words of common use in a random order.
func names() *rapid.Generator[string] {
	words := strings.Fields(`Nguyễn Trần Lê Phạm Huỳnh Võ Phan Trương Bùi Đặng Đỗ Hồ Ngô Dương Lý Đoàn Mai Lâm Cao Trịnh Thái Châu Tô
		Quách Lương Hoàng Vũ Hà Đinh Lưu Tạ Khưu Thạch Sơn Kim Danh Thị Văn Ngọc Mỹ Hữu Đức Quốc Thùy Thúy Hoàng Xuân Bích
		Hùng Dũng Thanh Tuấn Hải Bình Hòa Phương Nghĩa Hiệp Phước Toàn Vinh Tâm Lợi Bé Út Hiền Nhân Trí Hồng Khánh Điệp Trúc
		Nguyệt Phượng Tuyết Hạnh Yến Thủy Thảo Vy Như Quyên Trinh Trâm Hân Nhung Thư Tiên Hằng Diễm Huyền Duyên Uyên Ánh Ý Ân`)
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(words), 2, 4), func(w []string) string { return strings.Join(w, " ") })
}

func TestDecodeOfUnicodeIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := names().Draw(t, "name")
		for _, s := range []string{s, strings.ToUpper(s), strings.ToLower(s)} {
			if got, enc, _ := Decode(s, ""); got != s || enc != Unicode {
				t.Fatalf("Decode(%q) = %q (%v)", s, got, enc)
			}
		}
	})
}

func TestFontDecodesWhatEncodeWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := names().Draw(t, "name")
		for font, e := range map[string]Encoding{".VnTime": TCVN3, "VNI-Times": VNI} {
			for _, s := range []string{s, strings.ToUpper(s), strings.ToLower(s)} {
				if got, _, _ := Decode(Encode(s, e), font); got != s {
					t.Fatalf("%v: %q → %q → %q", e, s, Encode(s, e), got)
				}
			}
		}
		if got, _, _ := Decode(Encode(strings.ToLower(s), TCVN3), ".VnTimeH"); got != strings.ToUpper(s) {
			t.Fatalf("capital font: %q → %q", s, got)
		}
	})
}

// TestDecodeByLettersAlone measures names without a font: nearly all must come
// back, and a wrong one must not be sure.
func TestDecodeByLettersAlone(t *testing.T) {
	for _, e := range []Encoding{TCVN3, VNI, Mojibake} {
		right, wrong, total := 0, 0, 0
		for i := range 2000 {
			s := names().Example(i)
			in := Encode(s, e)
			if e == Mojibake {
				in = misread(s)
			}
			got, _, sure := Decode(in, "")
			total++
			if got == s {
				right++
			} else if sure >= 0.8 {
				wrong++
			}
		}
		t.Logf("%v: %.2f%% right, %.2f%% wrong and sure", e, 100*float64(right)/float64(total), 100*float64(wrong)/float64(total))
		if right < total*97/100 || wrong > total*2/100 {
			t.Errorf("%v: %d of %d right, %d wrong and sure", e, right, total, wrong)
		}
	}
}

const file = "STT,Họ và tên,Đơn vị\r\n1,Nguyễn Văn An,Khoa Công nghệ\r\n2,Trần Thị Thúy,Trường Đại học\r\n"

func TestDecodeBytes(t *testing.T) {
	units := utf16.Encode([]rune(file))
	le, be := make([]byte, 0, 2*len(units)), make([]byte, 0, 2*len(units))
	for _, u := range units {
		le, be = append(le, byte(u), byte(u>>8)), append(be, byte(u>>8), byte(u))
	}
	for _, c := range []struct {
		name string
		in   []byte
		enc  Encoding
	}{
		{"utf-8", []byte(file), Unicode},
		{"utf-8 with mark", []byte("\uFEFF" + file), Unicode},
		{"utf-8 decomposed", []byte(norm.NFD.String(file)), Unicode},
		{"utf-16 le", le, UTF16LE},
		{"utf-16 le with mark", append([]byte{0xFF, 0xFE}, le...), UTF16LE},
		{"utf-16 be with mark", append([]byte{0xFE, 0xFF}, be...), UTF16BE},
		{"utf-16 be", be, UTF16BE},
		{"tcvn3", latin(t, Encode(file, TCVN3)), TCVN3},
		{"vni", latin(t, Encode(file, VNI)), VNI},
		{"windows-1258", windows1258(t, file), CP1258},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, enc := DecodeBytes(c.in); got != file || enc != c.enc {
				t.Errorf("got %q (%v), want (%v)", got, enc, c.enc)
			}
		})
	}
}

func TestDecodeBytesOfNothing(t *testing.T) {
	for _, b := range []string{"", "\xEF\xBB\xBF", "\xFF\xFE"} {
		if got, _ := DecodeBytes([]byte(b)); got != "" {
			t.Errorf("%q: got %q", b, got)
		}
	}
}

// latin returns the bytes of s, all of whose characters are Latin-1.
func latin(t *testing.T, s string) []byte {
	b, err := charmap.ISO8859_1.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(b)
}

// windows1258 writes s as Windows does: hat and horn in the letter, tone apart.
func windows1258(t *testing.T, s string) []byte {
	var b strings.Builder
	for _, r := range s {
		l := info(r)
		if c, ok := charmap.Windows1258.EncodeRune(r); ok {
			b.WriteByte(c)
			continue
		}
		mark := [6]rune{0, 0x300, 0x309, 0x303, 0x301, 0x323}[l.tone]
		c, ok := charmap.Windows1258.EncodeRune(l.withTone(ngang))
		m, ok2 := charmap.Windows1258.EncodeRune(mark)
		if !ok || !ok2 {
			t.Fatalf("no code for %q", r)
		}
		b.WriteByte(c)
		b.WriteByte(m)
	}
	return []byte(b.String())
}

func FuzzDecode(f *testing.F) {
	f.Add("NguyÔn V¨n", ".VnTime")
	f.Add("Nguyeãn", "VNI-Times")
	f.Add("Nguye^~n Va(n", "")
	f.Add("Nguyá»…n", "")
	f.Fuzz(func(t *testing.T, s, font string) {
		text, _, sure := Decode(s, font)
		if sure < 0 || sure > 1 || !norm.NFC.IsNormalString(text) {
			t.Errorf("Decode(%q, %q) = %q, %v", s, font, text, sure)
		}
		DecodeBytes([]byte(s))
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, s := range map[string]string{
		"ascii": "an.le@example.vn", "unicode": "Nguyễn Thị Hồng Phượng", "latin": "Hà Võ", "tcvn3": "NguyÔn ThÞ Hång",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				Decode(s, "Times New Roman")
			}
		})
	}
}

// TestLostVowel: words that were nothing but a consonant and a lost soft hyphen come
// back behind the words they stand behind, and nowhere else.
func TestLostVowel(t *testing.T) {
	for in, want := range map[string]string{"Kü s": "Kỹ sư", "Kü s x©y dùng": "Kỹ sư xây dựng", "Phã Gi¸o s": "Phó Giáo sư", "KiÕn tróc s": "Kiến trúc sư", "BÝ th": "Bí thư", "NguyÔn s": "Nguyễn s"} {
		if got, _, _ := Decode(in, ".VnTime"); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
