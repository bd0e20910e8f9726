package selection

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
)

// panelReference knows some degrees, titles, fields, two employers with a unit, and a
// kind of panel.
func panelReference() *registry.Reference {
	code := func(s registry.Scheme, code, parent, name string, value float64, variants ...string) registry.Code {
		return registry.Code{Scheme: s, Version: "t", Code: code, Parent: parent, Name: name, Value: value, Variants: variants}
	}
	return registry.NewReference(1,
		[]registry.Organisation{
			{ID: 1, Name: "Trường A", Abbreviations: []string{"TA"}}, {ID: 2, Name: "Khoa Nông nghiệp", Parent: 1},
			{ID: 3, Name: "Viện B"}, {ID: 4, Name: "Viện B cũ", ValidTo: registry.Date{Year: 2025}}, {ID: 5, Name: "Sở C"},
		},
		[]registry.Lineage{{From: 4, To: 3, Kind: registry.MergedInto, On: registry.Date{Year: 2025, Month: 3, Day: 1}}},
		[]registry.Code{
			code(registry.SchemeDegree, "ThS", "", "Thạc sĩ", 50), code(registry.SchemeDegree, "TS", "", "Tiến sĩ", 70),
			code(registry.SchemeTitle, "PGS", "", "Phó giáo sư", 10), code(registry.SchemeTitle, "GS", "", "Giáo sư", 20),
			code(registry.SchemeField, "4", "", "Khoa học nông nghiệp", 0), code(registry.SchemeField, "401", "4", "Trồng trọt", 0),
			code(registry.SchemePanel, "nam", "", "Hội đồng năm người", 0, "5"),
			code(registry.SchemePanel, "nam/1", "nam", "Chủ tịch", 1, "title:PGS"),
			code(registry.SchemePanel, "nam/2", "nam", "Thư ký", 1, "degree:TS"),
			code(registry.SchemePanel, "nam/3", "nam", "Ủy viên", 0),
			code(registry.SchemePanel, "nam/x", "nam", "Không mời đồng tác giả", 3, "conflict:coauthor", "bar"),
			code(registry.SchemePanel, "chung", "", "Quy định chung", 0),
			code(registry.SchemePanel, "chung/1", "chung", "Không mời người tham gia công trình", 0, "conflict:applicant", "bar"),
			code(registry.SchemePanel, "chung/2", "chung", "Không mời người của cơ quan chủ trì", 0, "conflict:organisation", "bar"),
			code(registry.SchemePanel, "chung/3", "chung", "Hạn chế đồng tác giả", 5, "conflict:coauthor"),
			code(registry.SchemePanel, "chung/4", "chung", "Hạn chế người cùng nhiệm vụ", 5, "conflict:task"),
			code(registry.SchemePanel, "chung/5", "chung", "Không mời thầy và trò", 0, "conflict:thesis", "bar"),
		})
}

// drawnPeople gives people of drawn sex, age, degree, title, employer and field.
func drawnPeople(r *rand.Rand, ref *registry.Reference, need Need, n int) *Draw {
	d := &Draw{need: need, ref: ref, on: registry.Date{Year: 2026, Month: 11, Day: 23}, topic: map[registry.PersonID]float64{}}
	for i := range n {
		c := candidate{
			person: registry.PersonID(i + 1), codes: []string{fmt.Sprintf("CB%03d", i)}, name: fmt.Sprintf("Người %d", i),
			sex: []registry.Sex{registry.Male, registry.Female}[r.IntN(2)], birth: registry.Date{Year: 1960 + r.IntN(40)},
			degree: []string{"", "ThS", "TS"}[r.IntN(3)], relevance: r.Float64(),
		}
		if c.degree == "TS" && r.IntN(3) == 0 {
			c.title = []string{"PGS", "GS"}[r.IntN(2)]
		}
		if r.IntN(3) > 0 {
			c.fields = []string{"401", "4"}
		}
		c.home = registry.OrganisationID([]int{1, 3, 4, 5, 0}[r.IntN(5)])
		c.main = []registry.OrganisationID{c.home}
		if c.home == 1 && r.IntN(2) == 0 {
			c.main = append(c.main, 2)
		}
		c.posts = c.main
		if len(need.Work.People) > 0 {
			c.ties = drawnTies(r)
		}
		d.candidates = append(d.candidates, c)
	}
	return d
}

