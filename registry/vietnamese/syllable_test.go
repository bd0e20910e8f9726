package vietnamese

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestIsSyllable(t *testing.T) {
	for _, s := range strings.Fields(`a ạ y ỷ Nguyễn nghiêng NGƯỜI khuỷu khuya quốc quý quới quờ quỳnh gì gìn giếng giết già giữ
		hoà hòa thúy thuý xoong soóc huơ thuở rượu đoạn hoặc ngoằn yểng uỵch ấm iếc iêu được chuếch toòng buýt voan góa
		pin Kạn Đắk bươu hừm mười tiến sĩ kỹ Thị Mỹ Êm ươn`) {
		want := s != "iếc" && s != "iêu"
		if got := IsSyllable(s); got != want {
			t.Errorf("IsSyllable(%q) = %v", s, got)
		}
		if got := IsSyllable(norm.NFD.String(s)); got != want {
			t.Errorf("IsSyllable(NFD %q) = %v", s, got)
		}
	}
	for _, s := range strings.Fields(`nguyen hoc học2 this data Müller José Êban Sor boss http kê' cê ga\ nghanh ngiêm
		kaf gham học\ hoàáng tiếnn zoo phưởngg bcd ng gh qu quu pương coan goan`) {
		if IsSyllable(s) {
			t.Errorf("IsSyllable(%q) = true", s)
		}
	}
	if IsSyllable("") || IsSyllable("an an") {
		t.Error("no word or two words pass for a syllable")
	}
}

func TestMayBeSyllable(t *testing.T) {
	for _, s := range strings.Fields("nguyen NHAT loc quoc giac viet huynh kiet duong dat Nguyễn nhật gieng y an") {
		if !MayBeSyllable(s) {
			t.Errorf("MayBeSyllable(%q) = false", s)
		}
	}
	for _, s := range strings.Fields("ngguyen nhatt robot gis data http nguyễnn nguyện2 sclerosis qu") {
		if MayBeSyllable(s) {
			t.Errorf("MayBeSyllable(%q) = true", s)
		}
	}
	if MayBeSyllable("nhât") {
		t.Error("with marks the tone is missing, and is no part of what was left out")
	}
}

// TestSyllableCount holds the size of the model: far fewer than letters allow.
func TestSyllableCount(t *testing.T) {
	n := 0
	for o := range onsets {
		for r := range rimes {
			for tn := ngang; tn <= nang; tn++ {
				if toneFits(r, tn) && onsetFits(o, r) {
					n++
				}
			}
		}
	}
	if n < 12000 || n > 15000 {
		t.Errorf("%d syllables by rule", n)
	}
	t.Logf("%d syllables by rule", n)
}
