package importer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"trithuc/registry"
)

func TestReadDate(t *testing.T) {
	for _, c := range []struct {
		text string
		look look
		want string // date, "date or date", or "!"
	}{
		{"25/03/1980", 0, "1980-03-25"}, {"25-3-80", 0, "1980-03-25"}, {"25.03.1980", 0, "1980-03-25"}, {"25 / 03 / 1980", 0, "1980-03-25"},
		{"3/25/1980", 0, "1980-03-25"}, {"03/04/1980", 0, "1980-04-03 or 1980-03-04"}, {"04/04/1980", 0, "1980-04-04"},
		{"1980-03-25", 0, "1980-03-25"}, {"1980/3/25", 0, "1980-03-25"}, {"1980-03-25T00:00:00Z", 0, "1980-03-25"}, {"25/03/1980 00:00", 0, "1980-03-25"},
		{"03/1980", 0, "1980-03"}, {"3-1980", 0, "1980-03"}, {"1980-03", 0, "1980-03"}, {"08.1981", 0, "1981-08"}, {"8.198", 0, "1980-08"}, {"12.2001", 0, "2001-12"},
		{"1980", 0, "1980"}, {"1980.0", 0, "1980"}, {"#1980", 0, "1980"}, {"29305", 0, "1980-03-25"}, {"29305.75", 0, "1980-03-25"}, {"29305", lookMonth, "1980-03"}, {"29305", lookYear, "1980"},
		{"1980", lookDate, "1905-06-02"}, {"00/00/1965", 0, "1965"}, {"00/05/1965", 0, "1965-05"}, {"19800325", 0, "1980-03-25"}, {"25031980", 0, "1980-03-25"},
		{"ngày 25 tháng 3 năm 1980", 0, "1980-03-25"}, {"25-Mar-1980", 0, "1980-03-25"}, {"Mar-80", 0, "1980-03"}, {"12-Thg11-1964", 0, "1964-11-12"}, {"8-thg4-75", 0, "1975-04-08"}, {"Thg3-80", 0, "1980-03"}, {"25/XII/1980", 0, "1980-12-25"}, {"5-T3-1980", 0, "1980-03-05"}, {"sinh năm 1980", 0, "1980"},
		{"5/6/26", 0, "2026-06-05 or 2026-05-06"}, {"5/6/27", 0, "1927-06-05 or 1927-05-06"}, {"29/02/1980", 0, "1980-02-29"}, {"29/02/1981", 0, "!"},
		{"32/13/1980", 0, "!"}, {"31/04/1980", 0, "!"}, {"13/13/1980", 0, "!"}, {"dd/mm/yyyy", 0, "!"}, {"không rõ", 0, "!"}, {"12/5/", 0, "!"}, {"0", 0, "!"}, {"-5", 0, "!"}, {"999999999", 0, "!"}, {"NaN", 0, "!"}, {"1e9", 0, "!"},
	} {
		r := readDate(cell{text: c.text, look: c.look}, false, 2026)
		got := r.date.String()
		if r.ambiguous() {
			got += " or " + r.other.String()
		}
		if r.reason != "" {
			got = "!"
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
}

func TestSerialSystems(t *testing.T) {
	if got := serialDate(27843, true).String(); got != "1980-03-25" {
		t.Errorf("1904 system: %s", got)
	}
	if got := serialDate(29305, false).String(); got != "1980-03-25" {
		t.Errorf("1900 system: %s", got)
	}
}

func TestReadContact(t *testing.T) {
	for in, want := range map[string]string{
		"0913123456": "0913123456", "913123456": "0913123456", "913123456.0": "0913123456", "9.13123456E8": "0913123456", "+84 913 123 456": "0913123456",
		"84913123456": "0913123456", "0913.123.456": "0913123456", "0913 123 456 / 0292 3832 663": "0913123456", "ĐT: 0913123456": "0913123456", "'0913123456": "0913123456",
		"(0292) 3832663": "02923832663", "02923.832.663": "02923832663", "0913123456 (Zalo)": "0913123456", "12345": "", "không": "", "091312345678901": "", "0000000000": "",
	} {
		if got, _ := readPhone(in); got != want {
			t.Errorf("phone %q: got %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"A@CTU.EDU.VN": "a@ctu.edu.vn", " a@ctu.edu.vn ": "a@ctu.edu.vn", "a@ctu.edu.vn; b@gmail.com": "a@ctu.edu.vn", "Email: a@ctu.edu.vn.": "a@ctu.edu.vn", "mailto:a@b.vn": "a@b.vn",
		"a @ctu.edu.vn": "a@ctu.edu.vn", "a@ctu": "", "không có": "", "@ctu.edu.vn": "",
	} {
		if got, _ := readEmails(in); strings.Join(got[:min(len(got), 1)], "") != want {
			t.Errorf("address %q: got %q, want %q", in, got, want)
		}
	}
}

func TestReadSex(t *testing.T) {
	for in, want := range map[string]registry.Sex{"Nam": "male", "NỮ": "female", "nu": "female", "F": "female", "M": "male", "Bà": "female", "Ông": "male", "KHONG_XAC_DINH": "", "1": "", "": ""} {
		if got := readSex(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// told gives credentials in a line: title, degrees with their specialties,
// honours, rank and rest.
func told(c credentials) string {
	var all []string
	if c.title != "" {
		all = append(all, c.title)
	}
	for _, q := range c.degrees {
		all = append(all, qualificationWords(q.Degree, q))
	}
	all = append(all, c.honours...)
	if c.rank.Code != "" {
		all = append(all, c.rank.Code)
	}
	if c.status != "" {
		all = append(all, c.status)
	}
	for _, u := range c.unknown {
		all = append(all, "?"+u)
	}
	return strings.Join(append(all, c.rest), "|")
}

func TestTitlesBeforeNames(t *testing.T) {
	r := newTitleReader(mustReference(t))
	for in, want := range map[string]string{
		"PGS.TS. Nguyễn Văn A": "PGS|TS|Nguyễn Văn A", "PGS. TS Nguyễn Văn A": "PGS|TS|Nguyễn Văn A", "PGS,TS Nguyễn Văn A": "PGS|TS|Nguyễn Văn A",
		"ThS.NCS. Trần B": "ThS|NCS|Trần B", "GS.TSKH. Lê C": "GS|TSKH|Lê C", "Th.S Lê C": "ThS|Lê C", "T.S. Lê C": "TS|Lê C", "TSKH Lê C": "TSKH|Lê C",
		"BSCKII.Trần Thị Kim Oanh": "CKII|Trần Thị Kim Oanh", "BS CK II Trần B": "CKII|Trần B", "Bác sĩ chuyên khoa cấp II Trần B": "CKII|Trần B", "BS. CK1. Trần B": "CKI|Trần B",
		"Tiến sỹ Phạm D": "TS|Phạm D", "PHÓ GIÁO SƯ, TIẾN SĨ PHẠM D": "PGS|TS|PHẠM D", "Nhà giáo ưu tú Phạm D": "NGUT|Phạm D", "NGND.GS.TS Phạm D": "GS|TS|NGND|Phạm D",
		"TTƯT.BSCKII Phạm D": "CKII|TTUT|Phạm D", "GVC.TS Phạm D": "TS|V.07.01.02|Phạm D", "Nguyễn Văn An": "Nguyễn Văn An", "Y Bhăm Êban": "Y Bhăm Êban", "Thạch Sô Phi": "Thạch Sô Phi",
		"Bá Văn Sĩ": "Bá Văn Sĩ", "Lý Thạc Sĩ": "Lý Thạc Sĩ", "Cn. Lê Thị Tư": "CN|Lê Thị Tư", "K'Sor H'Bia": "K'Sor H'Bia", "Bà Nguyễn Thị Nữ": "Bà Nguyễn Thị Nữ", "NGƯT.PGSTS Lê C": "PGS|TS|NGUT|Lê C",
		"LS. Nguyễn Văn A": "Nguyễn Văn A", "ABC. Nguyễn Văn A": "?ABC|Nguyễn Văn A", "Nguyễn Văn A, PGS.TS": "PGS|TS|Nguyễn Văn A", "Nguyễn Văn A - ThS": "ThS|Nguyễn Văn A",
		"TS": "TS", "Dr. John Smith": "TS|John Smith", "KTS Võ Trọng Nghĩa": "KTS|Võ Trọng Nghĩa", "DS.CKI Hồ Thị Ba": "CKI|Hồ Thị Ba", "BS.NT Hồ Thị Ba": "BSNT|Hồ Thị Ba",
		"TS.BS. Kim Thị Phượng": "TS|BS|Kim Thị Phượng", "ThS Bs Danh Thạch": "ThS|BS|Danh Thạch",
	} {
		if got := told(r.beforeName(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestDegrees(t *testing.T) {
	r := newTitleReader(mustReference(t))
	for in, want := range map[string]string{
		"TS": "TS|", "Tiến sĩ": "TS|", "Tien si": "TS|", "TIẾN SỸ": "TS|", "Ph.D": "TS|", "Phó tiến sĩ": "TS|", "Tiến sĩ khoa học": "TSKH|", "ThS": "ThS|", "Thạc sỹ": "ThS|", "Cao học": "ThS|", "Th.s": "ThS|", "MSc": "ThS|",
		"ĐH": "CN|", "Đại học": "CN|", "ĐẠI HỌC": "CN|", "dai hoc": "CN|", "Cử nhân": "CN|", "CĐ": "CD|", "Cao đẳng": "CD|", "TC": "TC|", "Trung cấp": "TC|", "Kĩ sư": "KS|", "KS.": "KS|",
		"Bác sĩ CK2": "CKII|", "BSCKII": "CKII|", "BS CK II": "CKII|", "CK II": "CKII|", "Chuyên khoa cấp I": "CKI|", "Dược sĩ chuyên khoa cấp II": "CKII|", "DSCKI": "CKI|", "Bác sĩ nội trú": "BSNT|", "Bác sĩ": "BS|", "Dược sĩ đại học": "DS|", "Bác sĩ thú y": "BSTY|", "Kiến trúc sư": "KTS|",
		"PGS.TS": "PGS|TS|", "GS-TSKH": "GS|TSKH|", "PGS, TS": "PGS|TS|", "Phó Giáo sư - Tiến sĩ": "PGS|TS|", "TS, BS": "TS|BS|", "Thạc sĩ Luật kinh tế": "ThS, Luật kinh tế|", "TS. Nuôi trồng thủy sản; ThS Sinh học": "TS, Nuôi trồng thủy sản|ThS, Sinh học|",
		"NCS": "NCS|", "ThS, NCS": "ThS|NCS|", "Đang học cao học": "NCS|", "Giáo sư": "GS|", "12/12": "12, 12", "Sơ cấp": "Sơ cấp", "Đại học sư phạm Toán": "CN, sư phạm Toán|", "ThS (2010)": "ThS, 2010|", "Thạc sĩ (Anh văn)": "ThS, Anh văn|",
	} {
		if got := told(r.ofDegrees(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPosts(t *testing.T) {
	r := newTitleReader(mustReference(t))
	for in, want := range map[string]string{
		"Trưởng khoa": "Trưởng khoa", "Tiến sĩ": "TS|", "Phó Giáo sư, Trưởng khoa": "PGS|Trưởng khoa", "Trưởng phòng Sau đại học": "Trưởng phòng Sau đại học", "Bác sĩ": "Bác sĩ", "Giảng viên chính": "Giảng viên chính",
		"PGS.TS, Phó Hiệu trưởng": "PGS|TS|Phó Hiệu trưởng", "Phó Trưởng khoa, Trưởng bộ môn": "Phó Trưởng khoa, Trưởng bộ môn", "Giám đốc/Bí thư": "Giám đốc/Bí thư", "Kỹ sư": "Kỹ sư",
	} {
		if got := told(r.ofPosts(in, false)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	for in, want := range map[string]Field{
		"Họ và tên": FieldName, "HỌ VÀ TÊN": FieldName, "hovaten": FieldName, "ho_va_ten": FieldName, "Họ và tên (chữ in hoa)": FieldName, "Họ, tên": FieldName, "Họ  và   tên": FieldName,
		"TRÌNH ĐỘ CÁO NHẤT": FieldDegree, "HÔ KHẨU THƯỞNG TRÚ": FieldAddress, "CHUYÊN NGHÀNH": FieldSpecialty, "MAGV": FieldCode, "Ngày tháng năm sinh": FieldBirth, "Ngày, tháng, năm sinh (dd/mm/yyyy)": FieldBirth,
		"Nam": FieldMale, "Nữ": FieldFemale, "Năm": "", "ĐT": FieldPhone, "DT": FieldNever, "Số điện thoại liên hệ (Zalo)": FieldPhone, "Điện thoai": FieldPhone, "Ngày cấp CCCD": FieldNever, "Tôn giáo (nếu có)": FieldNever,
		"Chức vụ chính quyền hiện nay": FieldPost, "Đơn vị công tác hiện nay": FieldWorkplace, "Chuyên ngành đào tạo cao nhất": FieldSpecialty, "abc": "", "Ghi chú": FieldOther, "Date of birth": FieldBirth, "Họ tên vợ/chồng": FieldNever, "Email công vụ": FieldEmail,
	} {
		if got := headers().lookup(in); got.field != want {
			t.Errorf("%q: got %q (%.2f), want %q", in, got.field, got.sure, want)
		}
	}
}

// TestPlaceKeys: names that are one place to a reader have one key.
func TestPlaceKeys(t *testing.T) {
	for a, b := range map[string]string{
		"Khoa CNTT": "Khoa Công nghệ thông tin", "Khoa CNTT&TT": "khoa Công nghệ Thông tin và Truyền thông", "BM. Tin học": "Bộ môn Tin học", "Trường ĐH Cần Thơ": "Trường Đại học Cần Thơ",
		"TT Học liệu": "Trung tâm Học liệu", "Viện NC BĐKH": "Viện Nghiên cứu Biến đổi khí hậu", "K. Luật": "Khoa Luật",
	} {
		if placeKey(a) != placeKey(b) {
			t.Errorf("%q is %q, %q is %q", a, placeKey(a), b, placeKey(b))
		}
	}
}

func TestProperPlace(t *testing.T) {
	for in, want := range map[string]string{
		"KHOA CÔNG NGHỆ THÔNG TIN": "Khoa Công nghệ thông tin", "TRƯỜNG ĐẠI HỌC CẦN THƠ": "Trường Đại học Cần Thơ", "BỘ MÔN TIN HỌC": "Bộ môn Tin học", "Khoa CNTT": "Khoa CNTT", "CTU": "CTU",
	} {
		if got := properPlace(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"ho va ten", "ho va ten", 0}, {"ho va ten", "ho va tne", 1}, {"ho va ten", "ho v ten", 1}, {"trinh do cao nhat", "trinh do cap nhat", 1}, {"abc", "xyz", 3}} {
		if got := distance(c.a, c.b, 2); got != min(c.want, 3) {
			t.Errorf("%q %q: got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// TestFramesKeepRows: what goes through the pipe comes out of it.
func TestFramesKeepRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := row{n: rapid.IntRange(1, 1<<20).Draw(t, "row")}
		for col := range rapid.SliceOfNDistinct(rapid.IntRange(1, maxColumns), 0, 30, rapid.ID[int]).Draw(t, "cols") {
			r.cells = append(r.cells, cell{col + 1, look(rapid.IntRange(0, 31).Draw(t, "look")), rapid.String().Draw(t, "text")})
		}
		var b strings.Builder
		w := newFrameWriter(&b)
		if err := w.row(&r); err != nil {
			t.Fatal(err)
		}
		w.w.Flush()
		in := newFrameReader(strings.NewReader(b.String()))
		_, payload, err := in.next()
		if err != nil {
			t.Fatal(err)
		}
		got, err := in.readRow(payload)
		if err != nil || got.n != r.n || len(got.cells) != len(r.cells) {
			t.Fatalf("%+v, %v", got, err)
		}
		for i := range r.cells {
			if got.cells[i] != r.cells[i] {
				t.Fatalf("%+v, want %+v", got.cells[i], r.cells[i])
			}
		}
	})
}

// FuzzValues: no cell, whatever it holds, breaks a reader of values, and what is
// read is fit to be stored.
func FuzzValues(f *testing.F) {
	for _, s := range []string{"25/03/1980", "PGS.TS. Nguyễn Văn A", "THẦY THUỐC ƯU TÚ BSCC.TS.BSCKII - </br>NGUYỄN V. D.", "0913123456", "a@b.vn", "Bộ môn A - Khoa B", "V.07.01.02", "1e9", "(((", "Ph.D", "8.198", "II. KHOA LUẬT (25 người)", "12/", "–", "\xff"} {
		f.Add(s)
	}
	ref := mustReference(f)
	r := newReader(ref, 0, "x", 2026)
	titles := r.titles
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > maxCellText {
			return
		}
		if d := readDate(cell{text: s}, false, 2026); d.reason == "" && (!d.date.Valid() || !d.other.Valid()) {
			t.Errorf("%q: %+v", s, d)
		}
		if n, ok := readPhone(s); ok {
			if again, ok := registry.ParsePhone(n); !ok || again != n {
				t.Errorf("%q: phone %q", s, n)
			}
		}
		c := titles.beforeName(s)
		if utf8.ValidString(s) && !utf8.ValidString(c.rest) {
			t.Errorf("%q: rest %q", s, c.rest)
		}
		titles.ofDegrees(s)
		titles.ofPosts(s, false)
		titles.rankOf(s)
		headers().lookup(s)
		placeParts(s)
		sectionName(s)
		properPlace(s)
		r.listItems(s, "")
	})
}

// TestDateFormats: how much of a date the formats of workbooks show.
func TestDateFormats(t *testing.T) {
	for code, want := range map[string]look{
		"dd/mm/yyyy": lookDate, "dd/mm/yyyy hh:mm": lookDate, "dd/mm/yyyy hh:mm:ss": lookDate, "hh:mm dd/mm/yyyy": lookDate, "m/d/yy h:mm AM/PM": lookDate,
		`[$-42A]dd\ mmmm\ yyyy;@`: lookDate, "yyyy-mm-dd hh:mm:ss.000": lookDate, "mm/yyyy": lookMonth, "yyyy": lookYear, "mm/yyyy hh:mm": lookMonth, "yyyy hh:mm": lookYear,
		"hh:mm": 0, "hh:mm:ss": 0, "[h]:mm": 0, "0.00": 0, "#,##0": 0, "General": 0, `0" năm"`: 0, "dd/mm": 0,
	} {
		if got := codeLook(code); got != want {
			t.Errorf("%s: got %d, want %d", code, got, want)
		}
	}
}
