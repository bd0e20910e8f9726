package synthetic_test

import (
	"reflect"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/seeds"
	"trithuc/seeds/synthetic"
)

func reference(t testing.TB) *registry.Reference {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func TestSameSeedSamePeople(t *testing.T) {
	ref := reference(t)
	a, b, c := synthetic.New(7, ref), synthetic.New(7, ref), synthetic.New(8, ref)
	other := 0
	for i := range 2000 {
		p, q := a.Person(), b.Person()
		if !reflect.DeepEqual(p, q) {
			t.Fatalf("person %d differs: %+v and %+v", i, p, q)
		}
		if !reflect.DeepEqual(p.Name, c.Person().Name) {
			other++
		}
	}
	if other < 1900 {
		t.Errorf("another seed gives the same name %d times in 2000", 2000-other)
	}
}

// TestPeopleHold asks of 50,000 people what must hold of every one.
func TestPeopleHold(t *testing.T) {
	ref := reference(t)
	g := synthetic.New(1, ref)
	codes, mails, phones := map[registry.StaffCode]bool{}, map[string]bool{}, map[string]bool{}
	for range 50_000 {
		p := g.Person()
		if problems := p.Validate(); problems != nil {
			t.Fatalf("%s: %v", p.Name.Full, problems)
		}
		if vietnamese.ParseName(p.Name.Full) != p.Name {
			t.Errorf("%s is parted as %v", p.Name.Full, p.Name)
		}
		if codes[p.Codes[0]] || p.Email != "" && mails[p.Email] || p.Phone != "" && phones[p.Phone] {
			t.Errorf("%s shares a code, address or number with somebody", p.Name.Full)
		}
		codes[p.Codes[0]], mails[p.Email], phones[p.Phone] = true, true, true
		if p.Email != "" && !strings.HasSuffix(p.Email, ".example") {
			t.Errorf("%s may be somebody's", p.Email)
		}
		checkCodes(t, ref, p)
		checkYears(t, p)
	}
}

func checkCodes(t *testing.T, ref *registry.Reference, p *registry.Person) {
	known := func(s registry.Scheme, code string) {
		if _, ok := ref.Code(s, code); code != "" && !ok {
			t.Errorf("%s: %s %q is in no list", p.Name.Full, s, code)
		}
	}
	known(registry.SchemeTitle, p.Title.Code)
	known(registry.SchemeRank, p.Rank.Code)
	for _, q := range p.Qualifications {
		known(registry.SchemeDegree, q.Degree)
	}
	for _, h := range p.Honours {
		known(registry.SchemeHonour, h.Code)
	}
	for _, f := range p.Fields {
		known(registry.SchemeField, f.Code)
	}
	for _, q := range p.Positions {
		if q.Unit != 0 && !ref.Within(q.Unit, q.Organisation) {
			t.Errorf("%s: unit %d is not of %d", p.Name.Full, q.Unit, q.Organisation)
		}
	}
	if len(p.Qualifications) == 0 || len(p.Fields) == 0 || len(p.Expertise) == 0 {
		t.Errorf("%s lacks degree, field or expertise", p.Name.Full)
	}
}

// checkYears holds a life to its order.
func checkYears(t *testing.T, p *registry.Person) {
	year := 3000
	for _, q := range p.Qualifications {
		if q.Year > year || q.Year < p.Birth.Year+20 || q.Year > 2026 {
			t.Errorf("%s, born %d: degrees %+v", p.Name.Full, p.Birth.Year, p.Qualifications)
		}
		year = q.Year
	}
	if p.Title.Code != "" && p.Title.Year < p.Qualifications[0].Year {
		t.Errorf("%s was professor in %d, doctor in %d", p.Name.Full, p.Title.Year, p.Qualifications[0].Year)
	}
}

// TestShares holds the whole to what is known of such staff.
func TestShares(t *testing.T) {
	ref := reference(t)
	g := synthetic.New(3, ref)
	const n = 50_000
	count, names := map[string]int{}, map[string]int{}
	for range n {
		p := g.Person()
		count[string(p.Sex)]++
		count[p.Degree(ref)]++
		count[p.Title.Code]++
		names[p.Name.Full]++
		if p.Birth.Day != 0 {
			count["full date"]++
		}
		if p.Degree(ref) != "TS" && p.Degree(ref) != "TSKH" && p.Title.Code != "" {
			t.Errorf("%s is professor without doctorate", p.Name.Full)
		}
	}
	most := 0
	for _, k := range names {
		most = max(most, k)
	}
	for what, bound := range map[string][2]float64{
		"male": {0.50, 0.54}, "TS": {0.22, 0.34}, "ThS": {0.38, 0.52}, "PGS": {0.03, 0.07}, "GS": {0.002, 0.012},
		"CKII": {0.003, 0.03}, "full date": {0.85, 0.91},
	} {
		if share := float64(count[what]) / n; share < bound[0] || share > bound[1] {
			t.Errorf("%s: %.4f of everybody, want %v", what, share, bound)
		}
	}
	if len(names) < n*6/10 || most > n/400 {
		t.Errorf("%d names for %d people, one of them %d times", len(names), n, most)
	}
}

// TestTablesFitTheSeeds holds the tables to the catalogue: institutions that
// exist, fields that have terms to draw phrases from, ranks that are in force.
func TestTablesFitTheSeeds(t *testing.T) {
	ref := reference(t)
	keys, terms := map[string]bool{}, map[string]bool{}
	for _, o := range ref.Organisations() {
		keys[o.Key] = o.ValidTo.IsZero()
	}
	all, err := seeds.CommonTerms()
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range all {
		terms[term.Field] = true
	}
	synthetic.Rows("institutions.tsv", func(c []string) {
		if !keys[c[0]] {
			t.Errorf("no institution %q today", c[0])
		}
		if !strings.HasSuffix(c[4], ".example") {
			t.Errorf("%s: %s may be somebody's domain", c[0], c[4])
		}
	})
	synthetic.Rows("disciplines.tsv", func(c []string) {
		for field := range strings.FieldsSeq(c[2]) {
			if !terms[field] {
				t.Errorf("%s: no terms of field %s", c[0], field)
			}
		}
	})
	synthetic.Rows("ranks.tsv", func(c []string) {
		if _, ok := ref.Code(registry.SchemeRank, c[3]); c[3] != "" && !ok {
			t.Errorf("no rank %s", c[3])
		}
	})
	synthetic.Rows("names.tsv", func(c []string) {
		for syllable := range strings.FieldsSeq(c[4]) {
			if !vietnamese.IsSyllable(syllable) && c[1] != "khmer" {
				t.Errorf("%q of %q is no Vietnamese syllable", syllable, c[4])
			}
		}
	})
}

// TestUnitsHaveDisciplines asks that the words of every unit of the seeds, or of
// what it stands in, say what is done there.
func TestUnitsHaveDisciplines(t *testing.T) {
	ref := reference(t)
	for unit, guessed := range synthetic.Guessed(ref) {
		if guessed {
			t.Errorf("nothing says what %s does", ref.OrganisationName(unit))
		}
	}
}

func TestWithoutOrganisations(t *testing.T) {
	g := synthetic.New(1, registry.NewReference(0, nil, nil, nil))
	for range 100 {
		if p := g.Person(); p.Validate() != nil || len(p.Positions) != 0 {
			t.Errorf("%+v", p)
		}
	}
}

func BenchmarkPerson(b *testing.B) {
	g := synthetic.New(1, reference(b))
	for b.Loop() {
		g.Person()
	}
}
