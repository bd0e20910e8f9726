package registrytest

import (
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
	gone.Expertise = []registry.Expertise{{Phrase: "cá tra"}, {Phrase: "rừng ngập mặn"}}
	gone.Languages = []registry.Language{{Code: "en", Certificate: "IELTS 7.0"}, {Code: "fr"}}
	r.commit(t, &registry.AmendPerson{Person: kept, Was: kept.Version}, &registry.AmendPerson{Person: gone, Was: gone.Version})
	if _, _, err := r.people().Merge(r.ctx, kept.ID, gone.ID); err != nil {
		t.Fatal(err)
	}
	p := r.person(t, kept.ID)
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
