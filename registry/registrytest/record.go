package registrytest

import (
	"fmt"
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// fill gives p the full record: every list of it, every field of every item.
func fill(p *registry.Person, i int, organisation registry.OrganisationID) {
	year := func(n int) registry.Date { return registry.Date{Year: 2000 + (i+n)%24} }
	p.Names = []registry.OtherName{{Name: fmt.Sprintf("Bút Danh %d", i), Kind: registry.PenName, From: year(1)}, {Name: p.Name.Given + " Nguyen", Kind: registry.LatinName}}
	p.Identifiers = []registry.Identifier{{Kind: registry.ORCID, Value: orcid(i)}, {Kind: registry.Scopus, Value: fmt.Sprintf("57%09d", i)}, {Kind: registry.Scholar, Value: fmt.Sprintf("Mau-%08d", i)}}
	p.Languages = []registry.Language{{Code: "en", Level: "B2", Certificate: "VSTEP", Date: year(3)}, {Code: "km", Level: "giao tiếp"}}
	p.Publications = []registry.Publication{
		{Kind: registry.Article, Title: "Bệnh trên cá tra nuôi thâm canh", Authors: []string{"Nguyễn Văn Mẫu", p.Name.Full}, Venue: "Tạp chí Khoa học Mẫu",
			Publisher: "Đại học Mẫu", Year: 2015, Volume: "12", Issue: "3", Pages: "45-52", DOI: fmt.Sprintf("10.99999/mau.%d", i)},
		{Kind: registry.Book, Title: "Nuôi trồng thủy sản", Year: 2018, ISBN: "9780306406157"},
	}
	p.Patents = []registry.Patent{{Kind: registry.UtilityModel, Title: "Thiết bị cho tôm ăn", Number: "2-0001234", Holder: "Đại học Mẫu", Country: "Việt Nam", Filed: year(4), Granted: year(4)}}
	p.Works = []registry.Work{{Kind: "thơ", Title: "Mùa nước nổi", Role: "tác giả", Place: "Nhà xuất bản Mẫu", Date: year(5)}}
	p.Exhibitions = []registry.Exhibition{{Title: "Sắc màu Mẫu", Place: "Nhà trưng bày Mẫu", Role: "cá nhân", From: year(6), To: year(6)}}
	p.Tasks = []registry.Task{{Code: "ĐT.01", Name: "Giống tôm sạch bệnh", Level: "tinh", Role: "chủ nhiệm", From: year(0), To: registry.Date{Year: 2024}, Result: "đạt"}}
	p.Supervised = []registry.Supervision{{Degree: "TS", Done: i % 9, Ongoing: 1, AsOf: registry.Date{Year: 2025, Month: 12}}}
	p.Awards = []registry.Award{{Name: "Giải thưởng Mẫu", By: "Ủy ban Mẫu", Level: "thành phố", Date: year(7)}}
	p.Training = []registry.Training{{Name: "Phương pháp giảng dạy", Institution: "Đại học Mẫu", Country: "Việt Nam", Certificate: "CC-01", From: year(8), To: year(8)}}
	p.Memberships = []registry.Membership{{Organisation: organisation, Name: "Hội Nghề cá Mẫu", Role: "ủy viên", From: year(9)}}
	p.Abroad = []registry.Stay{{Country: "Bỉ", Place: "Ghent", Work: "nghiên cứu viên", From: registry.Date{Year: 2006}, To: registry.Date{Year: 2010}}}
	p.Addresses = []registry.Address{{Line: "12 Đường Mẫu", Ward: "31120", From: year(11)}, {Line: "Ấp Mẫu", To: registry.Date{Year: 1999}}}
	p.Advice = []registry.Advice{{Topic: "bệnh thủy sản", Limit: "qua văn bản", From: year(0), To: registry.Date{Year: 2030}}}
	p.Nationality, p.Public = "Bỉ", true
	p.Bases = []registry.LegalBasis{{Purpose: "công bố trên cổng thông tin", Basis: registry.Consent, Document: "Phiếu số 12", Date: year(10), Until: registry.Date{Year: 2031}}}
	p.Qualifications[0].Mode = "chính quy"
	if len(p.Expertise) > 0 {
		p.Expertise[0].Language = registry.InVietnamese
	}
	if len(p.Positions) > 0 {
		p.Positions[0].Sector, p.Positions[0].Ownership = "thuy-san", "nha-nuoc"
		p.Positions[0].Written = "Trường Mẫu (tên cũ)"
	}
}

// orcid gives the i-th sample ORCID iD: one of the 10 check characters of its
// first digits holds, or X.
func orcid(i int) string {
	for _, check := range "0123456789X" {
		if id, ok := registry.ParseORCID(fmt.Sprintf("0000000%08d%c", i, check)); ok {
			return id
		}
	}
	return ""
}

func recordIsValid(t *testing.T, r *room) {
	for i := range 12 {
		if problems := Person(i, 1, 2).Validate(); len(problems) > 0 {
			t.Errorf("sample person %d: %v", i, problems)
		}
	}
}

// itemsKeepSources amends one list and looks that items of it that stayed, and
// all other lists, keep where they came from.
func itemsKeepSources(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 2)[1]
	q := r.person(t, p.ID)
	q.Publications = append([]registry.Publication{{Kind: registry.Article, Title: "Bài mới"}}, q.Publications...)
	q.Publications[1].Source = 0 // as a form brings it back: without a source
	r.commit(t, &registry.AmendPerson{Person: q, Was: 1, Why: registry.Why{Source: registry.Source{Account: "khác"}}})
	got := r.person(t, p.ID)
	if got.Publications[0].Source == p.Source || got.Publications[1].Source != p.Source || got.Publications[2].Source != p.Source || got.Tasks[0].Source != p.Source {
		t.Errorf("sources of publications %+v", got.Publications)
	}
}

