package importer

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Bounds of looking for a header.
const (
	headerWithin = 40  // rows of a sheet
	headerHeight = 3   // rows of one header
	sampleRows   = 200 // rows of values looked at
)

// table is where the people of a sheet stand: the header found and its columns.
type table struct {
	first, last int // rows of the header
	columns     []Column
	score       float64
	labels      map[int]label // of every column of the header
	from, to    int           // the columns that it has where others stand beside it; to is beyond, 0 for all
}

// copy gives a table that may be judged without changing t.
func (t *table) copy() table {
	c := *t
	c.columns, c.labels = slices.Clone(t.columns), maps.Clone(t.labels)
	return c
}

// label is what stands above a column, from the top; the last part is its name.
type label struct{ group, name string }

func (l label) String() string {
	if l.group == "" || l.group == l.name {
		return l.name
	}
	return l.group + " / " + l.name
}

// grid is the beginning of a sheet, as far as the header is looked for in it.
type grid struct {
	rows   []row
	merges []rect
	titles *titleReader
	known  map[string]meaning // headers looked up before

	mapping *mapping // of the system that gave the workbook out; nil for none
}

// lookup is the dictionary's, once for each text.
func (g *grid) lookup(s string) meaning {
	m, ok := g.known[s]
	if !ok {
		if m = headers().lookup(s); g.known == nil {
			g.known = map[string]meaning{}
		}
		g.known[s] = m
	}
	return m
}

// findTable finds the header among the first rows; score 0 where there is none.
func (g *grid) findTable(from int) table {
	var best table
	for i := from; i < len(g.rows) && g.rows[i].n <= g.rows[from].n+headerWithin; i++ {
		if len(g.rows[i].cells) < 2 {
			continue
		}
		if best.score >= 4 && g.rows[i].n > best.last+2 || best.names(g, &g.rows[i]) {
			break // the rows of people begin
		}
		for h := 1; h <= headerHeight && i+h <= len(g.rows); h++ {
			if g.rows[i+h-1].n != g.rows[i].n+h-1 {
				break
			}
			if t := g.try(i, h); t.score > best.score+0.01 {
				best = t
			}
		}
	}
	return g.whole(best)
}

// whole gives a header with the row below it that belongs to it all the same: the cells
// beside those that stand over two columns are merged down into it. What stands there
// nobody has to know.
func (g *grid) whole(t table) table {
	if t.score == 0 || t.last-t.first+1 >= headerHeight {
		return t
	}
	i := slices.IndexFunc(g.rows, func(r row) bool { return r.n == t.first })
	h := t.last - t.first + 2
	if i+h > len(g.rows) || g.rows[i+h-1].n != t.last+1 || !g.mergedInto(&t, &g.rows[i+h-1]) {
		return t
	}
	if taller := g.try(i, h); taller.score > 0 {
		return taller
	}
	return t
}

// mergedInto says that every cell of a row stands below a header over several columns, and
// the columns of the name are merged from the header down into it.
func (g *grid) mergedInto(t *table, below *row) bool {
	if len(below.cells) == 0 || numbering(*below) {
		return false
	}
	for _, c := range t.columns {
		if down := g.mergedDown(t, c.number(), below.n); (c.Field == FieldName || c.Field == FieldFamily) && !down || down && below.at(c.number()).text != "" {
			return false
		}
	}
	return !slices.ContainsFunc(below.cells, func(c cell) bool {
		return (!g.mergedAt(t.last, c.col) || valueLike(c.text)) && c.text != reasonHeader
	})
}

// mergedDown says that a header is merged down into a row below it.
func (g *grid) mergedDown(t *table, col, below int) bool {
	return slices.ContainsFunc(g.merges, func(m rect) bool {
		return m.Left <= col && col <= m.Right && t.first <= m.Top && m.Top <= t.last && m.Bottom == below
	})
}

// names says that a row below the header holds somebody's name where names stand.
func (t *table) names(g *grid, r *row) bool {
	if t.score == 0 || r.n <= t.last {
		return false
	}
	return slices.ContainsFunc(t.columns, func(c Column) bool {
		return (c.Field == FieldName || c.Field == FieldFamily) && personName(g.titles.beforeName(vietnamese.Clean(decoded(r.at(c.number())))).rest)
	})
}

// tableAt gives the table whose header ends in a row, as somebody said; the one
// found where the row is 0 or holds nothing.
func (g *grid) tableAt(last int) table {
	var best table
	for i := range g.rows {
		for h := 1; h <= headerHeight && i+h <= len(g.rows) && last > 0; h++ {
			if g.rows[i+h-1].n != last || g.rows[i].n != last-h+1 {
				continue
			}
			if t, _ := g.read(i, h); len(best.columns) == 0 || t.score > best.score+0.01 {
				best = t
			}
		}
	}
	if len(best.columns) == 0 {
		best = g.findTable(0)
	}
	return best
}

// try scores the h rows from i as a header; score 0 where they are none.
func (g *grid) try(i, h int) table {
	t, header := g.read(i, h)
	if !header {
		return table{}
	}
	return t
}

