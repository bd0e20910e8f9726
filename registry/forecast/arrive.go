package forecast

// welcome brings in who comes in a step: as often as they used to come, and those
// the scenario adds. They meet no event in their first year.
func (s *simulation) welcome() {
	shock := s.part
	if s.shock > 0 {
		shock *= s.gamma(s.plan.shock, s.plan.shock)
	}
	for f, pool := range s.pool {
		mean := s.rates[arrive].common[0] * s.rates[arrive].factor[f] * s.heads[f] * shock
		if mean <= 0 || len(pool) == 0 {
			continue
		}
		for range s.poisson(mean) {
			s.comes(f, pool[s.below(len(pool))])
		}
	}
	for _, r := range s.recruit {
		if !active(r.from, r.to, s.t) {
			continue
		}
		for range r.n {
			s.comes(s.somewhere(r.field), r.kinds[s.below(len(r.kinds))])
		}
	}
}

// somewhere gives the field asked for, or any in proportion to today's people.
func (s *simulation) somewhere(field int) int {
	if field >= 0 {
		return field
	}
	all := 0.0
	for _, n := range s.heads {
		all += n
	}
	at := s.uniform() * all
	for f, n := range s.heads {
		if at -= n; at < 0 {
			return f
		}
	}
	return 0
}

// comes seats one person of a kind.
func (s *simulation) comes(field int, kind int32) {
	k := s.kinds[kind]
	cohort := s.coming[s.t*len(s.kinds)+int(kind)]
	p := int(s.where[field*len(s.cohorts)+int(cohort)])
	s.cells[p*s.levels+int(k.level)]++
	s.total[p]++
	s.met[p] |= 1 << k.level
	if step := s.stepFrom[k.level]; step >= 0 && k.wait > 0 {
		s.waiting[p*len(s.chain)+int(step)].add(s.t, int(k.wait), 1)
		s.queued[p] |= 1 << step
	}
	s.joins(int16(field), int(k.level), flowCame, 1)
}

// graduate makes doctors of those the scenario sent to study, when their time has
// come: holders of a ThS in the field, whoever they are. Where fewer are left, all.
func (s *simulation) graduate() {
	for _, t := range s.train {
		if !active(t.from, t.to, s.t-s.study) {
			continue
		}
		s.graduates(t.field, int(s.binomial(int32(t.n), s.finish, s.uniform())))
	}
}

// graduates picks k at random, each as likely as the other.
func (s *simulation) graduates(field, k int) {
	from := int(s.chain[0].from)
	left := 0
	for f := range s.fields {
		if field < 0 || f == field {
			left += int(s.count[f*s.levels+from])
		}
	}
	for p, of := range s.pairs {
		if k == 0 {
			return
		}
		if field >= 0 && int(of.field) != field || s.met[p]>>from&1 == 0 {
			continue
		}
		for range s.cells[p*s.levels+from] {
			if s.uniform()*float64(left) < float64(k) {
				s.unqueue(p, 0, s.below(int(s.cells[p*s.levels+from])))
				s.promote(p, 0, 1)
				k--
			}
			left--
		}
	}
}
