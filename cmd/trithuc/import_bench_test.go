package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	bleveindex "github.com/blevesearch/bleve/v2"
	"github.com/xuri/excelize/v2"
	_ "modernc.org/sqlite"
)

// BenchmarkImport brings in a workbook of 100,000 people × 25 columns, from the start
// of the program until they are searchable, and measures in the same run the three
// floors below it: the library of workbooks streaming the rows, SQLite inserting them
// as they stand, Bleve indexing them in batches as they stand. BENCH_ROWS names
// another size. MB-peak is what the program and its child held together at most.
func BenchmarkImport(b *testing.B) {
	n := 100_000
	fmt.Sscan(os.Getenv("BENCH_ROWS"), &n)
	path := importBook(b, n)
	for b.Loop() {
		var rows [][]string
		streaming := took(b, func() error { return streamRows(path, func(r []string) { rows = append(rows, r) }) })
		inserting := took(b, func() error { return insertRows(filepath.Join(b.TempDir(), "floor.db"), rows) })
		indexing := took(b, func() error { return indexRows(filepath.Join(b.TempDir(), "floor.index"), rows) })
		rows = nil
		data := b.TempDir()
		must(b, data, "doctor")
		var peak float64
		whole := took(b, func() (err error) {
			peak, err = watched(data, "import", path, "--organisation", "ĐHCT", "--yes")
			return err
		})
		searchable := took(b, func() error {
			held, err := watched(data, "search", "nguyen van an", "--json")
			peak = max(peak, held)
			return err
		})
		floors := streaming + inserting + indexing
		b.ReportMetric(streaming.Seconds(), "floor-read-s")
		b.ReportMetric(inserting.Seconds(), "floor-insert-s")
		b.ReportMetric(indexing.Seconds(), "floor-index-s")
		b.ReportMetric(whole.Seconds(), "import-s")
		b.ReportMetric(searchable.Seconds(), "index-s")
		b.ReportMetric((whole+searchable).Seconds()/floors.Seconds(), "×floors")
		b.ReportMetric(peak, "MB-peak")
	}
}

// BenchmarkPreview reads 10,000 people without bringing them in, beside bare reading.
func BenchmarkPreview(b *testing.B) {
	path := importBook(b, 10_000)
	data := b.TempDir()
	must(b, data, "doctor")
	for b.Loop() {
		bare := took(b, func() error { return streamRows(path, func([]string) {}) })
		preview := took(b, func() error { _, err := watched(data, "import", path, "--organisation", "ĐHCT"); return err })
		b.ReportMetric(bare.Seconds(), "bare-s")
		b.ReportMetric(preview.Seconds(), "preview-s")
		b.ReportMetric(preview.Seconds()/bare.Seconds(), "×bare")
	}
}

func took(b *testing.B, do func() error) time.Duration {
	b.Helper()
	start := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// watched runs the binary and gives how many MB it and its children held at most.
func watched(data string, args ...string) (peak float64, err error) {
	cmd := exec.Command(binary, append([]string{"--data", data}, args...)...)
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			return peak, err
		case <-time.After(20 * time.Millisecond):
			peak = max(peak, residentWithChildren(cmd.Process.Pid))
		}
	}
}

// residentWithChildren gives the MB that a process and its children hold of their own.
func residentWithChildren(pid int) (sum float64) {
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	pids := []string{strconv.Itoa(pid)}
	for _, c := range children {
		list, _ := os.ReadFile(c)
		pids = append(pids, strings.Fields(string(list))...)
	}
	for _, p := range pids {
		status, _ := os.ReadFile("/proc/" + p + "/status")
		_, rest, _ := strings.Cut(string(status), "VmRSS:")
		var kB float64
		fmt.Sscan(rest, &kB)
		sum += kB / 1024
	}
	return sum
}

// streamRows reads every row with the library of workbooks.
func streamRows(path string, use func([]string)) error {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := rows.Columns()
		if err != nil {
			return err
		}
		use(r)
	}
	return rows.Error()
}

