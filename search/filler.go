package search

import "trithuc/registry"

// fillers are what people write around what they look for. A phrase of several
// words is left out; a single word is optional, since somebody may be called so.
var fillers = []string{
	"cần", "cần tìm", "tôi cần", "tôi muốn tìm", "muốn tìm", "hãy tìm", "tìm", "tìm kiếm", "cho tôi", "giới thiệu", "đề xuất", "mời",
	"danh sách", "những", "các", "một", "vài", "ai", "ai là", "người", "những người", "người nào", "nào", "ai biết",
	"chuyên gia", "các chuyên gia", "chuyên gia về", "chuyên gia trong lĩnh vực", "chuyên gia lĩnh vực", "chuyên gia ngành",
	"nhà khoa học", "nhà khoa học về", "trí thức", "nhân lực", "nhân sự", "người có",
	"có chuyên môn", "có chuyên môn về", "chuyên môn", "chuyên môn về", "chuyên về", "chuyên ngành", "chuyên khoa", "chuyên khoa về", "chuyên sâu về",
	"nghiên cứu về", "chuyên nghiên cứu", "chuyên nghiên cứu về", "am hiểu", "am hiểu về", "hiểu biết về", "giỏi", "giỏi về", "biết", "biết về",
	"có kinh nghiệm", "có kinh nghiệm về", "kinh nghiệm về", "có kinh nghiệm trong", "làm về", "làm việc", "làm việc ở", "làm việc tại",
	"công tác", "công tác ở", "công tác tại", "đang công tác tại", "giảng dạy tại", "dạy ở", "dạy tại", "đang làm việc tại",
	"thuộc", "ở", "tại", "của", "từ", "là", "và", "hoặc", "hay", "về", "có", "trong", "với", "để", "cho", "được", "đang",
	"lĩnh vực", "trong lĩnh vực", "thuộc lĩnh vực", "ngành", "thuộc ngành", "mảng", "có học vị", "có học hàm", "học vị", "học hàm", "trình độ", "có trình độ",
	"tham gia hội đồng", "tư vấn về", "giúp", "độ tuổi", "tuổi",
	"dạy", "giảng", "giảng dạy", "phụ trách", "đảm nhiệm", "làm", "làm việc về", "nghiên cứu", "chuyên", "trẻ", "trẻ tuổi", "còn trẻ", "rành", "rành về", "thạo", "thông thạo", "vững", "vững về", "từng", "đã từng",
	"chúng tôi", "chúng tôi cần", "chúng tôi đang cần", "đang cần", "cần gấp", "cần một", "cần người", "tìm người", "giúp tôi", "tìm giúp", "tìm giúp tôi", "nhờ tìm", "xin", "mong", "muốn", "có ai", "có những ai", "không ạ",
	"họ", "tên", "tên là", "họ tên", "có tên", "mang họ", "người họ", "mã", "mã số", "mã cán bộ", "mã hồ sơ", "hồ sơ", "hồ sơ số", "mscb", "số hiệu",
	"kiếm", "kiếm người", "cần kiếm", "gặp", "cần gặp", "muốn gặp", "giúp em", "tìm giúp em", "giúp mình", "mình cần", "em cần", "với ạ", "ạ", "nhé", "dùm", "giùm", "tìm giùm", "tìm dùm",
	"giỏi nhất", "giỏi nhất về", "rành nhất", "đầu ngành", "đầu ngành về", "hàng đầu", "hàng đầu về", "có uy tín", "uy tín", "có tiếng", "nổi tiếng", "có tiếng về",
	"bây giờ", "hiện nay", "hiện tại", "hỏi ai", "hỏi", "hỏi về", "ai làm về", "ai rành về", "ai chuyên về", "ai nghiên cứu về", "liên hệ ai", "gặp ai", "nên mời ai", "mời ai",
	"vừa biết", "vừa có", "nhưng", "nhưng mà", "đồng thời", "nhà khoa học trẻ", "chuyên gia trẻ", "trí thức trẻ", "cán bộ trẻ", "giảng viên trẻ",
	"i", "we", "need", "doctors", "young", "works", "work on", "who works on", "who work on", "who studies", "who study", "who knows about", "know about", "knowledgeable about", "experienced in", "with experience in", "i need", "we need", "i need a", "we need a", "i am looking for", "we are looking for", "looking for a", "a", "an", "some", "any", "people", "person", "someone", "who can",
	"working on", "working in", "works on", "works at", "working at", "specialising in", "specializing in", "is there", "are there", "show me", "list of", "on", "for", "and", "or",
	"expert", "experts", "expert in", "experts in", "expert on", "experts on", "researcher in", "researchers in", "who", "in", "at", "of", "the", "from", "with",
	"someone who knows", "specialist in", "specialists in", "find", "looking for",
}

