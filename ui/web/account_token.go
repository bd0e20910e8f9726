package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// tokensView are the tokens of somebody's own account, and the form that makes one.
type tokensView struct {
	Tokens     []tokenLine
	Scopes     []option
	Name, Days string
	Account    string
	Password   bool   // the account has one to ask for
	Made       string // just made, shown this once
	Problems   []registry.Problem
	Message    string
}

// tokenLine is one token.
type tokenLine struct {
	Ref, Name, Text string
	Over            bool
}

// Tokens serves GET /account/tokens.
func (h *Accounts) Tokens(c echo.Context) error {
	return h.tokens(c, http.StatusOK, nil, tokensView{Days: strconv.Itoa(registry.TokenDays)})
}

// tokens shows them; chosen is what was ticked in the form.
func (h *Accounts) tokens(c echo.Context, status int, chosen []string, v tokensView) error {
	ctx := c.Request().Context()
	p := presenceOf(ctx)
	if p == nil {
		return errNoAccount
	}
	page := h.Site.page(c, "account", "tokens.title")
	all, err := h.Gate.Store.Tokens(ctx, p.Account.ID)
	if err != nil {
		return err
	}
	v.Tokens = page.tokens(all, h.Gate.Now())
	v.Scopes = each(registry.Scopes(p.Account.Role), func(s registry.Permission) option {
		return option{Value: string(s), Label: page.T("scope." + string(s)), On: slices.Contains(chosen, string(s))}
	})
	v.Account, v.Password = p.Account.Name, p.Credential.Password != ""
	return h.Site.render(c, status, tokensPage(page, v))
}

// tokens gives the lines of some.
func (w Words) tokens(all []registry.Token, now time.Time) []tokenLine {
	return each(all, func(t registry.Token) tokenLine {
		return tokenLine{t.Ref(), t.Name, w.token(&t), !now.Before(t.Expires)}
	})
}

// token says what a token is for and until when.
func (w Words) token(t *registry.Token) string {
	scope := w.T("tokens.whole")
	if t.Scope != "" {
		scope = strings.Join(each(strings.Fields(t.Scope), func(s string) string { return w.T("scope." + s) }), ", ")
	}
	used := w.T("tokens.unused")
	if !t.Used.IsZero() {
		used = w.T("tokens.used", "When", w.Moment(t.Used))
	}
	return w.T("tokens.line", "Scope", scope, "Made", w.Moment(t.Made), "Expires", w.Moment(t.Expires), "Used", used)
}

// Issue serves POST /account/tokens: makes a token, shown this once.
func (h *Accounts) Issue(c echo.Context) error {
	ctx := c.Request().Context()
	p := presenceOf(ctx)
	if p == nil {
		return errNoAccount
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	v := tokensView{Name: c.FormValue("name"), Days: c.FormValue("days")}
	scope := each(form["scope"], func(s string) registry.Permission { return registry.Permission(s) })
	v.Made, err = h.Gate.IssueOwn(ctx, p, c.FormValue("old"), c.RealIP(), v.Name, scope, int(number(v.Days)))
	if v.Problems = problemsOf(err); len(v.Problems) > 0 {
		e, _ := errors.AsType[*registry.Error](err)
		v.Message = e.Message
		return h.tokens(c, http.StatusBadRequest, form["scope"], v)
	}
	if err != nil {
		return err
	}
	return h.tokens(c, http.StatusCreated, nil, tokensView{Made: v.Made, Days: v.Days})
}

// Revoke serves POST /account/tokens/revoke.
func (h *Accounts) Revoke(c echo.Context) error {
	p := presenceOf(c.Request().Context())
	if p == nil {
		return errNoAccount
	}
	if err := h.Gate.Revoke(c.Request().Context(), &p.Account, c.FormValue("token")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/account/tokens", "revoked", 0, 0))
}
