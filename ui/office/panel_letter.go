package office

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"trithuc/registry"
)

// WriteJoinLetters writes a letter that invites to sit on the panel for every seat that
// has a link to answer by, with the link as a QR code; links are by the places of seats.
func WriteJoinLetters(w io.Writer, file PanelFile, links map[int]string) error {
	d := &panelDoc{PanelFile: file}
	var seats []*registry.Seat
	var addresses []string
	for i := range file.Panel.Seats {
		if link, has := links[i]; has {
			seats, addresses = append(seats, &file.Panel.Seats[i]), append(addresses, link)
		}
	}
	for i, s := range seats {
		if i > 0 {
			d.turn(false)
		}
		code, err := QRCode(addresses[i])
		if err != nil {
			return err
		}
		d.joinLetter(s, addresses[i], code)
	}
	_, err := d.WriteTo(w)
	return err
}

func (d *panelDoc) joinLetter(s *registry.Seat, link string, code []byte) {
	d.head(d.proposer("GM"), d.year())
	d.title("Giấy mời", "Tham gia "+lowerFirst(d.Panel.Name))
	d.centred(run{"Kính gửi: " + d.addressed(s) + ".", face{bold: true}})
	d.paragraph(shape{})
	d.line(fmt.Sprintf("%s trân trọng mời %s tham gia %s với chức danh %s.", cmp.Or(d.Panel.Proposer, dots), d.addressed(s), lowerFirst(d.Panel.Name), lowerFirst(s.Name)))
	d.line("Nội dung: " + d.about() + ".")
	until := "ngày …… tháng …… năm " + d.year()
	if day := s.Invitation.Until; !day.IsZero() {
		until = "hết ngày " + day.Vietnamese()
	}
	d.line("Xin trả lời " + until + ", bằng cách quét mã dưới đây bằng điện thoại, hoặc gọi, nhắn tin cho cơ quan mời. Khi trả lời, xin cho biết có hay không có xung đột lợi ích với nội dung được xem xét.")
	const side = 38 * 36_000 // 38 mm in EMU
	d.drawing(code, side, side, "Mã QR để trả lời lời mời")
	d.centred(run{link, face{points: 10}})
	d.paragraph(shape{align: "center", after: 120}, run{"Mã chỉ dành cho người nhận thư này và dùng được một lần.", face{points: 12, italic: true}})
	d.line("Rất mong nhận được sự quan tâm của " + d.addressed(s) + "./.")
	d.sign(d.proposes())
}

// QRCode draws a text as a QR code: a PNG of black on white with the quiet margin that
// readers ask for.
func QRCode(text string) ([]byte, error) {
	const module, margin = 6, 4
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("office.QRCode: %w", err)
	}
	var b bytes.Buffer
	err = png.Encode(&b, quiet(code, module, margin))
	return b.Bytes(), err
}

// quiet draws the squares of a code so many points wide, with so many squares around it.
func quiet(code barcode.Barcode, module, margin int) image.Image {
	n := code.Bounds().Dx()
	side := (n + 2*margin) * module
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range n * module {
		for x := range n * module {
			if r, _, _, _ := code.At(x/module, y/module).RGBA(); r == 0 {
				img.SetColorIndex(margin*module+x, margin*module+y, 1)
			}
		}
	}
	return img
}
