package web

import (
	"strconv"
	"strings"

	"trithuc/registry/forecast"
)

// fanChart is the middle of what may happen with bands around it, and what is
// needed where somebody said so.
type fanChart struct {
	Bands  []string // paths, the widest first
	Middle string   // points of a polyline
	Need   string   // likewise; "" where nobody set a target
	Rules  []tick
	Years  []tick
	Labels []fanLabel
}

// fanLabel is a figure at the last year.
type fanLabel struct{ X, Y, Text, Class string }

// edges are the lower and upper edge of a band.
type edges func(forecast.Year) (low, high int)

func band80(y forecast.Year) (int, int) { return y.P10, y.P90 }
func band50(y forecast.Year) (int, int) { return y.P25, y.P75 }
func band95(y forecast.Year) (int, int) { return y.P025, y.P975 }

// fanScale fits everything that charts shown together have to say.
func fanScale(all ...[]forecast.Year) scale {
	highest := []int{1}
	for _, years := range all {
		for _, y := range years {
			highest = append(highest, y.P975)
			if y.Demand != nil {
				highest = append(highest, *y.Demand)
			}
		}
	}
	return scaleFor(highest)
}

func newFanChart(words Words, s scale, years []forecast.Year, bands ...edges) fanChart {
	c := fanChart{Rules: s.rules(words)}
	at := func(i, value int) string {
		x := chartLeft + float64(chartWidth-chartLeft-chartRight)*float64(i)/float64(max(1, len(years)-1))
		return coordinate(x) + "," + coordinate(s.y(value))
	}
	var middle, need []string
	for i, y := range years {
		middle = append(middle, at(i, y.P50))
		if y.Demand != nil {
			need = append(need, at(i, *y.Demand))
		}
		if i%5 == 0 {
			x, _, _ := strings.Cut(at(i, 0), ",")
			c.Years = append(c.Years, tick{x, strconv.Itoa(y.Year)})
		}
	}
	for _, band := range bands {
		c.Bands = append(c.Bands, bandPath(years, band, at))
	}
	c.Middle, c.Need = strings.Join(middle, " "), strings.Join(need, " ")
	c.label(words, years[len(years)-1], len(years)-1, at)
	return c
}

// bandPath goes along the upper edge and back along the lower one.
func bandPath(years []forecast.Year, band edges, at func(i, value int) string) string {
	var up, down []string
	for i, y := range years {
		low, high := band(y)
		up, down = append(up, at(i, high)), append([]string{at(i, low)}, down...)
	}
	return "M" + strings.Join(append(up, down...), " L") + " Z"
}

// label writes the middle beside the last year, and what is needed above it unless
// the two would stand on each other.
func (c *fanChart) label(words Words, y forecast.Year, i int, at func(i, value int) string) {
	add := func(value int, class string) {
		x, top, _ := strings.Cut(at(i, value), ",")
		c.Labels = append(c.Labels, fanLabel{x, top, words.Number(value), class})
	}
	add(y.P50, "value")
	if y.Demand == nil {
		return
	}
	_, a, _ := strings.Cut(at(i, y.P50), ",")
	_, b, _ := strings.Cut(at(i, *y.Demand), ",")
	middle, _ := strconv.ParseFloat(a, 64)
	need, _ := strconv.ParseFloat(b, 64)
	if need-middle > 20 || middle-need > 20 {
		add(*y.Demand, "value need")
	}
}
