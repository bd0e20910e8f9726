package office

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"trithuc/registry"
)

// PanelPaper is one of the documents of a panel.
type PanelPaper string

// The documents, in the order a panel needs them.
const (
	NominationLetter PanelPaper = "cong-van"       // asks agencies to name somebody
	Submission       PanelPaper = "to-trinh"       // to whoever signs
	DraftDecision    PanelPaper = "quyet-dinh"     // with the list of members
	Profiles         PanelPaper = "trich-ngang"    // a page a member
	CommitmentForm   PanelPaper = "cam-ket"        // no conflict of interest
	InvitationLetter PanelPaper = "giay-moi"       // to a meeting
	ReviewForm       PanelPaper = "phieu-nhan-xet" // review and points
	MinutesForm      PanelPaper = "bien-ban"       // of a meeting
	FeeList          PanelPaper = "thu-lao"        // empty but for the names
	ReformDecision   PanelPaper = "kien-toan"      // draft of the decision that changes the members
	EndDecision      PanelPaper = "giai-the"       // draft of the decision that dissolves the panel
)

// PanelPapers lists them in that order.
var PanelPapers = []PanelPaper{NominationLetter, Submission, DraftDecision, Profiles, CommitmentForm, InvitationLetter, ReviewForm, MinutesForm, FeeList, ReformDecision, EndDecision}

// PanelFile is a panel with what its documents tell of it. People are those that the
// reader may see, reduced to what they may see.
type PanelFile struct {
	Panel  *registry.Panel
	People map[registry.PersonID]*registry.Person
	Ref    *registry.Reference
	Topic  string        // what the panel is asked about
	Work   string        // what it judges, "" for nothing
	Today  registry.Date // its year stands in the blank dates
}

// WritePanelPaper writes one document of a panel as a Word file; Invalid for one that
// does not exist. Numbers and days are blank for who signs.
func WritePanelPaper(w io.Writer, paper PanelPaper, file PanelFile) error {
	write, known := panelWriters[paper]
	if !known {
		return registry.Errorf(registry.NotFound, "Không có loại văn bản này.")
	}
	d := &panelDoc{PanelFile: file}
	write(d)
	_, err := d.WriteTo(w)
	return err
}

var panelWriters = map[PanelPaper]func(*panelDoc){
	NominationLetter: (*panelDoc).nominations, Submission: (*panelDoc).submission, DraftDecision: (*panelDoc).decision,
	Profiles: (*panelDoc).profiles, CommitmentForm: (*panelDoc).commitments, InvitationLetter: (*panelDoc).invitations,
	ReviewForm: (*panelDoc).reviews, MinutesForm: (*panelDoc).minutes, FeeList: (*panelDoc).fees,
	ReformDecision: (*panelDoc).reform, EndDecision: (*panelDoc).dissolution,
}

// panelDoc is a document of a panel being written.
type panelDoc struct {
	wordFile
	PanelFile
}

const dots = "……………………"

func (d *panelDoc) year() string { return fmt.Sprint(d.Today.Year) }

func (d *panelDoc) place() string { return cmp.Or(d.Panel.Place, "……………") }

// signer gives the agency whose head a decision bears, and who signs it.
func (d *panelDoc) signer() (agency string, post []string) {
	name := cmp.Or(d.Panel.Signer, dots)
	if of, chair := strings.CutPrefix(name, "Chủ tịch "); chair {
		return of, []string{"Chủ tịch"}
	}
	if isCommittee(name) {
		return name, []string{"TM. Ủy ban nhân dân", "Chủ tịch"}
	}
	return name, []string{headOf(name)}
}

// headOf gives the post of who signs for an agency.
func headOf(agency string) string {
	lower := strings.ToLower(agency)
	for _, h := range []struct{ begins, post string }{{"sở ", "Giám đốc"}, {"trung tâm", "Giám đốc"}, {"liên hiệp", "Chủ tịch"}, {"hội ", "Chủ tịch"}, {"trường", "Hiệu trưởng"}, {"viện", "Viện trưởng"}} {
		if strings.HasPrefix(lower, h.begins) {
			return h.post
		}
	}
	return "Thủ trưởng cơ quan"
}

