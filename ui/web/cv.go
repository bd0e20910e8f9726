package web

import "slices"

// numbered gives the sections of a lý lịch khoa học in its order: who, then what.
// On what ground the record is used is no part of it.
func (v personView) numbered() []section {
	all := slices.Concat(v.Side, v.Main)
	return slices.DeleteFunc(all, func(s section) bool { return s.ID == "publication" })
}
