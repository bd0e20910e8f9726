package importer

import (
	"path/filepath"
	"strings"

	"trithuc/registry"
)

// A sheet that does not say whose list it is may stand beside others that do: sheets of
// one workbook, files of one lot. Its people are given their places once all are read.

// placing is a row that waits for that.
type placing struct {
	s *sheetReader
	d *draft
	held
}

// kept gives what a row says in copies that do not hold all of the row.
func (r *reader) kept(h held) held {
	for _, text := range []*string{&h.where.org, &h.where.workplace, &h.where.unit, &h.where.subunit, &h.where.second, &h.post, &h.secondPost, &h.contract, &h.code} {
		*text = r.intern(*text)
	}
	return h
}

// settlePlaces gives the people of such sheets their places: in the one organisation that
// the others are of, if there is one.
func (r *reader) settlePlaces() {
	only := r.onlyEmployer()
	for _, p := range r.later {
		if p.s.employer = only; only != 0 && p.s.sheet().Employer == 0 {
			p.s.share()
		}
		if p.where.unit == "" && p.where.workplace == "" {
			p.where.unit = p.s.unit
		}
		p.s.position(p.d, p.held)
	}
	r.later = nil
}

// onlyEmployer gives the organisation that all sheets are of which name one, by their
// titles or in their rows; 0 where none does, or several are named.
func (r *reader) onlyEmployer() registry.OrganisationID {
	only := registry.OrganisationID(0)
	one := func(id registry.OrganisationID) bool {
		same := id == 0 || only == 0 || only == id
		if id != 0 {
			only = id
		}
		return same
	}
	for _, s := range r.sheets {
		if s.Skipped == "" && !one(s.Employer) {
			return 0
		}
	}
	for _, d := range r.drafts {
		if q, ok := d.person.MainPosition(); ok && q.Organisation != r.unplaced && !one(q.Organisation) {
			return 0
		}
	}
	return only
}

// share takes the organisation of the other sheets for that of this one, and says so.
func (s *sheetReader) share() {
	s.sheet().Employer, s.sheet().Default = s.employer, s.r.places.name(s.employer)
	s.titleUnit()
	s.say(registry.IssueUnknown, s.table.first, 0, string(FieldOrg), "Trang không ghi cơ quan; đã hiểu là %s như các trang, các tệp khác cùng lô. Nếu không phải, hãy nhập riêng.", s.r.places.name(s.employer))
}

// nobodys stands for the employer of a workbook that names none at all.
func (s *sheetReader) nobodys(row int) registry.OrganisationID {
	if s.r.unplaced == 0 {
		name := "Chưa rõ cơ quan (" + strings.TrimSuffix(filepath.Base(s.r.file), filepath.Ext(s.r.file)) + ")"
		if ids := s.r.places.named(name); len(ids) > 0 {
			s.r.unplaced = ids[0]
		} else {
			s.r.unplaced = s.r.places.make(0, registry.Unsorted, name)
		}
		s.say(registry.IssueUnknown, row, 0, string(FieldOrg), "Tệp không nêu cơ quan của danh sách. Đã tạm ghi là “%s”; nên chọn cơ quan khi tải lên.", name)
	}
	return s.r.unplaced
}
