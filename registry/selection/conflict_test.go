package selection

import (
	"slices"
	"testing"

	"trithuc/registry"
)

// TestConflictsAreFoundWithTheirEvidence: who applies, who works there under whatever
// name, who published, worked or studied with whom.
func TestConflictsAreFoundWithTheirEvidence(t *testing.T) {
	const rice = "Chọn giống lúa chịu mặn vùng ven biển"
	tests := []struct {
		name string
		work Work
		kind string
		of   int // which of the six people
		want []Conflict
	}{
		{"the applicant", Work{People: []string{"A1"}}, "", 0, []Conflict{{Kind: Applicant, Hard: true, Evidence: "GS.TS. An là người nộp hoặc tham gia công trình được xét.", With: "GS.TS. An"}}},
		{"of the lead, today under another name", Work{Organisations: []string{"Viện B"}}, "", 2,
			[]Conflict{{Kind: SameHome, Hard: true, Evidence: "TS. Chi đang công tác tại Viện B cũ, cùng một gốc với Viện B là đơn vị nộp hoặc tham gia công trình được xét.", With: "Viện B"}}},
		{"of what the lead became", Work{Organisations: []string{"Viện B cũ"}}, "", 5,
			[]Conflict{{Kind: SameHome, Hard: true, Evidence: "Hạnh đang công tác tại Viện B, cùng một gốc với Viện B cũ là đơn vị nộp hoặc tham gia công trình được xét.", With: "Viện B cũ"}}},
		{"co-author", Work{People: []string{"A1"}}, "", 1, []Conflict{{Kind: Coauthor, Evidence: "TS. Bình là đồng tác giả với GS.TS. An trong «" + rice + "» (2024).", With: "GS.TS. An"}}},
		{"co-author where the kind of panel bars", Work{People: []string{"A1"}}, "nam", 1,
			[]Conflict{{Kind: Coauthor, Hard: true, Evidence: "TS. Bình là đồng tác giả với GS.TS. An trong «" + rice + "» (2024).", With: "GS.TS. An"}}},
		{"names on one thesis", Work{People: []string{"A1"}}, "", 4,
			[]Conflict{{Kind: Supervisor, Hard: true, Evidence: "ThS. Giang và GS.TS. An cùng đứng tên luận văn, luận án «Sinh kế của người trồng lúa vùng ven biển» (2020).", With: "GS.TS. An"}}},
		{"members of one task", Work{People: []string{"A1"}}, "", 5,
			[]Conflict{{Kind: Cotask, Evidence: "Hạnh cùng tham gia nhiệm vụ «Mô hình lúa tôm ở vùng nhiễm mặn ven biển» (2025) với GS.TS. An.", With: "GS.TS. An"}}},
		{"too long ago", Work{People: []string{"A1"}}, "", 3, nil},
		{"a name of somebody not in the registry, as printed", Work{People: []string{"Trần Văn Ngoài"}}, "", 4,
			[]Conflict{{Kind: Coauthor, Evidence: "ThS. Giang là đồng tác giả với Trần Văn Ngoài trong «Quản lý nước mặn ở Hậu Giang» (2025).", With: "Trần Văn Ngoài"}}},
	}
	for _, test := range tests {
		d := sixPeople(Need{Size: 5, Work: test.work, Kind: test.kind})
		paper := func(i int, title string, year int, authors ...string) {
			p := registry.Person{Publications: []registry.Publication{{Kind: registry.Article, Title: title, Year: year, Authors: authors}}}
			d.candidates[i].ties = append(d.candidates[i].ties, p.Ties()...)
		}
		paper(0, rice, 2024)
		paper(1, rice, 2024)
		paper(0, "Kỹ thuật trồng lúa xưa và nay", 2001)
		paper(3, "Kỹ thuật trồng lúa xưa và nay", 2001)
		paper(4, "Quản lý nước mặn ở Hậu Giang", 2025, "Tran Van Ngoai")
		for i, p := range map[int]registry.Person{4: {Publications: []registry.Publication{{Kind: registry.Thesis, Title: "Sinh kế của người trồng lúa vùng ven biển", Year: 2020}}}, 5: {Tasks: []registry.Task{{Name: "Mô hình lúa tôm ở vùng nhiễm mặn ven biển", To: registry.Date{Year: 2025}}}}} {
			d.candidates[i].ties = append(d.candidates[i].ties, p.Ties()...)
			d.candidates[0].ties = append(d.candidates[0].ties, p.Ties()...)
		}
		if problems := d.rule(); len(problems) > 0 {
			t.Fatal(problems)
		}
		if got := d.candidates[test.of].conflicts; !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", test.name, got, test.want)
		}
	}
}

