package api_test

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"trithuc/search"
	"trithuc/ui/api"
)

func TestFoundAtOnceAfterWriting(t *testing.T) {
	h := newHouse(t)
	hoa := h.add(h.hoa())
	h.add(api.Person{Name: "Trần Văn An", Sex: "male"})
	var got api.Found
	h.must(200, "GET", "/people?q=nguyen+thi+my+hoa&facets=degree&facets=sex", nil).into(t, &got)
	if got.Q != "nguyen thi my hoa" || got.Total != 1 || len(got.Hits) != 1 {
		t.Fatalf("got %+v", got)
	}
	hit := got.Hits[0]
	if hit.ID != hoa.ID || hit.Codes[0] != "001234" || hit.Name != hoa.Name || hit.Score <= 0 || len(hit.Why) == 0 || len(hit.Why[0].Marks) == 0 {
		t.Errorf("hit %+v", hit)
	}
	if d := got.Facets["degree"]; len(d) != 1 || d[0].Name != "Tiến sĩ" || d[0].N != 1 {
		t.Errorf("facets %+v", got.Facets)
	}
	hoa.Name = "Nguyễn Thị Mỹ Hạnh"
	h.must(200, "PUT", "/people/"+hoa.ID, hoa, "If-Match", `"1"`)
	h.must(200, "GET", "/people?q=mỹ+hạnh", nil).into(t, &got)
	if got.Total != 1 {
		t.Errorf("%d found under the new name", got.Total)
	}
}

func TestPeopleByName(t *testing.T) {
	h := newHouse(t)
	for _, name := range []string{"Trần Văn Bình", "Lê Thị Ánh", "Nguyễn Văn An"} {
		h.add(api.Person{Name: name, Sex: "male"})
	}
	var got api.Found
	h.must(200, "GET", "/people?sort=name&sex=male&limit=2", nil).into(t, &got)
	if got.Total != 3 || len(got.Hits) != 2 || got.Hits[0].Name != "Nguyễn Văn An" || got.Hits[1].Name != "Lê Thị Ánh" {
		t.Errorf("got %+v", got.Hits)
	}
	h.must(200, "GET", "/people?sort=name&limit=2&offset=2", nil).into(t, &got)
	if len(got.Hits) != 1 || got.Hits[0].Name != "Trần Văn Bình" {
		t.Errorf("second page %+v", got.Hits)
	}
	h.refused(422, "GET", "/people?sort=age", nil)
	h.refused(400, "GET", "/people?q="+strings.Repeat("a", 1200), nil)
}

// TestChipsPointIntoWhatWasRead: a text with the keys of Telex left on comes back
// as it was read, and a chip's bytes are those of that text.
func TestChipsPointIntoWhatWasRead(t *testing.T) {
	h := newHouse(t)
	for _, q := range []string{"tiến sĩ nuôi tôm", "tieens six nuooi toom"} {
		var got api.Found
		h.must(200, "GET", "/people?q="+url.QueryEscape(q), nil).into(t, &got)
		u := got.Understood
		text := cmp.Or(u.Read, q)
		if len(u.Chips) != 1 || text != "tiến sĩ nuôi tôm" || text[u.Chips[0].From:u.Chips[0].To] != "tiến sĩ" || u.Chips[0].Filter.Facet != search.FacetDegree {
			t.Errorf("%s: %+v", q, u)
		}
	}
}

// TestSectorOwnershipAndScope: axes of the main post and of who counts are filtered
// by, counted and named; a code that no catalogue has is refused.
func TestSectorOwnershipAndScope(t *testing.T) {
	h := newHouse(t)
	h.add(h.hoa())
	h.add(api.Person{Name: "Trần Văn An", Sex: "male"})
	var got api.Found
	h.must(200, "GET", "/people?facets=sector&facets=ownership&facets=scope", nil).into(t, &got)
	for facet, want := range map[string]string{
		"sector": "[{giao-duc Giáo dục và đào tạo 1}]", "ownership": "[{nha-nuoc Nhà nước 1}]",
		"scope": "[{in scope.in 1} {unclear scope.unclear 1}]",
	} {
		if s := fmt.Sprint(got.Facets[facet]); s != want {
			t.Errorf("%s: %s, want %s", facet, s, want)
		}
	}
	h.must(200, "GET", "/people?sector=giao-duc&ownership=nha-nuoc&scope=in&scope=out", nil).into(t, &got)
	if got.Total != 1 || got.Hits[0].Codes[0] != "001234" {
		t.Errorf("%+v", got.Hits)
	}
	h.refused(422, "GET", "/people?sector=khong-co", nil)
	h.refused(422, "GET", "/people?scope=maybe", nil)
}
