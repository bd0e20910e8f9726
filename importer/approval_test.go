package importer

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
)

// as gives the context another actor.
func as(ctx context.Context, account string, role registry.Role) context.Context {
	return registry.WithActor(ctx, registry.Actor{Account: account, Role: role})
}

// well fails the test where something went wrong.
func well(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused wants an error of a kind whose sentence holds some words.
func refused(t *testing.T, what string, err error, kind registry.Kind, words string) {
	t.Helper()
	if registry.KindOf(err) != kind || err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: %v, want kind %d with %q", what, err, kind, words)
	}
}

// asking sets from a day on what ĐHCT asks of its lists.
func asking(ctx context.Context, t *testing.T, im *Importer, from registry.Date, rule registry.ApprovalRule) {
	t.Helper()
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o, _ := ref.Organisation(ctu(ctx, t, im).Employer)
	o.Approvals = append(o.Approvals, registry.Approval{From: from, Rule: rule})
	if _, err := (registry.Organisations{Store: im.Store}).Amend(ctx, &o, registry.Why{Reason: "Quy định mới"}); err != nil {
		t.Fatal(err)
	}
}

// TestApproval takes a list the long way: drawn up by one, approved by another,
// returned by the department, corrected, and taken in.
func TestApproval(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	asking(ctx, t, im, registry.Date{Year: 2026, Month: 9, Day: 1}, registry.ApprovalTwo)
	asking(ctx, t, im, registry.Date{Year: 2027}, registry.ApprovalNone) // not in force yet
	maker, head, officer := as(ctx, "lan", registry.Operator), as(ctx, "hiệu trưởng", registry.Operator), as(ctx, "sở", registry.Operator)
	p := received(maker, t, q, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001||TS||Khoa Luật")
	id, plan := p.Import.ID, p.Digest

	refused(t, "written without approval", q.Approve(officer, id, plan), registry.Conflict, "phải được đơn vị duyệt")
	move := func(ctx context.Context, m registry.LotMove, reason string) error {
		_, err := q.Move(ctx, id, m, plan, reason)
		return err
	}
	refused(t, "passed before it was asked", move(head, registry.LotPass, ""), registry.Conflict, "nháp")
	well(t, move(maker, registry.LotAsk, ""))
	_, err := q.Choose(maker, id, registry.Choices{Cells: []registry.CellFix{{Sheet: "A", Cell: "B2", Text: "Nguyễn Văn Ân"}}}, registry.Choices{})
	refused(t, "corrected while it waits", err, registry.Conflict, "rút lại")
	refused(t, "approved by its maker", move(maker, registry.LotPass, ""), registry.Forbidden, "lan đã lập")
	well(t, move(maker, registry.LotRecall, ""))
	well(t, move(maker, registry.LotAsk, "đủ rồi"))
	well(t, move(head, registry.LotPass, ""))
	refused(t, "returned without a reason", move(officer, registry.LotReturn, ""), registry.Invalid, "lý do")
	refused(t, "taken in by the institution", move(as(ctx, "lan", registry.DataOfficer), registry.LotReturn, "x"), registry.Forbidden, "chỉ Sở")
	well(t, move(officer, registry.LotReturn, "Thiếu tên đệm"))

	_, err = q.Choose(maker, id, registry.Choices{Cells: []registry.CellFix{{Sheet: "A", Cell: "B2", Text: "Nguyễn Văn Thành An"}}}, registry.Choices{})
	well(t, err)
	p = planned(ctx, t, q, id)
	refused(t, "another preview", move(maker, registry.LotAsk, ""), registry.Conflict, "đã được sửa")
	plan = p.Digest
	well(t, move(maker, registry.LotAsk, ""))
	well(t, move(head, registry.LotPass, ""))
	sign := func(number string) error {
		_, err := q.Attach(head, id, Upload{Name: "bieu.pdf", Content: strings.NewReader("%PDF-1.7")}, number, registry.Date{Year: 2026, Month: 11, Day: 20})
		return err
	}
	well(t, sign("12/BC")) // signed by who let it pass
	refused(t, "another copy once it was sent", sign("13/BC"), registry.Conflict, "đã gửi Sở")
	applied(officer, t, q, p)
	i, err := im.Store.Import(ctx, id)
	well(t, err)
	var way []string
	for _, s := range i.Lot.Steps {
		way = append(way, strings.TrimRight(string(s.To)+" "+s.By+" "+s.Reason, " "))
	}
	want := "waiting lan| lan|waiting lan đủ rồi|sent hiệu trưởng|returned sở Thiếu tên đệm|waiting lan|sent hiệu trưởng|taken sở"
	if got := strings.Join(way, "|"); got != want {
		t.Errorf("the way is %s", got)
	}
	entries, err := im.Store.EntriesOf(ctx, registry.Subject{Kind: registry.SubjectImport, ID: int64(id)})
	well(t, err)
	told := ""
	for _, e := range entries {
		told += e.Actor + ": " + e.Reason + "\n"
	}
	for _, line := range []string{"lan: Trình đơn vị duyệt", "lan: Rút lại để sửa", "lan: đủ rồi", "hiệu trưởng: Đơn vị duyệt và gửi Sở", "sở: Thiếu tên đệm", "sở: Sở tiếp nhận"} {
		if !strings.Contains(told, line) {
			t.Errorf("the trail does not tell %q:\n%s", line, told)
		}
	}
}

// TestApprovalElsewhere: the rule of one institution does not bind another, and no
// command writes around it.
func TestApprovalElsewhere(t *testing.T) {
	ctx, im := testImporter(t)
	asking(ctx, t, im, registry.Date{Year: 2026}, registry.ApprovalUnit)
	path := list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001||TS||")
	f := strings.NewReader(fewPeople)
	_, err := im.Run(ctx, "a.csv", f, ctu(ctx, t, im), nil)
	refused(t, "the command line", err, registry.Conflict, "Trình đơn vị duyệt")
	if n, err := im.Store.Import(ctx, 1); err != nil || n.State != registry.ImportPlanned {
		t.Errorf("it is left as %+v, %v", n, err)
	}
	other, err := im.Employer(ctx, "Trường Đại học Nam Cần Thơ")
	well(t, err)
	if p := runAt(ctx, t, im, path, Options{Employer: other}); p.Import.State != registry.ImportApplied {
		t.Errorf("another institution: %+v", p.Import)
	}
}

// TestSignedCopy: the signed form is kept sealed, known by its content, bounded, given
// back as it came, and goes with the data of somebody erased.
func TestSignedCopy(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, listHead, "1|Lê Zqxhoten Mai|05/03/1980|Nữ|ZQXMA1|zqxthu@ctu.example|TS||||")
	id := p.Import.ID
	day := registry.Date{Year: 2026, Month: 11, Day: 20}
	attach := func(content, number string, on registry.Date) error {
		_, err := q.Attach(ctx, id, Upload{Name: `C:\scan.pdf`, Content: strings.NewReader(content)}, number, on)
		return err
	}
	refused(t, "text", attach("chỉ là chữ", "12/BC", day), registry.Unreadable, "PDF hoặc ảnh")
	refused(t, "no number", attach("%PDF-1.4", " ", day), registry.Invalid, "số hoặc ngày")
	refused(t, "a day to come", attach("%PDF-1.4", "12/BC", registry.Date{Year: 2027}), registry.Invalid, "số hoặc ngày")
	_, err := q.Attach(ctx, id, Upload{Name: "to.pdf", Content: io.MultiReader(strings.NewReader("%PDF-"), io.LimitReader(zeros{}, MaxSigned))}, "12/BC", day)
	refused(t, "too large", err, registry.TooLarge, "20 MB")

	well(t, attach("\x89PNG\r\n\x1a\nmot", "11/BC-ĐHCT", day))
	applied(ctx, t, q, p)
	scan := "%PDF-1.7 dau-cua-truong" + strings.Repeat("x", 200_000)
	well(t, attach(scan, "12/BC-ĐHCT", day))
	c, back, err := q.Signed(ctx, id)
	if err != nil || string(back) != scan || c.Kind != "application/pdf" || c.File != "scan.pdf" || c.Number != "12/BC-ĐHCT" || c.On != day || c.Size != int64(len(scan)) {
		t.Errorf("got %d bytes of %+v, %v", len(back), c, err)
	}
	if left := holding(t, im.folder(id), "dau-cua-truong", signing); len(left) > 0 {
		t.Errorf("in the clear: %v", left)
	}
	store := im.Store.(interface {
		registry.HistoryReader
		registry.MergeReader
		registry.Committer
		registry.ErasureStore
	})
	gate := registry.Erasures{Store: store, Files: im, Rebuild: func(context.Context) error { return nil }}
	_, err = gate.Erase(ctx, &registry.ErasePerson{ID: 1})
	well(t, err)
	if _, _, err := q.Signed(ctx, id); registry.KindOf(err) != registry.NotFound || !strings.Contains(err.Error(), "chủ thể dữ liệu") {
		t.Errorf("after the erasure: %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(im.folder(id), signedFile+"*")); err != nil || len(left) > 0 {
		t.Errorf("left: %s, %v", left, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
