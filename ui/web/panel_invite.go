package web

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/selection"
	"trithuc/ui/office"
)

// linkView is a link to answer by, shown this once.
type linkView struct {
	Back, Who, Seat string
	Link            string
	Message         string // to copy
	Code            string // the link as a picture, in an address of its own
	Until           registry.Date
}

// Links serves POST /panels/:id/links: a link to answer by for the holder of a seat,
// shown once, or letters with a link each for all who have not answered.
func (h *Panels) Links(c echo.Context) error {
	ctx := c.Request().Context()
	until, err := dayOrNone(c.FormValue("until"))
	if err != nil {
		return err
	}
	p, err := h.Store.Panel(ctx, panelID(c))
	if err != nil {
		return err
	}
	seats := p.Invitable()
	letters := c.FormValue("seat") == ""
	if !letters {
		seats = []int{int(number(c.FormValue("seat")))}
	}
	links, err := h.gate().Links(ctx, p.ID, number(c.FormValue("version")), seats, until)
	e, refused := errors.AsType[*registry.Error](err)
	if refused && slices.Contains([]registry.Kind{registry.Invalid, registry.Conflict, registry.Stale}, e.Kind) {
		return h.show(c, e)
	}
	if err != nil {
		return err
	}
	for at := range links {
		links[at] = cmp.Or(h.Public, c.Scheme()+"://"+c.Request().Host) + "/invitations/" + links[at]
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if p, err = h.Store.Panel(ctx, p.ID); err != nil {
		return err
	}
	if letters {
		return h.letters(c, p, links)
	}
	return h.link(c, p, links)
}

// dayOrNone reads a day that may be left out.
func dayOrNone(text string) (registry.Date, error) {
	if text == "" {
		return registry.Date{}, nil
	}
	day, ok := readDate(text)
	if !ok {
		return day, registry.Errorf(registry.Invalid, "Ngày %q không đọc được. Hãy ghi ngày/tháng/năm.", text)
	}
	return day, nil
}

// letters sends the letters that invite, as one Word file.
func (h *Panels) letters(c echo.Context, p *registry.Panel, links map[int]string) error {
	file, err := h.file(c.Request().Context(), p)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := office.WriteJoinLetters(&b, file, links); err != nil {
		return err
	}
	return attach(c, h.Site.Words.For(c.Request()).T("panel.letters.file")+".docx", office.WordType, b.Bytes())
}

// link shows the one link that was made.
func (h *Panels) link(c echo.Context, p *registry.Panel, links map[int]string) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	people, err := registry.VisiblePeople(ctx, h.Store, p.People())
	if err != nil {
		return err
	}
	at := slices.Collect(maps.Keys(links))[0]
	code, err := office.QRCode(links[at])
	if err != nil {
		return err
	}
	page := h.Site.page(c, "panels", "panel.link.title")
	t := teller{page.Words, ref}
	s := t.seat(p, at, people)
	v := linkView{Back: panelAddress(p.ID), Who: s.Who, Seat: s.Seat.Name, Link: links[at], Until: s.Seat.Invitation.Until,
		Message: s.Message + " " + t.T("panel.link.said", "Link", links[at]), Code: "data:image/png;base64," + base64.StdEncoding.EncodeToString(code)}
	return h.Site.render(c, http.StatusOK, linkPage(page, v))
}

// replyView is what the holder of a link sees: what they are invited to, and nothing of
// anybody, not even their own name, should the link be in wrong hands.
type replyView struct {
	Action                            string
	Panel, Seat, Who, Proposer, Topic string
	Until                             registry.Date
	Problem                           string
	Answer, Commitment, Note          string
}

// Invited serves GET /invitations/:link.
func (h *Panels) Invited(c echo.Context) error { return h.invited(c, nil) }

// invited shows an invitation to who holds its link; cause says what was refused.
func (h *Panels) invited(c echo.Context, cause *registry.Error) error {
	ctx := c.Request().Context()
	c.Response().Header().Set("Cache-Control", "no-store")
	p, at, err := h.gate().Linked(ctx, c.Param("link"), c.RealIP())
	if err != nil {
		return err
	}
	s, need := &p.Seats[at], selection.NeedOf(p)
	page := h.Site.page(c, "", "invited.title")
	v := replyView{Action: "/invitations/" + c.Param("link"), Panel: p.Name, Seat: s.Name, Proposer: cmp.Or(p.Proposer, page.T("invited.agency")), Topic: cmp.Or(need.Work.Name, need.Topic), Until: s.Invitation.Until,
		Answer: c.FormValue("answer"), Commitment: c.FormValue("commitment"), Note: c.FormValue("note")}
	status := http.StatusOK
	if cause != nil {
		status, v.Problem = http.StatusBadRequest, cause.Message
	}
	return h.Site.render(c, status, invitedPage(page, v))
}

// Reply serves POST /invitations/:link.
func (h *Panels) Reply(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	err := h.gate().Reply(c.Request().Context(), c.Param("link"), c.RealIP(), registry.Reply{
		Answer: registry.InvitationAnswer(c.FormValue("answer")), Commitment: registry.CommitmentAnswer(c.FormValue("commitment")), Note: c.FormValue("note"),
	})
	if e, ok := errors.AsType[*registry.Error](err); ok && e.Kind == registry.Invalid {
		return h.invited(c, e)
	}
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, repliedPage(h.Site.page(c, "", "invited.title"), c.FormValue("answer") == string(registry.Accepted)))
}
