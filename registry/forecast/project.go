package forecast

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"trithuc/registry"
)

// youngest is the age in years below which nobody has a degree: a later birth
// year is a slip of the pen and says nothing about retirement.
const youngest = 18

// Project gives the headcount at the end of this year and of every year of the
// scenario. It counts whoever is still to retire by law: people past their
// month on the day of now, and people whose month cannot be said, are in no
// headcount but in the assumptions, each with their number.
func Project(in Input, s Scenario, now time.Time) Projection {
	first, last := s.span(now)
	t := tally{
		today: registry.Date{Year: now.Year(), Month: int(now.Month())},
		first: first, years: last - first + 1, groups: map[group]*sums{},
	}
	t.group(group{All, All}) // an empty registry has one series of noughts
	for _, c := range in.Cells {
		t.add(c)
	}
	return Projection{
		AsOf: registry.DateOf(now), Until: registry.Date{Year: last, Month: 12, Day: 31},
		Scenario: s.name(), Series: t.series(in.Levels), Assumptions: t.assumptions(in),
	}
}

type group struct{ field, level string }

// sums is what is known of one group: who is left after the horizon counts as
// staying throughout.
type sums struct {
	retired          []int // by year
	staying          int
	undated, overdue int
}

// tally adds cells up by group.
type tally struct {
	today        registry.Date // month
	first, years int
	groups       map[group]*sums
	apart        apart
}

// apart counts people whom the reader must be told about.
type apart struct{ people, birthless, sexless, young, overdue, yearOnly int }

func (t *tally) group(g group) *sums {
	s := t.groups[g]
	if s == nil {
		s = &sums{retired: make([]int, t.years)}
		t.groups[g] = s
	}
	return s
}

func (t *tally) add(c Cell) {
	dated := t.sort(c)
	fields := []string{All, c.Area}
	if c.Field != "" {
		fields = append(fields, c.Field)
	}
	for _, f := range fields {
		for _, l := range []string{All, c.Level} {
			t.group(group{f, l}).add(c, dated, t)
		}
	}
}

// sort counts the cell in apart and says whether its month of retirement means
// anything.
func (t *tally) sort(c Cell) (dated bool) {
	t.apart.people += c.People
	switch {
	case c.BirthYear == 0:
		t.apart.birthless += c.People
	case c.BirthYear > t.today.Year-youngest:
		t.apart.young += c.People
	case c.Retires.IsZero():
		t.apart.sexless += c.People
	case c.Retires.Compare(t.today) < 0:
		t.apart.overdue += c.People
		return true
	default:
		if c.YearOnly {
			t.apart.yearOnly += c.People
		}
		return true
	}
	return false
}

func (s *sums) add(c Cell, dated bool, t *tally) {
	switch year := c.Retires.Year - t.first; {
	case !dated:
		s.undated += c.People
	case c.Retires.Compare(t.today) < 0:
		s.overdue += c.People
	case year < t.years:
		s.retired[year] += c.People
	default:
		s.staying += c.People
	}
}

// series gives the groups in the order of a table: everything first, then the
// catalogue's order of fields, the unknown field last; in each the levels from
// the highest.
func (t *tally) series(levels []string) []Series {
	standing := map[string]int{All: -1}
	for i, l := range levels {
		standing[l] = i
	}
	place := map[string]int{All: -1, "": 1}
	groups := slices.SortedFunc(maps.Keys(t.groups), func(a, b group) int {
		return cmp.Or(place[a.field]-place[b.field], cmp.Compare(a.field, b.field), standing[a.level]-standing[b.level])
	})
	all := make([]Series, len(groups))
	for i, g := range groups {
		s := t.groups[g]
		all[i] = Series{Field: g.field, Level: g.level, Years: t.yearsOf(s), Undated: s.undated, Overdue: s.overdue}
	}
	return all
}

func (t *tally) yearsOf(s *sums) []Year {
	years := make([]Year, t.years)
	left := s.staying
	for i := t.years - 1; i >= 0; i-- {
		years[i] = Year{Year: t.first + i, Headcount: left, P10: left, P50: left, P90: left, Retired: s.retired[i]}
		left += s.retired[i]
	}
	return years
}

// assumptions says what the figures rest on, and whom they leave out.
func (t *tally) assumptions(in Input) []Assumption {
	const registered, model = "Hồ sơ trong cơ sở dữ liệu", "Mô hình hiện tại"
	scope := cmp.Or(in.Organisation, "Tất cả các đơn vị")
	count := func(name string, n int) Assumption { return Assumption{name, strconv.Itoa(n), registered} }
	return []Assumption{
		{"Phạm vi", scope, registered},
		{"Thời điểm nghỉ hưu", "Cuối tháng đủ tuổi theo giới tính và tháng sinh; người nghỉ hưu cuối tháng 12 không còn tính vào ngày 31/12", in.Table},
		{"Kéo dài thời gian làm việc sau tuổi nghỉ hưu", "Không tính", model},
		{"Tuyển dụng, đào tạo lên trình độ cao hơn, chuyển công tác, thôi việc, từ trần", "Chưa tính", model},
		{"Khoảng dự báo", "Chưa có: p10 = p50 = p90 = số người, vì mô hình chưa tính yếu tố ngẫu nhiên", model},
		{"Nhu cầu và thiếu hụt", "Để trống: chưa có chỉ tiêu theo lĩnh vực và trình độ", model},
		{"Trình độ", "Mỗi người tính một lần ở mức cao nhất: học hàm, nếu không có thì học vị; TSKH tính chung với TS", model},
		count("Số người thuộc diện trí thức trong phạm vi", t.apart.people),
		count("Số người ngoài diện trí thức theo quy định trong danh mục (đếm riêng, không tính vào số người)", in.Outside),
		count("Số người chưa rõ có thuộc diện hay không (đếm riêng, không tính vào số người)", in.Unclear),
		count("Số người đã qua tháng nghỉ hưu nhưng còn trong danh sách (không tính vào số người)", t.apart.overdue),
		count("Số người không rõ năm sinh (không tính vào số người)", t.apart.birthless),
		count("Số người không rõ giới tính (không tính vào số người)", t.apart.sexless),
		count("Số người có năm sinh chưa đủ 18 tuổi, cần kiểm tra lại (không tính vào số người)", t.apart.young),
		count("Số người chỉ rõ năm sinh, lấy ngày 01/01 nên tháng nghỉ hưu chưa chắc chắn (có tính vào số người)", t.apart.yearOnly),
	}
}
