package ui_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"trithuc/registry"
	"trithuc/ui/web"
)

// vouching is a provider of single sign-on over HTTP: it tells of itself, lets whoever is
// at its door through, and gives an ID token for a code, once, to who shows the verifier of
// the challenge that came with it.
type vouching struct {
	t       testing.TB
	server  *httptest.Server
	key     *ecdsa.PrivateKey
	now     func() time.Time
	mu      sync.Mutex
	granted map[string]url.Values // by code: what was asked
	claims  map[string]any        // of who is at the door
	spoil   func(map[string]any)  // what a bad provider does to a token
	signer  *ecdsa.PrivateKey     // with whose key it signs
}

func vouches(t testing.TB, now func() time.Time) *vouching {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	v := &vouching{t: t, key: key, signer: key, now: now, granted: map[string]url.Values{}, claims: map[string]any{}, spoil: func(map[string]any) {}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", v.about)
	mux.HandleFunc("GET /keys", v.keys)
	mux.HandleFunc("GET /authorize", v.authorize)
	mux.HandleFunc("POST /token", v.token)
	v.server = httptest.NewServer(mux)
	t.Cleanup(v.server.Close)
	return v
}

func (v *vouching) about(w http.ResponseWriter, _ *http.Request) {
	at := v.server.URL
	v.tell(w, map[string]any{"issuer": at, "authorization_endpoint": at + "/authorize", "token_endpoint": at + "/token", "jwks_uri": at + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"ES256"}})
}

