package importer

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestConfirm: the figures of the form that is signed, and those of one column.
func TestConfirm(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001||TS||Khoa Luật", "2|PGS. Lê Thị Bình|26/03/1981|Nữ|002||TS||Bộ môn Luật Hành chính - Khoa Luật",
		"3|Trần Chí|27/03/1982|Nam|003||ThS||Khoa Mới Lập", "4|Phạm Dung|28/03/1983|Nữ|004||||")
	id := p.Import.ID
	before, err := q.Confirm(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	values, n, err := q.ColumnValues(ctx, id, "A", "g", 1)
	if err != nil || n != 2 || len(values) != 1 || values[0] != (ValueCount{"TS", 2, 2}) {
		t.Errorf("the column holds %+v of %d, %v", values, n, err)
	}
	applied(ctx, t, q, p)
	c, err := q.Confirm(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := inWords(c), "Đại học Cần Thơ 1/1, Khoa Luật 2/1, Khoa Mới Lập 1/0,  4/2 TS,ThS,"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := inWords(before), "Đại học Cần Thơ 1/1, Khoa Luật 2/1, Khoa Mới Lập 1/0,  4/2 TS,ThS,"; got != want {
		t.Errorf("before it was written: %s, want %s", got, want)
	}
	if c.Total.ByDegree["TS"] != 2 || c.Total.Professors["PGS"] != 1 || c.Import.SHA256 == "" {
		t.Errorf("got %+v", c)
	}
}

func inWords(c *Confirmation) string {
	var units []string
	for _, u := range append(c.Units, c.Total) {
		units = append(units, fmt.Sprintf("%s %d/%d", u.Name, u.People, u.Women))
	}
	return strings.Join(units, ", ") + " " + strings.Join(c.Degrees, ",")
}

// TestRate: how fast a stage goes, and how long it takes yet.
func TestRate(t *testing.T) {
	began := testNow()
	for _, c := range []struct {
		p          Progress
		seconds    float64
		rate, left float64
	}{
		{Progress{Done: 100, Total: 300}, 10, 10, 20},
		{Progress{Done: 100}, 10, 10, 0},
		{Progress{Done: 300, Total: 300}, 10, 30, 0},
		{Progress{Done: 100, Total: 300}, 0.1, 0, 0},
		{Progress{Total: 300}, 10, 0, 0},
	} {
		got := c.p.since(began, began.Add(time.Duration(c.seconds*float64(time.Second))))
		if got.Rate != c.rate || got.Left != c.left {
			t.Errorf("%+v after %gs: %g a second, %g left, want %g, %g", c.p, c.seconds, got.Rate, got.Left, c.rate, c.left)
		}
	}
}
