package forecast

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"trithuc/registry"
)

// apart counts people whom the reader must be told about.
type apart struct{ people, birthless, sexless, young, overdue, unsure int }

// sortOut counts who is in the model and who cannot be.
func (m *model) sortOut() {
	m.undated, m.overdue = make([]int, m.outcome.groups), make([]int, m.outcome.groups)
	for i := range m.in.people {
		p := &m.in.people[i]
		if p.left != 0 {
			continue
		}
		a, g := &m.apart, int(p.field)*len(m.in.Levels)+int(p.level)
		a.people++
		switch {
		case p.born == 0:
			a.birthless++
			m.undated[g]++
		case int(p.born) > m.in.on.Year-youngest:
			a.young++
			m.undated[g]++
		case p.retires == 0:
			a.sexless++
			m.undated[g]++
		case int(p.retires) < m.month:
			a.overdue++
			m.overdue[g]++
		case p.unsure:
			a.unsure++
		}
	}
}

const (
	registered = "Hồ sơ trong cơ sở dữ liệu"
	theModel   = "Mô hình"
)

// assumptions says what the figures rest on, and whom they leave out.
func (m *model) assumptions(s Scenario) []Assumption {
	all := []Assumption{
		{"Phạm vi", cmp.Or(m.in.Organisation, "Tất cả các đơn vị"), registered},
		{"Thời điểm nghỉ hưu", "Cuối tháng đủ tuổi theo giới tính và tháng sinh; người nghỉ hưu cuối tháng 12 không còn tính vào ngày 31/12", m.in.Table},
		m.extension(s),
	}
	for i := range processes {
		all = append(all, m.process(i, s))
	}
	all = append(all, m.dying(s))
	all = append(all, m.chances(s)...)
	all = append(all, m.needs()...)
	return append(all, m.left()...)
}

const (
	extensionName = "Kéo dài thời gian làm việc sau tuổi nghỉ hưu"
	deathName     = "Từ trần mỗi năm, nam và nữ ở tuổi 50"
)

func (m *model) extension(s Scenario) Assumption {
	a := Assumption{extensionName, "Không tính", "Phương án"}
	if s.extends() {
		e, share := m.plan.extra, s.staying()
		a.Value = fmt.Sprintf("%s số giảng viên không giữ chức vụ quản lý ở lại đến mức dài nhất: TS %d, PGS %d, GS %d năm", percent(share[0]), e[0], e[1], e[2])
		if share[0] != share[1] || share[1] != share[2] {
			a.Value = fmt.Sprintf("Giảng viên không giữ chức vụ quản lý ở lại đến mức dài nhất: TS %s (%d năm), PGS %s (%d năm), GS %s (%d năm)", percent(share[0]), e[0], percent(share[1]), e[1], percent(share[2]), e[2])
		}
		a.Source = "Luật Nhà giáo 73/2025/QH15 (điều khoản cần đối chiếu)"
	}
	return a
}

var processWords = [processes]string{
	"Thôi việc, chuyển đi mỗi năm", "ThS lên TS mỗi năm", "TS lên PGS mỗi năm", "PGS lên GS mỗi năm",
	"Tuyển mới mỗi năm, so với số người hiện có của lĩnh vực",
}

// process says the rate of one process, and whether it comes from the registry's own
// records, from the catalogue, or from the scenario.
func (m *model) process(i int, s Scenario) Assumption {
	b := &m.plan.beliefs[i]
	a := Assumption{Name: processWords[i], Value: percent(b.mean())}
	events, years := sum(m.seen.seen[i]).total()
	prior := m.in.rates.prior(i)
	switch {
	case b.fixed != nil:
		a.Source = "Phương án: " + s.name()
	case years == 0 && !prior.known:
		a.Value, a.Source = "Không tính", "Hồ sơ chưa có ngày tháng để ước lượng và danh mục chưa có tỷ lệ"
	case years == 0:
		a.Source = "Chỉ theo danh mục, vì hồ sơ chưa có quá khứ để ước lượng: " + m.in.rates.source(processNames[i])
	default:
		a.Source = fmt.Sprintf("%s: %.0f lượt trong %.0f năm-người", registered, events, years)
		if prior.known {
			a.Source += fmt.Sprintf("; gộp với tỷ lệ trong danh mục %s (nặng bằng %.0f năm-người): %s", percent(prior.rate), prior.weight, m.in.rates.source(processNames[i]))
		}
	}
	if wait := m.in.rates.wait(i); wait > 0 {
		a.Value += fmt.Sprintf(" số người đã chờ đủ %d năm", wait)
	}
	return a
}

