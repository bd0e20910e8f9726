package office

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestShippedTemplatesAreTheDocuments: a document filled from the template that is shipped
// says what the product writes without one, up to what stands in a person's name or post.
func TestShippedTemplatesAreTheDocuments(t *testing.T) {
	for _, paper := range TemplatePapers {
		template, err := ShippedTemplate(paper)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckTemplate(template); err != nil {
			t.Errorf("%s: %v %+v", paper, err, err)
		}
		for _, left := range []string{"7777", "Ⓗ", "ⓗ", "ⓣ", "Ⓣ", "ⓚ", "Ⓚ", "ⓝ", "ⓐ", "ⓒ", "Ⓒ", "ⓖ", "ⓑ", "ⓟ", "ⓞ", "ⓦ"} {
			if text := strings.Join(wordText(t, template), "\n"); strings.Contains(text, left) {
				t.Errorf("%s: %q is left in\n%s", paper, left, text)
			}
		}
		var b bytes.Buffer
		if err := FillTemplate(&b, template, sampleCouncil()); err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("WORD_OUT"); dir != "" {
			_ = os.WriteFile(filepath.Join(dir, "mau-"+string(paper)+".docx"), template, 0o600)
			_ = os.WriteFile(filepath.Join(dir, "dien-"+string(paper)+".docx"), b.Bytes(), 0o600)
		}
		got := strings.Join(wordText(t, b.Bytes()), "\n") + "\n"
		golden := filepath.Join("testdata", "paper", string(paper)+".txt")
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
}

// docx gives a Word file with this body and further parts.
func docx(t *testing.T, body string, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, content string) {
		f, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(f, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("word/document.xml", `<?xml version="1.0"?><w:document xmlns:w="x"><w:body>`+body+`<w:sectPr/></w:body></w:document>`)
	for i := 0; i < len(more); i += 2 {
		put(more[i], more[i+1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func line(runs ...string) string {
	return "<w:p><w:r><w:t>" + strings.Join(runs, "</w:t></w:r><w:r><w:t>") + "</w:t></w:r></w:p>"
}

// TestTemplatesAreFilled: fields are filled also where Word parted them into runs, rows come
// for every member, paragraphs for every ground, documents for every member or agency.
func TestTemplatesAreFilled(t *testing.T) {
	row := "<w:tbl><w:tr><w:tc>" + line("{{tv.tt}}. {{tv.ho_ten}}") + "</w:tc></w:tr></w:tbl>"
	for _, c := range []struct{ name, body, want string }{
		{"in parts", line("Về {{hoi", "_do", "ng}} này"), "Về Hội đồng & <mẫu>|| này"},
		{"capitals", line("{{ NOI_DUNG }}"), "NỘI DUNG"},
		{"rows", row, "1. Người Mẫu|2. Người Khác"},
		{"grounds", line("{{can_cu}}"), "Căn cứ một;|Căn cứ hai;"},
		{"every member", line("Kính gửi {{tv.ho_ten}}"), "Kính gửi Người Mẫu / Kính gửi Người Khác"},
		{"two in one run", line("{{nam}}{{nam}}"), "00"},
	} {
		var b bytes.Buffer
		content := docx(t, c.body)
		if err := CheckTemplate(content); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if err := FillTemplate(&b, content, sampleFile()); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := strings.Join(wordText(t, b.Bytes()), "|"); strings.ReplaceAll(got, "|", "") != strings.ReplaceAll(c.want, "|", "") {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestTemplatesAreRefused: what is no template says why in a sentence.
func TestTemplatesAreRefused(t *testing.T) {
	bomb := docx(t, line("x"), "word/media/a.png", strings.Repeat("\x00", maxUnpacked+1))
	many := []string{}
	for i := range maxParts {
		many = append(many, fmt.Sprintf("word/media/%d.png", i), "x")
	}
	for _, c := range []struct {
		name    string
		content []byte
		kind    registry.Kind
		want    string
	}{
		{"text", []byte("không phải Word"), registry.Invalid, "không phải tệp Word"},
		{"a bomb", bomb, registry.TooLarge, "giải nén ra quá lớn"},
		{"many parts", docx(t, line("x"), many...), registry.TooLarge, "giải nén ra quá lớn"},
		{"a macro", docx(t, line("x"), "word/vbaProject.bin", "x"), registry.Invalid, "macro"},
		{"from elsewhere", docx(t, line("x"), "word/_rels/settings.xml.rels", `<Relationship Type="http://x/attachedTemplate" Target="http://x" TargetMode="External"/>`), registry.Invalid, "nơi khác"},
		{"an unknown field", docx(t, line("{{ten_la}}")), registry.Invalid, "{{ten_la}}"},
		{"an open field", docx(t, line("{{hoi_dong")), registry.Invalid, "không đóng"},
		{"nested tables", docx(t, "<w:tbl><w:tr><w:tc><w:tbl><w:tr>"+line("{{tv.tt}}")+"</w:tr></w:tbl></w:tc></w:tr></w:tbl>"), registry.Invalid, "bảng trong bảng"},
		{"cut short", bomb[:200], registry.Invalid, "không phải tệp Word"},
	} {
		err := CheckTemplate(c.content)
		said := fmt.Sprintf("%v %+v", err, problemsOf(err))
		if registry.KindOf(err) != c.kind || !strings.Contains(said, c.want) {
			t.Errorf("%s: %v", c.name, said)
		}
	}
}

func problemsOf(err error) []registry.Problem {
	if e, ok := err.(*registry.Error); ok {
		return e.Problems
	}
	return nil
}
