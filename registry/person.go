package registry

import (
	"fmt"
	"strconv"
	"strings"

	"trithuc/registry/vietnamese"
)

// PersonID is a person's number in one registry: given once, never reused.
type PersonID int64

// Public gives the id people see and type: "TT-" and digits, the last of which
// is a check digit (Damm), so that one wrong digit or two swapped ones never
// name another person.
func (id PersonID) Public() string {
	digits := fmt.Sprintf("%06d", int64(id))
	return "TT-" + digits + string('0'+damm(digits))
}

// ParsePersonID reads a public id in any case, with or without "TT-" and blanks.
func ParsePersonID(s string) (PersonID, error) {
	digits := strings.TrimPrefix(strings.ToUpper(strings.Join(strings.Fields(s), "")), "TT")
	digits = strings.TrimPrefix(digits, "-")
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || n < 10 || len(digits) < 7 || damm(digits) != 0 {
		return 0, Errorf(NotFound, "Mã hồ sơ %q không đúng. Mã có dạng TT-0000013; hãy kiểm tra từng chữ số.", s)
	}
	return PersonID(n / 10), nil
}

// Sex as the contract writes it; empty where the source does not say.
type Sex string

// The values of Sex.
const (
	Male   Sex = "male"
	Female Sex = "female"
)

// Person is one intellectual as the registry knows them today.
//
// Four things that lists write in one cell stand apart here: Title (học hàm),
// Qualifications (học vị), Honours (danh hiệu) and Rank (chức danh nghề
// nghiệp). Ethnicity, religion, party, health, kin, sanctions and leadership
// planning (quy hoạch) have no field. List items and scalars each know their
// source (see SourceID).
type Person struct {
	ID      PersonID `json:"id,omitempty"`
	Version int64    `json:"version,omitempty"` // 1 when added, one more with every change; the guard against stale edits

	Name           vietnamese.Name `json:"name"`
	Sex            Sex             `json:"sex,omitempty"`
	Birth          Date            `json:"birth,omitzero"`
	Codes          []StaffCode     `json:"codes,omitempty"`
	Title          Title           `json:"title,omitzero"`
	Qualifications []Qualification `json:"qualifications,omitempty"`
	Honours        []Honour        `json:"honours,omitempty"`
	Rank           Rank            `json:"rank,omitzero"`
	Positions      []Position      `json:"positions,omitempty"` // the current main one first
	Fields         []FieldOf       `json:"fields,omitempty"`    // the main one first
	Expertise      []Expertise     `json:"expertise,omitempty"`
	Email          string          `json:"email,omitempty"` // lower case
	Phone          string          `json:"phone,omitempty"` // national digits with the leading 0

	Names        []OtherName   `json:"names,omitempty"`
	Identifiers  []Identifier  `json:"identifiers,omitempty"`
	Languages    []Language    `json:"languages,omitempty"`
	Publications []Publication `json:"publications,omitempty"`
	Patents      []Patent      `json:"patents,omitempty"`
	Works        []Work        `json:"works,omitempty"`
	Exhibitions  []Exhibition  `json:"exhibitions,omitempty"`
	Tasks        []Task        `json:"tasks,omitempty"`
	Supervised   []Supervision `json:"supervised,omitempty"`
	Awards       []Award       `json:"awards,omitempty"`
	Training     []Training    `json:"training,omitempty"`
	Memberships  []Membership  `json:"memberships,omitempty"`
	Abroad       []Stay        `json:"abroad,omitempty"`
	Addresses    []Address     `json:"addresses,omitempty"` // the present one first
	Advice       []Advice      `json:"advice,omitempty"`
	Nationality  string        `json:"nationality,omitempty"` // a foreign one; "" where Vietnamese or unknown
	Public       bool          `json:"public,omitempty"`      // may be shown to the public; the bases say why
	Bases        []LegalBasis  `json:"bases,omitempty"`

	Source  SourceID            `json:"source,omitempty"`  // where the row as a whole came from
	Sources map[string]SourceID `json:"sources,omitempty"` // scalar field (JSON name) → source, only where it differs from Source
}

// StaffCode is a person's number at an organisation (mã cán bộ, MSCB). Within
// one organisation it decides who somebody is.
type StaffCode struct {
	Organisation OrganisationID `json:"organisation"`
	Code         string         `json:"code"`
	Source       SourceID       `json:"source,omitempty"`
}

// Key is the form in which codes are compared: capitals and blanks make no difference.
func (c StaffCode) Key() string {
	return fmt.Sprintf("%d/%s", c.Organisation, c.Canonical())
}

// Title is the học hàm: GS or PGS.
type Title struct {
	Code       string `json:"code,omitempty"` // SchemeTitle: "GS", "PGS"
	Year       int    `json:"year,omitempty"`
	Discipline string `json:"discipline,omitempty"`
}

