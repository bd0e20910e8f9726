package vietnamese

import "strings"

// SoundKey returns a coarse key of how one syllable sounds in the South, the same
// for spellings that are mistaken for each other: s and x; ch and tr; d, gi, v and r;
// final ng, nh and n; final c, ch and t; i and y; hỏi and ngã (all tones, and all
// hats, vanish by folding). It joins much that is different, so it can only offer
// candidates for a better comparison. n and l, mistaken in some northern speech
// only, stay two. What is no syllable gets a key too; the empty string an empty one.
func SoundKey(syllable string) string {
	s := Fold(syllable)
	onset, rest := soundOnset(s)
	return onset + soundRime(rest)
}

// soundOnsets lists the spellings of onsets, longer before shorter, and the letter
// that stands for each sound.
var soundOnsets = [...][2]string{
	{"ngh", "N"}, {"ng", "N"}, {"nh", "J"}, {"gh", "g"}, {"kh", "K"}, {"ph", "f"}, {"th", "T"},
	{"tr", "c"}, {"ch", "c"}, {"qu", "w"}, {"x", "s"}, {"s", "s"},
	{"d", "z"}, {"v", "z"}, {"r", "z"}, {"c", "k"}, {"k", "k"}, {"q", "k"},
}

// soundOnset returns the sound of the onset of s and what follows it.
func soundOnset(s string) (sound, rest string) {
	if rest, ok := strings.CutPrefix(s, "gi"); ok {
		if rest == "" || !strings.ContainsRune("aeiouy", rune(rest[0])) {
			return "z", "i" + rest // gì, gìn
		}
		if rest[0] == 'e' && len(rest) > 1 && rest != "eo" {
			return "z", "i" + rest // in giêng the i is onset and rime at once
		}
		return "z", rest
	}
	for _, o := range soundOnsets {
		if rest, ok := strings.CutPrefix(s, o[0]); ok {
			return o[1], rest
		}
	}
	if s != "" && !strings.ContainsRune("aeiouy", rune(s[0])) {
		return s[:1], s[1:]
	}
	return "", s
}

// soundRime returns the sound of a folded rime.
func soundRime(s string) string {
	s = strings.ReplaceAll(s, "y", "i")
	for _, f := range [...][2]string{{"ng", "n"}, {"nh", "n"}, {"ch", "t"}, {"c", "t"}} {
		if head, ok := strings.CutSuffix(s, f[0]); ok {
			return head + f[1]
		}
	}
	return s
}
