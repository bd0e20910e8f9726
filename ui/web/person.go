package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// PersonStore is what the page of a person reads.
type PersonStore interface {
	registry.PersonReader
	registry.TrailReader
	registry.ReferenceReader
	registry.ImportReader
	registry.ShortlistReader
	registry.PanelReader
	registry.MergeReader
}

// Person serves the page of one person.
type Person struct {
	Site     *Site
	Store    PersonStore
	Searcher Searcher // for people of like expertise
	Now      func() time.Time
}

// Show serves GET /people/:id: today's record, or with ?as_of= a former one; with
// ?view=cv as a lý lịch khoa học to print.
func (h *Person) Show(c echo.Context) error {
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	if text := c.QueryParam("as_of"); text != "" {
		return h.showPast(c, id, text)
	}
	p, err := registry.VisiblePerson(c.Request().Context(), h.Store, id)
	if err != nil {
		return err
	}
	if p.ID != id { // merged; nobody keeps the answer, since they may be taken apart again
		c.Response().Header().Set("Cache-Control", "no-store")
		return c.Redirect(http.StatusMovedPermanently, personAddress(p.ID))
	}
	return h.render(c, p, pastNote{})
}

func personAddress(id registry.PersonID) string { return "/people/" + id.Public() }

// listAddressOf is where a list of a record is changed.
func listAddressOf(id registry.PersonID, list string) string {
	return personAddress(id) + "/edit/" + list
}

// today gives the day it is where the readers are.
func (h *Person) today() registry.Date { return registry.DateOf(h.Now().In(registry.Vietnam)) }

// render shows a record, today's or a former one.
func (h *Person) render(c echo.Context, p *registry.Person, past pastNote) error {
	ctx := c.Request().Context()
	page := h.Site.page(c, "search", "person.title", "Name", p.Name.Full)
	cv := c.QueryParam("view") == "cv"
	view, err := h.view(ctx, page.Words, p, cmp.Or(past.date(), h.today()), c.QueryParam("sources") == "all")
	if err != nil {
		return err
	}
	view.Past, view.Whole = past.in(page.Words), registry.ActorOf(ctx).Whole(p)
	if cv {
		return h.Site.render(c, http.StatusOK, cvPage(page, view, page.Date(h.today())))
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	if err := h.around(ctx, &view, teller{page.Words, ref}, p); err != nil {
		return err
	}
	view.From = local(cmp.Or(c.QueryParam("from"), "/people"))
	return h.Site.render(c, http.StatusOK, personPage(page, view))
}

// personView is one person in words.
type personView struct {
	ID, Prefix, Name string
	Post, Unit       string
	Version          int64
	From             string // where the reader came from
	Past             string // as of when, "" for today
	Source           string // of the record as a whole
	Main, Side       []section
	Missing          []option // lists without an item, and the way to fill them
	Public           bool
	Whole            bool // the reader sees all of the record, not what is published alone
	Scope            registry.Scope
	Retirement       retirement
	History          []happening
	Merged           []mergedLine
	Lists            []registry.Shortlist
	Similar          []option // people of like expertise
	Served           []option // panels they sit or sat on
	Timeline         []moment
	Colleagues       []colleague // with whom they worked
}

// editable says that the reader may change what the page shows.
func (v personView) editable(p Page) bool {
	return v.Past == "" && v.Whole && p.May(registry.WritePeople)
}

// mergedLine is a record that became part of this one.
type mergedLine struct{ ID, Href string }

// section is a part of the record: what is empty is left out, and so is a
// section without facts.
type section struct {
	ID    string
	Facts []fact
}

// fact is one value, and its source where that is not the record's own. Label is
// that of the first of several; Edit leads to the form, beside the label.
type fact struct {
	line
	Field  string
	Label  string
	Source string
	Edit   string

	Derived bool // worked out from the record, and not in it
}

// retirement is the month the law gives, and how sure it is.
type retirement struct {
	Month     string
	Basis     string // age by the table
	Uncertain string // why it is not certain: only the year of birth is known, or printed tables disagree; "" where it is
	Past      bool
	Why       string // where there is no month: what is missing
}

// view puts p into words, with every source said in place if whole, else with
// those that differ from the record's own.
func (h *Person) view(ctx context.Context, words Words, p *registry.Person, on registry.Date, whole bool) (personView, error) {
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return personView{}, err
	}
	t := teller{words, ref}
	sources, err := t.sources(ctx, h.Store, p)
	if err != nil {
		return personView{}, err
	}
	v := personView{ID: p.ID.Public(), Prefix: p.DisplayPrefix(ref), Name: p.Name.Full, Version: p.Version, Public: p.Public}
	v.Post, v.Unit = t.post(p)
	v.Source = sources[p.Source].words
	days := sourceDays(sources)
	if !whole {
		delete(sources, p.Source) // what differs is said in place
	}
	v.Main, v.Side = t.sections(p, mainSections, sources), t.sections(p, sideSections, sources)
	t.meantThen(v.Main, p, days, h.today())
	v.Timeline = t.timeline(p)
	v.Scope = registry.ScopeOf(p, ref, on)
	v.Retirement = retires(t, p, on)
	return v, nil
}

