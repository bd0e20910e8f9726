package registry_test

import (
	"fmt"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

func TestAuthorOf(t *testing.T) {
	p := &registry.Person{Name: vietnamese.ParseName("Nguyễn Thị Mỹ Hòa"),
		Names:       []registry.OtherName{{Name: "Hoa T. M. Nguyen-Smith", Kind: registry.LatinName}},
		Identifiers: []registry.Identifier{{Kind: registry.ORCID, Value: "0000-0002-1825-0097"}}}
	for _, c := range []struct {
		name    string
		authors []string
		orcids  []string
		want    string
	}{
		{"as it stands", []string{"Trần Văn Mẫu", "Nguyễn Thị Mỹ Hòa"}, nil, "2 [2]"},
		{"tone in the old place", []string{"Nguyễn Thị Mỹ Hoà"}, nil, "1 [1]"},
		{"without marks", []string{"Nguyen Thi My Hoa"}, nil, "1 [1]"},
		{"another order", []string{"Hoa Thi My Nguyen"}, nil, "1 [1]"},
		{"other marks are others", []string{"Nguyễn Thị Mỹ Hoa"}, nil, "0 []"},
		{"initials are a question", []string{"Nguyen T.M.H.", "J. Smith"}, nil, "0 [1]"},
		{"given name with initials", []string{"N. T. M. Hoa"}, nil, "0 [1]"},
		{"initials of somebody else", []string{"Nguyen V.A."}, nil, "0 []"},
		{"two of one name", []string{"Nguyễn Thị Mỹ Hòa", "Nguyễn Thị Mỹ Hòa"}, nil, "0 [1 2]"},
		{"the ORCID decides", []string{"Nguyen T.", "Nguyễn Thị Mỹ Hòa"}, []string{"0000-0002-1825-0097", ""}, "1 [1 2]"},
		{"another ORCID is another person", []string{"Nguyễn Thị Mỹ Hòa"}, []string{"0000-0001-5109-3700"}, "0 []"},
		{"a name on publications", []string{"Hoa T. M. Nguyen-Smith"}, nil, "1 [1]"},
		{"nobody", nil, nil, "0 []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			place, candidates := p.AuthorOf(c.authors, c.orcids)
			if got := fmt.Sprintf("%d %v", place, candidates); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestPlanPublications(t *testing.T) {
	has := []registry.Publication{
		{Kind: registry.Article, Title: "Bệnh trên tôm nuôi nước lợ", Year: 2021, DOI: "10.1000/1", Authors: []string{"Lê An", "Vũ Bình"}, Venue: "Tạp chí Mẫu"},
		{Kind: registry.Book, Title: "Nuôi tôm bền vững", Year: 2019, Authors: []string{"Lê An"}},
	}
	p := &registry.Person{Name: vietnamese.ParseName("Lê An"), Publications: has}
	offered := []registry.OfferedPublication{
		{Publication: has[0]},
		{Publication: registry.Publication{Kind: registry.Article, Title: "Một tên khác hẳn", Year: 2021, DOI: "10.1000/1"}},
		{Publication: registry.Publication{Kind: registry.Book, Title: "NUÔI TÔM, BỀN VỮNG!", Year: 2019}},
		{Publication: registry.Publication{Kind: registry.Book, Title: "Nuôi tôm bền vững", Year: 2020, Authors: []string{"Lê An"}}},
		{Publication: registry.Publication{Kind: registry.Book, Title: "nuôi tôm bền vững", Year: 2020}},
		{Publication: registry.Publication{Kind: registry.Book, Title: "Không rõ", Authors: []string{"L. An"}}},
	}
	plans := registry.PlanPublications(p, offered)
	want := []string{"same 0 -1 1", "duplicate 0 -1 0", "duplicate 1 -1 0", "added -1 -1 1", "duplicate -1 3 0", "added -1 -1 0"}
	for i, plan := range plans {
		if got := fmt.Sprintf("%s %d %d %d", plan.State, plan.Of, plan.Twin, plan.Author); got != want[i] {
			t.Errorf("%d: got %s, want %s", i, got, want[i])
		}
	}
	if _, err := p.AddPublications(offered, plans, nil, nil); registry.KindOf(err) != registry.Invalid {
		t.Errorf("an open question: %v", err)
	}
	for name, c := range map[string]struct {
		answers map[int]int
		left    []int
		n       int
	}{"answered": {map[int]int{5: 1}, nil, 4}, "none of them": {map[int]int{5: 0}, nil, 4}, "left out": {nil, []int{5}, 3}} {
		with, err := p.AddPublications(offered, plans, c.answers, c.left)
		if err != nil || len(with.Publications) != c.n || len(p.Publications) != 2 {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if problems := with.Validate(); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
