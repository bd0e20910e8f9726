package web

import (
	"math"
	"strconv"

	"trithuc/registry/forecast"
)

// historySentence says how the way of reckoning did on published figures.
func historySentence(w Words, c forecast.HistoryCheck) string {
	held := 0
	for _, l := range c.Lines {
		if l.Held() {
			held++
		}
	}
	first, last := c.Lines[0].Origin, c.Lines[0].Year
	for _, l := range c.Lines {
		first, last = min(first, l.Origin), max(last, l.Year)
	}
	return w.T("forecast.history.what", "Name", c.Name, "First", strconv.Itoa(first), "Last", strconv.Itoa(last), "Held", held, "Count", c.Compared, "Bias", w.Decimal(c.Bias))
}

// historyFigure writes a figure of a published series: people, or a share of 100.
func historyFigure(w Words, kind string, x float64) string {
	if kind == "doctor-share" {
		return w.Decimal(x) + " %"
	}
	return w.Number(int(math.Round(x)))
}
