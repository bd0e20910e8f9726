package api

// The lists of the full record on the wire, as registry has them; dates are
// YYYY, YYYY-MM or YYYY-MM-DD.

// OtherName is a further name somebody goes by.
type OtherName struct {
	Name string `json:"name" minLength:"1"`
	Kind string `json:"kind,omitempty" enum:"birth,pen,stage,latin,"`
	From string `json:"from,omitempty" maxLength:"10"`
	To   string `json:"to,omitempty" maxLength:"10"`
}

// Identifier is a number in a register of researchers.
type Identifier struct {
	Kind  string `json:"kind" enum:"orcid,scopus,scholar"`
	Value string `json:"value" minLength:"1"`
}

// Language is a foreign or ethnic language.
type Language struct {
	Code        string `json:"code" minLength:"1" doc:"Mã ISO 639, hoặc tên nếu không có mã."`
	Level       string `json:"level,omitempty"`
	Certificate string `json:"certificate,omitempty"`
	Date        string `json:"date,omitempty" maxLength:"10"`
}

// Publication is something published.
type Publication struct {
	Kind      string   `json:"kind" enum:"article,book,chapter,conference,thesis,report,other"`
	Title     string   `json:"title" minLength:"1"`
	Authors   []string `json:"authors,omitempty" maxItems:"5000" nullable:"false" doc:"Theo thứ tự trên bài."`
	Venue     string   `json:"venue,omitempty" doc:"Tạp chí, sách hoặc kỷ yếu."`
	Publisher string   `json:"publisher,omitempty"`
	Year      int      `json:"year,omitempty"`
	Volume    string   `json:"volume,omitempty"`
	Issue     string   `json:"issue,omitempty"`
	Pages     string   `json:"pages,omitempty"`
	DOI       string   `json:"doi,omitempty"`
	ISBN      string   `json:"isbn,omitempty"`
	Author    int      `json:"author,omitempty" minimum:"0" maximum:"5000" doc:"Người này là tác giả thứ mấy, từ 1; 0 khi chưa rõ."`
}

// Patent is a right of intellectual property.
type Patent struct {
	Kind    string `json:"kind" enum:"invention,utility-model,design,plant-variety,circuit,copyright"`
	Title   string `json:"title" minLength:"1"`
	Number  string `json:"number,omitempty"`
	Holder  string `json:"holder,omitempty"`
	Country string `json:"country,omitempty"`
	Filed   string `json:"filed,omitempty" maxLength:"10"`
	Granted string `json:"granted,omitempty" maxLength:"10"`
}

// Work is a work of literature or art.
type Work struct {
	Kind  string `json:"kind,omitempty" doc:"Loại hình: thơ, ca khúc…"`
	Title string `json:"title" minLength:"1"`
	Role  string `json:"role,omitempty"`
	Place string `json:"place,omitempty"`
	Date  string `json:"date,omitempty" maxLength:"10"`
}

// Exhibition is a show.
type Exhibition struct {
	Title string `json:"title" minLength:"1"`
	Place string `json:"place,omitempty"`
	Role  string `json:"role,omitempty"`
	From  string `json:"from,omitempty" maxLength:"10"`
	To    string `json:"to,omitempty" maxLength:"10"`
}

// Task is a nhiệm vụ khoa học và công nghệ.
type Task struct {
	Code   string `json:"code,omitempty"`
	Name   string `json:"name" minLength:"1"`
	Level  string `json:"level,omitempty" doc:"Mã cấp nhiệm vụ."`
	Role   string `json:"role,omitempty"`
	From   string `json:"from,omitempty" maxLength:"10"`
	To     string `json:"to,omitempty" maxLength:"10"`
	Result string `json:"result,omitempty"`
}

// Supervision counts theses supervised, of one level.
type Supervision struct {
	Degree  string `json:"degree" doc:"Mã học vị của người được hướng dẫn."`
	Done    int    `json:"done,omitempty" minimum:"0"`
	Ongoing int    `json:"ongoing,omitempty" minimum:"0"`
	AsOf    string `json:"as_of,omitempty" maxLength:"10"`
}

// Award is a prize or commendation.
type Award struct {
	Name  string `json:"name" minLength:"1"`
	By    string `json:"by,omitempty"`
	Level string `json:"level,omitempty"`
	Date  string `json:"date,omitempty" maxLength:"10"`
}

// Training is đào tạo, bồi dưỡng without a học vị.
type Training struct {
	Name        string `json:"name" minLength:"1"`
	Institution string `json:"institution,omitempty"`
	Country     string `json:"country,omitempty"`
	Certificate string `json:"certificate,omitempty"`
	From        string `json:"from,omitempty" maxLength:"10"`
	To          string `json:"to,omitempty" maxLength:"10"`
}

// Membership is a seat in an association.
type Membership struct {
	Organisation     int64  `json:"organisation,omitempty"`
	OrganisationName string `json:"organisation_name,omitempty" readOnly:"true"`
	Name             string `json:"name,omitempty" doc:"Tên hội, nếu hội không có trong danh mục đơn vị."`
	Role             string `json:"role,omitempty"`
	From             string `json:"from,omitempty" maxLength:"10"`
	To               string `json:"to,omitempty" maxLength:"10"`
}

// Stay is a time of living or working abroad.
type Stay struct {
	Country string `json:"country" minLength:"1"`
	Place   string `json:"place,omitempty"`
	Work    string `json:"work,omitempty"`
	From    string `json:"from,omitempty" maxLength:"10"`
	To      string `json:"to,omitempty" maxLength:"10"`
}

// Advice is the readiness to advise on a topic.
type Advice struct {
	Topic string `json:"topic" minLength:"1"`
	Limit string `json:"limit,omitempty"`
	From  string `json:"from,omitempty" maxLength:"10"`
	To    string `json:"to,omitempty" maxLength:"10"`
}

// LegalBasis is the ground for using data for a purpose.
type LegalBasis struct {
	Purpose  string `json:"purpose" minLength:"1"`
	Basis    string `json:"basis" enum:"consent,law,duty,contract"`
	Document string `json:"document,omitempty"`
	Date     string `json:"date,omitempty" maxLength:"10"`
	Until    string `json:"until,omitempty" maxLength:"10"`
}
