package ui_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// zipped packs files into a lot.
func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestFilesOfALot: where files of a lot say different things the page asks which goes
// before; once it is chosen nothing is a question, and the choice can be taken back.
func TestFilesOfALot(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	lot := zipped(t, "HEMIS.csv", "STT,Họ và tên,Mã CB,Điện thoại\n1,Nguyễn Văn An,001,0913000001\n2,Lê Thị Bình,002,0913000002\n",
		"Khoa Luật.csv", "STT,Họ và tên,Mã CB,Điện thoại,Học vị\n1,Nguyễn Văn An,001,0913999999,TS\n2,Lê Thị Bình,002,0913000002,ThS\n")
	s.upload("lô.zip", lot, fmt.Sprint(s.organisation("Đại học Cần Thơ")))
	_, page := s.settled("/imports/1")
	holds(t, page, "Các tệp ghi khác nhau", `name="f.phone"`, "1 dòng chờ trả lời", "Chưa chọn, hỏi từng người")
	page = s.chosen("/imports/1/files", url.Values{"f.phone": {"Khoa Luật.csv"}, "key": {"k1"}})
	holds(t, page, `value="Khoa Luật.csv" selected`, "bạn đã chọn")
	if strings.Contains(page, "dòng chờ trả lời") {
		t.Error("still a question")
	}
	page = s.chosen("/imports/1/files", url.Values{"f.phone": {""}, "key": {"k2"}})
	holds(t, page, "1 dòng chờ trả lời")
}
