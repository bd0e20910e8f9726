package ui_test

import (
	"net/http"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/ui"
)

func nobody(s *site) { s.config.Actor = ui.One(registry.Actor{}) }

func powerless(s *site) {
	s.config.Actor = ui.One(registry.Actor{Account: "khach", Role: "reader-of-nothing"})
}

// TestEveryRouteAsksForAPermission walks over what the server really has: a
// route outside the tables would be found here.
func TestEveryRouteAsksForAPermission(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		who    func(*site)
		status int
	}{{"nobody", nobody, http.StatusUnauthorized}, {"powerless", powerless, http.StatusForbidden}} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, c.who)
			routes, err := ui.Routes(s.config)
			ok(t, err)
			s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			if len(routes) < 30 {
				t.Fatalf("only %d routes", len(routes))
			}
			for _, r := range routes {
				got := s.do(s.request(r.Method, concrete(r.Path), "")).status
				operation := strings.HasPrefix(r.Path, "/api/v1/") // its permission stands in ui/api
				switch {
				case r.Path == "/api/openapi.json", strings.HasSuffix(r.Path, "/api/v1/statistics") && got == http.StatusOK: // counts that are everybody's
				case r.Method == "POST" && strings.HasPrefix(r.Path, "/signin") && got == http.StatusUnauthorized: // what it was sent opens nothing
				case r.Need == "" && !operation:
					t.Errorf("%s %s has no permission", r.Method, r.Path)
				case r.Need == registry.Public && (got == http.StatusUnauthorized || got == http.StatusForbidden):
					t.Errorf("%s %s is public and answered %d", r.Method, r.Path, got)
				case r.Need != registry.Public && got != c.status:
					t.Errorf("%s %s (%s) answered %d, want %d", r.Method, r.Path, r.Need, got, c.status)
				}
			}
		})
	}
}

// concrete puts something into the parameters of a path.
func concrete(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			parts[i] = "1"
		}
	}
	return strings.Join(parts, "/")
}

// TestEncodedSlashes: a slash written as %2f leads around no permission.
func TestEncodedSlashes(t *testing.T) {
	t.Parallel()
	s := open(t, nobody)
	for _, path := range []string{"/people/..%2fmetrics", "/assets/..%2f..%2fmetrics", "/assets/%2e%2e/metrics", "//metrics", "/assets%2f..%2fmetrics", "/people/1%2f..%2f..%2fmetrics"} {
		if a := s.get(path); a.status < 400 || strings.Contains(a.body, "trithuc_") {
			t.Errorf("GET %s answered %d", path, a.status)
		}
	}
}
