package importer

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"trithuc/registry"
)

// readOne reads a list of one person with one further column.
func readOne(t *testing.T, r *reader, header, value string) *registry.Person {
	t.Helper()
	d := &sheetReader{r: r, proved: map[Field]proof{}, repaired: map[int]bool{}}
	d.head.Name = "Danh sách"
	r.sheets = append(r.sheets, Sheet{Name: "Danh sách"})
	head := row{n: 1, cells: []cell{{col: 1, text: "Mã cán bộ"}, {col: 2, text: "Họ và tên"}, {col: 3, text: "Ngày sinh"}, {col: 4, text: "Giới tính"}, {col: 5, text: header}}}
	one := row{n: 2, cells: []cell{{col: 1, text: "A1"}, {col: 2, text: "Nguyễn Thị Mẫu"}, {col: 3, text: "20/05/1980"}, {col: 4, text: "Nữ"}, {col: 5, text: value}}}
	for _, x := range []row{head, one} {
		if err := d.row(x); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.end(); err != nil {
		t.Fatal(err)
	}
	r.settlePlaces()
	if len(r.drafts) != 1 || r.drafts[0].reject {
		t.Fatalf("%d people, issues %+v", len(r.drafts), r.issues.list)
	}
	return r.drafts[0].person
}

// TestRecordColumns: what the record has a place for is read from its column, and what
// cannot be read surely is said.
func TestRecordColumns(t *testing.T) {
	ref := mustReference(t)
	day := func(y, m, d int) registry.Date { return registry.Date{Year: y, Month: m, Day: d} }
	type P = registry.Person
	for _, c := range []struct {
		header, value string
		want          registry.Person // what the column tells
		issue         string          // what is said beside
	}{
		{"ORCID", "https://orcid.org/0000-0002-1825-0097", P{Identifiers: []registry.Identifier{{Kind: registry.ORCID, Value: "0000-0002-1825-0097"}}}, ""},
		{"Mã ORCID", "0000-0002-1825-0098", P{}, "không phải mã ORCID"},
		{"Scopus ID", "57190000001", P{Identifiers: []registry.Identifier{{Kind: registry.Scopus, Value: "57190000001"}}}, ""},
		{"Google Scholar", "https://scholar.google.com/citations?user=AbCdEfGhIjKl&hl=vi", P{Identifiers: []registry.Identifier{{Kind: registry.Scholar, Value: "AbCdEfGhIjKl"}}}, ""},
		{"Quốc tịch", "Việt Nam", P{}, ""},
		{"Quốc tịch", "Mỹ", P{Nationality: "Hoa Kỳ"}, ""},
		{"Ngoại ngữ", "Tiếng Anh B2; tiếng Nhật N3", P{Languages: []registry.Language{{Code: "en", Level: "B2"}, {Code: "ja", Level: "N3"}}}, ""},
		{"Trình độ ngoại ngữ", "Anh văn C, Khmer giao tiếp", P{Languages: []registry.Language{{Code: "en", Level: "C"}, {Code: "km", Level: "giao tiếp"}}}, ""},
		{"Ngoại ngữ", "IELTS 6.5", P{Languages: []registry.Language{{Code: "en", Level: "IELTS 6.5"}}}, ""},
		{"Ngoại ngữ", "Trung cấp", P{}, "không nói là ngoại ngữ nào"},
		{"Ngoại ngữ", "Tiếng Anh B2 (VSTEP, 05/2021)", P{Languages: []registry.Language{{Code: "en", Level: "B2", Certificate: "VSTEP", Date: day(2021, 5, 0)}}}, ""},
		{"Tiếng Anh", "B1", P{Languages: []registry.Language{{Code: "en", Level: "B1"}}}, ""},
		{"Tiếng Nhật", "x", P{Languages: []registry.Language{{Code: "ja"}}}, ""},
		{"Đề tài NCKH", "1. Giống tôm sạch bệnh (B2020-TCT-01, cấp bộ, chủ nhiệm, 2020–2022, đạt)", P{Tasks: []registry.Task{{Code: "B2020-TCT-01", Name: "Giống tôm sạch bệnh", Level: "bo", Role: "chủ nhiệm", From: day(2020, 0, 0), To: day(2022, 0, 0), Result: "đạt"}}}, ""},
		{"Nhiệm vụ KH&CN", "Bảo tồn sen, gạo và cá, cấp cơ sở, 2019", P{Tasks: []registry.Task{{Name: "Bảo tồn sen, gạo và cá", Level: "co-so", From: day(2019, 0, 0), To: day(2019, 0, 0)}}}, ""},
		{"Số đề tài", "12", P{}, "chỉ ghi số lượng"},
		{"Khen thưởng", "Bằng khen (Bộ Giáo dục và Đào tạo, 2018); Chiến sĩ thi đua cơ sở năm 2020", P{Awards: []registry.Award{{Name: "Bằng khen", By: "Bộ Giáo dục và Đào tạo", Date: day(2018, 0, 0)}, {Name: "Chiến sĩ thi đua cơ sở", Date: day(2020, 0, 0)}}}, ""},
		{"Danh hiệu thi đua", "Nhà giáo Ưu tú", P{Honours: []registry.Honour{{Code: "NGUT"}}}, ""},
		{"Danh hiệu", "Chiến sĩ thi đua cơ sở", P{Awards: []registry.Award{{Name: "Chiến sĩ thi đua cơ sở"}}}, ""},
		{"Bút danh", "Mộng Cầm", P{Names: []registry.OtherName{{Name: "Mộng Cầm", Kind: registry.PenName}}}, ""},
		{"Tên gọi khác", "Nguyễn Thị Út (tên khai sinh)", P{Names: []registry.OtherName{{Name: "Nguyễn Thị Út", Kind: registry.BirthName}}}, ""},
		{"Hội viên", "Ủy viên Hội Cơ học Việt Nam (2018–2023)", P{Memberships: []registry.Membership{{Name: "Hội Cơ học Việt Nam", Role: "Ủy viên", From: day(2018, 0, 0), To: day(2023, 0, 0)}}}, ""},
		{"Nơi ở nước ngoài", "Sydney, Úc (giảng dạy, từ 2015)", P{Abroad: []registry.Stay{{Country: "Úc", Place: "Sydney", Work: "giảng dạy", From: day(2015, 0, 0)}}}, ""},
		{"Nước cư trú", "Sydney", P{}, "không nêu nước nào"},
		{"Đào tạo, bồi dưỡng", "Quản trị đại học (Học viện Mẫu, 03/2020–06/2020)", P{Training: []registry.Training{{Name: "Quản trị đại học", Institution: "Học viện Mẫu", From: day(2020, 3, 0), To: day(2020, 6, 0)}}}, ""},
		{"Tin học", "Ứng dụng CNTT cơ bản", P{Training: []registry.Training{{Name: "Tin học", Certificate: "Ứng dụng CNTT cơ bản"}}}, ""},
		{"DOI", "10.1000/182; https://doi.org/10.1000/ABC", P{Publications: []registry.Publication{{Kind: registry.OtherPaper, Title: "10.1000/182", DOI: "10.1000/182"}, {Kind: registry.OtherPaper, Title: "10.1000/abc", DOI: "10.1000/abc"}}}, ""},
		{"Công trình khoa học", "Nguyen T.M. (2020). “Bệnh trên tôm nước lợ”. Tạp chí Mẫu, 12, 3-9", P{Publications: []registry.Publication{{Kind: registry.OtherPaper, Title: "Bệnh trên tôm nước lợ", Authors: []string{"Nguyen T.M."}, Year: 2020}}}, ""},
		{"Bài báo", "nhiều bài trên tạp chí trong nước", P{}, "Không đọc chắc được công bố"},
		{"Số NCS đã hướng dẫn", "5", P{Supervised: []registry.Supervision{{Degree: "TS", Done: 5}}}, ""},
		{"Hướng dẫn luận án, luận văn", "TS: 2, đang hướng dẫn 1; ThS: 12", P{Supervised: []registry.Supervision{{Degree: "TS", Done: 2, Ongoing: 1}, {Degree: "ThS", Done: 12}}}, ""},
		{"Tác phẩm", "Mùa nước nổi (thơ, 2015)", P{Works: []registry.Work{{Title: "Mùa nước nổi", Kind: "thơ", Date: day(2015, 0, 0)}}}, ""},
		{"Địa chỉ", "12 Đường 3/2, phường An Hòa, quận Ninh Kiều, Cần Thơ", P{Addresses: []registry.Address{{Line: "12 Đường 3/2, phường An Hòa, quận Ninh Kiều, Cần Thơ", Ward: "31120"}}}, ""},
		{"Phường/Xã", "Phường Cái Khế", P{Addresses: []registry.Address{{Line: "Phường Cái Khế", Ward: "31120"}}}, ""},
		{"Nơi ở hiện nay", "Ấp Mẫu", P{Addresses: []registry.Address{{Line: "Ấp Mẫu"}}}, ""},
		{"Số CCCD", "092080001234", P{}, "nhập từng người ở trang hồ sơ"},
		{"Bằng sáng chế", "2-0001", P{}, "nhập ở trang hồ sơ của từng người"},
	} {
		t.Run(c.header+"="+c.value, func(t *testing.T) {
			r := newReader(ref, 0, "x.csv", 2026)
			got := readOne(t, r, c.header, c.value)
			if problems := got.Validate(); len(problems) > 0 {
				t.Errorf("not valid: %v", problems)
			}
			if was, want := recordOf(t, got), recordOf(t, &c.want); was != want {
				t.Errorf("got  %s\nwant %s", was, want)
			}
			said := ""
			for _, i := range r.issues.list {
				said += i.Message + "\n"
			}
			if !strings.Contains(said, c.issue) || strings.Contains(said, "không thuộc hồ sơ") || c.issue == "" && strings.Contains(said, c.header) {
				t.Errorf("said %q, want %q", said, c.issue)
			}
		})
	}
}

// recordOf gives what a record has beside who somebody is and where they work.
func recordOf(t *testing.T, p *registry.Person) string {
	t.Helper()
	q := registry.Person{Nationality: p.Nationality, Honours: p.Honours}
	from, to := reflect.ValueOf(p).Elem(), reflect.ValueOf(&q).Elem()
	for _, name := range []string{"Names", "Identifiers", "Languages", "Publications", "Works", "Tasks", "Supervised", "Awards", "Training", "Memberships", "Abroad", "Addresses"} {
		to.FieldByName(name).Set(from.FieldByName(name))
	}
	raw, err := json.Marshal(q)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestFormerEmployer: a list that calls the employer by a name it has no more is placed
// at what it became, and the post says what it was called.
func TestFormerEmployer(t *testing.T) {
	ref := mustReference(t)
	for _, c := range []struct{ name, want, written string }{
		{"Sở Kế hoạch và Đầu tư", "Sở Tài chính", "Sở Kế hoạch và Đầu tư"},
		{"Sở Tài chính", "Sở Tài chính", ""},
	} {
		r := newReader(ref, 0, "x.csv", 2026)
		q := readOne(t, r, "Cơ quan công tác", c.name).Positions[0]
		if got := ref.OrganisationName(q.Organisation); got != c.want || q.Written != c.written {
			t.Errorf("%s: at %q, written %q", c.name, got, q.Written)
		}
	}
}
