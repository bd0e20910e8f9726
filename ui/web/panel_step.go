package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/selection"
)

// panelStep is one thing done about a panel, read off a form.
type panelStep func(*Panels, context.Context, *panelForm) (registry.Receipt, error)

// panelSteps are those of POST /panels/:id, by the value of do.
var panelSteps = map[string]panelStep{
	"facts": (*Panels).setFacts, "replace": (*Panels).replace, "remove": (*Panels).remove, "add": (*Panels).add,
	"weigh": (*Panels).weigh, "oppose": (*Panels).oppose, "ask": (*Panels).ask, "agency": (*Panels).agencyReply,
	"succeed": (*Panels).succeed, "join": (*Panels).join, "evaluate": (*Panels).evaluate, "criteria": (*Panels).setCriteria, "submit": (*Panels).submit, "recall": (*Panels).recall, "commit": (*Panels).commitTo, "invite": (*Panels).invite,
	"answer": (*Panels).answer, "stepin": (*Panels).stepIn, "meet": (*Panels).meet, "close": (*Panels).end,
}

// panelForm is what was sent about a panel.
type panelForm struct {
	echo.Context
	id   registry.PanelID
	seen int64
	seat int
}

// Step serves POST /panels/:id.
func (h *Panels) Step(c echo.Context) error {
	step, known := panelSteps[c.FormValue("do")]
	if !known {
		return registry.Errorf(registry.Invalid, "Không rõ cần làm gì với hội đồng này. Hãy tải lại trang rồi làm lại.")
	}
	f := &panelForm{c, panelID(c), number(c.FormValue("version")), int(number(c.FormValue("seat")))}
	_, err := step(h, c.Request().Context(), f)
	e, ok := errors.AsType[*registry.Error](err)
	if ok && slices.Contains([]registry.Kind{registry.Invalid, registry.Conflict, registry.Stale}, e.Kind) {
		return h.show(c, e)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(panelAddress(f.id), "panelled", 0, 0))
}

// compose changes seats or facts of a panel that is being put together.
func (h *Panels) compose(ctx context.Context, f *panelForm, change func(*registry.Panel) error) (registry.Receipt, error) {
	p, err := h.Store.Panel(ctx, f.id)
	if err != nil {
		return registry.Receipt{}, err
	}
	if err := change(p); err != nil {
		return registry.Receipt{}, err
	}
	p.Version = f.seen
	return h.gate().Compose(ctx, p)
}

func (h *Panels) setFacts(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.compose(ctx, f, func(p *registry.Panel) error {
		p.Name, p.Proposer, p.Signer, p.Place = f.FormValue("name"), f.FormValue("proposer"), f.FormValue("signer"), f.FormValue("place")
		p.Grounds, p.Office, p.Standing = lines(f.FormValue("grounds")), f.FormValue("office"), f.FormValue("standing") == "yes"
		return nil
	})
}

// lines parts a text at its lines.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// holder reads who shall hold a seat: somebody of the registry by their id, or a name,
// or the agency that is asked to name somebody.
func (f *panelForm) holder(s *registry.Seat) error {
	s.Agency = f.FormValue("agency")
	text := strings.TrimSpace(cmp.Or(f.FormValue("instead"), f.FormValue("person")))
	if text == "" {
		return nil
	}
	id, err := registry.ParsePersonID(text)
	switch {
	case err == nil:
		s.Person = id
	case strings.HasPrefix(strings.ToUpper(text), "TT"):
		return &registry.Error{Kind: registry.Invalid, Err: err, Message: "Mã hồ sơ không đúng. Mã có dạng TT-0000013; hãy kiểm tra từng chữ số."}
	default:
		s.Holder = text
	}
	return nil
}

func (h *Panels) replace(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.compose(ctx, f, func(p *registry.Panel) error {
		if f.seat >= len(p.Seats) {
			return registry.Errorf(registry.Conflict, "Ghế này không còn. Hãy tải lại trang.")
		}
		old := p.Seats[f.seat]
		p.Seats[f.seat] = registry.Seat{Name: cmp.Or(f.FormValue("seatname"), old.Name), Reserve: old.Reserve}
		if f.FormValue("instead") == "" && f.FormValue("person") == "" && f.FormValue("agency") == "" {
			p.Seats[f.seat].Person, p.Seats[f.seat].Holder, p.Seats[f.seat].Agency = old.Person, old.Holder, old.Agency
			return nil
		}
		return f.holder(&p.Seats[f.seat])
	})
}

func (h *Panels) remove(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.compose(ctx, f, func(p *registry.Panel) error {
		if f.seat < len(p.Seats) {
			p.Seats = slices.Delete(p.Seats, f.seat, f.seat+1)
		}
		return nil
	})
}

func (h *Panels) add(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.compose(ctx, f, func(p *registry.Panel) error {
		s := registry.Seat{Name: cmp.Or(f.FormValue("seatname"), selection.PlainSeat), Reserve: f.FormValue("reserve") == "yes"}
		err := f.holder(&s)
		p.Seats = append(p.Seats, s)
		return err
	})
}

func (h *Panels) weigh(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().Weigh(ctx, f.id, f.seen, f.seat, int(number(f.FormValue("finding"))), f.FormValue("why"))
}

func (h *Panels) oppose(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().Oppose(ctx, f.id, f.seen, f.seat, f.FormValue("evidence"), f.FormValue("hard") == "yes")
}

func (h *Panels) submit(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().Submit(ctx, f.id, f.seen)
}

func (h *Panels) recall(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().Recall(ctx, f.id, f.seen)
}

func (h *Panels) commitTo(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().Commit(ctx, f.id, f.seen, f.seat, registry.CommitmentAnswer(f.FormValue("answer")))
}

func (h *Panels) invite(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	until, _ := readDate(f.FormValue("until"))
	return h.gate().Invite(ctx, f.id, f.seen, f.seat, f.FormValue("through"), until)
}

func (h *Panels) answer(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().Answer(ctx, f.id, f.seen, f.seat, registry.InvitationAnswer(f.FormValue("answer")), f.FormValue("note"))
}

func (h *Panels) stepIn(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().StepIn(ctx, f.id, f.seen, f.seat, int(number(f.FormValue("reserve"))))
}

func (h *Panels) end(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().Close(ctx, f.id, f.seen, f.FormValue("result"))
}
