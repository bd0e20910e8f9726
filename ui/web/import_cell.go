package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
)

// issueLine is one thing said about a workbook, with the cell to be corrected.
type issueLine struct {
	registry.Issue
	Cell  *cellView // nil where there is none, or where it is shown above
	Words string    // the way to all cells with this text, "" where there is none
	Row   string    // the way to the whole row
}

// cellView is one cell that may be corrected.
type cellView struct {
	importer.CellText
	Name string // of the field of the form
}

// issuesView is a page of what is said about a workbook.
type issuesView struct {
	registry.Import
	Address, Here string
	Kinds         []option // with how many there are
	Lines         []issueLine
	Pages         pager
	Choosing      bool
}

const issuesPerPage = 40

// issueKinds in the order in which they matter to who mends a list.
var issueKinds = []registry.IssueKind{
	registry.IssueInvalid, registry.IssueAmbiguous, registry.IssueImprobable, registry.IssueConflict, registry.IssueIdentity,
	registry.IssueUnknown, registry.IssueRepaired, registry.IssueIgnored,
}

// kindsOf counts issues by kind; the one chosen is on.
func (w Words) kindsOf(issues []registry.Issue, address string, chosen registry.IssueKind) []option {
	var all []option
	for _, k := range issueKinds {
		n := 0
		for _, i := range issues {
			if i.Kind == k {
				n++
			}
		}
		if n > 0 {
			all = append(all, option{Value: string(k), Label: w.T("issue." + string(k)), Href: with(address, "kind", string(k)), N: n, On: k == chosen})
		}
	}
	return all
}

// Issues serves GET /imports/:id/issues?kind=…&page=…: what is said about the
// workbook, each cell beside what it says.
func (h *Imports) Issues(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := h.settled(c)
	if err != nil || p == nil {
		return err
	}
	page := h.Site.page(c, "imports", "issues.page", "File", p.Import.File)
	kind := registry.IssueKind(c.QueryParam("kind"))
	of := slices.DeleteFunc(slices.Clone(p.Issues), func(i registry.Issue) bool { return kind != "" && i.Kind != kind })
	at := max(1, min(int(number(c.QueryParam("page"))), 1<<20))
	from := min((at-1)*issuesPerPage, len(of))
	shown := of[from:min(from+issuesPerPage, len(of))]
	here := importAddress(p.Import.ID) + "/issues"
	view := issuesView{Import: p.Import, Address: importAddress(p.Import.ID), Here: page.Address, Kinds: page.kindsOf(p.Issues, here, kind),
		Choosing: choosing(ctx, &p.Import), Pages: pageAt(page.Address, at, from+issuesPerPage < len(of))}
	view.Pages.Last = max(1, (len(of)+issuesPerPage-1)/issuesPerPage)
	if view.Lines, err = h.issueLines(ctx, p, shown, view.Choosing); err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, issuesPage(page, view))
}

// choosing says that the actor may still decide how the list is read.
func choosing(ctx context.Context, i *registry.Import) bool {
	return i.State == registry.ImportPlanned && i.Lot.Settled() == nil && registry.ActorOf(ctx).May(registry.WriteImports)
}

// issueLines gives issues with their cells, each cell once.
func (h *Imports) issueLines(ctx context.Context, p *importer.Plan, issues []registry.Issue, choosing bool) ([]issueLine, error) {
	lines := each(issues, func(i registry.Issue) issueLine { return issueLine{Issue: i} })
	if !choosing {
		return lines, nil
	}
	cells := each(issues, func(i registry.Issue) registry.CellFix { return registry.CellFix{Sheet: i.Sheet, Cell: i.Cell} })
	texts, err := h.Decisions.CellTexts(ctx, p, cells)
	if gone(err) {
		return lines, nil
	}
	if err != nil {
		return nil, err
	}
	seen := map[registry.CellFix]bool{}
	for i, at := range cells {
		t, ok := texts[at]
		n, row := sheetNumber(p, at.Sheet), rowOf(at.Cell)
		if !ok || n < 0 || row <= p.Sheets[n].Header[1] || seen[at] || t.Field == importer.FieldNever {
			continue
		}
		seen[at] = true
		lines[i].Cell = &cellView{t, cellName(n, t.Cell)}
		lines[i].Row = rowAddress(p.Import.ID, n, row)
		if wordy(t.Field) && t.Text != "" {
			lines[i].Words = wordsAddress(p.Import.ID, n, t.Letter) + "&" + url.Values{"value": {t.Text}}.Encode()
		}
	}
	return lines, nil
}

