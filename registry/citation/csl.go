package citation

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"trithuc/registry"
)

// cslItem is what the registry takes of an item of CSL-JSON.
type cslItem struct {
	ID        cslText   `json:"id"`
	Type      string    `json:"type"`
	Title     cslText   `json:"title,omitempty"`
	Author    []cslName `json:"author,omitempty"`
	Container cslText   `json:"container-title,omitempty"`
	Publisher cslText   `json:"publisher,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	Volume    cslText   `json:"volume,omitempty"`
	Issue     cslText   `json:"issue,omitempty"`
	Page      cslText   `json:"page,omitempty"`
	DOI       cslText   `json:"DOI,omitempty"`
	ISBN      cslText   `json:"ISBN,omitempty"`
}

// cslText is a value that programs write as text, as a number, or as a list of
// which the first counts (Crossref).
type cslText string

func (t *cslText) UnmarshalJSON(b []byte) error {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	if list, ok := v.([]any); ok {
		if len(list) == 0 {
			return nil
		}
		v = list[0]
	}
	switch v := v.(type) {
	case string:
		*t = cslText(v)
	case float64:
		*t = cslText(strconv.FormatFloat(v, 'f', -1, 64))
	}
	return nil
}

// cslNumber is a number that some programs write as text.
type cslNumber string

func (n *cslNumber) UnmarshalJSON(b []byte) error { return (*cslText)(n).UnmarshalJSON(b) }

func (n cslNumber) MarshalJSON() ([]byte, error) { return []byte(n), nil }

type cslName struct {
	Family   string `json:"family,omitempty"`
	Given    string `json:"given,omitempty"`
	Literal  string `json:"literal,omitempty"`
	Particle string `json:"non-dropping-particle,omitempty"`
	Dropping string `json:"dropping-particle,omitempty"`
	Suffix   string `json:"suffix,omitempty"`
	Name     string `json:"name,omitempty"` // Crossref's word for an institution
	ORCID    string `json:"ORCID,omitempty"`
}

type cslDate struct {
	Parts   [][]cslNumber `json:"date-parts,omitempty"`
	Raw     string        `json:"raw,omitempty"`
	Literal string        `json:"literal,omitempty"`
}

var cslKinds = map[string]registry.PublicationKind{
	"article-journal": registry.Article, "journal-article": registry.Article, "article-magazine": registry.Article, "article-newspaper": registry.Article,
	"article": registry.Article, "review": registry.Article, "book": registry.Book, "monograph": registry.Book, "chapter": registry.Chapter,
	"book-chapter": registry.Chapter, "paper-conference": registry.Conference, "proceedings-article": registry.Conference,
	"thesis": registry.Thesis, "dissertation": registry.Thesis, "report": registry.Report,
}

var cslTypes = map[registry.PublicationKind]string{
	registry.Article: "article-journal", registry.Book: "book", registry.Chapter: "chapter", registry.Conference: "paper-conference",
	registry.Thesis: "thesis", registry.Report: "report", registry.OtherPaper: "document",
}

// readCSL reads a list of items, or one item alone. An item of the wrong shape is
// named and passed over.
func readCSL(_ context.Context, text string) ([]raw, error) {
	var items []json.RawMessage
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		text = "[" + text + "]"
	}
	if err := json.Unmarshal([]byte(text), &items); err != nil {
		return nil, &registry.Error{Kind: registry.Unreadable, Err: err,
			Message: fmt.Sprintf("Tệp CSL-JSON bị hỏng%s. Hãy xuất lại tệp từ phần mềm quản lý trích dẫn.", atOffset(text, err))}
	}
	found := make([]raw, len(items))
	for i, item := range items {
		var c cslItem
		if err := json.Unmarshal(item, &c); err != nil {
			found[i] = raw{line: i + 1, broken: "mục không đúng khuôn dạng CSL-JSON"}
			continue
		}
		found[i] = c.raw(i + 1)
	}
	return found, nil
}

// atOffset says in which line the JSON breaks off.
func atOffset(text string, err error) string {
	if e, ok := err.(*json.SyntaxError); ok && int(e.Offset) <= len(text) {
		return fmt.Sprintf(" ở dòng %d", 1+strings.Count(text[:e.Offset], "\n"))
	}
	return ""
}

func (c *cslItem) raw(n int) raw {
	kind, ok := cslKinds[c.Type]
	if !ok {
		kind = registry.OtherPaper
	}
	r := raw{line: n, kind: kind, title: string(c.Title), venue: string(c.Container), publisher: string(c.Publisher),
		volume: string(c.Volume), issue: string(c.Issue), pages: string(c.Page), doi: string(c.DOI), isbn: string(c.ISBN)}
	if d := c.Issued; d != nil {
		r.year = d.Raw + " " + d.Literal
		if len(d.Parts) > 0 && len(d.Parts[0]) > 0 {
			r.year = string(d.Parts[0][0])
		}
	}
	for _, a := range c.Author {
		literal := a.Literal
		if literal == "" && a.Family == "" {
			literal = a.Name
		}
		family := strings.TrimSpace(a.Dropping + " " + a.Particle + " " + a.Family)
		r.authors = append(r.authors, author{family + suffixed(a.Suffix), a.Given, literal, a.ORCID})
	}
	return r
}

func writeCSL(w io.Writer, list []registry.Publication) error {
	items := make([]cslItem, len(list))
	for i, p := range list {
		c := cslItem{ID: cslText(fmt.Sprint(i + 1)), Type: cslTypes[p.Kind], Title: cslText(p.Title), Container: cslText(p.Venue),
			Publisher: cslText(p.Publisher), Volume: cslText(p.Volume), Issue: cslText(p.Issue), Page: cslText(p.Pages),
			DOI: cslText(p.DOI), ISBN: cslText(p.ISBN)}
		if p.Year != 0 {
			c.Issued = &cslDate{Parts: [][]cslNumber{{cslNumber(fmt.Sprint(p.Year))}}}
		}
		for _, name := range p.Authors {
			a := parted(name)
			c.Author = append(c.Author, cslName{Family: a.family, Given: a.given, Literal: a.literal})
		}
		items[i] = c
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(items)
}
