package importer

import (
	"context"
	"strings"
	"testing"

	"trithuc/registry"
)

// twoFiles are a lot in which two files tell different things of one person. Their
// names are what changes from year to year.
func twoFiles(year string) []Upload {
	return []Upload{
		{"HEMIS " + year + ".csv", strings.NewReader("STT;Họ và tên;Mã CB;Ngày sinh;Điện thoại;Chức vụ;Đơn vị\n1;Nguyễn Văn An;001;25/03/1980;0913000001;Giảng viên;Khoa Luật\n2;Lê Thị Bình;002;26/03/1981;0913000002;Giảng viên;Khoa Luật\n")},
		{"Các khoa " + year + ".csv", strings.NewReader("TT;Họ tên;Mã số CB;NTNS;SĐT;Chức vụ hiện nay;Học vị\n1;Nguyễn Văn An;001;25/03/1980;0913999999;Trưởng khoa;TS\n2;Lê Thị Bình;002;26/03/1981;0913000002;;ThS\n")},
	}
}

func sendLot(ctx context.Context, t *testing.T, q *Queue, name string, files []Upload) *Plan {
	t.Helper()
	lot := lotOf(files)
	defer lot.Close()
	i, err := sendTo(ctx, q, name, lot, Options{Employer: ctu(ctx, t, q.importer).Employer})
	if err != nil {
		t.Fatal(err)
	}
	return planned(ctx, t, q, i.ID)
}

// TestPrecedence: what two files of a lot say differently is a question until somebody
// says which of them goes before, field by field; the answer is remembered for the next
// lot of the institution, whatever its files are called, until it is undone.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	ends := func(p *Plan, want string) {
		t.Helper()
		if n := p.Counts; n.Rows != 4 || n.Rows != n.Added+n.Amended+n.Same+n.Review+n.Rejected {
			t.Errorf("counts %+v", n)
		}
		rows, _, err := q.StoredRows(ctx, p.Import.ID, "", 10, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := outcomes(&Plan{Rows: rows}); got != want {
			t.Fatalf("rows end %s, want %s: %+v %+v", got, want, rows, p.Issues)
		}
	}
	p := sendLot(ctx, t, q, "lô.zip", twoFiles("2025"))
	ends(p, "added added review amended")
	if len(p.Disputes) != 2 || p.Disputes[0].Field != FieldPhone || p.Disputes[0].Open != 1 || p.Disputes[1].Field != FieldPost || p.Disputes[1].Rows != 1 {
		t.Fatalf("disputes %+v", p.Disputes)
	}
	if told := tellIssues(p); !strings.Contains(told, "điện thoại: tệp HEMIS 2025.csv ghi 0913000001, tệp Các khoa 2025.csv ghi 0913999999") {
		t.Errorf("issues %s", told)
	}
	phone := registry.FileChoice{Field: "phone", Files: []registry.LotFile{{Name: "Các khoa 2025.csv"}}}
	p = chosen(ctx, t, q, p.Import.ID, registry.Choices{Files: []registry.FileChoice{phone}}, registry.Choices{})
	ends(p, "added added review amended")
	post := registry.FileChoice{Field: "post", Files: []registry.LotFile{{Name: "HEMIS 2025.csv"}}}
	p = chosen(ctx, t, q, p.Import.ID, registry.Choices{Files: []registry.FileChoice{post}}, registry.Choices{})
	ends(p, "added added amended amended")
	if len(p.Disputes) != 2 || p.Disputes[0].Open != 0 || strings.Join(p.Disputes[0].Files, " < ") != "Các khoa 2025.csv < HEMIS 2025.csv" || strings.Join(p.Disputes[1].Files, " < ") != "HEMIS 2025.csv < Các khoa 2025.csv" {
		t.Errorf("disputes %+v", p.Disputes)
	}
	id := p.Import.ID
	withdrawn := chosen(ctx, t, q, id, registry.Choices{}, registry.Choices{Files: []registry.FileChoice{post}})
	ends(withdrawn, "added added review amended")
	p = chosen(ctx, t, q, id, registry.Choices{Files: []registry.FileChoice{post}}, registry.Choices{})
	applied(ctx, t, q, p)
	an := onlyPerson(ctx, t, im, "nguyen van an")
	if an.Phone != "0913999999" || an.Positions[0].Post != "Giảng viên" || an.Qualifications[0].Degree != "TS" {
		t.Errorf("written %+v", an)
	}

	p = sendLot(ctx, t, q, "lô sau.zip", twoFiles("2026"))
	ends(p, "same same same same")
	if len(p.Disputes) != 2 || !p.Disputes[0].Remembered || p.Disputes[0].Open+p.Disputes[1].Open != 0 {
		t.Errorf("remembered: %+v", p.Disputes)
	}
	if _, _, err := q.Undo(ctx, id); err != nil {
		t.Fatal(err)
	}
	p = sendLot(ctx, t, q, "lô cuối.zip", twoFiles("2027"))
	ends(p, "added added review amended")
}

