package importer

import (
	"os"
	"strings"
	"testing"

	"trithuc/registry"
)

const oddHead = "Trích ngang;;;\n;;;\nSố;Người lao động;Năm;Bằng\n1;Nguyễn Văn An;1980;TS\n2;Lê Thị Bình;1981;ThS\n"

// TestHeaderByHand: a list whose header nobody would know waits, sealed, until somebody
// says where it is; the next list of the form is read without being told.
func TestHeaderByHand(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	o := ctu(ctx, t, im)
	i, err := sendTo(ctx, q, "lạ.csv", strings.NewReader(oddHead), o)
	well(t, err)
	p := planned(ctx, t, q, i.ID)
	if s := p.Sheets[0]; !s.Unheaded || s.Last != 5 || p.Counts.Rows != 0 {
		t.Fatalf("%+v", p)
	}
	if left := holding(t, im.Files, "Nguyễn Văn An", "Lê Thị"); len(left) > 0 {
		t.Errorf("without a header values stand in %v", left)
	}
	refused(t, "nothing to write", q.Approve(ctx, i.ID, p.Digest), registry.Conflict, "Chưa có trang nào")
	choose := func(sheet registry.SheetChoice) error {
		_, err := q.Choose(ctx, i.ID, registry.Choices{Sheets: []registry.SheetChoice{sheet}}, registry.Choices{})
		return err
	}
	sheet := p.Sheets[0].Name
	refused(t, "beyond the sheet", choose(registry.SheetChoice{Sheet: sheet, Header: 9}), registry.Invalid, "chỉ có 5 dòng")
	well(t, choose(registry.SheetChoice{Sheet: sheet, Header: 3}))
	p = planned(ctx, t, q, i.ID)
	if p.Sheets[0].Skipped != "" || p.Sheets[0].Header[1] != 3 {
		t.Fatalf("%+v", p.Sheets[0])
	}
	if _, err := os.Stat(im.file(i.ID, uploadFile)); err == nil {
		t.Error("the upload is kept though it was read")
	}
	_, err = q.Choose(ctx, i.ID, registry.Choices{Columns: []registry.ColumnChoice{{Sheet: sheet, Letter: "B", Field: "name"}, {Sheet: sheet, Letter: "C", Field: "birth"}, {Sheet: sheet, Letter: "D", Field: "degree"}}}, registry.Choices{})
	well(t, err)
	p = planned(ctx, t, q, i.ID)
	applied(ctx, t, q, p)
	if n, err := im.Store.Import(ctx, i.ID); err != nil || n.Counts.Added != 2 {
		t.Fatalf("%+v, %v", n, err)
	}

	next, err := sendTo(ctx, q, "lạ 2.csv", strings.NewReader("Trích ngang;;;\n;;;\n;;;\n"+strings.SplitAfterN(oddHead, "\n", 3)[2]), o)
	well(t, err)
	if p := planned(ctx, t, q, next.ID); p.Counts.Same != 2 || p.Sheets[0].Header[1] != 4 {
		t.Errorf("the next list: %+v %+v", p.Counts, p.Sheets[0])
	}
}

// TestHeaderOfValues: a row of values is no header, whoever says so: which columns must
// not be stored could not be told.
func TestHeaderOfValues(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	i, err := sendTo(ctx, q, "lạ.csv", strings.NewReader("a;b;c;d\nNguyễn Văn An;1980;an@ctu.example;012345678901\nLê Thị Bình;1981;binh@ctu.example;012345678902\n"), ctu(ctx, t, im))
	well(t, err)
	p := planned(ctx, t, q, i.ID)
	_, err = q.Choose(ctx, i.ID, registry.Choices{Sheets: []registry.SheetChoice{{Sheet: p.Sheets[0].Name, Header: 2}}}, registry.Choices{})
	well(t, err)
	if p = planned(ctx, t, q, i.ID); !p.Sheets[0].Unheaded || !strings.Contains(p.Issues[0].Message, "trông như số liệu") {
		t.Errorf("%+v", p)
	}
	if left := holding(t, im.Files, "012345678902"); len(left) > 0 {
		t.Errorf("left in %v", left)
	}
}

// TestLeaveTheOnlySheet: it is no dead end.
func TestLeaveTheOnlySheet(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001")
	id := p.Import.ID
	for _, use := range []string{registry.LeaveSheet, registry.UseSheet} {
		_, err := q.Choose(ctx, id, registry.Choices{Sheets: []registry.SheetChoice{{Sheet: "A", Use: use}}}, registry.Choices{})
		well(t, err)
		if p = planned(ctx, t, q, id); p.Sheets[0].Kept != (use == registry.LeaveSheet) || (p.Counts.Rows == 1) != (use == registry.UseSheet) {
			t.Errorf("%s: %+v", use, p)
		}
	}
	if _, err := im.RowCells(ctx, p, "A", 99); registry.KindOf(err) != registry.NotFound {
		t.Errorf("a row beyond the sheet: %v", err)
	}
}
