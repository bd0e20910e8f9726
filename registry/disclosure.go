package registry

import (
	"context"
	"fmt"
	"slices"
	"time"

	"trithuc/registry/vietnamese"
)

// DisclosureID numbers what agencies ask of each other's data.
type DisclosureID int64

// SubjectDisclosure is the kind of entries about them. What is asked and why stands in the
// row alone, so that an erasure can empty it.
const SubjectDisclosure SubjectKind = "disclosure"

// DisclosureState is where a request for data stands.
type DisclosureState string

// The states, in their usual order.
const (
	DisclosureAsked     DisclosureState = "asked"
	DisclosureApproved  DisclosureState = "approved"  // the data may be fetched until Until
	DisclosureRefused   DisclosureState = "refused"   // not given, or no longer: Decision says why
	DisclosureWithdrawn DisclosureState = "withdrawn" // whoever asked needs it no more
)

// Disclosure is one agency asking another for data of its people (đề nghị khai thác dữ
// liệu): which, about whom, on what document, for what and until when.
type Disclosure struct {
	ID       DisclosureID
	Version  int64
	Asker    OrganisationID  // the agency that asks
	Owner    OrganisationID  // whose people are asked for; 0 for those of all agencies
	Document string          // số, ký hiệu of the document that asks
	Dated    Date            // its day
	Purpose  string          // what the data is for
	Fields   []string        // what is asked of each person, see DisclosableFields; the name goes along
	Search   string          // whom, as in the search box; "" for the named ones, or all of Owner
	Until    Date            // the last day on which the answer can be fetched
	State    DisclosureState //
	Asked    time.Time       //
	Account  string          // who asked
	Decided  time.Time       //
	Decider  string          // who answered
	Decision string          // why it was refused
	People   []PersonID      // named when it was asked, or whom its approval lets out, by id
}

// Bounds of a disclosure. The law names no number of days (chưa kiểm chứng): a year is the
// longest that a purpose of an agency's yearly plan needs.
const (
	MaxDisclosed       = 10_000
	MaxDisclosureDays  = 366
	maxDisclosedFields = 60
)

// Open says that it waits for an answer.
func (d *Disclosure) Open() bool { return d.State == DisclosureAsked }

// Given says that its data can be fetched on a day.
func (d *Disclosure) Given(on Date) bool {
	return d.State == DisclosureApproved && on.Compare(d.Until) <= 0
}

// AskedBy says that the actor asked, or works for the agency that did.
func (d *Disclosure) AskedBy(a Actor) bool {
	return a.May(AskData) && (a.Account == d.Account || a.Role == DataOfficer && a.Organisation == d.Asker)
}

// Involves says that the actor has to do with it: on the asking side, on the answering
// one, or as who works with everybody's records.
func (d *Disclosure) Involves(a Actor) bool {
	return a.May(AskData) && (a.Reach().Everybody || d.AskedBy(a) || a.Role == DataOfficer && a.Organisation != 0 && a.Organisation == d.Owner)
}

// MayAnswer says that the actor may approve or refuse it: whoever works for the agency that
// is asked, or with everybody's records, and neither asked nor works for who did.
func (d *Disclosure) MayAnswer(a Actor) bool {
	return a.May(AnswerData) && d.Involves(a) && !d.AskedBy(a)
}

// DisclosableFields names what can be asked of a person, by JSON name. Restricted values
// are in no record and so in no answer; whether somebody is public and on what basis is the
// registry's own affair.
func DisclosableFields() []string {
	return slices.DeleteFunc(PersonFields(), func(name string) bool { return name == "name" || name == "public" || name == "bases" })
}

// Only gives the part of p that some fields are, with the name and the number. It shares
// its lists with p.
func (p *Person) Only(fields []string) *Person {
	q := &Person{ID: p.ID, Name: p.Name}
	for _, f := range personFields {
		if slices.Contains(fields, f.name) {
			f.copy(q, p)
		}
	}
	return q
}

