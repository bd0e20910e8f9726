package ui_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"trithuc/ui"
)

// within is the deadline of these tests; an answer of theirs takes several times as long.
const within = 600 * time.Millisecond

// stalling serves h as the server does, with that deadline.
func stalling(t *testing.T, h http.HandlerFunc) *httptest.Server {
	server := httptest.NewUnstartedServer(ui.Flowing(h, within))
	server.Config.WriteTimeout = within
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// TestLongAnswers: an answer may take longer than the deadline while it flows, and
// its first byte may come late.
func TestLongAnswers(t *testing.T) {
	t.Parallel()
	line := bytes.Repeat([]byte("x"), 100)
	for name, serve := range map[string]http.HandlerFunc{
		"line by line": func(w http.ResponseWriter, _ *http.Request) {
			for range 10 {
				time.Sleep(within / 3)
				w.Write(line)
				http.NewResponseController(w).Flush()
			}
		},
		"made before it is sent": func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(3 * within)
			w.Write(bytes.Repeat(line, 10))
		},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := http.Get(stalling(t, serve).URL)
			ok(t, err)
			defer res.Body.Close()
			if body, err := io.ReadAll(res.Body); err != nil || len(body) != 10*len(line) {
				t.Errorf("%d bytes came: %v", len(body), err)
			}
		})
	}
}

// TestSlowReader: a large answer in one piece reaches who takes it slowly; who
// takes nothing is let go.
func TestSlowReader(t *testing.T) {
	t.Parallel()
	const size = 24 << 20 // far more than the buffers of a connection
	ended := make(chan error, 1)
	server := stalling(t, func(w http.ResponseWriter, _ *http.Request) {
		_, err := w.Write(make([]byte, size))
		ended <- err
	})
	res, err := http.Get(server.URL)
	ok(t, err)
	defer res.Body.Close()
	got, piece := 0, make([]byte, size/12)
	for ; err == nil; time.Sleep(within / 3) { // twelve pieces: four deadlines
		var n int
		n, err = io.ReadFull(res.Body, piece)
		got += n
	}
	if wrote := <-ended; got != size || wrote != nil {
		t.Errorf("%d of %d bytes came: %v, %v", got, size, err, wrote)
	}

	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	ok(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	ok(t, err)
	select {
	case err := <-ended:
		if err == nil {
			t.Error("all was taken by nobody")
		}
	case <-time.After(20 * within):
		t.Error("who takes nothing is still waited for")
	}
}