// served gives the panels whose decision was signed that somebody sits or sat on, where
// the reader may see panels.
func (h *Person) served(ctx context.Context, t teller, id registry.PersonID) (all []option, err error) {
	if !registry.ActorOf(ctx).May(registry.ReadPanels) {
		return nil, nil
	}
	panels, err := h.Store.PanelsOf(ctx, id)
	for _, p := range panels {
		at := slices.IndexFunc(p.Seats, func(s registry.Seat) bool { return s.Person == id && s.Sits() })
		if at < 0 || p.Decision.Number == "" {
			continue
		}
		said := joined(" · ", p.Seats[at].Name, t.T("panel.decision.short", "Number", p.Decision.Number, "Date", t.Date(p.Decision.Date)))
		all = append(all, option{Value: p.Name, Label: said, Href: panelAddress(p.ID)})
	}
	return all, err
}

// around fills in what stands around today's record: where else it is.
func (h *Person) around(ctx context.Context, v *personView, t teller, p *registry.Person) (err error) {
	if v.Lists, err = h.Store.Shortlists(ctx); err != nil {
		return err
	}
	if v.Served, err = h.served(ctx, t, p.ID); err != nil {
		return err
	}
	if v.Similar, err = similar(ctx, h.Searcher, h.Store, t, p); err != nil {
		return err
	}
	if v.Colleagues, err = colleagues(ctx, h.Searcher, h.Store, t, p); err != nil {
		return err
	}
	merged, err := h.Store.MergedInto(ctx, p.ID)
	if err != nil {
		return err
	}
	v.Merged = each(merged, func(m registry.Merged) mergedLine {
		return mergedLine{m.Gone.Public(), personAddress(m.Gone) + "/unmerge"}
	})
	v.Missing = t.missing(p)
	if v.Whole {
		v.History, err = h.history(ctx, t, p)
	}
	return err
}

// sectionPlan says which fields stand in a section.
type sectionPlan struct {
	id     string
	fields []string
}

// The sections in the order people read them: what somebody does and knows; who
// somebody is and how to reach them.
var (
	mainSections = []sectionPlan{
		{"work", []string{"positions", "abroad"}},
		{"expertise", []string{"fields", "expertise", "advice"}},
		{"study", []string{"title", "qualifications", "honours", "rank", "languages", "training"}},
		{"tasks", []string{"tasks", "supervised"}},
		{"output", []string{"publications", "patents", "works", "exhibitions"}},
		{"merits", []string{"awards", "memberships"}},
	}
	sideSections = []sectionPlan{
		{"general", []string{"birth", "sex", "nationality", "names", "codes", "identifiers"}},
		{"contact", []string{"email", "phone", "addresses"}},
		{"publication", []string{"bases"}},
	}
)

