package forecast

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// dice are the random numbers of one run. The same seed and number give the same
// run on every machine, whatever else runs beside it.
type dice struct {
	*rand.PCG
	spells *rand.Rand // over the same numbers: times until an event
}

func newDice(seed uint64, run int) dice {
	source := rand.NewPCG(seed, uint64(run)+1)
	return dice{source, rand.New(source)}
}

// uniform gives a number from 0 up to 1.
func (d dice) uniform() float64 { return float64(d.Uint64()>>11) / (1 << 53) }

// below gives a whole number from 0 up to n.
func (d dice) below(n int) int { return int(d.uniform() * float64(n)) }

// binomial gives how many of n meet an event of probability p, u being a uniform
// number drawn before. Certainty draws nothing at random.
func (d dice) binomial(n int32, p, u float64) int32 {
	switch {
	case n == 0 || p <= 0:
		return 0
	case p >= 1:
		return n
	case float64(n)*p > 200: // where the sum below would begin at a number too small
		return int32(distuv.Binomial{N: float64(n), P: p, Src: d}.Rand())
	}
	chance := power(1-p, n)
	k := int32(0)
	for ; u >= chance && k < n; k++ {
		u -= chance
		chance *= float64(n-k) / float64(k+1) * p / (1 - p)
	}
	return k
}

// power gives x to the n; cells are small, so this is faster than math.Pow.
func power(x float64, n int32) float64 {
	y := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			y *= x
		}
		x *= x
	}
	return y
}

// budget is how much hazard may still pass before the next event. Each person has a
// hazard; a cell of n uses up n times as much, and only where the budget ends does
// anything happen. So quiet cells cost no random number, and what comes out is what a
// binomial number for each cell would give.
type budget float64

func (d dice) budget() budget { return budget(d.spells.ExpFloat64()) }

// hazard gives the hazard over a step of an event of a probability.
func hazard(p float64) float64 {
	if p >= 1 {
		return math.Inf(1)
	}
	return -math.Log1p(-p)
}

// spent uses up what n people need, and says whether something happens to one of them.
func (b *budget) spent(n int32, hazard float64) bool {
	*b -= budget(float64(n) * hazard)
	return *b < 0
}

// events gives to how many of n people it happens, once spent said that it does.
func (b *budget) events(d dice, n int32, hazard float64) (k int32) {
	if math.IsInf(hazard, 1) {
		*b = d.budget()
		return n
	}
	left := float64(-*b) / (float64(n) * hazard) // of the step, after the first event
	for k = 1; k < n; k++ {
		*b = d.budget()
		if *b -= budget(float64(n-k) * hazard * left); *b >= 0 {
			return k
		}
		left = float64(-*b) / (float64(n-k) * hazard)
	}
	*b = d.budget()
	return k
}

// poisson gives a number of events that come one by one.
func (d dice) poisson(mean float64) int {
	if mean <= 0 {
		return 0
	}
	return int(distuv.Poisson{Lambda: mean, Src: d}.Rand())
}

// gamma gives a rate of which so many events were seen in so many years.
func (d dice) gamma(events, years float64) float64 {
	if events <= 0 || years <= 0 {
		return 0
	}
	return distuv.Gamma{Alpha: events, Beta: years, Src: d}.Rand()
}
