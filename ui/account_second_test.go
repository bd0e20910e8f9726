package ui_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"trithuc/registry"
	"trithuc/registry/vault"
)

// sealing gives a site a key of its own.
func sealing(s *site) {
	ring, err := vault.Temporary(rand.Reader)
	ok(s.t, err)
	s.config.Sealer = ring
}

// secured makes a locked site that seals, and a policy that a test may change first.
func secured(t *testing.T, change ...func(*registry.SignInPolicy)) (*site, *hands) {
	t.Helper()
	h := &hands{now: clock()}
	policy := registry.DefaultPolicy
	for _, f := range change {
		f(&policy)
	}
	return open(t, nobody, sealing, func(s *site) { s.config.Demo, s.config.Now, s.config.Policy = false, h.read, &policy }), h
}

// shown is what an authenticator with a key shows.
func shown(t testing.TB, key string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(key, at)
	ok(t, err)
	return code
}

var recoveryCode = regexp.MustCompile(`<code>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</code>`)

// enrol turns the second step of who is signed in on.
func (s *site) enrol(h *hands) (key string, codes []string) {
	s.t.Helper()
	page := s.page("/account/second")
	key = field(s.t, page, "key_of")
	holds(s.t, page, `src="data:image/png;base64,`, key[:4]+" "+key[4:8])
	a := s.post("/account/second", url.Values{"key_of": {key}, "second": {"000000"}, "old": {password}})
	if a.status != http.StatusBadRequest || field(s.t, a.body, "key_of") != key {
		s.t.Errorf("a wrong code: %d", a.status)
	}
	a = s.post("/account/second", url.Values{"key_of": {key}, "second": {shown(s.t, key, h.read())}, "old": {password}})
	for _, c := range recoveryCode.FindAllStringSubmatch(a.body, -1) {
		codes = append(codes, c[1])
	}
	if a.status != http.StatusOK || len(codes) != 10 {
		s.t.Fatalf("enrolled: %d, %d codes", a.status, len(codes))
	}
	return key, codes
}

// TestSecondStep: a password alone does not come in where a second step is turned on; a
// code opens once; a recovery code stands in for the telephone.
func TestSecondStep(t *testing.T) {
	t.Parallel()
	s, h := secured(t)
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	own := s.as("chuyenvien")
	key, codes := own.enrol(h)
	h.turn(time.Minute)
	browser := s.as("chuyenvien")
	if browser.cookie() != "" {
		t.Fatal("the password alone begins a session")
	}
	a := browser.post("/signin", url.Values{"name": {"chuyenvien"}, "password": {password}, "back": {"/people?q=hoa"}})
	if a.status != http.StatusOK || browser.cookie() != "" {
		t.Fatalf("the first step: %d", a.status)
	}
	ticket := field(t, a.body, "ticket")
	step := func(code string) answer {
		return browser.post("/signin/second", url.Values{"ticket": {ticket}, "back": {"/people?q=hoa"}, "second": {code}})
	}
	a = step("123456")
	if a.status != http.StatusUnauthorized || browser.cookie() != "" {
		t.Errorf("a wrong code: %d", a.status)
	}
	holds(t, a.body, `name="ticket" value="`+ticket, "Mã xác thực chưa đúng")
	now := shown(t, key, h.read())
	if a = step(now); a.status != http.StatusOK || a.url != "/people?q=hoa" || browser.cookie() == "" {
		t.Fatalf("the right code: %d %s", a.status, a.url)
	}
	if a = step(now); a.status != http.StatusUnauthorized {
		t.Errorf("the code again: %d", a.status)
	}
	if a = step(codes[0]); a.status != http.StatusOK {
		t.Errorf("a recovery code: %d", a.status)
	}
	if a = step(codes[0]); a.status != http.StatusUnauthorized {
		t.Errorf("the recovery code again: %d", a.status)
	}
	if a = browser.post("/signin/second", url.Values{"ticket": {ticket + "AAAA"}, "second": {codes[1]}}); a.status != http.StatusUnauthorized {
		t.Errorf("a forged ticket: %d", a.status)
	}
	for _, secret := range []string{key, codes[3], ticket} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
}

// TestSecondStepIsNeeded: a role that has to have a second step does nothing else first,
// and an administrator takes it from who lost their telephone.
func TestSecondStepIsNeeded(t *testing.T) {
	t.Parallel()
	s, h := secured(t, func(p *registry.SignInPolicy) { p.Second = []registry.Role{registry.Officer} })
	officer := s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	own := s.as("chuyenvien")
	if a := own.get("/people"); a.url != "/account/second" {
		t.Errorf("without one: %d %s", a.status, a.url)
	}
	if a := own.get("/api/v1/people"); a.status != http.StatusForbidden {
		t.Errorf("a program: %d", a.status)
	}
	_, codes := own.enrol(h)
	if a := own.get("/people"); a.url != "/people" {
		t.Errorf("with one: %s", a.url)
	}
	if a := own.post("/account/second/remove", url.Values{"second": {codes[0]}}); a.status != http.StatusForbidden {
		t.Errorf("taken away: %d", a.status)
	}
	admin, at := s.as("quantri"), fmt.Sprintf("/accounts/%d", officer.ID)
	holds(t, admin.page(at), "reset-second")
	holds(t, admin.post(at+"/second", nil).body, "Đã tắt xác thực hai bước")
	if a := own.get("/account"); a.status != http.StatusUnauthorized {
		t.Errorf("who had it goes on: %d", a.status)
	}
	if a := s.as("chuyenvien").get("/people"); a.url != "/account" {
		t.Errorf("signed in without it: %s", a.url)
	}
}

// TestSecondStepLooksAfter: its owner makes other recovery codes and turns it off.
func TestSecondStepLooksAfter(t *testing.T) {
	t.Parallel()
	s, h := secured(t)
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	own := s.as("chuyenvien")
	_, codes := own.enrol(h)
	holds(t, own.page("/account/second"), "Còn 10 mã")
	a := own.post("/account/second/recovery", url.Values{"second": {codes[0]}})
	if fresh := recoveryCode.FindAllStringSubmatch(a.body, -1); a.status != http.StatusOK || len(fresh) != 10 {
		t.Fatalf("renewed: %d", a.status)
	} else {
		codes = []string{codes[1], fresh[0][1]}
	}
	if a := own.post("/account/second/remove", url.Values{"second": {codes[0]}}); a.status != http.StatusBadRequest {
		t.Errorf("turned off with an old code: %d", a.status)
	}
	a = own.post("/account/second/remove", url.Values{"second": {codes[1]}})
	if a.status != http.StatusOK || a.url != "/account?done=unseconded.0.0" {
		t.Errorf("turned off: %d %s", a.status, a.url)
	}
}

// TestOutwornPassword: an administrator changes a password of two months first.
func TestOutwornPassword(t *testing.T) {
	t.Parallel()
	s, h := secured(t)
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	for range 2 { // signed in meanwhile: not dormant
		h.turn(30 * 24 * time.Hour)
		s.as("quantri")
		s.as("chuyenvien")
	}
	admin := s.as("quantri")
	if a := admin.get("/people"); a.url != "/account" || !strings.Contains(a.body, "quá hai tháng") {
		t.Errorf("after two months: %s", a.url)
	}
	admin.post("/account/password", url.Values{"old": {password}, "password": {password + " khác"}, "again": {password + " khác"}})
	if a := admin.get("/people"); a.url != "/people" {
		t.Errorf("with another password: %s", a.url)
	}
	if a := s.as("chuyenvien").get("/people"); a.url != "/people" {
		t.Errorf("an officer: %s", a.url)
	}
}
