package registrytest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"trithuc/registry"
)

// code is what an authenticator with a key shows at a moment.
func code(t *testing.T, key string, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(key, at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// withSecond gives an account a second step, from a session of its own.
func (r *room) withSecond(t *testing.T, g registry.SignIns, name string) (p *registry.Presence, key string, codes []string) {
	t.Helper()
	p, err := g.Resume(r.ctx, r.entered(t, g, name))
	if err != nil {
		t.Fatal(err)
	}
	if key, err = g.NewKey(); err != nil {
		t.Fatal(err)
	}
	codes, err = g.Enrol(r.ctx, p, key, code(t, key, g.Now()), goodPassword, "10.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	return p, key, codes
}

// ticketOf gives what the right password of an account with a second step leads to.
func (r *room) ticketOf(t *testing.T, g registry.SignIns, name string) registry.Ticket {
	t.Helper()
	in, err := g.Enter(r.ctx, name, goodPassword, registry.Origin{Address: "10.0.0.1"})
	if err != nil || in.Secret != "" || in.Ticket == "" {
		t.Fatalf("the password alone: %+v, %v", in, err)
	}
	return in.Ticket
}

func secondStep(t *testing.T, r *room) {
	_, g, now := r.furnished(t).doors()
	r.enrolled(t, "chuyenvien", registry.Officer)
	other := r.entered(t, g, "chuyenvien")
	p, err := g.Resume(r.ctx, other)
	if err != nil {
		t.Fatal(err)
	}
	key, _ := g.NewKey()
	for _, wrong := range [][2]string{{"000000", goodPassword}, {code(t, key, now.Add(2*time.Minute)), goodPassword}, {code(t, key, *now), "sai mật khẩu"}} {
		_, err := g.Enrol(r.ctx, p, key, wrong[0], wrong[1], "10.0.0.1")
		refused(t, err, registry.Invalid)
	}
	_, key, codes := r.withSecond(t, g, "chuyenvien")
	if _, err := g.Resume(r.ctx, other); registry.KindOf(err) != registry.Unsigned {
		t.Errorf("another session goes on after enrolment: %v", err)
	}
	enrolled, ticket := code(t, key, *now), r.ticketOf(t, g, "chuyenvien")
	for name, wrong := range map[string]string{"the code of the enrolment again": enrolled, "none": "", "letters": "abcdef", "a code of tomorrow": code(t, key, now.Add(24*time.Hour)), "no recovery code": "aaaa-aaaa-aaaa-aaaa"} {
		_, err := g.Second(r.ctx, ticket, wrong, registry.Origin{})
		if refused(t, err, registry.Unsigned); err == nil {
			t.Error(name)
		}
	}
	*now = now.Add(registry.DefaultPolicy.Lock)
	ticket = r.ticketOf(t, g, "chuyenvien")
	shown := code(t, key, *now)
	secret, err := g.Second(r.ctx, ticket, shown[:3]+" "+shown[3:], registry.Origin{Address: "10.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	if in, err := g.Resume(r.ctx, secret); err != nil || !in.Second {
		t.Errorf("%+v, %v", in, err)
	}
	_, err = g.Second(r.ctx, ticket, shown, registry.Origin{})
	refused(t, err, registry.Unsigned)
	for _, c := range []string{codes[0], strings.ToUpper(codes[1])} {
		if _, err := g.Second(r.ctx, r.ticketOf(t, g, "chuyenvien"), c, registry.Origin{}); err != nil {
			t.Errorf("a recovery code: %v", err)
		}
		_, err = g.Second(r.ctx, r.ticketOf(t, g, "chuyenvien"), c, registry.Origin{})
		refused(t, err, registry.Unsigned)
	}
	if n, err := r.Recoveries(r.ctx, p.Account.ID); n != len(codes)-2 || err != nil {
		t.Errorf("%d recovery codes are left, %v", n, err)
	}
	r.tickets(t, g, now, key)
	if left := Residue(t, r.dir, append(codes, key, strings.ToUpper(strings.ReplaceAll(codes[3], "-", "")))); len(left) > 0 {
		t.Errorf("stands there plainly: %v", left)
	}
	r.sound(t)
}

// tickets are for their account and a few minutes; wrong codes lock whatever password
// is typed in between.
func (r *room) tickets(t *testing.T, g registry.SignIns, now *time.Time, key string) {
	t.Helper()
	ticket := r.ticketOf(t, g, "chuyenvien")
	r.enrolled(t, "nguoikhac", registry.Officer)
	for _, forged := range []registry.Ticket{"", "x", "1.2.3", "2" + ticket[1:], ticket[:len(ticket)-4]} {
		_, err := g.Second(r.ctx, forged, code(t, key, *now), registry.Origin{})
		refused(t, err, registry.Unsigned)
	}
	*now = now.Add(registry.DefaultPolicy.Lock)
	_, err := g.Second(r.ctx, ticket, code(t, key, *now), registry.Origin{})
	refused(t, err, registry.Unsigned)
	if _, err := g.Second(r.ctx, r.ticketOf(t, g, "chuyenvien"), code(t, key, *now), registry.Origin{}); err != nil {
		t.Error(err)
	}
	*now = now.Add(time.Minute)
	for range registry.DefaultPolicy.Tries {
		_, err = g.Second(r.ctx, r.ticketOf(t, g, "chuyenvien"), "123456", registry.Origin{})
		refused(t, err, registry.Unsigned)
	}
	_, err = g.Second(r.ctx, r.ticketOf(t, g, "chuyenvien"), code(t, key, *now), registry.Origin{})
	refused(t, err, registry.TooOften)
	a, err := r.AccountNamed(r.ctx, "chuyenvien")
	if err != nil {
		t.Fatal(err)
	}
	log, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectAccount, ID: int64(a.ID)})
	if err != nil || !slices.ContainsFunc(log, func(e registry.Entry) bool { return e.Action == registry.Locked }) {
		t.Errorf("no lock in the trail: %v", err)
	}
	*now = now.Add(registry.DefaultPolicy.Lock)
}

func secondStepEnds(t *testing.T, r *room) {
	_, g, now := r.furnished(t).doors()
	a := r.enrolled(t, "chuyenvien", registry.Officer)
	p, key, old := r.withSecond(t, g, "chuyenvien")
	next := func() string { *now = now.Add(time.Minute); return code(t, key, *now) }
	_, err := g.RenewRecovery(r.ctx, p, "000000", "10.0.0.1")
	refused(t, err, registry.Unsigned)
	fresh, err := g.RenewRecovery(r.ctx, p, next(), "10.0.0.1")
	if err != nil || slices.Equal(fresh, old) {
		t.Fatal(err)
	}
	_, err = g.Second(r.ctx, r.ticketOf(t, g, "chuyenvien"), old[0], registry.Origin{})
	refused(t, err, registry.Unsigned)
	required := g
	required.Policy.Second = []registry.Role{registry.Officer}
	refused(t, required.Dismiss(r.ctx, p, next(), "10.0.0.1"), registry.Forbidden)
	refused(t, g.Dismiss(r.ctx, p, "000000", "10.0.0.1"), registry.Unsigned)
	if err := g.Dismiss(r.ctx, p, fresh[0], "10.0.0.1"); err != nil {
		t.Fatal(err)
	}
	in, err := g.Resume(r.ctx, r.entered(t, g, "chuyenvien"))
	if err != nil || in.Second || !in.Credential.MustChange {
		t.Errorf("without it a longer password is to be chosen: %+v, %v", in, err)
	}
	r.withSecond(t, g, "chuyenvien")
	own := registry.WithActor(r.ctx, a.Actor())
	refused(t, g.ResetSecond(own, a), registry.Forbidden)
	if err := g.ResetSecond(r.ctx, a); err != nil {
		t.Fatal(err)
	}
	refused(t, g.ResetSecond(r.ctx, a), registry.NotFound)
	r.entered(t, g, "chuyenvien")
	r.reseals(t, g)
	r.sound(t)
}

// reseals: a rotation of keys takes second steps along.
func (r *room) reseals(t *testing.T, g registry.SignIns) {
	t.Helper()
	_, key, _ := r.withSecond(t, g, "chuyenvien")
	if names, err := r.Sealers(r.ctx); err != nil || !slices.Contains(names, "một") {
		t.Errorf("%v, %v", names, err)
	}
	if done, left, err := r.keys("một", "hai").Rotate(r.ctx); done != 1 || len(left) > 0 || err != nil {
		t.Errorf("%d sealed anew, %v, %v", done, left, err)
	}
	if left, _, err := r.keys("một").Unopened(r.ctx); len(left) != 1 || err != nil {
		t.Errorf("not opened without the new key: %v, %v", left, err)
	}
	g.Sealer = &toySealer{[]string{"hai"}}
	later := g.Now().Add(time.Minute)
	g.Now = func() time.Time { return later }
	if _, err := g.Second(r.ctx, r.ticketOf(t, g, "chuyenvien"), code(t, key, later), registry.Origin{}); err != nil {
		t.Errorf("under the new key: %v", err)
	}
}

func linked(t *testing.T, r *room) {
	accounts, g, now := r.furnished(t).doors()
	a := &registry.Account{Name: "mau@so.example", Role: registry.Officer}
	if _, err := accounts.Add(r.ctx, a, nil); err != nil {
		t.Fatal(err)
	}
	who := registry.Identity{Issuer: "https://sso.example", Subject: "17", Email: "Mau@so.example"}
	unvouched := who
	unvouched.Email = ""
	_, err := g.EnterAs(r.ctx, unvouched, registry.Origin{})
	refused(t, err, registry.Forbidden)
	_, err = g.EnterAs(r.ctx, registry.Identity{Issuer: who.Issuer, Subject: "1", Email: "khac@so.example"}, registry.Origin{})
	refused(t, err, registry.Forbidden)
	for _, is := range []registry.Identity{who, unvouched} { // known by the link from then on
		in, err := g.EnterAs(r.ctx, is, registry.Origin{})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := g.Resume(r.ctx, in.Secret); err != nil || p.Account.ID != a.ID {
			t.Errorf("%+v, %v", p, err)
		}
	}
	_, err = g.EnterAs(r.ctx, registry.Identity{Issuer: who.Issuer, Subject: "18", Email: who.Email}, registry.Origin{})
	refused(t, err, registry.Conflict) // the address was given to somebody else
	r.linksByHand(t, g, who)
	*now = now.Add(44 * 24 * time.Hour)
	if _, err := g.EnterAs(r.ctx, who, registry.Origin{}); err != nil {
		t.Error(err)
	}
	*now = now.Add(44 * 24 * time.Hour)
	if _, err := g.EnterAs(r.ctx, who, registry.Origin{}); err != nil {
		t.Errorf("seen six weeks ago: %v", err)
	}
	a.Disabled = true
	if _, err := accounts.Amend(r.ctx, a, "nghỉ việc"); err != nil {
		t.Fatal(err)
	}
	_, err = g.EnterAs(r.ctx, who, registry.Origin{})
	refused(t, err, registry.Forbidden)
	r.sound(t)
}

// linksByHand: somebody links their account themselves, and takes it back.
func (r *room) linksByHand(t *testing.T, g registry.SignIns, taken registry.Identity) {
	t.Helper()
	r.enrolled(t, "nguoikhac", registry.Officer)
	p, err := g.Resume(r.ctx, r.entered(t, g, "nguoikhac"))
	if err != nil {
		t.Fatal(err)
	}
	refused(t, g.Link(r.ctx, p, taken), registry.Conflict)
	own := registry.Identity{Issuer: taken.Issuer, Subject: "19"}
	if err := g.Link(r.ctx, p, own); err != nil {
		t.Fatal(err)
	}
	if links, err := r.Links(r.ctx, p.Account.ID); err != nil || len(links) != 1 || links[0].Subject != "19" {
		t.Errorf("%+v, %v", links, err)
	}
	if in, err := g.EnterAs(r.ctx, own, registry.Origin{}); err != nil || in.Secret == "" {
		t.Errorf("%+v, %v", in, err)
	}
	if err := g.Unlink(r.ctx, p, own.Issuer); err != nil {
		t.Fatal(err)
	}
	_, err = g.EnterAs(r.ctx, own, registry.Origin{})
	refused(t, err, registry.Forbidden)
}
