package importer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// TestLot: several files are one import; whoever stands in two of them is one
// person, and what is no workbook is left out and named.
func TestLot(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	hemis, err := os.Open(list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001||ThS", "2|Lê Thị Bình|26/03/1981|Nữ|002"))
	if err != nil {
		t.Fatal(err)
	}
	defer hemis.Close()
	lot := lotOf([]Upload{{"HEMIS.xlsx", hemis}, {"Khoa Luật.csv", strings.NewReader("STT;Họ và tên;Mã CB;Học vị\n1;Nguyễn Văn An;001;TS\n2;Trần Chí;003;ThS\n")},
		{"khoa luật.csv", strings.NewReader("STT;Họ và tên;Mã CB\n1;Phạm Dung;004\n")}, {"công văn.docx", strings.NewReader("x")}})
	defer lot.Close()
	p, err := im.Run(ctx, "HEMIS và các khoa.zip", lot, ctu(ctx, t, im), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outcomes(p), "added added amended added added"; got != want {
		t.Errorf("rows end %s, want %s: %+v", got, want, p.Rows)
	}
	if !strings.Contains(p.Rows[2].Note, "gộp với dòng 2, trang \"HEMIS.xlsx › A\"") {
		t.Errorf("note %q", p.Rows[2].Note)
	}
	var sheets []string
	for _, s := range p.Sheets {
		sheets = append(sheets, s.Name+": "+s.Skipped)
	}
	if got, want := strings.Join(sheets, "; "), "HEMIS.xlsx › A: ; Khoa Luật.csv: ; khoa luật (2).csv: ; công văn.docx: không phải bảng tính"; got != want {
		t.Errorf("sheets %s, want %s", got, want)
	}
	copied, err := excelize.OpenFile(annotated(ctx, t, im, p.Import.ID))
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if got := strings.Join(copied.GetSheetList(), "; "); got != "HEMIS.xlsx › A; Khoa Luật.csv; khoa luật (2).csv" {
		t.Errorf("the copy has the sheets %s", got)
	}
}

// TestRelativeFolder: the data folder may be named from where the program stands,
// also for what the child unpacks there.
func TestRelativeFolder(t *testing.T) {
	ctx, im := testImporter(t)
	t.Chdir(t.TempDir())
	im.Files = "files"
	lot := lotOf([]Upload{{"a.csv", strings.NewReader("STT;Họ và tên;Mã CB;Học vị\n1;Nguyễn Văn An;001;TS\n2;Trần Chí;003;ThS\n")}})
	defer lot.Close()
	if p, err := im.Run(ctx, "lô.zip", lot, Options{}, nil); err != nil || p.Counts.Added != 2 {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestPassword: a protected workbook is read with its password, alone or in a lot;
// without it, and with another, that is said; the password is kept nowhere.
func TestPassword(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	plain, err := excelize.OpenFile(list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001"))
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	path := filepath.Join(t.TempDir(), "khoa.xlsx")
	if err := plain.SaveAs(path, excelize.Options{Password: "Bi-Mat-231"}); err != nil {
		t.Fatal(err)
	}
	locked, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for password, says := range map[string]string{"": "bảo vệ bằng mật khẩu", "khác": "không đúng"} {
		_, err := im.Preview(ctx, path, Options{Password: password}, nil)
		if registry.KindOf(err) != registry.Unreadable || !strings.Contains(err.Error(), says) {
			t.Errorf("with %q: %v, want %q", password, err, says)
		}
	}
	if p, err := im.Preview(ctx, path, Options{Password: "Bi-Mat-231"}, nil); err != nil || p.Counts.Added != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	q := NewQueue(im)
	lot := lotOf([]Upload{{"a.xlsx", bytes.NewReader(locked)}})
	defer lot.Close()
	i, err := sendTo(ctx, q, "lô.zip", lot, Options{Password: "Bi-Mat-231"})
	if err != nil {
		t.Fatal(err)
	}
	if p := planned(ctx, t, q, i.ID); p.Counts.Added != 1 {
		t.Errorf("%+v", p.Counts)
	}
	err = filepath.WalkDir(filepath.Dir(im.Files), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte("Bi-Mat-231")) {
			t.Errorf("%s holds the password", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
