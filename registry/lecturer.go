package registry

import (
	"regexp"
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// lecturerRanks begin the codes of chức danh nghề nghiệp of those who teach at
// universities, teachers' colleges and vocational colleges.
var lecturerRanks = []string{"V.07.01.", "V.07.08.", "V.09.02."}

// Lecturing says whether somebody is one of the giảng viên cơ hữu of an institution.
type Lecturing string

// What somebody is to an institution.
const (
	Lecturer    Lecturing = "lecturer" // giảng viên cơ hữu, by the rank they hold
	Visiting    Lecturing = "visiting" // thỉnh giảng, by the contract of their post
	OtherRank   Lecturing = "other"    // another rank
	RankUnknown Lecturing = "unknown"  // no rank of SchemeRank is known
)

// PostOn gives the post that somebody holds at an organisation, or in a unit of it, on
// a day: the first in the order of the record. A post without a beginning was held
// before.
func (p *Person) PostOn(ref *Reference, at OrganisationID, day Date) (Position, bool) {
	for _, q := range p.Positions {
		begun := q.From.IsZero() || q.From.firstDay().Compare(day) <= 0
		held := q.To.IsZero() || q.To.firstDay().Compare(day) > 0
		if begun && held && q.at(ref, at) {
			return q, true
		}
	}
	return Position{}, false
}

// LecturingAs says what somebody with a post is to its institution.
func (p *Person) LecturingAs(post Position) Lecturing {
	switch {
	case strings.Contains(strings.ToLower(post.Contract), "thỉnh giảng"):
		return Visiting
	case p.Rank.Code == "":
		return RankUnknown
	case slices.ContainsFunc(lecturerRanks, func(group string) bool { return strings.HasPrefix(p.Rank.Code, group) }):
		return Lecturer
	}
	return OtherRank
}

var grade = regexp.MustCompile(`(?i)\bhạng (IV|I{1,3})\b`)

// RankGrade gives the hạng of a chức danh nghề nghiệp, 1 to 4, as the catalogue says it
// with the rank; 0 where it says none.
func (r *Reference) RankGrade(code string) int {
	c, ok := r.Code(SchemeRank, code)
	if !ok {
		return 0
	}
	for _, said := range append([]string{c.Name, c.Note}, c.Variants...) {
		if m := grade.FindStringSubmatch(said); m != nil {
			return slices.Index([]string{"", "I", "II", "III", "IV"}, strings.ToUpper(m[1]))
		}
	}
	return 0
}

// DegreeOn gives the highest học vị code that somebody held on a day, "" if none; one
// without a year was held always.
func (p *Person) DegreeOn(ref *Reference, day Date) string {
	then := *p
	then.Qualifications = slices.DeleteFunc(slices.Clone(p.Qualifications), func(q Qualification) bool { return q.Year > day.Year })
	return then.Degree(ref)
}

// NameOrder is a key whose order is that of Vietnamese staff lists.
func (p *Person) NameOrder() string { return string(vietnamese.SortKey(p.Name)) }
