package importer

import (
	"bytes"
	"fmt"
	"iter"
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

// TestLotSharesOrganisation: a file that names no organisation is of the one that the
// others of its lot name, wherever it stands among them; where those name two, or none,
// that is said and nobody guesses.
func TestLotSharesOrganisation(t *testing.T) {
	t.Parallel()
	const (
		rows    = "STT;Mã CB;Họ và tên;Ngày sinh;Đơn vị\n1;001;Nguyễn Văn An;25/03/1980;Khoa Luật\n2;002;Lê Thị Bình;26/03/1981;Khoa Luật\n"
		tayDo   = "TRƯỜNG ĐẠI HỌC TÂY ĐÔ\nSTT;Mã CB;Họ và tên;Học vị\n1;001;Nguyễn Văn An;TS\n2;002;Lê Thị Bình;ThS\n"
		canTho  = "TRƯỜNG CAO ĐẲNG CẦN THƠ\nSTT;Mã CB;Họ và tên;Học vị\n1;009;Trần Chí;TS\n"
		perRow  = "STT;Cơ quan;Đơn vị;Mã CB;Họ và tên;Học vị\n1;Trường Đại học Tây Đô;Khoa Luật;001;Nguyễn Văn An;TS\n2;Trường Đại học Tây Đô;Khoa Luật;002;Lê Thị Bình;TS\n"
		tayDoIs = "Trường Đại học Tây Đô"
	)
	for _, c := range []struct {
		name     string
		files    []string
		added    int
		employer string // of the first person
	}{
		{"before", []string{rows, tayDo}, 2, tayDoIs},
		{"behind", []string{tayDo, rows}, 2, tayDoIs},
		{"named in rows", []string{rows, perRow}, 2, tayDoIs},
		{"two others", []string{rows, tayDo, canTho}, 5, "Chưa rõ cơ quan (tep 1)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, im := testImporter(t)
			files := func() iter.Seq2[Upload, error] {
				var all []Upload
				for i, text := range c.files {
					all = append(all, Upload{fmt.Sprintf("tep %d.csv", i+1), strings.NewReader(text)})
				}
				return uploads(all)
			}
			dry, err := im.PreviewFiles(ctx, files(), Options{}, nil)
			if err != nil || dry.Counts.Added != c.added {
				t.Fatalf("previewed %+v, %v, want %d added", dry.Counts, err, c.added)
			}
			if left, _ := os.ReadDir(im.imports()); len(left) > 0 {
				t.Errorf("the preview left %v", left)
			}
			p, err := im.RunFiles(ctx, files(), Options{}, nil)
			if err != nil || p.Counts != dry.Counts {
				t.Fatalf("%+v, %v, want %+v", p.Counts, err, dry.Counts)
			}
			person, err := im.Store.Person(ctx, p.Rows[0].Person)
			if err != nil {
				t.Fatal(err)
			}
			ref, err := im.Store.Reference(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if q, _ := person.MainPosition(); ref.OrganisationName(q.Organisation) != c.employer || ref.OrganisationName(q.Unit) != "Khoa Luật" {
				t.Errorf("%s works at %q, unit %q", person.Name.Full, ref.OrganisationName(q.Organisation), ref.OrganisationName(q.Unit))
			}
			again, err := im.PreviewFiles(ctx, files(), Options{}, nil)
			if err != nil || again.Counts.Added != 0 {
				t.Errorf("again %+v, %v", again.Counts, err)
			}
		})
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
