package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// EditStore is what changing a record reads and commits to through the gate.
type EditStore interface {
	registry.Committer
	registry.PersonReader
	registry.TrailReader
	registry.ReferenceReader
	registry.IdentityReader
	registry.ImportReader
}

// Edit serves the forms that change a record. A form says which version of the
// record it was made from; what somebody else wrote meanwhile stays, and where
// both wrote the same value the reader is shown both and chooses.
type Edit struct {
	Site  *Site
	Store EditStore
	Now   func() time.Time
}

// editing is one request to change a record.
type editing struct {
	teller
	page    Page
	person  *registry.Person // as it is now
	base    *registry.Person // as it was when the form was opened
	sent    url.Values
	version int64  // of base
	root    string // the address of the form; its lists stand below it
	back    string // where to go without saving
	send    string // what the button of the form says, "" for saving
}

// version says which version of the record the form was made from: a form that is
// sent must say so, or it would be written over what others did meanwhile.
func (h *Edit) version(c echo.Context, p *registry.Person) (int64, error) {
	made := number(c.FormValue("version"))
	switch {
	case made > 0:
		return made, nil
	case c.Request().Method == http.MethodPost:
		return 0, registry.Errorf(registry.Invalid, "Biểu mẫu không cho biết đã mở từ phiên bản nào của hồ sơ. Hãy mở lại trang sửa rồi gửi lại.")
	}
	return p.Version, nil
}

func (h *Edit) today() registry.Date { return registry.DateOf(h.Now().In(registry.Vietnam)) }

// begin reads whose record it is. A form that was sent says what it was made from.
func (h *Edit) begin(c echo.Context, title string) (*editing, error) {
	ctx := c.Request().Context()
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	e := &editing{sent: c.Request().PostForm, root: personAddress(id) + "/edit", back: personAddress(id)}
	if e.person, err = h.record(ctx, id); err != nil {
		return nil, err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	e.page = h.Site.page(c, "search", title, "Name", e.person.Name.Full)
	e.teller = teller{e.page.Words, ref}
	if e.version, err = h.version(c, e.person); err != nil {
		return nil, err
	}
	e.base, err = h.asOfVersion(ctx, e.person, e.version)
	return e, err
}

// record reads a record whole, to be changed.
func (h *Edit) record(ctx context.Context, id registry.PersonID) (*registry.Person, error) {
	p, err := registry.VisiblePerson(ctx, h.Store, id)
	switch {
	case err != nil:
		return nil, err
	case p.ID != id:
		return nil, registry.Errorf(registry.Conflict, "Hồ sơ %s đã được gộp vào %s. Hãy mở và sửa hồ sơ đó.", id.Public(), p.ID.Public())
	case p.Source == 0: // a published profile is a part of the record: saving it would lose the rest
		return nil, registry.Errorf(registry.Forbidden, "Bạn chỉ được xem phần công khai của hồ sơ này nên không sửa được.")
	}
	return p, nil
}

// asOfVersion gives the record as it was at a version.
func (h *Edit) asOfVersion(ctx context.Context, p *registry.Person, version int64) (*registry.Person, error) {
	if version == p.Version {
		return p, nil
	}
	entries, err := h.Store.EntriesOf(ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(p.ID)})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Version != version {
			continue
		}
		past, err := registry.AsOf(ctx, h.Store, p.ID, registry.Moment{Seq: e.Seq})
		if err != nil {
			return nil, err
		}
		return past.Person, nil
	}
	return nil, registry.Errorf(registry.Stale, "Hồ sơ này đã được sửa sau khi bạn mở nó. Hãy mở lại hồ sơ rồi sửa lại.")
}

// meanwhile tells who wrote after the form was opened.
func (h *Edit) meanwhile(ctx context.Context, e *editing) (Meanwhile, error) {
	entries, err := h.Store.EntriesOf(ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(e.person.ID)})
	if err != nil || len(entries) == 0 {
		return Meanwhile{}, err
	}
	last := entries[len(entries)-1]
	return Meanwhile{Who: last.Actor, When: e.Moment(last.At)}, nil
}

// amend writes next in place of the record e saw and goes back to address. again
// says that somebody wrote in between, so that the whole must be done once more.
func (h *Edit) amend(c echo.Context, e *editing, next *registry.Person, back string) (again bool, err error) {
	ctx := c.Request().Context()
	next.Version = e.person.Version
	receipt, err := registry.People{Store: h.Store}.Amend(ctx, next, registry.Spoken(e.sent.Get("reason")))
	if registry.KindOf(err) == registry.Stale {
		return true, err
	}
	if err != nil {
		return false, err
	}
	h.Site.searchable(ctx, receipt.Last)
	return false, c.Redirect(http.StatusSeeOther, done(back, "saved", int64(receipt.Last), int(e.person.ID)))
}

// tries is how often a write is done over since somebody else was quicker.
const tries = 3

// retried does a write over while others are quicker.
func retried(write func() (again bool, err error)) error {
	var err error
	for range tries {
		var again bool
		if again, err = write(); !again {
			return err
		}
	}
	return err
}

// Form serves GET /people/:id/edit.
func (h *Edit) Form(c echo.Context) error {
	e, err := h.begin(c, "edit.title")
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, formPage(e.page, e.scalarForm(e.person, nil, nil)))
}

