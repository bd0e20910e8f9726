package importer

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// drawer draws a workbook and knows what is true of it.
type drawer struct {
	*rand.Rand
	ref    *registry.Reference
	sheets []*drawnList
	split_ map[string][]drawnColumn
	dates  int // the way dates are written

	prefixed, dirty, mixed, sheetUnit, csv bool
	enc                                    vietnamese.Encoding
}

type drawnList struct {
	name    string
	unit    string
	rows    []row
	merges  rects
	columns []drawnColumn
	truths  []*truth
	told    map[string]bool
}

// drawnColumn is a column as somebody would make it.
type drawnColumn struct {
	tells  string // the field that it judges; "" for ballast
	group  string
	header string
	cell   func(p *truth, n int) (string, look)
	never  bool
}

func pick[T any](d *drawer, list ...T) T { return list[d.IntN(len(list))] }

func words(s string) []string { return strings.Split(s, ";") }

// headerWays are spellings of headers met in staff lists.
var headerWays = map[string][]string{
	"number":      words("TT;STT;Số TT;S.TT;Stt;Số thứ tự;No."),
	"code":        words("Mã CB;MSCB;Mã số CB;Mã CBVC;Mã viên chức;Mã số cán bộ;Mã NV;Mã GV;Số hiệu CBVC;Mã nhân sự;Mã số VC;Mã CB-VC;Số hiệu viên chức;Mã số viên chức;SHCC;Mã số CBVC;Mã giảng viên"),
	"name":        words("Họ và tên;Họ & tên;Họ tên;Họ tên GV;Họ và tên giảng viên;Họ và tên CBVC;Họ, tên;Họ và tên cán bộ, viên chức;Họ và tên CB, GV, NV;Họ và tên khai sinh;Tên giảng viên;HỌ VÀ TÊN (chữ in hoa);Họ và tên viên chức, người lao động;Họ tên CB-GV;Họ và tên nhà khoa học;Họ và tên chuyên gia;Họ và tên CB-VC;HỌ VÀ TÊN;Họ và tên người được giới thiệu"),
	"sex":         words("Giới tính;GT;Phái;Nam/Nữ;Giới;G.tính;Nam (nữ);Nam, Nữ;Nam - nữ;GIỚI TÍNH"),
	"birth":       words("Ngày sinh;Ngày tháng năm sinh;Ngày, tháng, năm sinh;NTNS;Ng.sinh;Ngày/tháng/năm sinh;Sinh ngày;N.T.N sinh;Ngày, th, năm sinh;Ng/th/năm sinh;Ngày sinh (dd/mm/yyyy);Năm sinh;Ngày, tháng năm sinh;NGÀY SINH"),
	"unit":        words("Đơn vị;Đơn vị công tác;Khoa/Phòng;Phòng/Khoa/TT;Đơn vị (Khoa/Phòng);ĐV công tác;Khoa/Phòng/TT;Nơi công tác;Đơn vị trực thuộc;Khoa, phòng, trung tâm;Khoa/Viện/TT;Đơn vị CT;Tên khoa/phòng;Thuộc khoa/phòng;Bộ phận công tác;Khoa, Phòng, Trung tâm;Đơn vị đang công tác;ĐƠN VỊ"),
	"post":        words("Chức vụ;Chức vụ hiện tại;Chức vụ (chính quyền);Chức vụ đang đảm nhiệm;Chức vụ CQ;Chức vụ công tác hiện nay;Chức vụ QL;C.vụ;Chức vụ hiện nay;Chức vụ chính quyền;Chức vụ (nếu có);CHỨC VỤ;Chức vụ đang giữ"),
	"degree":      words("Trình độ;Trình độ CM;Học vị;Trình độ chuyên môn cao nhất;TĐ chuyên môn;Trình độ C.môn;Trình độ đào tạo;Bằng cấp;TĐCM;Văn bằng cao nhất;Học vị (TS, ThS, ĐH);Trình độ (ĐH, ThS, TS);Học vị cao nhất hiện nay;Trình độ ĐT;Trình độ CM cao nhất;TRÌNH ĐỘ CHUYÊN MÔN;Trình độ chuyên môn hiện nay;Trình độ đào tạo (TS, ThS, ĐH, CĐ)"),
	"title":       words("Học hàm;Học hàm (GS/PGS);Chức danh GS, PGS;GS/PGS;Chức danh khoa học;H.hàm;Học hàm (nếu có);Học hàm (GS, PGS)"),
	"study":       words("Chuyên ngành;Chuyên ngành đào tạo;Ngành đào tạo;C.ngành;CN đào tạo;Chuyên ngành ĐT;Ngành/ chuyên ngành ĐT;Chuyên nghành;Ngành tốt nghiệp;Ngành TN;Chuyên ngành đào tạo ở trình độ cao nhất;Chuyên ngành được đào tạo;Ngành, chuyên ngành đào tạo;CHUYÊN NGÀNH;Chuyên ngành cao nhất"),
	"email":       words("Email;E-mail;Địa chỉ email;Thư điện tử;Email trường cấp;Mail;Hộp thư điện tử;Email liên hệ;Địa chỉ E-mail;Email công vụ;EMAIL"),
	"phone":       words("SĐT;Điện thoại;Số ĐT;ĐT;Di động;Số điện thoại (di động);Số ĐT di động;SDT;Đ.thoại;Điện thoại LH;Số đt liên lạc;Số điện thoại;ĐTDĐ"),
	"rank":        words("CDNN;Mã số CDNN;Chức danh nghề nghiệp;Mã ngạch;Mã số chức danh NN;Ngạch/CDNN;Mã CDNN;Mã số CDNN viên chức;Mã ngạch CC, VC;Mã số ngạch;Chức danh nghề nghiệp (mã số)"),
	"start":       words("Ngày vào làm;Ngày tuyển dụng;Ngày TD;Thời gian tuyển dụng;Ngày vào trường;Ngày tháng tuyển dụng;Ngày vào cơ quan"),
	"institution": words("Nơi đào tạo;Cơ sở đào tạo;Trường tốt nghiệp;Nơi ĐT;Trường cấp bằng;Nơi cấp bằng;Cơ sở ĐT"),
	"graduated":   words("Năm tốt nghiệp;Năm TN;Năm cấp bằng;Năm đạt học vị;Năm nhận bằng;Năm công nhận học vị"),
}