func memberKeepsOrganisation(t *testing.T, r *room) {
	r.furnished(t)
	p := &registry.Person{Name: vietnamese.ParseName("Lê Hội Viên"), Memberships: []registry.Membership{{Organisation: r.unit}}}
	r.commit(t, &registry.AddPerson{Person: p})
	_, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.RemoveOrganisation{ID: r.unit}})
	refused(t, err, registry.Conflict)
	if got, err := r.PeopleOf(r.ctx, r.unit); err != nil || !slices.Equal(got, []registry.PersonID{p.ID}) {
		t.Errorf("people of the association: %v, %v", got, err)
	}
}

func foundByOtherNameAndORCID(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 5)
	p := people[4]
	got, err := r.FindPeople(r.ctx, []registry.Probe{{ORCID: p.Identifiers[0].Value}, {Name: "but danh 4"}})
	if err != nil || len(got[0]) != 1 || !got[0][0].ByORCID || len(got[1]) != 1 || !got[1][0].ByName || got[0][0].Person != p.ID || got[1][0].Person != p.ID {
		t.Errorf("got %+v, %v", got, err)
	}
}

// whoCounts looks at the totals as people and rules change.
func whoCounts(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 6)
	unknown := &registry.Person{Name: vietnamese.ParseName("Trần Chưa Rõ")}
	r.commit(t, &registry.AddPerson{Person: unknown})
	totals := func(counted, outside, unclear int) {
		t.Helper()
		got, err := r.Totals(r.ctx)
		if err != nil || got.Counted != counted || got.Outside != outside || got.Unclear != unclear {
			t.Errorf("got %+v, %v, want %d, %d, %d", got, err, counted, outside, unclear)
		}
	}
	totals(7, 0, 0) // no rule yet
	rule := func(value float64) {
		r.commit(t, &registry.LoadCodes{Scheme: registry.SchemeScope, Version: "1", Codes: []registry.Code{
			{Code: "degree:bac", Name: "có học vị", Value: value}}})
	}
	rule(60)
	totals(3, 3, 1)
	rule(40)
	totals(6, 0, 1)
	p := r.person(t, people[0].ID)
	p.Qualifications = nil
	r.commit(t, &registry.AmendPerson{Person: p, Was: 1}, &registry.RemovePerson{ID: people[1].ID, Was: 1})
	r.reopen(t)
	totals(4, 0, 2)
}
