package ui_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// TestAccountsFromFile: a file is looked at, each line that cannot be is told in one
// sentence, the others are made at once, and their passwords open.
func TestAccountsFromFile(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	people := s.sample()
	s.add(people...)
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	admin := s.as("quantri")
	rows := [][]any{
		{"STT", "Họ và tên", "Tên đăng nhập", "Vai trò", "Cơ quan", "Mã hồ sơ"},
		{1, "Lê Thị Mẫu", "Mau.Le", "chuyên viên", "", ""},
		{2, "Trần Văn Mẫu", "daumoi", "Cán bộ đầu mối dữ liệu", "ĐHCT", ""},
		{3, "Nguyễn Thị Mẫu", "chuyengia", "expert", "", people[0].ID.Public()},
		{4, "Ai Đó", "quantri", "Chuyên viên", "", ""},
		{5, "Ai Khác", "mau.le", "Chuyên viên", "", ""},
		{6, "Sếp", "sep", "Giám đốc", "", ""},
		{7, "Đầu mối", "daumoi2", "Cán bộ đầu mối dữ liệu", "Trường Không Có", ""},
		{8, "Đầu mối", "daumoi3", "Cán bộ đầu mối dữ liệu", "", ""},
		{9, "Chuyên gia", "chuyengia2", "Chuyên gia", "", "TT-9999999"},
		{10, "Tên dấu", "tên có dấu", "Chuyên viên", "", ""},
	}
	a := admin.attach("/accounts/file", "ds.xlsx", workbook(t, rows), nil)
	if a.status != http.StatusOK {
		t.Fatalf("looked at: %d %s", a.status, a.body)
	}
	holds(t, a.body, "Lập được 3 tài khoản; 7 dòng chưa lập được", "Đã có tài khoản tên quantri.", "đã có ở dòng 2", "Không có vai trò &#34;Giám đốc&#34;",
		"Không rõ cơ quan &#34;Trường Không Có&#34;", "Cơ quan phải có", "Không có hồ sơ nào mang mã &#34;TT-9999999&#34;", "Tên đăng nhập chỉ gồm chữ thường không dấu")
	if _, err := s.store.AccountNamed(s.ctx, "daumoi"); registry.KindOf(err) != registry.NotFound {
		t.Errorf("a look makes accounts: %v", err)
	}
	again := url.Values{"carried": {field(t, a.body, "carried")}, "carried-name": {"ds.xlsx"}}
	a = admin.post("/accounts/file/add", again)
	made := regexp.MustCompile(`<td>([a-z0-9.]+)</td>(?s:.*?)<code>([a-z0-9-]{23})</code>`).FindAllStringSubmatch(a.body, -1)
	if a.status != http.StatusCreated || len(made) != 3 {
		t.Fatalf("made: %d, %v", a.status, made)
	}
	for _, m := range made {
		if a := s.fresh().post("/signin", url.Values{"name": {m[1]}, "password": {m[2]}}); a.url != "/account" || !strings.Contains(a.body, "do người khác đặt") {
			t.Errorf("%s: %d %s", m[1], a.status, a.url)
		}
	}
	got, err := s.store.AccountNamed(s.ctx, "daumoi")
	if err != nil || got.Organisation != s.organisation("Đại học Cần Thơ") {
		t.Errorf("%+v, %v", got, err)
	}
	if a := admin.post("/accounts/file/add", again); a.status != http.StatusBadRequest || strings.Contains(a.body, "<code>") {
		t.Errorf("made twice: %d", a.status)
	}
	for name, content := range map[string]string{"no column": "Họ tên,Vai trò\nA,B\n", "empty": "", "a head alone": "Tên đăng nhập,Vai trò\n", "not text": "\x00\xff"} {
		if a := admin.attach("/accounts/file", "x.csv", content, nil); a.status != http.StatusBadRequest || !strings.Contains(a.body, `id="refusal"`) {
			t.Errorf("%s: %d", name, a.status)
		}
	}
}

// workbook makes one of rows.
func workbook(t *testing.T, rows [][]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		ok(t, err)
		ok(t, f.SetSheetRow("Sheet1", cell, &rows[i]))
	}
	var b bytes.Buffer
	ok(t, f.Write(&b))
	return b.String()
}
