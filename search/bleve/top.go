package bleve

import "github.com/RoaringBitmap/roaring/v2"

// top keeps the best of one part: a heap with the worst kept on top.
type top struct {
	size int
	all  []found
}

func newTop(size int) *top { return &top{size: size} }

// addByName adds the first of who by name.
func (t *top) addByName(p *part, who *roaring.Bitmap) {
	n := int(who.GetCardinality())
	if n > 0 && t.size*p.n/n < n { // to look at everybody in order finds enough sooner
		for rank, d := range p.order.docs {
			if len(t.all) == t.size {
				return
			}
			if n == p.n || who.Contains(d) {
				t.all = append(t.all, found{part: p, d: d, rank: uint32(rank)})
			}
		}
		return
	}
	for it := who.Iterator(); it.HasNext(); {
		d := it.Next()
		t.add(found{part: p, d: d, rank: p.order.ranks[d]})
	}
}

// addByScore adds those with the highest scores. Who is not among the best however well
// the words are found in their topics is not looked up there.
func (t *top) addByScore(p *part, s *scorer, height int) {
	var later []int
	for at, d := range s.who {
		score, sure := s.atMost(at, height)
		switch {
		case t.full() && score < t.all[0].score:
		case sure:
			t.add(found{part: p, d: d, score: score, rank: p.order.ranks[d]})
		default:
			later = append(later, at)
		}
	}
	for _, at := range later {
		if score, _ := s.atMost(at, height); t.full() && score < t.all[0].score {
			continue
		}
		d := s.who[at]
		t.add(found{part: p, d: d, score: s.score(at, height), rank: p.order.ranks[d]})
	}
}

func (t *top) full() bool { return t.size > 0 && len(t.all) == t.size }

// worse orders people of one part.
func worse(a, b *found) bool {
	if a.score != b.score {
		return a.score < b.score
	}
	if a.rank != b.rank {
		return a.rank > b.rank
	}
	return a.d > b.d
}

func (t *top) add(f found) {
	switch {
	case t.size == 0:
	case len(t.all) < t.size:
		t.all = append(t.all, f)
		t.up(len(t.all) - 1)
	case worse(&t.all[0], &f):
		t.all[0] = f
		t.down()
	}
}

func (t *top) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !worse(&t.all[i], &t.all[parent]) {
			return
		}
		t.all[i], t.all[parent] = t.all[parent], t.all[i]
		i = parent
	}
}

func (t *top) down() {
	for i := 0; ; {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(t.all); c++ {
			if worse(&t.all[c], &t.all[least]) {
				least = c
			}
		}
		if least == i {
			return
		}
		t.all[i], t.all[least] = t.all[least], t.all[i]
		i = least
	}
}
