package main

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"trithuc/registry"
)

// signed is what stands below a list.
func signed(who string) []string {
	return []string{"Tổng cộng danh sách có {n} người", "Cần Thơ, ngày 20 tháng 11 năm 2026", who, "(Đã ký)"}
}

// books gives every workbook. Guests come from the books before theirs.
func books() []book {
	return []book{
		canTho(), medicine(), technology(), namCanTho(), rice(), tayDo(), voTruongToan(), hospital(), department(), experts(), union(),
	}
}

// canTho: an export with a two-row header on rows 6 and 7, capitals, real dates,
// two columns called "Năm" that only their group tells apart, and typing errors
// in the headers.
func canTho() book {
	return book{file: "dai-hoc-can-tho", key: "ctu", people: 420, women: []string{"Nguyễn Thị Mỹ Hoa"}, sheets: []sheet{{
		name: "Viên chức", share: 1, motto: true, header: 6,
		above: []string{"BỘ GIÁO DỤC VÀ ĐÀO TẠO", "ĐẠI HỌC CẦN THƠ", "", "DANH SÁCH VIÊN CHỨC, NGƯỜI LAO ĐỘNG NĂM 2026", "(Tính đến ngày 01/11/2026)"},
		columns: []column{
			{"", "STT", 6, "", number},
			{"THÔNG TIN CÁ NHÂN", "MSCB", 10, "code", code},
			{"THÔNG TIN CÁ NHÂN", "HỌ VÀ TÊN", 28, "name", capitals},
			{"THÔNG TIN CÁ NHÂN", "GIỚI TÍNH", 8, "sex", sexed("Nam", "Nữ")},
			{"THÔNG TIN CÁ NHÂN", "NGÀY SINH", 12, "birth", birthSerial(false)},
			{"THÔNG TIN CÁ NHÂN", "DÂN TỘC", 10, "", always("Kinh")},
			{"ĐƠN VỊ ĐANG CÔNG TÁC", "TRƯỜNG/KHOA/VIỆN", 34, "", branch},
			{"ĐƠN VỊ ĐANG CÔNG TÁC", "BỘ MÔN", 32, "unit", below},
			{"ĐƠN VỊ ĐANG CÔNG TÁC", "CHỨC VỤ ", 22, "post", post},
			{"ĐƠN VỊ ĐANG CÔNG TÁC", "NGÀY VÀO LÀM", 12, "", started},
			{"HỌC HÀM", "TÊN", 8, "title", title},
			{"HỌC HÀM", "NĂM", 8, "", titleYear},
			{"TRÌNH ĐỘ HỌC VẤN", "TRÌNH ĐỘ CÁO NHẤT", 14, "degree", degreeText(inWords)},
			{"TRÌNH ĐỘ HỌC VẤN", "NĂM", 8, "", degreeYear},
			{"TRÌNH ĐỘ HỌC VẤN", "CHUYÊN NGHÀNH", 26, "study", study},
			{"TRÌNH ĐỘ HỌC VẤN", "NƠI ĐÀO TẠO", 30, "", school},
			{"TRÌNH ĐỘ HỌC VẤN", "NƯỚC", 14, "", country},
			{"NGẠCH", "MÃ NGẠCH", 12, "", rank},
			{"NGHIÊN CỨU", "HƯỚNG NGHIÊN CỨU", 44, "expertise", joined("; ")},
			{"LIÊN HỆ", "EMAIL", 26, "email", email},
			{"LIÊN HỆ", "SĐT", 14, "phone", phone},
		},
		below: signed("TRƯỞNG PHÒNG TỔ CHỨC - CÁN BỘ"),
		spoils: []spoil{{17, "NGÀY SINH", "31/02/1985"}, {58, "NGÀY SINH", "#N/A"}, {103, "EMAIL", "#REF!"},
			{211, "NGÀY SINH", "dd/MM/yyyy"}, {300, "SĐT", "12"}},
	}}}
}

