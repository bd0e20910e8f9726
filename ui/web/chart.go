package web

import (
	"strconv"
	"strings"
)

// The charts are drawn here, as plain SVG that the style sheet colours: no
// script, no inline style, and the table beside them says the same in figures.

// Measures of a chart, in its own units.
const (
	chartWidth  = 540
	chartHeight = 270
	chartLeft   = 76 // room for a figure of five digits on a telephone, where words are larger
	chartRight  = 76 // likewise for the last figure
	chartTop    = 24
	chartFoot   = 32
)

// tick is a labelled line across a chart.
type tick struct {
	At    string // coordinate
	Label string
}

// bar is one column with its figure.
type bar struct{ X, Y, Width, Height, Label, At string }

// barChart is one column a year.
type barChart struct {
	Bars  []bar
	Rules []tick
	Years []tick
}

func coordinate(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// scale leads from values to heights; its top is a round number.
type scale struct{ top int }

func scaleFor(values []int) scale {
	highest := 1
	for _, v := range values {
		highest = max(highest, v)
	}
	return scale{niceTop(highest)}
}

// niceTop gives a round number that is not below n and not far above it.
func niceTop(n int) int {
	if n <= 10 {
		return max(n, 4)
	}
	for power := 1; ; power *= 10 {
		for _, m := range []int{10, 12, 15, 20, 25, 30, 40, 50, 60, 80} {
			if m*power >= n {
				return m * power
			}
		}
	}
}

func (s scale) y(v int) float64 {
	return chartTop + float64(chartHeight-chartTop-chartFoot)*(1-float64(v)/float64(s.top))
}

func (s scale) rules(words Words) []tick {
	parts := 1
	for _, p := range []int{4, 5, 3, 2} {
		if s.top%p == 0 {
			parts = p
			break
		}
	}
	var all []tick
	for i := range parts + 1 {
		v := s.top * i / parts
		all = append(all, tick{coordinate(s.y(v)), words.Number(v)})
	}
	return all
}

func newBarChart(words Words, years, values []int) barChart {
	s := scaleFor(values)
	step := float64(chartWidth-chartLeft-chartRight) / float64(len(values))
	c := barChart{Rules: s.rules(words)}
	for i, v := range values {
		x := chartLeft + step*float64(i)
		at := coordinate(x + step/2)
		c.Bars = append(c.Bars, bar{
			X: coordinate(x + step*.15), Width: coordinate(step * .7), Y: coordinate(s.y(v)),
			Height: coordinate(s.y(0) - s.y(v)), Label: words.Number(v), At: at,
		})
		if i%2 == 0 {
			c.Years = append(c.Years, tick{at, strconv.Itoa(years[i])})
		}
	}
	return c
}

// spark gives the points of a line in a box of 100 by 24, for a row of a table.
func spark(values []int) string {
	highest := 1
	for _, v := range values {
		highest = max(highest, v)
	}
	points := make([]string, len(values))
	for i, v := range values {
		points[i] = coordinate(2+96*float64(i)/float64(max(1, len(values)-1))) + "," + coordinate(22-20*float64(v)/float64(highest))
	}
	return strings.Join(points, " ")
}
