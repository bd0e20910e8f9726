package forecast

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// dice are the random numbers of one run. The same seed and number give the same
// run on every machine, whatever else runs beside it.
type dice struct{ *rand.PCG }

func newDice(seed uint64, run int) dice { return dice{rand.NewPCG(seed, uint64(run)+1)} }

// uniform gives a number from 0 up to 1.
func (d dice) uniform() float64 { return float64(d.Uint64()>>11) / (1 << 53) }

// two gives two numbers from 0 up to 1 for the price of one, in steps of 2⁻³².
func (d dice) two() (u, v float64) {
	x := d.Uint64()
	return float64(x>>32) / (1 << 32), float64(uint32(x)) / (1 << 32)
}

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