// sheetNumber gives the place of a sheet that is read; -1 where there is none.
func sheetNumber(p *importer.Plan, name string) int {
	return slices.IndexFunc(p.Sheets, func(s importer.Sheet) bool { return s.Name == name && s.Skipped == "" })
}

// rowOf gives the row of a cell, "C12".
func rowOf(cell string) int { return int(number(strings.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))) }

func cellName(sheet int, cell string) string { return "x." + strconv.Itoa(sheet) + "." + cell }

func rowAddress(id registry.ImportID, sheet, row int) string {
	return importAddress(id) + "/row?" + url.Values{"sheet": {strconv.Itoa(sheet)}, "row": {strconv.Itoa(row)}}.Encode()
}

// Cells serves POST /imports/:id/cells: the cells that somebody corrected.
func (h *Imports) Cells(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := h.Previews.StoredPlan(ctx, importID(c))
	if err != nil {
		return err
	}
	sent, err := sentCells(c, p)
	if err != nil {
		return err
	}
	texts, err := h.Decisions.CellTexts(ctx, p, sent)
	if err != nil {
		return err
	}
	var add, withdraw registry.Choices
	for i, at := range sent {
		now := texts[registry.CellFix{Sheet: at.Sheet, Cell: at.Cell}]
		text := strings.TrimSpace(cmp.Or(c.FormValue(pickName(sent[i].Text)), c.FormValue(sent[i].Text)))
		shown, said := shownText(c, sent[i].Text)
		switch {
		case said && shown == text: // left as it was shown: what somebody else made of it meanwhile stays
			continue
		case said && shown != now.Text && text != now.Text:
			return registry.Errorf(registry.Stale, "Ô %s vừa được người khác sửa thành “%s” nên chưa lưu gì. Hãy quay lại, tải lại trang rồi sửa lần nữa nếu vẫn cần.", at.Cell, now.Text)
		}
		switch text {
		case now.Text:
		case now.Was: // as it stands in the file again
			withdraw.Cells = append(withdraw.Cells, registry.CellFix{Sheet: at.Sheet, Cell: at.Cell})
		default:
			add.Cells = append(add.Cells, registry.CellFix{Sheet: at.Sheet, Cell: at.Cell, Text: text})
		}
	}
	return h.choose(c, add, withdraw)
}

// shownName is the field of a form that says what a cell's field held as it was shown.
func shownName(cell string) string { return "was." + cell }

// pickName is the field of a form that says which of its candidates a cell means.
func pickName(cell string) string { return "pick." + cell }

// shownText gives what a field of a form held as it was shown; false where the form does
// not say.
func shownText(c echo.Context, name string) (string, bool) {
	shown, said := c.Request().PostForm[shownName(name)]
	if !said {
		return "", false
	}
	return strings.TrimSpace(shown[0]), true
}

// sentCells gives the cells that a form holds; Text is the name of their field.
func sentCells(c echo.Context, p *importer.Plan) ([]registry.CellFix, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, err
	}
	var all []registry.CellFix
	for name := range form {
		parts := strings.SplitN(name, ".", 3)
		if len(parts) != 3 || parts[0] != "x" {
			continue
		}
		s, err := sheetOf(p, parts[1])
		if err != nil {
			return nil, err
		}
		all = append(all, registry.CellFix{Sheet: s.Name, Cell: parts[2], Text: name})
	}
	slices.SortFunc(all, func(a, b registry.CellFix) int { return strings.Compare(a.Text, b.Text) })
	return all, nil
}

// rowPageView is one row of a workbook with all its cells.
type rowPageView struct {
	registry.Import
	Address, Here, Sheet string
	Row                  int
	Cells                []cellView
	Issues               []registry.Issue
	Choosing             bool
}

// Row serves GET /imports/:id/row?sheet=…&row=….
func (h *Imports) Row(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := h.settled(c)
	if err != nil || p == nil {
		return err
	}
	s, err := sheetOf(p, c.QueryParam("sheet"))
	if err != nil {
		return err
	}
	n, row := int(number(c.QueryParam("sheet"))), int(number(c.QueryParam("row")))
	cells, err := h.Decisions.RowCells(ctx, p, s.Name, row)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "imports", "rowpage.title", "Sheet", s.Name, "Row", strconv.Itoa(row))
	view := rowPageView{Import: p.Import, Address: importAddress(p.Import.ID), Here: page.Address, Sheet: s.Name, Row: row,
		Choosing: choosing(ctx, &p.Import), Cells: each(cells, func(t importer.CellText) cellView { return cellView{t, cellName(n, t.Cell)} })}
	for _, i := range p.Issues {
		if i.Sheet == s.Name && rowOf(i.Cell) == row {
			view.Issues = append(view.Issues, i)
		}
	}
	return h.Site.render(c, http.StatusOK, rowPage(page, view))
}

