package registry

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Whoever is invited says yes or no: to the secretary, who writes it down, or by a link
// of their own, which works once and needs no account.

// AnswerLink is a link to answer by, as it is stored: its secret is with the invited
// alone.
type AnswerLink struct {
	Digest string    `json:"digest"` // SHA-256 of the secret, in hex
	Until  time.Time `json:"until"`  // it works before this moment
}

// Bounds of links: how long one works where no day is named for the answer, and how many
// wrong ones may come from one address in a row before it has to wait.
const (
	linkLife   = 14 * 24 * time.Hour
	linkTries  = 20
	linkWait   = 15 * time.Minute
	linkSecret = 16 // bytes
)

// byLink is who acts when somebody answers by a link.
var byLink = Actor{Account: "đường dẫn trả lời", Role: System}

// Invite writes down that the holder of a seat was asked. A link that they were given
// goes on working.
func (g Panels) Invite(ctx context.Context, id PanelID, seen int64, seat int, through string, until Date) (Receipt, error) {
	return g.step(ctx, id, seen, "Ghi nhận đã gửi lời mời", func(p *Panel) error {
		s, err := p.held(seat)
		if err != nil {
			return err
		}
		if err := g.mayInvite(ctx, p, []int{seat}); err != nil {
			return err
		}
		s.Invitation = Invitation{Sent: DateOf(g.Now().In(Vietnam)), Through: strings.TrimSpace(through), Until: until, Link: s.Invitation.Link}
		return noted(through)
	})
}

// mayInvite looks for conflicts of interest once more, and refuses to invite whom one bars.
func (g Panels) mayInvite(ctx context.Context, p *Panel, seats []int) error {
	if err := g.check(ctx, p); err != nil {
		return err
	}
	return p.weighed(seats)
}

// Answer writes the answer to an invitation down, however it came. A link works no more.
func (g Panels) Answer(ctx context.Context, id PanelID, seen int64, seat int, answer InvitationAnswer, note string) (Receipt, error) {
	return g.seat(ctx, id, seen, seat, "Ghi nhận trả lời lời mời", func(s *Seat) error {
		return s.Invitation.answer(answer, note, g.Now())
	})
}

func (i *Invitation) answer(answer InvitationAnswer, note string, now time.Time) error {
	if answer != Accepted && answer != Declined {
		return Errorf(Invalid, "Hãy chọn nhận lời hoặc từ chối.")
	}
	i.Answer, i.On, i.Note, i.Link = answer, DateOf(now.In(Vietnam)), strings.TrimSpace(note), nil
	return noted(note)
}

// Links makes a link for the holders of seats who have not answered, in place of those
// they had, and gives the links by the places of the seats, this once. It marks nothing
// as sent. Until is the last day of the answer; zero for two weeks from now.
func (g Panels) Links(ctx context.Context, id PanelID, seen int64, seats []int, until Date) (map[int]string, error) {
	links := map[int]string{}
	_, err := g.step(WithoutKey(ctx), id, seen, "Tạo đường dẫn trả lời lời mời", func(p *Panel) error {
		if p.over() {
			return Errorf(Conflict, "Hội đồng đã kết thúc nên không mời thêm được.")
		}
		ends, err := g.linkEnds(until)
		if err != nil {
			return err
		}
		asked := p.unanswered(seats)
		if err := g.mayInvite(ctx, p, asked); err != nil {
			return err
		}
		for _, at := range asked {
			secret, err := g.secret()
			if err != nil {
				return err
			}
			i := &p.Seats[at].Invitation
			i.Link = &AnswerLink{linkDigest(secret), ends}
			if !until.IsZero() {
				i.Until = until
			}
			links[at] = fmt.Sprintf("%d.%s", p.ID, secret)
		}
		if len(links) == 0 {
			return Errorf(Conflict, "Không còn ai chưa trả lời ở các ghế này nên không cần đường dẫn.")
		}
		return nil
	})
	return links, err
}

// unanswered gives those of the seats that are held by who has not answered an invitation.
func (p *Panel) unanswered(seats []int) []int {
	open := p.Invitable()
	return slices.DeleteFunc(slices.Clone(seats), func(at int) bool { return !slices.Contains(open, at) })
}

// linkEnds gives the moment at which links of a last day end.
func (g Panels) linkEnds(until Date) (time.Time, error) {
	now := g.Now()
	if until.IsZero() {
		return now.Add(linkLife).UTC(), nil
	}
	ends := time.Date(until.Year, time.Month(until.Month), until.Day+1, 0, 0, 0, 0, Vietnam)
	if until.Day == 0 || !until.Valid() || !ends.After(now) {
		return time.Time{}, &Error{Kind: Invalid, Message: "Hạn trả lời phải là một ngày từ hôm nay trở đi.", Problems: []Problem{{"until", until.Vietnamese(), "phải từ hôm nay trở đi"}}}
	}
	return ends.UTC(), nil
}

