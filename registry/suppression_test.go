package registry

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func shown(cells [][]Cell) string {
	var b strings.Builder
	for _, row := range cells {
		for _, c := range row {
			if c.Hidden {
				b.WriteString(" *")
			} else {
				fmt.Fprintf(&b, " %d", c.N)
			}
		}
		b.WriteString(";")
	}
	return b.String()
}

func TestSuppress(t *testing.T) {
	for _, c := range []struct {
		name string
		in   [][]int
		want string
	}{
		{"nothing small", [][]int{{20, 30}, {10, 40}}, " 20 30 50; 10 40 50; 30 70 100;"},
		{"nought is told", [][]int{{0, 30}, {10, 40}}, " 0 30 30; 10 40 50; 10 70 80;"},
		{"one small cell hides three more", [][]int{{3, 30, 50}, {15, 40, 60}}, " * * 50 83; * * 60 115; 18 70 110 198;"},
		{"nobody at all", [][]int{{0, 0}}, " 0 0 0; 0 0 0;"},
		{"few people at all", [][]int{{2, 0}, {0, 3}}, " * 0 *; 0 * *; * * *;"},
		{"no rows", nil, " 0;"},
	} {
		if got := shown(Suppress(c.in, LeastGroup)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestSuppressedStayUnknown: whatever the table, no hidden figure follows from what is
// told, by linear algebra done apart from the method, and each can be one more or one less
// while none falls below nought.
func TestSuppressedStayUnknown(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rows, columns := rapid.IntRange(1, 6).Draw(rt, "rows"), rapid.IntRange(1, 6).Draw(rt, "columns")
		counts := make([][]int, rows)
		for i := range counts {
			for range columns {
				counts[i] = append(counts[i], rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 12), rapid.IntRange(0, 200)).Draw(rt, "n"))
			}
		}
		least := rapid.IntRange(2, 20).Draw(rt, "least")
		cells := Suppress(counts, least)
		for i, row := range cells {
			for j, c := range row {
				if 0 < c.N && c.N < least && !c.Hidden {
					rt.Fatalf("%d is told at %d, %d:%s", c.N, i, j, shown(cells))
				}
				if c.Hidden && c.N == 0 {
					rt.Fatalf("a nought is hidden:%s", shown(cells))
				}
			}
		}
		if at, found := determined(cells); found {
			rt.Fatalf("the figure at %v follows from the others:%s", at, shown(cells))
		}
	})
}

// determined looks for a hidden figure that the sums fix: one whose unit vector lies in
// the space of the equations' rows.
func determined(cells [][]Cell) (place, bool) {
	var unknown []place
	for i, row := range cells {
		for j, c := range row {
			if c.Hidden {
				unknown = append(unknown, place{i, j})
			}
		}
	}
	rows, columns := len(cells), len(cells[0])
	var equations [][]*big.Rat
	add := func(in func(place) bool, sum func(place) bool) {
		e := make([]*big.Rat, len(unknown))
		for k, p := range unknown {
			e[k] = new(big.Rat)
			switch {
			case in(p) && sum(p):
				e[k].SetInt64(-1)
			case in(p):
				e[k].SetInt64(1)
			}
		}
		equations = append(equations, e)
	}
	for i := range rows {
		add(func(p place) bool { return p.row == i }, func(p place) bool { return p.column == columns-1 })
	}
	for j := range columns {
		add(func(p place) bool { return p.column == j }, func(p place) bool { return p.row == rows-1 })
	}
	for _, e := range reduced(equations) { // a row with one entry left fixes that unknown
		last, n := 0, 0
		for k, v := range e {
			if v.Sign() != 0 {
				last, n = k, n+1
			}
		}
		if n == 1 {
			return unknown[last], true
		}
	}
	return place{}, false
}

// reduced brings a matrix to reduced row echelon form: an unknown is fixed just where one
// of its rows names it alone.
func reduced(m [][]*big.Rat) [][]*big.Rat {
	at := 0
	for k := 0; len(m) > 0 && k < len(m[0]) && at < len(m); k++ {
		pivot := at
		for pivot < len(m) && m[pivot][k].Sign() == 0 {
			pivot++
		}
		if pivot == len(m) {
			continue
		}
		m[at], m[pivot] = m[pivot], m[at]
		inverse := new(big.Rat).Inv(m[at][k])
		for x := range m[at] {
			m[at][x] = new(big.Rat).Mul(m[at][x], inverse)
		}
		for i := range m {
			if i == at || m[i][k].Sign() == 0 {
				continue
			}
			factor := m[i][k]
			for x := range m[i] {
				m[i][x] = new(big.Rat).Sub(m[i][x], new(big.Rat).Mul(factor, m[at][x]))
			}
		}
		at++
	}
	return m
}