// ballast are columns that say nothing that is judged; what must never be stored is
// marked.
var ballast = map[string]struct {
	values []string
	never  bool
}{
	"Dân tộc": {words("Kinh;Kinh;Kinh;Khmer;Hoa"), true}, "DT": {words("Kinh;Kinh;Khmer"), true}, "Tôn giáo": {words("Không;Không;Phật giáo;"), true},
	"Số CCCD": {words("092080001234;093075002345;094090003456"), true}, "Số CMND/CCCD": {words("092080001234;361234567"), true}, "Số thẻ CCCD": {words("092080001234;093075002345"), true},
	"Ngày vào Đảng": {words("03/02/2005;19/05/2010;;"), true}, "Đảng viên": {words("x;;x"), true}, "Ngày vào ĐCSVN": {words("03/02/2005;;"), true}, "Số sổ BHXH": {words("9210001234;9310004567"), true},
	"Quê quán": {words("Cần Thơ;Sóc Trăng;Phụng Hiệp, Hậu Giang"), false}, "Nơi sinh": {words("Cần Thơ;Vĩnh Long"), false}, "HSL": {words("2.34;3.66;4.98"), false}, "Hệ số lương": {words("2,34;3,66;6,20"), false},
	"Bậc": {words("1;3;5"), false}, "Bậc lương": {words("1/9;3/9;5/8"), false}, "Ngày hưởng": {words("01/04/2023;01/10/2022"), false}, "PCCV": {words("0.5;0.4;"), false}, "LLCT": {words("Cao cấp;Trung cấp;Sơ cấp;"), false},
	"Trình độ LLCT": {words("CC;TC;SC;CN"), false}, "Ngoại ngữ": {words("Anh B2;Anh C1;IELTS 6.5"), false}, "Trình độ NN": {words("Anh C;B1 Anh;Đại học Anh văn"), false}, "Tin học": {words("A;B;UDCNTT cơ bản"), false},
	"Trình độ tin học": {words("A;B;IC3"), false}, "QLNN": {words("CV;CVC;"), false}, "Trình độ QLNN": {words("Chuyên viên;Chuyên viên chính;"), false}, "Ghi chú": {words(";;Kiêm nhiệm;Nghỉ thai sản"), false}, "Tuổi": {words("35;46;52"), false},
	"Thâm niên": {words("10;12;20"), false}, "Tình trạng hôn nhân": {words("Có gia đình;Độc thân"), true}, "Địa chỉ": {words("12 Nguyễn Trãi, Ninh Kiều, Cần Thơ;Cái Răng, Cần Thơ"), false}, "Hộ khẩu thường trú": {words("Ninh Kiều, Cần Thơ"), false},
	"Số hiệu văn bằng": {words("A123456;B000987"), false}, "Năm sinh con": {words("2010;"), false}, "Trình độ văn hóa": {words("12/12"), false}, "TĐVH": {words("12/12;12/12"), false}, "Danh hiệu thi đua": {words("CSTĐ;LĐTT"), false},
}

