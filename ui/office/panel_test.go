package office

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

var update = flag.Bool("update", false, "write the golden texts")

// sampleCouncil is a panel of three: two of the registry, one whom an agency sends.
func sampleCouncil() PanelFile {
	ref := registry.NewReference(1,
		[]registry.Organisation{{ID: 1, Name: "Trường Đại học Mẫu"}, {ID: 2, Name: "Khoa Nông nghiệp", Parent: 1}, {ID: 3, Name: "Sở Khoa học và Công nghệ", Abbreviations: []string{"SKHCN"}}},
		nil, []registry.Code{
			{Scheme: registry.SchemeDegree, Version: "t", Code: "TS", Name: "Tiến sĩ", Abbreviation: "TS", Value: 70},
			{Scheme: registry.SchemeTitle, Version: "t", Code: "PGS", Name: "Phó giáo sư", Abbreviation: "PGS", Value: 10},
			{Scheme: registry.SchemeField, Version: "t", Code: "401", Name: "Trồng trọt"},
		})
	woman := &registry.Person{ID: 1, Name: vietnamese.ParseName("Trần Thị Mẫu"), Sex: registry.Female, Birth: registry.Date{Year: 1970, Month: 3, Day: 2}, Title: registry.Title{Code: "PGS"},
		Qualifications: []registry.Qualification{{Degree: "TS"}}, Fields: []registry.FieldOf{{Code: "401"}}, Expertise: []registry.Expertise{{Phrase: "lúa chịu mặn"}},
		Positions:    []registry.Position{{Organisation: 1, Unit: 2, Post: "Trưởng khoa", Main: true}},
		Publications: []registry.Publication{{Title: "Chọn giống lúa chịu mặn", Venue: "Tạp chí Mẫu", Year: 2024}, {Title: "Cũ hơn", Year: 2001}},
		Tasks:        []registry.Task{{Name: "Đề tài lúa và tôm", Role: "chủ nhiệm", From: registry.Date{Year: 2020}}}}
	man := &registry.Person{ID: 2, Name: vietnamese.ParseName("Lê Văn Thử"), Sex: registry.Male, Positions: []registry.Position{{Organisation: 1, Post: "Giảng viên", Main: true}}}
	return PanelFile{
		Ref: ref, Topic: "biến đổi khí hậu và sản xuất lúa", Today: registry.Date{Year: 2026, Month: 11, Day: 23},
		People: map[registry.PersonID]*registry.Person{1: woman, 2: man},
		Panel: &registry.Panel{
			Name: "Hội đồng tư vấn về sản xuất lúa chịu mặn", Proposer: "Sở Khoa học và Công nghệ", Signer: "Ủy ban nhân dân thành phố Cần Thơ", Place: "Cần Thơ",
			Grounds: []string{"Căn cứ Luật Tổ chức chính quyền địa phương năm 2025"}, Office: "Phòng Quản lý khoa học",
			Seats: []registry.Seat{
				{Name: "Chủ tịch hội đồng", Person: 1, Why: []string{"lĩnh vực: Trồng trọt"}, Findings: []registry.Found{{Evidence: "PGS.TS. Trần Thị Mẫu là đồng tác giả với người nộp.", Dismissed: "bài chung năm 2010"}}},
				{Name: "Ủy viên thư ký", Person: 2},
				{Name: "Ủy viên", Agency: "Sở Nông nghiệp và Môi trường"},
				{Name: "Dự phòng", Holder: "Ông Phạm Mẫu Ngoài", Reserve: true},
			},
			Meetings: []registry.Meeting{{At: time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC), Room: "Phòng họp số 2", Present: []int{0}, Held: true, Scores: []registry.Score{{Seat: 0, Points: 82.5, Vote: "Đạt"}}, Minutes: "Thống nhất kiến nghị."}},
		},
	}
}

// TestPanelPapers holds every document to its golden text; -update writes them.
func TestPanelPapers(t *testing.T) {
	for _, paper := range PanelPapers {
		var b bytes.Buffer
		if err := WritePanelPaper(&b, paper, sampleCouncil()); err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("WORD_OUT"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, string(paper)+".docx"), b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got := strings.Join(wordText(t, b.Bytes()), "\n") + "\n"
		golden := filepath.Join("testdata", "panel", string(paper)+".txt")
		if *update {
			if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || got != string(want) {
			t.Errorf("%s: %v\n%s", paper, err, got)
		}
	}
	err := WritePanelPaper(&bytes.Buffer{}, "khac", sampleCouncil())
	if registry.KindOf(err) != registry.NotFound {
		t.Errorf("an unknown document: %v", err)
	}
}

// TestPanelPapersInventNoNumber: every number and day of a document is blank.
func TestPanelPapersInventNoNumber(t *testing.T) {
	for _, paper := range PanelPapers {
		var b bytes.Buffer
		if err := WritePanelPaper(&b, paper, sampleCouncil()); err != nil {
			t.Fatal(err)
		}
		for _, line := range wordText(t, b.Bytes()) {
			at := strings.Index(line, "Số: ")
			if at >= 0 && strings.TrimLeft(line[at+len("Số: "):], " ")[:1] != "/" {
				t.Errorf("%s bears a number: %q", paper, line)
			}
		}
	}
}
