package bleve_test

import (
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/search"
)

// TestExactContact: a whole e-mail finds who has it, for those who may see it.
func TestExactContact(t *testing.T) {
	h := newHouse(t)
	h.add(5)
	h.catchUp()
	p := h.everybody()[2]
	s := &search.Searcher{Index: h.index, References: h.store, Exact: h.store, Now: time.Now}
	for name, c := range map[string]struct {
		actor registry.Actor
		want  int
	}{"operator": {registry.Actor{Role: registry.Operator}, 1}, "nobody": {registry.Actor{}, 0}, "planner": {registry.Actor{Role: registry.Planner}, 0}} {
		a, err := s.Search(registry.WithActor(t.Context(), c.actor), search.Query{Text: strings.ToUpper(p.Email)})
		if err != nil || a.Total != c.want || len(a.Understood.Chips) != 1 {
			t.Errorf("%s: %d found, %v, %v; want %d", name, a.Total, a.Understood, err, c.want)
		}
	}
}
