package registry_test

import (
	"testing"

	"trithuc/registry"
)

// fieldCatalogue is a small tree of fields and phrases that lead into it.
func fieldCatalogue() *registry.Reference {
	field := func(code, parent, name, en string) registry.Code {
		return registry.Code{Scheme: registry.SchemeField, Version: "1", Code: code, Parent: parent, Name: name, NameEn: en}
	}
	term := func(name string, value float64, variants ...string) registry.Code {
		return registry.Code{Scheme: registry.SchemeTerm, Version: "1", Code: name, Name: name, Value: value, Variants: variants}
	}
	return registry.NewReference(1, nil, nil, []registry.Code{
		{Scheme: registry.SchemeDegree, Version: "1", Code: "TS", Name: "Tiến sĩ", Value: 60},
		{Scheme: registry.SchemeDegree, Version: "1", Code: "ThS", Name: "Thạc sĩ", Value: 50},
		field("4", "", "Khoa học nông nghiệp", "Agricultural sciences"),
		field("405", "4", "Thủy sản", "Fisheries"), field("40504", "405", "Nuôi trồng thủy sản", "Aquaculture"), field("40503", "405", "Bệnh học thủy sản", ""),
		field("2", "", "Kỹ thuật", ""), field("201", "2", "Kỹ thuật dân dụng", ""),
		term("nuôi lươn", 40504), term("bệnh tôm", 40503, "tôm chết sớm"), term("kết cấu thép", 201),
		term("thức ăn cá", 40504, "dinh dưỡng cá"), term("vắc-xin cá", 40503, "dinh dưỡng cá"), term("cầu đường", 999),
	})
}

func TestFieldsOf(t *testing.T) {
	ref := fieldCatalogue()
	study := func(degree, field string) registry.Qualification {
		return registry.Qualification{Degree: degree, Field: field}
	}
	expertise := func(phrases ...string) (all []registry.Expertise) {
		for _, p := range phrases {
			all = append(all, registry.Expertise{Phrase: p})
		}
		return all
	}
	for _, c := range []struct {
		name string
		p    registry.Person
		want []registry.FieldKnown
	}{
		{"what the record names is all there is", registry.Person{Fields: []registry.FieldOf{{Code: "201"}}, Expertise: expertise("nuôi lươn")},
			[]registry.FieldKnown{{Code: "201", Origin: registry.FieldStated}}},
		{"a speciality that is the name of a field", registry.Person{Qualifications: []registry.Qualification{study("TS", "Nuôi trồng thuỷ sản")}},
			[]registry.FieldKnown{{Code: "40504", Origin: registry.FieldFromStudy, Text: "Nuôi trồng thuỷ sản"}}},
		{"a known phrase within a longer one", registry.Person{Expertise: expertise("Phòng trị bệnh tôm sú")},
			[]registry.FieldKnown{{Code: "40503", Origin: registry.FieldFromExpertise, Text: "Phòng trị bệnh tôm sú"}}},
		{"without marks", registry.Person{Expertise: expertise("ket cau thep")},
			[]registry.FieldKnown{{Code: "201", Origin: registry.FieldFromExpertise, Text: "ket cau thep"}}},
		{"English", registry.Person{Expertise: expertise("Aquaculture")},
			[]registry.FieldKnown{{Code: "40504", Origin: registry.FieldFromExpertise, Text: "Aquaculture"}}},
		{"the highest degree goes before an earlier one, the reason is the best text",
			registry.Person{Qualifications: []registry.Qualification{study("ThS", "Kết cấu thép"), study("TS", "Nuôi lươn")}, Expertise: expertise("Thức ăn cá")},
			[]registry.FieldKnown{{Code: "40504", Origin: registry.FieldFromStudy, Text: "Nuôi lươn"}}},
		{"a phrase of two fields leads to what has both", registry.Person{Expertise: expertise("Dinh dưỡng cá")},
			[]registry.FieldKnown{{Code: "405", Origin: registry.FieldFromExpertise, Text: "Dinh dưỡng cá"}}},
		{"a phrase of a field that is not in the catalogue", registry.Person{Expertise: expertise("Cầu đường")}, nil},
		{"unknown phrases", registry.Person{Expertise: expertise("Gốm Bát Tràng"), Title: registry.Title{Discipline: "  "}}, nil},
		{"nothing said", registry.Person{}, nil},
	} {
		got := registry.FieldsOf(&c.p, ref)
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", c.name, got, c.want)
			}
		}
	}
}

// TestThesaurusVersionsStandTogether: a list of one's own does not end the phrases there are.
func TestThesaurusVersionsStandTogether(t *testing.T) {
	ref := registry.NewReference(1, nil, nil, []registry.Code{
		{Scheme: registry.SchemeTerm, Version: "ban-dau", Code: "a", Name: "nuôi lươn"}})
	plan := registry.PlanCatalogue(ref, registry.SchemeTerm,
		[]registry.Code{{Scheme: registry.SchemeTerm, Version: "so", Code: "b", Name: "dệt chiếu", ValidFrom: registry.Date{Year: 2026}}}, "")
	if len(plan.Versions) != 1 || plan.Versions[0].Version != "so" {
		t.Errorf("the plan touches %+v, want the new version alone", plan.Versions)
	}
}
