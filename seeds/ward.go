package seeds

// FormerWard is one step from a ward or commune before 1 July 2025 to the one
// that took its people over. A divided ward has several.
type FormerWard struct {
	Province, District, Name string // as they were
	NewCode, NewName         string // NewCode is of registry.SchemeWard
	Divided                  bool
}

// FormerWards gives every former ward of Cần Thơ, Sóc Trăng and Hậu Giang with
// its successors. Of communes of one name in two of the provinces, 16 rows that
// the source maps wrongly were left out; each ward still has at least one.
func FormerWards() ([]FormerWard, error) {
	t, err := readTable("former_wards.tsv")
	if err != nil {
		return nil, err
	}
	var wards []FormerWard
	err = t.each(func(r *row) error {
		wards = append(wards, FormerWard{
			Province: r.text("province"), District: r.text("district"), Name: r.text("name"),
			NewCode: r.text("new_code"), NewName: r.text("new_name"), Divided: r.yes("divided"),
		})
		return nil
	})
	return wards, err
}
