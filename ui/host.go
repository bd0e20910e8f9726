package ui

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// knownHost refuses requests that name a host this server does not go by: a
// page of another site can let its own name lead here (DNS rebinding), and the
// browser would then take both for one site and hand over every answer.
func (s *Server) knownHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !s.goesBy(c.Request().Host) && !reachedBy(c.Request()) {
			return misdirected
		}
		return next(c)
	}
}

// misdirected is the refusal of a host (RFC 9110, 15.5.20).
var misdirected = echo.NewHTTPError(http.StatusMisdirectedRequest)

// goesBy says that a Host header names this machine itself or one of the hosts
// it was told to answer for. The port does not matter.
func (s *Server) goesBy(host string) bool {
	name := hostName(host)
	if name == "localhost" {
		return true
	}
	if ip, err := netip.ParseAddr(name); err == nil && ip.IsLoopback() {
		return true
	}
	return slices.ContainsFunc(s.config.Hosts, func(known string) bool { return hostName(known) == name && name != "" })
}

// hostName gives the name in a Host header or a listening address, lower case,
// without port, brackets and the dot at its end.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// reachedBy says that a request names the very address its connection came to:
// no name can be made to lead astray there. A server on 0.0.0.0 needs no list of
// its own addresses.
func reachedBy(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	here, err := netip.ParseAddrPort(local.String())
	named, err2 := netip.ParseAddr(hostName(r.Host))
	return err == nil && err2 == nil && here.Addr().Unmap() == named.Unmap()
}
