package importer

// Field is what a column can hold.
type Field string

// The fields. Several columns may hold one of the repeatable ones.
const (
	FieldNumber      Field = "number" // STT
	FieldCode        Field = "code"
	FieldPerson      Field = "person" // the registry's own id of somebody, "TT-0000013"
	FieldName        Field = "name"
	FieldFamily      Field = "family" // họ và tên đệm
	FieldMiddle      Field = "middle" // tên đệm alone
	FieldGiven       Field = "given"  // tên
	FieldBirth       Field = "birth"
	FieldBirthDay    Field = "birth_day"
	FieldBirthMonth  Field = "birth_month"
	FieldBirthYear   Field = "birth_year"
	FieldBirthMale   Field = "birth_male"   // the birth date of a man, under "Nam"
	FieldBirthFemale Field = "birth_female" // the birth date of a woman, under "Nữ"
	FieldSex         Field = "sex"
	FieldMale        Field = "male"   // a tick
	FieldFemale      Field = "female" // a tick
	FieldTitle       Field = "title"
	FieldTitleYear   Field = "title_year"
	FieldDegree      Field = "degree"
	FieldDegreeYear  Field = "degree_year"
	FieldHonour      Field = "honour"
	FieldRank        Field = "rank"
	FieldDuty        Field = "duty" // "Chức danh": a rank, a title or a post, as the values say
	FieldPost        Field = "post"
	FieldOrg         Field = "organisation"
	FieldWorkplace   Field = "workplace" // "Đơn vị": an organisation or a unit, as the values say
	FieldUnit        Field = "unit"
	FieldSubunit     Field = "subunit"
	FieldSecondOrg   Field = "second_organisation" // another place that somebody works at
	FieldSecondPost  Field = "second_post"         // the post held there
	FieldSpecialty   Field = "specialty"
	FieldInstitution Field = "institution"
	FieldCountry     Field = "country"
	FieldField       Field = "field"
	FieldExpertise   Field = "expertise"
	FieldEmail       Field = "email"
	FieldPhone       Field = "phone"
	FieldStart       Field = "start"
	FieldContract    Field = "contract"

	FieldORCID       Field = "orcid"
	FieldScopus      Field = "scopus"
	FieldScholar     Field = "scholar"
	FieldOtherName   Field = "other_name"
	FieldNationality Field = "nationality"
	FieldLanguage    Field = "language" // Column.Note is the code of the one it is about
	FieldCourse      Field = "training" // Column.Note is the training it is about
	FieldTask        Field = "task"
	FieldAward       Field = "award"
	FieldPublication Field = "publication"
	FieldWork        Field = "work"
	FieldSupervised  Field = "supervised" // Column.Note is the degree it is about
	FieldMembership  Field = "membership"
	FieldAbroad      Field = "abroad"
	FieldAddress     Field = "address"
	FieldWard        Field = "ward" // a part of the address: ward, district or province

	// FieldNever marks a class that is not stored: its values are dropped where
	// they are met (NĐ 356/2025/NĐ-CP Đ.4 and identity numbers).
	FieldNever Field = "never"
	// FieldOther marks a column that is known and that the registry has no place for.
	FieldOther Field = "other"

	// FieldTick, a column named after a degree or title whose cells are ticked;
	// Column.Degree says which.
	FieldTick Field = "tick"
)

// repeatable says that several columns may be taken for f at once.
func (f Field) repeatable() bool {
	switch f {
	case FieldDegree, FieldDegreeYear, FieldTitle, FieldHonour, FieldRank, FieldSpecialty, FieldInstitution,
		FieldCountry, FieldField, FieldExpertise, FieldEmail, FieldPhone, FieldNever, FieldOther, FieldTick, FieldDuty, FieldWorkplace, FieldSecondOrg,
		FieldORCID, FieldScopus, FieldScholar, FieldOtherName, FieldLanguage, FieldCourse, FieldTask, FieldAward, FieldPublication, FieldWork,
		FieldSupervised, FieldMembership, FieldAbroad, FieldWard:
		return true
	}
	return false
}

