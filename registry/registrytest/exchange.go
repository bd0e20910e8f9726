package registrytest

import (
	"reflect"
	"testing"

	"trithuc/registry"
)

// systemIsNamed: whatever comes from the file of another system says so, and as of
// which day, without the one who writes it saying it again.
func systemIsNamed(t *testing.T, r *room) {
	day := registry.Date{Year: 2026, Month: 11, Day: 1}
	i := &registry.Import{File: "hemis.xlsx", State: registry.ImportReceived, System: "hemis", Synced: day}
	own := &registry.Import{File: "danh-sach.xlsx", State: registry.ImportReceived}
	r.commit(t, &registry.AddImport{Import: i}, &registry.AddImport{Import: own})
	r.furnished(t)
	for _, of := range []*registry.Import{i, own} {
		p := Person(int(of.ID), r.ctu, 0)
		r.commit(t, &registry.AddPerson{Why: registry.Why{Source: registry.Source{Import: of.ID, Row: 2}}, Person: p})
		facts := r.person(t, p.ID).Facts()
		if len(facts) < 5 {
			t.Fatalf("%d facts", len(facts))
		}
		for _, f := range facts {
			from, err := r.Sources(r.ctx, []registry.SourceID{f.Source})
			if err != nil || from[f.Source].System != of.System || from[f.Source].Synced != of.Synced || from[f.Source].Import != of.ID {
				t.Errorf("%s comes from %+v, %v", f.Field, from[f.Source], err)
			}
		}
	}
	r.reopen(t)
	if got, err := r.Import(r.ctx, i.ID); err != nil || got.System != "hemis" || got.Synced != day {
		t.Errorf("the import: %+v, %v", got, err)
	}
}

// codesAreTakenBack: loading a list is undone to what it was, unless it was changed
// since.
func codesAreTakenBack(t *testing.T, r *room) {
	gate := registry.Catalogues{Store: r}
	first := []registry.Code{{Scheme: "thu", Version: "1", Code: "a", Name: "A", ValidFrom: registry.Date{Year: 2008}, Replaces: []string{"z"}}}
	r.commit(t, &registry.LoadCodes{Scheme: "thu", Version: "1", Codes: first})
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	before := ref.EveryCode("thu")
	plan := registry.PlanCatalogue(ref, "thu", []registry.Code{{Scheme: "thu", Version: "2", Code: "b", Name: "B", ValidFrom: registry.Date{Year: 2026}, Replaces: []string{"a"}}}, "thử")
	loaded, err := gate.LoadPlan(r.ctx, plan)
	if err != nil || loaded.Last-loaded.First != 1 {
		t.Fatalf("%+v, %v", loaded, err)
	}
	if _, err := gate.Undo(r.ctx, r, loaded.First); err != nil {
		t.Fatal(err)
	}
	if ref, err = r.Reference(r.ctx); err != nil || !reflect.DeepEqual(ref.EveryCode("thu"), before) {
		t.Errorf("after the undo %+v, %v", ref.EveryCode("thu"), err)
	}
	_, err = gate.Undo(r.ctx, r, loaded.First)
	refused(t, err, registry.Conflict)
}

// loadsDoNotCollide: what was planned on a list that somebody changed meanwhile is
// refused, and so nobody's load is lost.
func loadsDoNotCollide(t *testing.T, r *room) {
	gate := registry.Catalogues{Store: r}
	code := func(code string) registry.Code {
		return registry.Code{Scheme: "thu", Version: "1", Code: code, Name: code}
	}
	r.commit(t, &registry.LoadCodes{Scheme: "thu", Version: "1", Codes: []registry.Code{code("a")}})
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []registry.Kind{-1, registry.Stale} {
		plan := registry.PlanCatalogue(ref, "thu", []registry.Code{code("a"), code(string(rune('b' + i)))}, "thử")
		if _, err := gate.LoadPlan(r.ctx, plan); (err != nil) != (i > 0) || err != nil && registry.KindOf(err) != want {
			t.Errorf("load %d of two planned at once: %v", i, err)
		}
	}
}
