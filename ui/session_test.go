package ui_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/ui"
	"trithuc/ui/web"
)

const password = "bốn năm từ không liên quan"

// hands is the clock of a site that a test moves on.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) read() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.now }
func (h *hands) turn(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// locked makes a site where nobody may anything without signing in, and a clock.
func locked(t *testing.T) (*site, *hands) {
	t.Helper()
	h := &hands{now: clock()}
	return open(t, nobody, func(s *site) { s.config.Demo, s.config.Now = false, h.read }), h
}

// account makes one that opens with password.
func (s *site) account(a registry.Account) *registry.Account {
	s.t.Helper()
	secret, err := s.signIns().Secret(a.Name, password, false)
	ok(s.t, err)
	_, err = registry.Accounts{Store: s.store}.Add(s.ctx, &a, secret)
	ok(s.t, err)
	return &a
}

func (s *site) signIns() registry.SignIns {
	return registry.SignIns{Store: s.store, Sealer: s.config.Sealer, Passwords: registry.NewPasswords(zeros{}), Policy: registry.DefaultPolicy, Now: s.config.Now}
}

// zeros is all the randomness that the salt of a test needs.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// as gives another browser, signed in with an account.
func (s *site) as(name string) *site {
	s.t.Helper()
	other := *s
	jar, err := cookiejar.New(nil)
	ok(s.t, err)
	other.client = &http.Client{Jar: jar, Timeout: 30 * time.Second}
	if a := other.post("/signin", url.Values{"name": {name}, "password": {password}}); a.status == http.StatusUnauthorized {
		s.t.Fatalf("%s does not come in: %s", name, a.body)
	}
	return &other
}

// cookie gives the secret of the session that the browser has, "" for none.
func (s *site) cookie() string {
	u, err := url.Parse(s.server.URL)
	ok(s.t, err)
	for _, c := range s.client.Jar.Cookies(u) {
		if c.Name == web.SessionCookie {
			return c.Value
		}
	}
	return ""
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	s.add(s.sample()...)
	s.account(registry.Account{Name: "chuyenvien", Display: "Lê Thị Mẫu", Role: registry.Officer})
	a := s.get("/people?q=hoa")
	if a.status != http.StatusUnauthorized || strings.Contains(a.body, "<mark>") {
		t.Fatalf("without a session: %d", a.status)
	}
	holds(t, a.body, `name="back" value="/people?q=hoa"`, "Bạn chưa đăng nhập")
	a = s.post("/signin", url.Values{"name": {"chuyenvien"}, "password": {"sai"}, "back": {"/people?q=hoa"}})
	if a.status != http.StatusUnauthorized || s.cookie() != "" {
		t.Errorf("a wrong password: %d", a.status)
	}
	holds(t, a.body, "chưa đúng", `value="chuyenvien"`, `value="/people?q=hoa"`)
	a = s.post("/signin", url.Values{"name": {"ChuyenVien "}, "password": {password}, "back": {"/people?q=hoa"}})
	if a.status != http.StatusOK || a.url != "/people?q=hoa" {
		t.Fatalf("signed in: %d %s", a.status, a.url)
	}
	holds(t, a.body, "Lê Thị Mẫu", "Chuyên viên", "<mark>")
	a = s.post("/signin", url.Values{"name": {"chuyenvien"}, "password": {password}, "back": {"https://evil.example/"}})
	if a.url != "/" {
		t.Errorf("led to %s", a.url)
	}
	secret := s.cookie()
	if a = s.post("/signout", nil); a.url != "/signin" || s.cookie() != "" {
		t.Errorf("signed out: %s %q", a.url, s.cookie())
	}
	r := s.request("GET", "/people", "")
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: secret})
	if a := s.do(r); a.status != http.StatusUnauthorized {
		t.Errorf("the session of who left answers %d", a.status)
	}
	if strings.Contains(s.log.String(), password) || strings.Contains(s.log.String(), secret) {
		t.Error("a secret is in the log")
	}
}

