package web

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image/png"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"

	"trithuc/registry"
)

// secondStepView is the second step of somebody's own account: to be begun, or as it is.
type secondStepView struct {
	On, Needed, Password bool // Password: the account has one to ask for
	Since                string
	Left                 int    // recovery codes
	Key, Shown, Picture  string // of an authenticator that is to be set up
	Name                 string
	Problems             []registry.Problem
	Message              string
}

// SecondStep serves GET /account/second.
func (h *Accounts) SecondStep(c echo.Context) error {
	return h.second(c, http.StatusOK, secondStepView{})
}

func (h *Accounts) second(c echo.Context, status int, v secondStepView) error {
	ctx := c.Request().Context()
	p := presenceOf(ctx)
	if p == nil {
		return errNoAccount
	}
	page := h.Site.page(c, "account", "second.title")
	v.On, v.Needed, v.Password, v.Name = p.Second, h.Gate.Policy.NeedsSecond(p.Account.Role), p.Credential.Password != "", p.Account.Name
	if !p.Second {
		if err := h.begin(&v); err != nil {
			return err
		}
		return h.Site.render(c, status, secondStepPage(page, v))
	}
	step, err := h.Gate.Store.SecondStep(ctx, p.Account.ID)
	if err != nil {
		return err
	}
	v.Since = page.Moment(step.Since)
	if v.Left, err = h.Gate.Store.Recoveries(ctx, p.Account.ID); err != nil {
		return err
	}
	return h.Site.render(c, status, secondStepPage(page, v))
}

// begin makes a key where none was sent, and draws it.
func (h *Accounts) begin(v *secondStepView) (err error) {
	if v.Key == "" {
		if v.Key, err = h.Gate.NewKey(); err != nil {
			return err
		}
	}
	for i := 0; i < len(v.Key); i += 4 {
		v.Shown = joined(" ", v.Shown, v.Key[i:min(i+4, len(v.Key))])
	}
	v.Picture, err = drawn(v.Name, v.Key)
	return err
}

// keyName is what an authenticator calls this site: short, so that the picture is coarse
// enough for any camera.
const keyName = "Trithuc"

// drawn gives a key as the picture that an authenticator reads.
func drawn(name, key string) (string, error) {
	address := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + keyName + ":" + name,
		RawQuery: url.Values{"secret": {key}, "issuer": {keyName}}.Encode()}
	k, err := otp.NewKeyFromURL(address.String())
	if err != nil {
		return "", err
	}
	picture, err := k.Image(240, 240)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// Enrol serves POST /account/second: what the authenticator shows turns it on.
func (h *Accounts) Enrol(c echo.Context) error {
	p := presenceOf(c.Request().Context())
	if p == nil {
		return errNoAccount
	}
	key := c.FormValue("key_of")
	codes, err := h.Gate.Enrol(c.Request().Context(), p, key, c.FormValue("second"), c.FormValue("old"), c.RealIP())
	return h.recovered(c, codes, err, secondStepView{Key: key})
}

// Recovery serves POST /account/second/recovery: other recovery codes.
func (h *Accounts) Recovery(c echo.Context) error {
	p := presenceOf(c.Request().Context())
	if p == nil {
		return errNoAccount
	}
	codes, err := h.Gate.RenewRecovery(c.Request().Context(), p, c.FormValue("second"), c.RealIP())
	return h.recovered(c, codes, err, secondStepView{})
}

// recovered shows recovery codes, this once, or what was wrong.
func (h *Accounts) recovered(c echo.Context, codes []string, err error, v secondStepView) error {
	if e := refusedCode(err); e != nil {
		v.Message, v.Problems = e.Message, e.Problems
		return h.second(c, http.StatusBadRequest, v)
	}
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, recoveryPage(h.Site.page(c, "account", "second.codes"), codes))
}

// refusedCode gives the error of a code or password that was typed wrongly, nil for any
// other: who is signed in is not sent to sign in for it.
func refusedCode(err error) *registry.Error {
	e, ok := errors.AsType[*registry.Error](err)
	if ok && (e.Kind == registry.Invalid || errors.Is(err, registry.ErrWrongCode)) {
		return e
	}
	return nil
}

// Dismiss serves POST /account/second/remove.
func (h *Accounts) Dismiss(c echo.Context) error {
	p := presenceOf(c.Request().Context())
	if p == nil {
		return errNoAccount
	}
	err := h.Gate.Dismiss(c.Request().Context(), p, c.FormValue("second"), c.RealIP())
	if err != nil {
		return h.recovered(c, nil, err, secondStepView{})
	}
	return c.Redirect(http.StatusSeeOther, done("/account", "unseconded", 0, 0))
}
