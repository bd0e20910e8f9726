package api

import (
	"context"
	"time"

	"trithuc/registry"
)

// Person is a record on the wire. What the server derives is read-only: it may
// stand in a PUT and is passed over.
type Person struct {
	ID             string            `json:"id,omitempty" readOnly:"true"`
	Version        int64             `json:"version,omitempty" readOnly:"true"`
	Display        string            `json:"display,omitempty" readOnly:"true" doc:"Tên với danh hiệu, học hàm, học vị đứng trước."`
	Name           string            `json:"name" required:"false" doc:"Họ và tên."`
	Sex            string            `json:"sex,omitempty" doc:"Một trong: male, female."`
	Birth          string            `json:"birth,omitempty" doc:"YYYY, YYYY-MM hoặc YYYY-MM-DD."`
	Codes          []StaffCode       `json:"codes,omitempty" maxItems:"5000" nullable:"false"`
	Title          *Title            `json:"title,omitempty"`
	Qualifications []Qualification   `json:"qualifications,omitempty" maxItems:"5000" nullable:"false"`
	Honours        []Honour          `json:"honours,omitempty" maxItems:"5000" nullable:"false"`
	Rank           *Rank             `json:"rank,omitempty"`
	Positions      []Position        `json:"positions,omitempty" maxItems:"5000" nullable:"false" doc:"Vị trí chính hiện nay đứng đầu."`
	Fields         []Field           `json:"fields,omitempty" maxItems:"5000" nullable:"false" doc:"Lĩnh vực chính đứng đầu."`
	Expertise      []string          `json:"expertise,omitempty" maxItems:"5000" nullable:"false"`
	ExpertiseIn    map[string]string `json:"expertise_languages,omitempty" doc:"Ngôn ngữ của cụm từ ở expertise: cụm từ → vi hoặc en; cụm từ không nêu là chưa rõ. Không gửi mục này thì giữ như đã ghi."`
	Email          string            `json:"email,omitempty"`
	Phone          string            `json:"phone,omitempty"`
	Names          []OtherName       `json:"names,omitempty" maxItems:"5000" nullable:"false"`
	Identifiers    []Identifier      `json:"identifiers,omitempty" maxItems:"5000" nullable:"false"`
	Languages      []Language        `json:"languages,omitempty" maxItems:"5000" nullable:"false"`
	Publications   []Publication     `json:"publications,omitempty" maxItems:"5000" nullable:"false"`
	Patents        []Patent          `json:"patents,omitempty" maxItems:"5000" nullable:"false"`
	Works          []Work            `json:"works,omitempty" maxItems:"5000" nullable:"false"`
	Exhibitions    []Exhibition      `json:"exhibitions,omitempty" maxItems:"5000" nullable:"false"`
	Tasks          []Task            `json:"tasks,omitempty" maxItems:"5000" nullable:"false"`
	Supervised     []Supervision     `json:"supervised,omitempty" maxItems:"5000" nullable:"false"`
	Awards         []Award           `json:"awards,omitempty" maxItems:"5000" nullable:"false"`
	Training       []Training        `json:"training,omitempty" maxItems:"5000" nullable:"false"`
	Memberships    []Membership      `json:"memberships,omitempty" maxItems:"5000" nullable:"false"`
	Abroad         []Stay            `json:"abroad,omitempty" maxItems:"5000" nullable:"false"`
	Addresses      []Address         `json:"addresses,omitempty" maxItems:"5000" nullable:"false"`
	Advice         []Advice          `json:"advice,omitempty" maxItems:"5000" nullable:"false"`
	Bases          []LegalBasis      `json:"bases,omitempty" maxItems:"5000" nullable:"false"`
	Nationality    string            `json:"nationality,omitempty" doc:"Quốc tịch nước ngoài, nếu có."`
	Public         bool              `json:"public,omitempty" doc:"Được công bố ra ngoài; căn cứ ở bases."`
	Scope          *Scope            `json:"scope,omitempty" readOnly:"true"`
	Retires        string            `json:"retires,omitempty" readOnly:"true" doc:"Tháng đủ tuổi nghỉ hưu, YYYY-MM."`
	RetiresUnsure  bool              `json:"retires_unsure,omitempty" readOnly:"true" doc:"Chỉ rõ năm sinh nên tháng nghỉ hưu chưa chắc chắn."`
	Source         *Source           `json:"source,omitempty" readOnly:"true"`
}

