package registry

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// LotState is where a list stands between the institution that draws it up and the
// department that takes it in. A list of an institution without an approval rule is
// written as it is and never leaves LotDraft.
type LotState string

// The states, in their usual order.
const (
	LotDraft    LotState = ""         // nháp
	LotWaiting  LotState = "waiting"  // chờ đơn vị duyệt
	LotSent     LotState = "sent"     // đã gửi Sở
	LotTaken    LotState = "taken"    // Sở tiếp nhận: written, or about to be
	LotReturned LotState = "returned" // trả lại, with a reason; corrected, it is asked about again
)

var lotStates = map[LotState]string{
	LotDraft: "nháp", LotWaiting: "chờ đơn vị duyệt", LotSent: "đã gửi Sở", LotTaken: "Sở tiếp nhận", LotReturned: "trả lại",
}

// Vietnamese gives the state in words.
func (s LotState) Vietnamese() string { return lotStates[s] }

// LotMove is what somebody does to a list on its way.
type LotMove string

// The moves. To take a list in is to confirm its import (Imports.Confirm).
const (
	LotAsk    LotMove = "ask"    // trình duyệt: the list is complete, the institution shall look at it
	LotRecall LotMove = "recall" // rút lại, before the institution has decided
	LotPass   LotMove = "pass"   // duyệt và gửi
	LotReturn LotMove = "return" // trả lại, by the institution or by the department
)

// lotMoves says from which states a move leads where, and how the trail calls it.
var lotMoves = map[LotMove]struct {
	from []LotState
	to   LotState
	done string
}{
	LotAsk:    {[]LotState{LotDraft, LotReturned}, LotWaiting, "Trình đơn vị duyệt"},
	LotRecall: {[]LotState{LotWaiting}, LotDraft, "Rút lại để sửa"},
	LotPass:   {[]LotState{LotWaiting}, LotSent, "Đơn vị duyệt và gửi Sở"},
	LotReturn: {[]LotState{LotWaiting, LotSent}, LotReturned, "Trả lại"},
}

// Moves are what may be done to a list in a state, in the order of a page.
func (s LotState) Moves() []LotMove {
	var all []LotMove
	for _, m := range []LotMove{LotAsk, LotPass, LotReturn, LotRecall} {
		if slices.Contains(lotMoves[m].from, s) {
			all = append(all, m)
		}
	}
	return all
}

// Lot is the way of a list to the department.
type Lot struct {
	Steps []LotStep `json:"steps,omitempty"` // in their order
	// Makers are the accounts, beside the one that uploaded it, that decided how the
	// list is read or asked for its approval.
	Makers []string    `json:"makers,omitempty"`
	Signed *SignedCopy `json:"signed,omitempty"`
}

// LotStep is one step that somebody took.
type LotStep struct {
	To     LotState  `json:"to,omitempty"`
	By     string    `json:"by"` // account
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"` // in their own words
}

// SignedCopy is the signed Biểu xác nhận số liệu of a list, as it was scanned.
type SignedCopy struct {
	Number string    `json:"number"` // số văn bản
	On     Date      `json:"on"`     // ngày ký
	File   string    `json:"file"`   // name as uploaded
	Kind   string    `json:"kind"`   // MIME type, by the content
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	// Gone says that the file was deleted: somebody's data had to be, or the list was
	// dropped.
	Gone bool `json:"gone,omitempty"`
}

// Deleted gives the copy as one whose file is gone; nil for none.
func (c *SignedCopy) Deleted() *SignedCopy {
	if c == nil {
		return nil
	}
	gone := *c
	gone.Gone = true
	return &gone
}

// State gives where the list stands.
func (l *Lot) State() LotState {
	if len(l.Steps) == 0 {
		return LotDraft
	}
	return l.Steps[len(l.Steps)-1].To
}

// Made notes that an account had a hand in the list.
func (l *Lot) Made(account string) {
	if !slices.Contains(l.Makers, account) {
		l.Makers = append(slices.Clip(l.Makers), account)
	}
}

// Step puts the list into another state.
func (l *Lot) Step(s LotStep) { l.Steps = append(slices.Clip(l.Steps), s) }

// Settled says why nothing about a list may be corrected now, nil where it may.
func (l *Lot) Settled() error {
	switch s := l.State(); s {
	case LotWaiting:
		return Errorf(Conflict, "Danh sách đang %s nên không sửa được. Hãy rút lại, hoặc đợi đơn vị trả lại.", s.Vietnamese())
	case LotSent, LotTaken:
		return Errorf(Conflict, "Danh sách %s nên không sửa được. Sở trả lại thì mới sửa rồi trình lại.", s.Vietnamese())
	}
	return nil
}

// Approval is what an institution asks of its lists from a day on.
type Approval struct {
	From Date         `json:"from"`
	Rule ApprovalRule `json:"rule"`
}

// ApprovalRule says by whom a list of an institution is approved before it is written.
type ApprovalRule string

