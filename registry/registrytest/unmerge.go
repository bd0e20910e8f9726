package registrytest

import (
	"fmt"
	"slices"
	"testing"

	"trithuc/registry"
)

// unmergeByItem merges somebody whose items say more, the same and others, changes the
// joint lists and takes the two apart.
func unmergeByItem(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	kept, gone := people[0], people[1]
	kept.Expertise = []registry.Expertise{{Phrase: "nuôi tôm"}, {Phrase: "cá tra"}}
	kept.Languages = []registry.Language{{Code: "en"}}
	gone.Expertise = []registry.Expertise{{Phrase: "cá tra", Language: registry.InVietnamese}, {Phrase: "rừng ngập mặn"}}
	gone.Languages = []registry.Language{{Code: "en", Certificate: "IELTS 7.0"}, {Code: "fr"}}
	r.commit(t, &registry.AmendPerson{Person: kept, Was: kept.Version}, &registry.AmendPerson{Person: gone, Was: gone.Version})
	if _, _, err := r.people().Merge(r.ctx, kept.ID, gone.ID); err != nil {
		t.Fatal(err)
	}
	p := r.person(t, kept.ID)
	if len(p.Expertise) != 3 || p.Expertise[1].Language != registry.InVietnamese {
		t.Errorf("joined to %+v, want the language that one of them tells", p.Expertise)
	}
	p.Expertise = append(p.Expertise, registry.Expertise{Phrase: "sau khi gộp"})
	p.Languages = append(p.Languages, registry.Language{Code: "de"})
	r.commit(t, &registry.AmendPerson{Person: p, Was: p.Version})
	u, _, err := r.people().Unmerge(r.ctx, r.Store, gone.ID)
	if err != nil || len(u.Left) != 2 {
		t.Fatalf("got %+v, %v, want two lists that were changed", u, err)
	}
	now := r.person(t, kept.ID)
	var phrases, languages []string
	for _, e := range now.Expertise {
		phrases = append(phrases, e.Phrase)
	}
	for _, l := range now.Languages {
		languages = append(languages, l.Code+l.Certificate)
	}
	if !slices.Equal(phrases, []string{"nuôi tôm", "cá tra", "sau khi gộp"}) || !slices.Equal(languages, []string{"en", "de"}) {
		t.Errorf("got %q and %q", phrases, languages)
	}
}

// erasureOfChain merges somebody into one who is changed and merged on, takes all apart
// and erases the first: neither today's records of the others nor their past hold them.
func erasureOfChain(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	guest, markers := r.markedPast(t, 1)
	first, last := people[0].ID, people[1].ID
	merge := func(kept, gone registry.PersonID) {
		t.Helper()
		if _, _, err := r.people().Merge(r.ctx, kept, gone); err != nil {
			t.Fatal(err)
		}
		p := r.person(t, kept)
		p.Expertise = append(p.Expertise, registry.Expertise{Phrase: "thêm vào " + kept.Public()})
		p.Names = append(p.Names, registry.OtherName{Kind: registry.PenName, Name: "Tên Thêm"})
		r.commit(t, &registry.AmendPerson{Person: p, Was: p.Version})
	}
	merge(first, guest)
	merge(last, first)
	for _, id := range []registry.PersonID{first, guest} {
		if _, _, err := r.people().Unmerge(r.ctx, r.Store, id); err != nil {
			t.Fatal(err)
		}
	}
	r.erase(t, guest)
	if left := Residue(t, r.dir, markers); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	for _, id := range []registry.PersonID{first, last} {
		if p := r.person(t, id); !slices.ContainsFunc(p.Expertise, func(e registry.Expertise) bool { return e.Phrase == "thêm vào "+id.Public() }) {
			t.Errorf("%s lost what was added: %+v", id.Public(), p.Expertise)
		}
	}
}

// mergeOfMany merges two professors of four hundred publications each, and refuses in the
// preview already what would be more than any record may hold.
func mergeOfMany(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	for i, n := range []int{400, 400, 4900} {
		people[i].Publications = make([]registry.Publication, n)
		for k := range n {
			people[i].Publications[k] = registry.Publication{Kind: "article", Title: fmt.Sprintf("Bài %d của %d", k, i), Year: 2020}
		}
		r.commit(t, &registry.AmendPerson{Person: people[i], Was: people[i].Version})
	}
	if _, _, err := r.people().Merge(r.ctx, people[0].ID, people[1].ID); err != nil {
		t.Fatal(err)
	}
	p := r.person(t, people[0].ID)
	p.Sex = registry.Female
	if _, err := r.people().Amend(r.ctx, p, registry.Why{}); err != nil || len(p.Publications) != 800 {
		t.Errorf("%d publications, amended: %v", len(p.Publications), err)
	}
	_, err := registry.PlanMerge(r.ctx, r.Store, people[0].ID, people[2].ID)
	refused(t, err, registry.Invalid)
}

// undoAfterUnmerge takes an import back while somebody it amended and somebody it added
// are merged away: they are named, and once the merges are taken apart it is taken back
// from them too.
func undoAfterUnmerge(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	amended, kept := people[0], people[1]
	added := Person(20, r.ctu, r.unit)
	was := amended.Phone
	changed := *amended
	changed.Phone = "0987000111"
	i := r.applied(t, func(registry.ImportID) []registry.Change {
		return []registry.Change{&registry.AmendPerson{Person: &changed, Was: changed.Version}, &registry.AddPerson{Person: added}}
	})
	for _, gone := range []registry.PersonID{amended.ID, added.ID} {
		if _, _, err := r.people().Merge(r.ctx, kept.ID, gone); err != nil {
			t.Fatal(err)
		}
	}
	if done, _, err := r.imports().Undo(r.ctx, r.Store, i.ID); err != nil || len(done.Kept) != 2 || done.Removed+done.Restored != 0 {
		t.Fatalf("got %+v, %v, want both kept", done, err)
	}
	_, _, err := r.imports().Undo(r.ctx, r.Store, i.ID)
	refused(t, err, registry.Conflict)
	for _, gone := range []registry.PersonID{added.ID, amended.ID} {
		if _, _, err := r.people().Unmerge(r.ctx, r.Store, gone); err != nil {
			t.Fatal(err)
		}
	}
	if plan, err := registry.PlanUndo(r.ctx, r.Store, i.ID); err != nil || plan.Restored != 1 || plan.Removed != 1 {
		t.Errorf("planned %+v, %v", plan, err)
	}
	done, _, err := r.imports().Undo(r.ctx, r.Store, i.ID)
	if err != nil || done.Restored != 1 {
		t.Fatalf("got %+v, %v, want what was kept taken back", done, err)
	}
	if p := r.person(t, amended.ID); p.Phone != was {
		t.Errorf("the phone is %s, want %s", p.Phone, was)
	}
	told, err := registry.Undone(r.ctx, r.Store, i.ID)
	if err != nil || told.Restored != 1 || told.Removed != done.Removed {
		t.Errorf("told %+v, %v", told, err)
	}
	_, _, err = r.imports().Undo(r.ctx, r.Store, i.ID)
	refused(t, err, registry.Conflict)
}
