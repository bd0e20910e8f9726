package importer

import (
	"strings"
	"testing"

	"trithuc/registry"
)

// TestLeftOutStaysOut: a row that somebody answered is to be left out is not asked
// about again by the same list; with another value, or once that import is undone, it is.
func TestLeftOutStaysOut(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001"), o)
	wrong := list(t, listHead, "1|Nguyễn Văn An|26/03/1980|Nam|001")
	asked := runAt(ctx, t, im, wrong, o)
	open, err := im.Store.Reviews(ctx, asked.Import.ID, 0, 0)
	if err != nil || len(open) != 1 {
		t.Fatalf("%d questions, %v", len(open), err)
	}
	if _, err := im.Answer(ctx, open[0].ID, registry.AnswerReject, 0); err != nil {
		t.Fatal(err)
	}
	again := runAt(ctx, t, im, wrong, o)
	if got := outcomes(again); got != "same" || !strings.Contains(again.Rows[0].Note, "bỏ qua") || strings.Contains(tellIssues(again), "Cần trả lời") {
		t.Errorf("asked again: %s %+v", got, again.Rows)
	}
	if got := outcomes(runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|27/03/1980|Nam|001"), o)); got != "review" {
		t.Errorf("another value ends %s", got)
	}
	if _, _, err := im.Undo(ctx, asked.Import.ID); err != nil {
		t.Fatal(err)
	}
	if got := outcomes(runAt(ctx, t, im, wrong, o)); got != "review" {
		t.Errorf("after the undo it ends %s", got)
	}
}

// TestSameBytesKeepCorrections: cells that were corrected are read so when the same
// file comes again.
func TestSameBytesKeepCorrections(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	rows := []string{listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001|sai@ctu.edu.vn"}
	p := received(ctx, t, q, rows...)
	p = chosen(ctx, t, q, p.Import.ID, registry.Choices{Cells: []registry.CellFix{{Sheet: "A", Cell: "F2", Text: "dung@ctu.edu.vn"}}}, registry.Choices{})
	applied(ctx, t, q, p)
	if again := received(ctx, t, q, rows...); again.Counts.Same != 1 || again.Import.SHA256 != p.Import.SHA256 {
		t.Errorf("%+v, %v", again.Counts, again.Import.SHA256 == p.Import.SHA256)
	}
}

// TestUnitListed: titles of lists name units, and other things.
func TestUnitListed(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"DANH SÁCH KHOA NÔNG HỌC": "KHOA NÔNG HỌC", "DANH SÁCH KHOA KINH TẾ - LUẬT": "KHOA KINH TẾ - LUẬT",
		"DANH SÁCH CÁN BỘ KHOA CƠ KHÍ ĐỘNG LỰC": "KHOA CƠ KHÍ ĐỘNG LỰC", "Danh sách giảng viên Bộ môn Toán ứng dụng năm 2026": "Bộ môn Toán ứng dụng",
		"DANH SÁCH CÁN BỘ KHOA HỌC": "", "DANH SÁCH VIÊN CHỨC": "", "DANH SÁCH TRƯỞNG CÁC PHÒNG, KHOA": "", "KHOA LUẬT": "", "DANH SÁCH CHUYÊN GIA NĂM 2026": "",
	} {
		if got := strings.Join(unitListed(strings.Fields(in)), "; "); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}
