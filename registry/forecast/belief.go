package forecast

// belief is what is supposed of one process after the evidence: gamma
// distributions, since events are few and far between.
//
// The common rate of an age band has a prior worth so many person-years and what
// was seen. A field's rate is the common one times a factor around 1, drawn towards
// it the more, the less the field has shown (shrinkage).
type belief struct {
	events, years [bands]float64
	fields        []tally
	alike         float64
	scale         float64  // on every draw: 1 but where somebody asks what if the rate were another
	fixed         *float64 // what the scenario says instead; nil where it says nothing
}

// rate is one draw of a process: the common rate by age band, and the factor of
// each field.
type rate struct {
	common [bands]float64
	factor []float64
}

// believe joins the prior of a process and what was seen of it. Without either the
// rate is 0.
func (r rates) believe(process int, seen []tally) belief {
	b := belief{fields: seen, alike: r.alikeness(), scale: 1}
	all, p := sum(seen), r.prior(process)
	for i := range bands {
		b.events[i], b.years[i] = all.events[i], all.years[i]
		if p.known && p.weight > 0 {
			b.events[i] += p.rate * p.weight
			b.years[i] += p.weight
		}
	}
	return b
}

// draw gives one possible state of the world.
func (b *belief) draw(d dice, into *rate) {
	b.drawUnscaled(d, into)
	for i := range bands {
		into.common[i] *= b.scale
	}
}

func (b *belief) drawUnscaled(d dice, into *rate) {
	if b.fixed != nil {
		for i := range bands {
			into.common[i] = *b.fixed
		}
		for f := range into.factor {
			into.factor[f] = 1
		}
		return
	}
	for i := range bands {
		into.common[i] = d.gamma(b.events[i], b.years[i])
	}
	for f, t := range b.fields {
		expected, happened := 0.0, 0.0
		for i := range bands {
			expected += into.common[i] * t.years[i]
			happened += t.events[i]
		}
		into.factor[f] = d.gamma(b.alike+happened, b.alike+expected)
	}
}

// mean gives the middle of what is believed, for the list of assumptions: events
// over years, all ages together.
func (b *belief) mean() float64 {
	if b.fixed != nil {
		return *b.fixed
	}
	events, years := tally{b.events, b.years}.total()
	if years == 0 {
		return 0
	}
	return events / years
}
