package importer

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"trithuc/registry/vietnamese"
)

// formsTSV lists the official forms that are known by name: name, words of their
// titles, whether they hold a table or one person, and what their columns or lines are
// called.
//
//go:embed forms.tsv
var formsTSV string

// form is an official form.
type form struct {
	name   string
	titles []string // folded
	card   bool     // of one person
	labels []string // folded
}

// forms are the known forms, read once.
var forms = sync.OnceValue(func() []form {
	var all []form
	for line := range strings.Lines(formsTSV) {
		cols := strings.SplitN(strings.TrimSpace(line), "\t", 4)
		f := form{name: cols[0], card: cols[2] == "card"}
		if cols[1] != "" {
			f.titles = strings.Split(cols[1], ";")
		}
		for l := range strings.SplitSeq(cols[3], ";") {
			_, plain := headerWords(l)
			f.labels = append(f.labels, plain)
		}
		all = append(all, f)
	}
	return all
})

// formOf gives the name of the form that a sheet follows, by its title or by what its
// columns or lines are called; "" for a layout of its own.
func formOf(card bool, titles, labels []string) string {
	best, share := "", 0.7
	for _, f := range forms() {
		if f.card != card {
			continue
		}
		if slices.ContainsFunc(titles, f.titled) {
			return f.name
		}
		met := 0
		for _, l := range f.labels {
			if slices.ContainsFunc(labels, func(have string) bool { return have == l || strings.HasPrefix(have, l+" ") }) {
				met++
			}
		}
		if s := float64(met) / float64(max(len(f.labels), len(labels)/2)); s > share {
			best, share = f.name, s
		}
	}
	return best
}

// titled says that a title names the form.
func (f *form) titled(title string) bool {
	words := " " + onlyWords(vietnamese.Fold(title)) + " "
	return slices.ContainsFunc(f.titles, func(t string) bool { return strings.Contains(words, " "+t+" ") })
}

// tableForm gives the form that the table of a sheet follows.
func (s *sheetReader) tableForm(above []row) string {
	var titles, labels []string
	for _, r := range above {
		for _, c := range r.cells {
			titles = append(titles, decoded(c))
		}
	}
	for _, c := range s.table.columns {
		_, plain := headerWords(c.Header)
		labels = append(labels, plain)
	}
	return formOf(false, titles, labels)
}
