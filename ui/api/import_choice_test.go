package api_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"trithuc/ui/api"
)

const oddList = "STT,Mã CB,Họ và tên,Cột lạ,Đơn vị,Ngày sinh\n1,K001,Nguyễn Thị Mỹ Duyên,an@ctu.example,CN TT,31/02/1990\n2,K002,Lê Minh Tâm,tam@ctu.example,CN TT,25/05/1981\n"

// TestChoicesOverAPI: what pages decide about a list programs can, too; a full list
// is written, and whom it leaves out is answered for.
func TestChoicesOverAPI(t *testing.T) {
	h := newHouse(t)
	p := h.upload("ds.csv", []byte(oddList), "organisation", "ĐHCT")
	at := fmt.Sprintf("/imports/%d", p.ID)
	var values struct {
		Different int
		Values    []struct {
			Value string
			Count int
		}
	}
	h.must(200, "GET", at+"/values?sheet=CSV&column=E", nil).into(t, &values)
	if values.Different != 1 || values.Values[0].Value != "CN TT" || values.Values[0].Count != 2 {
		t.Errorf("%+v", values)
	}
	h.must(200, "POST", at+"/choices", map[string]any{"add": map[string]any{
		"columns": []map[string]string{{"sheet": "CSV", "letter": "D", "field": "email"}},
		"cells":   []map[string]string{{"sheet": "CSV", "cell": "F2", "text": "28/02/1990"}},
		"words":   []map[string]string{{"field": "workplace", "from": "CN TT", "to": "Khoa Công nghệ phần mềm"}},
	}})
	p = h.settled(p.ID)
	if c := p.Read[0].Columns[3]; c.Field != "email" {
		t.Errorf("column %+v", c)
	}
	if a := h.must(200, "GET", at+"/cells?sheet=CSV&row=2", nil); !strings.Contains(string(a.body), `"was":"31/02/1990","text":"28/02/1990"`) {
		t.Errorf("%s", a.body)
	}
	h.refused(400, "POST", at+"/choices", map[string]any{"add": map[string]any{"cells": []map[string]string{{"sheet": "CSV", "cell": "F1"}}}})
	if a := h.must(200, "GET", at+"/annotated", nil); !strings.HasPrefix(string(a.body), "PK") {
		t.Error("no workbook")
	}
	h.must(200, "POST", at+"/apply", map[string]string{"plan": p.Plan})
	h.settled(p.ID)

	p = h.upload("đủ.csv", []byte(strings.SplitAfter(oddList, "1990\n")[0]), "organisation", "ĐHCT", "full", "true")
	at = fmt.Sprintf("/imports/%d", p.ID)
	var absent struct{ Absent []api.Absent }
	h.must(200, "GET", at+"/absent", nil).into(t, &absent)
	if !p.Full || len(absent.Absent) != 1 || absent.Absent[0].Name != "Lê Minh Tâm" {
		t.Fatalf("%v %+v", p.Full, absent)
	}
	answer := map[string]string{"person": absent.Absent[0].Public, "answer": "retired", "on": "2026-09-01"}
	h.refused(409, "POST", at+"/absent", answer)
	h.must(200, "POST", at+"/apply", map[string]string{"plan": p.Plan})
	h.settled(p.ID)
	h.refused(404, "POST", at+"/absent", map[string]any{"people": []string{absent.Absent[0].Public, "TT-9999997"}, "answer": "retired"})
	h.must(200, "POST", at+"/absent", map[string]any{"people": []string{absent.Absent[0].Public}, "answer": "retired", "on": "2026-09-01"}).into(t, &absent)
	if a := absent.Absent[0]; a.Answer != "retired" || a.On != "2026-09-01" {
		t.Errorf("%+v", a)
	}
	var plan api.PlannedUndo
	h.must(200, "GET", at+"/undo", nil).into(t, &plan)
}

// TestFilesOverAPI: a program sees where files of a lot contradict each other and says
// which goes before.
func TestFilesOverAPI(t *testing.T) {
	h := newHouse(t)
	var lot bytes.Buffer
	z := zip.NewWriter(&lot)
	for name, content := range map[string]string{"a.csv": "Họ và tên,Mã CB,Điện thoại\nLê Minh Tâm,K002,0913000001\n", "b.csv": "Họ và tên,Mã CB,Điện thoại\nLê Minh Tâm,K002,0913000002\n"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p := h.upload("lô.zip", lot.Bytes(), "organisation", "ĐHCT")
	if len(p.Disputes) != 1 || p.Disputes[0].Field != "phone" || p.Disputes[0].Open != 1 || p.Counts.Review != 1 {
		t.Fatalf("%+v %+v", p.Disputes, p.Counts)
	}
	h.must(200, "POST", fmt.Sprintf("/imports/%d/choices", p.ID), map[string]any{"add": map[string]any{
		"files": []map[string]any{{"field": "phone", "files": []string{"b.csv", "a.csv"}}},
	}})
	if p = h.settled(p.ID); len(p.Disputes) != 1 || p.Disputes[0].Open != 0 || p.Disputes[0].Files[0] != "b.csv" || p.Counts.Review != 0 {
		t.Errorf("%+v %+v", p.Disputes, p.Counts)
	}
}