func onlyPerson(ctx context.Context, t *testing.T, im *Importer, folded string) *registry.Person {
	t.Helper()
	met, err := im.Store.FindPeople(ctx, []registry.Probe{{Name: folded}})
	if err != nil || len(met[0]) != 1 {
		t.Fatalf("%+v, %v", met, err)
	}
	people, err := im.Store.People(ctx, []registry.PersonID{met[0][0].Person})
	if err != nil || len(people) != 1 {
		t.Fatalf("%+v, %v", people, err)
	}
	return people[0]
}

// TestPrecedenceWithin: rows of one file are no files of a lot, and a unit named more
// closely contradicts nothing.
func TestPrecedenceWithin(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := sendLot(ctx, t, q, "lô.zip", []Upload{
		{"a.csv", strings.NewReader("STT;Họ và tên;Mã CB;Điện thoại;Đơn vị\n1;Nguyễn Văn An;001;0913000001;Khoa Luật\n2;Nguyễn Văn An;001;0913000002;Khoa Luật\n")},
		{"b.csv", strings.NewReader("STT;Họ và tên;Mã CB;Ngày sinh;Đơn vị\n1;Nguyễn Văn An;001;25/03/1980;Bộ môn Luật Hành chính, Khoa Luật\n")},
	})
	if p.Counts.Review != 0 || len(p.Disputes) != 0 {
		t.Errorf("%+v %+v %s", p.Counts, p.Disputes, tellIssues(p))
	}
}

// TestPrecedenceRefused: choices that name no file or no field.
func TestPrecedenceRefused(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := sendLot(ctx, t, q, "lô.zip", twoFiles("2025"))
	for name, c := range map[string]registry.FileChoice{
		"a file":  {Field: "phone", Files: []registry.LotFile{{Name: "c.csv"}}},
		"a field": {Field: "salary", Files: []registry.LotFile{{Name: "HEMIS 2025.csv"}}},
		"nothing": {Field: "phone"},
		"twice":   {Field: "phone", Files: []registry.LotFile{{Name: "HEMIS 2025.csv"}, {Name: "HEMIS 2025.csv"}}},
	} {
		if _, err := q.Choose(ctx, p.Import.ID, registry.Choices{Files: []registry.FileChoice{c}}, registry.Choices{}); registry.KindOf(err) != registry.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestKnownOrder: lists of an institution with one head that proved the order of their
// dates tell it of the next one, whose own dates do not.
func TestKnownOrder(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	head := "STT|Họ và tên|Ngày sinh|Mã cán bộ"
	alone := list(t, head, "1|Trần Chí|03/04/1980|009")
	born := func(want string) {
		t.Helper()
		p, err := im.Preview(ctx, alone, o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(tellIssues(p), "có thể là ngày"); got != (want == "") {
			t.Errorf("asked %v, want %q: %s", got, want, tellIssues(p))
		}
	}
	born("")
	first := runAt(ctx, t, im, list(t, head, "1|Nguyễn Văn An|25/03/1980|001", "2|Lê Thị Bình|26/03/1981|002"), o)
	born("03/04/1980")
	runAt(ctx, t, im, alone, o)
	if got := onlyPerson(ctx, t, im, "tran chi").Birth.String(); got != "1980-04-03" {
		t.Errorf("born %s", got)
	}
	if again := runAt(ctx, t, im, list(t, head, "1|Phạm Dung|25/05/1985|004"), o); len(again.Import.Choices.Dates) != 0 {
		t.Errorf("what is known is kept again: %+v", again.Import.Choices)
	}
	if _, _, err := im.Undo(ctx, first.Import.ID); err != nil {
		t.Fatal(err)
	}
	born("")
}