// medicine: titles before names in capitals, the date of birth under the sex,
// sections by division in which the numbers restart, header on rows 4 and 5.
func medicine() book {
	return book{file: "truong-dai-hoc-y-duoc", key: "ctump", people: 300, sheets: []sheet{{
		name: "DS GV", share: 1, header: 4,
		above: []string{"TRƯỜNG ĐẠI HỌC Y DƯỢC CẦN THƠ", "DANH SÁCH GIẢNG VIÊN CƠ HỮU", "Năm học 2026 - 2027"},
		columns: []column{
			{"", "TT", 6, "", number},
			{"", "Mã CB", 10, "code", code},
			{"", "Họ và tên", 38, "name prefix title honour", prefixed(". ", true)},
			{"Năm sinh", "Nam", 12, "birth sex", under(registry.Male, birthText("/", false))},
			{"Năm sinh", "Nữ", 12, "birth sex", under(registry.Female, birthText("/", false))},
			{"", "Trình độ", 28, "degree", degreeText(inWords)},
			{"", "Chuyên ngành", 26, "study", study},
			{"", "Chức vụ", 22, "post", post},
			{"", "Chuyên môn sâu", 40, "expertise", joined(", ")},
			{"", "E-mail", 28, "email", email},
			{"", "Điện thoại", 16, "phone", phoneGrouped},
		},
		section: inUnitUp,
		below:   signed("KT. HIỆU TRƯỞNG"),
		spoils:  []spoil{{40, "E-mail", "đang cập nhật"}},
	}}}
}

// technology: an export of a program with keys for headers in the first row,
// ISO dates, values of a database and phones that are numbers.
func technology() book {
	return book{file: "truong-dai-hoc-ky-thuat-cong-nghe", key: "ctut", people: 200, sheets: []sheet{{
		name: "nhansu", share: 1, header: 1,
		columns: []column{
			{"", "magv", 10, "code", code},
			{"", "hovaten", 26, "name", name},
			{"", "gioitinh", 8, "sex", sexed("NAM", "NU")},
			{"", "ngaysinh", 12, "birth", birthISO},
			{"", "email", 28, "email", email},
			{"", "sdt", 14, "phone", phoneNumber},
			{"", "hocham", 8, "title", title},
			{"", "hocvi", 8, "degree", short},
			{"", "chuyennganh", 28, "study", study},
			{"", "donvi", 36, "unit", usualUnit},
			{"", "chucvu", 22, "post", post},
			{"", "huong_nghien_cuu", 44, "expertise", joined("; ")},
		},
		spoils: []spoil{{25, "ngaysinh", "0000-00-00"}, {90, "sdt", "NULL"}},
	}}}
}

// namCanTho: the public form of lecturers, a sheet for each group of faculties
// and a summary, years of birth only, no codes and no addresses.
func namCanTho() book {
	part := func(block string, share int) sheet {
		return sheet{
			name: block, share: share, header: 6,
			above: []string{"BIỂU MẪU 20", "THÔNG BÁO", "Công khai đội ngũ giảng viên cơ hữu của Trường Đại học Nam Cần Thơ", "năm học 2026 - 2027"},
			columns: []column{
				{"", "STT", 6, "", number},
				{"", "Họ và tên", 28, "name", name},
				{"", "Năm sinh", 10, "year", birthYear},
				{"", "Giới tính", 8, "sex", sexed("Nam", "Nữ")},
				{"", "Chức danh khoa học", 12, "title", degreeOfTitle},
				{"", "Trình độ đào tạo", 14, "level", degreeText(inLevels)},
				{"", "Chuyên ngành giảng dạy", 34, "study", study},
				{"", "Khoa", 40, "unit", usualUnit},
			},
			below:  signed("HIỆU TRƯỞNG"),
			spoils: []spoil{{12, "Năm sinh", 2019}},
		}
	}
	summary := sheet{name: "Tổng hợp", header: 4, summary: true, above: []string{"BIỂU MẪU 20", "", "Thống kê đội ngũ giảng viên cơ hữu"}}
	return book{file: "truong-dai-hoc-nam-can-tho", key: "nctu", people: 240,
		sheets: []sheet{summary, part("Khối I", 2), part("Khối II", 1), part("Khối III", 2)}}
}

