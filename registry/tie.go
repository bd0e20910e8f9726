package registry

import (
	"strconv"
	"strings"

	"trithuc/registry/vietnamese"
)

// TieKind says what ties people together.
type TieKind string

// The kinds of tie.
const (
	TiePaper  TieKind = "paper"  // a publication with several authors
	TieThesis TieKind = "thesis" // a thesis, which names student and supervisor
	TieTask   TieKind = "task"   // a task of science and technology
)

// Tie is a work in somebody's record that others may have in theirs: who shares it
// worked together.
type Tie struct {
	Kind    TieKind
	Name    string   // as written
	Year    int      // it appeared or ended in; 0 where it lasts or nobody knows
	Role    string   // in a task, as written
	Authors []string // as printed

	doi, key string
}

// leastTitle is how many syllables a title has at least that tells a work: "Đề tài cấp
// cơ sở" tells none.
const leastTitle = 5

// Ties gives the works of the record that others may share, those with a title that
// tells nothing left out.
func (p *Person) Ties() (ties []Tie) {
	for _, x := range p.Publications {
		t := Tie{Kind: TiePaper, Name: x.Title, Year: x.Year, Authors: x.Authors, doi: x.DOI, key: workKey("p"+strconv.Itoa(x.Year), x.Title)}
		if x.Kind == Thesis {
			t.Kind = TieThesis
		}
		ties = append(ties, t)
	}
	for _, x := range p.Tasks {
		t := Tie{Kind: TieTask, Name: x.Name, Year: x.To.Year, Role: x.Role, key: workKey("t", x.Name)}
		if code := workKey("c", x.Code); x.Code != "" && code != "" {
			t.doi = code
		}
		ties = append(ties, t)
	}
	return ties
}

// workKey is a title by its words, behind what parts works of one title; "" where it
// tells nothing.
func workKey(prefix, title string) string {
	key := titleKey(title)
	if prefix != "c" && strings.Count(key, " ")+1 < leastTitle {
		return ""
	}
	return prefix + "/" + key
}

// Keys gives what the work is found by: works with a key in common are compared by
// SameAs.
func (t Tie) Keys() (keys []string) {
	for _, k := range []string{t.doi, t.key} {
		if k != "" {
			keys = append(keys, k)
		}
	}
	return keys
}

// SameAs says that two are one work: of two numbers (DOI, code of the task) the same,
// else one title, of publications in one year.
func (t Tie) SameAs(o Tie) bool {
	switch {
	case t.doi != "" && o.doi != "":
		return t.doi == o.doi
	case (t.Kind == TieTask) != (o.Kind == TieTask):
		return false
	}
	return t.key != "" && t.key == o.key
}

// PrintedAs says that a printed name has all words of a full name, in any order; marks
// that both have must agree.
func PrintedAs(full, printed string) bool {
	return sameAuthor(vietnamese.Clean(full), printed) >= byOrder
}

// SameTitle says that two titles are one by their words; a title without words is none's.
func SameTitle(a, b string) bool {
	key := titleKey(a)
	return key != "" && key == titleKey(b)
}