var (
	corpusFamilies    = words("Nguyễn;Trần;Lê;Phạm;Võ;Huỳnh;Phan;Bùi;Đặng;Thạch;Trương;Lâm;Đỗ;Hồ;Ngô;Dương;Lý;Đinh;Quách;Châu;Tô;Mai;Cao;Danh;Sơn;Kim;Từ;Tạ;Hà;Vương;La;Ông;Tăng;Trịnh;Đoàn")
	corpusMale        = words("Văn;Minh;Quốc;Hữu;Thanh;Đức;Công;Hoàng;Trung;Chí")
	corpusFemale      = words("Thị;Thị Ngọc;Thị Mỹ;Thị Thu;Ngọc;Thị Kim;Bích;Thị Hồng")
	corpusGivenMale   = words("An;Bình;Cường;Dũng;Hải;Hùng;Khánh;Long;Nghĩa;Phúc;Quân;Sơn;Thắng;Tuấn;Vinh;Đạt;Tiến;Sĩ;Kỳ")
	corpusGivenFemale = words("Anh;Chi;Dung;Hà;Hạnh;Hương;Lan;Linh;Mai;Nga;Oanh;Phượng;Quyên;Thảo;Thúy;Trang;Uyên;Vy;Yến;Nữ;Loan")
	corpusUnits       = words("Khoa Sư phạm;Khoa Công nghệ thông tin;Khoa Kinh tế;Khoa Luật;Khoa Ngoại ngữ;Khoa Khoa học Tự nhiên;Phòng Đào tạo;Phòng Tổ chức - Hành chính;Trung tâm Ngoại ngữ - Tin học;Viện Nghiên cứu Đồng bằng;Phòng Quản lý khoa học;Khoa Dược - Điều dưỡng;Thư viện;Khoa Tài chính - Ngân hàng")
	corpusPosts       = words("Giảng viên;Trưởng khoa;Phó Trưởng khoa;Trưởng bộ môn;Phó Trưởng bộ môn;Chuyên viên;Trưởng phòng;Phó Trưởng phòng;Nghiên cứu viên;Giám đốc Trung tâm")
	corpusStudies     = words("Khoa học máy tính;Luật kinh tế;Nuôi trồng thủy sản;Quản trị kinh doanh;Ngôn ngữ Anh;Toán giải tích;Công nghệ sinh học;Khoa học đất;Lý luận và phương pháp dạy học bộ môn Ngữ văn;Kỹ thuật điện;Tài chính - Ngân hàng")
	corpusRanks       = words("V.07.01.01;V.07.01.02;V.07.01.03;V.05.01.03")
	corpusSchools     = words("Trường Đại học Cần Thơ;Đại học Bách khoa TP.HCM;ĐHQG Hà Nội;University of Tokyo;Trường ĐH Nông Lâm TPHCM;ĐH Kinh tế TP. Hồ Chí Minh")
)

