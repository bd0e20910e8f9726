package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/labstack/echo/v4"
	"golang.org/x/oauth2"

	"trithuc/registry"
)

// Provider is who vouches for people in single sign-on (OpenID Connect Core 1.0,
// authorization code flow with PKCE, RFC 7636). It is asked for nothing before somebody
// signs in through it: the server starts and serves without it.
type Provider struct {
	Name         string // as the sign-in page calls it
	Issuer       string
	ClientID     string
	ClientSecret string // "" for a public client
	Address      string // of this site, as browsers reach it: https://tri-thuc.example

	mu    sync.Mutex
	known *oidc.Provider
}

// providerWithin bounds what is asked of the provider.
const providerWithin = 10 * time.Second

// client asks the provider over HTTP.
var client = &http.Client{Timeout: providerWithin}

// discover reads what the provider says of itself, once.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, client), p.Issuer)
	if err != nil {
		return nil, &registry.Error{Kind: registry.Busy, Err: err,
			Message: "Chưa liên lạc được với " + p.Name + ". Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu."}
	}
	p.known = found
	return found, nil
}

func (p *Provider) config(known *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: known.Endpoint(),
		RedirectURL: strings.TrimSuffix(p.Address, "/") + "/signin/sso/back", Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}
}

// errand is what a browser was sent to the provider with; it holds it until it is back.
type errand struct {
	State    string `json:"s"`
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	Back     string `json:"b"`
	Link     bool   `json:"l"` // to link the account of the session, not to sign in
}

// errandCookie holds the errand of a browser, for as long as signing in may take.
const (
	errandCookie = "sso"
	errandLife   = 10 * time.Minute
)

// SingleSignOn serves signing in through a provider.
type SingleSignOn struct {
	SignIn   *SignIn
	Provider *Provider
}

// Start serves GET /signin/sso: sends the browser to the provider.
func (h *SingleSignOn) Start(c echo.Context) error {
	return h.send(c, errand{Back: local(c.QueryParam("back"))})
}

// StartLink serves GET /account/link: the same, to link one's own account.
func (h *SingleSignOn) StartLink(c echo.Context) error {
	if presenceOf(c.Request().Context()) == nil {
		return errNoAccount
	}
	return h.send(c, errand{Link: true})
}

func (h *SingleSignOn) send(c echo.Context, e errand) error {
	known, err := h.Provider.discover(c.Request().Context())
	if err != nil {
		return err
	}
	e.State, e.Nonce, e.Verifier = rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	hold(c, base64.RawURLEncoding.EncodeToString(text), int(errandLife.Seconds()))
	return c.Redirect(http.StatusSeeOther, h.Provider.config(known).AuthCodeURL(e.State, oidc.Nonce(e.Nonce), oauth2.S256ChallengeOption(e.Verifier)))
}

// hold lets the browser hold an errand, or forget it.
func hold(c echo.Context, value string, seconds int) {
	c.SetCookie(&http.Cookie{Name: errandCookie, Value: value, Path: "/signin/sso", HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: overHTTPS(c), MaxAge: cmp.Or(seconds, -1)})
}

// errAstray answers who comes back on an errand that this browser was not sent on.
var errAstray = registry.Errorf(registry.Invalid, "Lần đăng nhập một lần này không bắt đầu từ đây hoặc đã quá lâu. Hãy mở trang Đăng nhập rồi làm lại từ đầu.")

// Back serves GET /signin/sso/back: the browser comes from the provider.
func (h *SingleSignOn) Back(c echo.Context) error {
	e, err := errandOf(c)
	hold(c, "", 0)
	if err != nil {
		return err
	}
	who, err := h.identity(c, e)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if !e.Link {
		in, err := h.SignIn.Gate.EnterAs(ctx, who, comesFrom(c))
		if err != nil {
			return err
		}
		return h.SignIn.admit(c, in, e.Back)
	}
	p := presenceOf(ctx)
	if p == nil {
		return errNoAccount
	}
	if err := h.SignIn.Gate.Link(ctx, p, who); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/account", "linked", 0, 0))
}

// errandOf gives the errand that the browser holds, if it is the one it comes back from.
func errandOf(c echo.Context) (e errand, err error) {
	cookie, err := c.Cookie(errandCookie)
	if err != nil {
		return e, errAstray
	}
	text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || json.Unmarshal(text, &e) != nil || e.State == "" || subtle.ConstantTimeCompare([]byte(e.State), []byte(c.QueryParam("state"))) != 1 {
		return e, errAstray
	}
	return e, nil
}

// identity turns the code that a browser brings into who the provider says sits there.
func (h *SingleSignOn) identity(c echo.Context, e errand) (who registry.Identity, err error) {
	refused := func(err error) error {
		return &registry.Error{Kind: registry.Unsigned, Err: err, Message: h.Provider.Name + " không xác nhận lần đăng nhập này. Hãy làm lại từ đầu, hoặc đăng nhập bằng mật khẩu."}
	}
	if said := c.QueryParam("error"); said != "" {
		return who, refused(errors.New("the provider says " + said))
	}
	ctx := oidc.ClientContext(c.Request().Context(), client)
	known, err := h.Provider.discover(ctx)
	if err != nil {
		return who, err
	}
	granted, err := h.Provider.config(known).Exchange(ctx, c.QueryParam("code"), oauth2.VerifierOption(e.Verifier))
	if err != nil {
		return who, refused(err)
	}
	raw, _ := granted.Extra("id_token").(string)
	token, err := known.Verifier(&oidc.Config{ClientID: h.Provider.ClientID, Now: h.SignIn.Gate.Now}).Verify(ctx, raw)
	if err != nil {
		return who, refused(err)
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(e.Nonce)) != 1 {
		return who, refused(errors.New("another nonce"))
	}
	return claimed(token)
}

// claimed reads who a token is about; an e-mail address only where the provider has made
// sure of it.
func claimed(token *oidc.IDToken) (registry.Identity, error) {
	var said struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	who := registry.Identity{Issuer: token.Issuer, Subject: token.Subject}
	if err := token.Claims(&said); err != nil {
		return who, err
	}
	if said.Verified {
		who.Email = said.Email
	}
	return who, nil
}

// Unlink serves POST /account/unlink.
func (h *SingleSignOn) Unlink(c echo.Context) error {
	p := presenceOf(c.Request().Context())
	if p == nil {
		return errNoAccount
	}
	if err := h.SignIn.Gate.Unlink(c.Request().Context(), p, h.Provider.Issuer); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/account", "unlinked", 0, 0))
}
