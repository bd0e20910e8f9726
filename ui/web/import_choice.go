package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
)

// Decisions are what people decide about a workbook before it is written.
type Decisions interface {
	// Choose adds and withdraws choices; the import is then planned again.
	Choose(ctx context.Context, id registry.ImportID, add, withdraw registry.Choices) (*registry.Import, error)
	// Declare says whether a list is a full one.
	Declare(ctx context.Context, id registry.ImportID, full bool) (*registry.Import, error)
	// Unlock reads an upload that waits for its password again, with this one.
	Unlock(ctx context.Context, id registry.ImportID, password string) error
	// Samples gives a few values of each column, by sheet and letter.
	Samples(ctx context.Context, p *importer.Plan) (map[string]map[string][]string, error)
	// ColumnValues counts the values of a column.
	ColumnValues(ctx context.Context, id registry.ImportID, sheet, letter string, limit int) ([]importer.ValueCount, int, error)
	// CellTexts gives cells as they stand in the workbook and as they are read.
	CellTexts(ctx context.Context, p *importer.Plan, cells []registry.CellFix) (map[registry.CellFix]importer.CellText, error)
	// RowCells gives the cells of a row.
	RowCells(ctx context.Context, p *importer.Plan, sheet string, row int) ([]importer.CellText, error)
}

// sheetView is one sheet and how it is read.
type sheetView struct {
	importer.Sheet
	Number  int // its place in the workbook
	Columns []columnView
	Open    bool // somebody should look at it
	Choice  registry.SheetChoice
	Chosen  bool // something of it was chosen by somebody
}

// columnView is one column and what it was taken for.
type columnView struct {
	importer.Column
	Samples []string
	Fields  []option
	Sure    string // id of a message, "" where nothing was found
	Chosen  bool   // by somebody
	Words   string // the way to the values of the column, "" where they are not listed
	Form    string // the system whose exchange form says what it is, "" for none
}

// sheetViews describes the sheets of a plan with the fields that may be chosen.
func (t teller) sheetViews(p *importer.Plan, samples map[string]map[string][]string) []sheetView {
	var all []sheetView
	for n, s := range p.Sheets {
		v := sheetView{Sheet: s, Number: n}
		if i := slices.IndexFunc(p.Import.Choices.Sheets, func(c registry.SheetChoice) bool { return c.Sheet == s.Name }); i >= 0 {
			v.Choice, v.Chosen = p.Import.Choices.Sheets[i], true
		}
		for _, c := range s.Columns {
			one := t.columnView(p, s, c, n, samples[s.Name][c.Letter])
			v.Columns, v.Chosen, v.Open = append(v.Columns, one), v.Chosen || one.Chosen, v.Open || c.Field == "" && len(one.Samples) > 0
		}
		all = append(all, v)
	}
	return all
}

func (t teller) columnView(p *importer.Plan, s importer.Sheet, c importer.Column, n int, samples []string) columnView {
	v := columnView{Column: c, Samples: samples, Sure: sureOf(c)}
	if c.System != "" {
		v.Form = t.codeName(registry.SchemeSystem, c.System)
	}
	v.Chosen = slices.ContainsFunc(p.Import.Choices.Columns, func(x registry.ColumnChoice) bool { return x.Sheet == s.Name && x.Letter == c.Letter })
	for _, f := range importer.FieldChoices() {
		v.Fields = append(v.Fields, option{Value: string(f.Field), Label: t.columnName(f.Field), On: f.Field == c.Field})
	}
	if c.Field == importer.FieldTick { // only a header can say of which degree
		v.Fields = append(v.Fields, option{Value: string(c.Field), Label: t.columnName(c.Field), On: true})
	}
	if wordy(c.Field) {
		v.Words = wordsAddress(p.Import.ID, n, c.Letter)
	}
	return v
}

// sureOf says how sure a column was understood.
func sureOf(c importer.Column) string {
	switch {
	case c.Field == "":
		return ""
	case c.Confidence >= 0.9:
		return "column.sure"
	case c.Confidence >= 0.6:
		return "column.likely"
	}
	return "column.unsure"
}

// wordy says that a column holds few words that many rows share, so that it helps
// to say once what each means.
func wordy(f importer.Field) bool {
	switch f {
	case importer.FieldOrg, importer.FieldWorkplace, importer.FieldUnit, importer.FieldSubunit, importer.FieldDegree, importer.FieldTitle, importer.FieldHonour,
		importer.FieldRank, importer.FieldDuty, importer.FieldPost, importer.FieldField, importer.FieldSpecialty, importer.FieldInstitution, importer.FieldCountry, importer.FieldSex:
		return true
	}
	return false
}

func wordsAddress(id registry.ImportID, sheet int, letter string) string {
	return importAddress(id) + "/words?" + url.Values{"sheet": {strconv.Itoa(sheet)}, "column": {letter}}.Encode()
}

// never names the columns that are not stored.
func never(p *importer.Plan) []string {
	var all []string
	for _, s := range p.Sheets {
		for _, c := range s.Columns {
			if c.Field == importer.FieldNever && s.Skipped == "" && !slices.Contains(all, c.Header) {
				all = append(all, c.Header)
			}
		}
	}
	return all
}

