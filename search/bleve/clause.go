package bleve

import (
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"trithuc/registry/vietnamese"
	"trithuc/search"
)

// clauses finds who has the words of any of the phrases side by side, in one text
// or in the name. Words typed with marks bear them.
func (m *matcher) clauses(phrases []string) *roaring.Bitmap {
	any := roaring.New()
	for _, p := range phrases {
		all := words(p)
		if len(all) == 0 {
			continue
		}
		any.Or(m.inText(all))
		any.Or(m.inNames(all))
	}
	return any
}

// inText finds who has words side by side in a topic.
func (m *matcher) inText(all []string) *roaring.Bitmap {
	if len(all) > 1 {
		return m.together(phraseTerms(strings.Join(all, " ")))
	}
	return m.inAny(m.q.spelled(&m.q.vocabulary.topics, all[0])...)
}

// spelled gives the words of a list that are written as one that was typed.
func (q *question) spelled(list *wordlist, typed string) []string {
	var all []string
	for _, n := range list.meanings(search.Word{Text: typed}, ways{marked: vietnamese.HasMarks(typed)}) {
		if n.class == exact {
			all = append(all, n.word)
		}
	}
	return all
}

// inNames finds who has words side by side in the name.
func (m *matcher) inNames(all []string) *roaring.Bitmap {
	found := m.live()
	numbers := make([]map[uint32]bool, len(all))
	for i, w := range all {
		numbers[i] = map[uint32]bool{}
		called := roaring.New()
		for _, name := range m.q.spelled(&m.q.vocabulary.names, w) {
			if n, ok := m.number[name]; ok {
				numbers[i][n] = true
				called.Or(m.called(n))
			}
		}
		found.And(called)
	}
	if len(all) == 1 {
		return found
	}
	adjacent := roaring.New()
	for it := found.Iterator(); it.HasNext(); {
		if d := it.Next(); standTogether(m.name(d), numbers) {
			adjacent.Add(d)
		}
	}
	return adjacent
}

// standTogether says that words of a name are the asked ones, side by side.
func standTogether(name []uint32, asked []map[uint32]bool) bool {
	for from := 0; from+len(asked) <= len(name); from++ {
		met := 0
		for met < len(asked) && asked[met][name[from+met]] {
			met++
		}
		if met == len(asked) {
			return true
		}
	}
	return false
}