// insertRows writes rows into one table in one transaction.
func insertRows(path string, rows [][]string) error {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, width := context.Background(), len(rows[0])
	columns, marks := "c0", "?"
	for i := 1; i < width; i++ {
		columns += fmt.Sprintf(", c%d", i)
		marks += ", ?"
	}
	if _, err := db.ExecContext(ctx, "CREATE TABLE people ("+columns+")"); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(ctx, "INSERT INTO people VALUES ("+marks+")")
	if err != nil {
		return err
	}
	values := make([]any, width)
	for _, r := range rows {
		for i := range values {
			if values[i] = ""; i < len(r) {
				values[i] = r[i]
			}
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// indexRows indexes rows in batches, each cell a field.
func indexRows(path string, rows [][]string) error {
	index, err := bleveindex.New(path, bleveindex.NewIndexMapping())
	if err != nil {
		return err
	}
	defer index.Close()
	for from := 1; from < len(rows); from += 1000 {
		batch := index.NewBatch()
		for i, r := range rows[from:min(from+1000, len(rows))] {
			fields := map[string]string{}
			for k, text := range r {
				if text != "" {
					fields[rows[0][k]] = text
				}
			}
			if err := batch.Index(strconv.Itoa(from+i), fields); err != nil {
				return err
			}
		}
		if err := index.Batch(batch); err != nil {
			return err
		}
	}
	return nil
}

// importBook writes a workbook of n people × 25 columns.
func importBook(b *testing.B, n int) string {
	b.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	rows := [][]any{{"STT", "Mã cán bộ", "Họ và tên", "Giới tính", "Ngày sinh", "Dân tộc", "Khoa", "Bộ môn", "Chức vụ", "Ngày vào làm", "Học hàm", "Năm phong",
		"Học vị", "Năm tốt nghiệp", "Chuyên ngành", "Nơi đào tạo", "Nước đào tạo", "Mã ngạch", "Hướng nghiên cứu", "Lĩnh vực nghiên cứu", "Email", "Số điện thoại", "Loại hợp đồng", "Địa chỉ", "Ghi chú"}}
	family, middle := strings.Fields("Nguyễn Trần Lê Phạm Võ Huỳnh Phan Bùi Đặng Thạch"), strings.Fields("Văn Thị Minh Ngọc Hoàng Thanh Quốc Mỹ")
	given := strings.Fields("An Bình Chi Dũng Giang Hoa Khánh Lan Minh Nhung Phúc Quyên Sơn Thảo Uyên Vy")
	for i := range n {
		rows = append(rows, []any{i + 1, fmt.Sprintf("CB%06d", i), fmt.Sprintf("%s %s %s %s", family[i%10], middle[i/10%8], given[i/80%16], given[i/1280%16]), []string{"Nam", "Nữ"}[i%2],
			fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 1962+i%38), "Kinh", fmt.Sprintf("Khoa số %d", i%20), fmt.Sprintf("Bộ môn %d", i%200), []string{"Giảng viên", "Trưởng bộ môn", "Phó Trưởng khoa"}[i%3],
			fmt.Sprintf("%02d/%02d/20%02d", i%28+1, i%12+1, i%25), []string{"", "", "PGS", "GS"}[i%4], "", []string{"Thạc sĩ", "Tiến sĩ", "Kỹ sư", "Đại học"}[i%4], 1990 + i%35,
			[]string{"Nuôi trồng thủy sản", "Khoa học máy tính", "Luật kinh tế"}[i%3], "Đại học Cần Thơ", "Việt Nam", "V.07.01.03", fmt.Sprintf("Học máy %d; Thị giác máy tính", i%500), "10201 - Khoa học máy tính",
			fmt.Sprintf("cb%06d@ctu.example", i), 900000000 + i, "Biên chế", "Ninh Kiều, Cần Thơ", "Đang công tác"})
	}
	for i, r := range rows {
		if err == nil {
			err = w.SetRow("A"+strconv.Itoa(i+1), r)
		}
	}
	path := filepath.Join(b.TempDir(), "lon.xlsx")
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.SaveAs(path)
	}
	if err != nil {
		b.Fatal(err)
	}
	return path
}
