package registrytest

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
)

// accountTime is the moment of the promises about accounts; they move it on.
var accountTime = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// doors gives the gates of accounts, with a clock that a test can move on.
func (r *room) doors() (registry.Accounts, registry.SignIns, *time.Time) {
	now := accountTime
	return registry.Accounts{Store: r.Store}, registry.SignIns{
		Store: r.Store, Sealer: &toySealer{[]string{"một"}}, Passwords: registry.NewPasswords(rand.Reader), Policy: registry.DefaultPolicy,
		Now: func() time.Time { return now }, Random: rand.Reader,
	}, &now
}

const (
	goodPassword  = "bốn năm từ không liên quan"
	otherPassword = "thuyền giấy trôi qua cầu"
)

// enrolled adds an account that opens with goodPassword.
func (r *room) enrolled(t *testing.T, name string, role registry.Role) *registry.Account {
	t.Helper()
	accounts, signIns, _ := r.doors()
	c, err := signIns.Secret(name, goodPassword, false)
	if err != nil {
		t.Fatal(err)
	}
	a := &registry.Account{Name: name, Display: "Người Mẫu", Role: role}
	if role == registry.DataOfficer {
		a.Organisation = r.ctu
	}
	if _, err := accounts.Add(r.ctx, a, c); err != nil {
		t.Fatal(err)
	}
	return a
}

func accountIsKept(t *testing.T, r *room) {
	accounts, _, _ := r.furnished(t).doors()
	a := r.enrolled(t, "daumoi", registry.DataOfficer)
	_, err := accounts.Add(r.ctx, &registry.Account{Name: " DauMoi ", Role: registry.Officer}, nil)
	refused(t, err, registry.Conflict)
	for _, bad := range []*registry.Account{
		{Name: "ab", Role: registry.Officer}, {Name: "operator", Role: registry.Officer}, {Name: "tên có dấu", Role: registry.Officer},
		{Name: "kehoach", Role: registry.Operator}, {Name: "kehoach"}, {Name: "daumoi2", Role: registry.DataOfficer}, {Name: "chuyengia", Role: registry.Expert},
		{Name: "chuyenvien", Role: registry.Officer, Organisation: r.ctu}, {Name: "daumoi3", Role: registry.DataOfficer, Organisation: 99},
	} {
		_, err := accounts.Add(r.ctx, bad, nil)
		refused(t, err, registry.Invalid)
	}
	changed := *a
	changed.Role, changed.Organisation, changed.Display = registry.Officer, 0, "Tên Khác"
	if _, err := accounts.Amend(r.ctx, &changed, "đổi việc"); err != nil {
		t.Fatal(err)
	}
	if _, err := accounts.Amend(r.ctx, a, "bản cũ"); registry.KindOf(err) != registry.Stale {
		t.Errorf("a stale amendment: %v", err)
	}
	r.reopen(t)
	got, err := r.AccountNamed(r.ctx, "daumoi")
	if err != nil || got.Role != registry.Officer || got.Organisation != 0 || got.Display != "Tên Khác" || got.Version != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	r.trailTellsNo(t, "argon2", "Người Mẫu", goodPassword)
	r.sound(t)
}

// trailTellsNo looks for words in all entries about accounts and their payloads.
func (r *room) trailTellsNo(t *testing.T, words ...string) {
	t.Helper()
	all, err := r.Entries(r.ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.Subject.Kind != registry.SubjectAccount {
			continue
		}
		delta, err := r.Payload(r.ctx, e.Seq)
		if err != nil && registry.KindOf(err) != registry.NotFound {
			t.Fatal(err)
		}
		body := fmt.Sprintf("%s", delta)
		for _, w := range words {
			if strings.Contains(body+e.Reason, w) {
				t.Errorf("entry %d tells %q: %s", e.Seq, w, body)
			}
		}
	}
}

func lastAdministratorStays(t *testing.T, r *room) {
	accounts, signIns, _ := r.furnished(t).doors()
	if claimed, err := r.Claimed(r.ctx); err != nil || claimed {
		t.Fatalf("a new store is claimed: %v, %v", claimed, err)
	}
	if err := signIns.Claim(r.ctx, &registry.Account{Name: "quantri"}, goodPassword); err != nil {
		t.Fatal(err)
	}
	refused(t, signIns.Claim(r.ctx, &registry.Account{Name: "quantri2"}, goodPassword), registry.Conflict)
	first, err := r.AccountNamed(r.ctx, "quantri")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []func(*registry.Account){
		func(a *registry.Account) { a.Disabled = true }, func(a *registry.Account) { a.Role = registry.Officer },
	} {
		a := *first
		change(&a)
		_, err := accounts.Amend(r.ctx, &a, "thử")
		refused(t, err, registry.Conflict)
	}
	r.enrolled(t, "quantri2", registry.Administrator)
	a := *first
	a.Disabled = true
	if _, err := accounts.Amend(r.ctx, &a, "thử"); err != nil {
		t.Errorf("one of two: %v", err)
	}
	r.sound(t)
}

