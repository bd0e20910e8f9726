package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"trithuc/registry"
	"trithuc/search"
)

type searchCommand struct {
	Limit int      `help:"Số người nhiều nhất mỗi câu." default:"20" placeholder:"N"`
	JSON  bool     `name:"json" help:"In kết quả dạng JSON."`
	Batch string   `help:"Tệp câu tìm, mỗi dòng một câu; mỗi câu một dòng JSON, cùng thứ tự." placeholder:"FILE"`
	Query []string `arg:"" optional:"" help:"Câu tìm, có dấu hoặc không dấu; không cần ngoặc kép."`
}

// foundPeople is the answer to one query in the words of the contract.
type foundPeople struct {
	Q          string            `json:"q"`
	Total      int               `json:"total"`
	Understood search.Understood `json:"understood"`
	Hits       []foundPerson     `json:"hits"`
	Took       float64           `json:"took_ms"`
	Error      string            `json:"error,omitempty"` // why a query of a batch was refused
}

type foundPerson struct {
	ID    string   `json:"id"`
	Codes []string `json:"codes"`
	Name  string   `json:"name"`
	Why   []string `json:"why"`
	Score float64  `json:"score"`
}

// Validate lets kong refuse a line that asks for nothing or for two things.
func (s *searchCommand) Validate() error {
	if (len(s.Query) == 0) == (s.Batch == "") {
		return errors.New("cần một câu tìm hoặc --batch với tệp câu tìm")
	}
	return nil
}

// Run answers one query, or every line of a file.
func (s *searchCommand) Run(c *console) (err error) {
	h, err := c.openIndexed("search")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if s.Batch != "" {
		return s.batch(c, h)
	}
	f, err := h.find(c, strings.Join(s.Query, " "), s.Limit)
	if err != nil {
		return err
	}
	if s.JSON {
		return printJSON(c.out, f)
	}
	return f.print(c.out)
}

// batch answers the lines of a file. A refused line is answered with why, so
// that the lines out stay beside the lines in.
func (s *searchCommand) batch(c *console, h *house) error {
	in, err := openRegular(s.Batch)
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriter(c.out)
	return errors.Join(h.answer(c, in, s.Limit, out), out.Flush())
}

// maxQueryLine bounds a line of a file of queries, in bytes.
const maxQueryLine = 1 << 20

// answer gives one line for every line of in.
func (h *house) answer(c *console, in io.Reader, limit int, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxQueryLine)
	for lines.Scan() {
		f, err := h.find(c, strings.TrimSuffix(lines.Text(), "\r"), limit)
		if registry.KindOf(err) == registry.Invalid {
			f.Error = sentence(err)
		} else if err != nil {
			return err
		}
		if err := printJSON(out, f); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return registry.Errorf(registry.TooLarge, "Tệp câu tìm có một dòng dài hơn %d KB. Mỗi dòng chỉ viết một câu tìm.", maxQueryLine>>10)
	}
	return lines.Err()
}

// find asks the searcher and names who was found.
func (h *house) find(c *console, text string, limit int) (foundPeople, error) {
	start := time.Now()
	f := foundPeople{Q: text, Hits: []foundPerson{}}
	a, err := h.searcher.Search(c.ctx, search.Query{Text: text, Limit: limit, Explain: true})
	if err != nil {
		return f, err
	}
	f.Total, f.Understood = a.Total, a.Understood
	ids := make([]registry.PersonID, len(a.Hits))
	for i, hit := range a.Hits {
		ids[i] = hit.Person
	}
	people, err := h.store.People(c.ctx, ids)
	if err != nil {
		return f, err
	}
	byID := make(map[registry.PersonID]*registry.Person, len(people))
	for _, p := range people {
		byID[p.ID] = p
	}
	for _, hit := range a.Hits {
		if p := byID[hit.Person]; p != nil {
			f.Hits = append(f.Hits, personFound(p, hit))
		}
	}
	f.Took = float64(time.Since(start).Microseconds()) / 1000
	return f, nil
}

func personFound(p *registry.Person, hit search.Hit) foundPerson {
	f := foundPerson{ID: p.ID.Public(), Name: p.Name.Full, Score: hit.Score, Codes: []string{}, Why: []string{}}
	for _, code := range p.Codes {
		f.Codes = append(f.Codes, code.Code)
	}
	for _, w := range hit.Why {
		f.Why = append(f.Why, w.Field+": "+w.Text)
	}
	return f
}

func (f foundPeople) print(w io.Writer) error {
	for i, p := range f.Hits {
		if _, err := fmt.Fprintf(w, "%2d. %s  %s  %s\n", i+1, p.ID, p.Name, strings.Join(p.Why, " · ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d người.\n", f.Total)
	return err
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
