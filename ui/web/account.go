package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Accounts serves somebody's own account.
type Accounts struct {
	Site  *Site
	Gate  registry.SignIns
	Store registry.ReferenceReader
	// Provider vouches for people in single sign-on; nil where there is none.
	Provider *Provider
}

// accountView is somebody's own account.
type accountView struct {
	Name, Title, Role, Whose string
	MustChange, Outworn      bool
	Second, NeedsSecond      bool
	Provider                 string // of single sign-on, "" for none
	Linked                   bool
	Sessions                 []sessionView
	Problems                 []registry.Problem // of the password that was sent
	Message                  string
}

// sessionView is one browser that somebody is signed in with.
type sessionView struct {
	Ref, Device, Address, Opened, Seen string
	This                               bool
}

// errNoAccount answers who is not signed in with an account of their own: the operator
// of the demo, a token.
var errNoAccount = registry.Errorf(registry.NotFound, "Bạn đang không dùng tài khoản nào nên không có trang này. Hãy đăng nhập trước.")

// Own serves GET /account.
func (h *Accounts) Own(c echo.Context) error { return h.own(c, http.StatusOK, accountView{}) }

func (h *Accounts) own(c echo.Context, status int, v accountView) error {
	ctx := c.Request().Context()
	p := presenceOf(ctx)
	if p == nil {
		return errNoAccount
	}
	page := h.Site.page(c, "account", "account.title")
	v.Name, v.Title, v.Role, v.MustChange = p.Account.Name, p.Account.Title(), page.role(p.Account.Role), p.Credential.MustChange
	v.Outworn = h.Gate.Policy.Outworn(&p.Credential, p.Account.Role, h.Gate.Now())
	v.Second, v.NeedsSecond = p.Second, h.Gate.Policy.NeedsSecond(p.Account.Role)
	if p.Account.Organisation != 0 {
		ref, err := h.Store.Reference(ctx)
		if err != nil {
			return err
		}
		v.Whose = ref.OrganisationName(p.Account.Organisation)
	}
	if err := h.linked(ctx, p, &v); err != nil {
		return err
	}
	sessions, err := h.Gate.Store.Sessions(ctx, p.Account.ID)
	if err != nil {
		return err
	}
	for i := range sessions {
		s := &sessions[i]
		v.Sessions = append(v.Sessions, sessionView{
			Ref: s.Ref(), Device: device(s.Agent), Address: s.Address, This: s.Digest == p.Session.Digest,
			Opened: page.Moment(s.Opened), Seen: page.Moment(s.Seen),
		})
	}
	return h.Site.render(c, status, accountPage(page, v))
}

// linked says whether an account is known to the provider of single sign-on.
func (h *Accounts) linked(ctx context.Context, p *registry.Presence, v *accountView) error {
	if h.Provider == nil {
		return nil
	}
	v.Provider = h.Provider.Name
	links, err := h.Gate.Store.Links(ctx, p.Account.ID)
	v.Linked = slices.ContainsFunc(links, func(l registry.Link) bool { return l.Issuer == h.Provider.Issuer })
	return err
}

// Password serves POST /account/password.
func (h *Accounts) Password(c echo.Context) error {
	ctx := c.Request().Context()
	p := presenceOf(ctx)
	if p == nil {
		return errNoAccount
	}
	password := c.FormValue("password")
	if password != c.FormValue("again") {
		words := h.Site.Words.For(c.Request())
		return h.own(c, http.StatusBadRequest, accountView{Problems: []registry.Problem{{Field: "again", Reason: words.T("password.differ")}}})
	}
	err := h.Gate.ChangePassword(ctx, p, c.FormValue("old"), password, c.RealIP())
	if problems := problemsOf(err); len(problems) > 0 {
		e, _ := errors.AsType[*registry.Error](err)
		return h.own(c, http.StatusBadRequest, accountView{Problems: problems, Message: e.Message})
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/account", "password", 0, 0))
}

// End serves POST /account/sessions: ends another session, or all others.
func (h *Accounts) End(c echo.Context) error {
	p := presenceOf(c.Request().Context())
	if p == nil {
		return errNoAccount
	}
	n, err := h.Gate.End(c.Request().Context(), p, c.FormValue("session"))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/account", "ended", 0, n))
}

// problemsOf gives the refused values of an error; nil where it is about something else.
func problemsOf(err error) []registry.Problem {
	e, ok := errors.AsType[*registry.Error](err)
	if !ok || e.Kind != registry.Invalid && e.Kind != registry.Conflict {
		return nil
	}
	return e.Problems
}

// refusedField gives why a field was refused, "" where it was not.
func refusedField(problems []registry.Problem, field string) string {
	for _, p := range problems {
		if p.Field == field {
			return p.Reason
		}
	}
	return ""
}

// role names a role in the reader's language.
func (w Words) role(r registry.Role) string {
	if r == registry.Visitor {
		return w.T("role.visitor")
	}
	return w.T("role." + string(r))
}

// Browsers and systems as they call themselves; what stands first is looked for first,
// since most claim to be others too.
var (
	browsers = [][2]string{{"coc_coc", "Cốc Cốc"}, {"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems  = [][2]string{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}
)

// device says in a few words which browser calls itself so.
func device(agent string) string {
	named := func(names [][2]string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return ""
	}
	if text := joined(" · ", named(browsers), named(systems)); text != "" {
		return text
	}
	return agent
}