// TestSessionFixation: a session that somebody else put into the browser is not the one
// that is signed in.
func TestSessionFixation(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	s.account(registry.Account{Name: "kegian", Role: registry.Officer})
	planted := s.as("kegian").cookie()
	for _, value := range []string{planted, strings.Repeat("A", 43), "x"} {
		r := s.request("POST", "/signin", url.Values{"name": {"chuyenvien"}, "password": {password}}.Encode())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: value})
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		a := s.do(r)
		set := a.header.Get("Set-Cookie")
		if a.status != http.StatusSeeOther || !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Lax") || strings.Contains(set, value+";") {
			t.Errorf("%d %s", a.status, set)
		}
		r = s.request("GET", "/account", "")
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: value})
		thief := &site{t: t, server: s.server, client: &http.Client{}}
		if a := thief.do(r); a.status != http.StatusUnauthorized {
			t.Errorf("the planted session answers %d", a.status)
		}
	}
}

// TestForgedWrites: a page of another site makes no reader's browser write anything.
func TestForgedWrites(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	s = s.as("quantri")
	routes, err := ui.Routes(s.config)
	ok(t, err)
	for _, r := range routes {
		if r.Method == "GET" || r.Method == "HEAD" || r.Path == "/api/openapi.json" {
			continue
		}
		for _, forged := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			q := s.request(r.Method, concrete(r.Path), "")
			q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			q.Header.Set(forged[0], forged[1])
			if a := s.do(q); a.status != http.StatusForbidden {
				t.Errorf("%s %s from elsewhere (%s: %s): %d", r.Method, r.Path, forged[0], forged[1], a.status)
			}
		}
	}
	if s.cookie() == "" {
		t.Error("signed out from elsewhere")
	}
}

// TestForgedOrigin: what a request says of where it comes from slows nobody else down
// and frees nobody.
func TestForgedOrigin(t *testing.T) {
	t.Parallel()
	s, h := locked(t)
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	try := func(name, word, from string) int {
		r := s.request("POST", "/signin", url.Values{"name": {name}, "password": {word}}.Encode())
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", from)
		r.Header.Set("X-Real-IP", from)
		r.Header.Set("Forwarded", "for="+from)
		return s.do(r).status
	}
	for i := range 6 {
		want := http.StatusUnauthorized
		if i == 5 {
			want = http.StatusTooManyRequests
		}
		if got := try("chuyenvien", "sai", "10.1.1."+string(rune('1'+i))); got != want {
			t.Errorf("try %d: %d, want %d", i, got, want)
		}
	}
	if got := try("chuyenvien", password, "10.9.9.9"); got != http.StatusTooManyRequests {
		t.Errorf("the right password while locked, from a forged address: %d", got)
	}
	h.turn(registry.DefaultPolicy.Lock)
	for i := range registry.DefaultPolicy.AddressTries {
		try(fmt.Sprint("ten", i), "sai", "10.2.2.2")
	}
	if got := try("khac", "sai", "10.3.3.3"); got != http.StatusTooManyRequests {
		t.Errorf("after many names from one address under others' names: %d", got)
	}
}

// TestSessionEnds: a session that rests ends, an administrator's sooner.
func TestSessionEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role registry.Role
		rest time.Duration
	}{{registry.Officer, 15 * time.Minute}, {registry.Administrator, 5 * time.Minute}} {
		s, h := locked(t)
		s.account(registry.Account{Name: "ainaodo", Role: c.role})
		s = s.as("ainaodo")
		for range 3 {
			h.turn(c.rest - time.Minute)
			if a := s.get("/account"); a.status != http.StatusOK {
				t.Fatalf("%s: while used: %d", c.role, a.status)
			}
		}
		h.turn(c.rest)
		if a := s.get("/account"); a.status != http.StatusUnauthorized {
			t.Errorf("%s: after a rest of %s: %d", c.role, c.rest, a.status)
		}
	}
}

