package registry

// Publication is something published under the person's name.
type Publication struct {
	Kind      PublicationKind `json:"kind"`
	Title     string          `json:"title"`
	Authors   []string        `json:"authors,omitempty"` // in the order printed, each as printed
	Venue     string          `json:"venue,omitempty"`   // journal, book or proceedings it stands in
	Publisher string          `json:"publisher,omitempty"`
	Year      int             `json:"year,omitempty"`
	Volume    string          `json:"volume,omitempty"`
	Issue     string          `json:"issue,omitempty"`
	Pages     string          `json:"pages,omitempty"`  // "12-19"
	DOI       string          `json:"doi,omitempty"`    // lower case, "10.1000/182"
	ISBN      string          `json:"isbn,omitempty"`   // digits alone
	Author    int             `json:"author,omitempty"` // which of Authors the person is, from 1; 0 where nobody said
	Source    SourceID        `json:"source,omitempty"`
}

// PublicationKind says what a publication is.
type PublicationKind string

// The kinds of publication.
const (
	Article    PublicationKind = "article"    // bài báo
	Book       PublicationKind = "book"       // sách
	Chapter    PublicationKind = "chapter"    // chương sách
	Conference PublicationKind = "conference" // báo cáo hội nghị
	Thesis     PublicationKind = "thesis"     // luận án, luận văn
	Report     PublicationKind = "report"     // báo cáo khoa học
	OtherPaper PublicationKind = "other"
)

// Patent is a right of intellectual property that names the person.
type Patent struct {
	Kind    PatentKind `json:"kind"`
	Title   string     `json:"title"`
	Number  string     `json:"number,omitempty"` // của văn bằng hoặc của đơn
	Holder  string     `json:"holder,omitempty"`
	Country string     `json:"country,omitempty"` // where it holds
	Filed   Date       `json:"filed,omitzero"`
	Granted Date       `json:"granted,omitzero"`
	Source  SourceID   `json:"source,omitempty"`
}

// PatentKind says what is protected.
type PatentKind string

// The kinds of intellectual property.
const (
	Invention    PatentKind = "invention"     // sáng chế
	UtilityModel PatentKind = "utility-model" // giải pháp hữu ích
	Design       PatentKind = "design"        // kiểu dáng công nghiệp
	PlantVariety PatentKind = "plant-variety" // giống cây trồng
	Circuit      PatentKind = "circuit"       // thiết kế bố trí mạch tích hợp
	Copyright    PatentKind = "copyright"     // quyền tác giả, phần mềm
)

// Work is a work of literature or art.
type Work struct {
	Kind   string   `json:"kind,omitempty"` // loại hình: thơ, ca khúc, tranh sơn dầu…, as written
	Title  string   `json:"title"`
	Role   string   `json:"role,omitempty"`  // tác giả, đạo diễn, biên kịch…
	Place  string   `json:"place,omitempty"` // publisher, theatre, gallery
	Date   Date     `json:"date,omitzero"`
	Source SourceID `json:"source,omitempty"`
}

// Exhibition is a show the person had or took part in.
type Exhibition struct {
	Title  string   `json:"title"`
	Place  string   `json:"place,omitempty"`
	Role   string   `json:"role,omitempty"` // cá nhân, tham gia nhóm, giám tuyển…
	From   Date     `json:"from,omitzero"`
	To     Date     `json:"to,omitzero"`
	Source SourceID `json:"source,omitempty"`
}

// Task is a nhiệm vụ khoa học và công nghệ.
type Task struct {
	Code   string   `json:"code,omitempty"` // mã số
	Name   string   `json:"name"`
	Level  string   `json:"level,omitempty"`  // SchemeTaskLevel: "quoc-gia", "bo", "tinh", "co-so", "quoc-te"
	Role   string   `json:"role,omitempty"`   // chủ nhiệm, thư ký, thành viên…, as written
	From   Date     `json:"from,omitzero"`    // thời gian thực hiện
	To     Date     `json:"to,omitzero"`      // zero while it lasts, or unknown
	Result string   `json:"result,omitempty"` // nghiệm thu: đạt, xuất sắc…
	Source SourceID `json:"source,omitempty"`
}

// Supervision counts theses the person supervised, of one level. Only counts:
// who the students were is not kept.
type Supervision struct {
	Degree  string   `json:"degree"`            // SchemeDegree the students took: "TS", "ThS", "CKII"
	Done    int      `json:"done,omitempty"`    // defended
	Ongoing int      `json:"ongoing,omitempty"` // under way
	AsOf    Date     `json:"as_of,omitzero"`    // when it was so
	Source  SourceID `json:"source,omitempty"`
}

// Award is a prize or commendation; honours of the State are Honours.
type Award struct {
	Name   string   `json:"name"`
	By     string   `json:"by,omitempty"`    // who gave it
	Level  string   `json:"level,omitempty"` // quốc gia, thành phố…, as written
	Date   Date     `json:"date,omitzero"`
	Source SourceID `json:"source,omitempty"`
}
