package office_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/ui/office"
)

func TestOwnData(t *testing.T) {
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	own := &registry.OwnData{At: at, Sealed: []string{registry.Citizen},
		Person: &registry.Person{ID: 12, Name: vietnamese.ParseName("Lê Thị <Mẫu>"), Birth: registry.Date{Year: 1980, Month: 3, Day: 5}, Email: "mau@mau.vn",
			Qualifications: []registry.Qualification{{Degree: "TS", Field: "Thủy sản", Year: 2010}}, Expertise: []registry.Expertise{{Phrase: "</script><b>tôm</b>"}},
			Publications: []registry.Publication{{Kind: registry.Book, Title: "Nuôi tôm", Authors: []string{"L. T. Mẫu", "N. V. An"}}}, Tasks: []registry.Task{{Name: "Giống tôm"}}},
		Changes: []registry.OwnChange{{At: at, Action: registry.Added, Reason: "nhập"}}, Openings: []registry.Opening{{At: at, Account: "chuyên viên", Purpose: "đối chiếu"}},
		Requests: []registry.Request{{ID: 3, Kind: registry.RequestAccess, Received: at, Detail: "xin bản sao"}}}
	var b strings.Builder
	if err := office.OwnData(&b, own, registry.NewReference(0, nil, nil, nil)); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{"Lê Thị &lt;Mẫu&gt;", "1980-03-05", "Học vị: TS; Chuyên ngành: Thủy sản; Năm: 2010", "Số định danh cá nhân", "Loại: sách; Nhan đề: Nuôi tôm; Tác giả: L. T. Mẫu, N. V. An", "Tên: Giống tôm", "09:00 23/11/2026", "đối chiếu", "xin bản sao"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	_, rest, _ := strings.Cut(page, `id="du-lieu">`)
	raw, _, _ := strings.Cut(rest, "</script>")
	var back registry.OwnData
	if err := json.Unmarshal([]byte(raw), &back); err != nil || back.Person.Email != "mau@mau.vn" || back.Person.Expertise[0].Phrase != own.Person.Expertise[0].Phrase || len(back.Requests) != 1 {
		t.Errorf("the JSON in the page reads as %+v, %v", back, err)
	}
	if strings.Contains(page, "<b>tôm") {
		t.Error("a value became markup")
	}
}