// TestOwnAccount: somebody changes their password and sends other machines away.
func TestOwnAccount(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	a := s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	here, there := s.as("chuyenvien"), s.as("chuyenvien")
	page := here.page("/account")
	holds(t, page, "máy này", "Đăng xuất mọi nơi khác")
	s.account(registry.Account{Name: "nguoikhac", Role: registry.Officer})
	thief, ref := s.as("nguoikhac"), field(t, page, "session")
	thief.post("/account/sessions", url.Values{"session": {ref}}) // another's
	if a, b := here.get("/account").status, there.get("/account").status; a != http.StatusOK || b != http.StatusOK {
		t.Errorf("somebody else ended a session: %d, %d", a, b)
	}
	if a := here.post("/account/sessions", nil); a.status != http.StatusOK || strings.Contains(a.body, "end-all") {
		t.Errorf("sent away: %d", a.status)
	}
	if a := there.get("/account"); a.status != http.StatusUnauthorized {
		t.Errorf("the other machine: %d", a.status)
	}
	form := url.Values{"old": {password}, "password": {"ngắn"}, "again": {"ngắn"}}
	if a := here.post("/account/password", form); a.status != http.StatusBadRequest || !strings.Contains(a.body, "ít nhất 14") {
		t.Errorf("a short one: %d", a.status)
	}
	form = url.Values{"old": {password}, "password": {"thuyền giấy trôi qua cầu"}, "again": {"thuyền giấy trôi qua cầu"}}
	if a := here.post("/account/password", form); a.status != http.StatusOK || !strings.Contains(a.body, "Đã đổi mật khẩu") {
		t.Errorf("changed: %d", a.status)
	}
	if _, err := s.signIns().Reset(s.ctx, a, password); err != nil { // by an administrator
		t.Fatal(err)
	}
	s = s.as("chuyenvien")
	if a := s.get("/people"); a.url != "/account" || !strings.Contains(a.body, "do người khác đặt") {
		t.Errorf("with a password of somebody else: %d %s", a.status, a.url)
	}
	if a := s.get("/api/v1/people"); a.status != http.StatusForbidden {
		t.Errorf("and for a program: %d", a.status)
	}
}

// TestDemoRoles: in a demo one click makes the reader each role, and the way back.
func TestDemoRoles(t *testing.T) {
	t.Parallel()
	s := open(t, func(s *site) {
		for _, a := range []registry.Account{{Name: "demo.kehoach", Role: registry.Planner}, {Name: "demo.daumoi", Display: "Đầu mối", Role: registry.DataOfficer, Organisation: s.organisation("Trường Đại học Tây Đô")}} {
			_, err := registry.Accounts{Store: s.store}.Add(s.ctx, &a, nil)
			ok(t, err)
			s.config.Guests = append(s.config.Guests, a)
		}
	})
	s.add(s.sample()...)
	holds(t, s.page("/"), `action="/demo/as"`, `value="demo.kehoach"`, `value="public"`, "Đầu mối")
	for _, c := range []struct{ as, path, want string }{
		{"demo.kehoach", "/forecast", "Người làm kế hoạch"}, {"demo.daumoi", "/", "Đầu mối"}, {"public", "/", "Đăng nhập"}, {"operator", "/", ""},
	} {
		a := s.post("/demo/as", url.Values{"as": {c.as}})
		if a.status != http.StatusOK || a.url != c.path {
			t.Errorf("%s: %d %s", c.as, a.status, a.url)
		}
		holds(t, a.body, `value="`+c.as+`" aria-pressed="true"`, c.want)
		seen := s.get("/people?q=hoa")
		if strings.Contains(seen.body, "data-person=") != (c.as == "operator") {
			t.Errorf("%s sees the wrong people (%d)", c.as, seen.status)
		}
	}
	if a := s.post("/signin", url.Values{"name": {"demo.kehoach"}, "password": {""}}); a.status != http.StatusUnauthorized {
		t.Errorf("a guest signs in: %d", a.status)
	}
	if a := open(t).post("/demo/as", url.Values{"as": {"operator"}}); a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
		t.Errorf("without a demo: %d", a.status)
	}
}