// DisclosureReader reads what agencies ask of each other.
type DisclosureReader interface {
	Disclosure(ctx context.Context, id DisclosureID) (*Disclosure, error)
	// Disclosures gives all, newest first, without the people.
	Disclosures(ctx context.Context) ([]Disclosure, error)
	// DisclosuresOf gives those that name a person under an id, oldest first, without the
	// people.
	DisclosuresOf(ctx context.Context, id PersonID) ([]Disclosure, error)
}

// PutDisclosure adds it (ID zero) or replaces it with its people (Was as for people). The
// trail keeps no former values.
type PutDisclosure struct {
	Why
	Disclosure *Disclosure
	Was        int64
}

// NoteDisclosed writes down that the data was fetched: an entry about the disclosure with
// the action Opened.
type NoteDisclosed struct {
	Why
	ID DisclosureID
}

// DisclosureStore is what the gate reads and commits to.
type DisclosureStore interface {
	Committer
	PersonReader
	ReferenceReader
	DisclosureReader
}

// Disclosures is the gate of data that one agency asks of another.
type Disclosures struct {
	Store DisclosureStore
	// Find gives whom a text finds, as far as the context's actor sees them.
	Find func(ctx context.Context, text string) ([]PersonID, error)
	Now  func() time.Time
}

func (g Disclosures) today() Date { return DateOf(g.Now().In(Vietnam)) }