func (t teller) sections(p *registry.Person, plans []sectionPlan, from map[registry.SourceID]origin) []section {
	var all []section
	for _, plan := range plans {
		s := section{ID: plan.id}
		for _, name := range plan.fields {
			s.Facts = append(s.Facts, t.facts(p, name, from)...)
		}
		if len(s.Facts) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// facts gives one field; none where it is empty.
func (t teller) facts(p *registry.Person, name string, from map[registry.SourceID]origin) []fact {
	l, ok := listNamed(name)
	if !ok {
		f := fact{Field: name, Label: t.fieldName(name), line: t.scalarLine(p, name), Source: t.origin(from[cmp.Or(p.Sources[name], p.Source)], name)}
		if f.Text == "" {
			return nil
		}
		return []fact{f}
	}
	if name == "fields" && len(p.Fields) == 0 {
		return t.derivedFields(p)
	}
	facts := make([]fact, l.items.size(p))
	for i := range facts {
		facts[i] = fact{Field: name, line: l.say(t, p, i), Source: t.origin(from[*l.items.source(p, i)], name)}
	}
	newestFirst(name, facts)
	if len(facts) > 0 {
		facts[0].Label, facts[0].Edit = t.fieldName(name), listAddressOf(p.ID, name)
		t.sourceOnce(facts)
	}
	return facts
}

// sourceOnce says a source that all items of a list share once, behind the last.
func (t teller) sourceOnce(facts []fact) {
	shared, last := facts[0].Source, len(facts)-1
	if shared == "" || last == 0 || slices.ContainsFunc(facts, func(f fact) bool { return f.Source != shared }) {
		return
	}
	for i := range facts {
		facts[i].Source = ""
	}
	facts[last].Source = t.T("source.list", "N", len(facts), "Source", shared)
}

// newestFirst orders publications by their year; other lists stand as they are.
func newestFirst(name string, facts []fact) {
	if name == "publications" {
		slices.SortStableFunc(facts, func(a, b fact) int { return cmp.Compare(b.When, a.When) })
	}
}

// scalarLine gives a field that has one value.
func (t teller) scalarLine(p *registry.Person, name string) line {
	l := line{Text: t.field(p, name)}
	switch {
	case l.Text == "":
	case name == "title":
		l.Doubt = t.doubt(registry.SchemeTitle, p.Title.Code)
	case name == "rank":
		l.Doubt = t.doubt(registry.SchemeRank, p.Rank.Code)
	case name == "email":
		l.Page = "mailto:" + l.Text
	case name == "phone":
		l.Page = "tel:" + l.Text
	}
	return l
}

// missing gives the lists that have no item yet.
func (t teller) missing(p *registry.Person) []option {
	var all []option
	for _, l := range recordLists {
		if l.items.size(p) == 0 {
			all = append(all, option{Label: t.fieldName(l.name), Href: listAddressOf(p.ID, l.name) + "/new"})
		}
	}
	return all
}

// retires says when the law lets p go, and on what basis.
func retires(t teller, p *registry.Person, today registry.Date) retirement {
	switch {
	case p.Birth.Year == 0:
		return retirement{Why: t.T("retire.nobirth")}
	case p.Sex == "":
		return retirement{Why: t.T("retire.nosex")}
	}
	table := t.ref.Retirement()
	month, ok := table.Month(p.Birth, p.Sex)
	if !ok {
		return retirement{Why: t.T("retire.notable")}
	}
	age, _ := table.Age(p.Sex, month.Year)
	return retirement{
		Month: t.Date(month), Basis: t.T("retire.basis", "Years", age/12, "Months", age%12),
		Uncertain: t.uncertain(table, p), Past: month.Compare(registry.Date{Year: today.Year, Month: today.Month}) < 0,
	}
}

// uncertain says why the month of retirement is not certain, "" where it is.
func (t teller) uncertain(table registry.RetirementTable, p *registry.Person) string {
	if p.Birth.Month == 0 {
		return t.T("retire.uncertain.why")
	}
	if other, ok := table.Disputed(p.Birth, p.Sex); ok {
		return t.T("retire.disputed", "Years", other/12, "Months", other%12)
	}
	return ""
}

// scopeClass colours whether somebody counts.
func scopeClass(s registry.ScopeState) string {
	switch s {
	case registry.InScope:
		return "good"
	case registry.ScopeUnclear:
		return "warn"
	}
	return ""
}
