package search_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/search/searchtest"
)

// TestRelevance: who knows both parts of a topic stands before who knows one, whatever
// only begins like a word of it counts for nothing, and a name that has "và" in it stays
// whole.
func TestRelevance(t *testing.T) {
	people := []*registry.Person{
		expert("Người Biết Cả Hai", "Xâm nhập mặn", "Sản xuất lúa"),
		expert("Người Biết Lúa", "Sản xuất lúa"),
		expert("Người Biết Mặn", "Xâm nhập mặn"),
		expert("Người Biết Luật", "Luật hình sự", "Luật kinh tế"),
		expert("Người Biết Sản Xuất", "Quản lý sản xuất"),
		expert("Người Chính Sách", "Chính sách khoa học và công nghệ"),
		expert("Người Công Nghệ", "Công nghệ thông tin"),
	}
	r := search.Ranking{By: searcher(t, people...)}
	for _, c := range []struct {
		name, topic string
		want        []registry.PersonID // the best first; who is not named scores at most 0.3
	}{
		{"two parts", "xâm nhập mặn và sản xuất lúa", []registry.PersonID{1, 2, 3}},
		{"parts at a comma, without marks", "xam nhap man, san xuat lua", []registry.PersonID{1, 2, 3}},
		{"one piece", "chính sách khoa học và công nghệ", []registry.PersonID{6}},
	} {
		got, err := r.Relevance(searchtest.Officer(t.Context()), c.topic, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			at, score := slices.Index(c.want, p.ID), got[p.ID]
			if at < 0 && score > 0.3 || at >= 0 && score < 0.4 || score > 1 {
				t.Errorf("%s: %s scores %v", c.name, p.Name.Full, score)
			}
		}
		if len(c.want) > 1 && got[c.want[0]] < 1.5*got[c.want[1]] {
			t.Errorf("%s: who knows both %v, who knows one %v", c.name, got[c.want[0]], got[c.want[1]])
		}
	}
	why, err := r.Reasons(searchtest.Officer(t.Context()), "xâm nhập mặn và sản xuất lúa", []registry.PersonID{1, 4})
	if want := []string{"Xâm nhập mặn", "Sản xuất lúa"}; err != nil || !slices.Equal(why[1], want) || len(why[4]) > 0 {
		t.Errorf("reasons %v, %v", why, err)
	}
}
