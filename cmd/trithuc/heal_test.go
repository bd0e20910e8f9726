package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestServeHealsIndex: whatever happened to the index, the server starts, finds who is
// asked for by name at every moment, and is whole again by itself.
func TestServeHealsIndex(t *testing.T) {
	data := t.TempDir()
	must(t, data, "seed", "--people", "600", "--seed", "9")
	must(t, data, "reindex")
	key := token(t, data)
	var who struct{ ID, Name string }
	line, _, _ := strings.Cut(must(t, data, "export"), "\n")
	if err := json.Unmarshal([]byte(line), &who); err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func(path string) error{
		"cut short": func(path string) error { return os.Truncate(path, 100) },
		"lost":      os.Remove,
		"garbage":   func(path string) error { return os.WriteFile(path, []byte("không phải chỉ mục"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			segments, err := filepath.Glob(filepath.Join(data, "index", "*", "store", "*.zap"))
			if err != nil || len(segments) == 0 {
				t.Fatalf("no segments, %v", err)
			}
			for _, path := range segments {
				if err := damage(path); err != nil {
					t.Fatal(err)
				}
			}
			s := serve(t, data)
			for deadline := time.Now().Add(time.Minute); ; {
				if status, page := look(t, key, s.url+"/people?q="+url.QueryEscape(who.Name)); status != http.StatusOK || !strings.Contains(page, who.ID) {
					t.Fatalf("%s is not found: %d %s", who.Name, status, page)
				}
				if status, _ := look(t, key, s.url+"/readyz"); status == http.StatusOK {
					break
				}
				if time.Now().After(deadline) {
					t.Fatal("the index is not whole after a minute")
				}
			}
			s.stop(t)
			must(t, data, "doctor")
		})
	}
}

// look gets a page with the token of an account.
func look(t *testing.T, key, address string) (status int, page string) {
	t.Helper()
	a, err := http.DefaultClient.Do(asked(t, address, key))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, string(body)
}
