package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// staff is a small list as a university really sends it: motto and title above
// the header, titles in the name cell, dates as text, a phone without its zero.
func staff(t testing.TB) string {
	return workbook(t,
		[]any{"TRƯỜNG ĐẠI HỌC NAM CẦN THƠ"},
		[]any{"DANH SÁCH VIÊN CHỨC, GIẢNG VIÊN NĂM 2026"},
		[]any{},
		[]any{"STT", "Mã CB", "Họ và tên", "Ngày sinh", "Giới tính", "Trình độ", "Khoa", "Chức vụ", "Email", "Điện thoại", "Hướng nghiên cứu"},
		[]any{1, "N001", "PGS.TS. Lê Thị Ánh Tuyết", "25/03/1975", "Nữ", "Tiến sĩ", "Khoa Dược", "Trưởng khoa", "Anhtuyet@nctu.example", 918000001, "dược liệu đồng bằng"},
		[]any{2, "N002", "TRẦN VĂN SƠN", "1980", "Nam", "ThS", "Khoa Dược", "Giảng viên", "vson@nctu.example", "0918 000 002", "nuôi trồng thủy sản"},
		[]any{3, "N003", "Nguyễn Thị Mỹ Hoa", "02/11/1993", "nữ", "Đại học", "Khoa Kinh tế", "Giảng viên", "", "", "kinh tế lượng"},
		[]any{"Tổng cộng: 3 người"},
	)
}

func TestFromWorkbookToFoundPerson(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	file := staff(t)

	dry := decode[report](t, must(t, data, "import", file, "--json"))
	if dry.Rows != 3 || dry.Added != 3 || len(exported(t, data)) != 0 {
		t.Fatalf("dry run: %+v, people %d; want 3 rows to add and nobody written", dry, len(exported(t, data)))
	}
	got := decode[report](t, must(t, data, "import", file, "--yes", "--json"))
	if got.Added != 3 || got.Rows != got.Added+got.Amended+got.Same+got.Review+got.Rejected {
		t.Fatalf("import: %+v", got)
	}

	queries := filepath.Join(t.TempDir(), "queries")
	if err := os.WriteFile(queries, []byte("nguyen thi my hoa\nnuoi trong thuy san\nle thi anh tuyet\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(must(t, data, "search", "--batch", queries, "--limit", "5")), "\n")
	for i, want := range []string{"N003", "N002", "N001"} {
		f := decode[found](t, lines[i])
		if len(f.Hits) == 0 || f.Hits[0].Codes[0] != want {
			t.Errorf("%q found %+v, want %s first", f.Q, f.Hits, want)
		}
	}

	people := exported(t, data)
	head := people["N001"]
	if head.Name != "Lê Thị Ánh Tuyết" || head.Title != "PGS" || head.Degree != "TS" || head.Birth != "1975-03-25" ||
		head.Sex != "female" || head.Email != "anhtuyet@nctu.example" || head.Phone != "0918000001" || head.Unit != "Khoa Dược" ||
		head.Organisation != "Trường Đại học Nam Cần Thơ" || head.Position != "Trưởng khoa" || head.Retires != "2034-11" {
		t.Errorf("N001 exported as %+v", head)
	}
	if second := people["N002"]; second.Name != "Trần Văn Sơn" || second.Birth != "1980" || second.Degree != "ThS" {
		t.Errorf("N002 exported as %+v", second)
	}

	if v := decode[verdict](t, must(t, data, "doctor", "--json")); !v.OK {
		t.Errorf("doctor: %v", v.Findings)
	}
	again := decode[report](t, must(t, data, "import", file, "--yes", "--json"))
	if again.Same != 3 || again.Rows != 3 {
		t.Errorf("the same file again: %+v, want 3 same", again)
	}
	if a := trithuc(t, data, "import", "cancel", "1"); a.code != 1 || !strings.Contains(a.errout, "hoàn tác") {
		t.Errorf("dropping what is written: %d %s", a.code, a.errout)
	}
	must(t, data, "import", "undo", "1")
	if n := len(exported(t, data)); n != 0 {
		t.Errorf("%d people after the undo, want none", n)
	}
	must(t, data, "doctor")
	if _, err := os.Stat(filepath.Join(data, "registry.db-wal")); err == nil {
		t.Error("a clean exit left a -wal")
	}
}
