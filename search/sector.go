package search

import (
	"slices"

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

// behindStudy says that what begins at token i is what somebody studied.
func (r *reading) behindStudy(i int) bool {
	return i > 0 && slices.Contains(studyWords, r.tokens[i-1].folded)
}
