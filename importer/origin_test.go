package importer

import (
	"strings"
	"testing"

	"trithuc/registry"
)

// cellsOf gives a person's facts with the cells they came from, a line each.
func cellsOf(t *testing.T, im *Importer, id registry.PersonID) string {
	t.Helper()
	p, err := im.Store.Person(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var ids []registry.SourceID
	for _, f := range p.Facts() {
		ids = append(ids, f.Source)
	}
	from, err := im.Store.Sources(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range p.Facts() {
		s := from[f.Source]
		lines = append(lines, f.Field+" "+strings.Join(s.CellsOf(f.Field), ","))
	}
	return strings.Join(lines, "; ")
}

// TestCellsOfValues: every value knows the cell it was read from, also what stood in
// the cell of a name, in a later row of the same person, or waited for an answer.
func TestCellsOfValues(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	p := runAt(ctx, t, im, list(t, listHead,
		"1|PGS.TS. Nguyễn Văn An|25/03/1980|Nam|001|an@ctu.edu.vn|||Khoa Luật|Giảng viên|0913123456",
		"2|Lê Thị Bình|26/03/1981|Nữ|002||ThS|Luật",
		"3|Lê Thị Bình|26/03/1981|Nữ|002||TS|Luật|||0913123457"), o)
	for row, want := range []string{
		"name B2; sex D2; birth C2; title B2; rank J2; email F2; phone K2; codes[0] E2; qualifications[0] B2; positions[0] I2,J2",
		"name B3; sex D3; birth C3; phone K4; codes[0] E3; qualifications[0] G3,H3,G4,H4; qualifications[1] G3,H3,G4,H4; positions[0] ; expertise[0] H3",
	} {
		if got := cellsOf(t, im, p.Rows[row].Person); got != want {
			t.Errorf("row %d: got\n%s\nwant\n%s", row, got, want)
		}
	}
	runAt(ctx, t, im, list(t, "sheet B", listHead, "9|Nguyễn Văn An|||001||||||0913999999"), o)
	if got := cellsOf(t, im, p.Rows[0].Person); !strings.Contains(got, "email F2; phone K2;") {
		t.Errorf("after another list: %s", got)
	}
}

// TestCellsOfAnswer: what an answer writes comes from the cells of the row asked about.
func TestCellsOfAnswer(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	first := runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001"), o)
	runAt(ctx, t, im, list(t, listHead, "1|Trần Chí|01/02/1970|Nam|009", "2|Nguyễn Văn An|26/03/1980|Nam|001|an@ctu.edu.vn"), o)
	open, err := im.Store.Reviews(ctx, 0, 10, 0)
	if err != nil || len(open) != 1 {
		t.Fatalf("%d questions, %v", len(open), err)
	}
	if _, err := im.Answer(ctx, open[0].ID, registry.AnswerSame, first.Rows[0].Person); err != nil {
		t.Fatal(err)
	}
	if got, want := cellsOf(t, im, first.Rows[0].Person), "name B2; sex D2; birth C3; email F3; codes[0] E2; positions[0] "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
