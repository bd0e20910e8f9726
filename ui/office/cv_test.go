package office

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestWriteCV(t *testing.T) {
	var file bytes.Buffer
	err := WriteCV(&file, CV{
		Name: "PGS.TS. Lê <Thị> Ánh", Year: "2026", Foot: "Hồ sơ TT-0000017",
		Parts: []CVPart{
			{"Thông tin chung", []CVLine{{"Ngày sinh", "25/03/1975"}}},
			{"Lĩnh vực", []CVLine{{"Chuyên môn", "dược liệu"}, {"", "nấm & tảo"}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	texts := wordText(t, file.Bytes())
	for i := range texts {
		texts[i] = strings.TrimSpace(texts[i])
	}
	for _, want := range []string{nation, "LÝ LỊCH KHOA HỌC", "PGS.TS. Lê <Thị> Ánh", "2. Lĩnh vực", "dược liệu / nấm & tảo", "NGƯỜI KHAI", "Hồ sơ TT-0000017"} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q is not a paragraph of\n%s", want, strings.Join(texts, "\n"))
		}
	}
}
