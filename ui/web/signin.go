package web

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// SessionCookie is the cookie that holds the secret of a session.
const SessionCookie = "session"

// SignIn serves signing in and out, the first start, and the roles of the demo.
type SignIn struct {
	Site *Site
	Gate registry.SignIns
	// SetupCode lets who read the console make the first administrator; "" where nobody
	// can be made that way.
	SetupCode string
}

type presenceKey struct{}

// WithPresence gives the context whose session a request belongs to.
func WithPresence(ctx context.Context, p *registry.Presence) context.Context {
	return context.WithValue(ctx, presenceKey{}, p)
}

// presenceOf gives whose session the request belongs to; nil for nobody's.
func presenceOf(ctx context.Context) *registry.Presence {
	p, _ := ctx.Value(presenceKey{}).(*registry.Presence)
	return p
}

// signInView is the form that signs in.
type signInView struct {
	Name, Back, Message string
	Provider            string // of single sign-on, "" for none
	Status              int
}

// Form serves GET /signin.
func (h *SignIn) Form(c echo.Context) error {
	back := local(c.QueryParam("back"))
	return h.Site.render(c, http.StatusOK, signInPage(h.Site.page(c, "", "signin.title"), signInView{Back: back, Provider: h.Site.Provider, Status: http.StatusOK}))
}

// Enter serves POST /signin. What was wrong comes back as the form, see Site.Fault.
func (h *SignIn) Enter(c echo.Context) error {
	in, err := h.Gate.Enter(c.Request().Context(), c.FormValue("name"), c.FormValue("password"), comesFrom(c))
	if err != nil {
		return err
	}
	return h.admit(c, in, c.FormValue("back"))
}

// admit begins the session of who came in, or asks for their second step.
func (h *SignIn) admit(c echo.Context, in registry.Admission, back string) error {
	if in.Ticket != "" {
		return h.ask(c, http.StatusOK, secondView{Ticket: string(in.Ticket), Back: local(back)})
	}
	h.Site.holdSession(c, in.Secret)
	return h.welcome(c, back)
}

// secondView is the form of the second step.
type secondView struct {
	Ticket, Back, Message string
	Status                int
}

func (h *SignIn) ask(c echo.Context, status int, v secondView) error {
	v.Status = status
	return h.Site.render(c, status, secondPage(h.Site.page(c, "", "signin.second"), v))
}

// Second serves POST /signin/second.
func (h *SignIn) Second(c echo.Context) error {
	v := secondView{Ticket: c.FormValue("ticket"), Back: local(c.FormValue("back"))}
	secret, err := h.Gate.Second(c.Request().Context(), registry.Ticket(v.Ticket), c.FormValue("second"), comesFrom(c))
	if e, ok := errors.AsType[*registry.Error](err); ok && errors.Is(err, registry.ErrWrongCode) {
		v.Message = e.Message
		return h.ask(c, http.StatusUnauthorized, v)
	}
	if err != nil {
		return err
	}
	return h.admit(c, registry.Admission{Secret: secret}, v.Back)
}

