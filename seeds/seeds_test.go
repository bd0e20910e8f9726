package seeds_test

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/seeds"
)

// loaded is what Changes carries, sorted out.
type loaded struct {
	codes   map[registry.Scheme][]registry.Code
	orgs    []*registry.Organisation
	lineage []registry.Lineage
}

func load(t *testing.T) loaded {
	t.Helper()
	changes, err := seeds.Changes()
	if err != nil {
		t.Fatal(err)
	}
	l := loaded{codes: map[registry.Scheme][]registry.Code{}}
	for _, c := range changes {
		if registry.WhyOf(c).Reason == "" {
			t.Errorf("%T has no reason", c)
		}
		switch c := c.(type) {
		case *registry.LoadCodes:
			for _, code := range c.Codes {
				if code.Scheme != c.Scheme || code.Version != c.Version {
					t.Errorf("%s %s stands in the list of %s %s", code.Scheme, code.Code, c.Scheme, c.Version)
				}
			}
			l.codes[c.Scheme] = append(l.codes[c.Scheme], c.Codes...)
		case *registry.AddOrganisation:
			l.orgs = append(l.orgs, c.Organisation)
		case *registry.AddLineage:
			l.lineage = append(l.lineage, c.Lineage)
		default:
			t.Errorf("unexpected %T", c)
		}
	}
	return l
}

func TestCounts(t *testing.T) {
	l := load(t)
	levels := map[int]int{}
	for _, c := range l.codes[registry.SchemeField] {
		levels[len(c.Code)]++
	}
	if levels[1] != 6 || levels[3] != 46 || levels[5] != 320 {
		t.Errorf("fields by length of code: %v, want 6, 46 and 320", levels)
	}
	for scheme, want := range map[registry.Scheme]int{
		registry.SchemeField: 372, registry.SchemeFORD: 48, registry.SchemeWard: 103 + 294, registry.SchemeProvince: 34,
		registry.SchemeRetirement: 41, registry.SchemeDegree: 14, registry.SchemeTitle: 2, registry.SchemeHonour: 9,
		registry.SchemeRank: 23, registry.SchemeScope: 6, registry.SchemeLanguage: 14, registry.SchemeEducation: 222, registry.SchemeTarget: 43, registry.SchemeRate: 43,
	} {
		if got := len(l.codes[scheme]); got != want {
			t.Errorf("%s: %d codes, want %d", scheme, got, want)
		}
	}
}

func TestCodesHold(t *testing.T) {
	for scheme, codes := range load(t).codes {
		seen := map[string]bool{}
		for _, c := range codes {
			if seen[c.Version+" "+c.Code] {
				t.Errorf("%s %s %s stands twice", scheme, c.Version, c.Code)
			}
			seen[c.Version+" "+c.Code] = true
			if c.Code == "" || c.Name == "" || c.Source == "" {
				t.Errorf("%s %q lacks its code, name or source", scheme, c.Code)
			}
			if c.Confirmed && !strings.Contains(c.Source, "seen") {
				t.Errorf("%s %s is confirmed by %q", scheme, c.Code, c.Source)
			}
		}
		for _, c := range codes {
			if c.Parent != "" && !seen[c.Version+" "+c.Parent] {
				t.Errorf("%s %s: no parent %s", scheme, c.Code, c.Parent)
			}
		}
	}
}

func TestRetirementRises(t *testing.T) {
	ref := reference(t)
	table := ref.Retirement()
	for sex, want := range map[registry.Sex]struct{ first, last int }{registry.Male: {723, 744}, registry.Female: {664, 720}} {
		before := 0
		for year := 2021; year <= 2040; year++ {
			months, ok := table.Age(sex, year)
			if !ok || months < before {
				t.Errorf("%s %d: %d months after %d", sex, year, months, before)
			}
			before = months
		}
		if first, _ := table.Age(sex, 2021); first != want.first || before != want.last {
			t.Errorf("%s: from %d to %d months, want %v", sex, first, before, want)
		}
	}
}