// rice: three sheets of one institute: bare serial numbers for dates with the
// header repeated on every printed page, then a list kept in the font .VnTime.
func rice() book {
	columns := func(birth column) []column {
		return []column{
			{"", "TT", 6, "", number},
			{"", "Mã số CB", 10, "code", code},
			{"", "Họ và tên", 28, "name", name},
			{"", "Nam/Nữ", 8, "sex", sexed("Nam", "Nữ")},
			birth,
			{"", "Học hàm, học vị", 12, "title degree", titleAndDegree},
			{"", "Chức danh nghề nghiệp", 34, "", rankNamed},
			{"", "Bộ môn", 36, "unit", unit},
			{"", "Chức vụ", 24, "lead", lead},
			{"", "Lĩnh vực chuyên sâu", 40, "expertise", joined("; ")},
			{"", "Email", 26, "email", email},
			{"", "ĐTDĐ", 14, "phone", phone},
		}
	}
	bare := column{"", "Ngày sinh", 12, "birth", birthSerial(true)}
	padded := column{"", "Ngày, tháng, năm sinh", 14, "birth", birthText("/", true)}
	above := []string{"VIỆN KHOA HỌC NÔNG NGHIỆP VIỆT NAM", "VIỆN LÚA ĐỒNG BẰNG SÔNG CỬU LONG", "DANH SÁCH CÁN BỘ KHOA HỌC"}
	return book{file: "vien-lua-dong-bang-song-cuu-long", key: "clrri", people: 130, sheets: []sheet{
		{name: "Nghiên cứu viên", share: 5, header: 4, above: above, columns: columns(bare), repeat: 30, below: signed("VIỆN TRƯỞNG")},
		{name: "DS cũ (VnTime)", share: 2, header: 4, above: above, columns: columns(padded), font: ".VnTime", write: tcvn3},
	}}
}

// tayDo: family and given name apart, decomposed letters as some programs
// export them, a degree in the column of the post, header on row 3, and a
// second sheet of visiting lecturers.
func tayDo() book {
	return book{file: "truong-dai-hoc-tay-do", key: "tdu", people: 160, guests: 24, sheets: []sheet{
		{
			name: "Cơ hữu", share: 1, header: 3, write: norm.NFD.String,
			above: []string{"TRƯỜNG ĐẠI HỌC TÂY ĐÔ", "DANH SÁCH CÁN BỘ, GIẢNG VIÊN"},
			columns: []column{
				{"", "STT", 6, "", number},
				{"", "Mã giảng viên", 12, "code", code},
				{"", "Họ", 22, "name", family},
				{"", "Tên", 10, "name", given},
				{"", "Phái", 8, "sex", sexed("nam", "nữ")},
				{"", "Sinh ngày", 12, "birth", birthText("-", true)},
				{"", "Khoa - Đơn vị", 40, "unit", unit},
				{"", "Chức vụ", 22, "mixed misplaced", postOrDegree},
				{"", "Ngành", 28, "study", study},
				{"", "Địa chỉ mail", 28, "email", email},
				{"", "Số điện thoại", 14, "phone", phoneNumber},
			},
			spoils: []spoil{{31, "Phái", "Nam/Nữ"}, {77, "Sinh ngày", "1980-1981"}},
		},
		{
			name: "Thỉnh giảng", guests: true, header: 3,
			above: []string{"TRƯỜNG ĐẠI HỌC TÂY ĐÔ", "DANH SÁCH GIẢNG VIÊN THỈNH GIẢNG NĂM HỌC 2026 - 2027"},
			columns: []column{
				{"", "STT", 6, "", number},
				{"", "Họ và tên", 28, "name", name},
				{"", "Giới tính", 8, "sex", sexed("Nam", "Nữ")},
				{"", "Năm sinh", 10, "year", birthYear},
				{"", "Học hàm", 8, "title", title},
				{"", "Học vị", 10, "degree", short},
				{"", "Cơ quan công tác", 40, "organisation", usualName},
				{"", "Email", 28, "email", email},
			},
		},
	}}
}

// voTruongToan: one sheet as it should be, one typed long ago in VNI-Times,
// headers and all; day, month and year with points.
func voTruongToan() book {
	columns := []column{
		{"", "STT", 6, "", number},
		{"", "Mã số", 10, "code", code},
		{"", "Họ và tên", 28, "name", name},
		{"", "Giới tính", 8, "sex", sexed("Nam", "Nữ")},
		{"", "Ngày sinh", 12, "birth", birthText(".", true)},
		{"", "Học vị", 12, "degree", degreeText(inWords)},
		{"", "Chuyên ngành", 28, "study", study},
		{"", "Khoa", 28, "unit", unit},
		{"", "Chức vụ", 22, "post", post},
		{"", "Điện thoại", 14, "phone", phone},
	}
	above := []string{"TRƯỜNG ĐẠI HỌC VÕ TRƯỜNG TOẢN", "PHÒNG TỔ CHỨC", "", "DANH SÁCH GIẢNG VIÊN", ""}
	return book{file: "truong-dai-hoc-vo-truong-toan", key: "vttu", people: 140, sheets: []sheet{
		{name: "2026", share: 2, header: 6, above: above, columns: columns, below: signed("TRƯỞNG PHÒNG")},
		{name: "VNI", share: 1, header: 6, above: above, columns: columns, font: "VNI-Times", write: vni},
	}}
}

