package importer

import (
	"testing"

	"trithuc/registry"
)

// TestOlderFile: a file of another system that tells of a day before the stored value
// was written asks before it replaces; one of a later day replaces; what it adds is
// added either way. The answer of somebody who saw both stands.
func TestOlderFile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		synced registry.Date
		row    string
		want   string
	}{
		{"an older telephone", registry.Date{Year: 2019, Month: 1, Day: 1}, "1|Nguyễn Văn An|25/03/1980|Nam|001|||||Trưởng khoa|0913000001", "review"},
		{"an older post", registry.Date{Year: 2019, Month: 1, Day: 1}, "1|Nguyễn Văn An|25/03/1980|Nam|001|||||Giảng viên", "review"},
		{"a value that was not there", registry.Date{Year: 2019, Month: 1, Day: 1}, "1|Nguyễn Văn An|25/03/1980|Nam|001|an@ctu.edu.vn", "amended"},
		{"a later day", registry.Date{Year: 2026, Month: 12, Day: 1}, "1|Nguyễn Văn An|25/03/1980|Nam|001|||||Giảng viên|0913000001", "amended"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, im := testImporter(t)
			o := ctu(ctx, t, im)
			runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001|||||Trưởng khoa|0913123456"), o)
			with, err := registry.WithSystem(ctx, mustReference(t), "hemis", c.synced)
			if err != nil {
				t.Fatal(err)
			}
			second := runAt(with, t, im, list(t, listHead, c.row), o)
			if got := outcomes(second); got != c.want {
				t.Fatalf("got %s, want %s: %+v", got, c.want, second.Issues)
			}
		})
	}
}

// TestAnswerNamesNoStranger: a question about one person cannot be answered with
// somebody the row is nothing like.
func TestAnswerNamesNoStranger(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001", "2|Thạch Thị Hoa|01/02/1971|Nữ|002"), o)
	second := runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|26/03/1980|Nam|001"), o)
	open, err := im.Store.Reviews(ctx, second.Import.ID, 0, 0)
	if err != nil || len(open) != 1 {
		t.Fatalf("%d questions, %v", len(open), err)
	}
	stranger := open[0].Candidates[0] + 1
	if _, err := im.Answer(ctx, open[0].ID, registry.AnswerSame, stranger); registry.KindOf(err) != registry.Conflict {
		t.Errorf("a stranger was taken: %v", err)
	}
	if _, err := im.Answer(ctx, open[0].ID, registry.AnswerSame, open[0].Candidates[0]); err != nil {
		t.Error(err)
	}
}
