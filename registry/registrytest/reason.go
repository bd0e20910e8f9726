package registrytest

import (
	"strings"
	"testing"

	"trithuc/registry"
)

// wordsOfReasons follows what people typed as a reason: cleaned and bounded at the
// gate, read again with the entry, and gone with the person, whoever wrote it down;
// what the program put together stays.
func wordsOfReasons(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	gate := registry.People{Store: r.Store}
	for _, words := range []string{"căn cước 092080000123", "số 092 080 000 123.", "092.080.000.123", strings.Repeat("dài ", 200)} {
		p.Phone = "0912000111"
		_, err := gate.Amend(r.ctx, p, registry.Spoken(words))
		refused(t, err, registry.Invalid)
		if err != nil && strings.Contains(err.Error(), "000") {
			t.Errorf("the refusal repeats the number: %v", err)
		}
	}
	if _, err := r.secrets("một").Keep(r.ctx, p.ID, registry.Citizen, number(1), registry.Why{}); err != nil {
		t.Fatal(err)
	}
	got, err := r.secrets("một").Open(r.ctx, p.ID, registry.Citizen, "xem 092080000123")
	if refused(t, err, registry.Invalid); got != "" {
		t.Error("the number was given out")
	}
	if _, err := gate.Amend(r.ctx, p, registry.Spoken("  theo\x00 QĐ 12/QĐ-UBND ngày 03-04-2026, điện thoại 0912 000 111 ")); err != nil {
		t.Fatal(err)
	}
	const said = "theo QĐ 12/QĐ-UBND ngày 03-04-2026, điện thoại 0912 000 111"
	last := r.lastOf(t, p.ID)
	if last.Reason != said || !last.Spoken {
		t.Errorf("got %+v", last)
	}
	if d, err := r.Payload(r.ctx, last.Seq); err != nil || d["phone"] == nil {
		t.Errorf("got %v, %v, want the former number beside the words", d, err)
	}
	if steps, err := registry.History(r.ctx, r.Store, p.ID); err != nil || steps[0].Entry.Reason != said {
		t.Errorf("history: %+v, %v", steps, err)
	}
	if _, _, err := gate.Revert(r.ctx, r.Store, p.ID, last.Seq); err != nil {
		t.Error(err)
	}
	r.reopen(t)
	r.erase(t, p.ID)
	all, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(p.ID)})
	if err != nil || len(all) != 4 || all[1].Reason != "" || !strings.HasPrefix(all[2].Reason, "Hoàn tác") {
		t.Errorf("after the erasure: %+v, %v", all, err)
	}
}
