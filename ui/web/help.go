package web

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"golang.org/x/text/unicode/norm"

	"trithuc/registry"
)

// Help serves the guides, as they stand in docs/huong-dan.
type Help struct {
	Site  *Site
	Files fs.FS // *.md, and pictures under hinh
}

// guideOrder is the order in which the guides are offered.
var guideOrder = []string{"can-bo-tra-cuu", "can-bo-dau-moi", "nguoi-lap-ke-hoach", "chuyen-gia", "van-hanh"}

// guidePlaces says where in a guide a page is explained: the first whose address a
// page's begins with.
var guidePlaces = []struct{ address, place string }{
	{"/people/new", "can-bo-dau-moi#sua-mot-ho-so"},
	{"/people/compare", "can-bo-tra-cuu#tim-nguoi"},
	{"/people/", "can-bo-tra-cuu#xem-mot-ho-so"},
	{"/people", "can-bo-tra-cuu#tim-nguoi"},
	{"/searches", "can-bo-tra-cuu#tim-nguoi"},
	{"/shortlists", "can-bo-tra-cuu#danh-sach-da-chon"},
	{"/panels", "can-bo-tra-cuu#lap-hoi-dong"},
	{"/imports/", "can-bo-dau-moi#xem-truoc-roi-moi-ghi"},
	{"/imports", "can-bo-dau-moi#dua-danh-sach-vao"},
	{"/reviews", "can-bo-dau-moi#tra-loi-cho-can-xac-nhan"},
	{"/organisations", "can-bo-dau-moi#giu-du-lieu-dung"},
	{"/forecast/options", "nguoi-lap-ke-hoach#so-sanh-phuong-an"},
	{"/forecast/balance", "nguoi-lap-ke-hoach#can-doi-va-ke-can"},
	{"/forecast", "nguoi-lap-ke-hoach#doc-du-bao"},
	{"/own/edit/advice", "chuyen-gia#san-sang-tu-van"},
	{"/own/edit", "chuyen-gia#dinh-chinh-tung-muc"},
	{"/own", "chuyen-gia#cho-cong-khai-hay-khong"},
	{"/proposals", "can-bo-dau-moi#sua-mot-ho-so"},
	{"/disclosures", "can-bo-dau-moi#khai-thac-du-lieu-giua-cac-co-quan"},
	{"/operation", "van-hanh#trong-coi"},
	{"/setup", "van-hanh#lan-dau-nguoi-quan-tri"},
}

// helpAddress is where a page is explained, "" for the guides themselves.
func helpAddress(address string) string {
	if strings.HasPrefix(address, "/help") {
		return ""
	}
	for _, p := range guidePlaces {
		if strings.HasPrefix(address, p.address) {
			return "/help/" + p.place
		}
	}
	return "/help"
}

// guide is one of them.
type guide struct {
	Title, Lead string
	Href        string
	Body        string // HTML of the guide, title and all
}

// List serves GET /help.
func (h *Help) List(c echo.Context) error {
	var all []guide
	for _, name := range guideOrder {
		g, err := h.guide(name)
		if err != nil {
			return err
		}
		all = append(all, g)
	}
	return h.Site.render(c, http.StatusOK, helpPage(h.Site.page(c, "", "help.title"), all))
}

// Guide serves GET /help/:guide.
func (h *Help) Guide(c echo.Context) error {
	g, err := h.guide(strings.TrimSuffix(c.Param("guide"), ".md")) // as the files name each other
	if err != nil {
		return err
	}
	page := h.Site.page(c, "", "help.title")
	page.Title = g.Title
	return h.Site.render(c, http.StatusOK, guidePage(page, g))
}

// Picture serves GET /help/hinh/:file.
func (h *Help) Picture(c echo.Context) error {
	picture, err := fs.ReadFile(h.Files, path.Join("hinh", path.Base(c.Param("file"))))
	if err != nil {
		return &registry.Error{Kind: registry.NotFound, Err: err, Message: "Không có hình này trong hướng dẫn."}
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	return c.Blob(http.StatusOK, "image/webp", picture)
}

// guide reads one by its name.
func (h *Help) guide(name string) (guide, error) {
	text, err := fs.ReadFile(h.Files, path.Base(name)+".md")
	if err != nil {
		return guide{}, &registry.Error{Kind: registry.NotFound, Err: err, Message: "Không có hướng dẫn này. Hãy chọn trong danh sách hướng dẫn."}
	}
	var body bytes.Buffer
	read := goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	if err := read.Convert(text, &body, parser.WithContext(parser.NewContext(parser.WithIDs(anchors{})))); err != nil {
		return guide{}, err
	}
	head, rest, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
	lead, _, _ := strings.Cut(strings.TrimSpace(rest), "\n\n")
	return guide{Title: head, Lead: strings.ReplaceAll(lead, "\n", " "), Href: "/help/" + name, Body: body.String()}, nil
}

// anchors gives headings names that can be typed and linked to: without marks.
type anchors struct{}

// Generate makes the anchor of a heading. Two of one text are for the writer to avoid.
func (anchors) Generate(heading []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(string(heading))) {
		switch {
		case r == 'đ':
			b.WriteByte('d')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case unicode.IsSpace(r) || r == '-':
			b.WriteByte('-')
		}
	}
	return []byte(b.String())
}

// Put is told of anchors that stand already; a guide has none.
func (anchors) Put([]byte) {}
