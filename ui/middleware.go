package ui

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/ui/api"
)

// policy lets a page use what this server sends and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the headers that every answer carries, refusals too.
func secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		return next(c)
	}
}

// packed compresses pages and JSON. Files are packed when they are built, and a
// stream must not wait for a buffer to fill.
func packed() echo.MiddlewareFunc {
	return middleware.GzipWithConfig(middleware.GzipConfig{
		Level: 5, MinLength: 1400,
		Skipper: func(c echo.Context) bool {
			return c.Path() == "/assets/:file" || strings.HasSuffix(c.Path(), "/events") || strings.HasSuffix(c.Path(), "/export")
		},
	})
}

// recovered turns a panic into an error, so that the process lives and fail logs it.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch r := recover(); r {
			case nil:
			case http.ErrAbortHandler:
				panic(r)
			default:
				err = fmt.Errorf("ui: panic in %s %s: %v\n%s", c.Request().Method, c.Path(), r, debug.Stack())
			}
		}()
		return next(c)
	}
}

// sameOrigin refuses writes that another site made the reader's browser send.
func sameOrigin() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return &registry.Error{Kind: registry.Forbidden, Err: err,
					Message: "Yêu cầu này đến từ một trang web khác nên không được nhận. Hãy mở lại trang này rồi làm lại."}
			}
			return next(c)
		}
	}
}

// wholeQuery refuses an address whose part after the question mark is broken:
// Go would pass over the broken piece, and everybody would be found.
func wholeQuery(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		_, err := url.ParseQuery(c.Request().URL.RawQuery)
		if err == nil {
			return next(c)
		}
		kind := registry.Invalid
		if wantsJSON(c.Request()) {
			kind = registry.Unreadable // as every other value of a query that is refused
		}
		return &registry.Error{Kind: kind, Err: err, Message: "Phần sau dấu hỏi của địa chỉ viết hỏng nên không đọc được. Hãy mã hóa các ký tự đặc biệt, như % thành %25, rồi gửi lại."}
	}
}

// Bounds of a body, of a file of citations or codes, and of an idempotency key, in
// bytes.
const (
	maxBody = 1 << 20
	maxFile = 8 << 20 // whoever reads the file says so itself
	maxKey  = 200
)

// acting puts the actor into the context, and for a write reads the body within
// its bound and puts the idempotency key beside it.
func (s *Server) acting(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		ctx, actor, err := s.present(c)
		if err != nil {
			return err
		}
		ctx = registry.WithActor(ctx, actor)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			bound, workbooks := s.bound(c.Path(), actor)
			r.Body = http.MaxBytesReader(c.Response(), r.Body, bound)
			body, err := s.read(r, bound, workbooks)
			if err != nil {
				return err
			}
			if body.arrival != nil {
				defer body.arrival.Discard() // where nobody recorded it
				ctx = importer.WithArrival(ctx, body.arrival)
			}
			if body.key.Value != "" {
				ctx = registry.WithKey(ctx, body.key)
			}
		}
		c.SetRequest(r.WithContext(ctx))
		return next(c)
	}
}

// bound gives how many bytes the body of a request may have, and whether it brings
// workbooks: routes that take files have bounds of their own, for who may use them.
func (s *Server) bound(route string, actor registry.Actor) (bytes int64, workbooks bool) {
	route = strings.TrimPrefix(route, "/api/v1")
	switch {
	case route == "/imports" && actor.May(registry.WriteImports) && s.config.Importer != nil:
		return s.config.maxUpload() + maxBody, true
	case route == "/imports/:id/signed" && actor.May(registry.WriteImports):
		return importer.MaxSigned + maxBody, false
	case route == "/panels/:id/decision" && actor.May(registry.WritePanels):
		return registry.MaxDecision + maxBody, false
	case strings.HasPrefix(route, "/people/:id/publications") && actor.May(registry.WritePeople):
		return maxFile*4/3 + maxBody, false // a preview carries it as base64
	case strings.HasPrefix(route, "/catalogues/:scheme/") && actor.May(registry.WriteCatalogues):
		return maxFile*4/3 + maxBody, false
	}
	return maxBody, false
}

// body is what a write brings.
type body struct {
	key     registry.Key
	arrival *importer.Arrival // the workbooks, nil where there are none
}

// read takes the body in and gives the request's idempotency key, from the header
// Idempotency-Key or the field key of a form, with a digest of what is asked. No
// part of a body is ever written to a temporary file: workbooks go to the importer
// as they come, and what else a form holds is bounded and stays in memory.
func (s *Server) read(r *http.Request, bound int64, workbooks bool) (b body, err error) {
	digest := sha256.New()
	fmt.Fprintf(digest, "%s %q %q\n", r.Method, r.URL.RequestURI(), r.Header.Values("If-Match"))
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case kind == "application/x-www-form-urlencoded":
		err = r.ParseForm()
	case kind == "multipart/form-data" && workbooks:
		if b.arrival, err = api.ReadUpload(r, s.config.Importer); err != nil {
			return b, err
		}
	case kind == "multipart/form-data":
		err = r.ParseMultipartForm(bound)
	default:
		err = readBody(r, digest)
	}
	if err != nil {
		return b, api.BrokenBody(err)
	}
	b.key, err = keyOf(r, digest, b.arrival)
	if err != nil && b.arrival != nil {
		b.arrival.Discard()
	}
	return b, err
}

// keyOf gives the idempotency key of a request whose body is read.
func keyOf(r *http.Request, digest hash.Hash, a *importer.Arrival) (registry.Key, error) {
	value := r.Header.Get("Idempotency-Key")
	if r.PostForm != nil {
		value = strings.TrimSpace(cmp.Or(value, r.PostForm.Get("key")))
		digestFields(digest, r.PostForm)
	}
	if a != nil {
		fmt.Fprintf(digest, "workbooks %s\n", a.SHA256())
	}
	if len(value) > maxKey {
		return registry.Key{}, registry.Errorf(registry.Invalid, "Khóa chống gửi trùng dài quá %d ký tự. Hãy dùng khóa ngắn hơn.", maxKey)
	}
	var err error
	if r.MultipartForm != nil {
		err = digestFiles(digest, r.MultipartForm.File)
	}
	return registry.Key{Value: value, Digest: registry.Digest(digest.Sum(nil))}, err
}

// readBody takes the whole body in and puts it back.
func readBody(r *http.Request, digest hash.Hash) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	digest.Write(body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// digestFields writes the fields of a form, except the key, in a fixed order.
func digestFields(digest hash.Hash, form map[string][]string) {
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name != "key" {
			fmt.Fprintf(digest, "%q=%q\n", name, form[name])
		}
	}
}

func digestFiles(digest hash.Hash, files map[string][]*multipart.FileHeader) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, f := range files[name] {
			fmt.Fprintf(digest, "%q %q %d\n", name, f.Filename, f.Size)
			if err := digestFile(digest, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func digestFile(digest hash.Hash, f *multipart.FileHeader) error {
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("ui.digestFile: %w", err)
	}
	defer in.Close()
	_, err = io.Copy(digest, in)
	return err
}