// StaffCode is a mã cán bộ at an organisation.
type StaffCode struct {
	Organisation     int64  `json:"organisation" required:"false"`
	OrganisationName string `json:"organisation_name,omitempty" readOnly:"true"`
	Code             string `json:"code" required:"false"`
}

// Title is the học hàm.
type Title struct {
	Code       string `json:"code" required:"false" doc:"GS hoặc PGS."`
	Year       int    `json:"year,omitempty"`
	Discipline string `json:"discipline,omitempty"`
}

// Qualification is one học vị.
type Qualification struct {
	Degree      string `json:"degree" required:"false" doc:"Mã học vị: TS, ThS, CKII…"`
	Field       string `json:"field,omitempty" doc:"Chuyên ngành."`
	Institution string `json:"institution,omitempty"`
	Country     string `json:"country,omitempty"`
	Year        int    `json:"year,omitempty"`
	Mode        string `json:"mode,omitempty" doc:"Hình thức đào tạo."`
}

// Honour is one danh hiệu.
type Honour struct {
	Code string `json:"code" required:"false"`
	Year int    `json:"year,omitempty"`
}

// Rank is the chức danh nghề nghiệp.
type Rank struct {
	Code string `json:"code,omitempty"`
	Name string `json:"name,omitempty"`
}

// Position is one post.
type Position struct {
	Organisation     int64  `json:"organisation,omitempty"`
	OrganisationName string `json:"organisation_name,omitempty" readOnly:"true"`
	Unit             int64  `json:"unit,omitempty"`
	UnitName         string `json:"unit_name,omitempty" readOnly:"true"`
	Post             string `json:"post,omitempty"`
	Contract         string `json:"contract,omitempty"`
	From             string `json:"from,omitempty"`
	To               string `json:"to,omitempty"`
	Main             bool   `json:"main,omitempty"`
	Sector           string `json:"sector,omitempty" doc:"Mã ngành quản lý, nếu khác của đơn vị."`
	Ownership        string `json:"ownership,omitempty" doc:"Mã khu vực, nếu khác của đơn vị."`
	Written          string `json:"written,omitempty" doc:"Tên cơ quan như nguồn đã ghi, khi nay mang tên khác."`
}

// Scope says whether the person counts among the intellectuals today.
type Scope struct {
	State  string `json:"state" enum:"in,out,unclear"`
	Reason string `json:"reason"`
	Status string `json:"status,omitempty" doc:"“chưa kiểm chứng” khi dựa vào quy định chưa đối chiếu với văn bản."`
}

// Field is one field of research.
type Field struct {
	Code string `json:"code"`
	Name string `json:"name,omitempty" readOnly:"true"`
}

// Source says where a record came from.
type Source struct {
	Import  int64  `json:"import,omitempty" doc:"Lần nhập; 0 thì do một tài khoản ghi."`
	Sheet   string `json:"sheet,omitempty"`
	Row     int    `json:"row,omitempty"`
	Account string `json:"account,omitempty"`
	At      string `json:"at,omitempty"`

	Cells map[string][]string `json:"cells,omitempty" doc:"Các ô mà từng giá trị được đọc ra, theo tên giá trị; của một lần sửa thì có cả ô không làm đổi gì."`
}

type personIn struct {
	ID string `path:"id" doc:"Mã hồ sơ, ví dụ TT-0000017."`
}

type personOut struct {
	ETag string `header:"ETag"`
	Link string `header:"Link" doc:"Hồ sơ đã gộp: rel=canonical dẫn đến hồ sơ còn lại. Hồ sơ lúc trước: rel=latest-version dẫn đến bản hiện nay."`
	Body Person
}

type personAtIn struct {
	ID   string `path:"id" doc:"Mã hồ sơ, ví dụ TT-0000017. Mã của hồ sơ đã gộp cho hồ sơ còn lại."`
	AsOf string `query:"as_of" doc:"Xem hồ sơ như vào cuối ngày này (YYYY-MM-DD, giờ Việt Nam) hoặc ngay sau mục nhật ký mang số này."`
}