// degreeWays are spellings of degrees met in cells of degrees.
var degreeWays = map[string][]string{
	"TS": words("TS;Tiến sĩ;Tiến sỹ;TS.;T.S;Ts;tiến sĩ;TIẾN SĨ"), "ThS": words("ThS;Thạc sĩ;Thạc sỹ;Th.S;Ths;ThS.;thạc sĩ;Cao học"), "CN": words("ĐH;Đại học;Cử nhân;CN;Cử nhân;đại học"),
	"KS": words("Kỹ sư;KS;Kĩ sư"), "BS": words("BS;Bác sĩ;Bác sỹ"), "CKI": words("CKI;BSCKI;BS.CKI;Bác sĩ chuyên khoa I"), "CKII": words("CKII;BSCKII;BS CK2"), "CD": words("CĐ;Cao đẳng"), "TSKH": words("TSKH;Tiến sĩ khoa học"),
}

// person draws somebody.
func (d *drawer) person() *truth {
	p := &truth{sex: pick(d, registry.Male, registry.Female)}
	middle, given := corpusMale, corpusGivenMale
	if p.sex == registry.Female {
		middle, given = corpusFemale, corpusGivenFemale
	}
	p.family, p.given = pick(d, corpusFamilies...)+" "+pick(d, middle...), pick(d, given...)
	p.birth = registry.Date{Year: 1962 + d.IntN(40), Month: 1 + d.IntN(12), Day: 1 + d.IntN(28)}
	p.degree = pick(d, "TS", "TS", "ThS", "ThS", "ThS", "CN", "CN", "KS", "BS", "CKI", "CKII", "CD", "TSKH")
	if p.degree == "TS" || p.degree == "TSKH" {
		p.title = pick(d, "", "", "PGS", "GS")
	}
	p.unit, p.post, p.of, p.rank = pick(d, corpusUnits...), pick(d, corpusPosts...), pick(d, corpusStudies...), pick(d, corpusRanks...)
	p.code = fmt.Sprintf("%05d", 1000+d.IntN(90000))
	p.email = strings.ReplaceAll(vietnamese.Fold(p.given), " ", "") + p.code + "@truong.edu.vn"
	p.phone = fmt.Sprintf("09%08d", d.IntN(100_000_000))
	p.year = p.birth.Year + 30
	return p
}

// columns draws which columns a list has and what they are called.
func (d *drawer) columns() []drawnColumn { return d.drawColumns(false) }

// grouped draws them under groups.
func (d *drawer) grouped() []drawnColumn { return d.drawColumns(true) }

// without draws columns less one.
func (d *drawer) without(tells string) []drawnColumn {
	d.split(tells)
	return d.columns()
}

// split has a column stand in several.
func (d *drawer) split(tells string, into ...drawnColumn) {
	if d.split_ == nil {
		d.split_ = map[string][]drawnColumn{}
	}
	d.split_[tells] = into
}