// drawnTies gives some of a few works.
func drawnTies(r *rand.Rand) []registry.Tie {
	p := &registry.Person{}
	for i := range 4 {
		title := fmt.Sprintf("Chọn giống lúa chịu mặn lần thứ %d", i)
		switch r.IntN(6) {
		case 0:
			p.Publications = append(p.Publications, registry.Publication{Kind: registry.Article, Title: title, Year: 2016 + 3*i})
		case 1:
			p.Publications = append(p.Publications, registry.Publication{Kind: registry.Thesis, Title: title, Year: 2016 + 3*i})
		case 2:
			p.Tasks = append(p.Tasks, registry.Task{Name: title, To: registry.Date{Year: 2016 + 3*i}})
		}
	}
	return p.Ties()
}

func (d *Draw) proposed() *Proposal {
	p, _ := d.propose(context.Background())
	return p
}

func numbered(n int) *int { return &n }

// drawnNeed gives a need with some quotas that often can be kept.
func drawnNeed(t *rapid.T) Need {
	need := Need{Topic: "lúa", Size: rapid.IntRange(2, 5).Draw(t, "size")}
	wheres := []Where{{Sex: "female"}, {Sex: "male"}, {Degree: "TS"}, {Title: "PGS"}, {Organisation: "Trường A"}, {Field: "4"}, {AgeMax: numbered(45)}, {AgeMin: numbered(55), Sex: "female"}}
	for _, w := range wheres {
		switch rapid.IntRange(0, 3).Draw(t, "quota") {
		case 0:
			need.Quotas = append(need.Quotas, Quota{Where: w, Min: numbered(rapid.IntRange(0, need.Size).Draw(t, "min"))})
		case 1:
			need.Quotas = append(need.Quotas, Quota{Where: w, Max: numbered(rapid.IntRange(0, need.Size).Draw(t, "max"))})
		}
	}
	need.PerHome = rapid.IntRange(0, 2).Draw(t, "home")
	if rapid.Bool().Draw(t, "exclude") {
		need.Exclude = []string{"Viện B"}
	}
	if rapid.Bool().Draw(t, "pin") {
		need.Pin = []string{"CB001"}
	}
	if rapid.Bool().Draw(t, "judged") {
		need.Work = Work{Organisations: []string{"Viện B"}, People: []string{"CB002", "CB003", "Người Ngoài Cuộc"}}
		need.Declared = []Declaration{{"CB004", "anh em với chủ nhiệm"}}
	}
	return need
}

// keeps says whether these candidates keep every rule: written apart from the solver.
func (d *Draw) keeps(chosen []*candidate) bool {
	homes := map[registry.OrganisationID]int{}
	for _, c := range chosen {
		homes[c.home]++
	}
	for _, r := range d.rules {
		n := 0
		for _, c := range chosen {
			if r.counts != nil && r.counts(c) {
				n++
			}
		}
		switch r.kind {
		case atLeast, pinned:
			if n < r.bound {
				return false
			}
		case atMost:
			if n > r.bound {
				return false
			}
		case barred:
			if n > 0 {
				return false
			}
		case perHome:
			for home, n := range homes {
				if home != 0 && n > r.bound {
					return false
				}
			}
		}
	}
	return true
}

// best looks at every panel; -1 where none is lawful.
func (d *Draw) best() int64 {
	best := int64(-1)
	var walk func(from int, chosen []*candidate, score int64)
	walk = func(from int, chosen []*candidate, score int64) {
		if len(chosen) == d.need.Size {
			if score > best && d.keeps(chosen) {
				best = score
			}
			return
		}
		for i := from; i < len(d.candidates); i++ {
			walk(i+1, append(slices.Clip(chosen), &d.candidates[i]), score+d.candidates[i].score)
		}
	}
	walk(0, nil, 0)
	return best
}

