package vietnamese

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func TestTitle(t *testing.T) {
	cases(t, Title, [][3]string{
		{"capitals", "NGUYỄN THỊ MỸ HOA", "Nguyễn Thị Mỹ Hoa"},
		{"small", "nguyễn thị", "Nguyễn Thị"},
		{"well cased", "Nguyễn Thị Mỹ Hoa", "Nguyễn Thị Mỹ Hoa"},
		{"highland", "Y Bhăm Êban", "Y Bhăm Êban"},
		{"apostrophe", "K'Sor", "K'Sor"},
		{"apostrophe in capitals", "K'SOR H’BIA", "K'Sor H’Bia"},
		{"hyphen", "SÔ-PHIA ĐINH-LÊ", "Sô-Phia Đinh-Lê"},
		{"one word in capitals", "Nguyễn Văn HOÀNG", "Nguyễn Văn Hoàng"},
		{"one word small", "Trần thị Lan", "Trần Thị Lan"},
		{"initial", "Nguyễn Văn A", "Nguyễn Văn A"},
		{"particle", "Anna de Boer", "Anna de Boer"},
		{"roman", "Nguyễn Văn An II", "Nguyễn Văn An II"},
		{"blanks stay", " LÊ  AN", " Lê  An"},
		{"no letters", "12 / –", "12 / –"},
	})
}

func TestParseName(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     Name
	}{
		{"nothing", " ", Name{}},
		{"given only", "AN", Name{"An", "", "", "An"}},
		{"two words", "Lê An", Name{"Lê An", "Lê", "", "An"}},
		{"three", "NGUYỄN VĂN AN", Name{"Nguyễn Văn An", "Nguyễn", "Văn", "An"}},
		{"four", " trần  thị thu\nhà", Name{"Trần Thị Thu Hà", "Trần", "Thị Thu", "Hà"}},
		{"royal", "CÔNG TẰNG TÔN NỮ MỸ AN", Name{"Công Tằng Tôn Nữ Mỹ An", "Công Tằng Tôn Nữ", "Mỹ", "An"}},
		{"royal, short", "Tôn Nữ An", Name{"Tôn Nữ An", "Tôn Nữ", "", "An"}},
		{"not royal", "Tôn Nữ", Name{"Tôn Nữ", "Tôn", "", "Nữ"}},
		{"without marks", "ton that minh an", Name{"Ton That Minh An", "Ton That", "Minh", "An"}},
		{"khmer", "Thạch Sa Rinh", Name{"Thạch Sa Rinh", "Thạch", "Sa", "Rinh"}},
		{"highland", "Y Bhăm Êban", Name{"Y Bhăm Êban", "Y", "Bhăm", "Êban"}},
	} {
		if got := ParseName(c.in); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestJoinName(t *testing.T) {
	for _, c := range []struct {
		name, family, given string
		want                Name
	}{
		{"usual", "Nguyễn Văn", "An", Name{"Nguyễn Văn An", "Nguyễn", "Văn", "An"}},
		{"capitals beside title case", "NGUYỄN VĂN", "An", Name{"Nguyễn Văn An", "Nguyễn", "Văn", "An"}},
		{"given name of two words", "Thạch", "Sô Phia", Name{"Thạch Sô Phia", "Thạch", "", "Sô Phia"}},
		{"no given name", "Lê Văn An", " ", Name{"Lê Văn An", "Lê", "Văn", "An"}},
		{"no family name", "", "Lê Văn An", Name{"Lê Văn An", "Lê", "Văn", "An"}},
		{"nothing", "", "", Name{}},
	} {
		if got := JoinName(c.family, c.given); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestIsSurname(t *testing.T) {
	for s, want := range map[string]bool{
		"Nguyễn": true, "NGUYEN": true, "nguyễn": true, "Thạch": true, "Néang": true, "Khưu": true, "Êban": true,
		"Niê": true, "Lí": true, "Nguyển": false, "Tiến": false, "Bác": false, "sĩ": false, "PGS": false, "TS": false,
		"": false, "A": false, "Thị": false,
	} {
		if got := IsSurname(s); got != want {
			t.Errorf("IsSurname(%q) = %v", s, got)
		}
	}
}

func TestSurnameShare(t *testing.T) {
	if a, b := SurnameShare("Nguyễn"), SurnameShare("Thạch"); a < 0.3 || b > 0.01 || b <= 0 {
		t.Errorf("got %v and %v", a, b)
	}
}

func TestSortKey(t *testing.T) {
	want := []string{
		"Lê An", "Nguyễn Thị An", "Nguyễn Văn An", "Trần An", "Lê Văn Ân", "Lê Dung", "Lê Dũng",
		"Lê Đa", "Lê Hoa", "Lê Hòa", "Nguyễn Hoà", "Lê Hoàn", "Lê Minh", "Lê Tiên", "Lê Tiến", "Lê Y", "Lê Ý",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int {
		return bytes.Compare(SortKey(ParseName(a)), SortKey(ParseName(b)))
	})
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSortKeyIgnoresTonePlace(t *testing.T) {
	if !bytes.Equal(SortKey(ParseName("Lê Thuý Hoà")), SortKey(ParseName("Lê Thúy Hòa"))) {
		t.Error("keys differ by tone place")
	}
}

func TestSortKeyOfManyGoroutines(t *testing.T) {
	n := ParseName("Nguyễn Thị Hồng Phượng")
	want := SortKey(n)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if !bytes.Equal(SortKey(n), want) {
					t.Error("key changed")
				}
			}
		})
	}
	wg.Wait()
}

func TestPartsMakeTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := ParseName(words().Draw(t, "s"))
		if got := Clean(n.Family + " " + n.Middle + " " + n.Given); got != n.Full {
			t.Fatalf("parts of %+v give %q", n, got)
		}
	})
}
