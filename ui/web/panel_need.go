package web

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/selection"
)

// needView is the form of a need with the proposal for it.
type needView struct {
	Asked     url.Values
	Templates []templateOption
	Fields    []string // names that are suggested
	Problems  []formProblem
	Proposal  *selection.Proposal // nil before the form was sent
	Need      string              // as it is kept
	Name      string              // suggested for the panel
	Covered   []option            // field → members who know it
}

// templateOption is a kind of panel to choose.
type templateOption struct {
	selection.Template
	On bool
}

// templates lists the kinds of panel of a day.
func (t teller) templates(chosen string, on registry.Date) []templateOption {
	return each(selection.Templates(t.ref, on), func(k selection.Template) templateOption {
		return templateOption{k, k.Code == chosen}
	})
}

// quotaInputs are the quotas that the form asks for by a number of their own.
var quotaInputs = []struct {
	name  string
	where selection.Where
}{
	{"women", selection.Where{Sex: string(registry.Female)}}, {"doctors", selection.Where{Degree: "TS"}}, {"professors", selection.Where{Title: "PGS"}},
	{"young", selection.Where{AgeMax: pointer(45)}},
}

func pointer(n int) *int { return &n }

// needOf reads the form of a need.
func (t teller) needOf(v url.Values) (need selection.Need, problems []formProblem) {
	whole := func(name string) int {
		text := strings.TrimSpace(v.Get(name))
		n, err := strconv.Atoi(text)
		if text != "" && err != nil {
			problems = append(problems, t.needProblem(name, t.T("form.notnumber")))
		}
		return n
	}
	need = selection.Need{
		Topic: strings.TrimSpace(v.Get("topic")), Kind: v.Get("template"), Asking: strings.TrimSpace(v.Get("asking")), Size: whole("size"), PerHome: whole("perhome"), Cover: whole("cover"),
		Seed: int64(whole("seed")), Exclude: listed(v.Get("exclude")), Pin: v["pin"], Never: v["never"],
		Work: selection.Work{Name: strings.TrimSpace(v.Get("work")), Organisations: listed(v.Get("workorgs")), People: listed(v.Get("workpeople"))},
	}
	for _, name := range listed(v.Get("fields")) {
		code, known := t.ref.CodeNamed(registry.SchemeField, name)
		if !known {
			problems = append(problems, t.needProblem("fields", t.T("panel.nofield", "Name", name)))
			continue
		}
		need.Fields = append(need.Fields, code.Code)
	}
	for _, q := range quotaInputs {
		if n := whole(q.name); n > 0 {
			need.Quotas = append(need.Quotas, selection.Quota{Where: q.where, Min: &n})
		}
	}
	return need, problems
}

// listed parts a text at semicolons and lines.
func listed(text string) (parts []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func (t teller) needProblem(name, reason string) formProblem {
	return formProblem{"f-" + name, t.T("panel.in." + name), reason}
}

// needInputs leads what the rules refuse to the inputs of the form.
var needInputs = map[string]string{"exclude_organisations": "exclude", "max_per_organisation": "perhome", "cover": "cover", "topic": "topic", "size": "size", "template": "template",
	"work": "workpeople", "fields": "fields", "date": "size", "seed": "seed"}

func (t teller) needProblems(e *registry.Error) []formProblem {
	if len(e.Problems) == 0 {
		return []formProblem{{"", "", e.Message}}
	}
	return each(e.Problems, func(p registry.Problem) formProblem {
		name, _, _ := strings.Cut(strings.ReplaceAll(p.Field, "[", "."), ".")
		if input, known := needInputs[name]; known {
			return t.needProblem(input, joined(": ", p.Value, p.Reason))
		}
		return formProblem{"", p.Field, joined(": ", p.Value, p.Reason)}
	})
}

// coverage says how many members know each field that was asked for.
func (t teller) coverage(p *selection.Proposal) (rows []option) {
	if p == nil {
		return nil
	}
	for field, n := range p.Coverage {
		rows = append(rows, option{Value: field, Label: t.ref.CodeName(registry.SchemeField, field), N: n})
	}
	slices.SortFunc(rows, func(a, b option) int { return strings.Compare(a.Value, b.Value) })
	return rows
}

// needRuled says that the form asks for more than topic and size.
func needRuled(v needView) bool {
	for _, name := range []string{"women", "doctors", "professors", "young", "perhome", "cover", "exclude", "seed"} {
		if v.Asked.Get(name) != "" {
			return true
		}
	}
	return false
}

// needJudges says that the form tells whose work is judged.
func needJudges(v needView) bool {
	return v.Asked.Get("work") != "" || v.Asked.Get("workorgs") != "" || v.Asked.Get("workpeople") != ""
}

// costText gives a difference of scores in hundredths.
func costText(p Page, score float64) string { return p.Number(int(math.Round(100 * score))) }
