package ui

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"syscall"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/api"
	"trithuc/ui/web"
)

// statuses is the one place where a kind of failure becomes an HTTP status.
var statuses = map[registry.Kind]int{
	registry.Internal:     http.StatusInternalServerError,
	registry.Invalid:      http.StatusBadRequest,
	registry.NotFound:     http.StatusNotFound,
	registry.Conflict:     http.StatusConflict,
	registry.Stale:        http.StatusPreconditionFailed,
	registry.Forbidden:    http.StatusForbidden,
	registry.Unsigned:     http.StatusUnauthorized,
	registry.Unreadable:   http.StatusUnprocessableEntity,
	registry.TooOften:     http.StatusTooManyRequests,
	registry.TooLarge:     http.StatusRequestEntityTooLarge,
	registry.Busy:         http.StatusServiceUnavailable,
	registry.Damaged:      http.StatusInternalServerError,
	registry.NewerVersion: http.StatusInternalServerError,
}

// clientGone is the status logged for who hung up before the answer; nobody reads it.
const clientGone = 499

// fail answers an error: a page, or problem+json for a program. What is not the
// reader's to mend is logged here, once, under an id that the reader sees.
func (s *Server) fail(err error, c echo.Context) {
	if to := s.elsewhere(c.Request(), err); to != "" && !c.Response().Committed && c.Redirect(http.StatusSeeOther, to) == nil {
		return
	}
	f := s.explain(c.Request().Context(), s.site.Words.For(c.Request()), err, !wantsJSON(c.Request()))
	if c.Response().Committed || f.Status == clientGone {
		return
	}
	if f.Status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "5")
	}
	answer := s.site.Fault
	if wantsJSON(c.Request()) {
		answer = problem
	}
	if err := answer(c, f); err != nil && c.Request().Context().Err() == nil { // who is gone reads no page
		s.config.Log.Error("error page failed", "id", f.ID, "error", err)
	}
}

// explain says what a reader is told of an error and logs what is not theirs to
// mend, of a page or to a program. A foreign error tells its id only.
func (s *Server) explain(ctx context.Context, words web.Words, err error, page bool) web.Fault {
	f := s.fault(ctx, words, err)
	f.Title = words.FaultTitle(f.Status)
	if errors.Is(err, registry.ErrKeyReused) && page {
		f.Message = words.T("fault.reused.text") // who reads a page knows no key
	}
	if f.Status == http.StatusInternalServerError || f.Status == http.StatusInsufficientStorage {
		f.ID = strings.ToLower(rand.Text()[:10])
		s.config.Log.ErrorContext(ctx, "request failed", "id", f.ID, "account", registry.ActorOf(ctx).Account, "error", err)
	} else if forOperator(err) {
		s.config.Log.WarnContext(ctx, "request refused", "status", f.Status, "account", registry.ActorOf(ctx).Account, "error", err)
	}
	return f
}

// forOperator says that what was refused has a cause which only the operator can see to: a
// provider of single sign-on that is away or vouches wrongly, a disk that fails.
func forOperator(err error) bool {
	e, ok := errors.AsType[*registry.Error](err)
	return ok && e.Err != nil && (e.Kind == registry.Busy || e.Kind == registry.Unsigned && !errors.Is(err, registry.ErrWrongCode))
}

func (s *Server) fault(ctx context.Context, words web.Words, err error) web.Fault {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return web.Fault{Status: http.StatusRequestEntityTooLarge, Message: words.T("fault.413.text")}
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return web.Fault{Status: http.StatusInsufficientStorage, Message: words.T("fault.507.text")}
	}
	if e, ok := errors.AsType[*registry.Error](err); ok && statuses[e.Kind] < 500 || ok && e.Kind == registry.Busy {
		return web.Fault{Status: statuses[e.Kind], Message: e.Message, Problems: e.Problems}
	}
	switch e, ok := errors.AsType[*echo.HTTPError](err); {
	case ok && e.Code == http.StatusNotFound:
		return web.Fault{Status: e.Code, Message: words.T("fault.404.text")}
	case ok && e.Code == http.StatusMethodNotAllowed:
		return web.Fault{Status: e.Code, Message: words.T("fault.405.text")}
	case ok && e.Code == http.StatusMisdirectedRequest:
		return web.Fault{Status: e.Code, Message: words.T("fault.421.text")}
	case ok && e.Code < 500:
		return web.Fault{Status: e.Code, Message: words.T("fault.400.text")}
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return web.Fault{Status: clientGone}
	case errors.Is(err, context.DeadlineExceeded):
		return web.Fault{Status: http.StatusServiceUnavailable, Message: words.T("fault.503.text")}
	}
	return web.Fault{Status: http.StatusInternalServerError, Message: words.T("fault.500.text")}
}

// wantsJSON says that a program asks: under /api, or by what it accepts.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

// problem answers as RFC 9457 says.
func problem(c echo.Context, f web.Fault) error {
	p := api.Problem{Type: "about:blank", Title: f.Title, Status: f.Status, Detail: f.Message, Instance: f.ID}
	for _, x := range f.Problems {
		p.Errors = append(p.Errors, api.ProblemField{Field: x.Field, Reason: x.Reason})
	}
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return c.Blob(f.Status, p.ContentType(""), body)
}