// settled gives the plan of an import whose list can be decided about; where a job
// is at work on it the page of that job is shown instead, and the plan is nil.
func (h *Imports) settled(c echo.Context) (*importer.Plan, error) {
	ctx := c.Request().Context()
	i, err := h.Store.Import(ctx, importID(c))
	if err != nil {
		return nil, err
	}
	if !i.State.Running() {
		return h.Previews.StoredPlan(ctx, i.ID)
	}
	page := h.Site.page(c, "imports", "import.title", "File", i.File)
	page.Refresh = true
	view := importView{Import: *i, When: page.Moment(i.At), Address: importAddress(i.ID), Progress: h.Importer.Progress(i.ID)}
	return nil, h.Site.render(c, http.StatusOK, importPage(page, view))
}

// sheetOf gives the sheet that a form or an address is about.
func sheetOf(p *importer.Plan, number string) (*importer.Sheet, error) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(p.Sheets) {
		return nil, registry.Errorf(registry.NotFound, "Không có trang tính này trong tệp. Hãy mở lại bản xem trước.")
	}
	return &p.Sheets[n], nil
}

// choose records choices and goes back to where they were made.
func (h *Imports) choose(c echo.Context, add, withdraw registry.Choices) error {
	id := importID(c)
	if !empty(add) || !empty(withdraw) {
		if _, err := h.Decisions.Choose(c.Request().Context(), id, add, withdraw); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, h.back(c))
}

// back is the page of this import that a form was sent from.
func (h *Imports) back(c echo.Context) string {
	address, from := importAddress(importID(c)), local(c.FormValue("back"))
	if from == address || strings.HasPrefix(from, address+"/") || strings.HasPrefix(from, address+"?") {
		return from
	}
	return address
}

func empty(c registry.Choices) bool {
	return len(c.Sheets)+len(c.Columns)+len(c.Cells)+len(c.Words)+len(c.Files) == 0
}

// Columns serves POST /imports/:id/columns: how one sheet is read.
func (h *Imports) Columns(c echo.Context) error {
	p, err := h.Previews.StoredPlan(c.Request().Context(), importID(c))
	if err != nil {
		return err
	}
	s, err := sheetOf(p, c.FormValue("sheet"))
	if err != nil {
		return err
	}
	var add, withdraw registry.Choices
	now := sheetChoice(p, s.Name)
	switch c.FormValue("do") {
	case "reset":
		withdraw = chosenOf(p, s.Name)
	case registry.UseSheet, registry.LeaveSheet:
		now.Use = c.FormValue("do")
		add.Sheets = []registry.SheetChoice{now}
	default:
		header, err := headerOf(c.FormValue("header"), s)
		if err != nil {
			return err
		}
		if header == s.Header[1] {
			add.Columns = chosenColumns(s, c.FormValue)
			break
		}
		now.Header = header // the columns are found anew below it
		add.Sheets = []registry.SheetChoice{now}
		withdraw.Columns = chosenOf(p, s.Name).Columns
	}
	return h.choose(c, add, withdraw)
}

// headerOf reads the row of a header out of a form; that of the sheet where the form says
// nothing, 0 where the sheet goes on with another.
func headerOf(text string, s *importer.Sheet) (int, error) {
	if text == "" && !s.Unheaded {
		return s.Header[1], nil
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 {
		return 0, registry.Errorf(registry.Invalid, "Dòng tiêu đề phải là một số từ 1 trở lên, không phải %q. Hãy xem số dòng ở mép trái bảng tính.", text)
	}
	return n, nil
}

// noneRead says that a plan takes in no sheet.
func noneRead(p *importer.Plan) bool {
	return !slices.ContainsFunc(p.Sheets, func(s importer.Sheet) bool { return s.Skipped == "" })
}

// headerMax is the last row that may be called the header of a sheet.
func headerMax(s sheetView) int {
	if s.Last > 0 {
		return min(s.Last, importer.MaxHeader)
	}
	return importer.MaxHeader
}

// sheetChoice gives what was chosen about a sheet so far.
func sheetChoice(p *importer.Plan, name string) registry.SheetChoice {
	for _, c := range p.Import.Choices.Sheets {
		if c.Sheet == name {
			return c
		}
	}
	return registry.SheetChoice{Sheet: name}
}

// chosenOf gives what was chosen about a sheet and its columns.
func chosenOf(p *importer.Plan, name string) registry.Choices {
	c := registry.Choices{Sheets: []registry.SheetChoice{{Sheet: name}}}
	for _, x := range p.Import.Choices.Columns {
		if x.Sheet == name {
			c.Columns = append(c.Columns, x)
		}
	}
	return c
}

// chosenColumns gives the columns for which a form says something else than what
// they were taken for.
func chosenColumns(s *importer.Sheet, form func(string) string) []registry.ColumnChoice {
	var all []registry.ColumnChoice
	for _, col := range s.Columns {
		if f := form("c." + col.Letter); f != "" && f != string(col.Field) {
			all = append(all, registry.ColumnChoice{Sheet: s.Name, Letter: col.Letter, Field: f})
		}
	}
	return all
}

// gone says that what a page would show of a workbook is kept no more.
func gone(err error) bool {
	e, ok := errors.AsType[*registry.Error](err)
	return ok && e.Kind == registry.NotFound
}
