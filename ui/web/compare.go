package web

import (
	"math"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"trithuc/registry"
)

// sideBySide is records beside each other, field by field.
type sideBySide struct {
	Heads []compareHead
	Rows  []compareRow
}

// compareHead is one record; Href leads to it, "" where it is not stored.
type compareHead struct{ Title, Name, Href string }

// compareRow is one field in all the records. Differs says that two of them
// contradict: both say something, and not the same.
type compareRow struct {
	Label   string
	Differs bool
	Cells   []compareCell
}

// compareCell is the items of one field of one record.
type compareCell struct {
	Head  string
	Lines []line
}

// sideBySide puts records beside each other; the first few of them are held
// against each other.
func (t teller) sideBySide(heads []compareHead, people []*registry.Person, against int) sideBySide {
	s := sideBySide{Heads: heads}
	for _, name := range recordFields {
		row := compareRow{Label: t.fieldName(name)}
		filled := false
		for i, p := range people {
			cell := compareCell{Head: heads[i].Title, Lines: t.values(p, name)}
			filled = filled || len(cell.Lines) > 0
			row.Cells = append(row.Cells, cell)
		}
		if filled {
			row.Differs = contradict(row.Cells[:against])
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

// values gives a field of either kind, one line a value.
func (t teller) values(p *registry.Person, name string) []line {
	if _, ok := listNamed(name); ok {
		return t.lines(p, name)
	}
	if text := t.field(p, name); text != "" {
		return []line{{Text: text}}
	}
	return nil
}

// contradict says that two cells with values read differently, case aside.
func contradict(cells []compareCell) bool {
	var seen []string
	for _, c := range cells {
		if len(c.Lines) > 0 {
			seen = append(seen, strings.ToLower(joined("; ", each(c.Lines, line.String)...)))
		}
	}
	return len(slices.Compact(seen)) > 1
}

// likeness is what speaks for and against two records being one person.
type likeness struct {
	Verdict      registry.Verdict
	Decided      bool
	For, Against []string
}

// worthSaying is the least weight, in bits, that a finding is told with.
const worthSaying = 0.5

func (t teller) likeness(a, b *registry.Person) likeness {
	e := registry.Compare(a, b, t.ref)
	l := likeness{Verdict: e.Verdict, Decided: e.Decided}
	findings := slices.Clone(e.Findings)
	slices.SortStableFunc(findings, func(x, y registry.Finding) int {
		switch d := math.Abs(y.Bits) - math.Abs(x.Bits); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	for _, f := range findings {
		switch {
		case f.Bits >= worthSaying:
			l.For = append(l.For, f.Clause)
		case f.Bits <= -worthSaying:
			l.Against = append(l.Against, f.Clause)
		}
	}
	return l
}

// verdictClass colours a verdict.
func verdictClass(v registry.Verdict) string {
	switch v {
	case registry.VerdictSame:
		return "good"
	case registry.VerdictReview:
		return "warn"
	}
	return ""
}

// firstKey gives the access key of the first of several buttons.
func firstKey(i int, key string) templ.Attributes {
	if i > 0 {
		return nil
	}
	return templ.Attributes{"accesskey": key}
}