func (v *vouching) tell(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

func (v *vouching) keys(w http.ResponseWriter, _ *http.Request) {
	v.tell(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: v.key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
}

// authorize lets the browser back with a code.
func (v *vouching) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != "trithuc" || q.Get("response_type") != "code" || !strings.Contains(q.Get("scope"), "openid") || q.Get("code_challenge_method") != "S256" || q.Get("state") == "" || q.Get("nonce") == "" {
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	v.mu.Lock()
	v.granted[code] = q
	v.mu.Unlock()
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
}

// token gives the ID token for a code.
func (v *vouching) token(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	client, secret, basic := r.BasicAuth()
	asked, there := v.granted[r.FormValue("code")]
	delete(v.granted, r.FormValue("code"))
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !there || !basic || client != "trithuc" || secret != "bí mật của ứng dụng" && secret != url.QueryEscape("bí mật của ứng dụng") || r.FormValue("redirect_uri") != asked.Get("redirect_uri") ||
		base64.RawURLEncoding.EncodeToString(challenge[:]) != asked.Get("code_challenge") {
		w.WriteHeader(http.StatusBadRequest)
		v.tell(w, map[string]string{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{"iss": v.server.URL, "aud": "trithuc", "iat": v.now().Unix(), "exp": v.now().Add(time.Minute).Unix(), "nonce": asked.Get("nonce")}
	for k, x := range v.claims {
		claims[k] = x
	}
	v.spoil(claims)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: v.signer, KeyID: "1"}}, nil)
	ok(v.t, err)
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	ok(v.t, err)
	v.tell(w, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "id_token": token})
}

// vouched makes a locked site with a provider.
func vouched(t *testing.T) (*site, *vouching, *hands) {
	t.Helper()
	h := &hands{now: clock()}
	v := vouches(t, h.read)
	p := &web.Provider{Name: "Cổng của Sở", Issuer: v.server.URL, ClientID: "trithuc", ClientSecret: "bí mật của ứng dụng"}
	s := open(t, nobody, sealing, func(s *site) { s.config.Demo, s.config.Now, s.config.Provider = false, h.read, p })
	p.Address = s.server.URL
	return s, v, h
}

// fresh gives another browser.
func (s *site) fresh() *site {
	s.t.Helper()
	other := *s
	jar, err := cookiejar.New(nil)
	ok(s.t, err)
	other.client = &http.Client{Jar: jar, Timeout: 30 * time.Second}
	return &other
}

// TestSingleSignOn: who the provider vouches for comes in with the account of their e-mail
// address, and goes on with it when the address has changed; nobody else does.
func TestSingleSignOn(t *testing.T) {
	t.Parallel()
	s, v, _ := vouched(t)
	s.account(registry.Account{Name: "mau@so.example", Display: "Lê Thị Mẫu", Role: registry.Officer})
	holds(t, s.page("/signin"), "Đăng nhập bằng Cổng của Sở", `href="/signin/sso?back=%2F"`)
	for _, c := range []struct {
		name   string
		claims map[string]any
		status int
	}{
		{"no account", map[string]any{"sub": "1", "email": "khac@so.example", "email_verified": true}, http.StatusForbidden},
		{"an address nobody made sure of", map[string]any{"sub": "2", "email": "mau@so.example"}, http.StatusForbidden},
		{"an address said to be unsure", map[string]any{"sub": "2", "email": "mau@so.example", "email_verified": false}, http.StatusForbidden},
		{"the address", map[string]any{"sub": "3", "email": "Mau@so.example", "email_verified": true}, http.StatusOK},
		{"another address since", map[string]any{"sub": "3", "email": "moi@so.example", "email_verified": true}, http.StatusOK},
		{"the address of somebody else by now", map[string]any{"sub": "4", "email": "mau@so.example", "email_verified": true}, http.StatusConflict},
	} {
		v.claims = c.claims
		browser := s.fresh()
		a := browser.get("/signin/sso?back=/people?q=hoa")
		if a.status != c.status || (browser.cookie() != "") != (c.status == http.StatusOK) || c.status == http.StatusOK && !strings.HasPrefix(a.url, "/people") {
			t.Errorf("%s: %d %s", c.name, a.status, a.url)
		}
	}
}

// TestSingleSignOnForged: what the provider did not say to this browser opens nothing.
func TestSingleSignOnForged(t *testing.T) {
	t.Parallel()
	s, v, _ := vouched(t)
	s.account(registry.Account{Name: "mau@so.example", Role: registry.Officer})
	v.claims = map[string]any{"sub": "3", "email": "mau@so.example", "email_verified": true}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	for name, spoil := range map[string]func(map[string]any){
		"another nonce":    func(c map[string]any) { c["nonce"] = "x" },
		"no nonce":         func(c map[string]any) { delete(c, "nonce") },
		"for another site": func(c map[string]any) { c["aud"] = "khac" },
		"over":             func(c map[string]any) { c["exp"] = v.now().Add(-time.Hour).Unix() },
		"another issuer":   func(c map[string]any) { c["iss"] = "https://evil.example" },
		"another's key":    func(map[string]any) { v.signer = other },
	} {
		v.spoil, v.signer = spoil, v.key
		browser := s.fresh()
		if a := browser.get("/signin/sso"); a.status != http.StatusUnauthorized || browser.cookie() != "" {
			t.Errorf("%s: %d", name, a.status)
		}
		if strings.Count(s.log.String(), "request refused") != 1 {
			t.Errorf("%s: the operator reads %q", name, s.log)
		}
		s.log.Reset()
	}
	v.spoil, v.signer = func(map[string]any) {}, v.key
	browser := s.fresh()
	browser.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.Contains(r.URL.Path, "/signin/sso/back") {
			return http.ErrUseLastResponse
		}
		return nil
	}
	back := browser.get("/signin/sso").header.Get("Location")
	u, err := url.Parse(back)
	ok(t, err)
	thief := s.fresh() // a browser that was not sent: login forced on somebody
	for name, path := range map[string]string{"from elsewhere": u.RequestURI(), "without anything": "/signin/sso/back", "an error": "/signin/sso/back?error=access_denied&state=x"} {
		if a := thief.get(path); a.status != http.StatusBadRequest || thief.cookie() != "" {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	q := u.Query()
	q.Set("state", q.Get("state")+"x")
	if a := browser.get("/signin/sso/back?" + q.Encode()); a.status != http.StatusBadRequest || browser.cookie() != "" {
		t.Errorf("another state: %d", a.status)
	}
	if a := browser.get(u.RequestURI()); a.status != http.StatusBadRequest || browser.cookie() != "" {
		t.Errorf("after the errand is over: %d", a.status)
	}
}

// TestSingleSignOnAndSecondStep: the second step is asked for whichever way somebody comes.
func TestSingleSignOnAndSecondStep(t *testing.T) {
	t.Parallel()
	s, v, h := vouched(t)
	s.account(registry.Account{Name: "mau@so.example", Role: registry.Officer})
	v.claims = map[string]any{"sub": "3", "email": "mau@so.example", "email_verified": true}
	key, _ := s.as("mau@so.example").enrol(h)
	h.turn(time.Minute)
	browser := s.fresh()
	a := browser.get("/signin/sso?back=/people")
	if a.status != http.StatusOK || browser.cookie() != "" {
		t.Fatalf("%d", a.status)
	}
	a = browser.post("/signin/second", url.Values{"ticket": {field(t, a.body, "ticket")}, "back": {field(t, a.body, "back")}, "second": {shown(t, key, h.read())}})
	if a.url != "/people" || browser.cookie() == "" {
		t.Errorf("%d %s", a.status, a.url)
	}
}

// TestLinkOwnAccount: who signs in with a password links their account themselves.
func TestLinkOwnAccount(t *testing.T) {
	t.Parallel()
	s, v, _ := vouched(t)
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	v.claims = map[string]any{"sub": "9"}
	own := s.as("chuyenvien")
	holds(t, own.page("/account"), `href="/account/link"`)
	if a := own.get("/account/link"); a.url != "/account?done=linked.0.0" {
		t.Fatalf("linked: %d %s", a.status, a.url)
	}
	if browser := s.fresh(); browser.get("/signin/sso").status != http.StatusOK || browser.cookie() == "" {
		t.Error("the link opens nothing")
	}
	holds(t, own.post("/account/unlink", nil).body, "Đã gỡ")
	if browser := s.fresh(); browser.get("/signin/sso").status != http.StatusForbidden || browser.cookie() != "" {
		t.Error("a link that is gone opens")
	}
	if a := s.fresh().get("/account/link"); a.status != http.StatusUnauthorized {
		t.Errorf("linked by nobody: %d", a.status)
	}
}

// TestNoProvider: without one nothing of it is shown; with one that is away people sign in
// with their passwords.
func TestNoProvider(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	if strings.Contains(s.page("/signin"), `id="sso"`) || s.get("/signin/sso").status != http.StatusNotFound {
		t.Error("single sign-on is shown where there is none")
	}
	s, v, _ := vouched(t)
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	v.server.Close()
	if a := s.get("/signin/sso"); a.status != http.StatusServiceUnavailable || !strings.Contains(a.body, "bằng mật khẩu") {
		t.Errorf("away: %d", a.status)
	}
	holds(t, s.log.String(), "request refused", "connection refused")
	if s.as("chuyenvien").cookie() == "" {
		t.Error("the password does not open while the provider is away")
	}
}
