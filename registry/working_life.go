package registry

import "strings"

// Career is what a forecast needs of one person, and no more: no name leaves
// the store with it.
type Career struct {
	Person       PersonID
	Birth        Date
	Sex          Sex
	Degree       string // highest học vị
	Title        string // học hàm
	Field        string // main field code, "" if none
	Derived      string // the first of FieldsOf where the record names no field; "" where nothing leads to one
	Organisation OrganisationID
	Standing     Standing // what decides whether they count

	TitleYear int          // of the học hàm; 0 if unknown
	Degrees   []DegreeHeld // in the order of the record
	Posts     []Spell      // likewise, those that ended too
	Languages int          // foreign or ethnic languages on record
	Outputs   int          // publications, patents and tasks on record
	Ward      string       // of the present address, as it was written; "" if unknown
	Since     Date         // the day on which the record came into the registry; zero if unknown
}

// DegreeHeld is a học vị and the year it was given, 0 if unknown.
type DegreeHeld struct {
	Degree string
	Year   int
}

// Spell is a time in one post.
type Spell struct {
	Organisation OrganisationID // the employer
	Unit         OrganisationID
	From, To     Date   // To is zero while it lasts
	Sector       string // as Position has it
	Ownership    string
	Leads        bool // see Position.Leads
}

// leading are the words of posts of management (chức vụ quản lý), heads and
// deputies alike.
var leading = []string{"trưởng", "giám đốc", "chủ tịch", "chủ nhiệm", "tổng biên tập", "phó chánh", "chánh "}

// Leads says that the post is one of management, whose holder may not stay beyond
// the age of retirement (Luật Nhà giáo 73/2025/QH15 and the decrees before it).
func (q Position) Leads() bool {
	post := strings.ToLower(q.Post)
	for _, word := range leading {
		if strings.Contains(post, word) {
			return true
		}
	}
	return false
}
