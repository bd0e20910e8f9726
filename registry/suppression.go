package registry

import "slices"

// LeastGroup is how many people a published cell stands for at least. Ten is what offices
// of statistics commonly take; no Vietnamese rule known to us names a number (chưa kiểm chứng).
const LeastGroup = 10

// Cell is one figure of a table that is published.
type Cell struct {
	N      int
	Hidden bool // N is not told: it is small, or would let one that is be reckoned
}

// Suppress gives a table of counts as it may be published: rows of equal length, each with
// its sum behind it, and a last row of sums. Cells and sums from 1 to least-1 are hidden,
// and further ones until no hidden figure follows from those that are left. Nought is told:
// it stands for nobody.
//
// A figure can be reckoned just where nothing else hidden balances it: with rows and
// columns (those of the sums too) as nodes and hidden figures as edges, where its edge lies
// on no cycle. Along a cycle every figure can be one more or one less while all sums stay;
// none is nought, so that each way is possible.
func Suppress(counts [][]int, least int) [][]Cell {
	t := newSuppression(counts)
	for i, row := range t.cells {
		for j := range row {
			if n := row[j].N; 0 < n && n < least {
				t.cells[i][j].Hidden = true
			}
		}
	}
	for e, found := t.exposed(); found; e, found = t.exposed() {
		for _, hide := range t.around(e) {
			t.cells[hide.row][hide.column].Hidden = true
		}
	}
	return t.cells
}

// suppression is a table on its way to be published.
type suppression struct{ cells [][]Cell }

// place is where a figure stands.
type place struct{ row, column int }

// newSuppression adds the sums.
func newSuppression(counts [][]int) suppression {
	var cells [][]Cell
	var sums []Cell
	for _, row := range counts {
		line, sum := make([]Cell, len(row), len(row)+1), 0
		for j, n := range row {
			line[j].N = n
			sum += n
			if len(sums) == j {
				sums = append(sums, Cell{})
			}
			sums[j].N += n
		}
		cells = append(cells, append(line, Cell{N: sum}))
	}
	total := 0
	for _, s := range sums {
		total += s.N
	}
	return suppression{append(cells, append(sums, Cell{N: total}))}
}

// exposed gives a hidden figure that can be reckoned; false where none can.
func (t suppression) exposed() (place, bool) {
	for i, row := range t.cells {
		for j, c := range row {
			if c.Hidden && t.way(place{i, j}, true) == nil {
				return place{i, j}, true
			}
		}
	}
	return place{}, false
}

// around gives the figures to hide so that one lies on a cycle: those that cost least.
// There is always such a way, since where a figure is not nought the sums of its row and
// column and the whole are not either.
func (t suppression) around(e place) []place { return t.way(e, false) }

// way gives the cheapest way from the row of a figure to its column that goes not by the
// figure itself: by hidden figures alone, or by any that are not nought. nil for none.
func (t suppression) way(e place, hidden bool) []place {
	rows := len(t.cells)
	nodes := rows + len(t.cells[0]) // rows, then columns
	cost := make([]int, nodes)
	from := make([]place, nodes)
	for i := range cost {
		cost[i] = -1
	}
	cost[e.row] = 0
	for done := make([]bool, nodes); ; {
		at := cheapest(cost, done)
		if at < 0 {
			return nil
		}
		if at == rows+e.column {
			return t.back(e, from)
		}
		done[at] = true
		for _, p := range t.edges(at) {
			c := t.cells[p.row][p.column]
			if p == e || c.N == 0 || hidden && !c.Hidden {
				continue
			}
			to := rows + p.column
			if at >= rows {
				to = p.row
			}
			if next := cost[at] + price(c, p, t); cost[to] < 0 || next < cost[to] {
				cost[to], from[to] = next, p
			}
		}
	}
}

// edges are the figures of a row or a column.
func (t suppression) edges(node int) (all []place) {
	if node < len(t.cells) {
		for j := range t.cells[node] {
			all = append(all, place{node, j})
		}
		return all
	}
	for i := range t.cells {
		all = append(all, place{i, node - len(t.cells)})
	}
	return all
}

// price is what hiding a figure costs: what is hidden already nothing, sums much more
// than what they sum, and all the rest by how many people it tells of.
func price(c Cell, p place, t suppression) int {
	total := t.cells[len(t.cells)-1][len(t.cells[0])-1].N
	switch {
	case c.Hidden:
		return 0
	case p.row == len(t.cells)-1 || p.column == len(t.cells[0])-1:
		return 1 + c.N + 10*total
	}
	return 1 + c.N
}

// cheapest gives the node to go on from, -1 for none.
func cheapest(cost []int, done []bool) int {
	best := -1
	for i, c := range cost {
		if c >= 0 && !done[i] && (best < 0 || c < cost[best]) {
			best = i
		}
	}
	return best
}

// back gives the way that was found, from its end.
func (t suppression) back(e place, from []place) []place {
	way := []place{}
	for node := len(t.cells) + e.column; node != e.row; {
		p := from[node]
		way = append(way, p)
		if node >= len(t.cells) {
			node = p.row
		} else {
			node = len(t.cells) + p.column
		}
	}
	slices.Reverse(way)
	return way
}