func signInAndOut(t *testing.T, r *room) {
	accounts, signIns, now := r.furnished(t).doors()
	a := r.enrolled(t, "chuyenvien", registry.Officer)
	thief, err := signIns.Enter(r.ctx, "chuyenvien", goodPassword, registry.Origin{Address: "10.0.0.9", Agent: "kẻ gian"})
	if err != nil {
		t.Fatal(err)
	}
	planted := thief.Secret
	in, err := signIns.Enter(r.ctx, " ChuyenVien", goodPassword, registry.Origin{Address: "10.0.0.1", Agent: "máy", Session: planted})
	secret := in.Secret
	if err != nil || secret == planted {
		t.Fatalf("%q, %v", secret, err)
	}
	_, err = signIns.Resume(r.ctx, planted)
	refused(t, err, registry.Unsigned)
	p, err := signIns.Resume(r.ctx, secret)
	if err != nil || p.Account.Name != "chuyenvien" || !p.Credential.Seen.Equal(*now) {
		t.Fatalf("%+v, %v", p, err)
	}
	for range 10 { // used every ten minutes it goes on
		*now = now.Add(10 * time.Minute)
		if _, err := signIns.Resume(r.ctx, secret); err != nil {
			t.Fatalf("at %s: %v", now, err)
		}
	}
	*now = now.Add(registry.DefaultPolicy.Idle)
	_, err = signIns.Resume(r.ctx, secret)
	refused(t, err, registry.Unsigned)
	secret = r.entered(t, signIns, "chuyenvien")
	for range 100 { // and not for ever
		*now = now.Add(8 * time.Minute)
		_, err = signIns.Resume(r.ctx, secret)
	}
	refused(t, err, registry.Unsigned)
	secret = r.entered(t, signIns, "chuyenvien")
	a.Disabled = true
	if _, err := accounts.Amend(r.ctx, a, "nghỉ việc"); err != nil {
		t.Fatal(err)
	}
	_, err = signIns.Resume(r.ctx, secret)
	refused(t, err, registry.Unsigned)
	_, err = signIns.Enter(r.ctx, "chuyenvien", goodPassword, registry.Origin{})
	refused(t, err, registry.Forbidden)
	r.sound(t)
}

func (r *room) entered(t *testing.T, g registry.SignIns, name string) string {
	t.Helper()
	in, err := g.Enter(r.ctx, name, goodPassword, registry.Origin{Address: "10.0.0.1"})
	if err != nil || in.Secret == "" {
		t.Fatalf("%+v, %v", in, err)
	}
	return in.Secret
}

func wrongTriesLock(t *testing.T, r *room) {
	_, signIns, now := r.furnished(t).doors()
	a := r.enrolled(t, "chuyenvien", registry.Officer)
	for _, name := range []string{"chuyenvien", "khongco"} { // nothing tells whether there is such an account
		var said []string
		for i := range 7 {
			_, err := signIns.Enter(r.ctx, name, "sai rồi sai nữa", registry.Origin{Address: fmt.Sprint("10.0.1.", i)})
			said = append(said, err.Error())
			want := registry.Unsigned
			if i >= 5 {
				want = registry.TooOften
			}
			refused(t, err, want)
		}
		if said[0] != said[4] || said[5] != said[6] {
			t.Errorf("%s: %q", name, said)
		}
	}
	_, err := signIns.Enter(r.ctx, "chuyenvien", goodPassword, registry.Origin{Address: "10.0.0.1"})
	refused(t, err, registry.TooOften)
	*now = now.Add(registry.DefaultPolicy.Lock)
	r.entered(t, signIns, "chuyenvien")
	log, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectAccount, ID: int64(a.ID)})
	if err != nil || !slices.ContainsFunc(log, func(e registry.Entry) bool { return e.Action == registry.Locked }) {
		t.Errorf("no lock in the trail: %+v, %v", log, err)
	}
	for i := range 40 { // many names from one address
		_, err = signIns.Enter(r.ctx, fmt.Sprint("ten", i), "sai rồi sai nữa", registry.Origin{Address: "10.0.0.66"})
	}
	refused(t, err, registry.TooOften)
	*now = now.Add(registry.DefaultPolicy.Dormant)
	_, err = signIns.Enter(r.ctx, "chuyenvien", goodPassword, registry.Origin{Address: "10.0.0.1"})
	refused(t, err, registry.Forbidden)
}

