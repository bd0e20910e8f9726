package importer

import (
	"fmt"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// mapping is how the system that gave a workbook out calls its columns, by the form
// that held on the day the workbook tells of.
type mapping struct {
	system  registry.Code
	columns map[string]*registry.ExchangeColumn // by the words of the header
	failure string                              // why there is none, where there should be
}

// mappingOf gives the mapping for a workbook; nil for a list of somebody's own.
func mappingOf(ref *registry.Reference, system string, synced registry.Date) *mapping {
	if system == "" {
		return nil
	}
	x, err := ref.Exchange(system, synced)
	m := &mapping{system: x.System, columns: map[string]*registry.ExchangeColumn{}}
	if err != nil {
		m.failure = err.Error()
		return m
	}
	for i := range x.Columns {
		c := &x.Columns[i]
		for _, h := range append([]string{c.Header}, c.Also...) {
			marked, _ := headerWords(h)
			putNew(m.columns, marked, c)
		}
	}
	return m
}

func putNew[K comparable, V any](to map[K]V, k K, v V) {
	var none K
	if _, ok := to[k]; !ok && k != none {
		to[k] = v
	}
}

// column gives the column of the form that a header is; nil for none. A header that
// has lost its marks is known too, if no column of the form is called otherwise so.
func (m *mapping) column(l label) *registry.ExchangeColumn {
	if m == nil {
		return nil
	}
	for _, text := range []string{strings.ReplaceAll(l.String(), " / ", " "), l.name} {
		marked, plain := headerWords(text)
		if c := m.columns[marked]; c != nil {
			return c
		}
		if marked != plain {
			continue
		}
		for key, c := range m.columns {
			if vietnamese.Fold(key) == plain {
				return c
			}
		}
	}
	return nil
}

// mappedField gives the field of the importer that a value of an exchange form is.
func mappedField(value string) Field {
	switch value {
	case "id":
		return FieldPerson
	case "birth_year":
		return FieldBirth
	}
	return Field(value)
}

// byMapping reads a header by the mapping of the system. What is not stored stays
// what it is, whatever a form calls it.
func (g *grid) byMapping(l label) (meaning, bool) {
	x := g.mapping.column(l)
	if x == nil || g.lookup(l.name).field == FieldNever || l.group != "" && g.lookup(lastPart(l.group)).field == FieldNever {
		return meaning{}, false
	}
	return meaning{field: mappedField(x.Field), sure: 1, mapped: x}, true
}

// sayMapped says which columns of the sheet the mapping told.
func (s *sheetReader) sayMapped() {
	m := s.r.mapping
	if m == nil {
		return
	}
	if m.failure != "" {
		s.say(registry.IssueUnknown, s.table.last, 0, "", "Không đọc được theo biểu trao đổi: %s Các cột của trang này được hiểu theo từ của chương trình.", m.failure)
		return
	}
	var told []string
	for _, c := range s.table.columns {
		if c.mapped != nil {
			told = append(told, fmt.Sprintf("%s (“%s”) là %s", c.Letter, shorten(c.Header, 40), c.Field.label()))
		}
	}
	if len(told) == 0 {
		s.say(registry.IssueUnknown, s.table.last, 0, "", "Không tiêu đề nào có trong biểu trao đổi %s của ngày %s; các cột được hiểu theo từ của chương trình.", m.system.Name, s.r.synced.Vietnamese())
		return
	}
	s.say(registry.IssueRepaired, s.table.last, 0, "", "%d cột của trang này được hiểu theo biểu trao đổi %s có hiệu lực ngày %s: %s.", len(told), m.system.Name, s.r.synced.Vietnamese(), strings.Join(told, "; "))
}
