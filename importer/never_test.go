package importer

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestNeverHeaders: below every name of a class that is not stored, however it is
// written, no value reaches the disk.
func TestNeverHeaders(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	var names []string
	for line := range strings.Lines(headersTSV) {
		if name, list, _ := strings.Cut(strings.TrimSpace(line), "\t"); strings.HasPrefix(name, "never:") {
			for s := range strings.SplitSeq(list, ";") {
				names = append(names, strings.TrimSpace(s))
			}
		}
	}
	// as official forms and lists of universities have them, none of them word by word above
	names = append(names, "Trình độ lý luận chính trị (CC, TC, SC)", "Số CCCD (12 số)", "Ngày vào Đảng (dự bị)", "Ngày vào Đảng (chính thức)", "Dân tộc (ghi rõ)",
		"Tôn giáo (nếu có)", "Tình trạng sức khỏe hiện nay", "Họ tên vợ (chồng)", "Số sổ BHXH/Mã số BHXH", "Số tài khoản (Vietcombank)", "Con thương binh", "Chế độ thai sản (nếu có)")
	for name, write := range map[string]func(string) string{
		"as it is": func(s string) string { return s }, "capitals": strings.ToUpper, "decomposed": norm.NFD.String, "a colon": func(s string) string { return " " + s + " :" },
	} {
		n := 0
		for part := range slices.Chunk(names, 60) {
			head, below := []string{"STT", "Họ và tên", "Học vị"}, []string{"1", "Nguyễn Văn An", "TS"}
			for _, s := range part {
				n++
				head, below = append(head, write(s)), append(below, fmt.Sprintf("Zq%04d", n))
			}
			i, err := sendTo(ctx, q, "a.tsv", strings.NewReader(strings.Join(head, "\t")+"\n"+strings.Join(below, "\t")+"\n"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if p := planned(ctx, t, q, i.ID); p.Counts.Added != 1 {
				t.Errorf("%s: %+v", name, p.Counts)
			}
			stored, err := os.ReadFile(im.file(i.ID, cellsFile))
			if err != nil {
				t.Fatal(err)
			}
			for k, s := range head[3:] {
				if strings.Contains(string(stored), below[3+k]) {
					t.Errorf("%s: what stands below %q is stored", name, s)
				}
			}
		}
	}
}

// TestNeverTexts: words of free texts that tell what is not stored, and such that do not.
func TestNeverTexts(t *testing.T) {
	for text, never := range map[string]bool{
		"Nghỉ thai sản đến 6/2026": true, "người Khmer": true, "mắc bệnh hiểm nghèo": true, "Bí thư chi bộ": true, "Theo đạo Thiên Chúa": true,
		"TC LLCT": true, "con liệt sĩ": true, "bi benh tim": true, "CCCD 092080001234": true, "đã ly hôn": true,
		"Bệnh viện Đa khoa": false, "dạy tiếng Khmer": false, "đang học NCS tại Pháp": false, "Biệt phái": false, "Quản lý bệnh hại lúa": false, "chuyển từ Khoa Luật": false, "nghỉ không lương": false,
	} {
		if got := tellsNever(text); got != never {
			t.Errorf("%q: %v, want %v", text, got, never)
		}
	}
}

// TestNeverBelow: a further table on a sheet, below one that has other columns, keeps
// nothing of the classes that are not stored: on a sheet that is left out, and where it
// has no column of names.
func TestNeverBelow(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	const tables = "STT|Họ và tên|Học vị|Email\n1|Nguyễn Văn An|TS|an@ctu.vn\n\nSTT|Họ và tên|Dân tộc|Tôn giáo\n1|Lê Thị Bình|DAUMOT|DAUHAI\n\nMã cán bộ|Sức khỏe|Số CCCD|Năm sinh\nCB1|DAUBA|DAUBON|1980\n\nHọ và tên|Ngày vào Đảng\nTrần Chí|DAUNAM\n"
	d := readDrawing(t, "sheet Nổi\n"+tables+"sheet hidden Ẩn\n"+tables)
	path := filepath.Join(t.TempDir(), "a.xlsx")
	d.save(t, path)
	p := runAt(ctx, t, im, path, ctu(ctx, t, im))
	stored, err := os.ReadFile(im.file(p.Import.ID, cellsFile))
	if err != nil || !strings.Contains(string(stored), "Lê Thị Bình") {
		t.Fatalf("%d bytes, %v", len(stored), err)
	}
	for _, mark := range []string{"DAUMOT", "DAUHAI", "DAUBA", "DAUBON", "DAUNAM"} {
		if strings.Contains(string(stored), mark) {
			t.Errorf("%s is stored", mark)
		}
	}
}
