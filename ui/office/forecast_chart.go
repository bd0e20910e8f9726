package office

import (
	"bytes"
	"fmt"
	"math"
	"strconv"

	"github.com/go-analyze/charts"

	"trithuc/registry/forecast"
)

// Picture is a chart as a file holds it: dark lines and shades on white, so that it is read in
// print too. A table stands beside wherever it is shown.
type Picture struct {
	Title string
	draw  func(*canvas)
}

// The size of a picture, in pixels; twice what paper needs, so that print is sharp.
const (
	pictureWidth  = 1400
	pictureHeight = 700
)

// PNG draws a picture.
func (p Picture) PNG() ([]byte, error) { return p.bytes(charts.ChartOutputPNG) }

// SVG draws a picture with its title as its accessible name.
func (p Picture) SVG() ([]byte, error) {
	raw, err := p.bytes(charts.ChartOutputSVG)
	if err != nil {
		return nil, err
	}
	at := bytes.IndexByte(raw, '>') + 1
	title := `<title>` + escaped(p.Title) + `</title>`
	return bytes.Join([][]byte{bytes.Replace(raw[:at], []byte("<svg"), []byte(`<svg role="img"`), 1), []byte(title), raw[at:]}, nil), nil
}

func (p Picture) bytes(format string) ([]byte, error) {
	c := &canvas{charts.NewPainter(charts.PainterOptions{OutputFormat: format, Width: pictureWidth, Height: pictureHeight, Font: charts.GetFont(charts.FontFamilyNotoSans)})}
	c.FilledRect(0, 0, pictureWidth, pictureHeight, charts.ColorWhite, charts.ColorWhite, 0)
	p.draw(c)
	raw, err := c.Bytes()
	if err != nil {
		return nil, fmt.Errorf("office.Picture: %w", err)
	}
	return raw, nil
}

// canvas draws the axes that all pictures share.
type canvas struct{ *charts.Painter }

// Where a picture's figures stand.
const (
	plotLeft, plotRight = 130, 1280
	plotTop, plotBottom = 50, 600
)

var (
	ink    = charts.ColorRGB(20, 20, 20)
	faint  = charts.ColorRGB(215, 215, 215)
	shade  = charts.ColorRGB(174, 203, 232)
	accent = charts.ColorRGB(11, 79, 140)
	wanted = charts.ColorRGB(176, 58, 10)
)

func (c *canvas) say(text string, x, y int, align string, size float64) {
	style := charts.FontStyle{FontSize: size, FontColor: ink, Font: charts.GetFont(charts.FontFamilyNotoSans)}
	width := c.MeasureText(text, 0, style).Width()
	switch align {
	case "end":
		x -= width
	case "middle":
		x -= width / 2
	}
	c.Text(text, x, y, 0, style)
}

// scaleTo gives where a value stands, and writes the lines of a round scale up to the highest.
func (c *canvas) scaleTo(highest int) func(value int) int {
	step := roundStep(highest)
	top := (highest + step - 1) / step * step
	y := func(value int) int { return plotBottom - (plotBottom-plotTop)*value/max(top, 1) }
	for v := 0; v <= top; v += step {
		c.LineStroke([]charts.Point{{X: plotLeft, Y: y(v)}, {X: plotRight, Y: y(v)}}, faint, 2)
		c.say(thousands(v), plotLeft-16, y(v)+9, "end", 20)
	}
	return y
}

// roundStep cuts a scale into about five: 1, 2 or 5 times a power of ten.
func roundStep(highest int) int {
	power := int(math.Pow10(len(strconv.Itoa(max(highest, 1))) - 1))
	for _, n := range []int{power / 5, power / 2, power, 2 * power} {
		if n > 0 && highest/n <= 5 {
			return n
		}
	}
	return max(power, 1)
}

// thousands writes a number as people here do: 12.500.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + "." + text[at:]
	}
	return text
}

// fanPicture is the people of a row through the years, with the 80% band, and the need where one is
// known.
func fanPicture(title string, years []forecast.Year) Picture {
	return Picture{title, func(c *canvas) {
		highest := 1
		for _, y := range years {
			highest = max(highest, y.P90)
			if y.Demand != nil {
				highest = max(highest, *y.Demand)
			}
		}
		c.fan(years, c.scaleTo(highest))
	}}
}

func (c *canvas) fan(years []forecast.Year, at func(int) int) {
	x := func(i int) int { return plotLeft + 20 + (plotRight-plotLeft-60)*i/max(len(years)-1, 1) }
	var band, middle, need []charts.Point
	for i, y := range years {
		band = append(band, charts.Point{X: x(i), Y: at(y.P90)})
		middle = append(middle, charts.Point{X: x(i), Y: at(y.P50)})
		if y.Demand != nil {
			need = append(need, charts.Point{X: x(i), Y: at(*y.Demand)})
		}
		if every := max(1, len(years)/8); i%every == 0 && i+every < len(years) || i == len(years)-1 {
			c.say(strconv.Itoa(y.Year), x(i), plotBottom+38, "middle", 20)
		}
	}
	for i := len(years) - 1; i >= 0; i-- {
		band = append(band, charts.Point{X: x(i), Y: at(years[i].P10)})
	}
	c.FillArea(append(band, band[0]), shade)
	c.LineStroke(middle, accent, 5)
	c.key(plotLeft, "mức giữa", func(at []charts.Point) { c.LineStroke(at, accent, 5) })
	c.key(plotLeft+280, "khoảng khả năng 80%", func(at []charts.Point) { c.LineStroke(at, shade, 24) })
	if len(need) > 0 {
		c.DashedLineStroke(need, wanted, 4, dashes)
		c.key(plotLeft+720, "nhu cầu", func(at []charts.Point) { c.DashedLineStroke(at, wanted, 4, dashes) })
	}
	last := years[len(years)-1]
	c.say(thousands(last.P50), plotRight-20, at(last.P50)+8, "start", 22)
}

var dashes = []float64{14, 8}

// key says what a line or shade of the picture is.
func (c *canvas) key(x int, text string, draw func([]charts.Point)) {
	const line = pictureHeight - 30
	draw([]charts.Point{{X: x, Y: line}, {X: x + 60, Y: line}})
	c.say(text, x+76, line+8, "start", 20)
}

// barPicture is one number a year.
func barPicture(title string, labels []string, values []int) Picture {
	return Picture{title, func(c *canvas) {
		highest := 1
		for _, n := range values {
			highest = max(highest, n)
		}
		at := c.scaleTo(highest)
		width := (plotRight - plotLeft) / max(len(values), 1)
		for i, n := range values {
			left := plotLeft + i*width
			c.FilledRect(left+width/8, at(n), left+width-width/8, plotBottom, accent, accent, 0)
			c.say(thousands(n), left+width/2, at(n)-8, "middle", 18)
			if len(values) <= 20 || i%2 == 0 {
				c.say(labels[i], left+width/2, plotBottom+34, "middle", 18)
			}
		}
	}}
}
