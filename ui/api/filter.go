package api

import (
	"fmt"
	"regexp"
	"strconv"

	"trithuc/registry"
)

// ageRange is how an age is asked for: "-35", "35-44", "55-".
var ageRange = regexp.MustCompile(`^(\d{1,3}-\d{1,3}|-\d{1,3}|\d{1,3}-)$`)

// refused names the conditions that no catalogue knows: a search that passed
// over them would answer something else than was asked. nil where all are known.
func (in *Conditions) refused(ref *registry.Reference) error {
	var problems []registry.Problem
	refuse := func(field, value, what string) {
		problems = append(problems, registry.Problem{Field: field, Value: value, Reason: fmt.Sprintf("“%s” không phải %s", value, what)})
	}
	for _, c := range []struct {
		field, what string
		scheme      registry.Scheme
		values      []string
	}{
		{"field", "mã lĩnh vực", registry.SchemeField, in.Field},
		{"degree", "mã học vị", registry.SchemeDegree, in.Degree},
		{"degree_min", "mã học vị", registry.SchemeDegree, given(in.DegreeMin)},
		{"title", "mã học hàm (GS, PGS)", registry.SchemeTitle, in.Title},
		{"title_min", "mã học hàm (GS, PGS)", registry.SchemeTitle, given(in.TitleMin)},
		{"honour", "mã danh hiệu", registry.SchemeHonour, in.Honour},
		{"sector", "mã ngành quản lý", registry.SchemeSector, in.Sector},
		{"ownership", "mã khu vực", registry.SchemeOwnership, in.Ownership},
	} {
		for _, v := range c.values {
			if _, known := ref.Code(c.scheme, v); !known {
				refuse(c.field, v, c.what)
			}
		}
	}
	for _, v := range in.Organisation {
		id, err := strconv.ParseInt(v, 10, 64)
		if _, known := ref.Organisation(registry.OrganisationID(id)); err != nil || !known {
			refuse("organisation", v, "số của một đơn vị; xem ở /organisations")
		}
	}
	for _, v := range in.Age {
		if !ageRange.MatchString(v) {
			refuse("age", v, "khoảng tuổi, như -35, 35-44, 55-")
		}
	}
	if problems == nil {
		return nil
	}
	return &registry.Error{Kind: registry.Unreadable, Problems: problems, Message: "Điều kiện tìm có giá trị không dùng được. Hãy sửa các mục được nêu rồi gửi lại."}
}
