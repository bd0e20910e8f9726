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
