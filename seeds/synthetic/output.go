package synthetic

import (
	"fmt"
	"slices"

	"trithuc/registry"
)

// publishes draws publications, the latest first, each with its authors in order.
func (d *life) publishes() {
	mean := []float64{0.2, 1.6, 9}[d.level]
	if d.age() < 36 {
		mean /= 2
	}
	for range min(d.around(mean), 60) {
		d.person.Publications = append(d.person.Publications, d.publication())
	}
	slices.SortStableFunc(d.person.Publications, func(a, b registry.Publication) int { return b.Year - a.Year })
}

func (d *life) publication() registry.Publication {
	first := between(d.rnd, 1, 160)
	p := registry.Publication{
		Kind: registry.Article, Title: d.text("title"), Year: d.active().Year,
		Venue: "Tạp chí Khoa học " + d.employer(), Volume: fmt.Sprint(between(d.rnd, 1, 60)), Issue: fmt.Sprint(between(d.rnd, 1, 12)),
		Pages: fmt.Sprintf("%d-%d", first, first+between(d.rnd, 4, 15)),
	}
	switch x := d.rnd.Float64(); {
	case x < 0.12:
		p.Kind, p.Venue, p.Volume, p.Issue = registry.Conference, "Kỷ yếu hội nghị khoa học "+fmt.Sprint(p.Year), "", ""
	case x < 0.16:
		p.Kind, p.Venue, p.Volume, p.Issue, p.Pages, p.Publisher = registry.Book, "", "", "", "", "Nhà xuất bản "+d.employer()
	}
	if p.Kind == registry.Article && chance(d.rnd, 0.5) {
		d.records.issued++
		p.DOI = fmt.Sprintf("10.5555/trithuc.%d", d.records.issued)
	}
	p.Authors = d.authors()
	return p
}

// authors puts the person among one to five others.
func (d *life) authors() []string {
	all := make([]string, between(d.rnd, 1, 5))
	for i := range all {
		all[i] = d.names.pick(d.rnd, one(d.rnd, []registry.Sex{registry.Male, registry.Female}), between(d.rnd, 1960, 1998)).Full
	}
	all[d.rnd.IntN(len(all))] = d.person.Name.Full
	return all
}

// researches draws the tasks somebody led or took part in, and theses seen through.
func (d *life) researches() {
	for range min(d.around([]float64{0.15, 0.6, 2.2}[d.level]), 15) {
		from := d.active().Year
		t := registry.Task{
			Code: fmt.Sprintf("ĐT.%d-%d", from, between(d.rnd, 1, 400)), Name: d.text("task"), Level: d.text("level"),
			Role: one(d.rnd, []string{"chủ nhiệm", "thư ký khoa học", "thành viên", "thành viên"}), From: registry.Date{Year: from},
		}
		if to := from + between(d.rnd, 1, 3); to <= asOf {
			t.To, t.Result = registry.Date{Year: to}, one(d.rnd, []string{"đạt", "đạt", "khá", "xuất sắc"})
		}
		d.person.Tasks = append(d.person.Tasks, t)
	}
	if d.level == 2 {
		d.person.Supervised = []registry.Supervision{{Degree: "ThS", Done: d.around(6), Ongoing: d.rnd.IntN(3), AsOf: registry.Date{Year: asOf - 1, Month: 12}}}
	}
}
