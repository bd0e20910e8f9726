package search

import "strings"

// "nuôi ong hoặc nuôi lươn": who knows of one thing fits as well as who knows of the other.

// eithers are the words between two things of which one is enough.
var eithers = []string{"hoặc", "hoặc là", "hay", "hay là", "or"}

// longestEither bounds the words of each of the two.
const longestEither = 6

// isEither says that token i stands between two things of which one is enough.
func (r *reading) isEither(i int) bool {
	s := r.spanAt(i)
	if s == nil || s.from != i || s.entry.kind != aFiller {
		return false
	}
	for _, e := range eithers {
		if strings.Join(s.entry.key, " ") == e {
			return true
		}
	}
	return false
}

// isSubject says that a token may be part of what is looked for.
func (r *reading) isSubject(i int, places []int) bool {
	if i < 0 || i >= len(r.tokens) || places[i] < 0 {
		return false
	}
	s := r.spanAt(i)
	return s == nil || s.entry.kind == aTopic
}

// addEither lets what stands on either side of such a word be found as the other.
func (r *reading) addEither(places []int, p *Plan) {
	for i := range r.tokens {
		if !r.isEither(i) {
			continue
		}
		behind := r.spanAt(i).to
		from, to := i, behind
		for r.isSubject(from-1, places) {
			from--
		}
		for r.isSubject(to, places) {
			to++
		}
		if from == i || to == behind || i-from > longestEither || to-behind > longestEither || r.isName(from) || r.isName(behind) {
			continue
		}
		texts := union(r.waysOf(from, i), r.waysOf(behind, to))
		p.Phrases = append(p.Phrases, Phrase{From: places[from], To: places[to-1] + 1, Texts: texts})
	}
}

// waysOf gives how tokens [from, to) may be said: as they are, and as the topic that
// they are says.
func (r *reading) waysOf(from, to int) []string {
	ways := []string{strings.Join(Words(r.typed(from, to)), " ")}
	if s := r.spanAt(from); s != nil && s.entry.kind == aTopic && s.from == from && s.to == to {
		for _, w := range s.entry.concept.ways {
			ways = addOnce(ways, w)
		}
	}
	return ways
}
