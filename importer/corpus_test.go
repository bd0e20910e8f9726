package importer

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// TestCorpus draws staff lists of fifteen messy kinds by a seed, reads them and judges
// every field of every row. SEED draws others, CORPUS says how many of each kind.
func TestCorpus(t *testing.T) {
	t.Parallel()
	seed, books := uint64(20261123), 3
	fmt.Sscan(os.Getenv("SEED"), &seed)
	fmt.Sscan(os.Getenv("CORPUS"), &books)
	ref := mustReference(t)
	for k, kind := range corpusKinds {
		s := score{wrong: map[string]int{}}
		for i := range books {
			rng := rand.New(rand.NewPCG(seed, uint64(k*1000+i)))
			d := &drawer{Rand: rng, ref: ref}
			kind.draw(d)
			s.add(d.judge(t, fmt.Sprintf("%s %d", kind.name, i)))
		}
		t.Logf("%-28s %s", kind.name, s)
		if s.share() < 0.99 {
			t.Errorf("SEED=%d %s: %.4f of the fields are right, want at least 0.99", seed, kind.name, s.share())
		}
	}
}

// corpusKinds are the kinds of lists met.
var corpusKinds = []struct {
	name string
	draw func(*drawer)
}{
	{"titles above", func(d *drawer) { d.above(); d.header(d.columns(), 1); d.people(20 + d.IntN(20)); d.below() }},
	{"two-row header", func(d *drawer) { d.above(); d.header(d.grouped(), 2); d.people(25); d.below() }},
	{"three-row header", func(d *drawer) { d.above(); d.header(d.grouped(), 3); d.numbering(); d.people(25) }},
	{"birth under Nam, Nữ", func(d *drawer) { d.split("birth", d.bySex()...); d.above(); d.header(d.columns(), 2); d.people(25) }},
	{"split names", func(d *drawer) { d.split("name", d.halves()...); d.above(); d.header(d.columns(), 2); d.people(25) }},
	{"titles in the name", func(d *drawer) { d.prefixed = true; d.header(d.columns(), 1); d.people(30); d.below() }},
	{"TCVN3", func(d *drawer) { d.enc = vietnamese.TCVN3; d.above(); d.header(d.columns(), 1); d.people(30) }},
	{"VNI", func(d *drawer) { d.enc = vietnamese.VNI; d.above(); d.header(d.columns(), 1); d.people(30) }},
	{"capitals, NFD, blanks", func(d *drawer) { d.dirty = true; d.above(); d.header(d.columns(), 1); d.people(30); d.below() }},
	{"dates", func(d *drawer) { d.mixed = true; d.header(d.columns(), 1); d.people(40) }},
	{"sheets of units", func(d *drawer) {
		d.sheetUnit = true
		for range 3 {
			d.sheet("")
			d.above()
			d.header(d.columns(), 1)
			d.people(8)
			d.below()
		}
		d.summary()
	}},
	{"printed pages", func(d *drawer) { d.above(); d.pages(4) }},
	{"sections", func(d *drawer) { d.above(); d.header(d.without("unit"), 1); d.sections(5); d.below() }},
	{"text in old encodings", func(d *drawer) { d.csv = true; d.header(d.columns(), 1); d.people(30) }},
	{"ticks", func(d *drawer) {
		d.split("degree", d.ticks()...)
		d.split("sex", d.tickedSex()...)
		d.header(d.columns(), 2)
		d.people(30)
	}},
}

// truth is somebody as they are.
type truth struct {
	row                                      int
	family, given                            string
	sex                                      registry.Sex
	birth                                    registry.Date
	degree, title                            string
	unit, post, rank, code, email, phone, of string
	year                                     int
}

func (p *truth) name() string { return p.family + " " + p.given }

