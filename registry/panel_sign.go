package registry

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
)

// MaxDecision is the largest signed decision that is taken, in bytes: some scanned pages.
const MaxDecision = 20 << 20

// Sign writes the signed decision down, with its file: from then on the panel is in
// force. Whoever has not committed themselves blocks it. The file is a PDF by its content.
func (g Panels) Sign(ctx context.Context, id PanelID, seen int64, d Decision, name string, file []byte) (Receipt, error) {
	p, err := g.toChange(ctx, id, seen)
	if err != nil {
		return Receipt{}, err
	}
	if p.State != PanelProposed {
		return Receipt{}, Errorf(Conflict, "Chỉ ghi nhận quyết định cho hội đồng đã trình.")
	}
	if err := d.validate(DateOf(g.Now().In(Vietnam))); err != nil {
		return Receipt{}, err
	}
	if err := p.committed(); err != nil {
		return Receipt{}, err
	}
	if err := g.mayInvite(ctx, p, p.Members()); err != nil {
		return Receipt{}, err
	}
	if d.Copy, err = g.copyOf(ctx, name, file); err != nil {
		return Receipt{}, err
	}
	p.State, p.Decision = PanelSigned, d
	p.tidy()
	if err := p.validate(); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WritePanels, &PutPanel{Why: Why{Reason: "Ghi nhận quyết định đã ký"}, Panel: p, Was: seen, Copy: file})
}

// committed says which member has not committed themselves, or declared a conflict.
func (p *Panel) committed() error {
	for _, i := range p.Members() {
		if err := p.Seats[i].committed(i); err != nil {
			return err
		}
	}
	return nil
}

// committed says that the holder of the seat at a place has not committed themselves, or
// declared a conflict.
func (s *Seat) committed(place int) error {
	switch s.Commitment.Answer {
	case "":
		return Errorf(Conflict, "Ghế %d (%s) chưa cam kết không xung đột lợi ích. Hãy thu đủ bản cam kết trước khi ghi nhận quyết định.", place+1, s.Name)
	case HasConflict:
		return Errorf(Conflict, "Ghế %d (%s) đã khai có xung đột lợi ích. Hãy thay người trước khi ghi nhận quyết định.", place+1, s.Name)
	}
	return nil
}

// copyOf tells of the file of a signed decision.
func (g Panels) copyOf(ctx context.Context, name string, file []byte) (*DecisionCopy, error) {
	switch {
	case len(file) == 0:
		return nil, &Error{Kind: Invalid, Message: "Hãy chọn tệp PDF của quyết định đã ký: hội đồng chỉ có hiệu lực khi có bản đã ký.", Problems: []Problem{{"file", name, "cần có"}}}
	case len(file) > MaxDecision:
		return nil, Errorf(TooLarge, "Bản quyết định lớn hơn %d MB. Hãy quét lại ở độ phân giải thấp hơn (200 dpi là đủ).", MaxDecision>>20)
	case !bytes.HasPrefix(file, []byte("%PDF-")):
		return nil, &Error{Kind: Invalid, Message: "Bản quyết định đã ký phải là tệp PDF, xét theo nội dung chứ không theo tên tệp. Hãy quét lại thành PDF.", Problems: []Problem{{"file", name, "không phải PDF"}}}
	}
	return g.described(ctx, name, file), nil
}

// described tells of a file that comes now.
func (g Panels) described(ctx context.Context, name string, file []byte) *DecisionCopy {
	sum := sha256.Sum256(file)
	return &DecisionCopy{File: path.Base(strings.ReplaceAll(name, "\\", "/")), Size: int64(len(file)), SHA256: hex.EncodeToString(sum[:]), By: ActorOf(ctx).Account, At: g.Now().UTC()}
}

func (d Decision) validate(today Date) error {
	v := &validation{}
	v.text("number", d.Number, true)
	v.text("by", d.By, true)
	if d.Date.Day == 0 || !d.Date.Valid() || d.Date.Compare(today) > 0 {
		v.add("date", d.Date.String(), "cần ngày ký, không ở tương lai")
	}
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Chưa ghi nhận được quyết định. Hãy điền số, ngày và người ký như trên văn bản."}
}
