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
			s.comes(s.somewhere(r.fields), r.kinds[s.below(len(r.kinds))])
		}
	}
}

// somewhere gives one of some fields, nil for all, in proportion to today's people; the first where
// none has any.
func (s *simulation) somewhere(fields []int) int {
	if len(fields) == 1 {
		return fields[0]
	}
	if fields == nil {
		fields = s.every
	}
	all := 0.0
	for _, f := range fields {
		all += s.heads[f]
	}
	at := s.uniform() * all
	for _, f := range fields {
		if at -= s.heads[f]; at < 0 {
			return f
		}
	}
	return fields[0]
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
		s.graduates(t.fields, int(s.binomial(int32(t.n), s.finish, s.uniform())))
	}
}

// graduates picks k at random, each as likely as the other.
func (s *simulation) graduates(fields []int, k int) {
	s.pick(fields, int(s.chain[0].from), k, func(p, level, i int) {
		s.unqueue(p, 0, i)
		s.promote(p, 0, 1)
	})
}

// pick picks k people of a level (-1 for any) out of fields, each as likely as the other, all where
// fewer are there, and gives for each the pair, the level, and which of the cell they are. Whoever
// works beyond their month is in no cell.
func (s *simulation) pick(fields []int, level, k int, take func(p, level, i int)) {
	wanted := make([]bool, s.fields)
	for _, f := range fields {
		wanted[f] = true
	}
	each := func(do func(p, level int, n int32)) {
		for p, of := range s.pairs {
			if (fields != nil && !wanted[of.field]) || s.met[p] == 0 {
				continue
			}
			for l, n := range s.cells[p*s.levels : (p+1)*s.levels] {
				if n > 0 && (level < 0 || l == level) {
					do(p, l, n)
				}
			}
		}
	}
	left := 0
	each(func(_, _ int, n int32) { left += int(n) })
	each(func(p, l int, n int32) {
		for range n {
			if k > 0 && s.uniform()*float64(left) < float64(k) {
				take(p, l, s.below(int(s.cells[p*s.levels+l])))
				k--
			}
			left--
		}
	})
}

// change leads those from field to field whom the scenario moves.
func (s *simulation) change() {
	for _, m := range s.moves {
		if active(m.from, m.to, s.t) {
			s.pick(m.away, m.level, m.n, func(p, level, i int) { s.goesTo(p, level, i, m.into) })
		}
	}
}

// goesTo moves the i-th of a cell to one of some fields; what they wait for goes with them.
func (s *simulation) goesTo(p, level, i int, into []int) {
	of := s.pairs[p]
	to := s.somewhere(into)
	q := int(s.where[to*len(s.cohorts)+int(of.cohort)])
	slot := -1
	if step := int(s.stepFrom[level]); step >= 0 && s.queued[p]>>step&1 != 0 {
		slot = s.waiting[p*len(s.chain)+step].take(i)
	}
	n := &s.cells[p*s.levels+level]
	if *n--; *n == 0 {
		s.met[p] &^= 1 << level
	}
	s.total[p]--
	s.joins(of.field, level, flowMoved, -1)
	if q < 0 { // a field that nobody asked for
		return
	}
	s.cells[q*s.levels+level]++
	s.total[q]++
	s.met[q] |= 1 << level
	if step := int(s.stepFrom[level]); slot >= 0 {
		s.waiting[q*len(s.chain)+step].put(slot)
		s.queued[q] |= 1 << step
	}
	s.joins(int16(to), level, flowMoved, 1)
}
