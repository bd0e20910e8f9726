package registry_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// someone makes a record of a name and a birth date, with whatever is put in.
func someone(name, birth string, put ...func(*registry.Person)) *registry.Person {
	d, err := registry.ParseDate(birth)
	if err != nil {
		panic(err)
	}
	p := &registry.Person{Name: vietnamese.ParseName(name), Birth: d}
	for _, f := range put {
		f(p)
	}
	return p
}

func code(org registry.OrganisationID, c string) func(*registry.Person) {
	return func(p *registry.Person) {
		p.Codes = append(p.Codes, registry.StaffCode{Organisation: org, Code: c})
	}
}

func mail(s string) func(*registry.Person)      { return func(p *registry.Person) { p.Email = s } }
func phone(s string) func(*registry.Person)     { return func(p *registry.Person) { p.Phone = s } }
func sex(s registry.Sex) func(*registry.Person) { return func(p *registry.Person) { p.Sex = s } }

func post(org, unit registry.OrganisationID) func(*registry.Person) {
	return func(p *registry.Person) {
		p.Positions = append(p.Positions, registry.Position{Organisation: org, Unit: unit})
	}
}

func TestCompareRules(t *testing.T) {
	const same, review, different = registry.VerdictSame, registry.VerdictReview, registry.VerdictDifferent
	an := func(put ...func(*registry.Person)) *registry.Person {
		return someone("Nguyễn Văn An", "1980-05-03", put...)
	}
	for _, c := range []struct {
		what    string
		a, b    *registry.Person
		want    registry.Verdict
		decided bool
	}{
		{"one code of one organisation", an(code(1, "CB 001")), someone("NGUYỄN VĂN AN", "", code(1, "cb001")), same, true},
		{"one code, all else changed", an(code(1, "7"), mail("a@b.vn"), post(1, 2)), an(code(1, "7"), mail("c@d.vn"), post(3, 4)), same, true},
		{"two codes of one organisation, all else alike", an(code(1, "7"), mail("a@b.vn"), phone("0913000001")), an(code(1, "8"), mail("a@b.vn"), phone("0913000001")), different, true},
		{"one code in two organisations", someone("Lê An", "", code(1, "7")), someone("Lê An", "", code(2, "7")), different, false},
		{"one code agrees, another differs", an(code(1, "7"), code(2, "x")), an(code(1, "7"), code(2, "y")), review, false},
		{"two codes of one organisation, one of them shared", an(code(1, "7"), code(1, "70")), an(code(1, "7")), same, true},
		{"one code, another name", an(code(1, "7")), someone("Trần Thị Bích", "1990", code(1, "7")), review, false},
		{"e-mail", an(mail("an@b.vn")), someone("Nguyen Van An", "", mail("an@b.vn")), same, true},
		{"mailbox of an office", an(mail("khoa@b.vn")), someone("Trần Thị Bích", "1990", mail("khoa@b.vn")), review, false},
		{"name and birth date", an(), an(), review, false},
		{"rare name and birth date", someone("Thạch Sa Rây", "1980-05-03"), someone("Thạch Sa Rây", "1980-05-03"), review, false},
		{"name, birth date and telephone", an(phone("0913000001")), an(phone("0913000001")), same, false},
		{"name, birth date and unit", an(post(1, 2)), an(post(1, 2)), same, false},
		{"common name, telephone of an office", someone("Nguyễn Văn An", "", phone("02923832663")), someone("Nguyễn Văn An", "", phone("02923832663")), review, false},
		{"father and son", someone("Nguyễn Văn An", "1955-05-03", post(1, 2)), someone("Nguyễn Văn Bình", "1983-01-09", post(1, 2)), different, false},
		{"twins", someone("Nguyễn Hoàng Long", "1983-01-09", post(1, 2)), someone("Nguyễn Hoàng Phúc", "1983-01-09", post(1, 2)), different, false},
		{"twins with near names and one telephone", someone("Nguyễn Hồng Nhung", "1983-01-09", phone("0913000001")), someone("Nguyễn Hồng Nhưng", "1983-01-09", phone("0913000001")), review, false},
		{"namesakes of one unit", someone("Nguyễn Thị Mai", "1983-01-09", post(1, 2)), someone("Nguyễn Thị Mai", "1991-12-30", post(1, 2)), different, false},
		{"common name of one year in one faculty", someone("Nguyễn Thị Mai", "1983", post(1, 2)), someone("Nguyễn Thị Mai", "1983", post(1, 2)), review, false},
		{"colleagues of one rare given name and one birthday, other family names and addresses", someone("Trần Thị Thử", "1981-02-21", mail("a@b.vn"), post(1, 2)), someone("Lê Thị Thử", "1981-02-21", mail("c@b.vn"), post(1, 2)), different, false},
		{"a man and a woman of one family name, rare given name and birthday", someone("Phạm Văn Thử", "1981-03-22", sex(registry.Male), post(1, 2)), someone("Phạm Thị Thử", "1981-03-22", sex(registry.Female), post(1, 2)), different, false},
		{"one slip: another sex in the other list", someone("Phạm Thị Thử", "1981-03-22", sex(registry.Male), post(1, 2)), someone("Phạm Thị Thử", "1981-03-22", sex(registry.Female), post(1, 2)), same, false},
		{"strangers", an(), someone("Trần Thị Bích", "1991-12-30"), different, false},
		{"nothing known", &registry.Person{}, &registry.Person{}, different, false},
	} {
		for _, pair := range [][2]*registry.Person{{c.a, c.b}, {c.b, c.a}} {
			e := registry.Compare(pair[0], pair[1], nil)
			if e.Verdict != c.want || e.Decided != c.decided {
				t.Errorf("%s: got %s, decided %v, %.1f bits (%s), want %s, decided %v", c.what, e.Verdict, e.Decided, e.Bits, e.Why(), c.want, c.decided)
			}
		}
	}
}