// proposes is the signature of the agency that proposes.
func (d *panelDoc) proposes() signature {
	return signature{to: []string{"Như trên", "Lưu: VT"}, post: []string{headOf(d.Panel.Proposer)}}
}

func isCommittee(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "ủy ban nhân dân") || strings.HasPrefix(lower, "uỷ ban nhân dân")
}

// symbol gives what follows the number of a kind of document: the letters of the agency
// where they are known, else room for them.
func (d *panelDoc) symbol(kind, agency string) string {
	letters := "………"
	if isCommittee(agency) {
		letters = "UBND"
	}
	for _, id := range d.Ref.OrganisationsNamed(agency) {
		o, _ := d.Ref.Organisation(id)
		at := slices.IndexFunc(o.Abbreviations, func(a string) bool { return a == strings.ToUpper(a) && !strings.ContainsAny(a, " .&") })
		if at >= 0 {
			letters = o.Abbreviations[at]
			break
		}
	}
	return strings.TrimPrefix(kind+"-"+letters, "-")
}

// proposer gives the head of the agency that proposes: a department of the city stands
// below its People's Committee.
func (d *panelDoc) proposer(kind string) letterhead {
	name := cmp.Or(d.Panel.Proposer, dots)
	h := letterhead{agency: name, symbol: d.symbol(kind, name), place: d.place()}
	if agency, _ := d.signer(); strings.HasPrefix(name, "Sở ") && isCommittee(agency) {
		h.above = agency
	}
	return h
}

// person gives who holds a seat, nil for somebody the registry does not know or the
// reader may not see.
func (d *panelDoc) person(s *registry.Seat) *registry.Person { return d.People[s.Person] }

// called gives the holder's name with titles before it.
func (d *panelDoc) called(s *registry.Seat) string {
	if p := d.person(s); p != nil {
		return strings.TrimSpace(p.DisplayPrefix(d.Ref) + " " + p.Name.Full)
	}
	return cmp.Or(s.Holder, "(cơ quan cử)")
}

// addressed gives "Ông" or "Bà" before the name.
func (d *panelDoc) addressed(s *registry.Seat) string {
	p := d.person(s)
	switch {
	case p == nil && s.Holder != "":
		return s.Holder
	case p != nil && p.Sex == registry.Male:
		return "Ông " + d.called(s)
	case p != nil && p.Sex == registry.Female:
		return "Bà " + d.called(s)
	}
	return "Ông/Bà " + d.called(s)
}

// works gives the holder's post and where.
func (d *panelDoc) works(s *registry.Seat) string {
	p := d.person(s)
	if p == nil {
		return s.Agency
	}
	post, ok := p.MainPosition()
	if !ok {
		return s.Agency
	}
	return strings.Join(slices.DeleteFunc([]string{post.Post, d.Ref.UnitLabel(post.Unit, post.Organisation)}, func(s string) bool { return s == "" }), ", ")
}

// seats gives the seats that are held, reserves last or left out.
func (d *panelDoc) seats(reserves bool) (seats []*registry.Seat) {
	for i := range d.Panel.Seats {
		if s := &d.Panel.Seats[i]; !s.Reserve && s.Left.IsZero() && s.Pending != registry.Joins && (s.Taken() || s.Agency != "") {
			seats = append(seats, s)
		}
	}
	for i := range d.Panel.Seats {
		if s := &d.Panel.Seats[i]; reserves && s.Taken() && (s.Reserve || s.Pending == registry.Joins) {
			seats = append(seats, s)
		}
	}
	return seats
}

// about says what the panel is for.
func (d *panelDoc) about() string {
	return cmp.Or(d.Work, d.Topic, dots)
}

// meeting gives the last meeting written down; nil where there is none.
func (d *panelDoc) meeting() *registry.Meeting {
	if n := len(d.Panel.Meetings); n > 0 {
		return &d.Panel.Meetings[n-1]
	}
	return nil
}

// when says when and where a meeting is; blanks where there is none.
func (d *panelDoc) when(m *registry.Meeting) (time, room string) {
	if m == nil {
		return "…… giờ ……, ngày …… tháng …… năm " + d.year(), dots
	}
	return m.At.In(registry.Vietnam).Format("15 giờ 04, ngày 02 tháng 01 năm 2006"), cmp.Or(m.Room, dots)
}
