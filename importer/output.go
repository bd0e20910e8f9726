package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// taskLevels are the ways lists name the level of a task, folded, beside the names of
// the code list.
var taskLevels = map[string]string{
	"cap nha nuoc": "quoc-gia", "nha nuoc": "quoc-gia", "quoc gia": "quoc-gia", "cap quoc gia": "quoc-gia", "cap bo": "bo", "bo": "bo", "cap tinh": "tinh", "tinh": "tinh",
	"cap thanh pho": "tinh", "thanh pho": "tinh", "cap tinh, thanh pho": "tinh", "cap tinh/thanh pho": "tinh", "cap co so": "co-so", "co so": "co-so", "cap truong": "co-so", "truong": "co-so",
	"quoc te": "quoc-te", "cap quoc te": "quoc-te", "hop tac quoc te": "quoc-te", "doanh nghiep": "doanh-nghiep", "do doanh nghiep dat hang": "doanh-nghiep",
}

// taskRoles begin the roles that somebody has in a task.
var taskRoles = []string{"chu nhiem", "dong chu nhiem", "pho chu nhiem", "thu ky", "thanh vien", "tham gia", "cong tac vien", "chu tri", "nghien cuu vien", "co van"}

// taskResults begin what is said of how a task ended.
var taskResults = []string{"nghiem thu", "dat", "xuat sac", "kha", "tot", "hoan thanh", "dang thuc hien", "ket qua", "khong dat"}

// taskCode is a number as tasks bear it: "B2020-TCT-01", "ĐT.03/2019".
var taskCode = regexp.MustCompile(`^(?:[Mm]ã(?:\s+số)?:?\s*)?([\pL\d][\pL\d.]*[-./_][\pL\d.\-/_]*\d[\pL\d.\-/_]*|[A-ZĐ]{1,6}\d[\pL\d.\-/_]*)$`)

// taskCell reads science tasks: "Giống tôm sạch bệnh (B2020-TCT-01, cấp bộ, chủ nhiệm,
// 2020–2022, đạt)".
func (p *parts) taskCell(b bound, text string) {
	if isNumber(text) {
		p.s.sayCount(p.row, b)
		return
	}
	for _, d := range detailsOf(text) {
		t := registry.Task{}
		d.take(func(part string) bool { return p.taskPart(&t, part) })
		t.Name = d.name
		if len(d.parts) > 0 {
			t.Name += " (" + strings.Join(d.parts, ", ") + ")"
		}
		if t.Name = shorten(t.Name, 450); len(t.Name) < 8 {
			p.s.say(registry.IssueUnknown, p.row, b.col, string(b.field), "“%s” chưa rõ là đề tài, nhiệm vụ nào nên không lưu.", shorten(d.text, 60))
			continue
		}
		p.person().Tasks = append(p.person().Tasks, t)
	}
}

// taskPart reads what is said of a task behind its name.
func (p *parts) taskPart(t *registry.Task, part string) bool {
	f := vietnamese.Fold(part)
	from, to, span := readSpan(part)
	level := taskLevels[f]
	for _, c := range p.s.r.ref.Codes(registry.SchemeTaskLevel) {
		if level == "" && (alike(c.Name, part) || c.Code == part) {
			level = c.Code
		}
	}
	code := taskCode.FindStringSubmatch(part)
	switch {
	case span && t.From.IsZero() && t.To.IsZero():
		t.From, t.To = from, to
	case level != "" && t.Level == "":
		t.Level = level
	case code != nil && t.Code == "":
		t.Code = shorten(code[1], 60)
	case startsWith(f, taskRoles...) && t.Role == "" && len(part) < 60:
		t.Role = p.s.r.intern(part)
	case startsWith(f, taskResults...) && t.Result == "" && len(part) < 80:
		t.Result = p.s.r.intern(part)
	default:
		return false
	}
	return true
}