// hospital: titles run into the name without a blank, sections by department,
// month and year of birth under the sex, staff of the public sector's own ranks.
func hospital() book {
	return book{file: "benh-vien-da-khoa-trung-uong", key: "bvdktw", people: 220, women: []string{"Nguyễn Thị Mỹ Hoa", "Nguyễn Thị Mỹ Hòa"}, sheets: []sheet{{
		name: "Nhân sự BV", share: 1, motto: true, header: 7,
		above: []string{"BỘ Y TẾ", "BỆNH VIỆN ĐA KHOA TRUNG ƯƠNG CẦN THƠ", "", "DANH SÁCH NHÂN LỰC CÓ TRÌNH ĐỘ ĐẠI HỌC TRỞ LÊN", "Quý IV năm 2026", ""},
		columns: []column{
			{"", "Số TT", 6, "", number},
			{"", "Số hiệu", 10, "code", code},
			{"", "Họ tên", 36, "name prefix title honour", prefixed(".", false)},
			{"Năm sinh", "Nam", 10, "year sex", under(registry.Male, birthYear)},
			{"Năm sinh", "Nữ", 10, "year sex", under(registry.Female, birthYear)},
			{"", "Chức danh nghề nghiệp", 28, "", rankNamed},
			{"", "Chức vụ", 24, "lead", lead},
			{"", "Chuyên khoa", 30, "", study},
			{"", "Chuyên môn sâu", 40, "expertise", joined("\n")},
			{"", "Danh hiệu", 20, "honour", honour},
			{"", "ĐT", 14, "phone", phone},
			{"", "Email", 28, "email", email},
		},
		section: func(e *entry) string { return "Đơn vị: " + inUnit(e) },
		below:   signed("TRƯỞNG PHÒNG TỔ CHỨC CÁN BỘ"),
	}}}
}

// department: the list of a Sở with crosses for the sex, names in capitals,
// sensitive columns that must not be read, header on rows 3 and 4.
func department() book {
	return book{file: "so-nong-nghiep-va-moi-truong", key: "snnmt", people: 110, sheets: []sheet{{
		name: "11-20-2026", share: 1, header: 3,
		above: []string{"SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG THÀNH PHỐ CẦN THƠ", "Danh sách cán bộ, công chức, viên chức có trình độ từ đại học trở lên"},
		columns: []column{
			{"", "Stt", 6, "", number},
			{"", "Mã số", 10, "code", code},
			{"", "Họ và tên khai sinh", 28, "name", capitals},
			{"Giới tính", "Nam", 6, "sex", sexed("x", nil)},
			{"Giới tính", "Nữ", 6, "sex", sexed(nil, "x")},
			{"", "Ngày tháng năm sinh", 14, "birth", birthText("/", true)},
			{"", "Ngày vào Đảng", 12, "", nothing},
			{"", "Số CCCD", 14, "", nothing},
			{"Trình độ", "Chuyên môn", 14, "level", degreeText(inLevels)},
			{"Trình độ", "Chuyên ngành", 28, "study", study},
			{"Trình độ", "Lý luận chính trị", 14, "", politics},
			{"Công tác", "Phòng, đơn vị", 40, "unit", unit},
			{"Công tác", "Chức vụ", 24, "post", post},
			{"Công tác", "Ngạch", 34, "", rankNamed},
			{"", "Thư điện tử", 28, "email", email},
			{"", "Di động", 14, "phone", phoneGrouped},
		},
		below:  signed("CHÁNH VĂN PHÒNG"),
		spoils: []spoil{{9, "Ngày tháng năm sinh", "30/02/1979"}},
	}}}
}

