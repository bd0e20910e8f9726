package importer

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

var update = flag.Bool("update", false, "write the goldens anew")

// TestLayouts reads the workbooks drawn in testdata/layouts and holds what was
// understood against the second half of each drawing. A case is a text file:
//
//	file ten-tep.xlsx                what the upload is called; optional
//	employer ĐHCT                    what the caller named; optional
//	1904                             the date system of old Macs; optional
//	sheet Danh sách                  then one line a row, cells between bars;
//	                                 "sheet hidden …" for a hidden one
//	merge A1:F1 C3:E3                merged ranges of the sheet above
//	expect                           the rest is what must come of it
//
// In a cell ⏎ is a line break, "#12" the number 12 rather than text, and
// "{.VnTime}…", "{dd/mm/yyyy}#…", "{mm/yyyy}#…" give it a font or a format.
func TestLayouts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/layouts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no layouts (%v)", err)
	}
	ctx, im := testImporter(t)
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			drawing, want, _ := strings.Cut(string(b), "\nexpect\n")
			d := readDrawing(t, drawing)
			path := filepath.Join(t.TempDir(), d.file)
			d.save(t, path)
			o := Options{}
			if d.employer != "" {
				if o.Employer, err = im.Employer(ctx, d.employer); err != nil {
					t.Fatal(err)
				}
			}
			got := im.tell(ctx, path, o)
			if *update {
				if err := os.WriteFile(f, []byte(drawing+"\nexpect\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("understood:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// drawing is a workbook drawn as text.
type drawing struct {
	file, employer string
	date1904       bool
	sheets         []drawnSheet
}

type drawnSheet struct {
	name   string
	hidden bool
	rows   [][]string
	merges []string
}

func readDrawing(t testing.TB, text string) drawing {
	t.Helper()
	d := drawing{file: "danh sach.xlsx"}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		last := len(d.sheets) - 1
		switch {
		case word == "sheet":
			name, hidden := strings.CutPrefix(rest, "hidden ")
			d.sheets = append(d.sheets, drawnSheet{name: name, hidden: hidden})
		case last < 0 && word == "file":
			d.file = rest
		case last < 0 && word == "employer":
			d.employer = rest
		case last < 0 && word == "1904":
			d.date1904 = true
		case last < 0:
		case word == "merge":
			d.sheets[last].merges = append(d.sheets[last].merges, strings.Fields(rest)...)
		default:
			d.sheets[last].rows = append(d.sheets[last].rows, strings.Split(line, "|"))
		}
	}
	return d
}

// drawings are the drawn workbooks that can be read, by name.
func drawings(t testing.TB) map[string]drawing {
	t.Helper()
	files, err := filepath.Glob("testdata/layouts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no layouts (%v)", err)
	}
	all := map[string]drawing{}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if text, want, _ := strings.Cut(string(b), "\nexpect\n"); !strings.HasPrefix(want, "error") {
			all[filepath.Base(name)] = readDrawing(t, text)
		}
	}
	return all
}

