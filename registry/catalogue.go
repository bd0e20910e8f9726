package registry

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// Scheme names a code list. One table serves them all, since five of the lists
// this product needs were replaced within 24 months.
type Scheme string

// The schemes the product itself asks for. Files may load others.
const (
	SchemeField      Scheme = "field"      // lĩnh vực nghiên cứu, QĐ 12/2008/QĐ-BKHCN
	SchemeFORD       Scheme = "ford"       // OECD FORD 2007
	SchemeEducation  Scheme = "education"  // ngành đào tạo
	SchemeDegree     Scheme = "degree"     // học vị
	SchemeTitle      Scheme = "title"      // học hàm
	SchemeHonour     Scheme = "honour"     // danh hiệu
	SchemeRank       Scheme = "rank"       // chức danh nghề nghiệp, ngạch
	SchemeWard       Scheme = "ward"       // phường, xã
	SchemeProvince   Scheme = "province"   // tỉnh, thành phố
	SchemeRetirement Scheme = "retirement" // NĐ 135/2020/NĐ-CP: code "M-2026", Value = months of age; "F-1969-05" = what another printed table says of a month of birth
	SchemeTarget     Scheme = "target"     // chỉ tiêu; code "need:405:TS:2030" = how many people of a field and level are needed from a year on
	SchemeRate       Scheme = "rate"       // tỷ lệ hằng năm mà dự báo dùng khi hồ sơ chưa đủ để ước lượng
	SchemeScope      Scheme = "scope"      // ai thuộc diện trí thức: see Reference.Scope
	SchemeSector     Scheme = "sector"     // ngành quản lý: y tế, giáo dục…
	SchemeOwnership  Scheme = "ownership"  // khu vực: nhà nước, doanh nghiệp, hội, tự do
	SchemeLanguage   Scheme = "language"   // ngôn ngữ, ISO 639
	SchemeTaskLevel  Scheme = "task-level" // cấp của nhiệm vụ KH&CN
	SchemePanel      Scheme = "panel"      // mẫu hội đồng và ghế của chúng: see selection
	SchemeTerm       Scheme = "thesaurus"  // phrases of expertise: Name a phrase, Variants what says the same, Value the code of its field, Note what to see too (SeeAlso); every version of it holds beside the others
	SchemeSystem     Scheme = "system"     // hệ thống trao đổi tệp: HEMIS, CSDL CBCCVC…
)

// productSchemes are those a file may begin.
var productSchemes = []Scheme{SchemeField, SchemeFORD, SchemeEducation, SchemeDegree, SchemeTitle, SchemeHonour, SchemeRank, SchemeWard, SchemeProvince,
	SchemeRetirement, SchemeTarget, SchemeRate, SchemeScope, SchemeSector, SchemeOwnership, SchemeLanguage, SchemeTaskLevel, SchemePanel, SchemeTerm, SchemeSystem}

// Code is one entry of one version of a code list.
type Code struct {
	Scheme       Scheme   `json:"scheme"`
	Version      string   `json:"version"` // "QD12-2008"
	Code         string   `json:"code"`
	Parent       string   `json:"parent,omitempty"`
	Name         string   `json:"name"`
	NameEn       string   `json:"name_en,omitempty"`
	Abbreviation string   `json:"abbreviation,omitempty"` // as it stands before a name: "NGƯT"
	Variants     []string `json:"variants,omitempty"`     // spellings met in lists
	Value        float64  `json:"value,omitempty"`        // rank of a degree, months of an age: the scheme says
	ValidFrom    Date     `json:"valid_from,omitzero"`
	ValidTo      Date     `json:"valid_to,omitzero"`
	Confirmed    bool     `json:"confirmed"` // false: the page says chưa kiểm chứng
	Note         string   `json:"note,omitempty"`
	Source       string   `json:"source,omitempty"`   // document or place the entry was taken from
	Replaces     []string `json:"replaces,omitempty"` // codes of the version before that this one took over, whole or in part
}

// LastDay gives a day on which the entry held: its last one where it has ended.
func (c *Code) LastDay() Date {
	if !c.ValidTo.IsZero() {
		return c.ValidTo
	}
	return c.ValidFrom
}

// Named says that the code, one of its names or spellings contains a text, marks and
// case aside; every code does where the text is empty.
func (c *Code) Named(text string) bool {
	part := vietnamese.Fold(text)
	names := slices.Concat([]string{c.Code, c.Name, c.NameEn, c.Abbreviation}, c.Variants)
	return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(vietnamese.Fold(n), part) })
}