func (m *model) dying(s Scenario) Assumption {
	a := Assumption{Name: deathName}
	a.Value = percent(m.plan.deaths[male][50]) + " và " + percent(m.plan.deaths[female][50])
	a.Source = m.in.rates.source("death-M-50")
	if _, ok := s.Rates["death"]; ok {
		a.Source = "Phương án: " + s.name()
	} else if m.plan.deaths[male][50] == 0 {
		a.Value = "Không tính"
	}
	return a
}

// chances says how the bands were made.
func (m *model) chances(s Scenario) []Assumption {
	all := []Assumption{
		{"Khoảng khả năng", fmt.Sprintf("%d lần mô phỏng, hạt giống %d; mỗi lần rút cả tỷ lệ lẫn việc xảy ra với từng nhóm", s.runs(), s.seed()), theModel},
		{"Trình độ", "Mỗi người tính một lần ở mức cao nhất: học hàm, nếu không có thì học vị; TSKH tính chung với TS", theModel},
		{"Chuyển lĩnh vực, người đang đi học (ngoài phương án)", "Không tính: hồ sơ không ghi", theModel},
	}
	if m.plan.shock > 0 {
		all = append(all, Assumption{"Tuyển mới lên xuống theo năm", fmt.Sprintf("hệ số biến thiên %s", percent(1/math.Sqrt(m.plan.shock))), registered})
	}
	for _, x := range s.Move {
		all = append(all, Assumption{"Chuyển lĩnh vực", fmt.Sprintf("%d người mỗi năm từ %s sang %s", x.Count, m.in.fieldName(x.Field), m.in.fieldName(x.To)), "Phương án: " + s.name()})
	}
	if len(s.Train) > 0 {
		all = append(all, Assumption{"Cử đi đào tạo tiến sĩ", fmt.Sprintf("Học %d năm, %s hoàn thành", m.plan.study, percent(m.plan.finish)), m.in.rates.source("training-finish")})
	}
	return all
}

// needs says which targets there are.
func (m *model) needs() []Assumption {
	if len(m.targets) == 0 {
		return []Assumption{{"Nhu cầu và thiếu hụt", "Để trống: chưa có chỉ tiêu cho phạm vi này", "Danh mục chỉ tiêu"}}
	}
	var all []Assumption
	first := map[Target]int{}
	for _, t := range m.targets {
		same := Target{Field: t.Field, Level: t.Level, Name: t.Name, Source: t.Source}
		i, known := first[same]
		if known && t.From >= m.layout.first+m.layout.steps {
			continue
		}
		if known { // one that grows is told once
			all[i].Value, _, _ = strings.Cut(all[i].Value, " đến ")
			all[i].Value += fmt.Sprintf(" đến %d người năm %d", t.People, t.From)
			continue
		}
		first[same] = len(all)
		all = append(all, Assumption{"Nhu cầu: " + t.Name, fmt.Sprintf("%d người từ năm %d", t.People, t.From), t.Source})
	}
	return all
}

func (in *Input) fieldName(code string) string {
	return in.ref.CodeName(registry.SchemeField, in.named(code))
}

// left says whom the figures leave out.
func (m *model) left() []Assumption {
	count := func(name string, n int) Assumption { return Assumption{name, strconv.Itoa(n), registered} }
	return []Assumption{
		count("Số người thuộc diện trí thức trong phạm vi", m.apart.people),
		count("Số người ngoài diện trí thức theo quy định trong danh mục (đếm riêng, không tính vào số người)", m.in.Outside),
		count("Số người chưa rõ có thuộc diện hay không (đếm riêng, không tính vào số người)", m.in.Unclear),
		count("Số người đã thôi công tác theo hồ sơ (không tính vào số người)", m.in.Left),
		count("Số người có lĩnh vực suy ra từ chuyên ngành, hướng nghiên cứu vì hồ sơ không ghi lĩnh vực (có tính vào số người)", m.in.Derived),
		count("Số người đã qua tháng nghỉ hưu nhưng còn trong danh sách (không tính vào số người, trừ khi phương án kéo dài)", m.apart.overdue),
		count("Số người không rõ năm sinh (không tính vào số người)", m.apart.birthless),
		count("Số người không rõ giới tính (không tính vào số người)", m.apart.sexless),
		count("Số người có năm sinh chưa đủ 18 tuổi, cần kiểm tra lại (không tính vào số người)", m.apart.young),
		count("Số người có tháng nghỉ hưu chưa chắc chắn: chỉ rõ năm sinh (lấy ngày 01/01), hoặc các bảng in khác nhau (có tính vào số người)", m.apart.unsure),
	}
}