// experts: the expert database of Sở Khoa học và Công nghệ with codes of fields;
// many stand in other workbooks too, under the same address.
func experts() book {
	columns := []column{
		{"", "STT", 6, "", number},
		{"", "Họ và tên", 28, "name", name},
		{"", "Năm sinh", 10, "year", birthYear},
		{"", "Giới tính", 8, "sex", sexed("Nam", "Nữ")},
		{"", "Học hàm", 10, "title", titleInWords},
		{"", "Năm phong", 8, "", titleYear},
		{"", "Học vị", 14, "degree", degreeText(inWords)},
		{"", "Năm đạt", 8, "", degreeYear},
		{"", "Lĩnh vực nghiên cứu", 44, "field", fieldNames},
		{"", "Hướng nghiên cứu", 44, "expertise", joined("; ")},
		{"", "Cơ quan công tác", 40, "organisation", usualName},
		{"", "Thư điện tử", 28, "email", email},
	}
	return book{file: "so-khoa-hoc-va-cong-nghe-chuyen-gia", key: "skhcn", people: 70, guests: 50, sheets: []sheet{
		{
			name: "Cán bộ Sở", share: 1, header: 3,
			above:   []string{"SỞ KHOA HỌC VÀ CÔNG NGHỆ", "CƠ SỞ DỮ LIỆU CHUYÊN GIA"},
			columns: append(columns[:len(columns):len(columns)], column{"", "Phòng, đơn vị", 36, "unit", unit}, column{"", "Mã số", 10, "code", code}),
		},
		{name: "Chuyên gia", guests: true, header: 3, above: []string{"SỞ KHOA HỌC VÀ CÔNG NGHỆ", "CƠ SỞ DỮ LIỆU CHUYÊN GIA"}, columns: columns},
	}}
}

// union: members and advisers of the union of associations, a mixed list whose
// titles stand before the names and whose institutions go by any of their names.
func union() book {
	return book{file: "lien-hiep-hoi-khoa-hoc-va-ky-thuat", key: "hlhkhkt", people: 60, guests: 30, sheets: []sheet{
		{
			name: "Hội viên", share: 1, header: 4,
			above: []string{"LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT THÀNH PHỐ CẦN THƠ", "DANH SÁCH TRÍ THỨC TIÊU BIỂU", "(kèm theo Công văn ngày 20/11/2026)"},
			columns: []column{
				{"", "TT", 6, "", number},
				{"", "Học hàm, học vị, họ và tên", 34, "name prefix title honour", prefixed(". ", false)},
				{"", "Năm sinh", 10, "year", birthYear},
				{"", "Giới tính", 8, "sex", sexed("Nam", "Nữ")},
				{"", "Đơn vị", 40, "unit", unit},
				{"", "Chức vụ", 22, "post", post},
				{"", "Chuyên môn", 40, "expertise", joined("; ")},
				{"", "Số thẻ", 10, "code", code},
				{"", "Email", 28, "email", email},
			},
		},
		{
			name: "Tư vấn, phản biện", guests: true, header: 4,
			above: []string{"LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT THÀNH PHỐ CẦN THƠ", "DANH SÁCH CHUYÊN GIA TƯ VẤN, PHẢN BIỆN", ""},
			columns: []column{
				{"", "TT", 6, "", number},
				{"", "Họ và tên", 34, "name prefix title honour", prefixed(". ", false)},
				{"", "Đơn vị công tác", 40, "organisation", usualName},
				{"", "Hướng chuyên môn", 40, "expertise", joined("; ")},
				{"", "Email", 28, "email", email},
				{"", "Số điện thoại", 14, "phone", phoneNumber},
			},
		},
	}}
}

// titleAndDegree writes học hàm and học vị in one cell: "PGS.TS".
func titleAndDegree(e *entry) any {
	parts := []string{e.degree()}
	if t := e.person.Title.Code; t != "" {
		parts = []string{t, e.degree()}
	}
	return strings.Join(parts, ".")
}

func titleInWords(e *entry) any {
	if e.person.Title.Code == "" {
		return nil
	}
	return e.cast.ref.CodeName(registry.SchemeTitle, e.person.Title.Code)
}

// degreeOfTitle writes a scientific title as public forms do: GS, PGS or nothing.
func degreeOfTitle(e *entry) any { return e.person.Title.Code }

// politics fills a column that a registry of intellectuals must leave alone.
func politics(e *entry) any {
	return []any{"Sơ cấp", "Trung cấp", "Cao cấp", nil}[len(e.person.Name.Full)%4]
}
