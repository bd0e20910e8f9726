package search

import (
	"slices"
	"strings"

	"trithuc/registry"
)

// Ngành quản lý and khu vực of the main post, as texts ask for them: "ngành y tế",
// "khu vực nhà nước". Neither is a field of science.

var (
	sectorLeads    = []string{"ngành", "thuộc ngành", "trong ngành", "của ngành", "ngành quản lý", "thuộc ngành quản lý"}
	ownershipLeads = []string{"khu vực", "thuộc khu vực", "trong khu vực", "ở khu vực", "khối", "thuộc khối"}
	// workplaces lead to what somebody works in. Behind them a single word says too little: "tại hội thảo".
	workplaces = []string{"ở", "tại", "thuộc", "làm việc ở", "làm việc tại", "làm việc trong", "công tác ở", "công tác tại", "công tác trong"}
)

// studyWords stand before "ngành" where it says what somebody studied: "tiến sĩ ngành
// xây dựng", "chuyên ngành".
var studyWords = []string{"sy", "su", "nhan", "hoc", "nghiep", "bang", "chuyen", "ts", "ths", "bs", "ks", "cn"}

// addSectors makes these known.
func (l *Lexicon) addSectors() {
	for _, c := range l.ref.Codes(registry.SchemeSector) {
		e := entry{kind: aStanding, facet: FacetSector, values: []string{c.Code}, label: "Ngành quản lý: " + c.Name}
		for _, name := range slices.Concat([]string{c.Name}, c.Variants) {
			l.addLed(sectorLeads, name, e)
		}
		if c.NameEn != "" {
			l.add(c.NameEn+" sector", e)
		}
	}
	for _, c := range l.ref.Codes(registry.SchemeOwnership) {
		e := entry{kind: aStanding, facet: FacetOwnership, values: []string{c.Code}, label: "Khu vực: " + c.Name}
		for _, name := range slices.Concat([]string{c.Name}, c.Variants) {
			l.addLed(ownershipLeads, name, e)
			if len(Words(name)) > 1 {
				l.addLed(workplaces, name, e)
				alone := e
				alone.alone = true
				l.add(name, alone)
			}
		}
	}
}

// addLed makes a name known behind the words that lead to it.
func (l *Lexicon) addLed(leads []string, name string, e entry) {
	for _, lead := range leads {
		l.add(lead+" "+name, e)
	}
}

// isStudied says that what begins as a sector at token i is rather what somebody
// studied: "ngành" behind a degree, or before a topic where no other topic stands.
func (r *reading) isStudied(e *entry, i int) bool {
	if e.facet != FacetSector || e.key[0] != "ngành" || len(e.key) < 2 || e.key[1] == "quản" {
		return false
	}
	topic := slices.ContainsFunc(r.lexicon.entries[strings.Join(foldedWords(strings.Join(e.key[1:], " ")), " ")], func(o *entry) bool { return o.kind == aTopic })
	return r.behindStudy(i) || topic && !r.topicBefore(i)
}

// topicBefore says that a known topic stands before token i.
func (r *reading) topicBefore(i int) bool {
	for at := 0; at < i; {
		step := 1
		for n := min(r.lexicon.longest, i-at); n > 0; n-- {
			if found := r.lexicon.entries[joinFolded(r.tokens[at:at+n])]; len(found) > 0 {
				if !slices.ContainsFunc(found, func(e *entry) bool { return e.kind != aTopic }) {
					return true
				}
				step = n
				break
			}
		}
		at += step
	}
	return false
}

// behindStudy says that what begins at token i is what somebody studied.
func (r *reading) behindStudy(i int) bool {
	return i > 0 && slices.Contains(studyWords, r.tokens[i-1].folded)
}
