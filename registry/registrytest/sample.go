package registrytest

import (
	"fmt"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Furniture gives a university with a unit and a few codes: what the sample
// people point at. The university is the first subject of the receipt, the unit
// the second.
func Furniture() []registry.Change {
	return []registry.Change{
		&registry.AddOrganisation{Organisation: &registry.Organisation{ID: -1, Key: "dhm", Kind: registry.University,
			Name: "Đại học Mẫu", NameEn: "Sample University", Abbreviations: []string{"DHM"}, Aliases: []string{"Trường Đại học Mẫu"}, Confirmed: true}},
		&registry.AddOrganisation{Organisation: &registry.Organisation{ID: -2, Kind: registry.Unit, Name: "Khoa Thủy sản", Parent: -1}},
		&registry.LoadCodes{Scheme: registry.SchemeDegree, Version: "mẫu", Codes: []registry.Code{
			{Code: "TS", Name: "Tiến sĩ", Abbreviation: "TS", Value: 60, Confirmed: true},
			{Code: "ThS", Name: "Thạc sĩ", Abbreviation: "ThS", Value: 50, Confirmed: true, Variants: []string{"Thạc sỹ", "Th.S"}},
			{Code: "KS", Name: "Kỹ sư", Abbreviation: "KS", Value: 41, Confirmed: true},
		}},
		&registry.LoadCodes{Scheme: registry.SchemeField, Version: "mẫu", Codes: []registry.Code{
			{Code: "4", Name: "Khoa học nông nghiệp"}, {Code: "403", Parent: "4", Name: "Thủy sản"}, {Code: "40301", Parent: "403", Name: "Nuôi trồng thủy sản"},
		}},
	}
}

var (
	families = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Huỳnh", "Phan", "Bùi", "Thạch", "Lâm"}
	middles  = []string{"Văn", "Thị", "Hoàng", "Thị Mỹ", "Quốc", "Ngọc", "Đức", "Minh", ""}
	givens   = []string{"An", "Bình", "Châu", "Dũng", "Đào", "Giang", "Hòa", "Khánh", "Lộc", "Mỹ", "Nghĩa", "Oanh", "Phúc", "Thủy", "Ý"}
	phrases  = []string{"nuôi tôm nước lợ", "bệnh cá tra", "dinh dưỡng thủy sản", "kinh tế nông hộ", "xâm nhập mặn"}
)

// Person gives the i-th sample person, with every field filled in somewhere
// among any six in a row, at an organisation and a unit of it (0 for none). The
// same i is always the same person.
func Person(i int, organisation, unit registry.OrganisationID) *registry.Person {
	name := vietnamese.ParseName(families[i%len(families)] + " " + middles[i%len(middles)] + " " + givens[i%len(givens)])
	p := &registry.Person{
		Name: name, Sex: []registry.Sex{registry.Male, registry.Female, ""}[i%3],
		Birth: registry.Date{Year: 1955 + i%45, Month: i % 13, Day: min(i%13, 1) * (i % 28)},
		Email: fmt.Sprintf("mau%d@mau.edu.vn", i), Phone: fmt.Sprintf("09%08d", i%100000000),
		Qualifications: []registry.Qualification{{Degree: "KS", Field: "Thủy sản", Institution: "Đại học Mẫu", Country: "Việt Nam", Year: 1995 + i%20}},
		Fields:         []registry.FieldOf{{Code: "40301"}},
		Expertise:      []registry.Expertise{{Phrase: phrases[i%len(phrases)]}, {Phrase: phrases[(i+2)%len(phrases)]}},
	}
	if i%2 == 0 {
		p.Qualifications = append(p.Qualifications, registry.Qualification{Degree: "TS", Field: "Bệnh học thủy sản", Country: "Bỉ", Year: 2010})
	}
	if i%6 == 0 {
		p.Title = registry.Title{Code: "PGS", Year: 2018, Discipline: "Thủy sản"}
		p.Honours = []registry.Honour{{Code: "NGUT", Year: 2020}}
		p.Rank = registry.Rank{Code: "V.07.01.02", Name: "Giảng viên chính"}
	}
	if organisation != 0 {
		p.Codes = []registry.StaffCode{{Organisation: organisation, Code: fmt.Sprintf("M%05d", i)}}
		p.Positions = []registry.Position{
			{Organisation: organisation, Unit: unit, Post: "Giảng viên", Contract: "Viên chức", From: registry.Date{Year: 2005, Month: 9}, Main: true},
			{Organisation: organisation, Post: "Trợ giảng", From: registry.Date{Year: 2001}, To: registry.Date{Year: 2005, Month: 8, Day: 31}},
		}
	}
	if i%3 == 1 {
		fill(p, i, organisation)
	}
	return p
}
