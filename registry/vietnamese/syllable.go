package vietnamese

import (
	"strings"
	"sync"
)

// IsSyllable reports whether s, in any case, is a syllable that the spelling rules
// of Vietnamese allow: onset, rime and tone fit together. The tone may stand in the
// old place, the new one (hoà) or where old keyboards put it (Hùynh).
// Some syllables it allows are not in use ("phưm"); none in ordinary use is refused.
// Text without marks passes when its letters do ("nguyen" does not: it is nguyên).
func IsSyllable(s string) bool {
	var w word
	return w.read(NFC(s)) && w.valid()
}

// MayBeSyllable reports whether s is a syllable, or what is left of one typed without
// marks: "nguyen", "nhat".
func MayBeSyllable(s string) bool {
	return IsSyllable(s) || !HasMarks(s) && bare()[Fold(s)]
}

// bare gives the syllables without their marks. They are worked out when first asked for.
var bare = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for o := range onsets {
		for r := range rimes {
			if onsetFits(o, r) {
				all[Fold(o+r)] = true
			}
		}
	}
	return all
})

// parts is a syllable taken apart.
type parts struct {
	onset, rime string
	start, seat int // index of the rime and of the letter that bears the tone
}

// valid reports whether w is a syllable.
func (w *word) valid() bool {
	p, ok := w.parts()
	return ok && w.seated(p) && toneFits(p.rime, w.tone) && onsetFits(p.onset, p.rime)
}

// seated reports whether the tone stands where one of the styles puts it; after a
// glide they differ.
func (w *word) seated(p parts) bool {
	if w.at < 0 || w.at == p.seat {
		return true
	}
	return len(p.rime) > 1 && glides[p.rime[:2]] && (w.at == p.start || w.at == p.start+1)
}

// glides are the openings of a rime whose first letter is a glide; ă, â, ê, ơ after
// it always bear the tone themselves.
var glides = set("oa oe uy")

// parts splits w into onset and rime; false if either does not exist.
func (w *word) parts() (parts, bool) {
	var buf [3 * maxWord]byte
	shape := buf[:0]
	var start [maxWord + 1]int // byte offset of each letter in shape
	for i, r := range w.r[:w.n] {
		start[i] = len(shape)
		shape = append(shape, string(info(r).shape)...)
	}
	start[w.n] = len(shape)
	n := w.onsetLen()
	o, known := onsets[string(shape[:start[n]])]
	if !known {
		return parts{}, false
	}
	rime, known := rimes[string(shape[start[n]:])]
	if !known {
		return parts{}, false
	}
	return parts{onset: o, rime: rime.text, start: n, seat: n + rime.seat}, true
}

// onsetLen returns how many letters of w are its onset. The u of qu and, before
// another vowel, the i of gi belong to it.
func (w *word) onsetLen() int {
	n := 0
	for n < w.n && info(w.r[n]).row < 0 {
		n++
	}
	if n != 1 || w.n < 3 {
		return n
	}
	a, b, c := info(w.r[0]), info(w.r[1]), info(w.r[2])
	if a.shape == 'q' && b.shape == 'u' {
		return 2
	}
	if a.shape == 'g' && b.shape == 'i' && c.row >= 0 {
		return 2
	}
	return n
}

// toneFits: a syllable closed by a stop has only sắc and nặng, written always.
func toneFits(rime string, t tone) bool {
	switch rime[len(rime)-1] {
	case 'c', 'p', 't':
		return t == sac || t == nang
	case 'h':
		return !strings.HasSuffix(rime, "ch") || t == sac || t == nang
	}
	return true
}

// onsetFits holds the rules of spelling and of sound that join onset and rime.
func onsetFits(onset, rime string) bool {
	r := rimes[rime]
	if r.only != nil {
		return r.only[onset]
	}
	fits := true
	switch onset {
	case "k", "gh", "ngh":
		fits = r.front
	case "ng":
		fits = !r.front
	case "c", "g":
		fits = !r.front && !r.glide
	case "b", "m", "ph", "v":
		fits = !r.glide
	case "p":
		fits = loanP[rime]
	case "qu":
		fits = !strings.ContainsRune("oôơuư", r.first) && !strings.HasPrefix(rime, "iê")
	case "gi":
		fits = !r.glide && r.first != 'i'
	case "":
		fits = !strings.HasPrefix(rime, "iê")
	}
	return fits || unruly[onset+rime]
}
