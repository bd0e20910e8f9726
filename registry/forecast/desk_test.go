package forecast_test

import (
	"context"
	"iter"
	"reflect"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// counted is a registry that counts how often its careers are read.
type counted struct {
	careers
	head registry.Head
	read int
}

func (c *counted) Head(context.Context) (registry.Head, error) { return c.head, nil }

func (c *counted) Careers(ctx context.Context) iter.Seq2[registry.Career, error] {
	c.read++
	return c.careers.Careers(ctx)
}

// TestDesk: what was gathered is gathered again after a change and for others, and for
// nothing else; what was reckoned is the same as reckoned anew.
func TestDesk(t *testing.T) {
	store := &counted{careers: city(t, 300)}
	desk := &forecast.Desk{Store: store}
	today := registry.DateOf(now)
	look := func(s forecast.Scenario) *forecast.Look {
		l, err := desk.Look(t.Context(), s, today)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	s := forecast.Scenario{Years: 5, Runs: 20, Recruit: []forecast.Recruit{{Count: 3}}}
	first := look(forecast.Scenario{})
	for range 2 {
		got, err := look(s).Try(t.Context(), s, now)
		if err != nil {
			t.Fatal(err)
		}
		want, err := forecast.Try(t.Context(), first.In, s, now)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("reckoned otherwise: %v", err)
		}
	}
	if store.read != 1 {
		t.Errorf("read %d times, want once", store.read)
	}
	store.head.Seq++
	look(s)
	if today.Year++; look(s) == first || store.read != 3 {
		t.Errorf("after a change and on another day: read %d times, want 3", store.read)
	}
	if _, err := desk.Look(t.Context(), forecast.Scenario{Recruit: []forecast.Recruit{{Field: "nowhere", Count: 1}}}, today); registry.KindOf(err) != registry.Invalid {
		t.Errorf("an unknown field from what is kept: %v", err)
	}
}
