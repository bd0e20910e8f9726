package registry_test

import (
	"slices"
	"testing"

	"trithuc/registry"
)

func TestCells(t *testing.T) {
	cells := registry.CellsOf([]registry.CellOf{
		{Field: "qualifications", Column: 8, Below: 1}, {Field: "birth", Column: 5}, {Field: "qualifications", Column: 7},
		{Field: "qualifications", Column: 7}, {Field: "phone", Column: 28, Below: -2},
	})
	if want := registry.Cells("birth=E phone=AB-2 qualifications=G,H+1"); cells != want {
		t.Errorf("got %q, want %q", cells, want)
	}
	s := registry.Source{Row: 12, Cells: cells}
	for _, c := range []struct {
		field string
		want  []string
	}{
		{"birth", []string{"E12"}},
		{"qualifications[1]", []string{"G12", "H13"}},
		{"phone", []string{"AB10"}},
		{"email", nil},
		{"", nil},
	} {
		if got := s.CellsOf(c.field); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.field, got, c.want)
		}
	}
	if got := (&registry.Source{Row: 3}).CellsOf("name"); got != nil {
		t.Errorf("of no cells: %v", got)
	}
	below := registry.Cells("phone=K email=L").With("phone=M", 3).With("email=N rank=O", 4, "rank")
	if want := registry.Cells("email=L phone=K,M+3 rank=O+4"); below != want {
		t.Errorf("got %q, want %q", below, want)
	}
}
