package web

import (
	"testing"

	"trithuc/registry"
)

// TestNewMainPost: who has a new main post keeps what was the main one in its time.
func TestNewMainPost(t *testing.T) {
	p := &registry.Person{Positions: []registry.Position{
		{Post: "Giảng viên", Main: true},
		{Post: "Kỹ sư", Main: true, To: registry.Date{Year: 2010}},
		{Post: "Trưởng khoa", Main: true},
	}}
	settleMain(p, "positions", 2)
	want := []registry.Position{
		{Post: "Trưởng khoa", Main: true},
		{Post: "Giảng viên"},
		{Post: "Kỹ sư", Main: true, To: registry.Date{Year: 2010}},
	}
	for i := range want {
		if p.Positions[i] != want[i] {
			t.Errorf("at %d: got %+v, want %+v", i, p.Positions[i], want[i])
		}
	}
}