// Save serves POST /people/:id/edit.
func (h *Edit) Save(c echo.Context) error {
	return retried(func() (bool, error) { return h.save(c) })
}

func (h *Edit) save(c echo.Context) (again bool, err error) {
	e, err := h.begin(c, "edit.title")
	if err != nil {
		return false, err
	}
	mine := *e.base
	inputs := scalarInputs(&mine)
	refused := e.readForm(inputs, e.sent)
	if elsewhere := refuse(refused, mine.ValidateOver(e.base, e.ref, h.today()), inputs, ""); len(refused)+len(elsewhere) > 0 {
		form := e.scalarForm(&mine, e.sent, refused)
		form.Problems = e.problems(form.Groups, elsewhere)
		return false, h.Site.render(c, http.StatusBadRequest, formPage(e.page, form))
	}
	next := *e.person
	if both := e.join(&next, &mine); len(both) > 0 {
		return false, h.chooseScalars(c, e, &next, both)
	}
	return h.amend(c, e, &next, personAddress(next.ID))
}

// join takes what mine changed since base into next, the record of now, and gives
// the fields that both changed, each to something else.
func (e *editing) join(next, mine *registry.Person) map[string]formSide {
	base, theirs := scalarInputs(e.base), scalarInputs(next)
	both := map[string]formSide{}
	for i, m := range scalarInputs(mine) {
		was, is, want := base[i].value.show(e.teller), theirs[i].value.show(e.teller), m.value.show(e.teller)
		switch {
		case want == was || want == is:
		case is == was:
			theirs[i].value.read(e.teller, want)
		default:
			both[m.Name] = formSide{Value: want, Shown: was}
		}
	}
	return both
}

// chooseScalars shows what two people wrote into the same fields.
func (h *Edit) chooseScalars(c echo.Context, e *editing, next *registry.Person, both map[string]formSide) error {
	form := e.scalarForm(next, nil, nil)
	for g := range form.Groups {
		for i := range form.Groups[g].Fields {
			f := &form.Groups[g].Fields[i]
			if side, ok := both[f.Name]; ok {
				f.Sides = []formSide{
					{Label: e.T("form.theirs"), Value: f.Value, Shown: e.shown(*f, f.Value)},
					{Label: e.T("form.mine"), Value: side.Value, Shown: e.shown(*f, side.Value), On: true},
					{Label: e.T("form.base"), Value: side.Shown, Shown: e.shown(*f, side.Shown)},
				}
			}
		}
	}
	var err error
	form.Reason = e.sent.Get("reason")
	if form.Meanwhile, err = h.meanwhile(c.Request().Context(), e); err != nil {
		return err
	}
	return h.Site.render(c, http.StatusPreconditionFailed, formPage(e.page, form))
}

// scalarGroups say which values stand together.
var scalarGroups = []struct {
	legend string
	from   int // the first input; the next group's ends it
}{{"general", 0}, {"title", 4}, {"rank", 7}, {"contact", 9}, {"publication", 11}}

// scalarInputs are the values a record has one of.
func scalarInputs(p *registry.Person) []input {
	return []input{
		required(input{Name: "name", Kind: asText, value: nameValue{p}}), dateIn("birth", &p.Birth),
		choiceIn("sex", &p.Sex, "sex.", registry.Male, registry.Female), textIn("nationality", &p.Nationality),
		codeIn("title.code", &p.Title.Code, registry.SchemeTitle), yearIn("title.year", &p.Title.Year), textIn("title.discipline", &p.Title.Discipline),
		codeIn("rank.code", &p.Rank.Code, registry.SchemeRank), textIn("rank.name", &p.Rank.Name),
		parsedIn("email", &p.Email, registry.ParseEmail), parsedIn("phone", &p.Phone, registry.ParsePhone),
		{Name: "public", Kind: asYes, value: yesValue{&p.Public}},
	}
}

// scalarForm is the form of the values a record has one of. What was sent stands
// in it as it was sent, and keeps the version it was made from.
func (e *editing) scalarForm(p *registry.Person, sent url.Values, refused map[string]string) formView {
	v := formView{
		Name: p.Name.Full, Person: e.person.ID.Public(), Heading: e.T("edit.heading"), Version: e.person.Version,
		Action: e.root, Back: e.back, Reason: sent.Get("reason"), Send: e.send,
	}
	if sent != nil {
		v.Version = e.version
	}
	v.Lists = each(recordLists, func(l recordList) option {
		return option{Label: e.fieldName(l.name), Href: e.root + "/" + l.name, N: l.items.size(e.person)}
	})
	v.Groups = e.scalarFields(scalarInputs(p), sent, refused)
	return v
}

// scalarFields puts scalar inputs into their groups.
func (e *editing) scalarFields(inputs []input, sent url.Values, refused map[string]string) []formGroup {
	fields := e.fields("", inputs, sent, refused)
	var groups []formGroup
	for i, g := range scalarGroups {
		end := len(fields)
		if i+1 < len(scalarGroups) {
			end = scalarGroups[i+1].from
		}
		groups = append(groups, formGroup{e.T("group." + g.legend), fields[g.from:end]})
	}
	return groups
}
