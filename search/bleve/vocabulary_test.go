package bleve

import (
	"slices"
	"strings"
	"testing"

	"trithuc/registry/vietnamese"
	"trithuc/search"
)

func TestMeanings(t *testing.T) {
	l := &wordlist{}
	l.add([]string{"đường", "dương", "đương", "dưỡng", "trường", "chương", "an", "anh", "ánh", "lan", "sỹ", "hòa"})
	for _, c := range []struct {
		name, typed string
		ways        ways
		want        string // the best first, worse classes behind
	}{
		{"marks typed: exact first, then the tone, then the rest", "đường", ways{marked: true}, "đường đương dương dưỡng"},
		{"no marks: all alike", "duong", ways{}, "đường dương đương dưỡng"},
		{"i for y", "si", ways{}, "sỹ"},
		{"the tone in another place", "hoà", ways{marked: true}, "hòa"},
		{"half a word", "an", ways{longer: true}, "an anh ánh"},
		{"misheard", "chuong", ways{errors: true}, "chương trường"},
		{"a letter less", "truog", ways{errors: true}, "trường"},
		{"two letters swapped", "haon", ways{errors: true}, ""},
		{"a short word is misheard but not misspelt", "an", ways{errors: true}, "an anh ánh"},
		{"unless it is none", "ln", ways{errors: true}, "an lan"},
		{"nothing", "", ways{longer: true, errors: true}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := l.meanings(search.Word{Text: vietnamese.Key(c.typed)}, c.ways)
			slices.SortStableFunc(all, func(a, b meant) int { return int(b.class) - int(a.class) })
			var got []string
			for _, m := range all {
				got = append(got, m.word)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestOneEditApart(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"minh", "mih", true}, {"minh", "minhh", true}, {"minh", "mimh", true}, {"minh", "mihn", true}, {"minh", "imnh", true},
		{"minh", "mnih", true}, {"minh", "mhin", false}, {"a", "", true}, {"ab", "cd", false}, {"abc", "a", false},
	} {
		if got := search.OneEditApart(c.a, c.b); got != c.want || search.OneEditApart(c.b, c.a) != got {
			t.Errorf("%q, %q: got %t, want %t both ways", c.a, c.b, got, c.want)
		}
	}
}

func TestParted(t *testing.T) {
	l := &wordlist{}
	l.add([]string{"nguyễn", "văn", "an", "vàn", "ngu"})
	for in, want := range map[string]string{
		"nguyenvanan": "nguyen van an", "nguyenvan": "nguyen van", "nguyenx": "", "": "", strings.Repeat("an", 30): "",
	} {
		if got := strings.Join(l.parted(in), " "); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// FuzzStored: whatever stands in the index's stored value is read without panic.
func FuzzStored(f *testing.F) {
	f.Add(encodeStored(&search.Document{Person: 1, Version: 3, Name: "Nguyễn Văn An", Codes: []string{"A1"}, SortKey: []byte{1, 2}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := decodeStored(b); err == nil && len(s.texts) > len(b) {
			t.Errorf("%d texts out of %d bytes", len(s.texts), len(b))
		}
	})
}
