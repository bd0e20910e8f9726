package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"trithuc/registry"
)

// parsed gives the flags of a command line.
func parsed(t *testing.T, args ...string) *signInFlags {
	t.Helper()
	var f struct {
		signInFlags `embed:""`
	}
	p, err := kong.New(&f)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Parse(args); err != nil {
		t.Fatal(err)
	}
	return &f.signInFlags
}

func TestSignInFlags(t *testing.T) {
	p, err := parsed(t).policy()
	if err != nil {
		t.Fatal(err)
	}
	if want := registry.DefaultPolicy; p.Idle != want.Idle || p.AdminIdle != want.AdminIdle || p.Longest != want.Longest || p.Tries != want.Tries ||
		p.Lock != want.Lock || p.Dormant != want.Dormant || p.AdminPassword != want.AdminPassword || p.Second != nil {
		t.Errorf("without flags: %+v", p)
	}
	p, err = parsed(t, "--session-idle", "30m", "--signin-tries=3", "--admin-password-days=0", "--second-step=administrator,officer").policy()
	if err != nil || p.Idle != 30*time.Minute || p.Tries != 3 || p.AdminPassword != 0 || !slices.Equal(p.Second, []registry.Role{registry.Administrator, registry.Officer}) {
		t.Errorf("%+v, %v", p, err)
	}
	for _, wrong := range []string{"--session-idle=0s", "--signin-tries=0", "--dormant-days=0", "--admin-password-days=-1", "--second-step=operator"} {
		if _, err := parsed(t, wrong).policy(); registry.KindOf(err) != registry.Invalid {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestProxies(t *testing.T) {
	got, err := proxies([]string{"127.0.0.1", "10.0.0.0/24", "::1"})
	if err != nil || fmt.Sprint(got) != "[127.0.0.1/32 10.0.0.0/24 ::1/128]" {
		t.Errorf("%v, %v", got, err)
	}
	for _, wrong := range []string{"", "proxy", "0.0.0.0/0", "::/0", "10.0.0.0/33"} {
		if _, err := proxies([]string{wrong}); registry.KindOf(err) != registry.Invalid {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func TestProvider(t *testing.T) {
	if p, err := (&oidcFlags{}).provider(); p != nil || err != nil {
		t.Errorf("nobody asked: %+v, %v", p, err)
	}
	whole := oidcFlags{Issuer: "https://sso.example", Client: "trithuc", URL: "http://localhost:8080"}
	if p, err := whole.provider(); err != nil || p.Issuer != whole.Issuer || p.Name == "" {
		t.Errorf("%+v, %v", p, err)
	}
	for _, wrong := range []oidcFlags{{Issuer: "https://sso.example"}, {Issuer: "http://sso.example", Client: "trithuc", URL: "https://a.example"},
		{Issuer: "https://sso.example", Client: "trithuc", URL: "a.example"}, {Issuer: "sso", Client: "trithuc", URL: "https://a.example"}} {
		if _, err := wrong.provider(); registry.KindOf(err) != registry.Invalid {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}
