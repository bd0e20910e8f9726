package registry

import "math"

// level is one way in which a field of two records may agree or not, with how
// often that happens between two records of one person (m) and between two
// people (u). Where a value's own commonness takes the place of u, u is 0.
//
// The figures are fitted on the fitting half of the labelled set and held against
// it by TestWeightsAreThoseFitted, which prints them; docs/identity.md tells how
// the set is made. Levels seen fewer than thirty times on either side are judged.
type level struct {
	field     string
	agreement Agreement
	m, u      float64
	clause    string
}

// bits is the weight of a level.
func (l level) bits() float64 { return math.Log2(l.m / l.u) }

// bitsOf is the weight of a level for a value that a share of people bear.
func (l level) bitsOf(share float64) float64 { return math.Log2(l.m / share) }

// The parts of a name. Levels "equal" and "marks" weigh by the share of people
// who bear the value.
var (
	familyEqual     = level{"family", "equal", 0.95, 0, "cùng họ %s"}
	familyMarks     = level{"family", "marks", 0.95, 0, "cùng họ %s, một bên không dấu"}
	familySlip      = level{"family", "slip", 0.006, 0.0068, "họ gần giống nhau, có thể gõ sai"}
	familyDifferent = level{"family", "different", 0.001, 0.87, "khác họ"}

	givenEqual     = level{"given", "equal", 0.95, 0, "cùng tên %s"}
	givenMarks     = level{"given", "marks", 0.95, 0, "cùng tên %s, một bên không dấu"}
	givenTone      = level{"given", "tone", 0.0005, 1e-05, "tên chỉ khác dấu hỏi, dấu ngã"}
	givenSlip      = level{"given", "slip", 0.0055, 0.027, "tên gần giống nhau, có thể gõ sai"}
	givenInitial   = level{"given", "initial", 0.002, 0.05, "tên viết tắt phù hợp"}
	givenDifferent = level{"given", "different", 0.001, 0.96, "khác tên"}

	middleEqual     = level{"middle", "equal", 0.90, 0, "cùng tên đệm %s"}
	middleMarks     = level{"middle", "marks", 0.90, 0, "cùng tên đệm %s, một bên không dấu"}
	middleTone      = level{"middle", "tone", 0.0005, 1e-05, "tên đệm chỉ khác dấu hỏi, dấu ngã"}
	middleSlip      = level{"middle", "slip", 0.006, 0.02, "tên đệm gần giống nhau, có thể gõ sai"}
	middleInitial   = level{"middle", "initial", 0.032, 0.005, "tên đệm viết tắt phù hợp"}
	middlePart      = level{"middle", "part", 0.0036, 0.04, "tên đệm thiếu một phần"}
	middleDropped   = level{"middle", "dropped", 0.019, 0.05, "một bên không có tên đệm"}
	middleDifferent = level{"middle", "different", 0.003, 0.8, "khác tên đệm"}

	orderInverted = level{"order", "inverted", 0.010, 0.010, "họ tên viết theo thứ tự khác"}
)

// The birth date.
var (
	birthEqual     = level{"birth", "equal", 0.73, 7e-05, "cùng ngày sinh %s"}
	birthMonth     = level{"birth", "month", 0.027, 0.00012, "cùng tháng, năm sinh %s"}
	birthYear      = level{"birth", "year", 0.215, 0.011, "cùng năm sinh %s"}
	birthSwapped   = level{"birth", "swapped", 0.0043, 2e-05, "ngày và tháng sinh đảo nhau: %s"}
	birthDigit     = level{"birth", "digit", 0.016, 0.0019, "ngày sinh lệch một chữ số: %s"}
	birthSameYear  = level{"birth", "same year", 0.0055, 0.025, "cùng năm sinh nhưng khác ngày: %s"}
	birthDifferent = level{"birth", "different", 0.003, 0.96, "khác ngày sinh: %s"}
)

// Sex, counted between people of one name, since most names tell it.
var (
	sexEqual     = level{"sex", "equal", 0.995, 0.916, "cùng giới tính"}
	sexDifferent = level{"sex", "different", 0.005, 0.084, "khác giới tính"}
)

// Staff codes and e-mail decide; their weights only place them in the list.
// Judged: one code or address in a million is given to a second person by mistake.
var (
	codeEqual     = level{"codes", "equal", 0.99, 0.000001, "cùng mã cán bộ %s trong cùng cơ quan"}
	codeDifferent = level{"codes", "different", 0.000001, 0.99, "khác mã cán bộ trong cùng cơ quan (%s)"}
	codeElsewhere = level{"codes", "elsewhere", 1, 1, "cùng mã cán bộ %s nhưng ở hai cơ quan nên không nói lên điều gì"}
	mailEqual     = level{"email", "equal", 0.82, 1e-06, "cùng thư điện tử %s"}
	mailDifferent = level{"email", "different", 0.18, 0.99, "khác thư điện tử"}
)

// The telephone. The number of an office is shared by those who sit there; how
// many do is judged.
var (
	phoneEqual     = level{"phone", "equal", 0.75, 1e-05, "cùng số điện thoại %s"}
	phoneOffice    = level{"phone", "office", 0.11, 0.01, "cùng số điện thoại cơ quan %s"}
	phoneDifferent = level{"phone", "different", 0.14, 0.99, "khác số điện thoại"}
)

// Titles, studies, work. People of one unit share its field and much of its
// expertise, so those weigh less between colleagues ("in unit"). A higher degree
// on one side is a later list and has no level. Judged: honours, too rare to count.
var (
	titleEqual          = level{"title", "equal", 0.93, 0.035, "cùng năm công nhận học hàm"}
	titleDifferent      = level{"title", "different", 0.07, 0.965, "khác năm công nhận học hàm"}
	studiesEqual        = level{"qualifications", "equal", 0.95, 0.043, "cùng học vị %s, cùng năm"}
	studiesContradict   = level{"qualifications", "different", 0.05, 0.957, "cùng học vị %s nhưng khác năm đào tạo"}
	honoursEqual        = level{"honours", "equal", 0.97, 0.03, "cùng danh hiệu"}
	organisationEqual   = level{"organisation", "equal", 0.92, 0.092, "cùng cơ quan"}
	organisationOther   = level{"organisation", "different", 0.08, 0.908, "khác cơ quan"}
	unitEqual           = level{"unit", "equal", 0.93, 0.066, "cùng đơn vị"}
	unitOther           = level{"unit", "different", 0.07, 0.934, "khác đơn vị trong cơ quan"}
	fieldsEqual         = level{"fields", "equal", 0.85, 0.0245, "cùng lĩnh vực"}
	fieldsOther         = level{"fields", "different", 0.15, 0.975, "khác lĩnh vực"}
	fieldsInUnit        = level{"fields", "equal in unit", 0.85, 0.46, "cùng lĩnh vực"}
	fieldsOtherInUnit   = level{"fields", "different in unit", 0.15, 0.54, "khác lĩnh vực"}
	expertiseEqual      = level{"expertise", "equal", 0.65, 0.0113, "cùng chuyên môn “%s”"}
	expertiseOther      = level{"expertise", "different", 0.35, 0.989, "chuyên môn ghi khác nhau"}
	expertiseInUnit     = level{"expertise", "equal in unit", 0.66, 0.22, "cùng chuyên môn “%s”"}
	expertiseElseInUnit = level{"expertise", "different in unit", 0.34, 0.78, "chuyên môn ghi khác nhau"}
)