// read has the workbook understood as the parent does.
func (d *drawer) read(t *testing.T) *reader {
	t.Helper()
	r := newReader(d.ref, d.employer(), "danh sach.xlsx", 2026)
	var frames bytes.Buffer
	w := newFrameWriter(&frames)
	if d.csv {
		b := d.text()
		if err := writeCSV(bytes.NewReader(b), int64(len(b)), w); err != nil {
			t.Fatal(err)
		}
	} else {
		d.frames(w)
	}
	w.w.Flush()
	if err := r.read(&frames, nil, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return r
}

// employer is whose list it is, as its uploader said.
func (d *drawer) employer() registry.OrganisationID {
	return newPlaces(d.ref).named("Trường Đại học Tây Đô")[0]
}

func (d *drawer) frames(w *frameWriter) {
	font := look(0)
	if d.IntN(2) == 0 {
		font = map[vietnamese.Encoding]look{vietnamese.TCVN3: lookTCVN3, vietnamese.VNI: lookVNI}[d.enc]
	}
	_ = w.json(tagBook, bookHead{Rows: 100})
	for _, s := range d.sheets {
		_ = w.json(tagSheet, sheetHead{Name: s.name, Rows: len(s.rows), Merges: s.merges})
		for _, r := range s.rows {
			for i := range r.cells {
				c := &r.cells[i]
				switch {
				case d.enc != vietnamese.Unicode && !asciiText(c.text):
					c.text, c.look = vietnamese.Encode(c.text, d.enc), c.look|font
				case d.dirty && d.IntN(3) == 0:
					c.text = norm.NFD.String(c.text)
				}
			}
			if len(r.cells) > 0 {
				_ = w.row(&r)
			}
		}
		_ = w.frame(tagEnd, nil)
	}
	_ = w.frame(tagDone, nil)
}

// text writes the list as separated values in one of the encodings.
func (d *drawer) text() []byte {
	sep := pick(d, ",", ";", "\t", "|")
	var b strings.Builder
	for _, r := range d.list().rows {
		texts := make([]string, len(d.list().columns))
		for _, c := range r.cells {
			texts[c.col-1] = c.text
			if strings.Contains(c.text, sep) || strings.ContainsAny(c.text, "\"\n") {
				texts[c.col-1] = `"` + strings.ReplaceAll(c.text, `"`, `""`) + `"`
			}
		}
		b.WriteString(strings.Join(texts, sep) + pick(d, "\r\n", "\r\n"))
	}
	enc := pick(d, vietnamese.Unicode, vietnamese.Unicode, vietnamese.UTF16LE, vietnamese.UTF16BE, vietnamese.CP1258, vietnamese.TCVN3, vietnamese.VNI)
	text := b.String()
	if enc == vietnamese.Unicode && d.IntN(2) == 0 || enc == vietnamese.UTF16LE || enc == vietnamese.UTF16BE {
		text = "\uFEFF" + text
	}
	raw, err := encodeText(text, enc)
	if err != nil {
		panic(err)
	}
	return raw
}

// judge reads what was drawn and counts what is right.
func (d *drawer) judge(t *testing.T, where string) score {
	t.Helper()
	r := d.read(t)
	s := score{wrong: map[string]int{}}
	found := map[[2]int]*draft{}
	for _, dr := range r.drafts {
		found[[2]int{dr.sheet, dr.row}] = dr
	}
	total := 0
	for i, l := range d.sheets {
		for _, p := range l.truths {
			total++
			got := expectedPerson{}
			if dr := found[[2]int{i, p.row}]; dr != nil {
				got = r.toldOfDraft(dr)
			}
			want := expectedPerson{"name": p.name(), "sex": string(p.sex), "birth": p.birth.String(), "degree": p.degree, "title": p.title, "unit": p.unit, "position": p.post,
				"code": p.code, "email": p.email, "phone": p.phone, "study": p.of, "rank": p.rank}
			for tells, field := range map[string]string{"name": "name", "sex": "sex", "birth": "birth", "degree": "degree", "title": "title", "unit": "unit", "post": "position", "code": "code", "email": "email", "phone": "phone", "study": "study", "rank": "rank"} {
				if !l.told[tells] {
					continue
				}
				s.judged++
				if got[field] == want[field] || field == "unit" && strings.EqualFold(got[field], want[field]) {
					s.right++
				} else if s.wrong[field]++; s.wrong[field] <= 1 {
					t.Logf("%s %s row %d (%s): %s is %q, want %q; header %v", where, l.name, p.row, p.name(), field, got[field], want[field], headerOf(l, tells))
				}
			}
		}
		for k, c := range l.columns {
			if c.never {
				s.judged++
				if _, f := r.sheets[i].column(registry.ColumnName(k + 1)); f == FieldNever {
					s.right++
				} else {
					s.wrong["never"]++
					t.Logf("%s: column %q is kept", where, c.header)
				}
			}
		}
	}
	if os.Getenv("SHOW") == where {
		for i, l := range d.sheets {
			for _, one := range l.rows[:min(len(l.rows), 60)] {
				var texts []string
				for _, c := range one.cells {
					texts = append(texts, registry.ColumnName(c.col)+"="+c.text)
				}
				t.Logf("%d %v %s", one.n, found[[2]int{i, one.n}] != nil, strings.Join(texts, "|"))
			}
			for _, c := range r.sheets[i].Columns {
				t.Logf("%+v", c)
			}
			t.Logf("%+v", r.sheets[i].Left)
		}
	}
	if len(r.drafts) != total {
		s.wrong["rows"] += max(len(r.drafts)-total, total-len(r.drafts))
		s.judged += 10 * max(len(r.drafts)-total, total-len(r.drafts))
		t.Logf("%s: %d people, want %d", where, len(r.drafts), total)
	}
	return s
}

func headerOf(l *drawnList, tells string) (all []string) {
	for _, c := range l.columns {
		if c.tells == tells {
			all = append(all, c.group+"/"+c.header)
		}
	}
	return all
}

// toldOfDraft is toldOf for somebody who is not stored.
func (r *reader) toldOfDraft(d *draft) expectedPerson {
	e := toldOf(d.person, r.ref)
	if q, ok := d.person.MainPosition(); ok {
		e["unit"], e["position"] = r.places.name(q.Unit), q.Post
	}
	e["rank"] = d.person.Rank.Code
	return e
}
