package ui_test

import (
	"fmt"
	"net/url"
	"testing"
)

// TestConfirmTwice: a confirmation sent again leads to the import it wrote.
func TestConfirmTwice(t *testing.T) {
	s := open(t, importing)
	s.upload("danh sách.csv", list, fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ")))
	_, page := s.settled("/imports/1")
	form := url.Values{"plan": {field(t, page, "plan")}}
	for range 2 {
		if a := s.post("/imports/1/confirm", form); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		s.settled("/imports/1")
	}
}

// TestNoSuchEmployer: what is no organisation is not taken for none chosen.
func TestNoSuchEmployer(t *testing.T) {
	s := open(t, importing)
	for _, chosen := range []string{"abc", "-5", "99999999"} {
		a := s.upload("danh sách.csv", list, chosen)
		if holds(t, a.body, "Không có cơ quan"); a.status != 400 {
			t.Errorf("%s: %d", chosen, a.status)
		}
	}
}
