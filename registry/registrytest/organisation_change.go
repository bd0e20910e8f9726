package registrytest

import (
	"reflect"
	"slices"
	"testing"

	"trithuc/registry"
)

// organisation gives one as it stands.
func (r *room) organisation(t *testing.T, id registry.OrganisationID) registry.Organisation {
	t.Helper()
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	o, ok := ref.Organisation(id)
	if !ok {
		t.Fatalf("organisation %d is not there", id)
	}
	return o
}

func organisationAmended(t *testing.T, r *room) {
	r.furnished(t)
	gate := registry.Organisations{Store: r.Store}
	before := r.organisation(t, r.unit)
	o := before
	o.Name, o.Abbreviations, o.Aliases, o.Confirmed = "Trường Mẫu  Mới", []string{"TMM", " TMM"}, []string{"Khoa Mẫu"}, true
	o.ValidFrom, o.Note = registry.Date{Year: 2020}, "ghi chú"
	receipt, err := gate.Amend(r.ctx, &o, registry.Why{Reason: "QĐ 1"})
	if err != nil {
		t.Fatal(err)
	}
	r.reopen(t)
	gate.Store = r.Store
	now := r.organisation(t, r.unit)
	if now.Version != before.Version+1 || now.Name != "Trường Mẫu Mới" || !slices.Equal(now.Abbreviations, []string{"TMM"}) || now.Source == before.Source {
		t.Errorf("got %+v", now)
	}
	o.Version = before.Version
	_, err = gate.Amend(r.ctx, &o, registry.Why{})
	refused(t, err, registry.Stale)
	up := r.organisation(t, r.ctu)
	up.Parent = r.unit
	_, err = gate.Amend(r.ctx, &up, registry.Why{})
	refused(t, err, registry.Invalid)
	_, err = gate.Amend(r.ctx, &registry.Organisation{ID: r.unit, Version: now.Version, Kind: "x", Sector: "y", ValidFrom: registry.Date{Year: 2020}, ValidTo: registry.Date{Year: 2010}}, registry.Why{})
	if e, ok := err.(*registry.Error); !ok || len(e.Problems) != 4 {
		t.Errorf("got %v, want name, kind, sector and span refused at once", err)
	}
	steps, err := registry.OrganisationHistory(r.ctx, r, r.unit)
	if err != nil || len(steps) != 2 || steps[0].Before == nil || !reflect.DeepEqual(*steps[0].Before, before) {
		t.Fatalf("history: %+v, %v", steps, err)
	}
	if _, err := gate.Undo(r.ctx, r.unit, receipt.Last); err != nil {
		t.Fatal(err)
	}
	after := r.organisation(t, r.unit)
	after.Version, after.Source = before.Version, before.Source
	if !reflect.DeepEqual(after, before) {
		t.Errorf("got %+v back, want %+v", after, before)
	}
	_, err = gate.Undo(r.ctx, r.unit, receipt.Last)
	refused(t, err, registry.Conflict)
}

func organisationSucceeded(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	gate := registry.Organisations{Store: r.Store}
	on := registry.Date{Year: 2025, Month: 7, Day: 15}
	was := r.organisation(t, r.ctu)
	renamed, err := gate.Rename(r.ctx, r.ctu, was.Version, "Đại học Mẫu Mới", on, registry.Why{Reason: "QĐ 2"})
	if err != nil {
		t.Fatal(err)
	}
	ref, _ := r.Reference(r.ctx)
	former := ref.ResolveOrganisation("Đại học Mẫu Mới", registry.Date{Year: 2020})
	if len(former) != 1 || ref.OrganisationName(former[0].ID) != was.Name {
		t.Errorf("in 2020 it was %+v, want the former name", former)
	}
	if got := ref.OrganisationsNamed(was.Name); !slices.Equal(got, []registry.OrganisationID{r.ctu}) {
		t.Errorf("the former name leads to %v, want %d", got, r.ctu)
	}
	if _, err := gate.Undo(r.ctx, r.ctu, renamed.Last-1); err != nil {
		t.Fatal(err)
	}
	if now := r.organisation(t, r.ctu); now.Name != was.Name || now.ValidFrom != was.ValidFrom {
		t.Errorf("got %+v back", now)
	}
	other := registry.Organisation{Kind: registry.University, Name: "Đại học Kế Tục"}
	if _, err := gate.Add(r.ctx, &other, registry.Why{}); err != nil {
		t.Fatal(err)
	}
	step := registry.Lineage{From: r.ctu, To: other.ID, Kind: registry.MergedInto, On: on}
	version := r.organisation(t, r.ctu).Version
	merged, err := gate.Succeed(r.ctx, step, version, registry.Why{Reason: "QĐ 3"})
	if err != nil {
		t.Fatal(err)
	}
	if now := r.organisation(t, r.ctu); now.ValidTo != on {
		t.Errorf("the former body stands until %v, want %v", now.ValidTo, on)
	}
	_, err = gate.Succeed(r.ctx, registry.Lineage{From: other.ID, To: r.ctu, Kind: registry.MergedInto, On: on}, 1, registry.Why{})
	refused(t, err, registry.Invalid) // it came of that very body
	equal(t, r.person(t, p.ID), p)    // the record keeps what it was called
	if _, err := gate.Undo(r.ctx, r.ctu, merged.Last); err != nil {
		t.Fatal(err)
	}
	ref, _ = r.Reference(r.ctx)
	if now := r.organisation(t, r.ctu); !now.ValidTo.IsZero() || ref.HasLineage(r.ctu) {
		t.Errorf("the merger was not taken back: %+v", now)
	}
}
