package office

import (
	"fmt"
	"strings"
)

// picture writes a picture as wide as the text, with its title as what a screen reader says, and
// below it as its caption.
func (d *wordFile) picture(p Picture) error {
	png, err := p.PNG()
	if err != nil {
		return err
	}
	const perTwip = 635 // EMU in a twentieth of a point
	across := d.width() * perTwip
	n := d.drawing(png, across, across*pictureHeight/pictureWidth, p.Title)
	d.paragraph(shape{align: "center", after: 120}, run{fmt.Sprintf("Hình %d. %s", n, p.Title), face{points: 12, italic: true}})
	return nil
}

// drawing writes a PNG in the middle of a line of its own, so many EMU wide and high, and
// gives its number; said is what a screen reader says of it.
func (d *wordFile) drawing(png []byte, across, down int, said string) int {
	d.pictures = append(d.pictures, png)
	n := len(d.pictures)
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">`+
		`<wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Hình %d" descr="%s"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="%d" name="Hình %d"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		across, down, n, n, escaped(said), n, n, pictureID(n), across, down)
	return n
}

func pictureID(n int) string { return fmt.Sprintf("rIdP%d", n) }

// parts gives the files of the document beside its text, the pictures among them.
func (d *wordFile) parts() []wordPart {
	if len(d.pictures) == 0 {
		return wordParts
	}
	all := make([]wordPart, 0, len(wordParts)+len(d.pictures))
	for _, p := range wordParts {
		switch p.name {
		case "[Content_Types].xml":
			p.content = strings.Replace(p.content, "<Default ", `<Default Extension="png" ContentType="image/png"/><Default `, 1)
		case "word/_rels/document.xml.rels":
			var b strings.Builder
			for i := range d.pictures {
				fmt.Fprintf(&b, `<Relationship Id="%s" Type="%simage" Target="media/picture%d.png"/>`, pictureID(i+1), relType, i+1)
			}
			p.content = strings.Replace(p.content, "</Relationships>", b.String()+"</Relationships>", 1)
		}
		all = append(all, p)
	}
	for i, png := range d.pictures {
		all = append(all, wordPart{fmt.Sprintf("word/media/picture%d.png", i+1), string(png)})
	}
	return all
}
