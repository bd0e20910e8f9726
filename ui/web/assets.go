package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

//go:embed all:assets/dist
var dist embed.FS

// Assets is the browser side as built: every file under a name that holds a
// hash of its content, so that it may be kept for a year.
type Assets struct {
	names map[string]string // "app.css" → "app-1f00….css"
	files map[string]asset  // by hashed name
}

// asset is one file in the encodings it was built in.
type asset struct {
	kind            string
	plain, gzip, br []byte
}

// OpenAssets reads what the build left. The error says which command builds it.
func OpenAssets() (*Assets, error) { return openAssets(dist, "assets/dist") }

func openAssets(files fs.FS, dir string) (*Assets, error) {
	raw, err := fs.ReadFile(files, path.Join(dir, "manifest.json"))
	if err != nil {
		return nil, &registry.Error{Kind: registry.Damaged, Err: err,
			Message: "Chương trình này được dựng mà thiếu phần giao diện web. Hãy chạy `make build` (cần Node và npm) rồi khởi động lại."}
	}
	a := &Assets{files: map[string]asset{}}
	if err := json.Unmarshal(raw, &a.names); err != nil {
		return nil, fmt.Errorf("web.OpenAssets: %w", err)
	}
	for name, hashed := range a.names {
		one := asset{kind: kindOf(name)}
		if one.plain, err = fs.ReadFile(files, path.Join(dir, hashed)); err != nil {
			return nil, fmt.Errorf("web.OpenAssets: %w", err)
		}
		one.gzip, _ = fs.ReadFile(files, path.Join(dir, hashed+".gz")) // fonts have none
		one.br, _ = fs.ReadFile(files, path.Join(dir, hashed+".br"))
		a.files[hashed] = one
	}
	return a, nil
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".woff2":
		return "font/woff2"
	case ".js":
		return "text/javascript; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// URL gives the address of a built file by its plain name.
func (a *Assets) URL(name string) string { return "/assets/" + a.names[name] }

// Serve serves GET /assets/:file.
func (a *Assets) Serve(c echo.Context) error {
	f, ok := a.files[c.Param("file")]
	if !ok {
		return registry.Errorf(registry.NotFound, "Không có tệp giao diện này. Hãy tải lại trang.")
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	body, accepted := f.plain, c.Request().Header.Get("Accept-Encoding")
	switch {
	case f.br != nil && accepts(accepted, "br"):
		body = f.br
		h.Set("Content-Encoding", "br")
	case f.gzip != nil && accepts(accepted, "gzip"):
		body = f.gzip
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return c.Blob(http.StatusOK, f.kind, body)
}

// accepts reads one Accept-Encoding header; "br;q=0" refuses.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == coding {
			q = strings.TrimPrefix(strings.ReplaceAll(q, " ", ""), "q=")
			return strings.Trim(q, "0.") != "" || q == ""
		}
	}
	return false
}