// TestCompareNames: what each way of writing one name is taken for.
func TestCompareNames(t *testing.T) {
	for _, c := range []struct{ what, a, b, want string }{
		{"equal", "Nguyễn Văn An", "Nguyễn Văn An", "given equal, family equal, middle equal"},
		{"capitals", "Nguyễn Văn An", "NGUYỄN VĂN AN", "given equal, family equal, middle equal"},
		{"NFD", "Nguyễn Văn An", "Nguyễn Văn An", "given equal, family equal, middle equal"},
		{"place of tone", "Lê Thị Thúy Hòa", "Lê Thị Thuý Hoà", "given equal, family equal, middle equal"},
		{"i and y", "Lý Văn Kỳ", "Lí Văn Kì", "given equal, family equal, middle equal"},
		{"titles", "Nguyễn Văn An", "PGS.TS. Nguyễn Văn An", "given equal, family equal, middle equal"},
		{"titles in points", "Nguyễn Văn An", "Th.S Nguyễn Văn An", "given equal, family equal, middle equal"},
		{"no marks", "Đặng Văn Dũng", "Dang Van Dung", "given marks, family marks, middle marks"},
		{"no marks, no cause to doubt", "Dang Van Dung", "Dang Van Dung", "given equal, family equal, middle equal"},
		{"đ and d", "Trần Văn Đức", "Trần Văn Dức", "given slip, family equal, middle equal"},
		{"hỏi and ngã", "Võ Văn Dũng", "Vỏ Văn Dủng", "given tone, family slip, middle equal"},
		{"another tone is another name", "Lê Thị Thúy", "Lê Thị Thùy", "given slip, family equal, middle equal"},
		{"initial", "Nguyễn Văn An", "Nguyễn V. An", "given equal, family equal, middle initial"},
		{"initials without blanks", "Nguyễn Văn An", "N.V.An", "given equal, family slip, middle initial"},
		{"Đ is no initial of D", "Lê Đức An", "Lê D. An", "given equal, family equal, middle initial"},
		{"middle name dropped", "Nguyễn Văn An", "Nguyễn An", "given equal, family equal, middle dropped"},
		{"part of the middle name", "Nguyễn Thị Thanh Mai", "Nguyễn Thị Mai", "given equal, family equal, middle part"},
		{"order", "Nguyễn Văn An", "An Nguyễn Văn", "order inverted, given equal, family equal, middle equal"},
		{"western order", "Nguyễn Văn An", "An Van Nguyen", "order inverted, given equal, family marks, middle marks"},
		{"middle and given in another order are two names", "Nguyễn Minh Anh", "Nguyễn Anh Minh", "given different, family equal, middle different"},
		{"southern sounds", "Lê Văn Trinh", "Lê Văn Chinh", "given slip, family equal, middle equal"},
		{"family name of two words", "Tôn Nữ Thị Hoa", "TÔN NỮ THỊ HOA", "given equal, family equal, middle equal"},
		{"a surname that looks like a title", "Cổ Văn Bá", "Bá Văn Cổ", "order inverted, given equal, family equal, middle equal"},
	} {
		for _, names := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			var got []string
			for _, f := range registry.Compare(someone(names[0], ""), someone(names[1], ""), nil).Findings {
				got = append(got, f.Field+" "+string(f.Agreement))
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("%s: %q and %q: got %s, want %s", c.what, names[0], names[1], s, c.want)
			}
		}
	}
}