// The rules. What stands further down asks for more.
const (
	ApprovalNone ApprovalRule = "none" // by nobody: who brings it in confirms it
	ApprovalUnit ApprovalRule = "unit" // by the institution, then taken in by the department
	ApprovalTwo  ApprovalRule = "two"  // likewise, and who approves has not drawn it up
)

// ApprovalRules are the rules there are, in their order.
var ApprovalRules = []ApprovalRule{ApprovalNone, ApprovalUnit, ApprovalTwo}

// Stricter gives that one of two rules that asks for more.
func (r ApprovalRule) Stricter(o ApprovalRule) ApprovalRule {
	return ApprovalRules[max(0, slices.Index(ApprovalRules, r), slices.Index(ApprovalRules, o))]
}

// ApprovalOn gives the rule that an institution has set for a day; "" where it has
// set none.
func (o *Organisation) ApprovalOn(day Date) ApprovalRule {
	var rule ApprovalRule
	var since Date
	for _, a := range o.Approvals {
		if from := a.From.firstDay(); from.Compare(day) <= 0 && from.Compare(since) >= 0 {
			rule, since = a.Rule, from
		}
	}
	return rule
}

// Approve sets what an institution asks from a day on, in place of what it set for that
// very day.
func (o *Organisation) Approve(a Approval) {
	o.Approvals = append(slices.DeleteFunc(slices.Clone(o.Approvals), func(b Approval) bool { return b.From == a.From }), a)
	slices.SortFunc(o.Approvals, func(a, b Approval) int { return a.From.Compare(b.From) })
}

// ApprovalOf gives the rule for lists of an organisation on a day: its own, otherwise
// that of what it stands under, otherwise ApprovalNone.
func (r *Reference) ApprovalOf(id OrganisationID, day Date) ApprovalRule {
	for range 20 { // deeper than any institution
		o, ok := r.Organisation(id)
		if !ok {
			break
		}
		if rule := o.ApprovalOn(day); rule != "" {
			return rule
		}
		id = o.Parent
	}
	return ApprovalNone
}

// Moving is a move with what it is about.
type Moving struct {
	Move   LotMove
	Plan   string       // digest of the preview that was looked at
	Reason string       // in the mover's own words; a return has one
	Rule   ApprovalRule // what the institution asks
	At     time.Time
}

// Move takes a list one step on its way. A move that does not lead on from where the
// list stands, or that is about another preview than the present one, is a Conflict;
// who may not make it is Forbidden.
func (g Imports) Move(ctx context.Context, of ImportID, m Moving) (Receipt, error) {
	i, err := g.Store.Import(ctx, of)
	if err != nil {
		return Receipt{}, err
	}
	actor := ActorOf(ctx)
	if err := m.refused(actor, i); err != nil {
		return Receipt{}, err
	}
	way := lotMoves[m.Move]
	why := Why{Reason: way.done}
	if m.Reason != "" {
		why = Spoken(m.Reason)
		if err := why.tidySpoken(); err != nil {
			return Receipt{}, err
		}
		m.Reason = why.Reason
	}
	if m.Move == LotAsk {
		i.Lot.Made(actor.Account)
	}
	i.Lot.Step(LotStep{To: way.to, By: actor.Account, At: m.At, Reason: m.Reason})
	return commitAs(ctx, g.Store, WriteImports, &AmendImport{Why: why, Import: i, Was: i.Version})
}

// refused says why a move cannot be made, nil where it can.
func (m *Moving) refused(a Actor, i *Import) error {
	way, ok := lotMoves[m.Move]
	state := i.Lot.State()
	switch {
	case !ok:
		return Errorf(Invalid, "Không có bước %q. Hãy chọn trình duyệt, rút lại, duyệt hoặc trả lại.", m.Move)
	case i.State != ImportPlanned:
		return Errorf(Conflict, "Lần nhập %d không ở bước xem trước nên không trình, duyệt hay trả lại được. Hãy mở lại trang của lần nhập ấy.", i.ID)
	case !slices.Contains(way.from, state):
		return Errorf(Conflict, "Danh sách này đang ở bước “%s” nên không làm được việc này. Hãy tải lại trang.", state.Vietnamese())
	case m.Plan != i.Plan:
		return Errorf(Conflict, "Danh sách đã được sửa sau khi bạn xem. Hãy xem lại bản xem trước mới rồi quyết định.")
	case m.Move == LotReturn && m.Reason == "":
		return &Error{Kind: Invalid, Message: "Trả lại phải có lý do để người lập biết cần sửa gì. Hãy ghi lý do.",
			Problems: []Problem{{Field: "reason", Reason: "chưa có"}}}
	case state == LotSent && a.Role == DataOfficer:
		return Errorf(Forbidden, "Danh sách đã gửi Sở: chỉ Sở tiếp nhận hoặc trả lại. Hãy liên hệ Sở nếu cần sửa.")
	case m.Move == LotPass && m.Rule == ApprovalTwo && slices.Contains(i.AllMakers(), a.Account):
		return Errorf(Forbidden, "Người duyệt phải khác người lập, mà %s đã lập hoặc sửa danh sách này. Hãy nhờ người khác của đơn vị duyệt.", a.Account)
	}
	return nil
}

