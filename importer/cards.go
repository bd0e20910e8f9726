package importer

import (
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// A sheet may hold several cards, one below the other, or a list that is turned: the
// people stand side by side, what is told of them is called so at the left. Both are made
// lists, as a single card is.

// Bounds of a sheet of cards.
const (
	maxCardRows = 20_000 // rows read of it
	sharedLines = 3      // lines that a further card has at least in common with the first
)

// What the plan calls such sheets.
const (
	formOne    = "Phiếu một người"
	formMany   = "Nhiều phiếu, mỗi phiếu một người"
	formTurned = "Bảng có mỗi người một cột"
	formPaired = "Bảng có mỗi người hai dòng"
)

// readCards reads a sheet as one card or several; nil where it is none.
func (s *sheetReader) readCards(rows []row) []*card {
	rows = s.cardsApart(rows)
	starts := s.cardStarts(rows)
	if len(starts) < 2 {
		return s.onlyCard(rows)
	}
	var all []*card
	from := 0
	for k := range starts {
		to := len(rows)
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		least := minCard
		if len(all) > 0 || len(starts) > 2 { // so many alike are no chance
			least = sharedLines
		}
		c := s.readCard(rows[from:to], least)
		if c == nil || len(all) > 0 && c.shared(all[0]) < max(sharedLines, len(all[0].lines)/2) {
			return s.onlyCard(rows) // of the family
		}
		all, from = append(all, c), to
	}
	return all
}

// cardsApart gives the cells of a row a row each where several of them are cards: lists for
// badges have some side by side.
func (s *sheetReader) cardsApart(rows []row) []row {
	var apart []row
	for i, r := range rows {
		cards := 0
		for _, c := range r.cells {
			if one := (row{cells: []cell{c}}); strings.Contains(c.text, ":") && len(s.cardStarts([]row{one})) > 0 {
				cards++
			}
		}
		if cards > 1 && apart == nil {
			apart = slices.Clone(rows[:i])
		}
		switch {
		case cards > 1:
			for _, c := range r.cells {
				apart = append(apart, row{r.n, []cell{c}})
			}
		case apart != nil:
			apart = append(apart, r)
		}
	}
	if apart == nil {
		return rows
	}
	return apart
}

func (s *sheetReader) onlyCard(rows []row) []*card {
	if c := s.readCard(rows, minCard); c != nil {
		return []*card{c}
	}
	return nil
}

// shared counts the lines that two cards have in common.
func (c *card) shared(first *card) int {
	n := 0
	for _, l := range c.lines {
		if slices.ContainsFunc(first.lines, func(o cardLine) bool { return o.label == l.label }) {
			n++
		}
	}
	return n
}

// cardStarts gives the rows in which somebody's name stands behind the label that the
// first name stands behind.
func (s *sheetReader) cardStarts(rows []row) (starts []int) {
	called := ""
	for i, r := range rows {
		for k, c := range r.cells {
			label, value, colon := strings.Cut(decoded(c), ":")
			if !colon && k > 0 && slices.ContainsFunc(r.cells[:k], func(c cell) bool { return !isNumber(c.text) }) {
				continue
			}
			if strings.TrimSpace(value) == "" && k+1 < len(r.cells) {
				value = decoded(r.cells[k+1])
			}
			name := vietnamese.Fold(vietnamese.Clean(cardNumber.ReplaceAllString(label, "")))
			if called != "" && name != called || labelled(label).field != FieldName || !s.namesPerson(cardValue(value)) {
				continue
			}
			called, starts = name, append(starts, i)
			break
		}
	}
	return starts
}

// cardValue leaves of what stands behind a label the value of this one.
func cardValue(s string) string {
	if strings.Contains(s, ":") {
		s, _, _ = strings.Cut(s, ":")
		s, _ = cutLabel(s)
	}
	return strings.TrimSpace(cardBlanks.ReplaceAllString(s, " "))
}

// asList puts cards in place of their rows.
func (s *sheetReader) asList(cards []*card) {
	if s.head.Form = formOf(true, append(cards[0].titles, s.head.Name), cards[0].labels); s.head.Form == "" {
		s.head.Form = formOne
	}
	if len(cards) > 1 {
		s.head.Form = formMany
	}
	s.madeList(cardTable(s.cardTitles(s.waiting), cards))
}

// cardTitles gives what stands above the first line of the first card and tells whose people
// these are, a row each.
func (s *sheetReader) cardTitles(rows []row) []row {
	var list []row
	for _, r := range rows {
		for _, c := range r.cells {
			text := vietnamese.Clean(decoded(c))
			if label, _, _ := strings.Cut(text, ":"); labelled(label).field != "" {
				return list
			}
			for _, name := range s.placeIn(text) {
				if !startsWith(placeKey(name)+" ", "bo ", "uy ban ") {
					list = append(list, row{n: len(list) + 1, cells: []cell{{col: 1, text: name}}})
				}
			}
		}
	}
	return list
}

// madeList takes rows that were made of the sheet's own for the sheet.
func (s *sheetReader) madeList(rows []row) {
	s.waiting, s.card = rows, true
	s.head.Merges, s.head.Rows, s.head.Card = nil, len(s.waiting), true
}

// cardTable gives cards as the rows of a list below its titles: what their lines are called
// becomes the header, a label that a card has twice two columns of it.
func cardTable(titles []row, cards []*card) []row {
	t := cardSheet{at: map[string]int{}}
	for _, c := range cards {
		t.add(c)
	}
	list := append(titles, t.head)
	list = append(list, t.rows...)
	for i := range list {
		list[i].n = i + 1
	}
	return list
}

// cardSheet is the list that cards are made.
type cardSheet struct {
	head row
	rows []row
	at   map[string]int // column of a label, by how often the card had it before
}

func (t *cardSheet) column(label string, nth int) int {
	key := fmt.Sprint(nth, " ", label)
	if t.at[key] == 0 {
		t.head.cells = append(t.head.cells, cell{col: len(t.head.cells) + 1, text: label})
		t.at[key] = len(t.head.cells)
	}
	return t.at[key]
}

func (t *cardSheet) put(r *row, label string, nth int, v cell) {
	v.col = t.column(label, nth)
	if at, found := slices.BinarySearchFunc(r.cells, v.col, func(c cell, col int) int { return c.col - col }); v.text != "" && !found {
		r.cells = slices.Insert(r.cells, at, v)
	}
}

// add writes one card: its lines in a row, its further training in rows below.
func (t *cardSheet) add(c *card) {
	person, times := row{}, map[string]int{}
	for _, l := range c.lines {
		times[l.label]++
		t.put(&person, l.label, times[l.label], l.value)
	}
	t.rows = append(t.rows, person)
	if len(c.rows) > 0 {
		for _, col := range cardColumns { // all of them, in their order
			t.column(col.header, trainingColumn)
		}
	}
	for _, line := range c.rows {
		one := row{}
		for _, v := range line.cells {
			t.put(&one, cardColumns[v.col-1].header, trainingColumn, v)
		}
		t.rows = append(t.rows, one)
	}
}

// trainingColumn sets the columns of the training apart from lines of that name.
const trainingColumn = 0

// turned reads a list whose people stand side by side; nil where the sheet is none. What
// stands above it comes first.
func (s *sheetReader) turned(rows []row) []row {
	first, at := -1, 0
	labels := map[int]string{} // by row
	for i, r := range rows {
		for _, c := range r.cells[:min(len(r.cells), 2)] {
			m := labelled(strings.TrimRight(decoded(c), " :"))
			if m.field == "" || m.field == FieldNumber || at != 0 && c.col != at {
				continue
			}
			if at == 0 && len(r.cells) < 2 {
				continue
			}
			if first < 0 {
				first, at = i, c.col
			}
			labels[i] = decoded(c)
			break
		}
	}
	if len(labels) < minCard-1 || !s.namesAcross(rows, labels, at) {
		return nil
	}
	return turnedRows(rows, first, at, labels)
}

// namesAcross says that behind the label of names several people's stand, and nothing
// else.
func (s *sheetReader) namesAcross(rows []row, labels map[int]string, at int) bool {
	for i, label := range labels {
		if labelled(strings.TrimRight(label, " :")).field != FieldName {
			continue
		}
		n := 0
		for _, c := range rows[i].cells {
			if c.col > at && !s.namesPerson(decoded(c)) {
				return false
			}
			if c.col > at {
				n++
			}
		}
		return n > 1
	}
	return false
}

// turnedRows turns a list: a label a column, a column a row.
func turnedRows(rows []row, first, at int, labels map[int]string) []row {
	list := slices.Clone(rows[:first])
	head := row{n: rows[first].n}
	people := map[int]*row{}
	for _, i := range sortedColumns(labels) {
		col := len(head.cells) + 1
		head.cells = append(head.cells, cell{col: col, text: strings.TrimRight(labels[i], " :")})
		for _, c := range rows[i].cells {
			if c.col <= at {
				continue
			}
			if people[c.col] == nil {
				people[c.col] = &row{}
			}
			v := c
			v.col = col
			people[c.col].cells = append(people[c.col].cells, v)
		}
	}
	list = append(list, head)
	for _, col := range sortedColumns(people) {
		people[col].n = list[len(list)-1].n + 1
		list = append(list, *people[col])
	}
	return list
}

// sayCard says that the sheet was made a list.
func (s *sheetReader) sayCard() {
	const cells = " Ô nêu ở đây là ô của bảng ấy."
	switch s.head.Form {
	case formMany:
		s.say(registry.IssueRepaired, 0, 0, "", "Trang %q gồm nhiều phiếu, mỗi phiếu của một người, nên được đọc thành một bảng: dòng %d là tên các mục, mỗi phiếu một dòng."+cells, s.head.Name, s.table.last)
	case formPaired:
		s.say(registry.IssueRepaired, 0, 0, "", "Trang %q ghi mỗi người trên hai dòng nên hai dòng được ghép làm một: các cột của dòng dưới nằm bên phải các cột của dòng trên."+cells, s.head.Name)
	case formTurned:
		s.say(registry.IssueRepaired, 0, 0, "", "Trang %q ghi mỗi người ở một cột nên đã được xoay lại: mỗi người một dòng, tên các mục ở dòng tiêu đề."+cells, s.head.Name)
	default:
		s.say(registry.IssueRepaired, 0, 0, "", "Trang %q là phiếu của một người (%s) nên được đọc thành một dòng: dòng %d là tên các mục, dòng %d là nội dung."+cells, s.head.Name, s.head.Form, s.table.last, s.table.last+1)
	}
}
