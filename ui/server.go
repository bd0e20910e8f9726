// Package ui serves the registry over HTTP. It is the only room that knows both
// Echo's server and the error kinds: one table says which page needs which
// permission, one function turns an error into a status, and the middleware
// here puts the actor and the idempotency key into the context. Pages live in
// ui/web, JSON operations in ui/api.
package ui

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/ui/web"
)

// Server is the HTTP side, ready to serve.
type Server struct {
	config  Config
	site    *web.Site
	echo    *echo.Echo
	metrics *metrics
	signIns registry.SignIns

	statistics *registry.StatisticsDesk
	claimed    atomic.Bool   // that there is an administrator is known
	closing    chan struct{} // closed when the server begins to stop: streams end
}

// New wires the pages. It fails where the browser side was never built.
func New(config Config) (*Server, error) {
	site, err := web.NewSite(config.Demo, config.Wait)
	if err != nil {
		return nil, err
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Sealer == nil {
		config.Sealer = registry.NoSealer{Reason: registry.Errorf(registry.Busy, "Máy chủ này chưa có khóa của các giá trị bảo mật. Hãy liên hệ quản trị hệ thống.")}
	}
	s := &Server{config: config, site: site, echo: echo.New(), closing: make(chan struct{})}
	config.Store = bounded{config.Store}
	s.config.Store = config.Store
	site.Guests = config.Guests
	if config.Provider != nil {
		site.Provider = config.Provider.Name
	}
	s.statistics = &registry.StatisticsDesk{Store: config.Store}
	s.signIns = registry.SignIns{
		Store: config.Store, Sealer: config.Sealer, Passwords: registry.NewPasswords(rand.Reader), Policy: registry.DefaultPolicy,
		Now: config.Now, Random: rand.Reader,
	}
	if config.Policy != nil {
		s.signIns.Policy = *config.Policy
	}
	s.config.Searcher = whole{config.Searcher, config.CaughtUp, config.Wait, search.Names{Store: config.Store}}
	s.metrics = newMetrics(s.gauges()...)
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.IPExtractor = clientAddress(config.Proxies)
	s.echo.HTTPErrorHandler = s.fail
	s.echo.Pre(s.metrics.count)
	s.echo.Use(s.recovered, secure, s.encrypted, s.knownHost, wholeQuery, packed(), sameOrigin(), s.acting, s.withinReach)
	s.mount()
	s.mountAPI()
	return s, nil
}

// today gives the day it is in Vietnam, which keeps UTC+7 without summer time.
func (s *Server) today() registry.Date {
	return registry.DateOf(s.config.Now().In(registry.Vietnam))
}

// Handler gives the whole site as one handler.
func (s *Server) Handler() http.Handler { return s.echo }

// Serve answers on a listener until ctx ends, then lets running requests finish
// within ten seconds. It returns nil after an orderly end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := s.http()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := server.Shutdown(drain)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return err
}
