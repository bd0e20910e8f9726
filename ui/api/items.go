package api

// The lists of the full record on the wire, as registry has them; dates are
// YYYY, YYYY-MM or YYYY-MM-DD.

// OtherName is a further name somebody goes by.
type OtherName struct {
	Name string `json:"name" required:"false"`
	Kind string `json:"kind,omitempty" doc:"Một trong: birth, pen, stage, latin."`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// Identifier is a number in a register of researchers.
type Identifier struct {
	Kind  string `json:"kind" required:"false" doc:"Một trong: orcid, scopus, scholar."`
	Value string `json:"value" required:"false"`
}

// Language is a foreign or ethnic language.
type Language struct {
	Code        string `json:"code" required:"false" doc:"Mã ISO 639, hoặc tên nếu không có mã."`
	Level       string `json:"level,omitempty"`
	Certificate string `json:"certificate,omitempty"`
	Date        string `json:"date,omitempty"`
}

// Publication is something published.
type Publication struct {
	Kind      string   `json:"kind" required:"false" doc:"Một trong: article, book, chapter, conference, thesis, report, other."`
	Title     string   `json:"title" required:"false"`
	Authors   []string `json:"authors,omitempty" maxItems:"5000" nullable:"false" doc:"Theo thứ tự trên bài."`
	Venue     string   `json:"venue,omitempty" doc:"Tạp chí, sách hoặc kỷ yếu."`
	Publisher string   `json:"publisher,omitempty"`
	Year      int      `json:"year,omitempty"`
	Volume    string   `json:"volume,omitempty"`
	Issue     string   `json:"issue,omitempty"`
	Pages     string   `json:"pages,omitempty"`
	DOI       string   `json:"doi,omitempty"`
	ISBN      string   `json:"isbn,omitempty"`
	Author    int      `json:"author,omitempty" doc:"Người này là tác giả thứ mấy, từ 1; 0 khi chưa rõ."`
}

// Patent is a right of intellectual property.
type Patent struct {
	Kind    string `json:"kind" required:"false" doc:"Một trong: invention, utility-model, design, plant-variety, circuit, copyright."`
	Title   string `json:"title" required:"false"`
	Number  string `json:"number,omitempty"`
	Holder  string `json:"holder,omitempty"`
	Country string `json:"country,omitempty"`
	Filed   string `json:"filed,omitempty"`
	Granted string `json:"granted,omitempty"`
}

// Work is a work of literature or art.
type Work struct {
	Kind  string `json:"kind,omitempty" doc:"Loại hình: thơ, ca khúc…"`
	Title string `json:"title" required:"false"`
	Role  string `json:"role,omitempty"`
	Place string `json:"place,omitempty"`
	Date  string `json:"date,omitempty"`
}

// Exhibition is a show.
type Exhibition struct {
	Title string `json:"title" required:"false"`
	Place string `json:"place,omitempty"`
	Role  string `json:"role,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// Task is a nhiệm vụ khoa học và công nghệ.
type Task struct {
	Code   string `json:"code,omitempty"`
	Name   string `json:"name" required:"false"`
	Level  string `json:"level,omitempty" doc:"Mã cấp nhiệm vụ."`
	Role   string `json:"role,omitempty"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Result string `json:"result,omitempty"`
}

// Supervision counts theses supervised, of one level.
type Supervision struct {
	Degree  string `json:"degree" required:"false" doc:"Mã học vị của người được hướng dẫn."`
	Done    int    `json:"done,omitempty"`
	Ongoing int    `json:"ongoing,omitempty"`
	AsOf    string `json:"as_of,omitempty"`
}

// Award is a prize or commendation.
type Award struct {
	Name  string `json:"name" required:"false"`
	By    string `json:"by,omitempty"`
	Level string `json:"level,omitempty"`
	Date  string `json:"date,omitempty"`
}

// Training is đào tạo, bồi dưỡng without a học vị.
type Training struct {
	Name        string `json:"name" required:"false"`
	Institution string `json:"institution,omitempty"`
	Country     string `json:"country,omitempty"`
	Certificate string `json:"certificate,omitempty"`
	From        string `json:"from,omitempty"`
	To          string `json:"to,omitempty"`
}

// Membership is a seat in an association.
type Membership struct {
	Organisation     int64  `json:"organisation,omitempty"`
	OrganisationName string `json:"organisation_name,omitempty" readOnly:"true"`
	Name             string `json:"name,omitempty" doc:"Tên hội, nếu hội không có trong danh mục đơn vị."`
	Role             string `json:"role,omitempty"`
	From             string `json:"from,omitempty"`
	To               string `json:"to,omitempty"`
}

// Stay is a time of living or working abroad.
type Stay struct {
	Country string `json:"country" required:"false"`
	Place   string `json:"place,omitempty"`
	Work    string `json:"work,omitempty"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
}

// Address is where somebody lives or is reached by letter.
type Address struct {
	Line     string `json:"line,omitempty" doc:"Như đã ghi: số nhà, đường, ấp…"`
	Ward     string `json:"ward,omitempty" doc:"Mã phường, xã trong danh mục ward. Có thể để trống: khi địa chỉ nêu chắc chắn một phường, xã thì máy chủ tự điền."`
	WardName string `json:"ward_name,omitempty" readOnly:"true"`
	From     string `json:"from,omitempty"`
	To       string `json:"to,omitempty"`
}

// Advice is the readiness to advise on a topic.
type Advice struct {
	Topic string `json:"topic" required:"false"`
	Limit string `json:"limit,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

// LegalBasis is the ground for using data for a purpose.
type LegalBasis struct {
	Purpose  string `json:"purpose" required:"false"`
	Basis    string `json:"basis" required:"false" doc:"Một trong: consent, law, duty, contract."`
	Document string `json:"document,omitempty"`
	Date     string `json:"date,omitempty"`
	Until    string `json:"until,omitempty"`
}
