package vietnamese

import "strings"

// Name is a person's name and its parts. Full is never changed by the parting;
// Family, Middle and Given are words of it, and any of them may be empty.
type Name struct{ Full, Family, Middle, Given string }

// compounds are family names of several words, longest first.
var compounds = []string{
	"công tằng tôn nữ", "công huyền tôn nữ", "công tôn nữ", "huyền tôn nữ", "tằng tôn nữ",
	"tôn nữ", "tôn thất", "âu dương", "hoàng phủ",
}

// ParseName reads a name written family name first. The cell is put through Clean
// and Title; the family name is the first word, or one of the names of several
// words (Tôn Nữ, Công Tằng Tôn Nữ, Tôn Thất…), the given name the last, and the middle name
// the rest. One word alone is a given name. Titles before the name are the
// caller's to remove. Y Bhăm Êban is parted by the same rule, wrongly for its
// bearer, so Full and not the parts is what is shown.
func ParseName(s string) Name {
	return parted(strings.Fields(Title(Clean(s))), 1)
}

// JoinName makes a name of a form that has "họ và tên đệm" and "tên" in two
// columns. The given name may then have several words, as Khmer names do. If one
// of the cells is empty the other is read as a whole name.
func JoinName(familyMiddle, given string) Name {
	given = Clean(given)
	whole := Clean(familyMiddle + " " + given)
	n := len(strings.Fields(given))
	if n == 0 || given == whole {
		n = 1
	}
	return parted(strings.Fields(titleParts(familyMiddle, given)), n)
}

// titleParts joins two cells in title case. Each is judged alone, since one may
// be in capitals and the other not.
func titleParts(a, b string) string {
	return Clean(Title(Clean(a)) + " " + Title(Clean(b)))
}

// parted makes a Name of words, the last n of which are the given name.
func parted(words []string, n int) Name {
	name := Name{Full: strings.Join(words, " ")}
	if len(words) == 0 {
		return name
	}
	last := len(words) - n
	name.Given = strings.Join(words[last:], " ")
	if last > 0 {
		f := familyLen(words[:last])
		name.Family = strings.Join(words[:f], " ")
		name.Middle = strings.Join(words[f:last], " ")
	}
	return name
}

// familyLen returns how many of the words before the given name are the family's.
func familyLen(words []string) int {
	if len(words) == 1 {
		return 1
	}
	key := Key(strings.Join(words[:min(len(words), 4)], " ")) + " "
	for _, c := range compounds {
		if strings.HasPrefix(key, c+" ") || strings.HasPrefix(key, Fold(c)+" ") {
			return strings.Count(c, " ") + 1
		}
	}
	return 1
}