// AllMakers are the accounts that had a hand in a list, who uploaded it first.
func (i *Import) AllMakers() []string {
	others := slices.DeleteFunc(slices.Clone(i.Lot.Makers), func(a string) bool { return a == i.Account })
	return append([]string{i.Account}, others...)
}

// Confirm records that somebody who saw the plan wants it written. Where the
// institution asks for approval, that is to take in what it sent; a list that was not
// sent yet is a Conflict then.
func (g Imports) Confirm(ctx context.Context, i *Import, rule ApprovalRule, at time.Time) (Receipt, error) {
	actor := ActorOf(ctx)
	if err := i.Lot.Written(rule); err != nil && i.Lot.State() != LotSent {
		return Receipt{}, err
	}
	reason := "Đã xác nhận bản xem trước"
	if i.Lot.State() == LotSent {
		if actor.Role == DataOfficer {
			return Receipt{}, Errorf(Forbidden, "Danh sách đã gửi Sở: chỉ Sở tiếp nhận. Hãy đợi Sở.")
		}
		i.Lot.Step(LotStep{To: LotTaken, By: actor.Account, At: at})
		reason = "Sở tiếp nhận"
	}
	i.State, i.Failure = ImportApproved, ""
	return g.Amend(ctx, i, reason)
}

// Written says why a list may not be written under a rule, nil where it may.
func (l *Lot) Written(rule ApprovalRule) error {
	s := l.State()
	if s == LotTaken || rule == ApprovalNone && (s == LotDraft || s == LotReturned) {
		return nil
	}
	what := "Danh sách của cơ quan này phải được đơn vị duyệt rồi gửi Sở trước khi ghi"
	return Errorf(Conflict, "%s; hiện đang ở bước “%s”. Hãy %s.", what, s.Vietnamese(), lotNext[s])
}

// lotNext says what is to be done with a list that is not written yet.
var lotNext = map[LotState]string{
	LotDraft: "mở trang của lần nhập, xem lại rồi bấm Trình đơn vị duyệt", LotReturned: "sửa theo lý do trả lại rồi trình lại",
	LotWaiting: "đợi đơn vị duyệt", LotSent: "bấm Tiếp nhận và ghi ở trang của lần nhập",
}

// approvals refuses values of what an institution asks of its lists.
func (v *validation) approvals(all []Approval) {
	v.length("approvals", len(all))
	for k, a := range all {
		at := fmt.Sprintf("approvals[%d].", k)
		oneOf(v, at+"rule", a.Rule, ApprovalRules...)
		if v.date(at+"from", a.From); a.From.IsZero() {
			v.add(at+"from", "", "phải có ngày bắt đầu áp dụng")
		}
	}
}

// Attachable says why a signed copy cannot be attached to a list, nil where it can:
// its number or day is refused, or the list is not one that anybody signs for now.
func (g Imports) Attachable(ctx context.Context, of ImportID, c *SignedCopy) error {
	i, err := g.Store.Import(ctx, of)
	if err != nil {
		return err
	}
	return c.attachable(i)
}

func (c *SignedCopy) attachable(i *Import) error {
	v := &validation{}
	v.text("number", c.Number, true)
	if twelve.MatchString(c.Number) {
		v.problems = []Problem{{"number", "", "không được chứa số định danh cá nhân (12 chữ số)"}}
	}
	switch v.date("on", c.On); {
	case c.On.IsZero():
		v.add("on", "", "phải có ngày ký")
	case c.On.Compare(DateOf(c.At.In(Vietnam))) > 0:
		v.add("on", c.On.String(), "là ngày chưa tới")
	}
	if len(v.problems) > 0 {
		return &Error{Kind: Invalid, Problems: v.problems, Message: "Bản đã ký chưa được đính kèm: số hoặc ngày ký chưa đúng. Hãy ghi số của biểu và ngày ký."}
	}
	switch {
	case i.State != ImportPlanned && i.State != ImportApplied:
		return Errorf(Conflict, "Lần nhập %d không ở bước xem trước hay đã ghi nên không đính kèm bản đã ký được.", i.ID)
	case i.Lot.State() == LotSent && i.Lot.Signed != nil: // a first one may come: the head signs what he let pass
		return Errorf(Conflict, "Danh sách đã gửi Sở nên không thay bản đã ký được. Sở trả lại hoặc tiếp nhận thì mới thay.")
	}
	return nil
}

// Attach records the signed copy of a list, in place of a former one.
func (g Imports) Attach(ctx context.Context, of ImportID, c SignedCopy) (Receipt, error) {
	i, err := g.Store.Import(ctx, of)
	if err != nil {
		return Receipt{}, err
	}
	if err := c.attachable(i); err != nil {
		return Receipt{}, err
	}
	i.Lot.Signed = &c
	return g.Amend(ctx, i, "Đính kèm biểu xác nhận đã ký")
}