// welcome leads on to where somebody wanted to go, or to the first page of their role.
func (h *SignIn) welcome(c echo.Context, back string) error {
	if back = local(back); back == "/" {
		p, err := h.Gate.Resume(c.Request().Context(), sessionSecret(c))
		if err == nil {
			back = homeOf(p.Account.Actor())
		}
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// Leave serves POST /signout.
func (h *SignIn) Leave(c echo.Context) error {
	err := h.Gate.Leave(c.Request().Context(), sessionSecret(c))
	h.Site.holdSession(c, "")
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/signin")
}

// setupView is the form that makes the first administrator.
type setupView struct {
	Code, Name, Display string
	Problems            []registry.Problem
}

// ShowSetup serves GET /setup.
func (h *SignIn) ShowSetup(c echo.Context) error {
	if err := h.open(c); err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, setupPage(h.Site.page(c, "", "setup.title"), setupView{Code: c.QueryParam("code"), Name: "quantri"}))
}

// open says that there is no administrator yet and the console has a code.
func (h *SignIn) open(c echo.Context) error {
	claimed, err := h.Gate.Store.Claimed(c.Request().Context())
	if err == nil && (claimed || h.SetupCode == "") {
		err = registry.Errorf(registry.NotFound, "Đã có tài khoản quản trị hệ thống. Hãy đăng nhập bằng tài khoản ấy.")
	}
	return err
}

// Setup serves POST /setup: makes the first administrator and signs them in.
func (h *SignIn) Setup(c echo.Context) error {
	if err := h.open(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := h.Gate.TrySetup(ctx); err != nil {
		return err
	}
	v := setupView{Code: c.FormValue("code"), Name: c.FormValue("name"), Display: c.FormValue("display")}
	page := h.Site.page(c, "", "setup.title")
	password, again := c.FormValue("password"), c.FormValue("again")
	switch {
	case !sameCode(v.Code, h.SetupCode):
		v.Problems = []registry.Problem{{Field: "code", Reason: page.T("setup.code.wrong")}}
	case password != again:
		v.Problems = []registry.Problem{{Field: "again", Reason: page.T("password.differ")}}
	default:
		err := h.Gate.Claim(ctx, &registry.Account{Name: v.Name, Display: v.Display}, password)
		if err == nil {
			in, err := h.Gate.Enter(ctx, v.Name, password, comesFrom(c))
			if err != nil {
				return err
			}
			h.Site.holdSession(c, in.Secret)
			return c.Redirect(http.StatusSeeOther, done("/", "claimed", 0, 0))
		}
		if v.Problems = problemsOf(err); len(v.Problems) == 0 {
			return err
		}
	}
	return h.Site.render(c, http.StatusBadRequest, setupPage(page, v))
}

// sameCode compares a code as somebody typed it, blanks, dashes and case aside.
func sameCode(typed, code string) bool {
	plain := strings.NewReplacer("-", "", " ", "").Replace
	return code != "" && subtle.ConstantTimeCompare([]byte(strings.ToUpper(plain(typed))), []byte(strings.ToUpper(plain(code)))) == 1
}

// DemoCookie holds the role of a demo that has no account: the public.
const DemoCookie = "demo"

// DemoPublic is its value.
const DemoPublic = "public"

// As serves POST /demo/as: acts as one of the demo's accounts, as the public, or as the
// operator again.
func (h *SignIn) As(c echo.Context) error {
	ctx, as := c.Request().Context(), c.FormValue("as")
	if err := h.Gate.Leave(ctx, sessionSecret(c)); err != nil {
		return err
	}
	public := &http.Cookie{Name: DemoCookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: -1, Secure: overHTTPS(c)}
	if as == DemoPublic {
		public.Value, public.MaxAge = DemoPublic, 0
	}
	c.SetCookie(public)
	h.Site.holdSession(c, "")
	for i := range h.Site.Guests {
		if h.Site.Guests[i].Name != as {
			continue
		}
		secret, err := h.Gate.Open(ctx, &h.Site.Guests[i], comesFrom(c))
		if err != nil {
			return err
		}
		h.Site.holdSession(c, secret)
		return c.Redirect(http.StatusSeeOther, homeOf(h.Site.Guests[i].Actor()))
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

// comesFrom gives where a request comes from.
func comesFrom(c echo.Context) registry.Origin {
	return registry.Origin{Address: c.RealIP(), Agent: c.Request().UserAgent(), Session: sessionSecret(c)}
}

// sessionSecret gives the secret of the session that a browser has, "" for none.
func sessionSecret(c echo.Context) string {
	cookie, err := c.Cookie(SessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// holdSession lets the browser hold the secret of a session until it is closed, or
// forget the one it has. The rest of this request belongs to the new one.
func (s *Site) holdSession(c echo.Context, secret string) {
	cookie := &http.Cookie{Name: SessionCookie, Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: overHTTPS(c)}
	if secret == "" {
		cookie.MaxAge = -1
	}
	c.SetCookie(cookie)
	r := c.Request().Clone(c.Request().Context())
	r.Header.Set("Cookie", (&http.Cookie{Name: SessionCookie, Value: secret}).String())
	c.SetRequest(r)
}

// who is who is signed in, as every page says it.
type who struct{ Title, Role string }

// whoIs gives who is signed in; nil for nobody.
func whoIs(c echo.Context, words Words) *who {
	p := presenceOf(c.Request().Context())
	if p == nil {
		return nil
	}
	return &who{p.Account.Title(), words.role(p.Account.Role)}
}

// guests gives whom the reader of a demo may act as.
func (s *Site) guests(a registry.Actor, words Words) []option {
	if len(s.Guests) == 0 {
		return nil
	}
	all := []option{{Value: string(registry.Operator), Label: words.role(registry.Operator), On: a.Role == registry.Operator}}
	for _, g := range s.Guests {
		label := words.role(g.Role)
		if g.Role == registry.DataOfficer { // there are two, so that one can approve what the other drew up
			label = g.Display
		}
		all = append(all, option{Value: g.Name, Label: label, On: a.Account == g.Name})
	}
	return append(all, option{Value: DemoPublic, Label: words.role(registry.Visitor), On: a.Role == registry.Visitor})
}

// homeOf gives the first page of who may see what.
func homeOf(a registry.Actor) string {
	if !a.May(registry.ReadPeople) && a.May(registry.ReadForecast) {
		return "/forecast"
	}
	if a.Person != 0 {
		return "/own"
	}
	return "/"
}

// wanted gives where to go on after signing in: the page that was asked for, or the one
// whose form was sent.
func wanted(c echo.Context) string {
	r := c.Request()
	switch {
	case strings.HasPrefix(r.URL.Path, "/signin"):
		return local(c.FormValue("back"))
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		return local(r.URL.RequestURI())
	}
	from, err := url.Parse(r.Referer())
	if err != nil {
		return "/"
	}
	return local(from.RequestURI())
}

// signInAgain renders the form that signs in where something was asked that needs it.
func (s *Site) signInAgain(c echo.Context, f Fault) error {
	v := signInView{Back: wanted(c), Provider: s.Provider, Message: f.Message, Status: f.Status}
	if c.Request().URL.Path == "/signin" {
		v.Name = c.FormValue("name")
	}
	return s.render(c, f.Status, signInPage(s.page(c, "", "signin.title"), v))
}
