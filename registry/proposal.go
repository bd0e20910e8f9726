package registry

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"trithuc/registry/vietnamese"
)

// ProposalID numbers corrections that people propose to their own records.
type ProposalID int64

// SubjectProposal is the kind of entries about them. Their values stand in the row alone.
const SubjectProposal SubjectKind = "proposal"

// ProposalState is where a proposal stands.
type ProposalState string

// The states of a proposal.
const (
	ProposalOpen      ProposalState = "open"
	ProposalAccepted  ProposalState = "accepted"
	ProposalRefused   ProposalState = "refused" // Decision says why
	ProposalWithdrawn ProposalState = "withdrawn"
)

// Proposal is what an expert would have one part of their record be. It changes nothing
// until somebody who looks after the record accepts it.
type Proposal struct {
	ID       ProposalID
	Version  int64
	Person   PersonID
	Field    string // a part of the record, as PersonFields names them
	Was      string // that part as JSON when it was proposed
	Value    string // as JSON as it should be
	Note     string // in the expert's own words, "" for none
	At       time.Time
	State    ProposalState
	Account  string // who proposed
	Decided  time.Time
	Decider  string
	Decision string
}

// ProposableFields names the parts of a record that its person may propose to correct.
// Staff codes are the employer's own; what the record is used for and whether it is public
// are decided at once, elsewhere; so is readiness to advise.
func ProposableFields() []string {
	return slices.DeleteFunc(PersonFields(), func(name string) bool {
		return slices.Contains([]string{"codes", "public", "bases", "advice"}, name)
	})
}

// ProposalReader reads proposals.
type ProposalReader interface {
	Proposal(ctx context.Context, id ProposalID) (*Proposal, error)
	// Proposals gives those that wait for an answer, oldest first.
	Proposals(ctx context.Context) ([]Proposal, error)
	// ProposalsOf gives those about a person under an id, oldest first.
	ProposalsOf(ctx context.Context, id PersonID) ([]Proposal, error)
}

// PutProposal adds the proposal (ID zero) or replaces it (Was as for people).
type PutProposal struct {
	Why
	Proposal *Proposal
	Was      int64
}

// ProposalStore is what the gate reads and commits to.
type ProposalStore interface {
	Committer
	PersonReader
	ReferenceReader
	MergeReader
	ProposalReader
}

// Proposals is the gate of corrections that experts propose.
type Proposals struct {
	Store ProposalStore
	Now   func() time.Time
}

// own reads the record of the actor and what they propose to it.
func (g Proposals) own(ctx context.Context) (*Person, []Proposal, error) {
	actor, err := Authorise(ctx, OwnRecord)
	if err != nil {
		return nil, nil, err
	}
	if actor.Person == 0 {
		return nil, nil, Errorf(NotFound, "Tài khoản này không gắn với hồ sơ nào nên không đề nghị đính chính được.")
	}
	p, err := VisiblePerson(ctx, g.Store, actor.Person)
	if err != nil {
		return nil, nil, err
	}
	ids, err := leadingTo(ctx, g.Store, p.ID)
	if err != nil {
		return nil, nil, err
	}
	var all []Proposal
	for _, id := range ids {
		of, err := g.Store.ProposalsOf(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, of...)
	}
	for i := range all {
		all[i].Person = p.ID // who was merged goes on as the one they became
	}
	return p, all, nil
}