// TestCompareBirths: what two dates are taken for, and that it is said.
func TestCompareBirths(t *testing.T) {
	for _, c := range []struct{ a, b, agreement, clause string }{
		{"1980-05-03", "1980-05-03", "equal", "cùng ngày sinh 03/05/1980"},
		{"1980-05-03", "1980-03-05", "swapped", "ngày và tháng sinh đảo nhau: 03/05/1980 và 05/03/1980"},
		{"1980-05-03", "1980", "year", "cùng năm sinh 1980"},
		{"1980-05-03", "1980-05", "month", "cùng tháng, năm sinh 05/1980"},
		{"1980-05-03", "1980-01-01", "year", "cùng năm sinh 1980"},
		{"1980-01-01", "1980-01-01", "year", "cùng năm sinh 1980"},
		{"1980-05-03", "1980-05-08", "digit", "ngày sinh lệch một chữ số: 03/05/1980 và 08/05/1980"},
		{"1980-05-03", "1990-05-03", "digit", "ngày sinh lệch một chữ số: 03/05/1980 và 03/05/1990"},
		{"1980-05-12", "1980-05-21", "digit", "ngày sinh lệch một chữ số: 12/05/1980 và 21/05/1980"},
		{"1980-05-03", "1980-11-27", "same year", "cùng năm sinh nhưng khác ngày: 03/05/1980 và 27/11/1980"},
		{"1980-05-03", "1991-11-27", "different", "khác ngày sinh: 03/05/1980 và 27/11/1991"},
		{"1980", "1991", "different", "khác ngày sinh: 1980 và 1991"},
		{"1980-05-03", "", "", ""},
	} {
		e := registry.Compare(someone("An", c.a), someone("An", c.b), nil)
		i := slices.IndexFunc(e.Findings, func(f registry.Finding) bool { return f.Field == "birth" })
		if i < 0 {
			if c.agreement != "" {
				t.Errorf("%s, %s: no finding", c.a, c.b)
			}
			continue
		}
		if f := e.Findings[i]; string(f.Agreement) != c.agreement || f.Clause != c.clause {
			t.Errorf("%s, %s: got %s %q, want %s %q", c.a, c.b, f.Agreement, f.Clause, c.agreement, c.clause)
		}
	}
}

