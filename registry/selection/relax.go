package selection

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// maxPairs bounds the number of rules of which every pair is looked at.
const maxPairs = 40

// blocked gives the smallest set of rules that leaves no panel, the cheapest to
// relax first. It is the smallest where one or two rules block; else one of which no
// rule can be spared.
func (d *Draw) blocked(ctx context.Context) []Block {
	if d.short() {
		return []Block{{Rule: fmt.Sprintf("Số thành viên: %d", d.need.Size),
			Relax: fmt.Sprintf("chỉ có %d người trong cơ sở dữ liệu: giảm số thành viên hoặc bổ sung hồ sơ", len(d.candidates))}}
	}
	core := d.core(ctx)
	type priced struct {
		Block
		cost int
	}
	var all []priced
	for _, r := range core {
		relax, cost := d.relax(ctx, r)
		all = append(all, priced{Block{Rule: r.name, Article: r.article, Relax: relax}, cost})
	}
	slices.SortStableFunc(all, func(a, b priced) int { return cmp.Compare(a.cost, b.cost) })
	blocks := []Block{}
	for _, b := range all {
		blocks = append(blocks, b.Block)
	}
	return blocks
}

// short says that nobody is left to choose from, whatever the rules.
func (d *Draw) short() bool { return len(d.candidates) < d.need.Size }

// possible says whether some panel keeps these rules. What cannot be settled counts
// as possible, so that no rule is blamed without proof.
func (d *Draw) possible(ctx context.Context, rules []rule) bool {
	s := d.solveFor(ctx, rules, func(*candidate) int64 { return 0 })
	return s.found || !s.proven
}

func (d *Draw) core(ctx context.Context) []rule {
	if len(d.rules) <= maxPairs {
		for i, r := range d.rules {
			if !d.possible(ctx, []rule{r}) {
				return []rule{r}
			}
			for _, other := range d.rules[:i] {
				if !d.possible(ctx, []rule{other, r}) {
					return []rule{other, r}
				}
			}
		}
	}
	return d.spared(ctx)
}

// spared leaves out one rule after the other as long as the rest still blocks.
func (d *Draw) spared(ctx context.Context) []rule {
	core := slices.Clone(d.rules)
	for i := 0; i < len(core); {
		rest := slices.Delete(slices.Clone(core), i, i+1)
		if d.possible(ctx, rest) {
			i++
		} else {
			core = rest
		}
	}
	return core
}

// Costs of relaxing what is not a number, in the same scale as one member more or
// less.
const (
	costOfWish = 2  // dropping a person pinned
	costOfBar  = 10 // inviting who was not to be
	costOfNone = 100
)

// relax gives the least change of one rule that leaves a panel under all others.
func (d *Draw) relax(ctx context.Context, r rule) (said string, cost int) {
	i := slices.IndexFunc(d.rules, func(o rule) bool { return o.name == r.name && o.kind == r.kind })
	rest := slices.Delete(slices.Clone(d.rules), i, i+1)
	switch r.kind {
	case atLeast, atMost:
		return d.relaxBound(ctx, r, rest)
	case perHome:
		for n := r.bound + 1; n <= d.need.Size; n++ {
			wider := r
			wider.bound = n
			if d.possible(ctx, append(slices.Clip(rest), wider)) {
				return fmt.Sprintf("cho mỗi cơ quan đến %d thành viên", n), n - r.bound
			}
		}
	case barred:
		if d.possible(ctx, rest) {
			return "bỏ quy định này, sau khi cân nhắc xung đột lợi ích", costOfBar
		}
	case pinned:
		if d.possible(ctx, rest) {
			return "bỏ chỉ định người này", costOfWish
		}
	case sized:
		return "đổi số thành viên theo mẫu, hoặc chọn mẫu khác", 1
	}
	return notEnough, costOfNone
}

const notEnough = "chỉ nới quy định này thì chưa đủ"

// relaxBound finds how many members who count a panel under all other rules can have
// at most, or must have at least.
func (d *Draw) relaxBound(ctx context.Context, r rule, rest []rule) (string, int) {
	towards := int64(1)
	if r.kind == atMost {
		towards = 0
	}
	s := d.solveFor(ctx, rest, func(c *candidate) int64 {
		if r.counts(c) {
			return towards
		}
		return 1 - towards
	})
	switch {
	case !s.found:
		return notEnough, costOfNone
	case r.kind == atLeast:
		return fmt.Sprintf("giảm số tối thiểu từ %d xuống %d", r.bound, s.score), r.bound - int(s.score)
	}
	most := d.need.Size - int(s.score)
	return fmt.Sprintf("tăng số tối đa từ %d lên %d", r.bound, most), most - r.bound
}
