package ui_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// libre gives what LibreOffice makes of a workbook as text, its first sheet.
func libre(t *testing.T, workbook string) string {
	t.Helper()
	path, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: nobody looked whether it opens our workbooks")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "a.xlsx")
	ok(t, os.WriteFile(file, []byte(workbook), 0o600))
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	c := exec.CommandContext(ctx, path, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", dir, file)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "a.csv"))
	ok(t, err)
	return string(text)
}

// TestLibreOffice opens the copy with notes, the form of figures and biểu mẫu 20.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("starts an office program")
	}
	t.Parallel()
	s := open(t, importing)
	s.bring("giảng viên.csv", list, fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ")))
	copied := libre(t, s.get("/imports/1/annotated").body)
	holds(t, copied, "Nguyễn Thị Mỹ Hoa", "31/02/1990", "Nội dung cần xem lại")
	if lines := strings.Split(copied, "\n"); !strings.HasPrefix(lines[1], `"STT","Mã CB"`) {
		t.Errorf("the header is no more in the second row: %q", lines[1])
	}
	holds(t, libre(t, s.get("/imports/1/form/file").body), "BIỂU XÁC NHẬN SỐ LIỆU", "Tổng cộng", "Thủ trưởng đơn vị")
	school := s.organisation("Trường Đại học Nam Cần Thơ")
	holds(t, libre(t, s.get(fmt.Sprintf("/api/v1/organisations/%d/form20", school)).body), "CÔNG KHAI THÔNG TIN", "Giảng viên cơ hữu", "Hạng III", "3 người")
}
