package importer

import (
	"strings"
	"testing"

	"trithuc/registry"
)

// TestFormerFields: after a new version of the catalogue a list may still name fields
// as before. What became one field is that one; what was divided stays as it was, and
// the list is told.
func TestFormerFields(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	began := registry.Date{Year: 2025, Month: 12, Day: 15}
	code := func(version, code, name string, replaces ...string) registry.Code {
		c := registry.Code{Scheme: registry.SchemeField, Version: version, Code: code, Name: name, Replaces: replaces}
		if version == "MỚI" {
			c.ValidFrom = began
		}
		return c
	}
	old, err := im.Store.Reference(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ended := func(c string) registry.Code {
		was, ok := old.Code(registry.SchemeField, c)
		if !ok {
			t.Fatalf("no field %s", c)
		}
		was.ValidTo = registry.Date{Year: 2025, Month: 12, Day: 14}
		return was
	}
	one, two := ended("40501"), ended("10201")
	former := []registry.Code{one, two}
	for _, c := range old.EveryCode(registry.SchemeField) {
		if c.Version == one.Version && c.Code != one.Code && c.Code != two.Code {
			former = append(former, c)
		}
	}
	_, err = registry.Catalogues{Store: im.Store}.Load(ctx, []registry.Change{
		&registry.LoadCodes{Scheme: registry.SchemeField, Version: one.Version, Codes: former},
		&registry.LoadCodes{Scheme: registry.SchemeField, Version: "MỚI", Codes: []registry.Code{
			code("MỚI", "405X1", "Dinh dưỡng thủy sản mới", "40501"), code("MỚI", "102X1", "Khoa học máy tính lý thuyết", "10201"), code("MỚI", "102X2", "Khoa học máy tính ứng dụng", "10201")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := runAt(ctx, t, im, list(t, strings.Replace(listHead, "Chuyên ngành", "Lĩnh vực", 1),
		"1|Nguyễn Văn An|25/03/1980|Nam|001||ThS|40501",
		"2|Lê Thị Bình|26/03/1981|Nữ|002||ThS|"+one.Name,
		"3|Trần Văn Cảnh|27/03/1982|Nam|003||ThS|"+two.Name), o)
	for row, want := range []string{"405X1", "405X1", "10201"} {
		stored, err := im.Store.Person(ctx, p.Rows[row].Person)
		if err != nil {
			t.Fatal(err)
		}
		if len(stored.Fields) != 1 || stored.Fields[0].Code != want {
			t.Errorf("row %d: got %+v, want %s", row, stored.Fields, want)
		}
	}
	said := 0
	for _, i := range p.Issues {
		if i.Kind == registry.IssueAmbiguous && strings.Contains(i.Message, "102X1") && strings.Contains(i.Message, "102X2") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("what was divided is said %d times: %+v", said, p.Issues)
	}
}
