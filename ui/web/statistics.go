package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
)

// Statistics serves what everybody may know: counts, those of small groups hidden.
type Statistics struct {
	Site  *Site
	Desk  *registry.StatisticsDesk
	Store registry.ReferenceReader
	Now   func() time.Time
}

// statisticsTable is a table of counts in words.
type statisticsTable struct {
	ID, Title, First string
	Columns          []string
	Rows             []statisticsRow
}

// statisticsRow is a line of it; the last is that of sums.
type statisticsRow struct {
	Name string
	N    []string // "" for what is hidden
	Sum  bool
}

// Show serves GET /statistics.
func (h *Statistics) Show(c echo.Context) error {
	ctx := c.Request().Context()
	on := registry.DateOf(h.Now().In(registry.Vietnam))
	counted, err := h.Desk.Statistics(ctx, on)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "statistics", "statistics.title")
	t := teller{page.Words, ref}
	named := func(scheme registry.Scheme) func(string) string {
		return func(code string) string { return t.codeName(scheme, code) }
	}
	tables := []statisticsTable{
		t.statistics("field", counted.ByField, named(registry.SchemeField), named(registry.SchemeDegree)),
		t.statistics("age", counted.ByAge, func(code string) string { return t.value(search.FacetAge, code) }, func(code string) string { return t.sex(registry.Sex(code)) }),
	}
	return h.Site.render(c, http.StatusOK, statisticsPage(page, tables, page.Date(on)))
}

// statistics puts a table into words.
func (t teller) statistics(id string, x registry.CrossTable, row, column func(string) string) statisticsTable {
	said := func(name func(string) string, code string) string {
		if code == "" {
			return t.T("statistics.unsaid")
		}
		return name(code)
	}
	table := statisticsTable{ID: id, Title: t.T("statistics." + id), First: t.T("statistics." + id + ".first")}
	for _, code := range x.Columns {
		table.Columns = append(table.Columns, said(column, code))
	}
	table.Columns = append(table.Columns, t.T("statistics.sum"))
	for i, cells := range x.Cells {
		r := statisticsRow{Name: t.T("statistics.sum"), Sum: i == len(x.Rows)}
		if !r.Sum {
			r.Name = said(row, x.Rows[i])
		}
		for _, c := range cells {
			if c.Hidden {
				r.N = append(r.N, "")
				continue
			}
			r.N = append(r.N, t.Number(c.N))
		}
		table.Rows = append(table.Rows, r)
	}
	return table
}