// Qualification is one học vị.
type Qualification struct {
	Degree      string   `json:"degree"`          // SchemeDegree: "TS", "CKII"…
	Field       string   `json:"field,omitempty"` // chuyên ngành, as written
	Institution string   `json:"institution,omitempty"`
	Country     string   `json:"country,omitempty"`
	Year        int      `json:"year,omitempty"`
	Mode        string   `json:"mode,omitempty"` // hình thức đào tạo, as written: chính quy, từ xa…
	Source      SourceID `json:"source,omitempty"`
}

// Honour is one danh hiệu of the State.
type Honour struct {
	Code   string   `json:"code"` // SchemeHonour: "NGUT"…
	Year   int      `json:"year,omitempty"`
	Source SourceID `json:"source,omitempty"`
}

// Rank is the chức danh nghề nghiệp or ngạch.
type Rank struct {
	Code string `json:"code,omitempty"` // SchemeRank: "V.07.01.02"
	Name string `json:"name,omitempty"` // as written where no code is known
}

// Position is one post, dated. To is zero while it lasts, whatever term the contract
// has.
type Position struct {
	Organisation OrganisationID `json:"organisation,omitempty"` // the employer
	Unit         OrganisationID `json:"unit,omitempty"`         // the lowest unit known within it
	Post         string         `json:"post,omitempty"`         // chức vụ
	Contract     string         `json:"contract,omitempty"`
	From         Date           `json:"from,omitzero"`
	To           Date           `json:"to,omitzero"`
	Main         bool           `json:"main,omitempty"`
	Sector       string         `json:"sector,omitempty"`    // SchemeSector, where the post's is not the organisation's
	Ownership    string         `json:"ownership,omitempty"` // SchemeOwnership, likewise
	Written      string         `json:"written,omitempty"`   // what the source called the employer, where that is its name no more
	Source       SourceID       `json:"source,omitempty"`
}

// FieldOf is one field of research of the person, a code of SchemeField.
type FieldOf struct {
	Code   string   `json:"code"`
	Source SourceID `json:"source,omitempty"`
}

// Expertise is a free phrase beside the codes, as the person or the list says it.
type Expertise struct {
	Phrase   string         `json:"phrase"`
	Language PhraseLanguage `json:"language,omitempty"`
	Source   SourceID       `json:"source,omitempty"`
}

// PhraseLanguage is the language a phrase of expertise is in, as ISO 639-1 has it;
// "" where nobody said so.
type PhraseLanguage string

// Languages of phrases.
const (
	InVietnamese PhraseLanguage = "vi"
	InEnglish    PhraseLanguage = "en"
)

// MainPosition gives the current position that counts: the one that is marked as
// main, else the first; false if the person has none.
func (p *Person) MainPosition() (Position, bool) {
	first := -1
	for i, q := range p.Positions {
		switch {
		case !q.To.IsZero():
		case q.Main:
			return q, true
		case first < 0:
			first = i
		}
	}
	if first < 0 {
		return Position{}, false
	}
	return p.Positions[first], true
}

// Degree gives the highest học vị code by the ranks of the catalogue, "" if none.
func (p *Person) Degree(ref *Reference) string {
	best, rank := "", 0.0
	for _, q := range p.Qualifications {
		if r := ref.Rank(SchemeDegree, q.Degree); best == "" || r > rank {
			best, rank = q.Degree, r
		}
	}
	return best
}

// DisplayPrefix gives the titles that stand before the name in a letter:
// danh hiệu, học hàm, highest học vị, as in "NGƯT.PGS.TS."; "" if none.
func (p *Person) DisplayPrefix(ref *Reference) string {
	var parts []string
	for _, h := range p.Honours {
		parts = append(parts, ref.Abbreviation(SchemeHonour, h.Code))
	}
	if p.Title.Code != "" {
		parts = append(parts, ref.Abbreviation(SchemeTitle, p.Title.Code))
	}
	if d := p.Degree(ref); ref.Rank(SchemeDegree, d) >= rankShown {
		parts = append(parts, ref.Abbreviation(SchemeDegree, d))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ".") + "."
}

// rankShown is the lowest học vị that stands before a name in a letter (kỹ sư, bác sĩ).
const rankShown = 41

// damm gives the Damm check digit of a string of digits; of a number with its
// check digit appended it gives 0. The quasigroup is the weakly totally
// anti-symmetric one of order 10 from H. M. Damm's dissertation (2004).
func damm(digits string) byte {
	interim := byte(0)
	for i := range len(digits) {
		interim = dammTable[interim][(digits[i]-'0')%10]
	}
	return interim
}

var dammTable = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9}, {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5}, {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}
