package ui_test

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"trithuc/ui"
)

// TestServeEnds: a stream that waits for its job does not hold the server back
// when it stops, and before that it is open for as long as it takes.
func TestServeEnds(t *testing.T) {
	t.Parallel()
	s := open(t, func(s *site) { s.idle() })
	s.upload("a.csv", list, "")
	server, err := ui.New(s.config)
	ok(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l) }()

	res, err := http.Get("http://" + l.Addr().String() + "/imports/1/events")
	ok(t, err)
	defer res.Body.Close()
	line, err := bufio.NewReader(res.Body).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "event: progress") {
		t.Fatalf("%q %v", line, err)
	}
	start := time.Now()
	stop()
	if err := <-ended; err != nil || time.Since(start) > 5*time.Second {
		t.Errorf("ended after %v: %v", time.Since(start), err)
	}
	if _, err := http.Get("http://" + l.Addr().String() + "/healthz"); err == nil {
		t.Error("a stopped server answers")
	}
}

// TestSameKeyOverAPI: programs repeat a write by the header.
func TestSameKeyOverAPI(t *testing.T) {
	t.Parallel()
	s := open(t)
	var answers []answer
	for range 2 {
		r := s.request("POST", "/api/v1/shortlists", `{"name":"Hội đồng","people":[]}`)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", "k1")
		answers = append(answers, s.do(r))
	}
	if answers[0].status != http.StatusCreated || answers[0].header.Get("Location") != answers[1].header.Get("Location") {
		t.Errorf("%d %v, then %d %v\n%s", answers[0].status, answers[0].header, answers[1].status, answers[1].header, answers[0].body)
	}
	holds(t, s.page("/api/openapi.json"), `"openapi":"3.1.0"`, "/api/v1/people")
}

// TestSlowHeaders: who sends a header byte by byte is let go.
func TestSlowHeaders(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	t.Parallel()
	s := open(t)
	server, err := ui.New(s.config)
	ok(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go server.Serve(ctx, l)
	conn, err := net.Dial("tcp", l.Addr().String())
	ok(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "))
	ok(t, err)
	ok(t, conn.SetReadDeadline(time.Now().Add(20*time.Second)))
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.Contains(answer, "408") && !strings.Contains(answer, "400") {
		t.Errorf("answered %q", answer)
	}
	if e, timeout := err.(net.Error); timeout && e.Timeout() {
		t.Error("the connection is still open after twenty seconds")
	}
}

// TestOneKeyOneRequest: a key that was used answers again for the same request
// alone: another version to change, or another query, is another request.
func TestOneKeyOneRequest(t *testing.T) {
	t.Parallel()
	s := open(t)
	send := func(method, path, match string) answer {
		r := s.request(method, path, `{"name":"Hội đồng","people":[]}`)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", method)
		if match != "" {
			r.Header.Set("If-Match", match)
		}
		return s.do(r)
	}
	send("POST", "/api/v1/shortlists", "")
	for _, tt := range []struct {
		match string
		want  int
	}{{`"1"`, http.StatusOK}, {`"1"`, http.StatusOK}, {`"2"`, http.StatusConflict}} {
		if a := send("PUT", "/api/v1/shortlists/1", tt.match); a.status != tt.want {
			t.Errorf("If-Match %s: %d, want %d: %s", tt.match, a.status, tt.want, a.body)
		}
	}
	form := map[string][]string{"name": {"Khác"}, "key": {"form"}}
	for _, tt := range []struct {
		query string
		want  int
	}{{"", http.StatusOK}, {"", http.StatusOK}, {"?to=2", http.StatusConflict}} {
		if a := s.post("/shortlists"+tt.query, form); a.status != tt.want {
			t.Errorf("query %q: %d, want %d", tt.query, a.status, tt.want)
		}
	}
}
