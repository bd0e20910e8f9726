package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
)

// Approvals takes lists through the approval of their institution.
type Approvals interface {
	// Approval gives what the institutions of a planned list ask today.
	Approval(ctx context.Context, p *importer.Plan) (registry.ApprovalRule, error)
	// Move takes a list one step on its way.
	Move(ctx context.Context, id registry.ImportID, move registry.LotMove, plan, reason string) (registry.Receipt, error)
	// Attach keeps the signed form of a list.
	Attach(ctx context.Context, id registry.ImportID, of importer.Upload, number string, on registry.Date) (registry.Receipt, error)
	// Signed gives it.
	Signed(ctx context.Context, id registry.ImportID) (*registry.SignedCopy, []byte, error)
}

// lotView is the way of a list through approval.
type lotView struct {
	State    registry.LotState
	Asked    bool     // its institution asks for approval, or it went that way already
	Two      bool     // who approves must not have drawn it up
	Makers   string   // who drew it up
	Moves    []string // what the actor may do now
	Returned string   // why it was returned, "" where it was not
	Steps    []lotLine
	Signed   *signedView
	Attach   bool // a signed copy may be attached now
}

// lotLine is one step that was taken.
type lotLine struct{ What, When, Who, Reason string }

// signedView is the signed copy in words.
type signedView struct {
	registry.SignedCopy
	Day, When string
}

// lotSteps are the states that a page shows as a way, in their order.
var lotSteps = []registry.LotState{registry.LotDraft, registry.LotWaiting, registry.LotSent, registry.LotTaken}

// lot describes the way of a list whose plan asks for a rule.
func (t teller) lot(i *registry.Import, rule registry.ApprovalRule, a registry.Actor) lotView {
	v := lotView{
		State: i.Lot.State(), Asked: rule != registry.ApprovalNone || len(i.Lot.Steps) > 0, Two: rule == registry.ApprovalTwo,
		Makers: joined(", ", i.AllMakers()...),
	}
	for _, s := range i.Lot.Steps {
		v.Steps = append(v.Steps, lotLine{t.T("lot." + lotName(s.To)), t.Moment(s.At), s.By, s.Reason})
	}
	if v.State == registry.LotReturned {
		v.Returned = cmp.Or(i.Lot.Steps[len(i.Lot.Steps)-1].Reason, t.T("lot.noreason"))
	}
	if i.State == registry.ImportPlanned && a.May(registry.WriteImports) {
		for _, m := range v.State.Moves() {
			if m != registry.LotPass || !v.Two || !slices.Contains(i.AllMakers(), a.Account) {
				v.Moves = append(v.Moves, string(m))
			}
		}
	}
	if c := i.Lot.Signed; c != nil {
		v.Signed = &signedView{*c, t.Date(c.On), t.Moment(c.At)}
	}
	v.Attach = a.May(registry.WriteImports) && (v.State != registry.LotSent || i.Lot.Signed == nil) &&
		(i.State == registry.ImportPlanned || i.State == registry.ImportApplied)
	return v
}

// may says that a move is offered.
func (v lotView) may(m registry.LotMove) bool { return slices.Contains(v.Moves, string(m)) }

// writable says that the list may be written by who looks at it.
func (v lotView) writable() bool { return !v.Asked || v.State == registry.LotSent }

// lotName is how messages call a state.
func lotName(s registry.LotState) string { return cmp.Or(string(s), "draft") }

// lotPlace is where in lotSteps a state stands; a list that was returned is a draft.
func lotPlace(s registry.LotState) int { return max(0, slices.Index(lotSteps, s)) }

// Move serves POST /imports/:id/moves.
func (h *Imports) Move(c echo.Context) error {
	ctx := c.Request().Context()
	r, err := h.Approvals.Move(ctx, importID(c), registry.LotMove(c.FormValue("move")), c.FormValue("plan"), c.FormValue("reason"))
	if _, err := registry.Again(ctx, registry.Imports{Store: h.Store}, r, err); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(importAddress(importID(c)), "moved", int64(importID(c)), 0))
}

// Attach serves POST /imports/:id/signed.
func (h *Imports) Attach(c echo.Context) error {
	ctx := c.Request().Context()
	on, ok := readDate(c.FormValue("on"))
	if !ok {
		return registry.Errorf(registry.Invalid, "Ngày %q không đọc được. Hãy ghi ngày/tháng/năm.", c.FormValue("on"))
	}
	file, err := c.FormFile("file")
	if err != nil {
		return &registry.Error{Kind: registry.Invalid, Err: err, Message: "Chưa chọn tệp. Hãy chọn bản đã ký (PDF hoặc ảnh) rồi gửi lại."}
	}
	content, err := file.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	r, err := h.Approvals.Attach(ctx, importID(c), importer.Upload{Name: file.Filename, Content: content}, c.FormValue("number"), on)
	if _, err := registry.Again(ctx, registry.Imports{Store: h.Store}, r, err); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(importAddress(importID(c)), "attached", int64(importID(c)), 0)+"#signed")
}

// Signed serves GET /imports/:id/signed: the signed copy as it came.
func (h *Imports) Signed(c echo.Context) error {
	copied, content, err := h.Approvals.Signed(c.Request().Context(), importID(c))
	if err != nil {
		return err
	}
	return attach(c, copied.File, copied.Kind, content)
}

// lotButton makes the move that leads on the one that stands out.
func lotButton(move string) string {
	if m := registry.LotMove(move); m == registry.LotAsk || m == registry.LotPass {
		return "btn-main"
	}
	return "btn-plain"
}