// TestCommonNamesWeighLittle: the rarer the name, the more it says.
func TestCommonNamesWeighLittle(t *testing.T) {
	bits := func(name string) float64 {
		return registry.Compare(someone(name, ""), someone(name, ""), nil).Bits
	}
	if a, b := bits("Nguyễn Văn An"), bits("Thạch Văn An"); a+4 > b {
		t.Errorf("Nguyễn weighs %.1f, Thạch %.1f bits in all: want a rare family name to weigh 4 bits more", a, b)
	}
	if a, b := bits("Nguyễn Thị Anh"), bits("Nguyễn Thị Sương"); a >= b {
		t.Errorf("Anh weighs %.1f, Sương %.1f bits in all", a, b)
	}
}

// TestFormerOrganisations: who left for the successor of an organisation left nothing.
func TestFormerOrganisations(t *testing.T) {
	ref := registry.NewReference(1,
		[]registry.Organisation{{ID: 1, Name: "Sở Kế hoạch và Đầu tư"}, {ID: 2, Name: "Sở Tài chính"}, {ID: 3, Name: "Phòng Ngân sách", Parent: 2}, {ID: 4, Name: "Tổ Thu", Parent: 3}},
		[]registry.Lineage{{From: 1, To: 2, Kind: registry.MergedInto}}, nil)
	a, b := someone("Lê An", "1980", post(1, 3)), someone("Lê An", "1980", post(2, 4))
	why := registry.Compare(a, b, ref).Why()
	if !strings.Contains(why, "cùng cơ quan") || !strings.Contains(why, "cùng đơn vị") {
		t.Errorf("got %q, want one organisation and one unit", why)
	}
}

func TestWhyReadsAsASentence(t *testing.T) {
	a := someone("Nguyễn Thị Mai", "1983-01-09", code(1, "CB7"), phone("0913000001"))
	b := someone("Nguyen Thi Mai", "1983-01-09", code(1, "CB8"), phone("0913000001"))
	const want = "khác mã cán bộ trong cùng cơ quan (CB7 và CB8), cùng số điện thoại 0913000001, cùng ngày sinh 09/01/1983, " +
		"cùng tên Mai, cùng tên đệm Thị, một bên không dấu, cùng họ Nguyễn, một bên không dấu"
	if got := registry.Compare(a, b, nil).Why(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestCompareIsEven: neither the order of the two nor the order of lists makes a
// difference, and the sum is that of the findings.
func TestCompareIsEven(t *testing.T) {
	h := measuredHalf()
	for i, p := range h.pairs {
		if i%7 != 0 {
			continue
		}
		x, y := registry.Compare(p.a, p.b, h.ref), registry.Compare(p.b, p.a, h.ref)
		sum := 0.0
		for _, f := range x.Findings {
			sum += f.Bits
			if f.Clause == "" || strings.Contains(f.Clause, "%") || math.IsNaN(f.Bits) || math.IsInf(f.Bits, 0) {
				t.Fatalf("%s and %s: bad finding %+v", p.a.Name.Full, p.b.Name.Full, f)
			}
		}
		if x.Verdict != y.Verdict || x.Decided != y.Decided || math.Abs(x.Bits-y.Bits) > 1e-9 || math.Abs(sum-x.Bits) > 1e-9 {
			t.Fatalf("%s and %s: %s %.3f, turned %s %.3f, sum %.3f", p.a.Name.Full, p.b.Name.Full, x.Verdict, x.Bits, y.Verdict, y.Bits, sum)
		}
	}
}

func TestKeys(t *testing.T) {
	p := someone("TS. Đặng Thị Hòa", "1980-05-03", code(4, " cb 1 "), mail("hoa@b.vn"), phone("0913000001"))
	want := []string{"c4/CB1", "ehoa@b.vn", "fdang 1980-3-5", "ghoa 1980-3-5", "ndang hoa thi", "p0913000001", "ydang hoa 1980"}
	if got := registry.Keys(p); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := registry.Keys(someone("", "1980", phone("02923832663"))); len(got) != 0 {
		t.Errorf("no name, the telephone of an office: got %q", got)
	}
}

func BenchmarkCompare(b *testing.B) {
	h := measuredHalf()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := h.pairs[i%len(h.pairs)]
		registry.Compare(p.a, p.b, h.ref)
	}
}