// wordsView is the values of a column, and what they are said to mean.
type wordsView struct {
	registry.Import
	Address, Here, Sheet, Letter, Header string
	Number                               int
	Field                                importer.Field
	Values                               []wordView
	Different                            int // values there are
	Known                                []string
}

// wordView is one value of a column.
type wordView struct {
	importer.ValueCount
	To string // what it is said to mean, "" for itself
	On bool   // it was asked about
}

// Words serves GET /imports/:id/words?sheet=…&column=…&value=…: what words of a
// column mean, said once for all its cells.
func (h *Imports) Words(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := h.settled(c)
	if err != nil || p == nil {
		return err
	}
	s, col, err := columnOf(p, c.QueryParam("sheet"), c.QueryParam("column"))
	if err != nil {
		return err
	}
	values, different, err := h.Decisions.ColumnValues(ctx, p.Import.ID, s.Name, col.Letter, 0)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "imports", "words.title", "Header", col.Header)
	t := teller{page.Words, ref}
	view := wordsView{Import: p.Import, Address: importAddress(p.Import.ID), Here: page.Address, Sheet: s.Name, Letter: col.Letter, Header: col.Header,
		Number: int(number(c.QueryParam("sheet"))), Field: col.Field, Different: different, Known: t.known(col.Field, s.Employer)}
	for _, v := range values {
		view.Values = append(view.Values, wordView{v, meaningOf(p, col.Field, v.Value), v.Value == c.QueryParam("value")})
	}
	slices.SortStableFunc(view.Values, func(a, b wordView) int { return order(b.On) - order(a.On) })
	return h.Site.render(c, http.StatusOK, wordsPage(page, view))
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

func columnOf(p *importer.Plan, sheet, letter string) (*importer.Sheet, *importer.Column, error) {
	s, err := sheetOf(p, sheet)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(s.Columns, func(c importer.Column) bool { return c.Letter == letter })
	if i < 0 || s.Columns[i].Field == importer.FieldNever {
		return nil, nil, registry.Errorf(registry.NotFound, "Không có cột %q trong trang này. Hãy mở lại bản xem trước.", letter)
	}
	return s, &s.Columns[i], nil
}

// meaningOf gives what a word was said to mean in this workbook, "" for itself.
func meaningOf(p *importer.Plan, f importer.Field, value string) string {
	for _, w := range p.Import.Choices.Words {
		if w.Field == string(f) && w.From == value {
			return w.To
		}
	}
	return ""
}

// known gives the names that a word of a column may mean.
func (t teller) known(f importer.Field, employer registry.OrganisationID) []string {
	switch f {
	case importer.FieldUnit, importer.FieldSubunit, importer.FieldWorkplace, importer.FieldOrg:
		return each(t.units(max(employer, 0)), func(o option) string { return o.Value })
	case importer.FieldDegree:
		return t.codeNames(registry.SchemeDegree)
	case importer.FieldTitle:
		return t.codeNames(registry.SchemeTitle)
	case importer.FieldHonour:
		return t.codeNames(registry.SchemeHonour)
	case importer.FieldField:
		return t.codeNames(registry.SchemeField)
	}
	return nil
}

func (t teller) codeNames(s registry.Scheme) []string {
	return each(t.ref.Codes(s), func(c registry.Code) string { return c.Name })
}

// Mean serves POST /imports/:id/words.
func (h *Imports) Mean(c echo.Context) error {
	p, err := h.Previews.StoredPlan(c.Request().Context(), importID(c))
	if err != nil {
		return err
	}
	_, col, err := columnOf(p, c.FormValue("sheet"), c.FormValue("column"))
	if err != nil {
		return err
	}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	var add, withdraw registry.Choices
	for i, from := range form["from"] {
		if i >= len(form["to"]) {
			break
		}
		fix := registry.WordFix{Field: string(col.Field), From: from, To: strings.TrimSpace(form["to"][i])}
		switch was := meaningOf(p, col.Field, from); {
		case fix.To == was:
		case fix.To == "" || fix.To == from:
			withdraw.Words = append(withdraw.Words, fix)
		default:
			add.Words = append(add.Words, fix)
		}
	}
	return h.choose(c, add, withdraw)
}

// noneOn says that no option is chosen.
func noneOn(all []option) bool {
	return !slices.ContainsFunc(all, func(o option) bool { return o.On })
}
