// Package web is the pages people see: handlers, page structs, templates and
// what the browser gets. Handlers parse, ask one service and render; errors go
// up to ui, which alone knows statuses. Every page works without JavaScript.
package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Site is what all pages share.
type Site struct {
	Assets *Assets
	Words  *Catalogue
	Demo   bool               // a banner says that all people are made up
	Guests []registry.Account // of the demo, which anybody may act as
	// Provider is the name of who vouches for people in single sign-on; "" for nobody.
	Provider string
	// Wait returns when the index has taken in an entry of the trail, or ctx ends.
	Wait func(ctx context.Context, seq registry.Seq) error
}

// NewSite reads the built assets and the message catalogues.
func NewSite(demo bool, wait func(context.Context, registry.Seq) error) (*Site, error) {
	assets, err := OpenAssets()
	if err != nil {
		return nil, err
	}
	words, err := OpenCatalogue()
	if err != nil {
		return nil, err
	}
	return &Site{Assets: assets, Words: words, Demo: demo, Wait: wait}, nil
}

// Page is the frame of one page.
type Page struct {
	Words
	Assets   *Assets
	Title    string // in the reader's language, without the product's name
	Here     string // the entry of the menu that is current: "search", "imports", "shortlists", "forecast"
	Theme    string // "light", "dark" or "" for what the system says
	Address  string // path and query of this page, to come back to
	Help     string // where this page is explained, "" in the guides themselves
	Demo     bool
	Guests   []option // of the demo: whom the reader may act as
	Who      *who     // nil where nobody is signed in
	Unsigned bool     // nobody is, and somebody could be
	Home     string   // the first page of the reader
	Expert   bool     // the reader has a record of their own
	Key      string   // idempotency key for the forms of this page
	Notice   *notice
	Refusal  string // why what was just asked was not done, "" for nothing
	Refresh  bool   // a page without a script asks again after a while
	May      func(registry.Permission) bool
}

// page fills the frame for a request; title is the id of a message.
func (s *Site) page(c echo.Context, here, title string, args ...any) Page {
	words := s.Words.For(c.Request())
	actor := registry.ActorOf(c.Request().Context())
	return Page{
		Help: helpAddress(c.Request().URL.Path), Words: words, Assets: s.Assets, Title: words.T(title, args...), Here: here, Theme: theme(c.Request()),
		Address: c.Request().URL.RequestURI(), Demo: s.Demo, Key: rand.Text(), Notice: noticeOf(c, words), May: actor.May,
		Who: whoIs(c, words), Unsigned: actor.Role == registry.Visitor, Home: homeOf(actor), Expert: actor.Person != 0, Guests: s.guests(actor, words),
	}
}

// render writes a component. It is rendered whole before the status goes out,
// so that a failure half-way is still an error page.
func (s *Site) render(c echo.Context, status int, part templ.Component) error {
	var b bytes.Buffer
	if err := part.Render(c.Request().Context(), &b); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store") // personal data stays out of caches
	c.Response().Header().Add("Vary", "HX-Request")
	return c.HTMLBlob(status, b.Bytes())
}

// searchable waits until the index has what was written, but not for long: the
// write stands in any case.
func (s *Site) searchable(ctx context.Context, seq registry.Seq) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_ = s.Wait(ctx, seq)
}

// partial says that the script asks for the changing part of a page only.
func partial(c echo.Context) bool {
	return c.Request().Header.Get("HX-Request") == "true" && c.Request().Header.Get("HX-History-Restore-Request") != "true"
}

const themeCookie = "theme"

func theme(r *http.Request) string {
	cookie, err := r.Cookie(themeCookie)
	if err != nil || cookie.Value != "light" && cookie.Value != "dark" {
		return ""
	}
	return cookie.Value
}

// Settings serves POST /settings: language and theme, remembered for a year.
func (s *Site) Settings(c echo.Context) error {
	if lang := c.FormValue("lang"); lang == Vietnamese || lang == English {
		c.SetCookie(remember(c, languageCookie, lang))
	}
	if t := c.FormValue("theme"); t == "light" || t == "dark" || t == "auto" {
		c.SetCookie(remember(c, themeCookie, t))
	}
	return c.Redirect(http.StatusSeeOther, local(c.FormValue("back")))
}

type httpsKey struct{}

// WithHTTPS gives the context of a request that came over HTTPS.
func WithHTTPS(ctx context.Context) context.Context {
	return context.WithValue(ctx, httpsKey{}, true)
}

// overHTTPS says that a request came over HTTPS.
func overHTTPS(c echo.Context) bool {
	yes, _ := c.Request().Context().Value(httpsKey{}).(bool)
	return yes
}

func remember(c echo.Context, name, value string) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 60 * 60,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: overHTTPS(c),
	}
}

// local gives an address of this site to go back to, "/" for anything else:
// nobody may send a reader elsewhere through a form.
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	q := u.Query()
	q.Del("lang")
	q.Del(doneParam)
	return (&url.URL{Path: u.Path, RawQuery: q.Encode()}).RequestURI()
}

// with gives an address with one parameter replaced.
func with(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	q := u.Query()
	q.Set(name, value)
	return (&url.URL{Path: u.Path, RawQuery: q.Encode()}).RequestURI()
}

// Fault is an error as a page shows it.
type Fault struct {
	Status   int
	Title    string
	Message  string
	Problems []registry.Problem
	ID       string // of the log line, "" where the reader can mend it alone
}

// Fault renders the page of an error. Only ui calls it.
func (s *Site) Fault(c echo.Context, f Fault) error {
	if f.Status == http.StatusUnauthorized && !partial(c) {
		return s.signInAgain(c, f)
	}
	page := s.page(c, "", "fault.title")
	if partial(c) {
		return s.render(c, f.Status, faultPart(page, f))
	}
	return s.render(c, f.Status, faultPage(page, f))
}