// stateAwards begin what the State gives and the record keeps as an award: emulation
// titles, medals, certificates of merit.
var stateAwards = []string{"chien si thi dua", "lao dong tien tien", "bang khen", "giay khen", "huan chuong", "huy chuong", "ky niem chuong", "giai thuong", "giai ", "bang lao dong", "cstd", "ldtt", "bk ", "tap the lao dong", "nha giao gioi", "giao vien gioi", "guong"}

// awarded says that a text is an award rather than an honour's name.
func awarded(text string) bool { return startsWith(vietnamese.Fold(text)+" ", stateAwards...) }

// awardCell reads awards: "Bằng khen (Bộ GD&ĐT, 2020)"; an honour of the State among
// them is one.
func (p *parts) awardCell(b bound, text string) {
	for _, d := range detailsOf(text) {
		if c := p.s.r.titles.ofDegrees(d.text); len(c.honours) > 0 && strings.Trim(c.rest, " ()0123456789,.") == "" {
			p.titleCell(bound{col: b.col, field: FieldHonour}, d.text)
			continue
		}
		p.addAward(d)
	}
}

// awardYear is a year at the end of a text: "Bằng khen Bộ GD&ĐT năm 2018".
var awardYear = regexp.MustCompile(`^(.*?\pL.*?)[,\s]+(?:năm\s+)?((?:19|20)\d\d)$`)

func (p *parts) addAward(d detail) {
	a := registry.Award{}
	d.take(func(part string) bool {
		if takeDate(part, &a.Date) {
			return true
		}
		level, ok := cutWords(part, "cấp")
		if ok && a.Level == "" {
			a.Level = strings.TrimSpace(level)
			return true
		}
		return false
	})
	a.Name = d.name
	if m := awardYear.FindStringSubmatch(a.Name); m != nil && a.Date.IsZero() {
		a.Name = m[1]
		a.Date.Year, _ = strconv.Atoi(m[2])
	}
	a.Name, a.By = shorten(a.Name, 400), shorten(strings.Join(d.parts, ", "), 400)
	if len(a.Name) < 3 || a.Date.Year > p.s.r.year {
		return
	}
	p.person().Awards = append(p.person().Awards, a)
}

// supervised is how many theses were seen through, and how many are under way: "5",
// "5, đang hướng dẫn 2".
var supervised = regexp.MustCompile(`(\d{1,4})(?:[^\d;]*?(?:đang|còn)[^\d;]*(\d{1,4}))?`)

// supervisedCell reads counts of theses: of the degree that the column names, or each
// behind its own.
func (p *parts) supervisedCell(b bound, text string) {
	for _, item := range outside(text, ";\n") {
		degree := b.class
		name, rest, colon := strings.Cut(item, ":")
		if !colon {
			rest = item
		} else if c := p.s.r.titles.ofDegrees(name); len(c.degrees) == 1 {
			degree = c.degrees[0].Degree
		}
		m := supervised.FindStringSubmatch(plainNumber(strings.TrimSpace(rest)))
		if m == nil || degree == "" {
			p.s.say(registry.IssueUnknown, p.row, b.col, string(b.field), "“%s” không cho biết đã hướng dẫn bao nhiêu luận án, luận văn nên để trống.", shorten(item, 60))
			continue
		}
		done, _ := strconv.Atoi(m[1]) // digits
		ongoing, _ := strconv.Atoi(m[2])
		if list := &p.person().Supervised; done+ongoing > 0 && !slices.ContainsFunc(*list, func(s registry.Supervision) bool { return s.Degree == degree }) {
			*list = append(*list, registry.Supervision{Degree: degree, Done: done, Ongoing: ongoing, AsOf: p.s.r.synced})
		}
	}
}

// workCell reads works of literature and art: "Mùa nước nổi (thơ, 2015)".
func (p *parts) workCell(text string) {
	for _, d := range detailsOf(text) {
		w := registry.Work{}
		d.take(func(part string) bool { return takeDate(part, &w.Date) })
		w.Title, w.Kind = shorten(strings.Trim(d.name, "“”\"'"), 400), shorten(strings.Join(d.parts, ", "), 200)
		if len(w.Title) > 1 {
			p.person().Works = append(p.person().Works, w)
		}
	}
}
