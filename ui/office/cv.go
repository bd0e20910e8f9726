package office

import (
	"io"
	"strconv"
)

// CV is a lý lịch khoa học in words: what one person's record says to the reader.
type CV struct {
	Name  string // with what stands before it: "PGS.TS. Nguyễn Văn An"
	Past  string // as of which day the record is told, "" for today
	Parts []CVPart
	Foot  string // from which record, when and by whom the file was written
	Year  string // of the day it is signed; the day itself stays blank
}

// CVPart is a numbered part of it.
type CVPart struct {
	Heading string
	Lines   []CVLine
}

// CVLine is one value. Label is "" where it is that of the line before.
type CVLine struct{ Label, Text string }

// WriteCV writes a lý lịch khoa học, laid out as Nghị định 30/2020/NĐ-CP asks, with room
// for who declares it and for the organisation that confirms it.
func WriteCV(w io.Writer, cv CV) error {
	d := &wordFile{}
	d.centred(run{nation, face{points: 13, bold: true}})
	d.centred(run{motto, face{points: 14, bold: true}})
	d.paragraph(shape{sides: 3000, ruled: true, after: 240})
	d.title("Lý lịch khoa học", cv.Name)
	if cv.Past != "" {
		d.paragraph(shape{align: "center", after: 120}, run{cv.Past, face{italic: true}})
	}
	for i, p := range cv.Parts {
		d.heading(strconv.Itoa(i+1) + ". " + p.Heading)
		d.table([]wordColumn{{"Mục", 30, ""}, {"Nội dung", 70, ""}}, cvRows(p.Lines))
	}
	d.signBoth(cv.Year)
	d.paragraph(shape{before: 240}, run{cv.Foot, face{points: 10, italic: true}})
	_, err := d.WriteTo(w)
	return err
}

// cvRows puts lines under one label into one row.
func cvRows(lines []CVLine) (rows [][]string) {
	for _, l := range lines {
		if l.Label == "" && len(rows) > 0 {
			rows[len(rows)-1][1] += "\n" + l.Text
			continue
		}
		rows = append(rows, []string{l.Label, l.Text})
	}
	return rows
}

// signBoth leaves room for the organisation at the left and the declarer at the right.
func (d *wordFile) signBoth(year string) {
	d.paragraph(shape{})
	d.beside([]int{50, 50}, func() {
		d.paragraph(shape{})
		d.centred(run{"XÁC NHẬN CỦA CƠ QUAN", face{bold: true}})
		d.centred(run{"(Ký, đóng dấu)", face{points: 13, italic: true}})
		for range 4 {
			d.paragraph(shape{})
		}
	}, func() {
		d.centred(run{"Cần Thơ" + blankDay + year, face{points: 13, italic: true}})
		d.centred(run{"NGƯỜI KHAI", face{bold: true}})
		d.centred(run{"(Ký, ghi rõ họ tên)", face{points: 13, italic: true}})
		for range 4 {
			d.paragraph(shape{})
		}
	})
}
