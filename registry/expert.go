package registry

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Experts is the gate through which an expert looks after their own record: whether it is
// public, what they ask of it under the law, and who did what with it. Everything is about
// the person of the context's actor; whoever is nobody's account is NotFound.
type Experts struct {
	Store ExpertStore
	Now   func() time.Time
}

// ExpertStore is what an expert's own record is read from and committed to.
type ExpertStore interface {
	Committer
	PersonReader
	TrailReader
	RequestReader
	MergeReader
	DisclosureReader
}

// Own gives the record of the actor.
func (g Experts) Own(ctx context.Context) (*Person, error) {
	actor, err := Authorise(ctx, OwnRecord)
	if err != nil {
		return nil, err
	}
	if actor.Person == 0 {
		return nil, Errorf(NotFound, "Tài khoản này không gắn với hồ sơ nào. Trang này dành cho chuyên gia có hồ sơ trong cơ sở dữ liệu.")
	}
	return VisiblePerson(ctx, g.Store, actor.Person)
}

// Publish shows the actor's record to the public, or takes it back. Turning it on is their
// consent and stands among the legal bases with its day; turning it off ends it.
func (g Experts) Publish(ctx context.Context, on bool) (Receipt, error) {
	p, err := g.Own(ctx)
	if err != nil {
		return Receipt{}, err
	}
	today := DateOf(g.Now().In(Vietnam))
	reason := "Chủ hồ sơ ngừng công khai"
	if p.Public = on; on {
		reason = "Chủ hồ sơ đồng ý công khai"
		p.consent(today)
	} else {
		p.endPublishing(today)
	}
	change := &AmendPerson{Why: Why{Reason: reason}, Person: p, Was: p.Version}
	if err := validateChange(change); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, OwnRecord, change)
}

// Advise says on what the actor is ready to advise, and when: it is theirs to say, and holds
// at once. Seen is the version of the record that they looked at.
func (g Experts) Advise(ctx context.Context, seen int64, advice []Advice) (Receipt, error) {
	p, err := g.Own(ctx)
	if err != nil {
		return Receipt{}, err
	}
	p.Advice = advice
	change := &AmendPerson{Why: Why{Reason: "Chủ hồ sơ nêu việc sẵn sàng tư vấn"}, Person: p, Was: seen}
	if err := validateChange(change); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, OwnRecord, change)
}

// consent adds the person's own consent to be published, where no basis holds.
func (p *Person) consent(today Date) {
	holds := func(b LegalBasis) bool { return b.Publishes() && Lasts(b.Date, b.Until, today) }
	if slices.ContainsFunc(p.Bases, holds) {
		return
	}
	p.Bases = append(p.Bases, LegalBasis{Purpose: "Công khai hồ sơ trên cổng", Basis: Consent, Document: "Chủ hồ sơ tự đồng ý trên trang Hồ sơ của tôi", Date: today})
}

// endPublishing ends the consents to be published.
func (p *Person) endPublishing(today Date) {
	for i, b := range p.Bases {
		if b.Basis == Consent && b.Publishes() && Lasts(Date{}, b.Until, today) {
			p.Bases[i].Until = today
		}
	}
}

// Ask opens a case of the actor about their own data; its clocks begin now. It is a
// Conflict while one of its kind is open, but for corrections: those may be several.
func (g Experts) Ask(ctx context.Context, kind RequestKind, detail string) (Receipt, error) {
	p, err := g.Own(ctx)
	if err != nil {
		return Receipt{}, err
	}
	open, err := OpenRequestsOf(ctx, g.Store, p.ID)
	if err != nil {
		return Receipt{}, err
	}
	if kind != RequestCorrect && slices.ContainsFunc(open, func(r Request) bool { return r.Kind == kind }) {
		return Receipt{}, Errorf(Conflict, "Yêu cầu cùng loại của bạn đang được xử lý. Hãy xem tình trạng và thời hạn ở danh sách bên dưới.")
	}
	r := &Request{Kind: kind, Person: p.ID, Name: p.Name.Full, Contact: p.Email, Detail: strings.TrimSpace(detail),
		Received: g.Now().UTC(), State: RequestReceived, Account: ActorOf(ctx).Account}
	if err := r.validate(g.Now()); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, OwnRecord, &AddRequest{Why: Why{Reason: "Chủ thể dữ liệu gửi yêu cầu trên trang"}, Request: r})
}

// Log gives what happened with the actor's record: changes, the newest first, who opened
// its restricted values and what for, and their own requests.
func (g Experts) Log(ctx context.Context) (*OwnData, error) {
	p, err := g.Own(ctx)
	if err != nil {
		return nil, err
	}
	own := &OwnData{At: g.Now().UTC(), Person: p}
	return own, own.gather(ctx, g.Store)
}
