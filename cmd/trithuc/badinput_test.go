package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBadInput: a file that cannot be read ends in exit 1 and one clear
// Vietnamese line, and nothing is changed.
func TestBadInput(t *testing.T) {
	good, err := os.ReadFile(staff(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		file []byte
		says string // a piece of the line
	}{
		{"nothing", nil, "rỗng"},
		{"not a workbook", []byte("Đây là một bức thư, không phải bảng tính.\n"), "tiêu đề"},
		{"a picture", append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{0}, 500)...), "không phải"},
		{"truncated", good[:len(good)/2], "hỏng"},
		{"password", passwordProtected(), "mật khẩu"},
		{"empty sheet", read(t, workbook(t)), "trống"},
		{"no header", read(t, workbook(t, []any{"Kính gửi"}, []any{1, 2, 3}, []any{4, 5, 6})), "tiêu đề"},
		{"bomb", bomb(t, good), "lớn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			must(t, data, "import", staff(t), "--yes")
			before := must(t, data, "export")
			path := filepath.Join(t.TempDir(), "tệp lạ.xlsx")
			if err := os.WriteFile(path, c.file, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"import", path}, {"import", path, "--yes", "--json"}} {
				a := trithuc(t, data, args...)
				if a.code != 1 || a.out != "" {
					t.Errorf("%v: exit %d, stdout %q", args, a.code, a.out)
				}
				if l := strings.TrimSuffix(a.errout, "\n"); strings.Contains(l, "\n") || !strings.Contains(strings.ToLower(l), c.says) || !strings.Contains(l, "tệp lạ.xlsx") {
					t.Errorf("%v said %q; want one line naming the file with %q", args, a.errout, c.says)
				}
			}
			if after := must(t, data, "export"); after != before {
				t.Errorf("the export changed:\n%s\n%s", before, after)
			}
			must(t, data, "doctor")
		})
	}
}

// TestBadAmongGood: several files are one lot, so where one cannot be read it is named
// and nothing is written.
func TestBadAmongGood(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	bad := filepath.Join(t.TempDir(), "tệp lạ.xlsx")
	if err := os.WriteFile(bad, []byte("Đây là một bức thư."), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(t.TempDir(), "tệp sau.xlsx")
	for _, files := range [][]string{{staff(t), bad}, {staff(t), missing}} {
		for _, yes := range [][]string{{"--yes"}, nil} {
			a := trithuc(t, data, append(append([]string{"import"}, files...), yes...)...)
			if a.code != 1 || !strings.Contains(a.errout, filepath.Base(files[1])) || strings.Count(a.errout, "\n") != 1 {
				t.Errorf("exit %d, said %q", a.code, a.errout)
			}
		}
	}
	if told := must(t, data, "export"); told != "" {
		t.Errorf("written: %s", told)
	}
}

// TestBadCells: a cell that cannot be read never holds its row.
func TestBadCells(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	file := workbook(t,
		[]any{"Mã CB", "Họ và tên", "Ngày sinh", "Trình độ", "Email"},
		[]any{"B1", "Phạm Văn Một", "32/13/1980", "Tiến sĩ", "mot@nctu.example"},
		[]any{"B2", "Phạm Văn Hai", "#N/A", "Thạc sĩ", "khong-phai-thu"},
		[]any{"B3", "Phạm Văn Ba", "15/06/1985", "hạng nhất", ""},
		[]any{"B4", "", "15/06/1985", "Tiến sĩ", ""},
	)
	r := decode[report](t, must(t, data, "import", file, "--yes", "--json", "--organisation", "DNC"))
	if r.Rows != 4 || r.Added != 3 || r.Rejected != 1 {
		t.Errorf("%+v; want 3 added, 1 rejected", r)
	}
	cells := map[string]bool{}
	for _, i := range r.Issues {
		cells[i.Cell] = true
	}
	for _, want := range []string{"C2", "C3", "E3", "D4", "B5"} {
		if !cells[want] {
			t.Errorf("no issue about %s in %+v", want, r.Issues)
		}
	}
	if p := exported(t, data)["B1"]; p.Birth != "" || p.Degree != "TS" {
		t.Errorf("B1 = %+v", p)
	}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// passwordProtected is the start of an OLE file that holds an encrypted package.
func passwordProtected() []byte {
	b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 4096)...)
	name := "EncryptedPackage"
	for i := range len(name) {
		b[1024+2*i] = name[i]
	}
	return b
}

// bomb is good with a sheet that unzips to a gigabyte of blanks out of a megabyte.
func bomb(t testing.TB, good []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		part, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(part, r); err != nil {
			t.Fatal(err)
		}
		if f.Name == "xl/worksheets/sheet1.xml" {
			for range 1024 {
				if _, err := part.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
