package importer

import (
	"os"
	"strings"
	"testing"
)

// TestMembersOfTheParty: neither a sheet that lists members nor a column of their cells
// is kept; the other sheets are read.
func TestMembersOfTheParty(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	lot := lotOf([]Upload{
		{"Đảng viên.csv", strings.NewReader("STT;Họ và tên;Mã CB\n1;Nguyễn Vôhình;001\n")},
		{"Danh sách.csv", strings.NewReader("DANH SÁCH ĐẢNG VIÊN KHOA LUẬT;;\nSTT;Họ và tên;Mã CB\n1;Lê Vôhình;002\n")},
		{"Khoa Luật.csv", strings.NewReader("STT;Họ và tên;Mã CB;Chi bộ\n1;Trần Chí;003;Zqchibo 4\n2;Lê Ba;004;Zqchibo 5\n")},
	})
	defer lot.Close()
	i, err := sendTo(ctx, q, "lô.zip", lot, ctu(ctx, t, im))
	if err != nil {
		t.Fatal(err)
	}
	p := planned(ctx, t, q, i.ID)
	if p.Counts.Rows != 2 {
		t.Errorf("%+v: %s", p.Counts, tellIssues(p))
	}
	stored, err := os.ReadFile(im.file(i.ID, cellsFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, mark := range []string{"Zqchibo", "Vôhình"} {
		if strings.Contains(string(stored), mark) {
			t.Errorf("the stored cells hold %s", mark)
		}
	}
}

// TestFreeTextOfNeverStored: a cell of a column that is not used, and one beyond the
// last header, are not kept where they may tell what is not stored; the user is told.
func TestFreeTextOfNeverStored(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	i, err := sendTo(ctx, q, "a.csv", strings.NewReader("STT;Họ và tên;Mã CB;Ghi chú;Quê quán\n1;Trần Chí;003;Dân tộc: Zqkhmer, đảng viên;Cần Thơ\n2;Lê Ba;004;nghỉ thai sản;Vĩnh Long;Zqphat\n3;Võ Tư;005;CCCD 092080001234;An Giang\n"), ctu(ctx, t, im))
	if err != nil {
		t.Fatal(err)
	}
	p := planned(ctx, t, q, i.ID)
	if p.Counts.Rows != 3 || !strings.Contains(tellIssues(p), "nói đến điều không được lưu") || !strings.Contains(tellIssues(p), "bên phải cột cuối cùng") {
		t.Errorf("%+v: %s", p.Counts, tellIssues(p))
	}
	stored, err := os.ReadFile(im.file(i.ID, cellsFile))
	if err != nil {
		t.Fatal(err)
	}
	for mark, kept := range map[string]bool{"Zqkhmer": false, "Zqphat": false, "092080001234": false, "nghỉ thai sản": false, "Vĩnh Long": true} {
		if strings.Contains(string(stored), mark) != kept {
			t.Errorf("the stored cells hold %q: %v, want %v", mark, !kept, kept)
		}
	}
}
