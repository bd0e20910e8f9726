package registry_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"trithuc/registry"
)

// The seeds of the two halves of the labelled set: weights and bounds are fitted
// on the first and measured on the second. No person is in both.
const (
	seedFitted   = 231
	seedMeasured = 2810
)

// half is one half of the labelled set.
type half struct {
	*population
	pairs []pair
	met   int // pairs of two people who share a key, of which pairs has a part
}

var (
	fittedHalf   = sync.OnceValue(func() *half { return halfOf(seedFitted) })
	measuredHalf = sync.OnceValue(func() *half { return halfOf(seedMeasured) })
)

func halfOf(seed uint64) *half {
	d := people(quiet{}, seed, 12_000)
	h := &half{population: d, pairs: d.matching()}
	met, all := d.met(8_000)
	h.met = all
	h.pairs = append(append(h.pairs, met...), d.doublesOf(4_000)...)
	return h
}

// quiet lets a half be made once for several tests.
type quiet struct{ testing.TB }

func (quiet) Helper()          {}
func (quiet) Fatal(why ...any) { panic(fmt.Sprint(why...)) }

// judged is a pair with what Compare says of it.
type judged struct {
	pair
	registry.Evidence
}

func (h *half) judge() []judged {
	list := make([]judged, len(h.pairs))
	for i, p := range h.pairs {
		list[i] = judged{p, registry.Compare(p.a, p.b, h.ref)}
	}
	return list
}

// score orders pairs as the verdicts do: what an identifier decided stands at the
// ends, and what it leaves to a person in between the bounds.
func (j judged) score() float64 {
	switch {
	case j.Decided && j.Verdict == registry.VerdictSame:
		return math.Inf(1)
	case j.Verdict == registry.VerdictDifferent && (j.Decided || j.Bits >= registry.ReviewBits):
		return math.Inf(-1)
	case j.Verdict == registry.VerdictReview:
		return min(max(j.Bits, registry.ReviewBits), registry.SameBits-0.001)
	}
	return j.Bits
}

// measure gives precision and recall of "one person" for a score of at least bound.
func measure(list []judged, bound float64) (precision, recall float64) {
	var right, wrong, all float64
	for _, j := range list {
		said := j.score() >= bound
		switch {
		case j.same && said:
			right++
		case said:
			wrong++
		}
		if j.same {
			all++
		}
	}
	return right / max(right+wrong, 1), right / max(all, 1)
}

// undecided leaves the pairs about which no identifier decides: what the weights
// have to tell alone.
func undecided(list []judged) []judged {
	return slices.DeleteFunc(slices.Clone(list), func(j judged) bool { return j.Decided })
}

// TestIdentityCurve holds the promise of the registry on the half that nothing was
// fitted on, and prints the curve (-v).
func TestIdentityCurve(t *testing.T) {
	h := measuredHalf()
	list := h.judge()
	rest := undecided(list)
	t.Logf("seeds: fitted %d, measured %d; %d labelled pairs, %d of one person; %d pairs undecided by an identifier", seedFitted, seedMeasured, len(list), len(h.stored), len(rest))
	t.Log("bits ≥    all pairs: precision  recall    undecided: precision  recall")
	for bound := 5.0; bound <= 45; bound += 2.5 {
		p, r := measure(list, bound)
		pu, ru := measure(rest, bound)
		t.Logf("%6.1f               %.4f     %.4f               %.4f     %.4f", bound, p, r, pu, ru)
	}
	for _, c := range []struct {
		what              string
		list              []judged
		bound             float64
		precision, recall float64
	}{
		{"same", list, registry.SameBits, 0.99, 0.95},
		{"same or review", list, registry.ReviewBits, 0.92, 0.995},
		{"same, undecided", rest, registry.SameBits, 0.985, 0.85},
		{"same or review, undecided", rest, registry.ReviewBits, 0.80, 0.99},
	} {
		p, r := measure(c.list, c.bound)
		t.Logf("%s (≥ %.1f bits): precision %.4f, recall %.4f", c.what, c.bound, p, r)
		if p < c.precision || r < c.recall {
			t.Errorf("%s: precision %.4f, recall %.4f, want ≥ %.3f and ≥ %.3f", c.what, p, r, c.precision, c.recall)
		}
	}
	t.Log("\n" + byKind(list))
}

// TestBoundsAreThoseChosen: the bounds follow from the fitting half alone.
func TestBoundsAreThoseChosen(t *testing.T) {
	list := undecided(fittedHalf().judge())
	for bound := 10.0; bound <= 34; bound += 2 {
		p, r := measure(list, bound)
		t.Logf("%4.1f bits: precision %.4f, recall %.4f", bound, p, r)
	}
	if p, _ := measure(list, registry.SameBits); p < 0.99 {
		t.Errorf("same at %.1f bits: precision %.4f of the undecided, want ≥ 0.99", registry.SameBits, p)
	}
	if _, r := measure(list, registry.ReviewBits); r < 0.995 {
		t.Errorf("review at %.1f bits: recall %.4f of the undecided, want ≥ 0.995", registry.ReviewBits, r)
	}
}