// person serves GET /people/{id}, as of today or of any moment before.
func (s *server) person(ctx context.Context, in *personAtIn) (*personOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	if in.AsOf != "" {
		return s.personAsOf(ctx, id, in.AsOf)
	}
	return s.personOut(ctx, id)
}

// personOut answers with the record as it is stored now.
func (s *server) personOut(ctx context.Context, id registry.PersonID) (*personOut, error) {
	p, err := registry.VisiblePerson(ctx, s.Store, id)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	sources, err := s.Store.Sources(ctx, []registry.SourceID{p.Source})
	if err != nil {
		return nil, err
	}
	body := wire(p, ref)
	if err := s.meanings(ctx, p, ref, body.Fields); err != nil {
		return nil, err
	}
	body.Scope = s.scope(p, ref, s.Now())
	if src, ok := sources[p.Source]; ok {
		body.Source = sourceOf(src)
	}
	out := &personOut{ETag: etag(p.Version), Body: body}
	if p.ID != id {
		out.Link = link(p.ID, "canonical")
	}
	return out, nil
}

// scope says whether p counted at a moment; the zero one is now.
func (s *server) scope(p *registry.Person, ref *registry.Reference, at time.Time) *Scope {
	if at.IsZero() {
		at = s.Now()
	}
	scope := registry.ScopeOf(p, ref, registry.DateOf(at.In(registry.Vietnam)))
	return &Scope{string(scope.State), scope.Reason, doubt(!scope.Unconfirmed)}
}

func sourceOf(s registry.Source) *Source {
	return &Source{Import: int64(s.Import), Sheet: s.Sheet, Row: s.Row, Account: s.Account, At: moment(s.At), Cells: s.ByField()}
}

type addPersonIn struct {
	Key
	Body Person
}

type addPersonOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Person
}

// addPerson serves POST /people. Sent again with its key, it answers with the
// record made the first time.
func (s *server) addPerson(ctx context.Context, in *addPersonIn) (*addPersonOut, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	p, err := record(&in.Body, &registry.Person{}, ref, s.today())
	if err != nil {
		return nil, err
	}
	r, err := registry.People{Store: s.Store}.Add(ctx, p, registry.Why{Reason: "Thêm qua API"})
	if err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	out, err := s.personOut(ctx, registry.PersonID(r.Subjects[0].ID))
	if err != nil {
		return nil, err
	}
	return &addPersonOut{ETag: out.ETag, Location: prefix + "/people/" + out.Body.ID, Body: out.Body}, nil
}

type amendPersonIn struct {
	Key
	Match
	ID   string `path:"id" doc:"Mã hồ sơ, ví dụ TT-0000017."`
	Body Person
}

// amendPerson serves PUT /people/{id}: the whole record as it shall be, in place
// of the version named by If-Match. What is left out is emptied.
func (s *server) amendPerson(ctx context.Context, in *amendPersonIn) (*personOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	was, err := in.version()
	if err != nil {
		return nil, err
	}
	p, err := s.amended(ctx, id, &in.Body)
	if err != nil {
		return nil, err
	}
	p.Version = was
	r, err := registry.People{Store: s.Store}.Amend(ctx, p, registry.Why{Reason: "Sửa qua API"})
	if registry.KindOf(err) == registry.Stale {
		return nil, s.stale(ctx, id, was, err)
	}
	if err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	return s.personOut(ctx, id)
}

// amended gives the record with the values of in. It is Invalid where a value
// is refused, with all of them.
func (s *server) amended(ctx context.Context, id registry.PersonID, in *Person) (*registry.Person, error) {
	old, err := registry.VisiblePerson(ctx, s.Store, id)
	if err != nil {
		return nil, err
	}
	if old.ID != id {
		return nil, registry.Errorf(registry.Conflict, "Hồ sơ %s đã được gộp vào %s. Hãy đọc và sửa hồ sơ đó.", id.Public(), old.ID.Public())
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	return record(in, old, ref, s.today())
}
