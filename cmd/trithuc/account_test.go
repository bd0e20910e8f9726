package main

import (
	"bufio"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// token makes an administrator in a folder and gives a token of theirs.
func token(t testing.TB, data string) string {
	t.Helper()
	must(t, data, "account", "add", "nguoi.thu", "--role", "administrator")
	return strings.TrimSpace(must(t, data, "account", "token", "nguoi.thu"))
}

// asked is a request with a token.
func asked(t testing.TB, url, token string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

// TestAccountCommands: accounts are made, listed, closed and given tokens on the command
// line, and what they are given opens what it should.
func TestAccountCommands(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	added := must(t, data, "account", "add", "Nguyen.An", "--role", "data-officer", "--organisation", "ĐHCT", "--display", "Nguyễn Văn An")
	if !regexp.MustCompile(`Mật khẩu .*: \S{20,}\n`).MatchString(added) {
		t.Errorf("no password in %q", added)
	}
	typed := exec.Command(binary, "--data", data, "account", "add", "quantri", "--role", "administrator", "--stdin")
	typed.Stdin = strings.NewReader("bốn năm từ không liên quan\n")
	if out, err := typed.CombinedOutput(); err != nil || strings.Contains(string(out), "Mật khẩu") {
		t.Errorf("a typed password: %v, %s", err, out)
	}
	for _, wrong := range [][]string{
		{"account", "add", "nguyen.an", "--role", "officer"}, {"account", "add", "x", "--role", "officer"}, {"account", "add", "khong.co.quan", "--role", "data-officer"},
		{"account", "add", "moi", "--role", "operator"}, {"account", "disable", "quantri"}, {"account", "reset-second", "quantri"}, {"account", "reset-second", "khongai"}, {"account", "token", "khongai"},
		{"account", "token", "nguyen.an", "--scope", "accounts.write"}, {"account", "token", "nguyen.an", "--days", "9999"},
	} {
		if a := trithuc(t, data, wrong...); a.code != 1 || strings.Count(a.errout, "\n") != 1 {
			t.Errorf("%v: exit %d, %q", wrong, a.code, a.errout)
		}
	}
	list := must(t, data, "account", "list")
	if !strings.Contains(list, "nguyen.an\tdata-officer\tđang dùng\tNguyễn Văn An\tĐại học Cần Thơ") || strings.Contains(list, "argon2") {
		t.Errorf("list: %s", list)
	}
	must(t, data, "account", "password", "nguyen.an")
	secret := strings.TrimSpace(must(t, data, "account", "token", "nguyen.an", "--scope", "people.read", "--days", "3"))
	s := serve(t, data)
	for path, want := range map[string]int{"/api/v1/people": 200, "/api/v1/export": 403, "/metrics": 403} {
		if got := status(t, asked(t, s.url+path, secret)); got != want {
			t.Errorf("%s with the token: %d, want %d", path, got, want)
		}
		if got := status(t, asked(t, s.url+path, "")); got != 401 {
			t.Errorf("%s without: %d, want 401", path, got)
		}
	}
	s.stop(t)
	must(t, data, "account", "disable", "nguyen.an")
	if !strings.Contains(must(t, data, "account", "list"), "nguyen.an\tdata-officer\tđã khóa") {
		t.Error("not closed")
	}
	must(t, data, "doctor")
}

func status(t *testing.T, r *http.Request) int {
	t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode
}

// code is the setup code that a new server says behind its address.
func (s *server) code(t *testing.T) string {
	t.Helper()
	line, err := bufio.NewReader(s.out).ReadString('\n')
	code := line[strings.LastIndexByte(strings.TrimSpace(line), ' ')+1:]
	if err != nil || len(strings.TrimSpace(code)) != 14 {
		t.Fatalf("%q, %v", line, err)
	}
	return strings.TrimSpace(code)
}

// TestFirstStart: a server without an administrator leads to the page that makes one,
// for who reads the code on its console; afterwards everybody signs in.
func TestFirstStart(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	s := serve(t, data)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	page := func(res *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.Request.URL.Path + " " + res.Status + " " + string(body)
	}
	if got := page(client.Get(s.url + "/people?q=an")); !strings.HasPrefix(got, "/setup 200") {
		t.Errorf("a new server answers %.40s", got)
	}
	form := url.Values{"code": {"AAAA-BBBB-CCCC"}, "name": {"quantri"}, "password": {"bốn năm từ không liên quan"}, "again": {"bốn năm từ không liên quan"}}
	if got := page(client.PostForm(s.url+"/setup", form)); !strings.HasPrefix(got, "/setup 400") {
		t.Errorf("a wrong code: %.40s", got)
	}
	form.Set("code", s.code(t))
	if got := page(client.PostForm(s.url+"/setup", form)); !strings.HasPrefix(got, "/ 200") || !strings.Contains(got, "Quản trị hệ thống") {
		t.Errorf("the right code: %.40s", got)
	}
	if got := page(http.PostForm(s.url+"/setup", form)); !strings.HasPrefix(got, "/setup 404") {
		t.Errorf("the code again: %.40s", got)
	}
	if got := page(http.Get(s.url + "/people?q=an")); !strings.HasPrefix(got, "/people 401") || !strings.Contains(got, `value="/people?q=an"`) {
		t.Errorf("without a session: %.60s", got)
	}
	s.stop(t)
	s = serve(t, data, "--demo") // what is here is no longer everybody's
	if got := page(http.Get(s.url + "/people?q=an")); !strings.HasPrefix(got, "/people 401") {
		t.Errorf("--demo over a folder with an administrator: %.60s", got)
	}
}
