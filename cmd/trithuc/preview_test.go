package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPreviewTellsWhatChanges: somebody at a terminal sees what the columns were taken
// for and what would change before saying --yes, and that a list has nobody in it.
func TestPreviewTellsWhatChanges(t *testing.T) {
	t.Parallel()
	data, list := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "danh-sach.csv")
	head := "Mã cán bộ,Họ và tên,Ngày sinh,Học vị,Chức vụ\n"
	preview := func(rows string, more ...string) string {
		if err := os.WriteFile(list, []byte(head+rows), 0o600); err != nil {
			t.Fatal(err)
		}
		return must(t, data, append([]string{"import", list, "--organisation", "ĐHCT"}, more...)...)
	}
	preview("CB01,Đỗ Văn Mẫu,21/02/1980,Thạc sĩ,Giảng viên\n", "--yes")
	saying := func(page string, texts ...string) {
		for _, text := range texts {
			if !strings.Contains(page, text) {
				t.Errorf("no %q in\n%s", text, page)
			}
		}
	}
	saying(preview("CB01,Đỗ Văn Mẫu,21/02/1980,Tiến sĩ,Trưởng bộ môn\n"),
		"B họ và tên; C ngày sinh; D học vị, trình độ; E chức vụ.",
		"cập nhật Đỗ Văn Mẫu (dòng 2)", "thêm học vị, trình độ: Tiến sĩ", "chức vụ: Giảng viên", "→ Trưởng bộ môn")
	saying(preview(""), "Có dòng tiêu đề (dòng 1) nhưng không có dòng nào của người.")
}
