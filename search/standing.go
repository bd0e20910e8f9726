package search

import (
	"strings"

	"trithuc/registry"
)

// What a text asks of people beside their field: languages, readiness, years abroad.

// speaks are the words before a language that somebody knows. Behind others, such as
// "dạy", a language is a field.
var speaks = []string{
	"biết", "nói", "nói được", "nói giỏi", "sử dụng", "sử dụng được", "dùng được", "thông thạo", "thạo", "thành thạo", "giỏi", "rành", "lưu loát",
	"có chứng chỉ", "chứng chỉ", "có trình độ", "trình độ", "có", "ngoại ngữ", "giao tiếp được bằng", "giao tiếp bằng", "làm việc bằng", "làm việc được bằng",
	"speaks", "speaking", "who speaks", "fluent in", "knows", "who knows",
}

// certificates tell which language somebody knows who has one; what stands before them
// then. IELTS alone is what somebody teaches.
var (
	certificates = map[string][]string{
		"en": {"IELTS", "TOEFL", "TOEIC", "VSTEP", "Aptis", "PTE"}, "fr": {"DELF", "DALF", "TCF"}, "zh": {"HSK", "TOCFL"},
		"ja": {"JLPT", "Nat Test"}, "ko": {"TOPIK"}, "de": {"TestDaF"}, "ru": {"TORFL"},
	}
	certified = []string{"có", "có chứng chỉ", "chứng chỉ", "có bằng", "bằng", "đạt", "đạt chứng chỉ", "with", "has", "holding"}
)

// readiness are the ways to ask who is ready to advise.
var readiness = []string{
	"sẵn sàng tư vấn", "sẵn sàng", "nhận tư vấn", "sẵn sàng tham gia tư vấn", "sẵn sàng tham gia", "sẵn sàng tham gia hội đồng", "để sẵn sàng tư vấn",
	"có thể tư vấn", "nhận lời tư vấn", "đồng ý tư vấn", "ready to advise", "available to advise", "willing to advise", "available for advice",
}

// stays are the ways to ask who was abroad.
var stays = []string{
	"từng học ở nước ngoài", "học ở nước ngoài", "đã học ở nước ngoài", "du học", "từng du học", "đã du học", "tốt nghiệp ở nước ngoài", "tốt nghiệp nước ngoài", "được đào tạo ở nước ngoài",
	"đào tạo ở nước ngoài", "làm việc ở nước ngoài", "từng làm việc ở nước ngoài", "công tác ở nước ngoài", "ở nước ngoài", "có bằng nước ngoài", "bằng nước ngoài",
	"studied abroad", "trained abroad", "worked abroad", "abroad",
}

// addStandings makes these known.
func (l *Lexicon) addStandings() {
	for _, c := range l.ref.Codes(registry.SchemeLanguage) {
		names := []string{c.Name, c.NameEn}
		for _, v := range c.Variants {
			if strings.HasPrefix(v, "tiếng ") || strings.Contains(v, " ") {
				names = addOnce(names, v)
			}
		}
		e := entry{kind: aStanding, facet: FacetLanguage, values: []string{c.Code}, label: "Biết " + strings.ToLower(c.Name[:1]) + c.Name[1:]}
		for _, name := range names {
			l.addLed(speaks, name, e)
			l.add(name+" speaking", e)
		}
		for _, name := range certificates[c.Code] {
			l.addLed(certified, name, e)
		}
	}
	for _, r := range readiness {
		l.add(r, entry{kind: aStanding, facet: FacetReady, values: []string{Ready}, label: "Sẵn sàng tư vấn"})
	}
	for _, s := range stays {
		l.add(s, entry{kind: aStanding, facet: FacetAbroad, values: []string{Abroad}, label: "Từng học hoặc làm việc ở nước ngoài"})
	}
}
