package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/selection"
	"trithuc/search"
	"trithuc/ui/office"
)

// PanelPageStore is what the pages of panels read and commit to through the gate.
type PanelPageStore interface {
	registry.Committer
	registry.PersonReader
	registry.ReferenceReader
	registry.PanelReader
	registry.PaperReader
	registry.ShortlistReader
	registry.TrailReader
}

// Panels serves advisory panels, from the need to the result.
type Panels struct {
	Site     *Site
	Store    PanelPageStore
	Searcher Searcher
	Tries    registry.TryStore // of links to answer by
	Random   io.Reader
	Now      func() time.Time
	Public   string // address by which the invited reach the server, without a slash at its end; "" for the one a secretary uses
}

func (h *Panels) gate() registry.Panels {
	return registry.Panels{Store: h.Store, Now: h.Now, Random: h.Random, Tries: h.Tries, Check: selection.Checker(h.Store, h.rank(), h.Now)}
}

func (h *Panels) today() registry.Date { return registry.DateOf(h.Now().In(registry.Vietnam)) }

func (h *Panels) rank() selection.Ranker { return search.Ranking{By: h.Searcher} }

func panelAddress(id registry.PanelID) string { return fmt.Sprintf("/panels/%d", id) }

// panelLine is one panel of the list.
type panelLine struct {
	Href, Name, State, Decision string
	Members                     int
}

// servedLine says how often somebody sits this year.
type servedLine struct {
	Href, Name string
	Panels     int
}

// List serves GET /panels: all panels, and who sits how often this year.
func (h *Panels) List(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := h.Store.Panels(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "panels", "panels.title")
	lines := each(all, func(p registry.Panel) panelLine {
		l := panelLine{Href: panelAddress(p.ID), Name: p.Name, State: page.T("panel.state." + string(p.State)), Members: len(p.Members())}
		if p.Decision.Number != "" {
			l.Decision = page.T("panel.decision.short", "Number", p.Decision.Number, "Date", page.Date(p.Decision.Date))
		}
		return l
	})
	served, err := h.served(ctx, all)
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, panelsPage(page, lines, h.calendar(all), served, h.today().Year))
}

// served counts the panels of this year that people sit on, most first.
func (h *Panels) served(ctx context.Context, all []registry.Panel) (lines []servedLine, err error) {
	times := map[registry.PersonID]int{}
	var ids []registry.PersonID
	for _, p := range all {
		if p.Decision.Date.Year != h.today().Year {
			continue
		}
		for _, i := range p.Members() {
			if id := p.Seats[i].Person; id != 0 {
				if times[id]++; times[id] == 1 {
					ids = append(ids, id)
				}
			}
		}
	}
	people, err := registry.VisiblePeople(ctx, h.Store, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		lines = append(lines, servedLine{personAddress(p.ID), p.Name.Full, times[p.ID]})
	}
	slices.SortStableFunc(lines, func(a, b servedLine) int { return cmp.Compare(b.Panels, a.Panels) })
	return lines, nil
}

// New serves GET /panels/new: the form of a need and, once it was sent, the proposal
// for it. What was asked stands in the address, so that it can be asked again changed.
func (h *Panels) New(c echo.Context) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "panels", "panel.new.title")
	t := teller{page.Words, ref}
	asked := c.QueryParams()
	v := needView{Asked: asked, Templates: t.templates(asked.Get("template"), h.today()), Fields: t.codeNames(registry.SchemeField)}
	if !asked.Has("size") {
		return h.Site.render(c, http.StatusOK, needPage(page, v))
	}
	need, refused := t.needOf(asked)
	if len(refused) == 0 {
		v.Proposal, err = selection.Propose(ctx, selection.Visible(h.Store), h.rank(), need, h.Now())
		if e, ok := errors.AsType[*registry.Error](err); ok && e.Kind == registry.Invalid {
			refused = t.needProblems(e)
		} else if err != nil {
			return err
		}
	}
	status := http.StatusOK
	if v.Problems = refused; len(refused) > 0 {
		status = http.StatusBadRequest
	} else if v.Need, err = needText(need); err != nil {
		return err
	}
	v.Name = t.T("panel.name.default", "Topic", cmp.Or(need.Work.Name, need.Topic))
	v.Covered = t.coverage(v.Proposal)
	return h.Site.render(c, status, needPage(page, v))
}

