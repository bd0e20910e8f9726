package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trithuc/registry/registrytest"
)

// marked is a list of one person whose every cell is a marker, and another.
func marked(t testing.TB) (file string, markers []string) {
	markers = []string{"ZQXMA01", "Zqxhoten", "Zqxtendem", "Zqxkhoa", "Zqxchucvu", "zqxthu@nctu.example", "0918777123", "Zqxhuong"}
	plain := workbook(t,
		[]any{"TRƯỜNG ĐẠI HỌC NAM CẦN THƠ"},
		[]any{},
		[]any{"STT", "Mã CB", "Họ và tên", "Ngày sinh", "Giới tính", "Trình độ", "Khoa", "Chức vụ", "Email", "Điện thoại", "Hướng nghiên cứu"},
		[]any{1, "ZQXMA01", "Lê Zqxhoten Zqxtendem", "25/03/1975", "Nữ", "Tiến sĩ", "Khoa Zqxkhoa", "Zqxchucvu", "Zqxthu@nctu.example", "0918 777 123", "Zqxhuong nghiên cứu"},
		[]any{2, "N777", "Trần Văn Ở Lại", "1980", "Nam", "ThS", "Khoa Dược", "Giảng viên", "olai@nctu.example", "", "nuôi trồng thủy sản"},
	)
	file = filepath.Join(filepath.Dir(plain), "Ly-lich_Le Zqxhoten-Zqxtendem.xlsx")
	if err := os.Rename(plain, file); err != nil {
		t.Fatal(err)
	}
	return file, markers
}

// TestErasure erases somebody who came by a workbook, on a request, and looks for
// them in every file; then brings an older copy back.
func TestErasure(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	file, markers := marked(t)
	must(t, data, "import", file, "--yes")
	must(t, data, "import", file, "--yes") // the same again: it holds them, though it changes nothing
	must(t, data, "search", "zqxhoten")
	person := exported(t, data)["ZQXMA01"]
	older := filepath.Join(t.TempDir(), "older.backup")
	must(t, data, "backup", older)
	must(t, data, "request", "add", "erase", person.ID, "--name", "Lê Zqxhoten Zqxtendem", "--contact", "zqxthu@nctu.example")
	if len(registrytest.Residue(t, data, markers)) == 0 {
		t.Fatal("the markers were not there to begin with")
	}
	must(t, data, "request", "settle", "1")
	gone(t, data, person.ID, markers)

	must(t, data, "restore", older)
	must(t, data, "doctor") // any command that opens it
	gone(t, data, person.ID, markers)

	// Another machine has the backup, and what serve keeps beside its backups.
	backups, err := (&backupFlags{To: filepath.Dir(older), At: "01:30"}).schedule(&console{dir: data, now: time.Now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := backups.keepLog(); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "data")
	must(t, other, "restore", older)
	gone(t, other, person.ID, markers)
}

// TestErasureKilled kills the erasing program again and again, a little later each
// time; whatever it came to, the next ones finish it.
func TestErasureKilled(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	file, markers := marked(t)
	must(t, data, "import", file, "--yes")
	person := exported(t, data)["ZQXMA01"]
	must(t, data, "request", "add", "erase", person.ID, "--name", "Lê Zqxhoten Zqxtendem")
	for i := range 12 {
		cmd := exec.Command(binary, "--data", data, "request", "settle", "1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(30+20*i) * time.Millisecond)
		cmd.Process.Kill() // it may have ended by itself
		cmd.Wait()
	}
	if a := trithuc(t, data, "request", "settle", "1"); a.code != 0 && !strings.Contains(a.errout, "đã giải quyết") {
		t.Fatalf("the last run: %d %s", a.code, a.errout)
	}
	must(t, data, "doctor")
	gone(t, data, person.ID, markers)
}

// gone fails where anything of the person is left, or of the other is not. The
// unit of the person was made for them by the import and is no personal value.
func gone(t *testing.T, data, id string, markers []string) {
	t.Helper()
	markers = slices.DeleteFunc(slices.Clone(markers), func(m string) bool { return m == "Zqxkhoa" })
	if left := registrytest.Residue(t, data, markers); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	for _, q := range []string{"zqxhoten", "zqxhuong nghien cuu", "zqxma01"} {
		if f := decode[found](t, must(t, data, "search", "--json", q)); len(f.Hits) > 0 && f.Hits[0].ID == id {
			t.Errorf("%q still finds %+v", q, f.Hits[0])
		}
	}
	if editions, err := filepath.Glob(filepath.Join(data, "index", "*", "store")); err != nil || len(editions) != 1 {
		t.Errorf("editions of the index: %v, %v", editions, err)
	}
	if people := exported(t, data); len(people) != 1 || people["N777"].Name != "Trần Văn Ở Lại" {
		t.Errorf("exported: %+v", people)
	}
	if v := decode[verdict](t, must(t, data, "doctor", "--json")); !v.OK {
		t.Errorf("doctor: %v", v.Findings)
	}
	if list := must(t, data, "request", "list"); strings.Contains(list, "xóa dữ liệu") {
		t.Errorf("still open: %s", list)
	}
}

// TestOwnCopy hands out a person's own data.
func TestOwnCopy(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	file, markers := marked(t)
	must(t, data, "import", file, "--yes")
	person := exported(t, data)["ZQXMA01"]
	must(t, data, "request", "add", "access", person.ID, "--name", "Lê Zqxhoten", "--received", "2026-04-24")
	if list := must(t, data, "request", "list", "--overdue"); !strings.Contains(list, "04/05/2026") || !strings.Contains(list, "QUÁ HẠN") {
		t.Errorf("the list tells no clock: %s", list)
	}
	copied := filepath.Join(t.TempDir(), "ban-sao.html")
	must(t, data, "request", "settle", "1", "-o", copied)
	page, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range markers {
		if !strings.Contains(string(page), m) {
			t.Errorf("the copy lacks %q", m)
		}
	}
	if a := trithuc(t, data, "request", "settle", "1"); a.code != 1 || !strings.Contains(a.errout, "đã giải quyết") {
		t.Errorf("again: %d %s", a.code, a.errout)
	}
}

// TestKeyRotate makes the key file at need, with nobody else's rights, and says
// plainly what is wrong with another.
func TestKeyRotate(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	for range 2 {
		if out := must(t, data, "key", "rotate", "--drop"); !strings.Contains(out, "khóa mới") {
			t.Errorf("rotate says %q", out)
		}
	}
	info, err := os.Stat(data + ".key")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info, err)
	}
	foreign := filepath.Join(t.TempDir(), "foreign")
	if err := os.WriteFile(foreign, []byte("không phải khóa"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a := trithuc(t, data, "--vault-key", foreign, "key", "rotate"); a.code != 1 || !strings.Contains(a.errout, "không phải tệp khóa") {
		t.Errorf("another file: %d %s", a.code, a.errout)
	}
}
