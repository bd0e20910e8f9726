package forecast

// plan is a scenario with its fields and levels found, in steps of the model.
type plan struct {
	extend  [3]float64 // TS, PGS, GS: share of those who may stay on that do, to the longest the law lets them
	extra   [3]int     // years: TS, PGS, GS
	deaths  [3][maxAge]float64
	dying   float64 // on all of deaths, as belief.scale
	beliefs [processes]belief
	shock   float64      // how even recruitment is from year to year: 0 perfectly, else the shape of a gamma distribution
	pool    [][]int32    // kinds that come, by field
	heads   []float64    // people of today by field: arrivals are a share of them
	recruit []recruiting // what the scenario adds
	train   []training
	moves   []moving
	finish  float64 // share of those sent to a doctorate that end it
	study   int     // years it takes
}

// recruiting brings n people a year of one of some kinds into fields, nil for all, in proportion to
// their people.
type recruiting struct {
	fields   []int
	kinds    []int32
	n        int
	from, to int // steps
}

// training sends n holders of a ThS a year to a doctorate.
type training struct {
	fields   []int // nil for all
	n        int
	from, to int // steps in which they begin
}

// moving takes n people a year from fields to others.
type moving struct {
	away, into []int
	level      int // -1 for any
	n          int
	from, to   int
}

// active says that something that goes on from one step to another does so in t.
func active(from, to, t int) bool { return from <= t && t <= to }
