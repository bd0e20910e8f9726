package importer

import (
	"context"
	"encoding/csv"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/seeds"
)

// TestDemoWorkbooks imports every demo workbook and holds what the registry then
// has of each row against the people the workbook was made from.
func TestDemoWorkbooks(t *testing.T) {
	t.Parallel()
	books := seeds.Demo()
	names, err := fs.Glob(books, "*.xlsx")
	if err != nil || len(names) == 0 {
		t.Fatalf("no demo workbooks (%v)", err)
	}
	total := score{}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			ctx, im := testImporter(t)
			path := filepath.Join(t.TempDir(), name)
			b, err := fs.ReadFile(books, name)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			plan := run(ctx, t, im, path)
			s := judge(ctx, t, im, plan, readExpected(t, os.DirFS("../seeds/demo"), strings.TrimSuffix(name, ".xlsx")+".expected.tsv"))
			t.Logf("%s: %s; %+v, %d issues", name, s, plan.Counts, len(plan.Issues))
			total.add(s)
			if again := preview(ctx, t, im, path); again.Counts.Same+again.Counts.Review != again.Counts.Rows {
				t.Errorf("the same file again: %+v", again.Counts)
				for _, r := range again.Rows[:min(len(again.Rows), 2000)] {
					if r.Outcome != registry.RowSame {
						t.Logf("%+v", r)
						break
					}
				}
			}
		})
	}
	t.Logf("all demo workbooks: %s", total)
	if total.share() < 0.99 {
		t.Errorf("%.4f of the fields are right, want at least 0.99", total.share())
	}
}

func run(ctx context.Context, t testing.TB, im *Importer, path string) *Plan {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	plan, err := im.Run(ctx, path, f, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func preview(ctx context.Context, t testing.TB, im *Importer, path string) *Plan {
	t.Helper()
	plan, err := im.Preview(ctx, path, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// expectedPerson is one line of an *.expected.tsv, by the names of its columns.
type expectedPerson map[string]string

func readExpected(t *testing.T, from fs.FS, name string) []expectedPerson {
	t.Helper()
	f, err := from.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var people []expectedPerson
	for _, l := range lines[1:] {
		p := expectedPerson{}
		for i, h := range lines[0] {
			p[h] = l[i]
		}
		people = append(people, p)
	}
	return people
}

// score counts judged fields, and how often each was wrong.
type score struct {
	right, judged int
	wrong         map[string]int
}

func (s *score) add(o score) {
	s.right, s.judged = s.right+o.right, s.judged+o.judged
	if s.wrong == nil {
		s.wrong = map[string]int{}
	}
	for f, n := range o.wrong {
		s.wrong[f] += n
	}
}

func (s score) share() float64 { return float64(s.right) / float64(max(s.judged, 1)) }

func (s score) String() string {
	var wrong []string
	for _, f := range slices.Sorted(maps.Keys(s.wrong)) {
		wrong = append(wrong, fmt.Sprintf("%s×%d", f, s.wrong[f]))
	}
	return fmt.Sprintf("%d of %d fields right (%.4f) %s", s.right, s.judged, s.share(), strings.Join(wrong, " "))
}

// judge holds the people of the plan's rows against what was expected of them.
func judge(ctx context.Context, t *testing.T, im *Importer, plan *Plan, want []expectedPerson) score {
	t.Helper()
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s := score{wrong: map[string]int{}}
	if plan.Counts.Rows != len(want) {
		t.Errorf("%d rows of people, want %d", plan.Counts.Rows, len(want))
	}
	for _, w := range want {
		got := expectedPerson{}
		n, _ := strconv.Atoi(w["row"])
		for _, r := range plan.Rows {
			if r.Sheet == w["sheet"] && r.Row == n && r.Person != 0 {
				p, err := im.Store.Person(ctx, r.Person)
				if err != nil {
					t.Fatal(err)
				}
				got = toldOf(p, ref)
			}
		}
		for _, f := range []string{"code", "name", "sex", "birth", "degree", "title", "honours", "organisation", "unit", "position", "fields", "expertise", "study", "email", "phone"} {
			if w[f] == "" {
				continue
			}
			s.judged++
			if f == "study" && got["degree"] == "" { // a specialty without a degree stands with the expertise
				got[f] = got["expertise"]
			}
			if agrees(f, got[f], w[f]) {
				s.right++
				continue
			}
			if s.wrong[f]++; s.wrong[f] <= 3 {
				t.Logf("%s!%s %s: %s is %q, want %q", w["sheet"], w["row"], w["name"], f, got[f], w[f])
			}
		}
	}
	return s
}

// toldOf gives a person in the words of an *.expected.tsv.
func toldOf(p *registry.Person, ref *registry.Reference) expectedPerson {
	e := expectedPerson{"name": p.Name.Full, "sex": string(p.Sex), "birth": p.Birth.String(), "degree": p.Degree(ref),
		"title": p.Title.Code, "email": p.Email, "phone": p.Phone}
	if len(p.Codes) > 0 {
		e["code"] = p.Codes[0].Code
	}
	if q, ok := p.MainPosition(); ok {
		e["organisation"], e["unit"], e["position"] = ref.OrganisationName(q.Organisation), ref.OrganisationName(q.Unit), q.Post
	}
	join := func(field string, n int, at func(int) string) {
		var all []string
		for i := range n {
			all = append(all, at(i))
		}
		e[field] = strings.Join(all, "; ")
	}
	join("honours", len(p.Honours), func(i int) string { return p.Honours[i].Code })
	join("fields", len(p.Fields), func(i int) string { return p.Fields[i].Code })
	join("expertise", len(p.Expertise), func(i int) string { return p.Expertise[i].Phrase })
	join("study", len(p.Qualifications), func(i int) string { return p.Qualifications[i].Field })
	return e
}

// agrees compares lists as sets; of fields, expertise and study more may be
// there than was asked for.
func agrees(field, got, want string) bool {
	items := func(s string) []string {
		var all []string
		for i := range strings.SplitSeq(s, ";") {
			if i = vietnamese.Clean(i); i != "" {
				all = append(all, i)
			}
		}
		slices.Sort(all)
		return all
	}
	switch field {
	case "fields", "expertise", "study":
		have := items(got)
		return !slices.ContainsFunc(items(want), func(w string) bool { return !slices.Contains(have, w) })
	case "honours":
		return slices.Equal(items(got), items(want))
	}
	return got == want
}
