package web

import (
	"context"
	"strconv"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// least searches the least recruitment and training that meets the need of the form.
func (s *study) least(ctx context.Context, v *optionsView) error {
	r, f := formNumbers{}, v.Asked
	aim := forecast.Aim{
		Field: s.form.Field, Level: f.NeedLevel, People: r.whole("need", f.Need), From: r.whole("needyear", f.NeedYear),
		MaxRecruit: r.whole("maxrecruit", f.MaxRecruit), MaxTrain: r.whole("maxtrain", f.MaxTrain),
		RecruitCost: r.amount("recruitcost", f.RecruitCost), TrainCost: r.amount("traincost", f.TrainCost),
	}
	if len(r.problems) > 0 {
		return &registry.Error{Kind: registry.Invalid, Problems: r.problems}
	}
	l, err := forecast.LeastOf(ctx, s.in, s.base, s.now, aim)
	if err != nil {
		return err
	}
	s.tellLeast(v, aim, l)
	return nil
}

// tellLeast puts the answer into words: what it takes, how sure it is, and how far it
// may be from the best.
func (s *study) tellLeast(v *optionsView, aim forecast.Aim, l forecast.Least) {
	chance := func(x float64) string { return strconv.Itoa(int(100 * x)) }
	note := func(text string) { v.LeastNotes = append(v.LeastNotes, text) }
	switch {
	case !l.Possible:
		v.Least = s.T("forecast.least.never", "Recruit", s.Number(l.Recruit), "Train", s.Number(l.Train), "Chance", chance(l.Chance))
		return
	case l.Recruit+l.Train == 0:
		v.Least = s.T("forecast.least.nothing", "Chance", chance(l.Chance))
		return
	}
	v.Least = s.T("forecast.least.takes", "Recruit", s.Number(l.Recruit), "Train", s.Number(l.Train), "Chance", chance(l.Chance))
	note(s.T("forecast.least.without", "Chance", chance(l.Nothing)))
	if aim.RecruitCost+aim.TrainCost > 0 {
		note(s.T("forecast.least.cost", "Cost", moneyWords(s.Words, l.Cost)))
	}
	if l.Proven() {
		note(s.T("forecast.least.proven", "Tried", l.Tried))
	} else {
		note(s.T("forecast.least.bound", "Cost", moneyWords(s.Words, l.Cost), "Bound", moneyWords(s.Words, l.Bound), "Tried", l.Tried))
	}
}