// save writes the workbook.
func (d drawing) save(t testing.TB, path string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, s := range d.sheets {
		if i == 0 {
			check(f.SetSheetName("Sheet1", s.name))
		} else {
			_, err := f.NewSheet(s.name)
			check(err)
		}
		for r, cells := range s.rows {
			for c, text := range cells {
				drawCell(t, f, s.name, cellName(c+1, r+1), strings.TrimSpace(text))
			}
		}
		for _, m := range s.merges {
			from, to, _ := strings.Cut(m, ":")
			check(f.MergeCell(s.name, from, to))
		}
		check(f.SetSheetVisible(s.name, !s.hidden))
	}
	if d.date1904 {
		yes := true
		check(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
	}
	check(f.SaveAs(path))
}

func drawCell(t testing.TB, f *excelize.File, sheet, at, text string) {
	t.Helper()
	if style, rest, ok := strings.Cut(text, "}"); ok && strings.HasPrefix(style, "{") {
		style, text = style[1:], rest
		s := &excelize.Style{CustomNumFmt: &style}
		if !strings.Contains(style, "yy") && strings.Trim(style, "0") != "" {
			s = &excelize.Style{Font: &excelize.Font{Family: style}}
		}
		id, err := f.NewStyle(s)
		if err == nil {
			err = f.SetCellStyle(sheet, at, at, id)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var value any = strings.ReplaceAll(text, "⏎", "\n")
	if digits, ok := strings.CutPrefix(text, "#"); ok {
		if n, err := strconv.ParseFloat(digits, 64); err == nil {
			value = n
		}
	}
	if text == "" {
		return
	}
	if err := f.SetCellValue(sheet, at, value); err != nil {
		t.Fatal(err)
	}
}

// tell plans a workbook and says in plain lines what was understood.
func (im *Importer) tell(ctx context.Context, path string, o Options) string {
	i := &registry.Import{File: fileName(path), Organisation: o.Employer}
	var b bytes.Buffer
	r, err := im.newReader(ctx, i)
	if err == nil {
		err = im.Worker.read(ctx, job{Path: path}, func(frames io.Reader) error { return r.read(frames, nil, func(int, int) {}) })
	}
	if err != nil {
		return fmt.Sprintf("error %v\n", err)
	}
	for _, s := range r.sheets {
		tellSheet(&b, s)
	}
	for _, d := range r.drafts {
		tellDraft(&b, r, d)
	}
	for _, i := range r.issues.list {
		fmt.Fprintf(&b, "%s!%s %s %s\n", i.Sheet, i.Cell, i.Kind, i.Message)
	}
	return b.String()
}

func tellSheet(b *bytes.Buffer, s Sheet) {
	if s.Skipped != "" {
		fmt.Fprintf(b, "%q left out: %s\n", s.Name, s.Skipped)
		return
	}
	fmt.Fprintf(b, "%q header %d-%d employer %q%s:", s.Name, s.Header[0], s.Header[1], s.Default, strings.TrimSuffix(" form "+s.Form, " form "))
	for _, c := range s.Columns {
		fmt.Fprintf(b, " %s=%s", c.Letter, c.Field)
		if c.Degree != "" {
			fmt.Fprintf(b, "(%s)", c.Degree)
		}
	}
	fmt.Fprintln(b)
	for _, l := range s.Left {
		fmt.Fprintf(b, "  %s: %v\n", l.What, l.Rows)
	}
}

func tellDraft(b *bytes.Buffer, r *reader, d *draft) {
	p := d.person
	words := []string{p.Name.Full}
	add := func(label, s string) {
		if s != "" {
			words = append(words, label+s)
		}
	}
	add("", string(p.Sex))
	add("born ", p.Birth.String())
	add("", p.Title.Code)
	if p.Title.Year != 0 {
		add("since ", strconv.Itoa(p.Title.Year))
	}
	for _, q := range p.Qualifications {
		add("", qualificationWords(q.Degree, q))
	}
	for _, h := range p.Honours {
		add("", strings.TrimSuffix(fmt.Sprintf("%s %d", h.Code, h.Year), " 0"))
	}
	add("rank ", strings.TrimSpace(p.Rank.Code+" "+p.Rank.Name))
	for _, c := range p.Codes {
		add("code ", c.Code)
	}
	for _, q := range p.Positions {
		add("at ", r.places.name(q.Organisation))
		add("unit ", r.places.name(q.Unit))
		add("post ", q.Post)
		add("contract ", q.Contract)
		add("from ", q.From.String())
	}
	for _, f := range p.Fields {
		add("field ", f.Code)
	}
	for _, e := range p.Expertise {
		add("knows ", e.Phrase)
	}
	add("national ", p.Nationality)
	m := merge{p: newPlanner(nil, r, 0), d: &draft{person: p}, into: &registry.Person{}}
	for _, l := range recordLists {
		l.merge(&m)
	}
	for _, c := range m.changes {
		add(c.Field+" ", c.New)
	}
	add("", p.Email)
	add("", p.Phone)
	if d.reject {
		words = []string{"rejected: " + d.note}
	}
	fmt.Fprintf(b, "%s!%d %s\n", r.sheets[d.sheet].Name, d.row, strings.Join(words, " · "))
}
