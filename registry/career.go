package registry

import (
	"strings"

	"trithuc/registry/vietnamese"
)

// Language is a foreign or ethnic language the person can use.
type Language struct {
	Code        string   `json:"code"`                  // SchemeLanguage: "en"; as written where the list has none
	Level       string   `json:"level,omitempty"`       // "B2", "bậc 4/6", "IELTS 6.5"
	Certificate string   `json:"certificate,omitempty"` // by whom or of what kind
	Date        Date     `json:"date,omitzero"`         // of the certificate
	Source      SourceID `json:"source,omitempty"`
}

// Training is đào tạo, bồi dưỡng that ends in no học vị.
type Training struct {
	Name        string   `json:"name"`
	Institution string   `json:"institution,omitempty"`
	Country     string   `json:"country,omitempty"`
	Certificate string   `json:"certificate,omitempty"`
	From        Date     `json:"from,omitzero"`
	To          Date     `json:"to,omitzero"`
	Source      SourceID `json:"source,omitempty"`
}

// Membership is a seat in an association: one of the registry's organisations,
// or a name as written.
type Membership struct {
	Organisation OrganisationID `json:"organisation,omitempty"`
	Name         string         `json:"name,omitempty"`
	Role         string         `json:"role,omitempty"`
	From         Date           `json:"from,omitzero"`
	To           Date           `json:"to,omitzero"`
	Source       SourceID       `json:"source,omitempty"`
}

// Stay is a time of living or working abroad. To is zero while it lasts.
type Stay struct {
	Country string   `json:"country"`
	Place   string   `json:"place,omitempty"`
	Work    string   `json:"work,omitempty"` // what the person does there and where
	From    Date     `json:"from,omitzero"`
	To      Date     `json:"to,omitzero"`
	Source  SourceID `json:"source,omitempty"`
}

// Advice is the person's readiness to advise on a topic.
type Advice struct {
	Topic  string   `json:"topic"`
	Limit  string   `json:"limit,omitempty"` // what they ask or exclude: hours, only in writing, not as chair
	From   Date     `json:"from,omitzero"`
	To     Date     `json:"to,omitzero"`
	Source SourceID `json:"source,omitempty"`
}

// LegalBasis says on what ground the person's data may be used for a purpose
// (Luật 91/2025/QH15: consent, or a case the law lists).
type LegalBasis struct {
	Purpose  string    `json:"purpose"` // what for, as written: "công bố trên cổng thông tin"
	Basis    BasisKind `json:"basis"`
	Document string    `json:"document,omitempty"` // number or place of the consent, or the article of the law
	Date     Date      `json:"date,omitzero"`
	Until    Date      `json:"until,omitzero"` // withdrawn or run out; zero while it holds
	Source   SourceID  `json:"source,omitempty"`
}

// Publishes says that the basis is for showing somebody to the public: its purpose
// speaks of công bố or công khai.
func (b LegalBasis) Publishes() bool {
	purpose := vietnamese.Fold(b.Purpose)
	return strings.Contains(purpose, "cong bo") || strings.Contains(purpose, "cong khai")
}

// BasisKind is a ground for using personal data.
type BasisKind string

// The grounds.
const (
	Consent  BasisKind = "consent"  // đồng ý của chủ thể dữ liệu
	Law      BasisKind = "law"      // luật quy định
	Duty     BasisKind = "duty"     // phục vụ hoạt động của cơ quan nhà nước
	Contract BasisKind = "contract" // thực hiện hợp đồng với chủ thể dữ liệu
)

// Lasts says that a span of dates holds on a day. An unknown bound is open; a
// bound of which only the year or month is known counts to the benefit of the
// span.
func Lasts(from, to, on Date) bool {
	return (from.IsZero() || from.Compare(on) <= 0) && (to.IsZero() || to.Agrees(on) || to.Compare(on) >= 0)
}

// AbroadOn gives where the person lives or works abroad on a day; false if nowhere.
func (p *Person) AbroadOn(on Date) (Stay, bool) {
	for _, s := range p.Abroad {
		if Lasts(s.From, s.To, on) {
			return s, true
		}
	}
	return Stay{}, false
}

// AdvisesOn gives what the person is ready to advise on, on a day.
func (p *Person) AdvisesOn(on Date) []Advice {
	var ready []Advice
	for _, a := range p.Advice {
		if Lasts(a.From, a.To, on) {
			ready = append(ready, a)
		}
	}
	return ready
}
