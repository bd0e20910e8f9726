package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// Traces is by what the files of imports are searched for somebody.
type Traces struct {
	As    Seq             // the last entry of the trail when they were gathered
	IDs   []PersonID      // their own, and of those merged into them
	Rows  map[RowRef]bool // rows of workbooks their values came from
	Names map[string]bool // folded
	Texts []string        // as plainWords gives them: e-mail addresses, telephone numbers, codes, names
	// Sources are where their values came from; Half is by what a name of a file or list
	// that is theirs tells of them too, Words are the single words of their names.
	Sources map[SourceID]bool
	Half    []string
	Words   []string
	Births  []Date
}

// RowRef is one row of an imported workbook.
type RowRef struct {
	Import ImportID
	Sheet  string
	Row    int
}

// traces gathers by what somebody can be met outside the store; the id somebody
// merged leads to stands first. It is NotFound for who never was or is erased.
func (g Erasures) traces(ctx context.Context, id PersonID) (Traces, error) {
	head, err := g.Store.Head(ctx)
	if err != nil {
		return Traces{}, err
	}
	switch p, err := g.Store.Person(ctx, id); {
	case err == nil:
		id = p.ID
	case KindOf(err) != NotFound:
		return Traces{}, err
	}
	t := Traces{As: head.Seq, IDs: []PersonID{id}, Rows: map[RowRef]bool{}, Names: map[string]bool{}, Sources: map[SourceID]bool{}}
	for i := 0; i < len(t.IDs); i++ {
		merged, err := g.Store.MergedInto(ctx, t.IDs[i])
		if err != nil {
			return t, err
		}
		for _, m := range merged {
			t.IDs = append(t.IDs, m.Gone)
		}
		if err := g.trace(ctx, &t, t.IDs[i]); err != nil {
			return t, err
		}
	}
	for _, list := range []*[]string{&t.Texts, &t.Half, &t.Words} {
		*list = slices.Compact(slices.Sorted(slices.Values(*list)))
	}
	return t, nil
}

// trace adds what one id's records, today's and former, say.
func (g Erasures) trace(ctx context.Context, t *Traces, id PersonID) error {
	w, err := walkBack(ctx, g.Store, id)
	if err != nil {
		return err
	}
	if last := w.entries[len(w.entries)-1]; last.Action == Erased {
		return ErasedPerson(id)
	}
	steps, err := w.steps(ctx)
	if err != nil {
		return err
	}
	sources := map[SourceID]bool{}
	for _, s := range steps {
		sources[s.Entry.Source] = true
		for _, p := range []*Person{s.Before, s.After} {
			if p != nil {
				t.add(p)
				for _, source := range p.allSources() {
					sources[source] = true
				}
			}
		}
	}
	maps.Copy(t.Sources, sources)
	found, err := g.Store.Sources(ctx, slices.Collect(maps.Keys(sources)))
	for _, s := range found {
		if s.Import != 0 {
			t.Rows[RowRef{s.Import, s.Sheet, s.Row}] = true
		}
	}
	return err
}

// add adds what one record says.
func (t *Traces) add(p *Person) {
	names := []string{p.Name.Full}
	for _, n := range p.Names {
		names = append(names, n.Name)
	}
	texts := append([]string{p.Email, p.Phone}, names...)
	for _, c := range p.Codes {
		texts = append(texts, c.Code)
	}
	for _, i := range p.Identifiers {
		texts = append(texts, i.Value)
	}
	for _, n := range names {
		t.Names[vietnamese.Fold(n)] = true
		t.addHalf(strings.Fields(plainWords(n)))
	}
	if !p.Birth.IsZero() {
		t.Births = append(t.Births, p.Birth)
	}
	for _, s := range texts {
		if s = plainWords(s); len(s) > 4 {
			t.Texts = append(t.Texts, s)
		}
	}
}

// addHalf adds by what half a name is recognised: its last two words, its first and its
// last, and a word that is no syllable of Vietnamese.
func (t *Traces) addHalf(words []string) {
	if n := len(words); n > 1 {
		t.Half = append(t.Half, words[n-2]+" "+words[n-1], words[0]+" "+words[n-1], words[n-1]+" "+words[0])
	}
	for _, w := range words {
		if len(w) > 1 {
			t.Words = append(t.Words, w)
		}
		if len(w) > 3 && !vietnamese.IsSyllable(w) {
			t.Half = append(t.Half, w)
		}
	}
}

// InTitle says that the name of something in which they stand tells of them: by half a
// name or, where it is about hardly anybody else, by one word of it.
func (t *Traces) InTitle(text string, alone bool) bool {
	if t.In(text) {
		return true
	}
	text = " " + plainWords(text) + " "
	holds := func(s string) bool { return strings.Contains(text, " "+s+" ") }
	return slices.ContainsFunc(t.Half, holds) || alone && slices.ContainsFunc(t.Words, holds)
}

// Of says that a record bears a number, address or code of theirs, or their name and no
// other birth.
func (t *Traces) Of(p *Person) bool {
	other := Traces{Names: map[string]bool{}}
	other.add(p)
	if slices.ContainsFunc(other.Numbers().Texts, func(s string) bool { return slices.Contains(t.Texts, s) }) {
		return true
	}
	for name := range other.Names {
		if t.Names[name] {
			return p.Birth.IsZero() || len(t.Births) == 0 || slices.ContainsFunc(t.Births, p.Birth.Agrees)
		}
	}
	return false
}

// Numbers gives the traces without names, by which a namesake is not recognised.
func (t Traces) Numbers() Traces {
	t.Texts = slices.DeleteFunc(slices.Clone(t.Texts), func(s string) bool { return t.Names[s] })
	return t
}

// In says that a text bears a name, number or code of theirs, whatever marks,
// capitals or signs stand between.
func (t *Traces) In(text string) bool {
	if text == "" {
		return false
	}
	text = " " + plainWords(text) + " "
	return slices.ContainsFunc(t.Texts, func(s string) bool { return strings.Contains(text, " "+s+" ") })
}

// Without gives a text with ErasedWords in the place of every name, number and code of
// theirs, as In finds them.
func (t *Traces) Without(text string) string {
	fields := strings.Fields(text)
	var words []string
	var of []int // the field that a word stands in
	for i, f := range fields {
		for _, w := range strings.Fields(plainWords(f)) {
			words, of = append(words, w), append(of, i)
		}
	}
	theirs := make([]bool, len(fields))
	for _, s := range t.Texts {
		want := strings.Fields(s)
		for at := 0; at+len(want) <= len(words); at++ {
			if slices.Equal(words[at:at+len(want)], want) {
				for _, i := range of[at : at+len(want)] {
					theirs[i] = true
				}
			}
		}
	}
	var kept []string
	for i, f := range fields {
		switch {
		case !theirs[i]:
			kept = append(kept, f)
		case i == 0 || !theirs[i-1]:
			kept = append(kept, ErasedWords)
		}
	}
	return strings.Join(kept, " ")
}

// plainWords gives a text as words of letters without marks and digits.
func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(vietnamese.Fold(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), " ")
}

// allSources gives every source of a record, of scalars and of items.
func (p *Person) allSources() []SourceID {
	all := p.scalarSources()
	for _, f := range personFields {
		if f.scalar {
			continue
		}
		items, err := itemsOf(f, p)
		if err != nil {
			continue // what marshals here came out of the same type
		}
		for _, i := range items {
			var id SourceID
			if _, err := fmt.Sscan(string(i["source"]), &id); err == nil {
				all = append(all, id)
			}
		}
	}
	return all
}