// markedFillers say nothing where they bear their marks; without them they may be names.
var markedFillers = []string{"nhất", "bị", "vừa", "mà", "cả", "lẫn", "cùng", "vậy", "thế", "đấy", "ấy", "nhỉ", "hả", "à"}

// jobs are kinds of person: words that are looked for, and beside which "nam" and
// "nữ" are a sex and no name.
var jobs = []string{
	"giảng viên", "giảng viên chính", "giảng viên cao cấp", "nghiên cứu viên", "nghiên cứu sinh", "viên chức", "cán bộ", "giáo viên", "nhà giáo",
	"kỹ sư", "bác sĩ", "dược sĩ", "luật sư", "trưởng khoa", "phó trưởng khoa", "trưởng phòng", "phó trưởng phòng", "trưởng bộ môn", "phó trưởng bộ môn", "hiệu trưởng", "phó hiệu trưởng",
	"viện trưởng", "phó viện trưởng", "giám đốc", "phó giám đốc", "trưởng ban", "phó trưởng ban", "chi cục trưởng", "phó chi cục trưởng", "chánh văn phòng", "phó chánh văn phòng", "chánh thanh tra",
	"chủ tịch hội", "phó chủ tịch hội", "trưởng trạm", "tổ trưởng",
}

// sexes are the words for each sex. Those of one word are also names and parts
// of names, and need company.
var sexes = []struct{ phrase, value, label string }{
	{"nữ", "female", "Nữ"}, {"phụ nữ", "female", "Nữ"}, {"nữ giới", "female", "Nữ"}, {"giới tính nữ", "female", "Nữ"}, {"là nữ", "female", "Nữ"}, {"female", "female", "Nữ"}, {"women", "female", "Nữ"}, {"woman", "female", "Nữ"},
	{"nam", "male", "Nam"}, {"nam giới", "male", "Nam"}, {"đàn ông", "male", "Nam"}, {"giới tính nam", "male", "Nam"}, {"là nam", "male", "Nam"}, {"male", "male", "Nam"},
}

// tasks are what people are looked for to do; they say nothing of who can, unless
// they are part of a topic: "quản lý dự án", "thẩm định giá".
var tasks = []string{
	"đề tài", "đề tài nghiên cứu", "đề tài khoa học", "dự án", "nhiệm vụ", "nhiệm vụ khoa học", "đề án", "chương trình nghiên cứu",
	"hội đồng", "hội đồng khoa học", "hội đồng nghiệm thu", "hội đồng tư vấn", "hội đồng thẩm định", "hội đồng xét duyệt", "hội đồng tuyển chọn", "hội đồng đánh giá", "hội đồng chấm",
	"cho hội đồng", "thành viên hội đồng", "ủy viên hội đồng", "tham gia hội đồng", "nghiệm thu", "để nghiệm thu", "phản biện", "để phản biện", "ủy viên phản biện", "người phản biện",
	"thẩm định", "để thẩm định", "xét duyệt", "tuyển chọn", "góp ý", "chủ nhiệm đề tài", "chủ trì đề tài", "thành lập", "thành lập hội đồng", "xin ý kiến", "lấy ý kiến", "tư vấn", "để tư vấn", "tư vấn cho", "cố vấn", "báo cáo chuyên đề", "nói chuyện chuyên đề", "trình bày chuyên đề", "báo cáo viên", "tập huấn", "để tập huấn", "giảng tập huấn", "cần người", "cần người phản biện", "tìm người phản biện",
}

// upwards follow a degree or title and mean it or any higher.
var upwards = []string{"trở lên", "trở đi", "hoặc cao hơn", "or higher", "or above"}

func (l *Lexicon) addFillers() {
	for _, f := range fillers {
		l.add(f, entry{kind: aFiller})
	}
	for _, f := range markedFillers {
		l.add(f, entry{kind: aFiller, marked: true})
	}
	for _, j := range jobs {
		l.add(j, entry{kind: aJob})
	}
	for _, rank := range l.ref.Codes(registry.SchemeRank) {
		if len(Words(rank.Name)) > 1 {
			l.add(rank.Name, entry{kind: aJob})
		}
	}
	for _, s := range sexes {
		l.add(s.phrase, entry{kind: aSex, values: []string{s.value}, label: s.label})
	}
	for _, t := range tasks {
		l.add(t, entry{kind: aTask})
	}
	for _, u := range upwards {
		l.add(u, entry{kind: atLeast})
	}
}
