package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Proposals serves the corrections that experts propose, to who looks after their records.
type Proposals struct {
	Site  *Site
	Store registry.ReferenceReader
	Gate  registry.Proposals
}

func proposalAddress(id registry.ProposalID) string {
	return "/proposals/" + strconv.FormatInt(int64(id), 10)
}

// proposalLine is a proposal as its expert sees it.
type proposalLine struct {
	ID                              registry.ProposalID
	Field, State, At, Note, Decided string
	Value                           []line
	Open                            bool
}

// proposalLines puts what somebody proposed to their record in words.
func (t teller) proposalLines(p *registry.Person, all []registry.Proposal) ([]proposalLine, error) {
	var lines []proposalLine
	for _, q := range all {
		wanted, err := q.Accepted(p)
		if err != nil {
			return nil, err
		}
		l := proposalLine{ID: q.ID, Field: t.fieldName(q.Field), State: t.T("proposal.state." + string(q.State)), At: t.Moment(q.At), Note: q.Note,
			Value: t.values(wanted, q.Field), Open: q.State == registry.ProposalOpen}
		if !l.Open {
			l.Decided = joined(" · ", t.Moment(q.Decided), q.Decision)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// proposals are those that wait for the reader, for the queue of questions.
func (h *Reviews) proposals(ctx context.Context, p Page) ([]option, error) {
	if !p.May(registry.WritePeople) {
		return nil, nil
	}
	all, err := h.Proposals.Waiting(ctx)
	if err != nil {
		return nil, err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	t := teller{p.Words, ref}
	return t.proposalOptions(ctx, h.Proposals.Store, all)
}

// proposalOptions are ways to proposals, with whose they are and what they are about.
func (t teller) proposalOptions(ctx context.Context, store registry.PersonReader, all []registry.Proposal) ([]option, error) {
	var ways []option
	for _, q := range all {
		person, err := registry.VisiblePerson(ctx, store, q.Person)
		if err != nil {
			return nil, err
		}
		ways = append(ways, option{Label: t.T("proposal.line", "Name", person.Name.Full, "Field", t.fieldName(q.Field)), Value: t.Moment(q.At), Href: proposalAddress(q.ID)})
	}
	return ways, nil
}

// proposalView is one proposal beside what the record says.
type proposalView struct {
	ID                     registry.ProposalID
	Href, Name, PersonHref string
	Field, Note, At, State string
	Version                int64 // of the record
	Now, Then, Wanted      []line
	Moved                  bool // the record says something else by now than when it was proposed
	Open                   bool
	Decided                string
	Why                    string
}

// Show serves GET /proposals/:id.
func (h *Proposals) Show(c echo.Context) error { return h.show(c, nil) }

func (h *Proposals) show(c echo.Context, cause *registry.Error) error {
	ctx := c.Request().Context()
	q, person, err := h.Gate.Proposal(ctx, registry.ProposalID(number(c.Param("id"))))
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "proposal.title", "Name", person.Name.Full)
	t := teller{page.Words, ref}
	wanted, err := q.Accepted(person)
	if err != nil {
		return err
	}
	was := *q
	was.Value = q.Was
	then, err := was.Accepted(person)
	if err != nil {
		return err
	}
	v := proposalView{ID: q.ID, Href: proposalAddress(q.ID), Name: person.Name.Full, PersonHref: personAddress(person.ID), Field: t.fieldName(q.Field), Note: q.Note,
		At: t.Moment(q.At), State: t.T("proposal.state." + string(q.State)), Version: person.Version, Now: t.values(person, q.Field), Then: t.values(then, q.Field),
		Wanted: t.values(wanted, q.Field), Open: q.State == registry.ProposalOpen}
	v.Moved = v.Open && !slices.Equal(each(v.Now, line.String), each(v.Then, line.String))
	if !v.Open {
		v.Decided = joined(" · ", q.Decider, t.Moment(q.Decided), q.Decision)
	}
	status := http.StatusOK
	if cause != nil {
		status, page.Refusal, v.Why = http.StatusBadRequest, cause.Message, c.FormValue("why")
	}
	return h.Site.render(c, status, proposalPage(page, v))
}

// Answer serves POST /proposals/:id: do=accept on the version of the record that was shown,
// or else a refusal with its why.
func (h *Proposals) Answer(c echo.Context) error {
	ctx, id := c.Request().Context(), registry.ProposalID(number(c.Param("id")))
	what, r, err := "proposalaccept", registry.Receipt{}, error(nil)
	if c.FormValue("do") == "accept" {
		r, err = h.Gate.Accept(ctx, id, number(c.FormValue("version")))
	} else {
		what = "proposalrefuse"
		r, err = h.Gate.Refuse(ctx, id, c.FormValue("why"))
	}
	if e, ok := errors.AsType[*registry.Error](err); ok && (e.Kind == registry.Invalid || e.Kind == registry.Conflict || e.Kind == registry.Stale) {
		return h.show(c, e)
	}
	if err != nil {
		return err
	}
	h.Site.searchable(ctx, r.Last)
	return c.Redirect(http.StatusSeeOther, done("/reviews", what, 0, 0))
}
