package ui_test

import (
	"strings"
	"testing"
)

// TestHost: a name that is not this server's gets nothing, whatever it asks, or
// a site of somebody else could let its name lead here and read everything.
func TestHost(t *testing.T) {
	t.Parallel()
	s := open(t, func(s *site) { s.config.Hosts = []string{"trithuc.cantho.example", "10.0.0.7:8080"} })
	for _, c := range []struct {
		host string
		want int
	}{
		{"localhost", 200},
		{"LOCALHOST:9311", 200},
		{"localhost.:80", 200},
		{"127.0.0.1:9311", 200},
		{"127.0.0.2", 200},
		{"[::1]:9311", 200},
		{"[::1]", 200},
		{"trithuc.cantho.example", 200},
		{"Trithuc.CanTho.example:443", 200},
		{"10.0.0.7", 200},
		{"evil.example:9311", 421},
		{"localhost.evil.example", 421},
		{"127.0.0.1.evil.example", 421},
		{"10.0.0.8:8080", 421},
	} {
		for _, path := range []string{"/people", "/api/v1/export?format=csv", "/healthz", "/assets/nothing"} {
			r := s.request("GET", path, "")
			r.Host = c.host
			r.Header.Set("Origin", "http://"+c.host)
			a := s.do(r)
			if refused := a.status == 421; refused != (c.want == 421) {
				t.Errorf("%s of %s: %d", path, c.host, a.status)
			}
			if a.status == 421 && !strings.Contains(a.body, "--host") {
				t.Errorf("%s of %s does not say what to do: %s", path, c.host, a.body)
			}
		}
	}
}