// TestTwoPairsOfEyes: a list that one data officer drew up is approved by the other of
// their institution and taken in by the department, each in a session of their own.
func TestTwoPairsOfEyes(t *testing.T) {
	t.Parallel()
	s := open(t, nobody, importing, func(s *site) { s.config.Demo = false })
	ctu, other := s.organisation("Đại học Cần Thơ"), s.organisation("Trường Đại học Tây Đô")
	ref, err := s.store.Reference(s.ctx)
	ok(t, err)
	o, _ := ref.Organisation(ctu)
	o.Approve(registry.Approval{From: registry.Date{Year: 2026, Month: 1, Day: 1}, Rule: registry.ApprovalTwo})
	_, err = s.store.Commit(s.ctx, operator, []registry.Change{&registry.AmendOrganisation{Organisation: &o, Was: o.Version}})
	ok(t, err)
	s.account(registry.Account{Name: "nguoilap", Role: registry.DataOfficer, Organisation: ctu})
	s.account(registry.Account{Name: "nguoiduyet", Role: registry.DataOfficer, Organisation: ctu})
	s.account(registry.Account{Name: "nguoingoai", Role: registry.DataOfficer, Organisation: other})
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	maker, approver, outsider, officer := s.as("nguoilap"), s.as("nguoiduyet"), s.as("nguoingoai"), s.as("chuyenvien")

	if a := maker.upload("ds.csv", list, fmt.Sprint(other)); a.status != http.StatusForbidden {
		t.Errorf("a list of another institution: %d", a.status)
	}
	a := maker.upload("ds.csv", list, "")
	if a.status != http.StatusOK || !strings.HasPrefix(a.url, "/imports/") {
		t.Fatalf("sent: %d %s", a.status, a.url)
	}
	at, _, _ := strings.Cut(a.url, "?")
	_, page := maker.settled(at)
	plan := field(t, page, "plan")
	move := func(who *site, move string) int {
		return who.post(at+"/moves", url.Values{"move": {move}, "plan": {plan}}).status
	}
	if got := move(maker, "ask"); got != http.StatusOK {
		t.Fatalf("asked: %d", got)
	}
	if a := outsider.get(at); a.status != http.StatusForbidden || strings.Contains(a.body, "Ánh Tuyết") {
		t.Errorf("another institution looks: %d", a.status)
	}
	if got := move(maker, "pass"); got != http.StatusForbidden {
		t.Errorf("the maker approves: %d", got)
	}
	if got := move(approver, "pass"); got != http.StatusOK {
		t.Fatalf("the other approves: %d", got)
	}
	confirm := url.Values{"plan": {plan}}
	if a := approver.post(at+"/confirm", confirm); a.status != http.StatusForbidden {
		t.Errorf("the institution takes in its own list: %d", a.status)
	}
	if a := officer.post(at+"/confirm", confirm); a.status != http.StatusOK {
		t.Errorf("the department takes it in: %d %s", a.status, a.body)
	}
}

// TestAdministration: an administrator makes an account, hands its password over, and
// closes it; what is refused is said beside its field.
func TestAdministration(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	admin := s.as("quantri")
	a := admin.post("/accounts", url.Values{"name": {"daumoi"}, "role": {"data-officer"}, "display": {"Lê Văn Mẫu"}})
	if a.status != http.StatusBadRequest {
		t.Errorf("a data officer of no organisation: %d", a.status)
	}
	holds(t, a.body, `href="#organisation"`, `value="Lê Văn Mẫu"`)
	a = admin.post("/accounts", url.Values{"name": {"daumoi"}, "role": {"data-officer"}, "display": {"Lê Văn Mẫu"}, "organisation": {fmt.Sprint(s.organisation("Trường Đại học Tây Đô"))}})
	if a.status != http.StatusCreated {
		t.Fatalf("made: %d %s", a.status, a.body)
	}
	made := regexp.MustCompile(`problem-id">([a-z0-9-]{23})<`).FindStringSubmatch(a.body)
	if made == nil {
		t.Fatal("no password is shown")
	}
	holds(t, admin.page("/accounts"), "Lê Văn Mẫu", "Cán bộ đầu mối dữ liệu", "Trường Đại học Tây Đô", "chưa đăng nhập lần nào")
	theirs := s.as("quantri")
	if a := theirs.post("/signin", url.Values{"name": {"daumoi"}, "password": {made[1]}}); a.url != "/account" || !strings.Contains(a.body, "do người khác đặt") {
		t.Errorf("signed in with it: %d %s", a.status, a.url)
	}
	account, err := s.store.AccountNamed(s.ctx, "daumoi")
	ok(t, err)
	at := fmt.Sprintf("/accounts/%d", account.ID)
	holds(t, admin.post(at+"/password", nil).body, "Mật khẩu chỉ hiện lần này")
	if a := theirs.get("/account"); a.status != http.StatusUnauthorized {
		t.Errorf("after another password: %d", a.status)
	}
	a = admin.post(at, url.Values{"version": {"1"}, "role": {"officer"}, "disabled": {"yes"}})
	holds(t, a.body, "Đã ghi tài khoản.", "đã khóa")
	if a := admin.post(at, url.Values{"version": {"1"}, "role": {"planner"}}); a.status != http.StatusPreconditionFailed {
		t.Errorf("a stale form: %d", a.status)
	}
	if a := admin.post("/accounts/1", url.Values{"version": {"1"}, "role": {"officer"}}); a.status != http.StatusConflict {
		t.Errorf("the last administrator becomes an officer: %d", a.status)
	}
}