// Ask adds a request. A data officer asks for their own organisation.
func (g Disclosures) Ask(ctx context.Context, d *Disclosure) (Receipt, error) {
	actor, err := Authorise(ctx, AskData)
	if err != nil {
		return Receipt{}, err
	}
	ref, err := g.Store.Reference(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if actor.Role == DataOfficer {
		d.Asker = actor.Organisation
	}
	d.Document, d.Purpose, d.Search = vietnamese.Clean(d.Document), vietnamese.Clean(d.Purpose), vietnamese.Clean(d.Search)
	slices.Sort(d.People)
	d.People = slices.Compact(d.People)
	if err := d.validate(ref, g.today()); err != nil {
		return Receipt{}, err
	}
	d.State, d.Asked, d.Account = DisclosureAsked, g.Now().UTC(), actor.Account
	return commitAs(ctx, g.Store, AskData, &PutDisclosure{Why: Why{Reason: "Đề nghị khai thác dữ liệu"}, Disclosure: d})
}

func (d *Disclosure) validate(ref *Reference, today Date) error {
	v := &validation{}
	for _, o := range []struct {
		field string
		id    OrganisationID
		all   bool
	}{{"asker", d.Asker, false}, {"owner", d.Owner, true}} {
		found, known := ref.Organisation(o.id)
		if (o.id != 0 || !o.all) && (!known || found.Kind == Unit) {
			v.add(o.field, "", "phải là một cơ quan, đơn vị trong danh mục")
		}
	}
	if d.Asker != 0 && d.Asker == d.Owner {
		v.add("owner", "", "là chính đơn vị đề nghị; dữ liệu của đơn vị mình thì không cần đề nghị")
	}
	v.text("document", d.Document, true)
	v.text("purpose", d.Purpose, true)
	v.text("search", d.Search, false)
	if d.Dated.Day == 0 || !d.Dated.Valid() || d.Dated.Compare(today) > 0 {
		v.add("dated", d.Dated.Vietnamese(), "phải là ngày của văn bản, không ở tương lai")
	}
	if latest := today.plus(MaxDisclosureDays); d.Until.Day == 0 || !d.Until.Valid() || d.Until.Compare(today) < 0 || d.Until.Compare(latest) > 0 {
		v.add("until", d.Until.Vietnamese(), fmt.Sprintf("phải là một ngày từ hôm nay đến %s", latest.Vietnamese()))
	}
	d.validateWhat(v)
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Đề nghị chưa gửi được. Hãy sửa các mục được nêu rồi gửi lại."}
}

// validateWhat looks at whom and what is asked for.
func (d *Disclosure) validateWhat(v *validation) {
	allowed := DisclosableFields()
	for _, f := range d.Fields {
		if !slices.Contains(allowed, f) {
			v.add("fields", f, "không có trong các phần được đề nghị")
		}
	}
	switch {
	case len(d.Fields) == 0:
		v.add("fields", "", "hãy chọn ít nhất một phần của hồ sơ")
	case len(d.Fields) > maxDisclosedFields:
		v.add("fields", fmt.Sprint(len(d.Fields)), "quá nhiều")
	}
	switch {
	case d.Search != "" && len(d.People) > 0:
		v.add("search", d.Search, "chỉ nêu mã hồ sơ hoặc nội dung tìm, không nêu cả hai")
	case len(d.People) > MaxDisclosed:
		v.add("people", fmt.Sprint(len(d.People)), fmt.Sprintf("chỉ nêu tối đa %d người", MaxDisclosed))
	case d.Owner == 0 && d.Search == "" && len(d.People) == 0:
		v.add("search", "", "đề nghị đến mọi cơ quan phải nêu người hoặc nội dung tìm")
	}
}

// Disclosure gives one that the actor has to do with; Forbidden for any other.
func (g Disclosures) Disclosure(ctx context.Context, id DisclosureID) (*Disclosure, error) {
	actor, err := Authorise(ctx, AskData)
	if err != nil {
		return nil, err
	}
	d, err := g.Store.Disclosure(ctx, id)
	if err == nil && !d.Involves(actor) {
		return nil, Errorf(Forbidden, "Đề nghị số %d không liên quan đến đơn vị của bạn.", id)
	}
	return d, err
}

// List gives those that the actor has to do with, newest first, without the people.
func (g Disclosures) List(ctx context.Context) ([]Disclosure, error) {
	return InvolvedDisclosures(ctx, g.Store)
}

// InvolvedDisclosures is what List of the gate gives, for who only reads.
func InvolvedDisclosures(ctx context.Context, store DisclosureReader) ([]Disclosure, error) {
	actor, err := Authorise(ctx, AskData)
	if err != nil {
		return nil, err
	}
	all, err := store.Disclosures(ctx)
	return slices.DeleteFunc(all, func(d Disclosure) bool { return !d.Involves(actor) }), err
}

// Candidates gives whom an approval by the context's actor would let out, by id: the
// named, the found, or everybody, as far as they work at the agency that is asked today.
func (g Disclosures) Candidates(ctx context.Context, d *Disclosure) (_ []PersonID, err error) {
	ids := d.People
	switch {
	case d.Search != "":
		ids, err = g.Find(ctx, d.Search)
	case len(ids) == 0:
		ids, err = g.Store.PeopleOf(ctx, d.Owner)
	}
	if err != nil {
		return nil, err
	}
	actor, let := ActorOf(ctx), []PersonID{}
	for _, id := range ids {
		p, err := g.Store.Person(ctx, id)
		if KindOf(err) == NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if actor.Whole(p) && (d.Owner == 0 || p.worksAt(d.Owner)) {
			let = append(let, p.ID)
		}
	}
	slices.Sort(let)
	return slices.Compact(let), nil
}

// answering reads one that the actor may answer.
func (g Disclosures) answering(ctx context.Context, id DisclosureID) (*Disclosure, error) {
	actor, err := Authorise(ctx, AnswerData)
	if err != nil {
		return nil, err
	}
	d, err := g.Disclosure(ctx, id)
	if err == nil && !d.MayAnswer(actor) {
		return nil, Errorf(Forbidden, "Người đề nghị không tự duyệt được. Đề nghị số %d do người khác của cơ quan quản lý dữ liệu duyệt.", id)
	}
	return d, err
}

// Approve lets the data out until the day asked for, of who is a candidate now; seen is the
// version that the approver looked at.
func (g Disclosures) Approve(ctx context.Context, id DisclosureID, seen int64) (Receipt, error) {
	d, err := g.answering(ctx, id)
	switch {
	case err != nil:
		return Receipt{}, err
	case !d.Open():
		return Receipt{}, Errorf(Conflict, "Đề nghị số %d không còn chờ duyệt. Hãy mở lại để xem kết quả.", id)
	case g.today().Compare(d.Until) > 0:
		return Receipt{}, Errorf(Conflict, "Đề nghị số %d đã quá hạn khai thác (%s) nên không duyệt được. Hãy từ chối; bên đề nghị gửi đề nghị mới.", id, d.Until.Vietnamese())
	}
	if d.People, err = g.Candidates(ctx, d); err != nil {
		return Receipt{}, err
	}
	switch n := len(d.People); {
	case n == 0:
		return Receipt{}, Errorf(Conflict, "Không có người nào của đơn vị khớp đề nghị số %d. Hãy từ chối và nêu lý do.", id)
	case n > MaxDisclosed:
		return Receipt{}, Errorf(TooLarge, "Đề nghị số %d khớp %d người, quá %d người một lần. Hãy từ chối và đề nghị bên kia chia nhỏ.", id, n, MaxDisclosed)
	}
	d.State = DisclosureApproved
	return g.decide(ctx, d, seen, "", "Duyệt đề nghị khai thác dữ liệu")
}

// Refuse does not give the data, or stops giving it; why is told to who asked.
func (g Disclosures) Refuse(ctx context.Context, id DisclosureID, seen int64, why string) (Receipt, error) {
	d, err := g.answering(ctx, id)
	switch {
	case err != nil:
		return Receipt{}, err
	case !d.Open() && d.State != DisclosureApproved:
		return Receipt{}, Errorf(Conflict, "Đề nghị số %d đã đóng. Hãy mở lại để xem kết quả.", id)
	}
	if err := told(why); err != nil {
		return Receipt{}, err
	}
	d.State = DisclosureRefused
	return g.decide(ctx, d, seen, vietnamese.Clean(why), "Không cung cấp dữ liệu theo đề nghị")
}

func (g Disclosures) decide(ctx context.Context, d *Disclosure, seen int64, decision, reason string) (Receipt, error) {
	d.Decision, d.Decided, d.Decider = decision, g.Now().UTC(), ActorOf(ctx).Account
	return commitAs(ctx, g.Store, AnswerData, &PutDisclosure{Why: Why{Reason: reason}, Disclosure: d, Was: seen})
}

// Withdraw takes a request back that was not answered yet.
func (g Disclosures) Withdraw(ctx context.Context, id DisclosureID, seen int64) (Receipt, error) {
	d, err := g.asked(ctx, id)
	switch {
	case err != nil:
		return Receipt{}, err
	case !d.Open():
		return Receipt{}, Errorf(Conflict, "Đề nghị số %d đã được trả lời nên không rút được nữa.", id)
	}
	d.State = DisclosureWithdrawn
	return commitAs(ctx, g.Store, AskData, &PutDisclosure{Why: Why{Reason: "Rút đề nghị khai thác dữ liệu"}, Disclosure: d, Was: seen})
}

// asked reads one of the actor's own side.
func (g Disclosures) asked(ctx context.Context, id DisclosureID) (*Disclosure, error) {
	d, err := g.Disclosure(ctx, id)
	if err == nil && !d.AskedBy(ActorOf(ctx)) {
		return nil, Errorf(Forbidden, "Chỉ bên đề nghị làm được việc này với đề nghị số %d.", id)
	}
	return d, err
}

// Fetch gives the data to who asked, as it is today, and what it is an answer to. Every
// fetching is in the trail before the first value leaves; after Until, or where it is
// not approved, it is a Conflict.
func (g Disclosures) Fetch(ctx context.Context, id DisclosureID) (*Disclosure, []*Person, error) {
	d, err := g.asked(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if !d.Given(g.today()) {
		return nil, nil, Errorf(Conflict, "Đề nghị số %d chưa được duyệt hoặc đã hết hạn khai thác nên không tải được. Nếu còn cần, hãy gửi đề nghị mới.", id)
	}
	note := &NoteDisclosed{Why: Why{Reason: fmt.Sprintf("Tải dữ liệu theo đề nghị số %d", id)}, ID: id}
	if _, err := commitAs(WithoutKey(ctx), g.Store, AskData, note); err != nil {
		return nil, nil, err
	}
	people := make([]*Person, 0, len(d.People))
	known := map[PersonID]bool{}
	for _, who := range d.People {
		p, err := g.Store.Person(ctx, who)
		switch {
		case KindOf(err) == NotFound: // removed since
			continue
		case err != nil:
			return nil, nil, err
		case known[p.ID]: // two of them are one by now
			continue
		}
		known[p.ID] = true
		people = append(people, p.Only(d.Fields))
	}
	return d, people, nil
}