func (g Panels) secret() (string, error) {
	raw := make([]byte, linkSecret)
	if _, err := io.ReadFull(g.Random, raw); err != nil {
		return "", fmt.Errorf("registry.Panels: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

func linkDigest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Linked gives the panel and the place of the seat that a link is for. It is NotFound,
// in the same words, for one that never was, is over or was used; TooOften after many
// such from one address.
func (g Panels) Linked(ctx context.Context, link, address string) (*Panel, int, error) {
	key := "link " + address
	stand, err := g.Tries.Try(ctx, g.Now(), []TryLimit{{key, linkTries, linkWait}})
	if err != nil {
		return nil, 0, err
	}
	if until := stand[0].Until; !until.IsZero() {
		return nil, 0, Errorf(TooOften, "Máy này đã mở sai đường dẫn quá nhiều lần. Hãy đợi đến %s rồi thử lại.", until.In(Vietnam).Format("15:04:05"))
	}
	p, at, err := g.linked(ctx, link)
	if err == nil {
		err = g.Tries.Untry(ctx, key)
	}
	return p, at, err
}

func (g Panels) linked(ctx context.Context, link string) (*Panel, int, error) {
	wrong := Errorf(NotFound, "Đường dẫn trả lời này không đúng, đã hết hạn hoặc đã được dùng. Hãy gọi cho cơ quan mời để được giúp.")
	number, secret, _ := strings.Cut(link, ".")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || secret == "" {
		return nil, 0, wrong
	}
	p, err := g.Store.Panel(ctx, PanelID(id))
	if KindOf(err) == NotFound {
		return nil, 0, wrong
	}
	if err != nil {
		return nil, 0, err
	}
	if p.over() {
		return nil, 0, wrong
	}
	digest := []byte(linkDigest(secret))
	for i := range p.Seats {
		l := p.Seats[i].Invitation.Link
		if l != nil && subtle.ConstantTimeCompare([]byte(l.Digest), digest) == 1 && g.Now().Before(l.Until) {
			return p, i, nil
		}
	}
	return nil, 0, wrong
}

// Reply is what somebody says by a link.
type Reply struct {
	Answer     InvitationAnswer
	Commitment CommitmentAnswer // "" to say nothing of it yet
	Note       string           // a reason, or which conflict
}

// Reply writes down what the holder of a link says; the link works no more. Who it was is
// known by the link alone.
func (g Panels) Reply(ctx context.Context, link, address string, r Reply) error {
	p, at, err := g.Linked(ctx, link, address)
	if err != nil {
		return err
	}
	s := &p.Seats[at]
	if err := s.Invitation.answer(r.Answer, r.Note, g.Now()); err != nil {
		return err
	}
	switch r.Commitment {
	case "":
	case NoConflict, HasConflict:
		if r.Commitment == HasConflict && strings.TrimSpace(r.Note) == "" {
			return Errorf(Invalid, "Hãy ghi xung đột lợi ích là gì, để cơ quan mời xem xét.")
		}
		s.Commitment = Commitment{Answer: r.Commitment, On: s.Invitation.On, By: byLink.Account, Note: s.Invitation.Note}
	default:
		return Errorf(Invalid, "Hãy chọn có hay không có xung đột lợi ích.")
	}
	was := p.Version
	p.tidy()
	if err := p.validate(); err != nil {
		return err
	}
	_, err = g.Store.Commit(WithoutKey(ctx), byLink, []Change{&PutPanel{Why: Why{Reason: "Trả lời lời mời qua đường dẫn"}, Panel: p, Was: was}})
	return err
}

// Shown says that the holder of a seat may know of it: they were asked, or the panel is in
// force. What is only being put together is the secretary's.
func (p *Panel) Shown(seat int) bool {
	i := &p.Seats[seat].Invitation
	return p.Seats[seat].Pending != Joins && (p.State == PanelSigned || p.State == PanelClosed) || !i.Sent.IsZero() || i.Answer != ""
}

// SeatOf gives the place of the seat that a person holds and may know of; -1 for none.
func (p *Panel) SeatOf(who PersonID) int {
	for i := range p.Seats {
		if who != 0 && p.Seats[i].Person == who && p.Seats[i].Left.IsZero() && p.Shown(i) {
			return i
		}
	}
	return -1
}

// Declare writes down what a member says of their own conflicts of interest: the member
// whose account acts, of a seat of their own.
func (g Panels) Declare(ctx context.Context, id PanelID, answer CommitmentAnswer, note string) (Receipt, error) {
	actor, err := Authorise(ctx, OwnAccount)
	if err != nil {
		return Receipt{}, err
	}
	none := Errorf(NotFound, "Không tìm thấy hội đồng này trong các hội đồng của bạn.")
	p, err := g.Store.Panel(ctx, id)
	if KindOf(err) == NotFound {
		return Receipt{}, none
	}
	if err != nil {
		return Receipt{}, err
	}
	at := p.SeatOf(actor.Person)
	switch {
	case at < 0:
		return Receipt{}, none
	case p.over():
		return Receipt{}, Errorf(Conflict, "Hội đồng đã kết thúc nên không khai thêm được.")
	case answer != NoConflict && answer != HasConflict:
		return Receipt{}, Errorf(Invalid, "Hãy chọn có hay không có xung đột lợi ích.")
	case answer == HasConflict && strings.TrimSpace(note) == "":
		return Receipt{}, Errorf(Invalid, "Hãy ghi xung đột lợi ích là gì, để cơ quan mời xem xét.")
	}
	if err := noted(note); err != nil {
		return Receipt{}, err
	}
	was := p.Version
	p.Seats[at].Commitment = Commitment{Answer: answer, On: DateOf(g.Now().In(Vietnam)), By: actor.Account, Note: strings.TrimSpace(note)}
	if err := p.validate(); err != nil {
		return Receipt{}, err
	}
	change := &PutPanel{Why: Why{Reason: "Thành viên tự khai xung đột lợi ích"}, Panel: p, Was: was}
	return g.Store.Commit(ctx, actor, []Change{change}) // the seat is their own, which no other write of theirs to panels is
}

// Overdue says that no answer came by the day that was named for it.
func (i *Invitation) Overdue(today Date) bool {
	return i.Answer == "" && !i.Until.IsZero() && i.Until.Compare(today) < 0
}
