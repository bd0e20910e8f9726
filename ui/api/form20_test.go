package api_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const lecturersList = `STT,Mã CB,Họ và tên,Năm sinh,Giới tính,Học hàm,Học vị,Chuyên ngành,Khoa,Chức danh nghề nghiệp,Loại hợp đồng
1,L01,Nguyễn Thị Hồng Nhung,1971,Nữ,PGS,TS,Nuôi trồng thủy sản,Khoa Luật,Giảng viên cao cấp,
2,L02,Trần Văn Bền,1985,Nam,,ThS,Luật kinh tế,Khoa Luật,Giảng viên,
3,L03,Lê Minh Chí,1979,Nam,,TS,Toán ứng dụng,Khoa Sư phạm,Giảng viên chính,
4,L04,Phạm Thị Dung,1990,Nữ,,CN,Kế toán,Khoa Luật,Chuyên viên,
5,L05,Võ Văn Em,1960,Nam,,TS,Luật dân sự,Khoa Luật,,
6,L06,Hồ Thị Phúc,1965,Nữ,,TS,Luật hình sự,Khoa Luật,Giảng viên,Thỉnh giảng
`

// TestForm20: biểu mẫu 20 counts lecturers by what the registry has of them, says whom
// it does not count, and its list comes back without a change.
func TestForm20(t *testing.T) {
	h := newHouse(t)
	p := h.apply(h.upload("gv.csv", []byte(lecturersList), "organisation", "ĐHCT"))
	if p.Counts.Added != 6 {
		t.Fatalf("%+v", p.Counts)
	}
	var found struct{ Organisations []struct{ ID int64 } }
	h.must(200, "GET", "/organisations?q=Đại+học+Cần+Thơ&limit=1", nil).into(t, &found)
	a := h.must(200, "GET", fmt.Sprintf("/organisations/%d/form20", found.Organisations[0].ID), nil)
	f, err := excelize.OpenReader(bytes.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Biểu")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range rows {
		if text := strings.Join(r, "|"); text != "" {
			lines = append(lines, text)
		}
	}
	got := strings.Join(lines, "\n")
	for _, want := range []string{"Nội dung|Tổng số|GS|PGS|TS|ThS|ĐH|CĐ|Khác|Hạng III|Hạng II|Hạng I", "Giảng viên cơ hữu|3|0|1|2|1|0|0|0|1|1|1", "Khoa Luật|2|0|1|1|1|0|0|0|1|0|1",
		"Không tính 1 người đang làm ở cơ quan: chưa rõ chức danh nghề nghiệp.", "Không tính 1 người đang làm ở cơ quan: giữ chức danh nghề nghiệp khác.", "Không tính 1 người đang làm ở cơ quan: thỉnh giảng."} {
		if !strings.Contains(got, want) {
			t.Errorf("the form lacks %q:\n%s", want, got)
		}
	}
	again := h.upload("bm20.xlsx", a.body)
	if again.Counts.Rows != 3 || again.Counts.Same != 3 || again.Read[1].Form != "Biểu mẫu 20 (ba công khai)" {
		t.Errorf("back it is %+v %+v", again.Counts, again.Read)
		h.show(again)
	}
	h.refused(404, "GET", "/organisations/999999/form20", nil)
}