// Draft gives the actor's own record, and the same as it would be if all they propose were
// accepted.
func (g Proposals) Draft(ctx context.Context) (now, draft *Person, err error) {
	now, all, err := g.own(ctx)
	if err != nil {
		return nil, nil, err
	}
	if draft, err = now.clone(); err != nil {
		return nil, nil, err
	}
	for _, p := range all {
		if p.State == ProposalOpen {
			err = Delta{p.Field: json.RawMessage(p.Value)}.Apply(draft)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return now, draft, nil
}

// Propose makes one proposal of each part in which want differs from the actor's record, in
// place of what they proposed of that part before; a part that no longer differs is
// withdrawn. It is Invalid where want is no record, or nothing would change.
func (g Proposals) Propose(ctx context.Context, want *Person, note string) (Receipt, error) {
	now, all, err := g.own(ctx)
	if err != nil {
		return Receipt{}, err
	}
	want = now.corrected(want)
	if err := g.acceptable(ctx, now, want); err != nil {
		return Receipt{}, err
	}
	note = vietnamese.Clean(note)
	v := &validation{}
	if v.text("note", note, false); len(v.problems) > 0 {
		return Receipt{}, &Error{Kind: Invalid, Problems: v.problems, Message: "Lời giải thích chưa nhận được. Hãy sửa lại rồi gửi lại."}
	}
	changes, err := g.changes(ctx, now, want, all, note)
	if err != nil {
		return Receipt{}, err
	}
	if len(changes) == 0 {
		return Receipt{}, Errorf(Invalid, "Không có gì khác với hồ sơ hiện nay. Hãy sửa mục cần đính chính rồi gửi.")
	}
	return commitAs(ctx, g.Store, OwnRecord, changes...)
}

// corrected gives p with the parts of want that its person may propose.
func (p *Person) corrected(want *Person) *Person {
	next, may := *p, ProposableFields()
	for _, f := range personFields {
		if slices.Contains(may, f.name) {
			f.copy(&next, want)
		}
	}
	return &next
}

// acceptable says why want cannot stand in place of p.
func (g Proposals) acceptable(ctx context.Context, p, want *Person) error {
	ref, err := g.Store.Reference(ctx)
	if err != nil {
		return err
	}
	if problems := want.ValidateOver(p, ref, DateOf(g.Now().In(Vietnam))); len(problems) > 0 {
		return &Error{Kind: Invalid, Problems: problems, Message: "Đề nghị đính chính có giá trị không dùng được. Hãy sửa các mục được nêu rồi gửi lại."}
	}
	return nil
}

// changes gives what Propose writes.
func (g Proposals) changes(ctx context.Context, now, want *Person, all []Proposal, note string) ([]Change, error) {
	differs, err := Difference(now, want)
	if err != nil {
		return nil, err
	}
	values, err := Difference(want, now)
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, field := range ProposableFields() {
		i := slices.IndexFunc(all, func(p Proposal) bool { return p.State == ProposalOpen && p.Field == field })
		was, differ := differs[field]
		switch {
		case i >= 0 && differ && all[i].Value == string(values[field]): // as before
		case i >= 0 && !differ:
			changes = append(changes, g.withdrawal(&all[i]))
		case differ:
			p := &Proposal{Person: now.ID, Field: field}
			if i >= 0 {
				p = &all[i]
			}
			p.Was, p.Value, p.Note, p.At, p.State, p.Account = string(was), string(values[field]), note, g.Now().UTC(), ProposalOpen, ActorOf(ctx).Account
			changes = append(changes, &PutProposal{Why: Why{Reason: "Chủ hồ sơ đề nghị đính chính"}, Proposal: p, Was: p.Version})
		}
	}
	return changes, nil
}

func (g Proposals) withdrawal(p *Proposal) Change {
	p.State, p.Decided = ProposalWithdrawn, g.Now().UTC()
	return &PutProposal{Why: Why{Reason: "Chủ hồ sơ rút đề nghị đính chính"}, Proposal: p, Was: p.Version}
}

// Mine gives what the actor proposed, the newest first.
func (g Proposals) Mine(ctx context.Context) ([]Proposal, error) {
	_, all, err := g.own(ctx)
	slices.SortFunc(all, func(a, b Proposal) int { return cmp.Compare(b.ID, a.ID) })
	return all, err
}

// Withdraw takes back one of the actor's own.
func (g Proposals) Withdraw(ctx context.Context, id ProposalID) (Receipt, error) {
	_, all, err := g.own(ctx)
	if err != nil {
		return Receipt{}, err
	}
	i := slices.IndexFunc(all, func(p Proposal) bool { return p.ID == id })
	switch {
	case i < 0:
		return Receipt{}, Errorf(NotFound, "Không tìm thấy đề nghị đính chính số %d của bạn.", id)
	case all[i].State != ProposalOpen:
		return Receipt{}, Errorf(Conflict, "Đề nghị đính chính số %d đã được trả lời.", id)
	}
	return commitAs(ctx, g.Store, OwnRecord, g.withdrawal(&all[i]))
}

// Waiting gives the proposals that the actor may answer, oldest first.
func (g Proposals) Waiting(ctx context.Context) ([]Proposal, error) {
	return WaitingProposals(ctx, g.Store)
}

// WaitingProposals is what Waiting of the gate gives, for who only reads.
func WaitingProposals(ctx context.Context, store interface {
	PersonReader
	ProposalReader
}) ([]Proposal, error) {
	if _, err := Authorise(ctx, WritePeople); err != nil {
		return nil, err
	}
	all, err := store.Proposals(ctx)
	if err != nil {
		return nil, err
	}
	mine := all[:0]
	for _, p := range all {
		_, err := WholePerson(ctx, store, p.Person)
		switch kind := KindOf(err); {
		case err == nil:
			mine = append(mine, p)
		case kind != NotFound && kind != Forbidden:
			return nil, err
		}
	}
	return mine, nil
}

// Proposal gives one that the actor may answer with the record it is about, which stands
// under another id where it was merged since.
func (g Proposals) Proposal(ctx context.Context, id ProposalID) (*Proposal, *Person, error) {
	if _, err := Authorise(ctx, WritePeople); err != nil {
		return nil, nil, err
	}
	p, err := g.Store.Proposal(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	person, err := WholePerson(ctx, g.Store, p.Person)
	if KindOf(err) == NotFound {
		err = &Error{Kind: Forbidden, Err: err, Message: fmt.Sprintf("Đề nghị đính chính số %d là về hồ sơ ngoài phạm vi của bạn.", id)}
	}
	return p, person, err
}

// Accepted gives the record as it would be with the proposal, which shares nothing with p.
func (q *Proposal) Accepted(p *Person) (*Person, error) {
	next, err := p.clone()
	if err != nil {
		return nil, err
	}
	return next, Delta{q.Field: json.RawMessage(q.Value)}.Apply(next)
}

// answering reads one that waits for an answer.
func (g Proposals) answering(ctx context.Context, id ProposalID) (*Proposal, *Person, error) {
	p, person, err := g.Proposal(ctx, id)
	if err == nil && p.State != ProposalOpen {
		err = Errorf(Conflict, "Đề nghị đính chính số %d đã được trả lời hoặc rút lại.", id)
	}
	return p, person, err
}

// Accept writes the proposed part into the record, of the version that the reviewer looked
// at, and closes the proposal, in one transaction. The value comes from the expert.
func (g Proposals) Accept(ctx context.Context, id ProposalID, seen int64) (Receipt, error) {
	p, person, err := g.answering(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	next, err := p.Accepted(person)
	if err != nil {
		return Receipt{}, err
	}
	if err := g.acceptable(ctx, person, next); err != nil {
		return Receipt{}, err
	}
	was := p.Version
	p.Person, p.State, p.Decided, p.Decider = person.ID, ProposalAccepted, g.Now().UTC(), ActorOf(ctx).Account
	why := Why{Reason: fmt.Sprintf("Đính chính do chủ hồ sơ đề nghị (số %d)", id), Source: Source{Account: p.Account}}
	return commitAs(ctx, g.Store, WritePeople, &AmendPerson{Why: why, Person: next, Was: seen, Sole: true},
		&PutProposal{Why: Why{Reason: "Chấp nhận đề nghị đính chính"}, Proposal: p, Was: was})
}

// Refuse closes a proposal without a change; why is told to the expert.
func (g Proposals) Refuse(ctx context.Context, id ProposalID, why string) (Receipt, error) {
	p, person, err := g.answering(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	if err := told(why); err != nil {
		return Receipt{}, err
	}
	was := p.Version
	p.Person, p.State, p.Decided, p.Decider, p.Decision = person.ID, ProposalRefused, g.Now().UTC(), ActorOf(ctx).Account, vietnamese.Clean(why)
	return commitAs(ctx, g.Store, WritePeople, &PutProposal{Why: Why{Reason: "Không chấp nhận đề nghị đính chính"}, Proposal: p, Was: was})
}