// needText keeps a need as the store has it.
func needText(need selection.Need) (string, error) {
	raw, err := json.Marshal(need)
	return string(raw), err
}

// Open serves POST /panels: keeps the proposal for a need, or the people of a shortlist,
// as a draft.
func (h *Panels) Open(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := h.draft(ctx, c)
	if err != nil {
		return err
	}
	p.Name, p.Proposer, p.Signer = cmp.Or(strings.TrimSpace(c.FormValue("name")), p.Name), c.FormValue("proposer"), c.FormValue("signer")
	r, err := h.gate().Open(ctx, p)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(panelAddress(registry.PanelID(r.Subjects[0].ID)), "panelled", 0, 0))
}

func (h *Panels) draft(ctx context.Context, c echo.Context) (*registry.Panel, error) {
	if id := number(c.FormValue("shortlist")); id != 0 {
		return h.ofShortlist(ctx, registry.ShortlistID(id))
	}
	text := c.FormValue("need")
	need, err := selection.ReadNeed(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	proposal, err := selection.Propose(ctx, selection.Visible(h.Store), h.rank(), need, h.Now())
	if err != nil {
		return nil, err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	p := &registry.Panel{Kind: need.Kind, Need: json.RawMessage(text), Seats: proposal.Seats(), Name: need.Topic}
	for _, k := range selection.Templates(ref, h.today()) {
		if k.Code == need.Kind {
			p.Grounds = k.Grounds
		}
	}
	return p, nil
}

// ofShortlist seats the people of a list as members, in its order.
func (h *Panels) ofShortlist(ctx context.Context, id registry.ShortlistID) (*registry.Panel, error) {
	list, err := h.Store.Shortlist(ctx, id)
	if err != nil {
		return nil, err
	}
	people, err := registry.VisiblePeople(ctx, h.Store, list.People)
	if err != nil {
		return nil, err
	}
	need := selection.Need{Topic: list.Name, Size: min(max(1, len(people)), selection.MaxSize)}
	text, err := needText(need)
	if err != nil {
		return nil, err
	}
	p := &registry.Panel{Name: list.Name, Need: json.RawMessage(text)}
	for _, who := range people {
		p.Seats = append(p.Seats, registry.Seat{Name: selection.PlainSeat, Person: who.ID})
	}
	return p, nil
}

// Paper serves GET /panels/:id/papers/:paper: one document as a Word file.
func (h *Panels) Paper(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := h.Store.Panel(ctx, panelID(c))
	if err != nil {
		return err
	}
	file, err := h.file(ctx, p)
	if err != nil {
		return err
	}
	paper := office.PanelPaper(c.Param("paper"))
	var b bytes.Buffer
	template, err := ownTemplate(ctx, h.Store, paper)
	if err != nil {
		return err
	}
	if template != nil {
		err = office.FillTemplate(&b, template, file)
	} else {
		err = office.WritePanelPaper(&b, paper, file)
	}
	if err != nil {
		return err
	}
	words := h.Site.Words.For(c.Request())
	return attach(c, words.T("panel.paper."+string(paper))+".docx", office.WordType, b.Bytes())
}

// Members serves GET /panels/:id/members.xlsx: the members as a list in Excel.
func (h *Panels) Members(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := h.Store.Panel(ctx, panelID(c))
	if err != nil {
		return err
	}
	file, err := h.file(ctx, p)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	words := h.Site.Words.For(c.Request())
	if err := office.WriteSheet(&b, office.XLSX, words.T("panel.list.sheet"), office.RowsOf(file.List())); err != nil {
		return err
	}
	return attach(c, words.T("panel.list.file")+".xlsx", office.XLSX.ContentType(), b.Bytes())
}

// file gives a panel with what its documents tell of it.
func (h *Panels) file(ctx context.Context, p *registry.Panel) (office.PanelFile, error) {
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return office.PanelFile{}, err
	}
	people, err := registry.VisiblePeople(ctx, h.Store, p.People())
	if err != nil {
		return office.PanelFile{}, err
	}
	need := selection.NeedOf(p)
	file := office.PanelFile{Panel: p, People: map[registry.PersonID]*registry.Person{}, Ref: ref, Topic: need.Topic, Work: need.Work.Name, Today: h.today()}
	for _, who := range people {
		file.People[who.ID] = who
	}
	return file, nil
}

func panelID(c echo.Context) registry.PanelID { return registry.PanelID(number(c.Param("id"))) }
