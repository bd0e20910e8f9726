package registry

import "fmt"

// RetirementTable gives the statutory retirement age by year of retirement and
// sex: Nghị định 135/2020/NĐ-CP, phụ lục I (SchemeRetirement, data/law).
type RetirementTable struct {
	ages        map[retiring]int // in months
	first, last map[Sex]int
	disputed    map[string]int // "F-1969-05" → age in months by another printed table
}

// retiring is a line of the table: people of one sex who retire in a year.
type retiring struct {
	sex  Sex
	year int
}

// Retirement gives the table of the code list.
func (r *Reference) Retirement() RetirementTable { return r.retirement() }

// readRetirement reads the table out of the code list.
func (r *Reference) readRetirement() RetirementTable {
	t := RetirementTable{map[retiring]int{}, map[Sex]int{}, map[Sex]int{}, map[string]int{}}
	for _, c := range r.ordered[SchemeRetirement] {
		var letter string
		var year int
		if _, err := fmt.Sscanf(c.Code, "%1s-%d", &letter, &year); err != nil {
			continue
		}
		if len(c.Code) > len("M-2026") {
			t.disputed[c.Code] = int(c.Value)
			continue
		}
		sex := map[string]Sex{"M": Male, "F": Female}[letter]
		t.ages[retiring{sex, year}] = int(c.Value)
		if t.first[sex] == 0 || year < t.first[sex] {
			t.first[sex] = year
		}
		t.last[sex] = max(t.last[sex], year)
	}
	return t
}

// formerAge is the age in months that held before the first year of the table.
func formerAge(sex Sex) int {
	if sex == Male {
		return 60 * 12
	}
	return 55 * 12
}

// Age gives the age in months at which people of this sex retire in a year, and
// whether the table says so. Before its first year the former ages hold (60 and
// 55 years), after its last the last.
func (t RetirementTable) Age(sex Sex, year int) (months int, ok bool) {
	switch {
	case t.last[sex] == 0:
		return 0, false
	case year < t.first[sex]:
		return formerAge(sex), true
	}
	return t.ages[retiring{sex, min(year, t.last[sex])}], true
}

// Month gives the month at whose end a person retires: in the smallest year y
// in which birth + age(y) falls into y or before. Where only the year of birth
// is known, 1 January counts (Điều 3 NĐ 135/2020/NĐ-CP, chưa kiểm chứng); the
// caller must show such a month as uncertain. False where the birth year or the
// sex is unknown.
func (t RetirementTable) Month(birth Date, sex Sex) (Date, bool) {
	if birth.Year == 0 {
		return Date{}, false
	}
	born := birth.Year*12 + max(birth.Month, 1) - 1
	for y := birth.Year + 50; y < birth.Year+80; y++ {
		age, ok := t.Age(sex, y)
		if !ok {
			return Date{}, false
		}
		if at := born + age; at/12 <= y {
			return Date{Year: at / 12, Month: at%12 + 1}, true
		}
	}
	return Date{}, false
}

// Disputed gives the age in months by another printed table than the one that
// counts, for people born in a month on which printed tables disagree; false for
// all others. The caller shows their month of retirement as uncertain.
func (t RetirementTable) Disputed(birth Date, sex Sex) (months int, ok bool) {
	letter := map[Sex]string{Male: "M", Female: "F"}[sex]
	months, ok = t.disputed[fmt.Sprintf("%s-%04d-%02d", letter, birth.Year, birth.Month)]
	return months, ok
}