// chosen says that forms let people choose f from a list.
func (f Field) chosen() bool {
	switch f {
	case FieldSex, FieldDegree, FieldTitle, FieldHonour, FieldRank, FieldPost, FieldDuty, FieldContract, FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit,
		FieldSpecialty, FieldCountry, FieldNationality, FieldField:
		return true
	}
	return false
}

// Label gives what the column is called on the screen; "" where it was not understood.
func (c Column) Label() string { return c.Field.label() }

// listFields are the lists of a person by the JSON names under which changes of them
// are told, where those are no fields themselves.
var listFields = map[string]Field{
	"codes": FieldCode, "qualifications": FieldDegree, "honours": FieldHonour, "positions": FieldPost, "fields": FieldField,
	"names": FieldOtherName, "languages": FieldLanguage, "publications": FieldPublication, "works": FieldWork, "tasks": FieldTask,
	"awards": FieldAward, "training": FieldCourse, "memberships": FieldMembership, "addresses": FieldAddress,
}

// Label gives what the value that changes is called on the screen.
func (c ValueChange) Label() string {
	if f, ok := listFields[c.Field]; ok {
		return f.label()
	}
	return Field(c.Field).label()
}

// label gives what a field is called on the screen.
func (f Field) label() string {
	if l, ok := fieldLabels[f]; ok {
		return l
	}
	return string(f)
}

var fieldLabels = map[Field]string{
	FieldNumber: "số thứ tự", FieldCode: "mã cán bộ", FieldPerson: "mã trí thức", FieldName: "họ và tên", FieldFamily: "họ và tên đệm",
	FieldMiddle: "tên đệm", FieldGiven: "tên", FieldBirth: "ngày sinh", FieldBirthDay: "ngày sinh (ngày)",
	FieldBirthMonth: "ngày sinh (tháng)", FieldBirthYear: "năm sinh", FieldBirthMale: "ngày sinh (nam)",
	FieldBirthFemale: "ngày sinh (nữ)", FieldSex: "giới tính", FieldMale: "nam", FieldFemale: "nữ",
	FieldTitle: "học hàm", FieldTitleYear: "năm phong học hàm", FieldDegree: "học vị, trình độ",
	FieldDegreeYear: "năm tốt nghiệp", FieldHonour: "danh hiệu", FieldRank: "chức danh nghề nghiệp",
	FieldDuty: "chức danh", FieldPost: "chức vụ", FieldOrg: "cơ quan", FieldWorkplace: "đơn vị công tác",
	FieldUnit: "đơn vị", FieldSubunit: "bộ môn", FieldSecondOrg: "nơi làm việc thứ hai", FieldSecondPost: "chức vụ ở nơi thứ hai", FieldSpecialty: "chuyên ngành", FieldInstitution: "nơi đào tạo",
	FieldCountry: "nước đào tạo", FieldField: "lĩnh vực", FieldExpertise: "chuyên môn", FieldEmail: "thư điện tử",
	FieldPhone: "điện thoại", FieldStart: "ngày vào làm", FieldContract: "loại hợp đồng",
	FieldORCID: "mã ORCID", FieldScopus: "mã tác giả Scopus", FieldScholar: "mã Google Scholar", FieldOtherName: "tên khác, bút danh",
	FieldNationality: "quốc tịch", FieldLanguage: "ngoại ngữ", FieldCourse: "đào tạo, bồi dưỡng", FieldTask: "đề tài, nhiệm vụ khoa học",
	FieldAward: "khen thưởng", FieldPublication: "công bố", FieldWork: "tác phẩm", FieldSupervised: "hướng dẫn luận án, luận văn",
	FieldMembership: "thành viên hội", FieldAbroad: "nơi ở, làm việc ở nước ngoài", FieldAddress: "địa chỉ", FieldWard: "phường, xã",
	FieldNever: "không lưu", FieldOther: "không dùng", FieldTick: "đánh dấu",
}
