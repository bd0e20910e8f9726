package office

import (
	"strings"
	"unicode/utf8"
)

// The parts of an administrative document after Nghị định 30/2020/NĐ-CP, Phụ lục I.
// Where its sizes are known from memory alone is told in the catalogue of sources.

// letterhead is what stands above a document. The number and the day are blank: the
// office that signs fills them in.
type letterhead struct {
	above  string // the agency above, "" for none
	agency string // that issues
	symbol string // what follows the number, "QĐ-UBND"; "" for a document without number
	about  string // trích yếu of a công văn, below the number; "" elsewhere
	place  string // where it is signed
}

const (
	nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto  = "Độc lập - Tự do - Hạnh phúc"
	// blankNumber and blankDay are left for who numbers and signs.
	blankNumber = "Số:          /"
	blankDay    = ", ngày      tháng      năm "
)

// head writes the letterhead; year is that of the day, which itself stays blank.
func (d *wordFile) head(h letterhead, year string) {
	d.beside([]int{42, 58}, func() {
		if h.above != "" {
			d.centred(run{strings.ToUpper(inLines(h.above)), face{points: 13}})
		}
		d.centred(run{strings.ToUpper(inLines(h.agency)), face{points: 13, bold: true}})
		d.paragraph(shape{sides: 1200, ruled: true, after: 60})
		if h.symbol != "" {
			d.centred(run{blankNumber + h.symbol, face{points: 13}})
		}
		if h.about != "" {
			d.centred(run{h.about, face{points: 12}})
		}
	}, func() {
		d.centred(run{nation, face{points: 12, bold: true}})
		d.centred(run{motto, face{points: 13, bold: true}})
		d.paragraph(shape{sides: 1000, ruled: true, after: 60})
		if h.place != "" {
			d.centred(run{h.place + blankDay + year, face{points: 13, italic: true}})
		}
	})
	d.paragraph(shape{})
}

// longAgency is how many letters of an agency's name fit on a line of the letterhead.
const longAgency = 22

// inLines breaks the name of an agency where it is usually broken, before the place or
// before "và", so that no line ends within "thành phố" or "công nghệ".
func inLines(agency string) string {
	if utf8.RuneCountInString(agency) <= longAgency {
		return agency
	}
	for _, at := range []string{" thành phố ", " tỉnh ", " và "} {
		if i := strings.LastIndex(agency, at); i > 0 {
			return agency[:i] + "\n" + agency[i+1:]
		}
	}
	return agency
}

func (d *wordFile) centred(runs ...run) { d.paragraph(shape{align: "center"}, runs...) }

// title writes the kind of document and what it is about.
func (d *wordFile) title(kind, about string) {
	d.paragraph(shape{align: "center", kept: true}, run{strings.ToUpper(kind), face{bold: true}})
	if about != "" {
		d.paragraph(shape{align: "center", kept: true}, run{about, face{bold: true}})
	}
	d.paragraph(shape{sides: 3400, ruled: true, after: 160})
}

// grounds writes the căn cứ, each ended as the decree asks.
func (d *wordFile) grounds(all []string) {
	for i, g := range all {
		end := ";"
		if i == len(all)-1 {
			end = "."
		}
		d.paragraph(bodyShape, run{strings.TrimRight(g, " ;.,") + end, face{italic: true}})
	}
}

// line writes a paragraph of running text.
func (d *wordFile) line(text string) { d.paragraph(bodyShape, run{text: text}) }

// heading writes the heading of a part.
func (d *wordFile) heading(text string) {
	s := bodyShape
	s.before, s.kept = 120, true
	d.paragraph(s, run{text, face{bold: true}})
}

// article writes "Điều 1. …": the label bold, the text behind it.
func (d *wordFile) article(label, text string) {
	d.paragraph(bodyShape, run{label + " ", face{bold: true}}, run{text: text})
}

// signature is the end of a document.
type signature struct {
	to   []string // nơi nhận, without dashes; nil for a document that has none
	post []string // "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
	hint string   // below the post, "(Ký, ghi rõ họ tên)"
	name string   // "" where it is not settled who signs
}

// sign writes recipients at the left and the signature at the right, with room to sign.
func (d *wordFile) sign(s signature) {
	d.paragraph(shape{})
	d.beside([]int{48, 52}, func() {
		if len(s.to) > 0 {
			d.paragraph(shape{}, run{"Nơi nhận:", face{points: 12, bold: true, italic: true}})
		}
		for i, to := range s.to {
			end := ";"
			if i == len(s.to)-1 {
				end = "."
			}
			d.paragraph(shape{}, run{"- " + strings.TrimRight(to, " ;.") + end, face{points: 11}})
		}
		d.paragraph(shape{})
	}, func() {
		for _, post := range s.post {
			d.centred(run{strings.ToUpper(post), face{bold: true}})
		}
		if s.hint != "" {
			d.centred(run{s.hint, face{points: 13, italic: true}})
		}
		for range 4 {
			d.paragraph(shape{})
		}
		d.centred(run{s.name, face{bold: true}})
	})
}

// annex begins an annex on a new page.
func (d *wordFile) annex(title, about string, across bool) {
	d.turn(across)
	d.centred(run{strings.ToUpper(title), face{bold: true}})
	d.paragraph(shape{align: "center", after: 160}, run{about, face{italic: true}})
}