func reference(t *testing.T) *registry.Reference {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// TestText holds every embedded file to composed Unicode, single blanks and no
// residue of VNI in it.
func TestText(t *testing.T) {
	for file, text := range seeds.Texts(t) {
		if !norm.NFC.IsNormalString(text) {
			t.Errorf("%s is not NFC", file)
		}
		if strings.ContainsAny(text, "ñÑ\r\u00a0") {
			t.Errorf("%s has ñ, a carriage return or a hard blank", file)
		}
		for i, line := range strings.Split(text, "\n") {
			for _, cell := range strings.Split(line, "\t") {
				if cell != vietnamese.Clean(cell) {
					t.Errorf("%s:%d: blanks in %q", file, i+1, cell)
				}
			}
		}
	}
}

// TestFormerWards: every ward before 1 July 2025 leads to one of today's, and each
// of today's took one over.
func TestFormerWards(t *testing.T) {
	ref := reference(t)
	then, now := registry.Date{Year: 2025, Month: 6, Day: 30}, registry.Date{Year: 2025, Month: 7, Day: 1}
	covered, former := map[string]bool{}, 0
	for _, c := range ref.CodesOn(registry.SchemeWard, then) {
		if !strings.HasPrefix(c.Name, "Phường ") && !strings.HasPrefix(c.Name, "Xã ") && !strings.HasPrefix(c.Name, "Thị trấn ") {
			continue
		}
		former++
		next := ref.CodeSuccessors(registry.SchemeWard, c.Code, then, now)
		for _, n := range next {
			covered[n.Code] = true
			if n.Version != "2025" {
				t.Errorf("%s leads to %s of version %s", c.Code, n.Code, n.Version)
			}
		}
	}
	if former != 263 || len(covered) != 103 {
		t.Errorf("%d former wards lead to %d new ones, want 263 and 103", former, len(covered))
	}
}

func TestOrganisations(t *testing.T) {
	kinds := []registry.OrganisationKind{registry.Government, registry.University, registry.Campus, registry.College,
		registry.Institute, registry.School, registry.Hospital, registry.Association, registry.Unit}
	known := map[registry.OrganisationID]bool{}
	for _, o := range load(t).orgs {
		if !slices.Contains(kinds, o.Kind) {
			t.Errorf("%s: kind %q", o.Key, o.Kind)
		}
		if o.Kind == registry.Unit && o.Parent == 0 {
			t.Errorf("unit %s stands under nothing", o.Key)
		}
		if o.Parent != 0 && !known[o.Parent] {
			t.Errorf("%s comes before its parent", o.Key)
		}
		known[o.ID] = true
	}
}

// TestEveryNameLeadsHome asks for every organisation by every name it has. Among
// institutions a name means one of them; among units, one within its institution.
func TestEveryNameLeadsHome(t *testing.T) {
	ref := reference(t)
	for _, o := range ref.Organisations() {
		for _, name := range slices.Concat([]string{o.Name}, o.Abbreviations, o.Aliases) {
			found := ref.OrganisationsNamed(name)
			for _, home := range ref.Successors(o.ID) {
				if !slices.Contains(found, home) {
					t.Errorf("%q does not lead to %s", name, o.Key)
				}
			}
			rivals := slices.DeleteFunc(found, func(id registry.OrganisationID) bool { return !rival(ref, o, id) })
			if len(rivals) > 1 {
				t.Errorf("%q of %s leads to %d organisations", name, o.Key, len(rivals))
			}
		}
	}
}

// rival says that id may be mistaken for o: both institutions, or both units of one.
func rival(ref *registry.Reference, o registry.Organisation, id registry.OrganisationID) bool {
	other, _ := ref.Organisation(id)
	if o.Kind != registry.Unit {
		return true
	}
	return other.Kind != registry.Unit || employer(ref, o.ID) == employer(ref, id)
}

// employer gives the institution a unit belongs to.
func employer(ref *registry.Reference, id registry.OrganisationID) registry.OrganisationID {
	for o, ok := ref.Organisation(id); ok; o, ok = ref.Organisation(o.Parent) {
		if o.Kind != registry.Unit {
			return o.ID
		}
	}
	return 0
}

func TestMergedDepartments(t *testing.T) {
	ref := reference(t)
	for old, now := range map[string]string{
		"Sở Kế hoạch và Đầu tư":                       "Sở Tài chính",
		"so tai nguyen va moi truong":                 "Sở Nông nghiệp và Môi trường",
		"Sở TT&TT":                                    "Sở Khoa học và Công nghệ",
		"Trường Đại học Cần Thơ":                      "Đại học Cần Thơ",
		"ĐHCT":                                        "Đại học Cần Thơ",
		"Sở Lao động - Thương binh và Xã hội":         "Sở Nội vụ",
		"Ủy ban nhân dân tỉnh Sóc Trăng":              "Ủy ban nhân dân thành phố Cần Thơ",
		"Viện Nghiên cứu Phát triển ĐBSCL":            "Viện Mekong",
		"Đài Phát thanh - Truyền hình Cần Thơ":        "Báo và Phát thanh, truyền hình Cần Thơ",
		"Trường Đại học Kỹ thuật - Công nghệ Cần Thơ": "Trường Đại học Kỹ thuật - Công nghệ Cần Thơ",
	} {
		found := ref.OrganisationsNamed(old)
		if len(found) != 1 || ref.OrganisationName(found[0]) != now {
			t.Errorf("%q leads to %v, want %q", old, found, now)
		}
	}
}

func TestTerms(t *testing.T) {
	terms, err := seeds.Terms()
	if err != nil {
		t.Fatal(err)
	}
	ref, owner, groups := reference(t), map[string]string{}, map[byte]int{}
	phrases, fields := map[string]bool{}, map[string]bool{}
	for _, term := range terms {
		if _, ok := ref.Code(registry.SchemeField, term.Field); !ok {
			t.Errorf("%s belongs to no field: %q", term.Phrase, term.Field)
		}
		groups[term.Field[0]]++
		phrases[vietnamese.Key(term.Phrase)] = true
		fields[term.Field] = fields[term.Field] || len(term.Synonyms) > 0
		if len(term.English) == 0 {
			t.Errorf("%s has no English", term.Phrase)
		}
		for _, name := range slices.Concat([]string{term.Phrase}, term.Synonyms, term.Abbreviations) {
			key := vietnamese.Key(name)
			if other := owner[key]; other != "" && other != term.Phrase {
				t.Errorf("%q belongs to %q and to %q", name, other, term.Phrase)
			}
			owner[key] = term.Phrase
		}
	}
	if len(phrases) < 1500 {
		t.Errorf("%d phrases, want 1500 or more", len(phrases))
	}
	for _, f := range ref.Codes(registry.SchemeField) {
		if !fields[f.Code] {
			t.Errorf("field %s %s has no term with a synonym", f.Code, f.Name)
		}
	}
	if len(groups) != 6 {
		t.Errorf("terms by group of fields: %v, want all six", groups)
	}
}

func TestDemo(t *testing.T) {
	books, err := seeds.Workbooks()
	if err != nil {
		t.Fatal(err)
	}
	demo := seeds.Demo()
	ref, rows := reference(t), 0
	for _, b := range books {
		rows += b.Rows
		if _, err := fs.Stat(demo, b.File); err != nil {
			t.Error(err)
		}
		if len(ref.OrganisationsNamed(b.Organisation)) != 1 {
			t.Errorf("%s belongs to no organisation: %q", b.File, b.Organisation)
		}
	}
	if len(books) < 9 || rows < 2000 {
		t.Errorf("%d workbooks with %d people", len(books), rows)
	}
	if extra, _ := fs.Glob(demo, "*.expected.tsv"); len(extra) > 0 {
		t.Errorf("embedded though only for tests: %v", extra)
	}
}

// TestAxes: every organisation has a ngành and a khu vực of the lists, its own or
// from above.
func TestAxes(t *testing.T) {
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range ref.Organisations() {
		at := registry.Position{Organisation: o.ID}
		if _, ok := ref.Code(registry.SchemeSector, ref.Sector(at)); !ok {
			t.Errorf("%s: sector %q", o.Name, ref.Sector(at))
		}
		if _, ok := ref.Code(registry.SchemeOwnership, ref.Ownership(at)); !ok {
			t.Errorf("%s: ownership %q", o.Name, ref.Ownership(at))
		}
	}
}

// TestWhoCounts holds the rule of who counts to the cases it is made for.
func TestWhoCounts(t *testing.T) {
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	today := registry.Date{Year: 2026, Month: 7, Day: 1}
	for _, c := range []struct {
		name string
		in   registry.Standing
		want registry.ScopeState
	}{
		{"a bachelor", registry.Standing{Degrees: "CN"}, registry.InScope},
		{"a doctor who began at a college", registry.Standing{Degrees: "CD TS"}, registry.InScope},
		{"a college degree alone", registry.Standing{Degrees: "CD"}, registry.OutOfScope},
		{"an artisan without a degree", registry.Standing{Honours: "NNUT"}, registry.InScope},
		{"an artisan with a lower degree", registry.Standing{Degrees: "TC", Honours: "NNND"}, registry.InScope},
		{"a hero of labour with a lower degree", registry.Standing{Degrees: "TC", Honours: "AHLD"}, registry.OutOfScope},
		{"a senior expert", registry.Standing{Rank: "CGCC"}, registry.InScope},
		{"nothing known", registry.Standing{}, registry.ScopeUnclear},
		{"a degree nobody knows", registry.Standing{Degrees: "XYZ"}, registry.ScopeUnclear},
	} {
		if got := ref.Scope(c.in, today); got.State != c.want || got.Reason == "" {
			t.Errorf("%s: got %+v, want %s", c.name, got, c.want)
		}
	}
}

// TestRetirementAges holds the ages that are shipped against the table of every
// month of birth, the disputed one marked.
func TestRetirementAges(t *testing.T) {
	text, err := os.ReadFile("../registry/testdata/retirement.tsv")
	if err != nil {
		t.Fatal(err)
	}
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	table, months := ref.Retirement(), 0
	for line := range strings.Lines(string(text)) {
		var sex registry.Sex
		var from, to registry.Date
		var age, other int
		if n, _ := fmt.Sscanf(line, "%s %d-%d %d-%d %d %d", &sex, &from.Year, &from.Month, &to.Year, &to.Month, &age, &other); n < 6 {
			continue // a comment
		}
		for m := from.Year*12 + from.Month - 1; m <= to.Year*12+to.Month-1; m++ {
			birth := registry.Date{Year: m / 12, Month: m%12 + 1}
			want := registry.Date{Year: (m + age) / 12, Month: (m+age)%12 + 1}
			if got, _ := table.Month(birth, sex); got != want {
				t.Errorf("%s born %s: %s, want %s", sex, birth, got, want)
			}
			if got, _ := table.Disputed(birth, sex); got != other {
				t.Errorf("%s born %s: another table says %d, want %d", sex, birth, got, other)
			}
			months++
		}
	}
	if months != 2*71*12 {
		t.Errorf("%d months of birth, want those of 1940 to 2010 for both sexes", months)
	}
}
