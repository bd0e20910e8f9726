package registrytest

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

func negativeIDs(t *testing.T, r *room) {
	r.furnished(t)
	hospital := &registry.Organisation{ID: -1, Kind: registry.Hospital, Name: "Bệnh viện Mẫu"}
	ward := &registry.Organisation{ID: -2, Kind: registry.Unit, Name: "Khoa Nội", Parent: -1}
	p := Person(0, -1, -2)
	review := &registry.Review{Proposed: Person(1, -1, -2)}
	r.commit(t, &registry.AddOrganisation{Organisation: hospital}, &registry.AddOrganisation{Organisation: ward},
		&registry.AddPerson{Person: p}, &registry.AddReview{Review: review})
	if hospital.ID <= 0 || ward.Parent != hospital.ID || p.Positions[0].Unit != ward.ID || p.Codes[0].Organisation != hospital.ID ||
		review.Proposed.Positions[0].Organisation != hospital.ID {
		t.Errorf("ids were not put in place: %+v %+v %+v", hospital, ward, p)
	}
	equal(t, r.person(t, p.ID), p)
	_, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.AddPerson{Person: Person(2, -1, 0)}})
	refused(t, err, registry.Invalid) // -1 meant something in the other commit only
}

func organisationInUseStays(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	for _, id := range []registry.OrganisationID{r.ctu, r.unit} {
		_, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.RemoveOrganisation{ID: id}})
		refused(t, err, registry.Conflict)
	}
	r.commit(t, &registry.RemovePerson{ID: p.ID, Was: 1}, &registry.RemoveOrganisation{ID: r.unit}, &registry.RemoveOrganisation{ID: r.ctu})
	ref, err := r.Reference(r.ctx)
	if err != nil || len(ref.Organisations()) != 0 {
		t.Errorf("organisations are still there (%v)", err)
	}
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.RemoveOrganisation{ID: r.ctu}})
	refused(t, err, registry.NotFound)
}

func unknownOrganisation(t *testing.T, r *room) {
	_, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.AddPerson{Person: Person(0, 77, 0)}})
	refused(t, err, registry.Invalid)
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.AddOrganisation{Organisation: &registry.Organisation{Name: "x", Parent: 77}}})
	refused(t, err, registry.Invalid)
}

func lineageLeads(t *testing.T, r *room) {
	former := &registry.Organisation{ID: -1, Kind: registry.Government, Name: "Sở Kế hoạch và Đầu tư"}
	today := &registry.Organisation{ID: -2, Kind: registry.Government, Name: "Sở Tài chính"}
	lineage := registry.Lineage{From: -1, To: -2, Kind: registry.MergedInto, On: registry.Date{Year: 2025, Month: 3, Day: 1}, Note: "hợp nhất"}
	r.commit(t, &registry.AddOrganisation{Organisation: former}, &registry.AddOrganisation{Organisation: today}, &registry.AddLineage{Lineage: lineage})
	r.reopen(t)
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got := ref.OrganisationsNamed("so ke hoach va dau tu"); !slices.Equal(got, []registry.OrganisationID{today.ID}) {
		t.Errorf("got %v, want %d", got, today.ID)
	}
}

func referenceIsFresh(t *testing.T, r *room) {
	r.furnished(t)
	first, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	r.add(t, 1)
	if same, _ := r.Reference(r.ctx); same.Seq != first.Seq {
		t.Errorf("a person made references new: %d, %d", first.Seq, same.Seq)
	}
	r.commit(t, &registry.AddOrganisation{Organisation: &registry.Organisation{Name: "Viện Mẫu"}})
	second, _ := r.Reference(r.ctx)
	if len(second.OrganisationsNamed("Vien Mau")) != 1 || second.Seq <= first.Seq || len(first.OrganisationsNamed("Vien Mau")) != 0 {
		t.Errorf("got a snapshot of entry %d after one of %d", second.Seq, first.Seq)
	}
	r.commit(t, &registry.LoadCodes{Scheme: "thử", Version: "1", Codes: []registry.Code{{Code: "a", Name: "A"}}})
	if third, _ := r.Reference(r.ctx); third.CodeName("thử", "a") != "A" {
		t.Error("a new code list is not seen")
	}
}

func codesReplace(t *testing.T, r *room) {
	load := func(version string, from int, names ...string) registry.Receipt {
		codes := make([]registry.Code, len(names))
		for i, n := range names {
			codes[i] = registry.Code{Code: vietnamese.Fold(n), Name: n, ValidFrom: registry.Date{Year: from}, Variants: []string{n + "."}, Value: float64(i) + 0.5, Confirmed: i == 0, Note: "ghi chú", Source: "văn bản"}
		}
		return r.commit(t, &registry.LoadCodes{Scheme: "thử", Version: version, Codes: codes})
	}
	load("1", 2008, "Một", "Hai", "Ba")
	if again := load("1", 2008, "Một", "Hai", "Ba"); again.First != 0 {
		t.Errorf("the same list again wrote %+v", again)
	}
	changed := load("1", 2008, "Một", "Bốn")
	load("2", 2025, "Một")
	r.reopen(t)
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := ref.Code("thử", "hai"); ok {
		t.Error("a code of the former list is still there")
	}
	if c, _ := ref.Code("thử", "mot"); c.Version != "2" || c.Value != 0.5 || !c.Confirmed || c.Variants[0] != "Một." || c.Source != "văn bản" {
		t.Errorf("got %+v, want the code of the later list", c)
	}
	if d, err := r.Payload(r.ctx, changed.Last); err != nil || d["codes"] == nil {
		t.Errorf("the trail lost the former list: %v", err)
	}
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.LoadCodes{Scheme: "thử", Version: "3", Codes: []registry.Code{{Code: "a"}, {Code: "a"}}}})
	refused(t, err, registry.Invalid)
}
