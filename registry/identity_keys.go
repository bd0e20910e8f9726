package registry

import (
	"fmt"
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// Keys gives the keys under which a store or an import keeps p so that it is met
// again: two records of one person share at least one of them almost always
// (measured in docs/identity.md), two people seldom do. A key begins with the
// letter of its kind, and says nothing of marks, capitals or the order of words:
//
//	c staff code of an organisation     e e-mail      p telephone that is no office's
//	n the words of the name             y family and given name with the year of birth
//	g given name, as it sounds, with the day of birth; day and month in either order
//	f family name with the day of birth, likewise
//
// The keys are sorted and each is given once.
func Keys(p *Person) []string {
	keys := make([]string, 0, 8)
	for _, c := range p.Codes {
		keys = append(keys, "c"+c.Key())
	}
	if p.Email != "" {
		keys = append(keys, "e"+p.Email)
	}
	if p.Phone != "" && !officePhone(p.Phone) {
		keys = append(keys, "p"+p.Phone)
	}
	keys = append(keys, nameKeys(p)...)
	slices.Sort(keys)
	return slices.Compact(keys)
}

// nameKeys gives the keys made of the name, alone or with the birth date.
func nameKeys(p *Person) []string {
	n := wordsOf(p)
	if len(n.words) == 0 {
		return nil
	}
	folds := make([]string, len(n.words))
	for i, w := range n.words {
		folds[i] = w.fold
	}
	first, last := folds[0], folds[len(folds)-1]
	slices.Sort(folds)
	keys := []string{"n" + strings.Join(folds, " ")}
	if d := p.Birth; d.Year != 0 && n.family > 0 {
		keys = append(keys, fmt.Sprintf("y%s %s %d", first, last, d.Year))
		if d.Day != 0 {
			day := fmt.Sprintf(" %d-%d-%d", d.Year, min(d.Month, d.Day), max(d.Month, d.Day))
			keys = append(keys, "g"+vietnamese.SoundKey(last)+day, "f"+first+day)
		}
	}
	return keys
}

// BornKey gives the key under which somebody is met whose name is written another
// way: the last word of the folded name and the day of birth, day and month in
// either order. "" where the day is not known.
func BornKey(folded string, birth Date) string {
	if birth.Day == 0 || folded == "" {
		return ""
	}
	given := folded[strings.LastIndexByte(folded, ' ')+1:]
	return fmt.Sprintf("%04d-%02d-%02d %s", birth.Year, min(birth.Month, birth.Day), max(birth.Month, birth.Day), given)
}
