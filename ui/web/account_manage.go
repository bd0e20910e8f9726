package web

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Administration serves the accounts of everybody to who looks after them.
type Administration struct {
	Site  *Site
	Gate  registry.Accounts
	Doors registry.SignIns
	Store interface {
		registry.PersonReader
		registry.ReferenceReader
	}
}

// accountLine is one account in the list.
type accountLine struct {
	Name, Title, Role, Whose, Href, Seen string
	Disabled                             bool
}

// accountForm is one account to be made or changed.
type accountForm struct {
	ID                            registry.AccountID // 0 for a new one
	Version                       int64
	Name, Display, Person, Action string
	Disabled, Second              bool
	Roles, Employers              []option
	Problems                      []registry.Problem
	Password                      string // just made, shown this once
	Tokens                        []tokenLine
}

func accountAddress(id registry.AccountID) string {
	return "/accounts/" + strconv.FormatInt(int64(id), 10)
}

// List serves GET /accounts.
func (h *Administration) List(c echo.Context) error {
	ctx := c.Request().Context()
	page := h.Site.page(c, "manage", "accounts.title")
	all, err := h.Gate.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	lines := make([]accountLine, len(all))
	for i := range all {
		a := &all[i]
		held, err := h.Doors.Store.Credential(ctx, a.ID)
		if err != nil {
			return err
		}
		lines[i] = accountLine{Name: a.Name, Title: a.Title(), Role: page.role(a.Role), Href: accountAddress(a.ID), Disabled: a.Disabled}
		if a.Organisation != 0 {
			lines[i].Whose = ref.OrganisationName(a.Organisation)
		}
		if a.Person != 0 {
			lines[i].Whose = a.Person.Public()
		}
		lines[i].Seen = page.seen(&held)
	}
	return h.Site.render(c, http.StatusOK, accountsPage(page, lines))
}

// seen says when an account was signed in with last.
func (w Words) seen(c *registry.Credential) string {
	switch {
	case c.Password == "":
		return w.T("accounts.closed")
	case c.Seen.IsZero():
		return w.T("accounts.never")
	}
	return w.T("accounts.seen", "When", w.Moment(c.Seen))
}

// New serves GET /accounts/new.
func (h *Administration) New(c echo.Context) error {
	return h.form(c, http.StatusOK, &registry.Account{Role: registry.Officer}, "", nil)
}

// Show serves GET /accounts/:id.
func (h *Administration) Show(c echo.Context) error {
	a, err := h.asked(c)
	if err != nil {
		return err
	}
	return h.form(c, http.StatusOK, a, "", nil)
}

// asked gives the account that an address names.
func (h *Administration) asked(c echo.Context) (*registry.Account, error) {
	return h.Gate.Store.Account(c.Request().Context(), registry.AccountID(number(c.Param("id"))))
}

// form shows an account as it is or as it was sent; password is one just made for it.
func (h *Administration) form(c echo.Context, status int, a *registry.Account, password string, problems []registry.Problem) error {
	title := "accounts.new"
	if a.ID != 0 {
		title = "accounts.one"
	}
	page := h.Site.page(c, "manage", title, "Name", a.Name)
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	v := accountForm{ID: a.ID, Version: a.Version, Name: a.Name, Display: a.Display, Disabled: a.Disabled, Problems: problems, Password: password, Action: "/accounts"}
	if a.ID != 0 {
		v.Action = accountAddress(a.ID)
		if err := h.doorsOf(c, page, a, &v); err != nil {
			return err
		}
	}
	if a.Person != 0 {
		v.Person = a.Person.Public()
	}
	v.Roles = each(registry.AccountRoles, func(r registry.Role) option {
		return option{Value: string(r), Label: page.role(r), On: r == a.Role}
	})
	v.Employers = teller{page.Words, ref}.employers(organisationValue(a.Organisation))
	return h.Site.render(c, status, accountFormPage(page, v))
}

