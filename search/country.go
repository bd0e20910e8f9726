package search

import (
	"slices"
	"strings"
)

// Countries in which people studied or worked. Lists write them freely, so that a
// condition on one names every way to write it.

// countries are the ways to write each country, the usual one first. They are those to
// which people of a Vietnamese city go to study; from memory, no official list.
var countries = [][]string{
	{"Nhật Bản", "Nhật", "Japan"}, {"Hàn Quốc", "Nam Hàn", "Đại Hàn Dân Quốc", "Korea", "South Korea"}, {"Trung Quốc", "Trung Hoa", "China"}, {"Đài Loan", "Taiwan"},
	{"Thái Lan", "Thailand"}, {"Lào", "Laos"}, {"Campuchia", "Cambodia"}, {"Malaysia", "Mã Lai"}, {"Singapore", "Xin-ga-po"}, {"Indonesia", "In-đô-nê-xi-a"}, {"Philippines", "Phi-líp-pin"},
	{"Myanmar", "Miến Điện"}, {"Ấn Độ", "India"}, {"Israel", "I-xra-en"}, {"Thổ Nhĩ Kỳ", "Turkey"}, {"Hoa Kỳ", "Mỹ", "USA", "United States", "America"}, {"Canada", "Ca-na-đa"},
	{"Cuba", "Cu-ba"}, {"Brazil", "Bra-xin"}, {"Úc", "Australia", "Ô-xtrây-li-a"}, {"New Zealand", "Niu Di-lân", "Tân Tây Lan"}, {"Vương quốc Anh", "Anh", "Anh Quốc", "United Kingdom", "England"},
	{"Pháp", "France"}, {"Đức", "CHLB Đức", "Germany"}, {"Bỉ", "Belgium"}, {"Hà Lan", "Netherlands"}, {"Thụy Điển", "Sweden"}, {"Thụy Sĩ", "Switzerland"}, {"Na Uy", "Norway"}, {"Phần Lan", "Finland"},
	{"Đan Mạch", "Denmark"}, {"Áo", "Austria"}, {"Ý", "Italia", "Italy"}, {"Tây Ban Nha", "Spain"}, {"Bồ Đào Nha", "Portugal"}, {"Ireland", "Ai-len"}, {"Ba Lan", "Poland"},
	{"Cộng hòa Séc", "Séc", "Tiệp Khắc", "Czech Republic"}, {"Slovakia"}, {"Hungary", "Hung-ga-ri"}, {"Bulgaria", "Bun-ga-ri"}, {"Romania", "Ru-ma-ni"}, {"Nga", "Liên bang Nga", "Liên Xô", "Russia"},
	{"Ukraine", "U-crai-na"}, {"Belarus", "Bê-la-rút"}, {"Hy Lạp", "Greece"}, {"Ai Cập", "Egypt"}, {"Nam Phi", "South Africa"},
}

// wentTo are the words before a country in which somebody studied or worked.
var wentTo = []string{
	"du học", "du học ở", "du học tại", "từng du học", "từng du học ở", "học ở", "học tại", "học bên", "từng học ở", "từng học tại", "đã học ở", "đã học tại",
	"tốt nghiệp ở", "tốt nghiệp tại", "tốt nghiệp từ", "tốt nghiệp", "được đào tạo ở", "được đào tạo tại", "đào tạo ở", "đào tạo tại", "nghiên cứu sinh", "nghiên cứu sinh ở", "nghiên cứu sinh tại",
	"làm nghiên cứu sinh ở", "làm nghiên cứu sinh tại", "thực tập ở", "thực tập tại", "tu nghiệp ở", "tu nghiệp tại", "làm việc ở", "làm việc tại", "từng làm việc ở", "từng làm việc tại",
	"bảo vệ ở", "bảo vệ tại", "có bằng ở", "nhận bằng ở", "nhận bằng tại", "lấy bằng ở", "lấy bằng tại", "từng ở",
	"studied in", "who studied in", "graduated in", "graduated from", "trained in", "worked in", "educated in",
}

// addCountries makes who was in each country known.
func (l *Lexicon) addCountries() {
	for _, names := range countries {
		for _, name := range names {
			leads := wentTo
			if len(Words(name)) == 1 {
				leads = slices.DeleteFunc(slices.Clone(wentTo), func(lead string) bool { return lead == "nghiên cứu sinh" }) // Nga is also who studies
			}
			l.addLed(leads, name, countryEntry(names))
		}
	}
}

// countryEntry is the condition that somebody was in a country.
func countryEntry(names []string) entry {
	return entry{kind: aStanding, facet: FacetAbroad, values: names, label: "Từng học hoặc làm việc ở " + names[0]}
}

// countryNames gives every way to write the country that is written so; name alone where
// it is not known.
func countryNames(name string) []string {
	folded := strings.Join(Words(name), " ")
	for _, names := range countries {
		for _, n := range names {
			if strings.Join(Words(n), " ") == folded {
				return names
			}
		}
	}
	return []string{name}
}
