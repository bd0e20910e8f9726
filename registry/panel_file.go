package registry

import (
	"bytes"
	"context"
	"slices"
)

// Attachment tells of a file kept with a panel: papers of a meeting or a later decision.
type Attachment struct {
	DecisionCopy
	Decision int `json:"decision,omitempty"` // place in Later from 1; 0 for papers of a meeting
}

// maxFiles is how many files a panel holds.
const maxFiles = 100

// AttachPaper adds a paper to a meeting: a PDF, or a file of Word, Excel or PowerPoint, by
// its content.
func (g Panels) AttachPaper(ctx context.Context, id PanelID, seen int64, meeting int, name string, file []byte) (Receipt, error) {
	p, err := g.toChange(ctx, id, seen)
	switch {
	case err != nil:
		return Receipt{}, err
	case p.over():
		return Receipt{}, errOver
	case meeting < 0 || meeting >= len(p.Meetings):
		return Receipt{}, Errorf(NotFound, "Không tìm thấy cuộc họp này.")
	case len(p.Files) >= maxFiles:
		return Receipt{}, Errorf(TooLarge, "Hội đồng đã có %d tệp nên không nhận thêm được.", maxFiles)
	case len(file) > MaxDecision:
		return Receipt{}, Errorf(TooLarge, "Tài liệu lớn hơn %d MB. Hãy chia nhỏ hoặc nén lại.", MaxDecision>>20)
	case !bytes.HasPrefix(file, []byte("%PDF-")) && !bytes.HasPrefix(file, []byte("PK\x03\x04")):
		return Receipt{}, &Error{Kind: Invalid, Message: "Tài liệu họp phải là tệp PDF, Word, Excel hoặc PowerPoint.", Problems: []Problem{{"file", name, "không đọc được loại tệp này"}}}
	}
	p.Files = append(p.Files, Attachment{DecisionCopy: *g.described(ctx, name, file)})
	p.Meetings[meeting].Papers = append(p.Meetings[meeting].Papers, len(p.Files))
	return commitAs(ctx, g.Store, WritePanels, &PutPanel{Why: Why{Reason: "Thêm tài liệu họp"}, Panel: p, Was: seen, File: file})
}

// File gives a file kept with a panel and what is told of it: to who reads panels, and of
// papers of meetings to members.
func (g Panels) File(ctx context.Context, id PanelID, number int) (Attachment, []byte, error) {
	actor, err := Authorise(ctx, OwnAccount)
	if err != nil {
		return Attachment{}, nil, err
	}
	none := Errorf(NotFound, "Không tìm thấy tệp này.")
	p, err := g.Store.Panel(ctx, id)
	if KindOf(err) == NotFound {
		return Attachment{}, nil, none
	}
	if err != nil {
		return Attachment{}, nil, err
	}
	if number < 1 || number > len(p.Files) || !actor.May(ReadPanels) && !p.tabled(number, actor.Person) {
		return Attachment{}, nil, none
	}
	content, err := g.Store.PanelFile(ctx, id, number)
	return p.Files[number-1], content, err
}

// tabled says that a file is a paper of a meeting of a member.
func (p *Panel) tabled(number int, who PersonID) bool {
	at := p.SeatOf(who)
	return at >= 0 && p.Seats[at].Sits() && slices.ContainsFunc(p.Meetings, func(m Meeting) bool { return slices.Contains(m.Papers, number) })
}
