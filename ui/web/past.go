package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// pastNote says as of when a record is shown; the zero one is for today.
type pastNote struct {
	day   time.Time // the end of it
	entry time.Time // right after the change made then
}

// date gives the day of the state shown; zero for today's.
func (n pastNote) date() registry.Date {
	switch {
	case !n.entry.IsZero():
		return registry.DateOf(n.entry.In(registry.Vietnam))
	case !n.day.IsZero():
		return registry.DateOf(n.day.In(registry.Vietnam))
	}
	return registry.Date{}
}

func (n pastNote) in(words Words) string {
	switch {
	case !n.entry.IsZero():
		return words.T("past.entry", "When", words.Moment(n.entry))
	case !n.day.IsZero():
		return words.T("past.note", "When", words.Day(n.day))
	}
	return ""
}

// showPast serves GET /people/:id?as_of=…: a day, meaning its end, or the number
// of an entry of the trail.
func (h *Person) showPast(c echo.Context, id registry.PersonID, text string) error {
	m := registry.Moment{Seq: registry.Seq(number(text))}
	day, err := time.ParseInLocation(time.DateOnly, text, registry.Vietnam)
	if err == nil {
		m.At = day.AddDate(0, 0, 1).Add(-time.Microsecond)
	}
	if d, ok := readDate(text); err != nil && m.Seq == 0 && ok && d.Day != 0 {
		day, err = time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, registry.Vietnam), nil
		m.At = day.AddDate(0, 0, 1).Add(-time.Microsecond)
	}
	if err != nil && m.Seq == 0 {
		return registry.Errorf(registry.Invalid, "Không hiểu thời điểm %q. Hãy ghi ngày/tháng/năm, thí dụ 31/12/2025.", text)
	}
	past, err := registry.AsOf(c.Request().Context(), h.Store, id, m)
	if err != nil {
		return err
	}
	note := pastNote{day: m.At}
	if m.Seq != 0 {
		note.entry = past.Entry.At
	}
	return h.render(c, past.Person, note)
}

// happening is one line of the record's history.
type happening struct {
	When, Who, What string
	Reason          string
	Import, File    string // address of the import it came with, and the file
	Revert          string // address of taking it back
	Then            string // address of the record as it was right after, "" where there was none or it is today's
	Changes         []change
	Erased          bool // the former values are gone
	seq             registry.Seq
}

// change is one field as it was and as it became. Items says that of a list only
// the items stand here that went or came.
type change struct {
	Field, Old, New string
	Items           bool
	Cells           string // of an imported file, that New was read from

	name string // of the field, in the record
}

// history tells the trail of p backwards from today.
func (h *Person) history(ctx context.Context, t teller, p *registry.Person) ([]happening, error) {
	steps, err := registry.History(ctx, h.Store, p.ID)
	if err != nil {
		return nil, err
	}
	sources, err := h.Store.Sources(ctx, stepSources(steps))
	if err != nil {
		return nil, err
	}
	told := make([]happening, 0, len(steps))
	for i, s := range steps {
		e := s.Entry
		one := happening{When: t.Moment(e.At), Who: e.Actor, What: t.T("action." + string(e.Action)), Reason: e.Reason, Erased: s.Erased, seq: e.Seq}
		if from := sources[e.Source]; from.Import != 0 {
			i, err := h.Store.Import(ctx, from.Import)
			if err != nil {
				return nil, err
			}
			one.Import, one.File = importAddress(i.ID), i.File
		}
		if !s.Erased {
			one.Revert = fmt.Sprintf("%s/history/%d", personAddress(p.ID), e.Seq)
		}
		if i > 0 && s.After != nil {
			one.Then = fmt.Sprintf("%s?as_of=%d", personAddress(p.ID), e.Seq)
		}
		if e.Action == registry.Amended && !s.Erased {
			from := sources[e.Source]
			one.Changes = changes(t, s.Before, s.After)
			for i := range one.Changes {
				one.Changes[i].Cells = t.cells(&from, one.Changes[i].name)
			}
		}
		told = append(told, one)
	}
	return h.sealings(ctx, t, p.ID, told)
}

// sealings puts in when the citizen number was stored, replaced or taken out.
func (h *Person) sealings(ctx context.Context, t teller, id registry.PersonID, told []happening) ([]happening, error) {
	if !registry.ActorOf(ctx).Sees(registry.ClassInternal) {
		return told, nil
	}
	sealed, err := registry.SealedChanges(ctx, h.Store, id)
	for _, e := range sealed {
		told = append(told, happening{When: t.Moment(e.At), Who: e.Actor, What: t.T("sealed." + string(e.Action)), Reason: e.Reason, seq: e.Seq})
	}
	slices.SortFunc(told, func(a, b happening) int { return cmp.Compare(b.seq, a.seq) })
	return told, err
}

func stepSources(steps []registry.Step) []registry.SourceID {
	ids := each(steps, func(s registry.Step) registry.SourceID { return s.Entry.Source })
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id registry.SourceID) bool { return id == 0 })
}

// changes gives the fields in which two states of a record read differently; of
// a list, the items that one has and the other has not.
func changes(t teller, before, after *registry.Person) []change {
	var found []change
	for _, name := range recordFields {
		c := change{name: name, Field: t.fieldName(name), Old: t.field(before, name), New: t.field(after, name)}
		if c.Old == c.New {
			continue
		}
		if _, ok := listNamed(name); ok {
			c.partly(t.lines(before, name), t.lines(after, name))
		}
		found = append(found, c)
	}
	return found
}

// partly keeps the items of a list that only one side has, if there are any: else
// only their order changed, and the whole is told.
func (c *change) partly(before, after []line) {
	was, is := each(before, line.String), each(after, line.String)
	gone := slices.DeleteFunc(slices.Clone(was), func(s string) bool { return slices.Contains(is, s) })
	came := slices.DeleteFunc(slices.Clone(is), func(s string) bool { return slices.Contains(was, s) })
	if len(gone)+len(came) > 0 {
		c.Old, c.New, c.Items = joined("; ", gone...), joined("; ", came...), true
	}
}
