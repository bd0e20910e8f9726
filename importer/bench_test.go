package importer

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// benchRows is the size of the workbook of the benchmarks; BENCH_ROWS changes it.
func benchRows() int {
	n := 100_000
	if s := os.Getenv("BENCH_ROWS"); s != "" {
		fmt.Sscan(s, &n)
	}
	return n
}

// benchBook writes a workbook of n people × 25 columns.
func benchBook(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lon.xlsx")
	f := excelize.NewFile()
	defer f.Close()
	date := "dd/mm/yyyy"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &date})
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	head := []any{"STT", "Mã cán bộ", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Khoa", "Bộ môn", "Chức vụ", "Ngày vào làm", "Học hàm", "Năm phong",
		"Học vị", "Năm tốt nghiệp", "Chuyên ngành", "Nơi đào tạo", "Nước đào tạo", "Mã ngạch", "Hướng nghiên cứu", "Lĩnh vực nghiên cứu", "Email", "Số điện thoại", "Loại hợp đồng", "Địa chỉ", "Ghi chú"}
	if err := w.SetRow("A1", head); err != nil {
		t.Fatal(err)
	}
	family := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Huỳnh", "Phan", "Bùi", "Đặng", "Thạch"}
	middle := []string{"Văn", "Thị", "Minh", "Ngọc", "Hoàng", "Thanh", "Quốc", "Mỹ"}
	given := []string{"An", "Bình", "Chi", "Dũng", "Giang", "Hoa", "Khánh", "Lan", "Minh", "Nhung", "Phúc", "Quyên", "Sơn", "Thảo", "Uyên", "Vy"}
	for i := range n {
		name := fmt.Sprintf("%s %s %s %s", family[i%10], middle[i/10%8], given[i/80%16], given[i/1280%16])
		row := []any{i + 1, fmt.Sprintf("CB%06d", i), name, []string{"Nam", "Nữ"}[i%2], excelize.Cell{StyleID: style, Value: 22000 + i%12000}, "Kinh",
			fmt.Sprintf("Khoa số %d", i%20), fmt.Sprintf("Bộ môn %d", i%200), []string{"Giảng viên", "Trưởng bộ môn", "Phó Trưởng khoa"}[i%3], fmt.Sprintf("%02d/%02d/20%02d", i%28+1, i%12+1, i%25),
			[]string{"", "", "PGS", "GS"}[i%4], "", []string{"Thạc sĩ", "Tiến sĩ", "Kỹ sư", "Đại học"}[i%4], 1990 + i%35, []string{"Nuôi trồng thủy sản", "Khoa học máy tính", "Luật kinh tế"}[i%3],
			"Đại học Cần Thơ", "Việt Nam", "V.07.01.03", fmt.Sprintf("Học máy %d; Thị giác máy tính", i%500), "10201 - Khoa học máy tính", fmt.Sprintf("cb%06d@ctu.example", i), 900000000 + i, "Biên chế", "Ninh Kiều, Cần Thơ", ""}
		if err := w.SetRow(cellName(1, i+2), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// BenchmarkImport measures the import of a large workbook beside the floor that
// no importer on Excelize can be below: its bare streaming of the rows.
func BenchmarkImport(b *testing.B) {
	path := benchBook(b, benchRows())
	for b.Loop() {
		start := time.Now()
		streamBare(b, path)
		bare := time.Since(start)
		ctx, im := testImporter(b)
		o := Options{}
		var err error
		if o.Employer, err = im.Employer(ctx, "ĐHCT"); err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		stages := map[Stage]time.Time{}
		plan, err := im.Run(ctx, path, f, o, func(p Progress) {
			if _, ok := stages[p.Stage]; !ok {
				stages[p.Stage] = time.Now()
			}
		})
		f.Close()
		if err != nil {
			b.Fatal(err)
		}
		whole := time.Since(start)
		if plan.Counts.Added == 0 {
			b.Fatalf("%+v", plan.Counts)
		}
		b.ReportMetric(bare.Seconds(), "bare-s")
		b.ReportMetric(stages[StageMatching].Sub(start).Seconds(), "read-s")
		b.ReportMetric(stages[StageWriting].Sub(stages[StageMatching]).Seconds(), "match-s")
		b.ReportMetric(time.Since(stages[StageWriting]).Seconds(), "write-s")
		b.ReportMetric(whole.Seconds()/bare.Seconds(), "×bare")
		b.Logf("%+v", plan.Counts)
		start = time.Now()
		again, err := im.Preview(ctx, path, o, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "preview-again-s")
		if again.Counts.Same != again.Counts.Rows {
			b.Errorf("the same file again: %+v", again.Counts)
		}
	}
}

// streamBare reads every cell with Excelize and does nothing with it.
func streamBare(b *testing.B, path string) {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			b.Fatal(err)
		}
	}
}
