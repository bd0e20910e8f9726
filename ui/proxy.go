package ui

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/ui/web"
)

// clientAddress gives where a request comes from: the address of the connection, or behind
// a proxy that is trusted what it says in X-Forwarded-For, back to the last address that
// is no such proxy's. What anybody else claims is not believed.
func clientAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		_, network, err := net.ParseCIDR(p.Masked().String())
		if err == nil { // a valid prefix always is one
			trust = append(trust, echo.TrustIPRange(network))
		}
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// encrypted notes that a request came over HTTPS, to this server or to a proxy that is
// trusted and says so: its cookies go over nothing else then, nor does the browser.
func (s *Server) encrypted(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.TLS != nil || s.proxied(r) && lastSaid(r, "X-Forwarded-Proto") == "https" {
			c.Response().Header().Set("Strict-Transport-Security", "max-age=31536000")
			c.SetRequest(r.WithContext(web.WithHTTPS(r.Context())))
		}
		return next(c)
	}
}

// proxied says that the connection of a request comes from a proxy that is trusted.
func (s *Server) proxied(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(s.config.Proxies, func(p netip.Prefix) bool { return p.Contains(from.Addr().Unmap()) })
}

// lastSaid gives the last value of a header, which the nearest proxy wrote.
func lastSaid(r *http.Request, header string) string {
	all := strings.Split(strings.Join(r.Header.Values(header), ","), ",")
	return strings.ToLower(strings.TrimSpace(all[len(all)-1]))
}
