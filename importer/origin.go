package importer

import "trithuc/registry"

// toldFields are the fields of a person that cells can tell, by their JSON names.
var toldFields = [...]string{"name", "sex", "birth", "title", "rank", "email", "phone", "codes", "qualifications", "honours", "positions", "fields", "expertise",
	"identifiers", "names", "nationality", "languages", "training", "tasks", "awards", "publications", "works", "supervised", "memberships", "abroad", "addresses"}

// fieldTold is a place in toldFields.
type fieldTold uint8

const (
	tellsName fieldTold = iota
	tellsSex
	tellsBirth
	tellsTitle
	tellsRank
	tellsEmail
	tellsPhone
	tellsCodes
	tellsQualifications
	tellsHonours
	tellsPositions
	tellsFields
	tellsExpertise
	tellsIdentifiers
	tellsNames
	tellsNationality
	tellsLanguages
	tellsTraining
	tellsTasks
	tellsAwards
	tellsPublications
	tellsWorks
	tellsSupervised
	tellsMemberships
	tellsAbroad
	tellsAddresses
)

// recordTold are the fields of the record that columns of their own tell.
var recordTold = map[Field]fieldTold{
	FieldORCID: tellsIdentifiers, FieldScopus: tellsIdentifiers, FieldScholar: tellsIdentifiers, FieldOtherName: tellsNames, FieldNationality: tellsNationality,
	FieldLanguage: tellsLanguages, FieldCourse: tellsTraining, FieldTask: tellsTasks, FieldAward: tellsAwards, FieldPublication: tellsPublications,
	FieldWork: tellsWorks, FieldSupervised: tellsSupervised, FieldMembership: tellsMemberships, FieldAbroad: tellsAbroad, FieldAddress: tellsAddresses, FieldWard: tellsAddresses,
}

// tells gives the field of a person that a column is about whatever its cells say;
// the others are known by what a cell changed (amounts).
func (f Field) tells() (fieldTold, bool) {
	switch f {
	case FieldName, FieldFamily, FieldMiddle, FieldGiven:
		return tellsName, true
	case FieldBirth, FieldBirthMale, FieldBirthFemale, FieldBirthDay, FieldBirthMonth, FieldBirthYear:
		return tellsBirth, true
	case FieldCode:
		return tellsCodes, true
	case FieldRank:
		return tellsRank, true
	case FieldDuty, FieldPost, FieldContract, FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit, FieldStart, FieldSecondOrg, FieldSecondPost:
		return tellsPositions, true
	case FieldSpecialty, FieldInstitution, FieldCountry, FieldDegreeYear:
		return tellsQualifications, true
	case FieldTitleYear:
		return tellsTitle, true
	}
	what, ok := recordTold[f]
	return what, ok
}

// amounts is what the cells read so far have told of a person, as far as one kind of
// column can tell several fields.
type amounts struct {
	sex                                         registry.Sex
	title, rank, email, phone                   string
	trainings, honours, fields, phrases, latest int
	awards                                      int
}

func (p *parts) amounts() amounts {
	who := p.person()
	return amounts{sex: who.Sex, title: p.title.Code, rank: who.Rank.Code, email: who.Email, phone: who.Phone,
		trainings: len(p.training), honours: len(who.Honours), fields: len(who.Fields), phrases: len(who.Expertise), latest: p.latest, awards: len(who.Awards)}
}

// credit notes that a column told what was not there before.
func (p *parts) credit(before amounts, col int) {
	now := p.amounts()
	if now == before || col == 0 {
		return
	}
	for what, changed := range [len(toldFields)]bool{
		tellsSex: now.sex != before.sex, tellsTitle: now.title != before.title, tellsRank: now.rank != before.rank,
		tellsEmail: now.email != before.email, tellsPhone: now.phone != before.phone,
		tellsQualifications: now.trainings != before.trainings || now.latest != before.latest, tellsHonours: now.honours != before.honours,
		tellsFields: now.fields != before.fields, tellsExpertise: now.phrases != before.phrases, tellsAwards: now.awards != before.awards,
	} {
		if changed {
			p.note(fieldTold(what), col)
		}
	}
}

// settleFrom credits what settling tells besides to the first of the columns there is:
// a rank that the post names, an expertise that is the subject of a degree.
func (p *parts) settleFrom(settle func(), columns ...Field) {
	before := p.amounts()
	settle()
	for _, f := range columns {
		if at := p.s.cellOf(f, p.row); at.col > 0 {
			p.credit(before, at.col)
			return
		}
	}
}

// note notes that a column told a field.
func (p *parts) note(what fieldTold, col int) {
	p.s.credits = append(p.s.credits, byte(what), byte(col>>8), byte(col))
}

// origin gives where the row's values stood. The rows of one sheet share few of them.
func (s *sheetReader) origin() registry.Cells {
	if known, ok := s.r.origins[string(s.credits)]; ok {
		return known
	}
	list := make([]registry.CellOf, 0, len(s.credits)/3)
	for i := 0; i < len(s.credits); i += 3 {
		list = append(list, registry.CellOf{Field: toldFields[s.credits[i]], Column: int(s.credits[i+1])<<8 | int(s.credits[i+2])})
	}
	cells := registry.CellsOf(list)
	s.r.origins[string(s.credits)] = cells
	return cells
}