// TestServiceIsRemembered: who judged the same work, and who sits on much already.
func TestServiceIsRemembered(t *testing.T) {
	code := func(code, kind string, value float64) registry.Code {
		return registry.Code{Scheme: registry.SchemePanel, Version: "t", Code: code, Parent: generalRules, Name: code, Value: value, Variants: []string{"conflict:" + kind}}
	}
	d := sixPeople(Need{Size: 5, Work: Work{Name: "Đề tài lúa mặn ở Hậu Giang"}})
	d.ref = registry.NewReference(1, nil, nil, []registry.Code{code("a", "earlier", 0), code("b", "workload", 2), code("c", "rotation", 0)})
	seat := func(state registry.PanelState, year int, ids ...registry.PersonID) registry.Panel {
		p := registry.Panel{Name: "Hội đồng X", State: state, Need: []byte(`{"work":{"name":"ĐỀ TÀI lúa mặn ở Hậu Giang"}}`), Decision: registry.Decision{Date: registry.Date{Year: year, Month: 3, Day: 1}}}
		for _, id := range ids {
			p.Seats = append(p.Seats, registry.Seat{Person: id})
		}
		return p
	}
	d.remember([]registry.Panel{seat(registry.PanelClosed, 2024, 1), seat(registry.PanelDraft, 0, 2), seat(registry.PanelSigned, 2026, 3), seat(registry.PanelSigned, 2026, 3)})
	d.oppose()
	var got []string
	for _, c := range d.candidates[:3] {
		kinds := ""
		for _, x := range c.conflicts {
			kinds += " " + string(x.Kind)
		}
		got = append(got, kinds)
	}
	if want := []string{" earlier", "", " earlier earlier workload rotation"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDismissedConflictsDoNotCount: what somebody looked at weighs nothing and stays
// to be seen; what the registry knows nothing of bars where it was declared.
func TestDismissedConflictsDoNotCount(t *testing.T) {
	d := sixPeople(Need{Size: 5, Topic: "lúa", Work: Work{Organisations: []string{"Trường A"}},
		Dismissed: []Dismissal{{"A1", SameHome, "nghỉ hưu, chỉ thỉnh giảng"}}, Declared: []Declaration{{"A5", "em ruột chủ nhiệm"}}})
	if problems := d.rule(); len(problems) > 0 {
		t.Fatal(problems)
	}
	d.weigh()
	p := d.proposed()
	if p.Lawful {
		t.Fatalf("Bình and Giang are barred, four are left: %+v", p.Members)
	}
	var barred []string
	for _, b := range p.Barred {
		barred = append(barred, b.Name+": "+b.Conflicts[0].Evidence)
	}
	want := []string{"TS. Bình: TS. Bình đang công tác tại Trường A, là đơn vị nộp hoặc tham gia công trình được xét.", "ThS. Giang: ThS. Giang: em ruột chủ nhiệm."}
	if !slices.Equal(barred, want) {
		t.Errorf("got %q, want %q", barred, want)
	}
	for _, c := range d.candidates {
		if c.name == "GS.TS. An" && (len(c.conflicts) != 1 || c.conflicts[0].Dismissed == "") {
			t.Errorf("the dismissed conflict is gone: %+v", c.conflicts)
		}
	}
}
