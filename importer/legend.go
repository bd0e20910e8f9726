package importer

import (
	"regexp"
	"strings"
)

// legendPair is a value and what it stands for: "1: Nam", "2 = Nữ".
var legendPair = regexp.MustCompile(`([\p{L}\d]{1,3})\s*[:=–-]\s*(\p{L}[^,;:=/()]*)`)

// legendBack is a pair the other way round: "Nam: 1".
var legendBack = regexp.MustCompile(`(\p{L}[^,;:=/()]*?)\s*[:=–-]\s*(\d{1,2})(?:$|[^\d\p{L}])`)

// explained gives values of a column in the words of its header's legend.
func (c *Column) explained(values []cell) []cell {
	legend := legendOf(c.Header)
	for i := range values {
		if long, ok := legend[strings.TrimSpace(values[i].text)]; ok {
			values[i].text = long
		}
	}
	return values
}

// legendOf reads what a header says in brackets that the values below it stand for; nil
// where it says nothing of the kind.
func legendOf(header string) map[string]string {
	inner := bracketed.FindString(header)
	pairs := legendPair.FindAllStringSubmatch(inner, maxPieces)
	if len(pairs) < 2 {
		pairs = legendBack.FindAllStringSubmatch(inner, maxPieces)
		for i, m := range pairs {
			pairs[i] = []string{m[0], m[2], m[1]}
		}
	}
	if len(pairs) < 2 {
		return nil
	}
	legend := map[string]string{}
	for _, m := range pairs {
		legend[m[1]] = strings.TrimSpace(m[2])
	}
	return legend
}
