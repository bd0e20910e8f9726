package registrytest

import (
	"reflect"
	"strings"
	"testing"

	"trithuc/registry"
)

func opinionsOnPlan(t *testing.T, r *room) {
	r.furnished(t).add(t, 1)
	gate := registry.Opinions{Store: r.Store}
	o := &registry.Opinion{Organisation: 1, Run: 4, Part: "aims", Document: "12/SNV", Day: registry.Date{Year: 2026, Month: 11, Day: 20}, Text: "Nên tách chỉ tiêu tiến sĩ."}
	if _, err := gate.Put(r.ctx, o); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []registry.Opinion{
		{Organisation: 999, Part: "aims", Text: "x"}, {Organisation: 1, Part: "sao hỏa", Text: "x"}, {Organisation: 1, Part: "aims"},
		{Organisation: 1, Part: "aims", Text: strings.Repeat("x", 5000)}, {Organisation: 1, Part: "aims", Text: "x", Answer: "có lẽ"},
		{Organisation: 1, Part: "aims", Text: "x", Answer: registry.OpinionExplained}, {Organisation: 1, Part: "aims", Text: "x", Reply: "vì"},
	} {
		_, err := gate.Put(r.ctx, &bad)
		refused(t, err, registry.Invalid)
	}
	own := registry.WithActor(r.ctx, registry.Actor{Account: "đơn vị", Role: registry.DataOfficer, Organisation: 1})
	answered := *o
	answered.Answer, answered.Reply = registry.OpinionPartly, "Đã tách từ năm 2030."
	_, err := gate.Put(own, &answered)
	refused(t, err, registry.Forbidden)
	_, err = gate.Put(registry.WithActor(r.ctx, registry.Actor{Account: "khác", Role: registry.DataOfficer, Organisation: 77}), &registry.Opinion{Organisation: 1, Part: "aims", Text: "x"})
	refused(t, err, registry.Forbidden)
	if _, err := gate.Put(registry.WithActor(r.ctx, registry.Actor{Account: "kế hoạch", Role: registry.Planner}), &answered); err != nil {
		t.Fatal(err)
	}
	stale := *o
	_, err = gate.Put(r.ctx, &stale)
	refused(t, err, registry.Stale)
	r.reopen(t)
	gate.Store = r.Store
	if got, err := r.Opinions(r.ctx); err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], answered) || got[0].Version != 2 {
		t.Fatalf("got %+v, %v, want %+v", got, err, answered)
	}
	if _, err := gate.Remove(r.ctx, &answered); err != nil {
		t.Fatal(err)
	}
	_, err = gate.Remove(r.ctx, &answered)
	refused(t, err, registry.NotFound)
	p, err := r.Person(r.ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gate.Put(r.ctx, &registry.Opinion{Organisation: 1, Part: "whole", Text: "Nên cử " + p.Name.Full + " đi học."}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.erasures().Erase(r.ctx, &registry.ErasePerson{ID: 1}); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Opinions(r.ctx); err != nil || len(got) != 1 || strings.Contains(got[0].Text, p.Name.Full) || !strings.HasPrefix(got[0].Text, "Nên cử") {
		t.Errorf("after the erasure: %+v, %v", got, err)
	}
}
