package importer

import (
	"slices"
	"testing"

	"trithuc/registry"
)

func names(list []AbsentPerson) []string {
	all := []string{}
	for _, a := range list {
		all = append(all, a.Name)
	}
	return all
}

// TestFullList: a full list names whom it leaves out, nobody's post ends before
// somebody says why, and a row that may be theirs keeps them from being absent.
func TestFullList(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001|||||Giảng viên", "2|Lê Thị Bình|26/03/1981|Nữ|002||||Khoa Luật",
		"3|Trần Chí|27/03/1982|Nam|003", "4|Phạm Dung|28/03/1983|Nữ|004"), o)
	runAt(ctx, t, im, list(t, listHead+"|Cơ quan", "1|Võ Em|25/03/1984|Nữ|009||||||||Trường Đại học Tây Đô"), Options{})
	o.Full = true
	full := list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001", "4|Phạm Dung|29/03/1983|Nữ|004", "5|Hồ Phúc|01/05/1990|Nam|005")
	dry, err := im.Preview(ctx, full, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Lê Thị Bình", "Trần Chí"}
	if got := names(dry.Absent); !slices.Equal(got, want) || dry.Counts.Rows != 3 || dry.Absent[0].Position != "Khoa Luật, Đại học Cần Thơ" || !slices.Equal(dry.Absent[0].Codes, []string{"002"}) {
		t.Errorf("absent %+v of %+v, want %v", dry.Absent, dry.Counts, want)
	}
	p := runAt(ctx, t, im, full, o)
	if got := names(p.Absent); !slices.Equal(got, want) {
		t.Errorf("absent %v, want %v", got, want)
	}
	binh := p.Absent[0].ID
	if _, err := im.AnswerAbsences(ctx, p.Import.ID, []registry.Absence{{Person: binh, Answer: registry.Retired, On: registry.Date{Year: 2026, Month: 10}}}); err != nil {
		t.Fatal(err)
	}
	if left, err := im.Store.Person(ctx, binh); err != nil || left.Positions[0].To.Vietnamese() != "10/2026" {
		t.Errorf("%+v, %v", left, err)
	}
	if again, err := im.Preview(ctx, full, o, nil); err != nil || !slices.Equal(names(again.Absent), []string{"Trần Chí"}) {
		t.Errorf("again absent %v, %v", names(again.Absent), err)
	}
	if some, err := im.Preview(ctx, full, Options{Employer: o.Employer}, nil); err != nil || some.Absent != nil {
		t.Errorf("a list that is not full has absent %v, %v", some.Absent, err)
	}
}

// TestFullListOfAnother: a full list whose heading names another institution than the caller
// did has nobody of the caller's absent.
func TestFullListOfAnother(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	runAt(ctx, t, im, list(t, listHead, "1|Trần Chí|27/03/1982|Nam|003"), o)
	runAt(ctx, t, im, list(t, "TRƯỜNG ĐẠI HỌC TÂY ĐÔ", listHead, "1|Võ Em|25/03/1984|Nữ|009", "2|Hồ Phúc|01/05/1990|Nam|010"), o)
	o.Full = true
	for head, want := range map[string][]string{"TRƯỜNG ĐẠI HỌC TÂY ĐÔ": {"Võ Em"}, "TRƯỜNG ĐẠI HỌC TRÀ VINH": {}} {
		p, err := im.Preview(ctx, list(t, head, listHead, "2|Hồ Phúc|01/05/1990|Nam|010"), o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := names(p.Absent); !slices.Equal(got, want) {
			t.Errorf("%s: absent %v, want %v", head, got, want)
		}
	}
}

// TestDeclaredFull: somebody says at the preview that the list is full.
func TestDeclaredFull(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	runAt(ctx, t, im, list(t, listHead, "1|Trần Chí|27/03/1982|Nam|003"), ctu(ctx, t, im))
	p := received(ctx, t, q, chosenList...)
	if p.Absent != nil {
		t.Errorf("absent %v before it was declared", p.Absent)
	}
	if _, err := q.Declare(ctx, p.Import.ID, true); err != nil {
		t.Fatal(err)
	}
	if p = planned(ctx, t, q, p.Import.ID); !slices.Equal(names(p.Absent), []string{"Trần Chí"}) {
		t.Errorf("absent %v once it was", names(p.Absent))
	}
	applied(ctx, t, q, p)
	if i, err := im.Store.Import(ctx, p.Import.ID); err != nil || len(i.Absent) != 1 || i.Absent[0].Answer != "" {
		t.Errorf("%+v, %v", i, err)
	}
}

// TestUndoFullList: what was answered about the absent goes with the import, and what
// somebody changed since stays and is named, before and after alike.
func TestUndoFullList(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001", "2|Lê Thị Bình|26/03/1981|Nữ|002", "3|Trần Chí|27/03/1982|Nam|003",
		"4|Phạm Dung|28/03/1983|Nữ|004", "5|Hồ Phúc|01/05/1990|Nam|005"), o)
	o.Full = true
	p := runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001"), o)
	why := []registry.Leaving{registry.Retired, registry.Died, registry.Missed, registry.Moved}
	for k, a := range p.Absent {
		if _, err := im.AnswerAbsences(ctx, p.Import.ID, []registry.Absence{{Person: a.ID, Answer: why[k], On: registry.Date{Year: 2026, Month: 10}}}); err != nil {
			t.Fatal(err)
		}
	}
	moved, err := im.Store.Person(ctx, p.Absent[3].ID)
	well(t, err)
	moved.Positions = slices.Clone(moved.Positions)
	moved.Positions[0].To = registry.Date{Year: 2026, Month: 9}
	_, err = registry.People{Store: im.Store}.Amend(ctx, moved, registry.Why{Reason: "đúng ra là tháng 9"})
	well(t, err)

	check := func(when string, u registry.Undoing, err error) {
		t.Helper()
		if err != nil || u.Restored != 2 || u.Absent != 2 || len(u.Kept) != 1 || u.Kept[0].Person != moved.ID || u.Kept[0].Field != "positions" {
			t.Errorf("%s: %+v, %v", when, u, err)
		}
	}
	planned, err := registry.PlanUndo(ctx, im.Store, p.Import.ID)
	check("planned", planned, err)
	u, _, err := im.Undo(ctx, p.Import.ID)
	check("done", u, err)
	told, err := registry.Undone(ctx, im.Store, p.Import.ID)
	check("told", told, err)
	for k, want := range []string{"", "", "", "09/2026"} {
		who, err := im.Store.Person(ctx, p.Absent[k].ID)
		if err != nil || len(who.Positions) != 1 || who.Positions[0].To.Vietnamese() != want {
			t.Errorf("%s: %+v, %v, want the end %q", why[k], who.Positions, err, want)
		}
	}
}
