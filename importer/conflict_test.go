package importer

import (
	"strings"
	"testing"

	"trithuc/registry"
)

// TestConflictHoldsItsCell: where one cell contradicts another file, the other cells of
// its row are written all the same, and the row says so; the answer decides the cell.
func TestConflictHoldsItsCell(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	files := []Upload{
		{"a.csv", strings.NewReader("STT;Họ và tên;Mã CB;Điện thoại\n1;Nguyễn Văn An;001;0913000001\n")},
		{"b.csv", strings.NewReader("STT;Họ và tên;Mã CB;SĐT;Học vị;Đơn vị\n1;Nguyễn Văn An;001;0913999999;TS;Khoa Luật\n")},
	}
	p := sendLot(ctx, t, q, "lô.zip", files)
	rows, _, err := q.StoredRows(ctx, p.Import.ID, "", 10, 0)
	if err != nil || outcomes(&Plan{Rows: rows}) != "added review" {
		t.Fatalf("%+v, %v", rows, err)
	}
	if r := rows[1]; !strings.Contains(r.Note, "các ô khác của dòng vẫn được ghi") || len(r.Changes) != 2 || r.Changes[0].New != "Tiến sĩ" {
		t.Errorf("the row tells %+v", r)
	}
	applied(ctx, t, q, p)
	an := onlyPerson(ctx, t, im, "nguyen van an")
	if an.Phone != "0913000001" || len(an.Qualifications) != 1 || an.Positions[0].Unit == 0 {
		t.Errorf("written %+v", an)
	}
	open, err := im.Store.Reviews(ctx, p.Import.ID, 0, 0)
	if err != nil || len(open) != 1 {
		t.Fatalf("%d questions, %v", len(open), err)
	}
	if _, err := im.Answer(ctx, open[0].ID, registry.AnswerSame, an.ID); err != nil {
		t.Fatal(err)
	}
	if an = onlyPerson(ctx, t, im, "nguyen van an"); an.Phone != "0913999999" {
		t.Errorf("answered %+v", an)
	}
	if _, _, err := q.Undo(ctx, p.Import.ID); err != nil {
		t.Fatal(err)
	}
}

// TestConflictOfIdentityHoldsAll: while it is asked who a row is, nothing of it is written,
// and the row says so.
func TestConflictOfIdentityHoldsAll(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001"), o)
	p := runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|26/03/1980|Nam|001|an@ctu.vn"), o)
	if got := outcomes(p); got != "review" || !strings.Contains(p.Rows[0].Note, "cũng chờ") {
		t.Errorf("%s %+v", got, p.Rows)
	}
	if an := onlyPerson(ctx, t, im, "nguyen van an"); an.Email != "" {
		t.Errorf("written %+v", an)
	}
}

// TestPrecedenceAlone: which file goes before in a field is remembered for a list of the
// institution that comes alone: it does not take back what a file before it told.
func TestPrecedenceAlone(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	o := ctu(ctx, t, im)
	p := sendLot(ctx, t, q, "lô.zip", twoFiles("2025"))
	p = chosen(ctx, t, q, p.Import.ID, registry.Choices{Files: []registry.FileChoice{
		{Field: "phone", Files: []registry.LotFile{{Name: "Các khoa 2025.csv"}}},
		{Field: "post", Files: []registry.LotFile{{Name: "Các khoa 2025.csv"}}},
	}}, registry.Choices{})
	applied(ctx, t, q, p)
	alone := func(file Upload) *Plan {
		t.Helper()
		i, err := sendTo(ctx, q, file.Name, file.Content, o)
		if err != nil {
			t.Fatal(err)
		}
		return planned(ctx, t, q, i.ID)
	}
	again := alone(twoFiles("2026")[0])
	if again.Counts.Same != 2 || !strings.Contains(tellIssues(again), "giữ giá trị lấy từ tệp Các khoa 2025.csv") {
		t.Errorf("the file behind: %+v %s", again.Counts, tellIssues(again))
	}
	changed := twoFiles("2026")[1]
	changed.Content = strings.NewReader("TT;Họ tên;Mã số CB;NTNS;SĐT;Chức vụ hiện nay;Học vị\n1;Nguyễn Văn An;001;25/03/1980;0913888888;Trưởng khoa;TS\n")
	if first := alone(changed); first.Counts.Amended != 1 {
		t.Errorf("the file before: %+v %s", first.Counts, tellIssues(first))
	}
}
