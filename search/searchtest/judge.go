package searchtest

import (
	"bufio"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
)

//go:embed testdata/queries.txt
var queriesText string

// Case is one judged query: what was typed, and who must and must not be found.
// Whoever wrote the query knew whom it meant; no engine was asked.
type Case struct {
	Kind  string // the heading above it
	Line  int
	Typed string
	First []string // they stand before everybody else, in any order
	All   []string // they are among the first ten (or the first len(All))
	Only  []string // of the first ten, nobody else; and not nobody
	Not   []string // not found at all
	Read  []string // labels of the chips, in any order
	None  bool     // nobody is found
}

// parts of a line, as testdata/queries.txt explains them.
var caseParts = map[string]func(*Case) *[]string{
	"đầu":   func(c *Case) *[]string { return &c.First },
	"đủ":    func(c *Case) *[]string { return &c.All },
	"chỉ":   func(c *Case) *[]string { return &c.Only },
	"không": func(c *Case) *[]string { return &c.Not },
}

// Cases reads the judged queries; people are whom their groups speak of.
func Cases(people []*registry.Person, ref *registry.Reference) ([]Case, error) {
	var cases []Case
	kind := ""
	lines := bufio.NewScanner(strings.NewReader(queriesText))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "## "):
			kind = line[3:]
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		default:
			c, err := parseCase(line)
			if err != nil {
				return nil, fmt.Errorf("queries.txt, line %d: %w", n, err)
			}
			c.Kind, c.Line = kind, n
			if err := c.expand(people, ref); err != nil {
				return nil, err
			}
			cases = append(cases, c)
		}
	}
	return cases, lines.Err()
}

func parseCase(line string) (Case, error) {
	typed, rest, ok := strings.Cut(line, " → ")
	if !ok {
		return Case{}, fmt.Errorf("no → in %q", line)
	}
	c := Case{Typed: typed}
	for part := range strings.SplitSeq(rest, " | ") {
		if part == "không ai" {
			c.None = true
			continue
		}
		name, value, _ := strings.Cut(part, ": ")
		if name == "hiểu" {
			c.Read = list(value)
			continue
		}
		at, known := caseParts[name]
		if !known {
			return c, fmt.Errorf("unknown part %q", name)
		}
		*at(&c) = items(value)
	}
	return c, nil
}

// expand puts the codes of people in the place of groups.
func (c *Case) expand(people []*registry.Person, ref *registry.Reference) error {
	for name, at := range caseParts {
		var codes []string
		for _, item := range *at(c) {
			these, err := members(item, people, ref)
			if err != nil {
				return fmt.Errorf("queries.txt, line %d, %s: %w", c.Line, name, err)
			}
			codes = append(codes, these...)
		}
		*at(c) = codes
	}
	return nil
}

// firstPage is how many hits somebody looks at.
const firstPage = 10

// Judge says what is wrong with an answer: the staff codes of all hits in order,
// and the chips. Empty means right.
func (c *Case) Judge(found, chips []string) string {
	page := func(n int) []string { return found[:min(len(found), n)] }
	for i, code := range page(len(c.First)) {
		if !slices.Contains(c.First, code) {
			return fmt.Sprintf("%s at %d, want %v first", code, i+1, c.First)
		}
	}
	if len(found) < len(c.First) {
		return fmt.Sprintf("%d found, want %v first", len(found), c.First)
	}
	for _, code := range c.All {
		if !slices.Contains(page(max(firstPage, len(c.All))), code) {
			return code + " is not on the first page"
		}
	}
	if len(c.Only) > 0 && len(found) == 0 {
		return "nobody found"
	}
	for i, code := range page(min(firstPage, max(len(c.Only), 1))) {
		if len(c.Only) > 0 && !slices.Contains(c.Only, code) {
			return fmt.Sprintf("%s at %d does not belong there", code, i+1)
		}
	}
	if c.None && len(found) > 0 {
		return fmt.Sprintf("%d found, want nobody", len(found))
	}
	for _, code := range c.Not {
		if slices.Contains(found, code) {
			return code + " is found"
		}
	}
	return c.judgeChips(chips)
}

func (c *Case) judgeChips(chips []string) string {
	want, got := slices.Sorted(slices.Values(c.Read)), slices.Sorted(slices.Values(chips))
	if len(want) > 0 && !slices.Equal(want, got) {
		return fmt.Sprintf("read as %q, want %q", got, want)
	}
	return ""
}
