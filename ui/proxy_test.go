package ui_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/ui"
)

// TestTrustedProxies: the address and the scheme that a trusted proxy tells are believed,
// and of nobody else: neither from elsewhere nor in front of what the proxy says.
func TestTrustedProxies(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.config.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("::1/128")}
	for _, c := range []struct{ name, from, said, want string }{
		{"no proxy", "203.0.113.5:1", "", "203.0.113.5"},
		{"somebody who claims", "203.0.113.5:1", "198.51.100.1", "203.0.113.5"},
		{"a neighbour who claims", "10.0.1.5:1", "198.51.100.1", "10.0.1.5"},
		{"this machine claims", "127.0.0.1:1", "198.51.100.1", "127.0.0.1"},
		{"the proxy says", "10.0.0.7:1", "198.51.100.1", "198.51.100.1"},
		{"the proxy after a claim", "10.0.0.7:1", "1.1.1.1, 198.51.100.1", "198.51.100.1"},
		{"two proxies", "10.0.0.7:1", "1.1.1.1, 198.51.100.1, 10.0.0.8", "198.51.100.1"},
		{"a claim to be the proxy", "10.0.0.7:1", "10.0.0.9, 198.51.100.1", "198.51.100.1"},
		{"the proxy over IPv6", "[::1]:1", "2001:db8::5", "2001:db8::5"},
		{"the proxy says nothing", "10.0.0.7:1", "", "10.0.0.7"},
		{"the proxy passes nonsense on", "10.0.0.7:1", "me, <script>", "10.0.0.7"},
	} {
		r := s.request("GET", "/", "")
		r.RemoteAddr = c.from
		if c.said != "" {
			r.Header.Set("X-Forwarded-For", c.said)
		}
		r.Header.Set("X-Real-IP", "192.0.2.1")
		r.Header.Set("Forwarded", "for=192.0.2.1")
		if got, err := ui.RealIP(s.config, r); err != nil || got != c.want {
			t.Errorf("%s: %s, want %s, %v", c.name, got, c.want, err)
		}
	}
}

// TestSecureCookies: who comes over HTTPS, to a trusted proxy, gets cookies that go over
// nothing else; who only says so does not.
func TestSecureCookies(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	for _, c := range []struct {
		name, proxy, proto string
		secure             bool
	}{
		{"no proxy", "", "https", false},
		{"another proxy", "192.0.2.0/24", "https", false},
		{"the proxy", "127.0.0.1/32", "https", true},
		{"the proxy over HTTP", "127.0.0.1/32", "http", false},
		{"the proxy after a claim", "127.0.0.1/32", "https, http", false},
	} {
		s.config.Proxies = nil
		if c.proxy != "" {
			s.config.Proxies = []netip.Prefix{netip.MustParsePrefix(c.proxy)}
		}
		s.serve()
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		for path, form := range map[string]url.Values{"/signin": {"name": {"chuyenvien"}, "password": {password}}, "/settings": {"theme": {"dark"}}} {
			r := s.request("POST", path, form.Encode())
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Forwarded-Proto", c.proto)
			a := s.do(r)
			if got := strings.Contains(a.header.Get("Set-Cookie"), "Secure"); got != c.secure || a.header.Get("Set-Cookie") == "" {
				t.Errorf("%s, %s: %q", c.name, path, a.header.Get("Set-Cookie"))
			}
			if got := a.header.Get("Strict-Transport-Security") != ""; got != c.secure {
				t.Errorf("%s, %s: HSTS %v", c.name, path, got)
			}
		}
	}
}
