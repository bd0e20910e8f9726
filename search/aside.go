package search

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// What stands in a text beside what is looked for: tasks, numbers, places, and
// words within a topic that say nothing.

// connectives stand within a topic and change nothing: "sâu bệnh hại lúa" is
// "sâu bệnh lúa".
var connectives = []string{"hại", "gây", "trên", "ở", "trong", "của", "cho", "và", "về", "với", "tại", "cây"}

func isConnective(word string) bool {
	for _, c := range connectives {
		if word == c || !vietnamese.HasMarks(word) && word == Folded(c) {
			return true
		}
	}
	return false
}

// addLoose makes a topic known without its connectives, under a key of its own.
func (l *Lexicon) addLoose(way string, c *concept) {
	var key, kept []string
	for _, w := range Words(way) {
		if !isConnective(w) {
			key, kept = append(key, Folded(w)), append(kept, w)
		}
	}
	if len(key) < 2 {
		return
	}
	l.looseTopics[strings.Join(key, " ")] = append(l.looseTopics[strings.Join(key, " ")], &entry{kind: aTopic, key: kept, concept: c, label: way})
}

// loose gives the longest topic that begins at token i, read without the
// connectives in it and in the topic's name.
func (r *reading) loose(i int) (best span, ok bool) {
	if isConnective(vietnamese.Key(r.typed(i, i+1))) {
		return span{}, false
	}
	var key, kept []string
	for at := i; at < len(r.tokens) && at-i < r.lexicon.longest; at++ {
		typed := r.typed(at, at+1)
		if isConnective(vietnamese.Key(typed)) {
			continue
		}
		key, kept = append(key, r.tokens[at].folded), append(kept, typed)
		for _, e := range r.lexicon.looseTopics[strings.Join(key, " ")] {
			if sameMarks(kept, e.key) {
				best, ok = span{from: i, to: at + 1, entry: e, skips: true}, true
			}
		}
	}
	return best, ok
}

// sameMarks says that what was typed with marks bears those of the words.
func sameMarks(typed, words []string) bool {
	for i, t := range typed {
		if vietnamese.HasMarks(t) && vietnamese.Key(t) != words[i] {
			return false
		}
	}
	return true
}

// dropTasks leaves out the words of a task where something else is looked for.
func (r *reading) dropTasks() {
	left := false
	for i := range r.tokens {
		s := r.spanAt(i)
		left = left || s == nil || !s.gone && s.entry.kind != aTask && s.entry.kind != aFiller
	}
	for i := range r.spans {
		s := &r.spans[i]
		if s.entry.kind == aTask && left && !r.inTopic(s) {
			s.gone, s.task, r.task = true, true, true
		}
	}
}

// inTopic says that a task is part of a longer topic: behind a word that is not
// known, or with a known one behind it: "quản lý dự án", "thẩm định giá", or of a body: "hội đồng nhân dân".
func (r *reading) inTopic(s *span) bool {
	if s.from > 0 && r.spanAt(s.from-1) == nil {
		return true
	}
	if s.to == len(r.tokens) || r.spanAt(s.to) != nil {
		return false
	}
	switch r.tokens[s.to].folded {
	case "nhan", "quan", "truong":
		return r.tokens[s.to-1].folded == "dong"
	}
	return r.lexicon.isPart(r.typed(s.from, s.to+1))
}

// isAside says that a token need not be found: a number of people beside a known topic,
// and in a text about a task the number of a bridge or the place it stands in.
func (r *reading) isAside(i int) bool {
	s, typed := r.spanAt(i), r.typed(i, i+1)
	if r.task && s != nil && s.entry.kind == aPlace {
		return true
	}
	number := len(typed) <= 2 && strings.Trim(typed, "0123456789") == ""
	return number && (r.task || s == nil && r.hasTopic())
}

// hasTopic says that a topic is known in the text.
func (r *reading) hasTopic() bool {
	return slices.ContainsFunc(r.spans, func(s span) bool { return s.entry.kind == aTopic && !s.chip })
}

// isShort says that a token is the abbreviation of a topic and no word: AI
// written so among small letters or alone, GIS however written.
func (r *reading) isShort(s *span, typed string) bool {
	if s == nil || s.entry.kind != aTopic || !s.entry.short || s.to-s.from != 1 {
		return false
	}
	if !vietnamese.IsSyllable(typed) {
		return true
	}
	return isUpper(typed) && (len(r.tokens) == 1 || !isUpper(strings.ReplaceAll(r.text, typed, "")))
}