func TestProposalIsLawfulAndBest(t *testing.T) {
	ref := panelReference()
	rapid.Check(t, func(t *rapid.T) {
		d := drawnPeople(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "people"), 1)), ref, drawnNeed(t), 12)
		if problems := d.rule(); len(problems) > 0 {
			t.Fatal(problems)
		}
		d.weigh()
		want := d.best()
		p := d.proposed()
		if !p.Optimal {
			t.Fatalf("not proven: %+v", p)
		}
		if p.Lawful != (want >= 0) || p.Lawful && (p.Score != share(want) || p.Bound != p.Score) {
			t.Fatalf("got %+v, want %d", p, want)
		}
		if p.Lawful {
			p.unbiased(t)
			d.assessed(t, p)
			d.dismissed(t, want)
			d.relaxed(t, want)
		} else {
			d.blames(t, p)
		}
	})
}

// assessed holds what was proposed to the check of panels filled by hand, and every
// alternative too.
func (d *Draw) assessed(t *rapid.T, p *Proposal) {
	var places []Place
	for _, m := range p.Members {
		places = append(places, Place{m.Seat, number(m.ID)})
	}
	if again := d.assess(places); !again.Lawful || len(again.Members) != len(p.Members) {
		t.Fatalf("what was proposed is said to break %+v", again.Blocked)
	}
	for i, m := range p.Members {
		for _, x := range m.Instead {
			with := slices.Clone(places)
			with[i].Person = number(x.ID)
			if again := d.assess(with); !again.Lawful || again.Score > p.Score+1e-9 || x.Cost < -1e-9 {
				t.Fatalf("%s instead of %s costs %v: %+v", x.Name, m.Name, x.Cost, again.Blocked)
			}
		}
	}
	if d.need.Size > 1 && d.assess(places[1:]).Lawful {
		t.Fatal("a member less is lawful")
	}
}

func number(public string) registry.PersonID {
	id, err := registry.ParsePersonID(public)
	if err != nil {
		panic(err)
	}
	return id
}

// unbiased checks that nobody sits whom a conflict bars.
func (p *Proposal) unbiased(t *rapid.T) {
	for _, m := range p.Members {
		for _, x := range m.Conflicts {
			if x.Hard && x.counts() {
				t.Fatalf("%s sits though %s", m.Name, x.Evidence)
			}
		}
	}
}

// dismissed lets somebody in whom a conflict weighs on: the best may only get better.
func (d *Draw) dismissed(t *rapid.T, best int64) {
	need := d.need
	for _, c := range d.candidates {
		if len(c.conflicts) > 0 {
			need.Dismissed = append(need.Dismissed, Dismissal{c.codes[0], c.conflicts[0].Kind, "đã xem xét"})
			break
		}
	}
	again := &Draw{need: need, ref: d.ref, on: d.on, topic: d.topic}
	for _, c := range d.candidates {
		c.conflicts = nil
		again.candidates = append(again.candidates, c)
	}
	slices.SortFunc(again.candidates, func(a, b candidate) int { return cmp.Compare(a.person, b.person) })
	if problems := again.rule(); len(problems) > 0 {
		t.Fatal(problems)
	}
	again.weigh()
	if s := again.solve(context.Background(), again.rules); !s.found || s.score < best {
		t.Fatalf("with a conflict dismissed the best is %+v, before %d", s, best)
	}
}

// relaxed drops one rule after the other: the best may only get better.
func (d *Draw) relaxed(t *rapid.T, best int64) {
	for i := range d.rules {
		if s := d.solve(context.Background(), slices.Delete(slices.Clone(d.rules), i, i+1)); !s.found || s.score < best {
			t.Fatalf("without «%s» the best is %+v, with it %d", d.rules[i].name, s, best)
		}
	}
}

// blames checks that the blocking rules block by themselves and that none can be spared.
func (d *Draw) blames(t *rapid.T, p *Proposal) {
	if d.short() {
		return
	}
	var core []rule
	for _, b := range p.Blocked {
		i := slices.IndexFunc(d.rules, func(r rule) bool { return r.name == b.Rule })
		if i < 0 || b.Relax == "" {
			t.Fatalf("no such rule, or nothing to do: %+v", b)
		}
		core = append(core, d.rules[i])
	}
	if len(core) == 0 || d.possible(context.Background(), core) {
		t.Fatalf("these do not block: %+v", p.Blocked)
	}
	for i := range core {
		if rest := slices.Delete(slices.Clone(core), i, i+1); !d.possible(context.Background(), rest) {
			t.Fatalf("«%s» can be spared of %+v", core[i].name, p.Blocked)
		}
	}
}