func passwordIsChanged(t *testing.T, r *room) {
	_, signIns, _ := r.furnished(t).doors()
	a := r.enrolled(t, "chuyenvien", registry.Officer)
	here, there := r.entered(t, signIns, "chuyenvien"), r.entered(t, signIns, "chuyenvien")
	p, err := signIns.Resume(r.ctx, here)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, signIns.ChangePassword(r.ctx, p, "sai mật khẩu cũ", otherPassword, "10.0.0.1"), registry.Invalid)
	for _, weak := range []string{"ngắn", "aaaaaaaaaaaaaaaaaaaa", "chuyenvien chuyenvien", goodPassword} {
		refused(t, signIns.ChangePassword(r.ctx, p, goodPassword, weak, "10.0.0.1"), registry.Invalid)
	}
	if err := signIns.ChangePassword(r.ctx, p, goodPassword, otherPassword, "10.0.0.1"); err != nil {
		t.Fatal(err)
	}
	_, err = signIns.Resume(r.ctx, there)
	refused(t, err, registry.Unsigned)
	if _, err := signIns.Resume(r.ctx, here); err != nil {
		t.Errorf("the session that changed it: %v", err)
	}
	_, err = signIns.Enter(r.ctx, "chuyenvien", goodPassword, registry.Origin{})
	refused(t, err, registry.Unsigned)
	if _, err := signIns.Reset(r.ctx, a, goodPassword); err != nil {
		t.Fatal(err)
	}
	p, err = signIns.Resume(r.ctx, r.entered(t, signIns, "chuyenvien"))
	if err != nil || !p.Credential.MustChange {
		t.Errorf("after a reset: %+v, %v", p, err)
	}
	r.sound(t)
}

func tokensWork(t *testing.T, r *room) {
	accounts, signIns, now := r.furnished(t).doors()
	a := r.enrolled(t, "chuyenvien", registry.Officer)
	_, err := signIns.Issue(r.ctx, a, "thử", []registry.Permission{registry.WriteAccounts}, 10)
	refused(t, err, registry.Invalid)
	other := registry.WithActor(r.ctx, registry.Actor{Account: "nguoikhac", Role: registry.Officer})
	_, err = signIns.Issue(other, a, "thử", nil, 10)
	refused(t, err, registry.Forbidden)
	own := registry.WithActor(context.Background(), a.Actor())
	secret, err := signIns.Issue(own, a, "thử", []registry.Permission{registry.ReadPeople}, 10)
	if err != nil {
		t.Fatal(err)
	}
	actor, err := signIns.Bearer(r.ctx, secret)
	if err != nil || actor.Account != "chuyenvien" || !actor.May(registry.ReadPeople) || actor.May(registry.WritePeople) {
		t.Errorf("%+v, %v", actor, err)
	}
	for _, wrong := range []string{"", "trithuc_", secret + "x", strings.TrimPrefix(secret, "trithuc_")} {
		_, err := signIns.Bearer(r.ctx, wrong)
		refused(t, err, registry.Unsigned)
	}
	all, err := r.Tokens(r.ctx, a.ID)
	if err != nil || len(all) != 1 || all[0].Used.IsZero() {
		t.Fatalf("%+v, %v", all, err)
	}
	refused(t, signIns.Revoke(other, a, all[0].Ref()), registry.Forbidden)
	*now = now.Add(10 * 24 * time.Hour)
	_, err = signIns.Bearer(r.ctx, secret)
	refused(t, err, registry.Unsigned)
	*now = now.Add(-time.Hour)
	if _, err := signIns.Bearer(r.ctx, secret); err != nil {
		t.Error(err)
	}
	if err := signIns.Revoke(own, a, all[0].Ref()); err != nil {
		t.Fatal(err)
	}
	_, err = signIns.Bearer(r.ctx, secret)
	refused(t, err, registry.Unsigned)
	if secret, err = signIns.Issue(own, a, "", nil, 10); err != nil {
		t.Fatal(err)
	}
	a.Disabled = true
	if _, err := accounts.Amend(r.ctx, a, "nghỉ việc"); err != nil {
		t.Fatal(err)
	}
	_, err = signIns.Bearer(r.ctx, secret)
	refused(t, err, registry.Unsigned)
	r.sound(t)
}

func expertIsLedOn(t *testing.T, r *room) {
	accounts, _, _ := r.furnished(t).doors()
	people := r.add(t, 3)
	a := &registry.Account{Name: "chuyengia", Display: "Người Mẫu", Role: registry.Expert, Person: people[1].ID}
	if _, err := accounts.Add(r.ctx, a, &registry.Credential{Password: "$argon2id$", Since: accountTime}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := (registry.People{Store: r.Store}).Merge(r.ctx, people[0].ID, people[1].ID); err != nil {
		t.Fatal(err)
	}
	got, err := r.Account(r.ctx, a.ID)
	if err != nil || got.Person != people[0].ID {
		t.Errorf("the person of a merged expert: %+v, %v", got, err)
	}
	r.sound(t)
}
