package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// sampleWord has every piece a document is made of.
func sampleWord(about string) *wordFile {
	d := &wordFile{}
	d.head(letterhead{above: "Ủy ban nhân dân thành phố Cần Thơ", agency: "Sở Khoa học và Công nghệ", symbol: "TTr-SKHCN", place: "Cần Thơ"}, "2026")
	d.title("Tờ trình", about)
	d.grounds([]string{"Căn cứ Luật Tổ chức chính quyền địa phương;", "Xét đề nghị của " + about})
	d.heading("I. SỰ CẦN THIẾT")
	d.line(about + "./.")
	d.article("Điều 1.", "Thành lập hội đồng.")
	d.table([]wordColumn{{"TT", 1, "center"}, {"Họ và tên", 4, ""}}, [][]string{{"1", about}, {"2", "dòng\nhai"}})
	d.sign(signature{to: []string{"Như trên", "Lưu: VT"}, post: []string{"KT. GIÁM ĐỐC", "Phó giám đốc"}})
	d.annex("Phụ lục", "(Kèm theo Tờ trình)", true)
	d.line("hết")
	return d
}

// wordText gives the paragraphs of a Word file, and fails where a part is no sound XML.
func wordText(t testing.TB, file []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		texts := paragraphs(t, f.Name, r)
		if f.Name == "word/document.xml" {
			all = texts
		}
		_ = r.Close()
	}
	return all
}

func paragraphs(t testing.TB, name string, r io.Reader) (all []string) {
	var text strings.Builder
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "br" {
				text.WriteString(" / ")
			}
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			if token.Name.Local == "p" {
				all = append(all, text.String())
				text.Reset()
			}
		}
	}
}

// written gives the file, and keeps it in the folder that WORD_OUT names, for looking at it.
func (d *wordFile) written(t testing.TB, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	if n, err := d.WriteTo(&b); err != nil || n != int64(b.Len()) {
		t.Fatalf("wrote %d of %d: %v", n, b.Len(), err)
	}
	if dir := os.Getenv("WORD_OUT"); dir != "" {
		if err := os.WriteFile(dir+"/"+name+".docx", b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func TestWordHoldsWhatWasPutIn(t *testing.T) {
	got := strings.Join(wordText(t, sampleWord("Đề tài lúa & tôm <chịu mặn>").written(t, "sample")), "\n")
	for _, want := range []string{"ỦY BAN NHÂN DÂN / THÀNH PHỐ CẦN THƠ", "Độc lập - Tự do - Hạnh phúc", "Số:          /TTr-SKHCN", "Cần Thơ, ngày      tháng      năm 2026",
		"TỜ TRÌNH", "Đề tài lúa & tôm <chịu mặn>", "Căn cứ Luật Tổ chức chính quyền địa phương;", "Xét đề nghị của Đề tài lúa & tôm <chịu mặn>.", "Điều 1. Thành lập hội đồng.",
		"dòng / hai", "- Lưu: VT.", "PHÓ GIÁM ĐỐC", "PHỤ LỤC"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func FuzzWordIsSoundXML(f *testing.F) {
	f.Add("Nguyễn Văn Mẫu")
	f.Add("]]><w:p>&#0;\x00\x1b\xff\ufffe")
	f.Fuzz(func(t *testing.T, text string) {
		var b bytes.Buffer
		if _, err := sampleWord(text).WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		for _, p := range wordText(t, b.Bytes()) {
			if !utf8.ValidString(p) {
				t.Fatalf("not UTF-8: %q", p)
			}
		}
	})
}