// byKind counts the verdicts for every kind of pair.
func byKind(list []judged) string {
	type row struct {
		same                         bool
		n, one, decided, ask, differ int
	}
	rows := map[string]*row{}
	for _, j := range list {
		r := rows[j.kind]
		if r == nil {
			r = &row{same: j.same}
			rows[j.kind] = r
		}
		r.n++
		switch j.Verdict {
		case registry.VerdictSame:
			r.one++
		case registry.VerdictReview:
			r.ask++
		default:
			r.differ++
		}
		if j.Decided {
			r.decided++
		}
	}
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		r := rows[k]
		fmt.Fprintf(&b, "one person %-5v  n %5d  same %5d  review %5d  different %5d  (decided %5d)  %s\n", r.same, r.n, r.one, r.ask, r.differ, r.decided, k)
	}
	return b.String()
}

// TestKeysMeet: two records of one person share a key, and keys do not lead to
// half the register.
func TestKeysMeet(t *testing.T) {
	h := measuredHalf()
	by := keyed(h.stored)
	met, keys := 0, 0
	for i, q := range h.listed {
		keys += len(registry.Keys(h.stored[i]))
		if slices.Contains(by.candidates(q), h.stored[i]) {
			met++
		}
	}
	n := float64(len(h.listed))
	t.Logf("keys a person %.2f; met again %.4f; other people met %.2f a record in a register of %.0f", float64(keys)/n, float64(met)/n, float64(h.met)/n, n)
	if float64(met)/n < 0.99 {
		t.Errorf("met again %.4f of the people, want ≥ 0.99", float64(met)/n)
	}
}

// counts is how often each finding was made, of how many comparisons of its field.
type counts struct {
	found map[[2]string]int
	of    map[string]int
	bits  map[[2]string]float64
}

func count(pairs []pair, ref *registry.Reference, only func(string) bool) counts {
	c := counts{map[[2]string]int{}, map[string]int{}, map[[2]string]float64{}}
	for _, p := range pairs {
		for _, f := range registry.Compare(p.a, p.b, ref).Findings {
			if !only(f.Field) {
				continue
			}
			group := f.Field
			if strings.HasSuffix(string(f.Agreement), "in unit") {
				group += " in unit"
			}
			c.found[[2]string{group, string(f.Agreement)}]++
			c.bits[[2]string{group, string(f.Agreement)}] = f.Bits
			c.of[group]++
		}
	}
	return c
}

// byValue are the agreements whose weight is the commonness of the value.
var byValue = []string{"equal", "marks"}

// assumed are the fields whose weights are judged, as no set of this size can count them.
var assumed = []string{"codes", "email", "order"}

// TestWeightsAreThoseFitted fits the weights anew on the fitting half and holds
// the table against them: where both sides were seen often enough, within half a bit.
// Run with -v it prints what to write into identity_weights.go.
func TestWeightsAreThoseFitted(t *testing.T) {
	h := fittedHalf()
	all := func(string) bool { return true }
	one := count(h.matching(), h.ref, all)
	two := count(h.random(400_000), h.ref, func(f string) bool { return f != "sex" })
	namesakes, _ := h.population.met(1 << 30)
	maps.Copy(two.found, count(namesakes, h.ref, func(f string) bool { return f == "sex" }).found)
	two.of["sex"] = two.found[[2]string{"sex", "equal"}] + two.found[[2]string{"sex", "different"}]
	for _, k := range slices.SortedFunc(maps.Keys(one.found), func(a, b [2]string) int { return strings.Compare(a[0]+a[1], b[0]+b[1]) }) {
		m := float64(one.found[k]) / float64(one.of[k[0]])
		u := (float64(two.found[k]) + 0.5) / (float64(two.of[k[0]]) + 1)
		fitted := math.Log2(m / u)
		name := slices.Contains([]string{"family", "middle", "given"}, k[0])
		free := slices.Contains(assumed, k[0]) || name && slices.Contains(byValue, k[1])
		t.Logf("%-18s %-18s m %.5f (%d) u %.7f (%d) fitted %+.2f table %+.2f free %v", k[0], k[1], m, one.found[k], u, two.found[k], fitted, one.bits[k], free)
		if !free && one.found[k] >= 30 && two.found[k] >= 30 && math.Abs(fitted-one.bits[k]) > 0.5 {
			t.Errorf("%s %s: the table says %+.2f bits, the set %+.2f", k[0], k[1], one.bits[k], fitted)
		}
	}
}