func (d *drawer) drawColumns(groups bool) []drawnColumn {
	d.dates = d.IntN(len(dateWays))
	if d.csv {
		d.dates %= textDates
	}
	order := []string{"number", "code", "name", "sex", "birth", "unit", "post", "degree", "title", "study", "institution", "graduated", "rank", "start", "email", "phone"}
	if d.IntN(2) == 0 {
		order = []string{"number", "name", "birth", "sex", "code", "rank", "degree", "study", "graduated", "institution", "title", "post", "unit", "start", "phone", "email"}
	}
	keep := map[string]bool{"name": true, "birth": true, "degree": true, "number": true, "unit": true}
	var all []drawnColumn
	for _, tells := range order {
		if !keep[tells] && d.IntN(4) == 0 && !(d.prefixed && tells == "title") {
			continue
		}
		if d.prefixed && (tells == "title" || tells == "degree") {
			continue
		}
		if into, ok := d.split_[tells]; ok {
			all = append(all, into...)
			continue
		}
		c := drawnColumn{tells: tells, header: pick(d, headerWays[tells]...), cell: d.cellOf(tells)}
		all = append(all, c)
		if d.IntN(3) == 0 {
			all = append(all, d.ballast(all))
		}
	}
	if groups {
		d.group(all)
	}
	return all
}

// group puts captions over columns that stand together.
func (d *drawer) group(all []drawnColumn) {
	captions := map[string]string{"degree": pick(d, "Trình độ", "Trình độ chuyên môn", "TRÌNH ĐỘ ĐÀO TẠO", "Trình độ đào tạo cao nhất"), "email": pick(d, "Thông tin liên hệ", "Liên hệ", "Địa chỉ liên lạc"),
		"unit": pick(d, "Công tác", "Đơn vị và chức vụ", "Vị trí công tác"), "code": pick(d, "Thông tin cá nhân", "Lý lịch", "Thông tin chung")}
	of := map[string]string{"degree": "degree", "study": "degree", "institution": "degree", "graduated": "degree", "email": "email", "phone": "email", "unit": "unit", "post": "unit"}
	for i := range all {
		if g, ok := of[all[i].tells]; ok && (i+1 < len(all) && of[all[i+1].tells] == g || i > 0 && of[all[i-1].tells] == g) {
			all[i].group = captions[g]
		}
	}
}

func (d *drawer) ballast(have []drawnColumn) drawnColumn {
	names := make([]string, 0, len(ballast))
	for _, n := range strings.Split("Dân tộc;DT;Tôn giáo;Số CCCD;Số CMND/CCCD;Số thẻ CCCD;Ngày vào Đảng;Đảng viên;Ngày vào ĐCSVN;Số sổ BHXH;Quê quán;Nơi sinh;HSL;Hệ số lương;Bậc;Bậc lương;Ngày hưởng;PCCV;LLCT;Trình độ LLCT;Ngoại ngữ;Trình độ NN;Tin học;Trình độ tin học;QLNN;Trình độ QLNN;Ghi chú;Tuổi;Thâm niên;Tình trạng hôn nhân;Địa chỉ;Hộ khẩu thường trú;Số hiệu văn bằng;Năm sinh con;Trình độ văn hóa;TĐVH;Danh hiệu thi đua", ";") {
		taken := false
		for _, c := range have {
			taken = taken || c.header == n
		}
		if !taken {
			names = append(names, n)
		}
	}
	name := pick(d, names...)
	b := ballast[name]
	return drawnColumn{header: name, never: b.never, cell: func(*truth, int) (string, look) { return pick(d, b.values...), 0 }}
}

// dateWays write a day of birth; the first textDates of them as text.
var dateWays = []func(b registry.Date) (string, look){
	func(b registry.Date) (string, look) { return fmt.Sprintf("%02d/%02d/%d", b.Day, b.Month, b.Year), 0 },
	func(b registry.Date) (string, look) { return fmt.Sprintf("%d/%d/%d", b.Day, b.Month, b.Year), 0 },
	func(b registry.Date) (string, look) { return fmt.Sprintf("%02d-%02d-%d", b.Day, b.Month, b.Year), 0 },
	func(b registry.Date) (string, look) { return fmt.Sprintf("%02d.%02d.%d", b.Day, b.Month, b.Year), 0 },
	func(b registry.Date) (string, look) {
		return fmt.Sprintf("%02d/%02d/%02d", b.Day, b.Month, b.Year%100), 0
	},
	func(b registry.Date) (string, look) { return fmt.Sprintf("%d-%02d-%02d", b.Year, b.Month, b.Day), 0 },
	func(b registry.Date) (string, look) {
		return fmt.Sprintf("ngày %d tháng %d năm %d", b.Day, b.Month, b.Year), 0
	},
	func(b registry.Date) (string, look) {
		return serialOf(fmt.Sprintf("%d-%02d-%02d", b.Year, b.Month, b.Day)), lookDate
	},
	func(b registry.Date) (string, look) {
		return serialOf(fmt.Sprintf("%d-%02d-%02d", b.Year, b.Month, b.Day)), 0
	},
}

