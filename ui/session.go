package ui

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/web"
)

// unheld are the routes that ask for nobody's session: they serve everybody the same,
// and some of them often.
var unheld = []string{"/assets/:file", "/healthz", "/readyz"}

// present says who a request acts as: whoever its token or its session belongs to, otherwise whom
// the configuration says.
func (s *Server) present(c echo.Context) (context.Context, registry.Actor, error) {
	r := c.Request()
	ctx := r.Context()
	if secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		actor, err := s.signIns.Bearer(ctx, strings.TrimSpace(secret))
		return ctx, actor, err
	}
	cookie, err := c.Cookie(web.SessionCookie)
	if err != nil || slices.Contains(unheld, c.Path()) {
		return ctx, s.stranger(r), nil
	}
	p, err := s.signIns.Resume(ctx, cookie.Value)
	if registry.KindOf(err) == registry.Unsigned {
		return ctx, s.stranger(r), nil
	}
	if err != nil {
		return ctx, registry.Actor{}, err
	}
	if err := s.first(p, c.Path()); err != nil {
		return ctx, registry.Actor{}, err
	}
	return web.WithPresence(ctx, p), p.Account.Actor(), nil
}

// stranger is who acts without a session.
func (s *Server) stranger(r *http.Request) registry.Actor {
	if cookie, err := r.Cookie(web.DemoCookie); err == nil && cookie.Value == web.DemoPublic && len(s.config.Guests) > 0 {
		return registry.Actor{Account: "cong-chung", Role: registry.Visitor}
	}
	return s.config.Actor(r)
}

// first says what somebody who is signed in has to do before what they asked for.
func (s *Server) first(p *registry.Presence, route string) error {
	policy, role := &s.signIns.Policy, p.Account.Role
	switch {
	case slices.Contains(whileChanging, route):
		return nil
	case p.Credential.MustChange:
		return errMustChange
	case policy.Outworn(&p.Credential, role, s.config.Now()):
		return errOutworn
	case policy.NeedsSecond(role) && !p.Second && route != "/account/second":
		return errMustEnrol
	}
	return nil
}

// whileChanging are the routes of who has to choose another password or take a second
// step first.
var whileChanging = []string{"/account", "/account/password", "/signout", "/settings", "/demo/as"}

// What somebody has to do first; elsewhere leads to the page where it is done.
var (
	errMustChange = &registry.Error{Kind: registry.Forbidden, Message: "Mật khẩu này do người khác đặt. Hãy đổi mật khẩu ở trang Tài khoản của tôi trước khi làm việc khác."}
	errOutworn    = &registry.Error{Kind: registry.Forbidden, Message: "Mật khẩu quản trị này đã dùng quá lâu. Hãy đổi mật khẩu ở trang Tài khoản của tôi trước khi làm việc khác."}
	errMustEnrol  = &registry.Error{Kind: registry.Forbidden, Message: "Vai trò này bắt buộc xác thực hai bước. Hãy bật ở trang Tài khoản của tôi trước khi làm việc khác."}
)

// elsewhere gives the page that somebody has to go to before what they asked for; ""
// for none. Programs are answered with the error.
func (s *Server) elsewhere(r *http.Request, err error) string {
	switch {
	case wantsJSON(r) || r.Method != http.MethodGet:
		return ""
	case err == error(errMustChange), err == error(errOutworn):
		return "/account"
	case err == error(errMustEnrol):
		return "/account/second"
	case registry.KindOf(err) == registry.Unsigned && s.unclaimed(r.Context()):
		return "/setup"
	}
	return ""
}

// unclaimed says that the first administrator is still to be made. Once there is one
// there always is: the last one cannot be closed.
func (s *Server) unclaimed(ctx context.Context) bool {
	if s.config.SetupCode == "" || s.claimed.Load() {
		return false
	}
	claimed, err := s.config.Store.Claimed(ctx)
	s.claimed.Store(claimed)
	return err == nil && !claimed
}