// doorsOf adds how an account is entered beside its password.
func (h *Administration) doorsOf(c echo.Context, page Page, a *registry.Account, v *accountForm) error {
	ctx := c.Request().Context()
	_, err := h.Doors.Store.SecondStep(ctx, a.ID)
	if v.Second = err == nil; err != nil && registry.KindOf(err) != registry.NotFound {
		return err
	}
	all, err := h.Doors.Store.Tokens(ctx, a.ID)
	v.Tokens = page.tokens(all, h.Doors.Now())
	return err
}

// sent reads an account out of a form; what belongs to another role is left out of it.
func (h *Administration) sent(c echo.Context, a *registry.Account) (problems []registry.Problem) {
	a.Display, a.Role, a.Organisation, a.Person = c.FormValue("display"), registry.Role(c.FormValue("role")), 0, 0
	a.Disabled = a.ID != 0 && c.FormValue("disabled") == "yes"
	if a.Role == registry.DataOfficer {
		a.Organisation = registry.OrganisationID(number(c.FormValue("organisation")))
	}
	if text := strings.TrimSpace(c.FormValue("person")); a.Role == registry.Expert && text != "" {
		id, err := registry.ParsePersonID(text)
		if err == nil {
			_, err = registry.VisiblePerson(c.Request().Context(), h.Store, id)
		}
		if a.Person = id; err != nil {
			return []registry.Problem{{Field: "person", Reason: h.Site.Words.For(c.Request()).T("accounts.noperson")}}
		}
	}
	return nil
}

// Add serves POST /accounts. The password is made here and shown once.
func (h *Administration) Add(c echo.Context) error {
	a := &registry.Account{Name: c.FormValue("name")}
	problems := h.sent(c, a)
	if len(problems) > 0 {
		return h.form(c, http.StatusBadRequest, a, "", problems)
	}
	password := newPasswordText()
	secret, err := h.Doors.Secret(a.Name, password, true)
	if err == nil {
		_, err = h.Gate.Add(c.Request().Context(), a, secret)
	}
	if problems := problemsOf(err); len(problems) > 0 {
		return h.form(c, http.StatusBadRequest, a, "", problems)
	}
	if err != nil {
		return err
	}
	return h.form(c, http.StatusCreated, a, password, nil)
}

// newPasswordText makes a password that can be read out over a telephone.
func newPasswordText() string {
	t := strings.ToLower(rand.Text())
	return t[:5] + "-" + t[5:10] + "-" + t[10:15] + "-" + t[15:20]
}

// Save serves POST /accounts/:id.
func (h *Administration) Save(c echo.Context) error {
	a, err := h.asked(c)
	if err != nil {
		return err
	}
	a.Version = cmp.Or(number(c.FormValue("version")), a.Version)
	if problems := h.sent(c, a); len(problems) > 0 {
		return h.form(c, http.StatusBadRequest, a, "", problems)
	}
	_, err = h.Gate.Amend(c.Request().Context(), a, "Sửa tài khoản")
	if problems := problemsOf(err); len(problems) > 0 {
		return h.form(c, http.StatusBadRequest, a, "", problems)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/accounts", "account", 0, 0))
}

// ResetSecond serves POST /accounts/:id/second: takes the second step away.
func (h *Administration) ResetSecond(c echo.Context) error {
	a, err := h.asked(c)
	if err == nil {
		err = h.Doors.ResetSecond(c.Request().Context(), a)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(accountAddress(a.ID), "unseconded", 0, 0))
}

// Revoke serves POST /accounts/:id/tokens/revoke: takes a token of somebody back.
func (h *Administration) Revoke(c echo.Context) error {
	a, err := h.asked(c)
	if err == nil {
		err = h.Doors.Revoke(c.Request().Context(), a, c.FormValue("token"))
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(accountAddress(a.ID), "revoked", 0, 0))
}

// Reset serves POST /accounts/:id/password: makes another password, shown once.
func (h *Administration) Reset(c echo.Context) error {
	a, err := h.asked(c)
	if err != nil {
		return err
	}
	password := newPasswordText()
	if _, err := h.Doors.Reset(c.Request().Context(), a, password); err != nil {
		return err
	}
	return h.form(c, http.StatusOK, a, password, nil)
}