const textDates = 7

// cellOf writes a value as the list does.
func (d *drawer) cellOf(tells string) func(p *truth, n int) (string, look) {
	plain := func(f func(p *truth) string) func(*truth, int) (string, look) {
		return func(p *truth, _ int) (string, look) { return f(p), 0 }
	}
	male, female := "Nam", "Nữ"
	if d.IntN(3) == 0 {
		male, female = pick(d, "nam", "NAM", "M"), ""
		female = map[string]string{"nam": "nữ", "NAM": "NỮ", "M": "F"}[male]
	}
	sep := pick(d, "", ".", " ", "-")
	switch tells {
	case "number":
		return func(_ *truth, n int) (string, look) { return fmt.Sprint(n), 0 }
	case "code":
		return plain(func(p *truth) string { return p.code })
	case "name":
		return plain(d.writtenName)
	case "sex":
		return plain(func(p *truth) string {
			return map[registry.Sex]string{registry.Male: male, registry.Female: female}[p.sex]
		})
	case "birth":
		return func(p *truth, _ int) (string, look) { return d.birth(p) }
	case "unit":
		return plain(func(p *truth) string { return p.unit })
	case "post":
		return plain(func(p *truth) string { return p.post })
	case "degree":
		return plain(func(p *truth) string { return pick(d, degreeWays[p.degree]...) })
	case "title":
		return plain(func(p *truth) string {
			return map[string]string{"PGS": pick(d, "PGS", "Phó giáo sư", "PGS."), "GS": pick(d, "GS", "Giáo sư")}[p.title]
		})
	case "study":
		return plain(func(p *truth) string { return p.of })
	case "email":
		return plain(func(p *truth) string { return p.email })
	case "phone":
		return plain(func(p *truth) string {
			return map[string]string{"": p.phone, ".": p.phone[:4] + "." + p.phone[4:7] + "." + p.phone[7:], " ": p.phone[:4] + " " + p.phone[4:7] + " " + p.phone[7:], "-": p.phone[1:]}[sep]
		})
	case "rank":
		return plain(func(p *truth) string { return p.rank })
	case "graduated":
		return plain(func(p *truth) string { return fmt.Sprint(p.year) })
	case "institution":
		return plain(func(*truth) string { return pick(d, corpusSchools...) })
	case "start":
		return plain(func(p *truth) string { return fmt.Sprintf("01/09/%d", min(p.birth.Year+25, 2026)) })
	}
	panic(tells)
}

func (d *drawer) birth(p *truth) (string, look) {
	way := d.dates
	if d.mixed {
		way = d.IntN(len(dateWays))
		if way == 5 && p.birth.Day < 13 { // beside other ways it would prove nothing
			way = 0
		}
	}
	return dateWays[way](p.birth)
}

