package web

import "slices"

// numbered gives the sections of a lý lịch khoa học in its order: who, then what.
// On what ground the record is used is no part of it, nor is what was worked out.
func (v personView) numbered() []section {
	all := slices.Concat(v.Side, v.Main)
	for i := range all {
		all[i].Facts = slices.DeleteFunc(slices.Clone(all[i].Facts), func(f fact) bool { return f.Derived })
	}
	return slices.DeleteFunc(all, func(s section) bool { return s.ID == "publication" || len(s.Facts) == 0 })
}
