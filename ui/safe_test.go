package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/ui"
)

func TestHeadersOnEveryAnswer(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, path := range []string{"/", "/people?q=a", "/nothing", "/healthz", "/api/v1/people", "/api/v1/nothing", "/assets/none.js"} {
		h := s.get(path).header
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
		} {
			if h.Get(name) != want {
				t.Errorf("GET %s: %s is %q", path, name, h.Get(name))
			}
		}
	}
}

// TestNothingInline: the policy would silence inline code and styles, so no
// page may have any.
func TestNothingInline(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)
	for _, path := range []string{"/", "/people?q=thuy+san", "/people/" + people[0].ID.Public(), "/imports", "/shortlists", "/forecast", "/nothing"} {
		body := s.get(path).body
		for _, bad := range []string{" style=", "<style", "javascript:", " onclick=", "<script>", "http://", "https://"} {
			if strings.Contains(strings.ReplaceAll(body, `xmlns="http://www.w3.org/2000/svg"`, ""), bad) {
				t.Errorf("GET %s holds %q", path, bad)
			}
		}
	}
}

// TestHostileValues: what a workbook says is text, whatever it looks like.
func TestHostileValues(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)
	for _, path := range []string{"/people?q=thuy+san", "/people/" + people[2].ID.Public(), "/people?q=%3Cscript%3Ealert(1)%3C/script%3E"} {
		if body := s.page(path); strings.Contains(body, "<b>Lợi") || strings.Contains(body, "<script>alert") {
			t.Errorf("GET %s shows markup from data", path)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, c := range []struct {
		method, path, accept string
		status               int
		kind, text           string
	}{
		{"GET", "/nothing", "text/html", 404, "text/html; charset=UTF-8", "Không có trang này"},
		{"GET", "/people/TT-0000011", "text/html", 404, "text/html; charset=UTF-8", "Mã hồ sơ"},
		{"GET", "/people/TT-9999996", "text/html", 404, "text/html; charset=UTF-8", "Không tìm thấy"},
		{"GET", "/people?q=" + strings.Repeat("a", 1500), "text/html", 400, "text/html; charset=UTF-8", "Hãy rút gọn"},
		{"DELETE", "/people", "text/html", 405, "text/html; charset=UTF-8", "không nhận cách gọi"},
		{"GET", "/api/v1/nothing", "", 404, "application/problem+json", `"status":404`},
		{"GET", "/nothing", "application/json", 404, "application/problem+json", `"detail"`},
		{"POST", "/shortlists", "text/html", 400, "text/html; charset=UTF-8", "Chưa chọn ai"},
		{"GET", "/imports/9", "text/html", 404, "text/html; charset=UTF-8", "Không tìm thấy"},
		{"GET", "/forecast?field=zzz", "text/html", 404, "text/html; charset=UTF-8", "Hãy chọn lĩnh vực"},
	} {
		r := s.request(c.method, c.path, "")
		r.Header.Set("Accept", c.accept)
		a := s.do(r)
		if a.status != c.status || a.header.Get("Content-Type") != c.kind || !strings.Contains(a.body, c.text) {
			t.Errorf("%s %.40s: %d %s\n%.300s", c.method, c.path, a.status, a.header.Get("Content-Type"), a.body)
		}
	}
	if s.log.Len() > 0 {
		t.Errorf("what a reader can mend was logged: %s", s.log)
	}
}

// TestForeignError: an error that is not ours shows an id, and the log has it once.
func TestForeignError(t *testing.T) {
	t.Parallel()
	s := open(t, func(s *site) { s.config.Searcher = broken{} })
	a := s.get("/people?q=a")
	_, rest, found := strings.Cut(a.body, `class="problem-id">`)
	if a.status != 500 || !found || strings.Contains(a.body, "disk on fire") {
		t.Fatalf("%d %s", a.status, a.body)
	}
	id, _, _ := strings.Cut(rest, "<")
	if strings.Count(s.log.String(), id) != 1 || !strings.Contains(s.log.String(), "disk on fire") {
		t.Errorf("log: %s", s.log)
	}
	if got := s.get("/healthz").status; got != 200 {
		t.Errorf("healthz answered %d after a panic", got)
	}
}

func TestOversizedBodies(t *testing.T) {
	t.Parallel()
	s := open(t, func(s *site) { s.config.MaxUpload = 1 << 20 })
	big := strings.Repeat("a", 3<<20)
	for _, c := range []struct{ path, kind string }{
		{"/shortlists", "application/x-www-form-urlencoded"},
		{"/settings", "application/x-www-form-urlencoded"},
		{"/api/v1/people", "application/json"},
		{"/imports", "multipart/form-data; boundary=x"},
	} {
		for _, chunked := range []bool{false, true} {
			body := "name=" + big
			if strings.HasPrefix(c.kind, "multipart") {
				body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n" + big + "\r\n--x--\r\n"
			}
			r := s.request("POST", c.path, body)
			r.Header.Set("Content-Type", c.kind)
			if chunked {
				r.ContentLength = -1
			}
			if a := s.do(r); a.status != http.StatusRequestEntityTooLarge {
				t.Errorf("POST %s chunked=%v: %d", c.path, chunked, a.status)
			}
		}
	}
}

func TestCrossOriginWrites(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, c := range []struct {
		name, site, origin string
		status             int
	}{
		{"another site", "cross-site", "", 403},
		{"another origin", "", "http://evil.example", 403},
		{"this site", "same-origin", "", 303},
		{"no browser", "", "", 303},
	} {
		r := s.request("POST", "/settings", "theme=dark")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if c.site != "" {
			r.Header.Set("Sec-Fetch-Site", c.site)
		}
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		if got := s.do(r).status; got != c.status {
			t.Errorf("%s: %d, want %d", c.name, got, c.status)
		}
	}
}

// TestForgedAddress: who says to be somebody else in a header is not believed.
func TestForgedAddress(t *testing.T) {
	t.Parallel()
	var seen []string
	s := open(t, func(s *site) {
		s.config.Actor = func(r *http.Request) registry.Actor {
			seen = append(seen, r.RemoteAddr)
			return operator
		}
	})
	r := s.request("GET", "/", "")
	r.Header.Set("X-Forwarded-For", "203.0.113.7")
	r.Header.Set("X-Real-IP", "203.0.113.7")
	r.Header.Set("Forwarded", "for=203.0.113.7")
	s.do(r)
	for _, address := range seen {
		if !strings.HasPrefix(address, "127.0.0.1:") {
			t.Errorf("the server believes %s", address)
		}
	}
	r.RemoteAddr = "127.0.0.1:5"
	if got, err := ui.RealIP(s.config, r); err != nil || got != "127.0.0.1" {
		t.Errorf("Echo believes %s, %v", got, err)
	}
}

// TestOpenRedirects: a form cannot send its reader to another site.
func TestOpenRedirects(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, back := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "", "/%0d%0aSet-Cookie:a=b"} {
		to := s.post("/settings", url.Values{"theme": {"dark"}, "back": {back}}).header.Get("Location")
		if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) || strings.ContainsAny(to, "\r\n") {
			t.Errorf("back=%q leads to %q", back, to)
		}
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	s := open(t)
	page := s.page("/")
	_, rest, _ := strings.Cut(page, `rel="stylesheet" href="`)
	style, _, _ := strings.Cut(rest, `"`)
	s.client.Transport = &http.Transport{DisableCompression: true}
	for _, c := range []struct{ accept, encoding string }{{"", ""}, {"gzip", "gzip"}, {"gzip, deflate, br", "br"}, {"br;q=0, gzip", "gzip"}} {
		r := s.request("GET", style, "")
		r.Header.Set("Accept-Encoding", c.accept)
		a := s.do(r)
		if a.status != 200 || a.header.Get("Content-Encoding") != c.encoding || !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
			t.Errorf("%q: %d %q %q", c.accept, a.status, a.header.Get("Content-Encoding"), a.header.Get("Cache-Control"))
		}
	}
	if a := s.get("/assets/manifest.json"); a.status != 404 {
		t.Errorf("the manifest is served: %d", a.status)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	s.page("/people?q=hoa")
	if s.page("/healthz") != "ok\n" || s.page("/readyz") != "ready\n" {
		t.Error("healthz and readyz")
	}
	holds(t, s.page("/metrics"), "trithuc_people 3", "trithuc_index_lag_entries 0", `trithuc_http_requests_total{method="GET",route="/people",status="200"} 1`)
}

// TestOneTitlePerStatus: an error has the same title whether a page, an operation
// or the schema of an operation refused.
func TestOneTitlePerStatus(t *testing.T) {
	t.Parallel()
	s := open(t)
	for path, title := range map[string]string{
		"/api/v1/people/TT-0000099": "Không tìm thấy", // an operation
		"/api/v1/nothing":           "Không tìm thấy",
		"/api/v1/people?sort=age":   "Không dùng được dữ liệu gửi lên", // a schema
		"/api/v1/people?degree=x":   "Không dùng được dữ liệu gửi lên",
	} {
		holds(t, s.get(path).body, `"title":"`+title+`"`)
	}
}
