package registry

import "testing"

func TestTidy(t *testing.T) {
	p := &Person{
		Positions: []Position{{Post: "  Trưởng\u00a0 khoa "}},
		Expertise: []Expertise{{Phrase: "nuo\u0302i tro\u0302\u0300ng\nthủy sản"}},
	}
	p.Rename("nguyễn  thị an")
	p.Tidy()
	if p.Name.Full != "Nguyễn Thị An" || p.Positions[0].Post != "Trưởng khoa" || p.Expertise[0].Phrase != "nuôi trồng thủy sản" {
		t.Errorf("tidied to %+v", p)
	}
}

func TestRenameKeepsCorrectedParts(t *testing.T) {
	p := &Person{}
	p.Rename("Y Bhăm Êban")
	p.Name.Family, p.Name.Given = "Êban", "Y Bhăm"
	if p.Rename(" Y Bhăm  Êban "); p.Name.Family != "Êban" {
		t.Errorf("the same name took the parts %+v back", p.Name)
	}
}

func TestNamed(t *testing.T) {
	o := Organisation{Name: "Đại học Cần Thơ", Abbreviations: []string{"ĐHCT"}, Aliases: []string{"Trường Đại học Cần Thơ"}}
	for text, want := range map[string]bool{"can tho": true, "dhct": true, "TRƯỜNG ĐẠI": true, "Huế": false} {
		if got := o.Named(text); got != want {
			t.Errorf("Named(%q) = %t", text, got)
		}
	}
}
