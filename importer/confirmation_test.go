package importer

import (
	"fmt"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestConfirm: the figures of the form that is signed, and those of one column.
func TestConfirm(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001||TS||Khoa Luật", "2|PGS. Lê Thị Bình|26/03/1981|Nữ|002||TS||Bộ môn Luật Hành chính - Khoa Luật",
		"3|Trần Chí|27/03/1982|Nam|003||ThS||Khoa Mới Lập", "4|Phạm Dung|28/03/1983|Nữ|004||||")
	id := p.Import.ID
	if _, err := q.Confirm(ctx, id); registry.KindOf(err) != registry.Conflict {
		t.Errorf("before it was applied: %v", err)
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
	var units []string
	for _, u := range append(c.Units, c.Total) {
		units = append(units, fmt.Sprintf("%s %d/%d", u.Name, u.People, u.Women))
	}
	got := strings.Join(units, ", ") + " " + strings.Join(c.Degrees, ",")
	if want := "Đại học Cần Thơ 1/1, Khoa Luật 2/1, Khoa Mới Lập 1/0,  4/2 TS,ThS,"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if c.Total.ByDegree["TS"] != 2 || c.Total.Professors["PGS"] != 1 || c.Import.SHA256 == "" {
		t.Errorf("got %+v", c)
	}
}