func (d *drawer) writtenName(p *truth) string {
	name := p.name()
	if d.dirty {
		name = pick(d, strings.ToUpper(name), name, "  "+name+" ", strings.ReplaceAll(name, " ", "\u00a0"), strings.ReplaceAll(name, " ", "  "), strings.ToLower(name))
	}
	if !d.prefixed {
		return name
	}
	lead := map[string][]string{"TS": words("TS. ;TS.;TS ;Tiến sĩ ;Ts. "), "ThS": words("ThS. ;ThS.;Ths. ;Thạc sĩ ;Th.S "), "CN": words("CN. ;CN.;Cử nhân "), "KS": words("KS. ;KS.;Kỹ sư "), "BS": words("BS. ;BS.;Bác sĩ "),
		"CKI": words("BSCKI. ;BSCKI.;BS.CKI "), "CKII": words("BSCKII. ;BS.CKII ;BSCKII."), "CD": words("CĐ. "), "TSKH": words("TSKH. ;TSKH.")}[p.degree]
	title := map[string]string{"": "", "PGS": pick(d, "PGS.", "PGS. ", "PGS,", "PGS-"), "GS": pick(d, "GS.", "GS. ", "G.S ")}[p.title]
	return title + pick(d, lead...) + name
}

// bySex writes the birth under the sex.
func (d *drawer) bySex() []drawnColumn {
	caption := pick(d, "Năm sinh", "Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Sinh ngày")
	one := func(header string, sex registry.Sex) drawnColumn {
		return drawnColumn{tells: "birth", group: caption, header: header, cell: func(p *truth, _ int) (string, look) {
			if p.sex != sex {
				return "", 0
			}
			return d.birth(p)
		}}
	}
	d.split("sex")
	return []drawnColumn{one("Nam", registry.Male), one(pick(d, "Nữ", "Nử"), registry.Female)}
}

// halves writes the name in two columns.
func (d *drawer) halves() []drawnColumn {
	family := drawnColumn{tells: "name", cell: func(p *truth, _ int) (string, look) { return p.family, 0 }}
	given := drawnColumn{tells: "name", cell: func(p *truth, _ int) (string, look) { return p.given, 0 }}
	switch d.IntN(3) {
	case 0:
		family.header, given.header = pick(d, "Họ đệm", "Họ và tên đệm", "Họ lót", "Họ và chữ đệm", "Họ", "Họ, đệm", "Họ và đệm"), "Tên"
	case 1:
		family.group, given.group = "Họ và tên", "Họ và tên"
		family.header, given.header = pick(d, "Họ đệm", "Họ", "Họ lót"), "Tên"
	default:
		family.header, given.header = pick(d, "Họ và tên", "HỌ VÀ TÊN", "Họ tên"), "\x00" // merged over both
	}
	return []drawnColumn{family, given}
}

// ticks writes degrees as columns to be ticked.
func (d *drawer) ticks() []drawnColumn {
	caption := pick(d, "Trình độ", "Trình độ chuyên môn", "Trình độ đào tạo", "Học vị")
	mark := pick(d, "x", "X", "1", "✓")
	var all []drawnColumn
	for _, t := range []struct{ code, header string }{{"TSKH", "TSKH"}, {"TS", pick(d, "TS", "Tiến sĩ")}, {"ThS", pick(d, "ThS", "Thạc sĩ", "Th.S")}, {"CN", pick(d, "ĐH", "Đại học", "CN")}, {"KS", "Kỹ sư"}, {"BS", "Bác sĩ"}, {"CKI", "CKI"}, {"CKII", "CKII"}, {"CD", pick(d, "CĐ", "Cao đẳng")}} {
		all = append(all, drawnColumn{tells: "degree", group: caption, header: t.header, cell: func(p *truth, _ int) (string, look) {
			if p.degree == t.code {
				return mark, 0
			}
			return "", 0
		}})
	}
	return all
}

func (d *drawer) tickedSex() []drawnColumn {
	mark := pick(d, "x", "X", "1")
	one := func(header string, sex registry.Sex) drawnColumn {
		return drawnColumn{tells: "sex", group: "Giới tính", header: header, cell: func(p *truth, _ int) (string, look) {
			if p.sex == sex {
				return mark, 0
			}
			return "", 0
		}}
	}
	if d.IntN(2) == 0 {
		c := one(pick(d, "Nữ", "Nữ (x)", "Là nữ"), registry.Female)
		c.group = ""
		return []drawnColumn{c}
	}
	return []drawnColumn{one("Nam", registry.Male), one("Nữ", registry.Female)}
}