// read takes the h rows from i for a header, and says whether they look like one.
func (g *grid) read(i, h int) (_ table, header bool) {
	t := table{first: g.rows[i].n, last: g.rows[i+h-1].n, labels: g.labels(g.rows[i : i+h])}
	seen, known, unknown := map[Field]bool{}, 0.0, 0
	before := label{}
	for _, col := range sortedColumns(t.labels) {
		l := t.labels[col]
		if motto(l.group) {
			return table{}, false
		}
		m, degree := g.means(l)
		switch {
		case l.group != "" && isNumber(l.name) && len(l.name) <= 2: // the days of a month
			m = meaning{field: FieldOther}
		case m.field == "":
			unknown++
			if valueLike(l.name) {
				unknown += 2
			}
		case (!seen[m.field] || m.field.repeatable()) && l.name != before.name: // a merged header counts once
			known += m.sure * weight(m.field)
		}
		before = l
		seen[m.field] = true
		t.columns = append(t.columns, Column{Letter: registry.ColumnName(col), Header: l.String(), Field: m.field, Degree: degree, Confidence: m.sure, Note: m.class, mapped: m.mapped})
	}
	named := seen[FieldName] || seen[FieldGiven] && seen[FieldFamily]
	t.score = known - 0.5*float64(unknown) - 0.05*float64(h)
	return t, named && known >= 2.5
}

// motto says that a text is the heading of a document: no header reaches up to it.
func motto(s string) bool {
	f := onlyWords(vietnamese.Fold(s))
	return strings.Contains(f, "doc lap tu do") || strings.Contains(f, "cong hoa xa hoi")
}

func weight(f Field) float64 {
	switch f {
	case FieldName:
		return 2
	case FieldNever, FieldOther, FieldTick:
		return 0.7
	}
	return 1
}

// valueLike says that a text is no header: a date, a long number, an address.
func valueLike(s string) bool {
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return digits >= 4 || strings.Contains(s, "@") || len(s) > 120
}

func sortedColumns[V any](m map[int]V) []int {
	cols := make([]int, 0, len(m))
	for c := range m {
		cols = append(cols, c)
	}
	slices.Sort(cols)
	return cols
}

// labels reads what stands above each column in the rows of a header.
func (g *grid) labels(rows []row) map[int]label {
	labels := map[int]label{}
	last := rows[len(rows)-1]
	width := 0
	for _, r := range rows {
		if n := len(r.cells); n > 0 {
			width = max(width, r.cells[n-1].col)
		}
		for _, m := range g.merges { // the last header may span a column more
			if m.Top <= r.n && r.n <= m.Bottom && m.Left <= width && m.Right <= width+2 {
				width = max(width, m.Right)
			}
		}
	}
	for col := 1; col <= width; col++ {
		var parts []string
		for _, r := range rows {
			text := g.covering(r, col, last, rows)
			if text != "" && (len(parts) == 0 || parts[len(parts)-1] != text) {
				parts = append(parts, text)
			}
		}
		if n := len(parts); n > 0 {
			labels[col] = label{strings.Join(parts[:n-1], " / "), parts[n-1]}
		}
	}
	g.groupDates(labels, width)
	return labels
}

// groupDates gives the day of birth as their group to columns "Ngày", "Tháng" and "Năm"
// side by side that stand under no group, where no other column tells it.
func (g *grid) groupDates(labels map[int]label, width int) {
	for _, l := range labels {
		if m := g.lookup(l.String()); m.field == FieldBirth || m.field == FieldBirthMale || m.field == FieldBirthFemale {
			return
		}
	}
	called := func(col int, name string) bool {
		l := labels[col]
		return l.group == "" && vietnamese.Fold(l.name) == name
	}
	for col := 1; col+2 <= width; col++ {
		if called(col, "ngay") && called(col+1, "thang") && called(col+2, "nam") {
			for i := range 3 {
				labels[col+i] = label{birthGroup, labels[col+i].name}
			}
			return
		}
	}
}

// birthGroup is what such columns tell together.
const birthGroup = "Ngày sinh"

// covering gives the text that stands in a cell of a header: its own, that of
// the merged range around it, or, above the last row and where nothing says
// otherwise, that of the group to its left.
func (g *grid) covering(r row, col int, last row, rows []row) string {
	if t := vietnamese.Clean(decoded(r.at(col))); t != "" {
		return t
	}
	for _, m := range g.merges {
		if m.Top <= r.n && r.n <= m.Bottom && m.Left <= col && col <= m.Right {
			for _, above := range rows {
				if above.n == m.Top {
					return vietnamese.Clean(decoded(above.at(m.Left)))
				}
			}
			return ""
		}
	}
	if r.n == last.n || last.at(col).text == "" {
		return ""
	}
	for left := col - 1; left > 0; left-- {
		c := r.at(left)
		if c.text == "" {
			continue
		}
		if g.mergedAt(r.n, left) || last.at(left).text == "" {
			return ""
		}
		return vietnamese.Clean(decoded(c))
	}
	return ""
}

func (g *grid) mergedAt(row, col int) bool {
	return slices.ContainsFunc(g.merges, func(m rect) bool {
		return m.Top <= row && row <= m.Bottom && m.Left <= col && col <= m.Right && m.Right > m.Left
	})
}

// numbering says that a row under a header only numbers its columns: (1) (2) (3).
func numbering(r row) bool {
	if len(r.cells) < 3 {
		return false
	}
	last := 0
	for _, c := range r.cells {
		s := strings.Trim(c.text, " ()[].")
		n, err := strconv.Atoi(s)
		if err != nil && len(s) == 1 && s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z' {
			n, err = int(s[0]|0x20-'a')+1, nil
		}
		if err != nil || n < last || n > last+3 && last > 0 || n > 60 {
			return false
		}
		last = n
	}
	return true
}
