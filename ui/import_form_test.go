package ui_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestCountForm: the figures of a written list stand on a form to be signed, on the
// page and in the file alike; one that cannot be read has none.
func TestCountForm(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	employer := fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ"))
	holds(t, s.bring("giảng viên.csv", list, employer), `href="/imports/1/form"`)
	page := s.page("/imports/1/form")
	i, err := s.store.Import(s.ctx, 1)
	ok(t, err)
	holds(t, page, "BIỂU XÁC NHẬN SỐ LIỆU", "Người lập biểu", "Thủ trưởng đơn vị", i.SHA256, "Trường Đại học Nam Cần Thơ", "Tổng cộng")
	a := s.get("/imports/1/form/file")
	if a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	f, err := excelize.OpenReader(strings.NewReader(a.body))
	ok(t, err)
	rows, err := f.GetRows(f.GetSheetName(0))
	ok(t, err)
	var sum []string
	for _, r := range rows {
		if len(r) > 0 && r[0] == "Tổng cộng" {
			sum = r
		}
	}
	if len(sum) < 3 || sum[1] != "3" || sum[2] != "2" {
		t.Errorf("the sum is %v", sum)
	}
	s.settled(s.upload("hỏng.xlsx", "PK\x03\x04 cut", employer).url)
	if a := s.get("/imports/2/form"); a.status != http.StatusConflict {
		t.Errorf("a list that cannot be read: %d", a.status)
	}
}
