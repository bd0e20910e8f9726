package vietnamese

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestUntype(t *testing.T) {
	cases(t, func(s string) string { out, _ := Untype(s); return out }, [][3]string{
		{"telex", "nguyeenx", "nguyễn"},
		{"telex name", "Nguyeenx Vawn Anh", "Nguyễn Văn Anh"},
		{"telex phrase", "ddaij hocj", "đại học"},
		{"telex horn pair", "dduwowngf", "đường"},
		{"telex w once for both", "phuwowng phaps nghieen cuwus", "phương pháp nghiên cứu"},
		{"telex ow", "truowngf", "trường"},
		{"telex tone inside", "Nguyeexn Thij Hoaf", "Nguyễn Thị Hòa"},
		{"telex capitals", "NGUYEENX THIJ", "NGUYỄN THỊ"},
		{"telex free", "vietej nam", "việt nam"},
		{"telex, one tone", "hoaf", "hòa"},
		{"telex qu", "quyeenf quaanj", "quyền quận"},
		{"telex gi", "giuwowngf gias", "giường giá"},
		{"vni", "Nguye6n4", "Nguyễn"},
		{"vni inside", "Nguye64n Va8n An", "Nguyễn Văn An"},
		{"vni phrase", "d9a5i ho5c Ca6n2 Tho7", "đại học Cần Thơ"},
		{"vni pair", "phuo7ng pha1p", "phương pháp"},
		{"punctuation", "ddaij hocj, nguyeenx.", "đại học, nguyễn."},
	})
}

func TestUntypeLeavesAlone(t *testing.T) {
	for _, s := range []string{
		"", "cas", "boss", "http", "2023", "max", "max tax", "see his car", "data science", "books", "Hans", "queens",
		"CO2", "CO2 SO2", "H5N1", "B12", "COVID19", "phong3", "K60", "Ha1", "a1c", "V.07.01.01", "Nguyễn Văn An", "nguyen van an",
		"hoa", "tien si", "xe hoi", "machine learning", "x", "AI", "ThS", "PGS.TS", "food safety", "water", "law", "Word", "power",
		"robots", "sensor", "laser", "cancer", "photos", "there was a door", "an.le@example.vn", "C2", "IoT", "blockchain",
	} {
		if got, ok := Untype(s); ok || got != s {
			t.Errorf("Untype(%q) = %q, %v", s, got, ok)
		}
	}
}

// telexOf types a word in Telex: hats at once, the tone last.
func telexOf(s string) string {
	shapes := map[rune]string{'ă': "aw", 'â': "aa", 'ê': "ee", 'ô': "oo", 'ơ': "ow", 'ư': "uw", 'đ': "dd"}
	return typeWords(s, shapes, "\x00frxsj")
}

// vniOf types a word in VNI.
func vniOf(s string) string {
	shapes := map[rune]string{'ă': "a8", 'â': "a6", 'ê': "e6", 'ô': "o6", 'ơ': "o7", 'ư': "u7", 'đ': "d9"}
	return typeWords(s, shapes, "\x0023415")
}

func typeWords(s string, shapes map[rune]string, tones string) string {
	words := strings.Fields(s)
	for i, w := range words {
		var b strings.Builder
		mark := ngang
		for _, r := range w {
			l := info(r)
			mark = max(mark, l.tone)
			k := shapes[l.shape]
			if k == "" {
				k = string(l.shape)
			}
			if unicode.IsUpper(r) {
				k = strings.ToUpper(k[:1]) + k[1:]
			}
			b.WriteString(k)
		}
		if mark != ngang {
			b.WriteByte(tones[mark])
		}
		words[i] = b.String()
	}
	return strings.Join(words, " ")
}

func TestUntypeUndoesTyping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := PlaceTone(names().Draw(t, "name")) + " nghiên cứu"
		for _, in := range []string{telexOf(s), vniOf(s)} {
			if got, ok := Untype(in); !ok || got != s {
				t.Fatalf("Untype(%q) = %q, %v, want %q", in, got, ok, s)
			}
		}
	})
}

func TestUntypeOfUnicodeIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := names().Draw(t, "name")
		for _, s := range []string{s, strings.ToUpper(s), Fold(s)} {
			if got, ok := Untype(s); ok {
				t.Fatalf("Untype(%q) = %q", s, got)
			}
		}
	})
}

func FuzzUntype(f *testing.F) {
	f.Add("nguyeenx vawn")
	f.Add("Nguye6n4")
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := Untype(s); !ok && got != s {
			t.Errorf("Untype(%q) = %q, false", s, got)
		}
		SoundKey(s)
	})
}

func BenchmarkUntype(b *testing.B) {
	for range b.N {
		Untype("chuyeen gia tris tueej nhaan taoj")
	}
}
