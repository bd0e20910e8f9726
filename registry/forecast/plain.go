package forecast

// The plain models a forecast is held against: each gives the value so many years
// after the last of a yearly series.

// noChange says that everything stays as it is.
func noChange(series []float64, _ int) float64 { return series[len(series)-1] }

// linearTrend goes on along the straight line of least squares.
func linearTrend(series []float64, ahead int) float64 {
	n := float64(len(series))
	if n < 2 {
		return noChange(series, ahead)
	}
	var x, y, xx, xy float64
	for i, v := range series {
		t := float64(i)
		x, y, xx, xy = x+t, y+v, xx+t*t, xy+t*v
	}
	slope := (n*xy - x*y) / (n*xx - x*x)
	return max((y-slope*x)/n+slope*(n-1+float64(ahead)), 0)
}

// smoothing is the weight of the newest value in exponentialSmoothing.
const smoothing = 0.5

// exponentialSmoothing gives the smoothed level, whatever the distance.
func exponentialSmoothing(series []float64, _ int) float64 {
	level := series[0]
	for _, v := range series[1:] {
		level = smoothing*v + (1-smoothing)*level
	}
	return level
}

// thisModel is what the model itself is called beside them.
const thisModel = "Mô hình này"

// plainModels are all of them, with what they are called on a page.
var plainModels = []struct {
	name string
	next func(series []float64, ahead int) float64
}{
	{"Giữ nguyên", noChange}, {"Xu hướng thẳng", linearTrend}, {"San bằng mũ", exponentialSmoothing},
}