func TestBlockedSaysTheLeastChange(t *testing.T) {
	none, all := numbered(0), numbered(4)
	tests := []struct {
		name string
		need Need
		want []string
	}{
		{"too few of a sort", Need{Size: 4, Quotas: []Quota{{Where: Where{Title: "GS"}, Min: numbered(3), Article: "Điều 5"}}},
			[]string{"Ít nhất 3 thành viên từ giáo sư trở lên (Điều 5): giảm số tối thiểu từ 3 xuống 1"}},
		{"two that exclude each other", Need{Size: 4, Quotas: []Quota{{Where: Where{Sex: "female"}, Max: none}, {Where: Where{Sex: "female"}, Min: numbered(2)}, {Where: Where{Field: "4"}, Min: all}}},
			[]string{"Nhiều nhất 0 thành viên nữ: tăng số tối đa từ 0 lên 2", "Ít nhất 2 thành viên nữ: giảm số tối thiểu từ 2 xuống 0"}},
		{"pinned and never", Need{Size: 4, Pin: []string{"A1"}, Never: []string{"TT-" + registry.PersonID(1).Public()[3:]}},
			[]string{"Bắt buộc có GS.TS. An (A1): bỏ chỉ định người này", "Không mời GS.TS. An (" + registry.PersonID(1).Public() + "): bỏ quy định này, sau khi cân nhắc xung đột lợi ích"}},
		{"pinned of a barred employer, by a former name", Need{Size: 4, Pin: []string{"A3"}, Exclude: []string{"Viện B"}},
			[]string{"Bắt buộc có TS. Chi (A3): bỏ chỉ định người này", "Không mời người của Viện B: bỏ quy định này, sau khi cân nhắc xung đột lợi ích"}},
		{"the size of the kind", Need{Size: 4, Kind: "nam"},
			[]string{"Hội đồng năm người có 5 thành viên, không phải 4: đổi số thành viên theo mẫu, hoặc chọn mẫu khác"}},
		{"too few people", Need{Size: 9}, []string{"Số thành viên: 9: chỉ có 6 người trong cơ sở dữ liệu: giảm số thành viên hoặc bổ sung hồ sơ"}},
	}
	for _, test := range tests {
		d := sixPeople(test.need)
		if problems := d.rule(); len(problems) > 0 {
			t.Errorf("%s: %v", test.name, problems)
			continue
		}
		d.weigh()
		p := d.proposed()
		var got []string
		for _, b := range p.Blocked {
			got = append(got, b.Rule+strings.TrimSuffix(" ("+b.Article+")", " ()")+": "+b.Relax)
		}
		if p.Lawful || !p.Optimal || !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

// sixPeople are people of whom the tests know everything.
func sixPeople(need Need) *Draw {
	d := &Draw{need: need, ref: panelReference(), on: registry.Date{Year: 2026, Month: 11, Day: 23}, topic: map[registry.PersonID]float64{}}
	add := func(code, name string, sex registry.Sex, degree, title string, home registry.OrganisationID, relevance float64, fields ...string) {
		d.candidates = append(d.candidates, candidate{
			person: registry.PersonID(len(d.candidates) + 1), codes: []string{code}, name: name, sex: sex, degree: degree, title: title,
			home: home, main: []registry.OrganisationID{home}, posts: []registry.OrganisationID{home}, fields: fields, relevance: relevance,
		})
	}
	add("A1", "GS.TS. An", registry.Male, "TS", "GS", 1, 0.2, "401", "4")
	add("A2", "TS. Bình", registry.Female, "TS", "", 1, 0.9, "401", "4")
	add("A3", "TS. Chi", registry.Female, "TS", "", 4, 1.0, "401", "4")
	add("A4", "PGS.TS. Dũng", registry.Male, "TS", "PGS", 5, 0.4, "401", "4")
	add("A5", "ThS. Giang", registry.Male, "ThS", "", 5, 0.8, "401", "4")
	add("A6", "Hạnh", registry.Male, "", "", 3, 0.6, "4")
	return d
}

func TestSeatsAreFilledAsTheyAsk(t *testing.T) {
	d := sixPeople(Need{Topic: "lúa", Size: 5, Kind: "nam"})
	if problems := d.rule(); len(problems) > 0 {
		t.Fatal(problems)
	}
	d.weigh()
	p := d.proposed()
	var got []string
	for _, m := range p.Members {
		got = append(got, m.Seat+": "+m.Name)
	}
	// Without the chair's condition An and Dũng would both be the weakest of six.
	want := []string{"Chủ tịch: PGS.TS. Dũng", "Thư ký: TS. Chi", "Ủy viên: TS. Bình", "Ủy viên: ThS. Giang", "Ủy viên: Hạnh"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(p.Warnings) == 0 {
		t.Error("a kind that nobody confirmed is no warning")
	}
}

func TestLotteryIsRepeatable(t *testing.T) {
	panel := func(seed int64) (names []string) {
		d := drawnPeople(rand.New(rand.NewPCG(5, 5)), panelReference(), Need{Size: 4, Seed: seed}, 40)
		d.rule()
		for i := range d.candidates {
			d.candidates[i].relevance = 0
		}
		d.weigh()
		for _, m := range d.proposed().Members {
			names = append(names, m.Name)
		}
		return names
	}
	if !slices.Equal(panel(1), panel(1)) {
		t.Error("the same seed drew another panel")
	}
	if slices.Equal(panel(1), panel(2)) {
		t.Error("another seed drew the same panel of 40 equals")
	}
}

func TestReadNeedNamesEverythingAtOnce(t *testing.T) {
	_, err := ReadNeed(strings.NewReader(`{"size": 0, "topics": "x", "date": "mai", "fields": "4", "quotas": [{"where": {"sex": "nữ", "colour": 1}}, 3, {"where": {}, "min": -1}]}`))
	e, ok := err.(*registry.Error)
	if !ok || e.Kind != registry.Invalid {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range e.Problems {
		got = append(got, p.Field)
	}
	want := []string{"fields", "topics", "quotas[0].where.colour", "quotas[1]", "size", "date", "quotas[0].min", "quotas[0].where.sex", "quotas[1].min", "quotas[1].where", "quotas[2].min", "quotas[2].where"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzReadNeed(f *testing.F) {
	f.Add(`{"topic": "lúa", "fields": ["401"], "size": 9, "quotas": [{"where": {"sex": "female"}, "min": 3, "article": "Điều 8"}], "pin": ["CB1"]}`)
	f.Add(`{"quotas": [null, {"where": null}, {"min": 1e99}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ReadNeed(strings.NewReader(text))
		if err == nil && (n.Size < 1 || n.Size > MaxSize) {
			t.Errorf("took a size of %d", n.Size)
		}
	})
}

// TestAnswersHoldNoNull: a list of an answer that has nothing in it is an empty list, for
// programs that read it.
func TestAnswersHoldNoNull(t *testing.T) {
	for name, need := range map[string]Need{"lawful": {Size: 2}, "unlawful": {Size: 2, Quotas: []Quota{{Where: Where{Sex: "female"}, Min: numbered(2), Max: numbered(0)}}}, "barred": {Size: 2, Work: Work{People: []string{"A1"}}}} {
		d := sixPeople(need)
		for i := range d.candidates {
			d.candidates[i].codes = nil
		}
		if problems := d.rule(); len(problems) > 0 && need.Work.People == nil {
			t.Fatal(problems)
		}
		d.weigh()
		raw, err := json.Marshal(d.proposed())
		if err != nil || strings.Contains(string(raw), "null") {
			t.Errorf("%s: %s, %v", name, raw, err)
		}
	}
}

// TestFieldsAreCovered: where each field shall be known by somebody, the best panel that
// does so is proposed; where none is asked for, a field that nobody knows is said.
func TestFieldsAreCovered(t *testing.T) {
	for _, cover := range []int{0, 1} {
		d := sixPeople(Need{Topic: "lúa", Size: 2, Fields: []string{"4", "401"}, Cover: cover})
		for i := range d.candidates {
			if i != 3 {
				d.candidates[i].fields = []string{"4"}
			}
		}
		if problems := d.rule(); len(problems) > 0 {
			t.Fatal(problems)
		}
		d.weigh()
		p := d.proposed()
		said := strings.Contains(strings.Join(p.Warnings, " "), "Chưa có thành viên nào am hiểu")
		if (p.Coverage["401"] > 0) != (cover > 0) || said != (cover == 0) {
			t.Errorf("cover %d: %v, %v", cover, p.Coverage, p.Warnings)
		}
	}
}
