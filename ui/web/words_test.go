package web

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/registry/forecast"
	"trithuc/search"
	"trithuc/ui/office"
)

func catalogue(t *testing.T, lang string) map[string]any {
	t.Helper()
	raw, err := fs.ReadFile(wordFiles, "words/active."+lang+".toml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	if err := toml.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	vi, en := catalogue(t, "vi"), catalogue(t, "en")
	for key := range vi {
		if _, ok := en[key]; !ok {
			t.Errorf("English lacks %q", key)
		}
	}
	for key := range en {
		if _, ok := vi[key]; !ok {
			t.Errorf("Vietnamese lacks %q", key)
		}
	}
}

var spoken = regexp.MustCompile(`\bT\("([^"]+)"(\s*\+)?`)

// TestEveryTextIsThere reads the code for what it says, so that no page shows an id.
func TestEveryTextIsThere(t *testing.T) {
	vi := catalogue(t, "vi")
	used := map[string]bool{}
	for _, dir := range []string{".", ".."} {
		names, err := fs.Glob(os.DirFS(dir), "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if !strings.HasSuffix(name, ".templ") && (!strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_templ.go") || strings.HasSuffix(name, "_test.go")) {
				continue
			}
			code, err := os.ReadFile(dir + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range spoken.FindAllStringSubmatch(string(code), -1) {
				if m[2] == "" {
					used[m[1]] = true
				}
			}
		}
	}
	for _, key := range composed() {
		used[key] = true
	}
	for _, key := range slices.Sorted(maps.Keys(used)) {
		if _, ok := vi[key]; !ok {
			t.Errorf("no text for %q", key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(vi)) {
		if !used[key] && !strings.HasPrefix(key, "fault.") && !strings.HasPrefix(key, "input.") && !slices.Contains(choicePrefixes, strings.SplitAfter(key, ".")[0]) && !slices.Contains(titles, key) {
			t.Errorf("nobody says %q", key)
		}
	}
}

// choicePrefixes begin the names of choices, which TestEveryInputHasALabel goes through.
var choicePrefixes = []string{"name.", "identifier.", "publication.", "patent.", "basis.", "phrase."}

// titles are given to Site.page rather than to T.
var titles = []string{"home.title", "search.title", "person.title", "imports.title", "import.title", "shortlists.title", "shortlist.title",
	"forecast.title", "forecast.balance.title", "forecast.options.title", "forecast.runs.title", "forecast.needs.title", "forecast.run.title",
	"undone.title", "edit.title", "merge.title", "unmerge.title", "revert.title", "reviews.title", "review.title", "issues.page", "countform.title",
	"absent.title", "undo.title", "undo.kept", "organisations.title", "organisation.title", "quality.title", "fault.title", "signin.title",
	"accounts.title", "accounts.new", "accounts.one", "setup.title", "account.title", "home.fields", "home.employers", "panels.title",
	"papers.title", "panel.compare.title", "panel.title", "panel.new.title", "help.title", "forecast.structure.title", "forecast.plan.title",
	"opinion.title", "forecast.who.title",
	"statistics.title", "fields.title", "fields.one", "fields.under", "fields.employers", "structure.titles", "structure.degrees"}

// formWords are what the forms of a record say, which follows from its lists.
func formWords() []string {
	keys := []string{"undone.kept", "unmerge.left", "revert.kept", "revert.goes", "revert.comes", "form.yes.yes", "form.yes.no",
		"form.help.date", "form.help.place", "form.help.lines", "form.notdate", "form.notyear", "form.notnumber", "form.noplace", "form.manyplaces", "form.noward", "form.manywards",
		"item.new", "item.change", "dated.filed", "dated.granted", "dated.asof", "review.answered.same", "review.answered.new", "review.answered.reject"}
	add := func(prefix string, names ...string) {
		for _, n := range names {
			keys = append(keys, prefix+n)
		}
	}
	for _, r := range registry.AccountRoles {
		add("role.", string(r))
	}
	add("role.", string(registry.Operator))
	add("account.field.", "name", "display", "code", "old", "password", "again", "role", "organisation", "person")
	for _, column := range []string{"name", "display", "role", "organisation", "person"} {
		add("accounts.column.", column, column+".help")
	}
	for _, p := range registry.Scopes(registry.Operator) {
		add("scope.", string(p))
	}
	add("done.", "claimed", "account", "password", "ended", "unseconded", "revoked", "published", "unpublished", "asked", "linked", "unlinked", "kept", "looked", "called", "forgotten")
	for _, g := range scalarGroups {
		add("group.", g.legend)
	}
	for _, f := range flaws {
		add("flaw.", f.id)
	}
	for _, l := range leavings {
		add("leaving.", string(l))
	}
	add("column.", "sure", "likely", "unsure")
	add("scope.", "in", "out", "unclear")
	add("verdict.", "same", "review", "different")
	add("kind.", "gov", "university", "campus", "college", "institute", "school", "hospital", "assoc", "enterprise", "unit", "unknown")
	for _, way := range []string{"merged", "split", "renamed"} {
		add("lineage.", "from."+way, "to."+way)
	}
	add("organisation.", "abbreviations", "aliases", "sector", "ownership", "time", "note", "source", "approvals")
	for _, s := range append(slices.Clone(lotSteps), registry.LotReturned) {
		add("lot.", lotName(s))
		for _, m := range s.Moves() {
			add("lot.", "next."+lotName(s), "move."+string(m))
		}
	}
	for _, r := range registry.ApprovalRules {
		add("approval.", string(r))
	}
	return keys
}

// TestEveryInputHasALabel asks every form what it asks for.
func TestEveryInputHasALabel(t *testing.T) {
	c, err := OpenCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	say := teller{c.In(Vietnamese), registry.NewReference(0, nil, nil, nil)}
	check := func(list string, inputs []input) {
		for _, i := range inputs {
			if label := say.inputLabel(list, i.Name); label == i.Name {
				t.Errorf("no label for %s.%s", list, i.Name)
			}
			if i.Kind != asChoice {
				continue
			}
			for _, o := range i.options(say) {
				if o.Label == "" || strings.HasSuffix(o.Label, "."+o.Value) {
					t.Errorf("%s.%s: %q reads %q", list, i.Name, o.Value, o.Label)
				}
			}
		}
	}
	check("", scalarInputs(&registry.Person{}))
	for _, l := range recordLists {
		p := &registry.Person{}
		l.items.grow(p)
		check(l.name, l.ask(p, 0))
	}
}

// composed lists the keys that code puts together from a constant.
func composed() []string {
	var keys []string
	add := func(prefix string, names ...string) {
		for _, n := range names {
			keys = append(keys, prefix+n)
		}
	}
	add("nav.", "own", "search", "organisations", "imports", "shortlists", "panels", "forecast")
	add("panel.state.", "draft", "proposed", "signed", "closed", "dropped")
	add("panel.next.", "draft", "proposed", "signed", "closed", "dropped")
	add("panel.in.", "topic", "size", "fields", "perhome", "cover", "exclude", "seed", "work", "workorgs", "workpeople")
	add("panel.help.", "topic", "size", "fields", "perhome", "cover", "exclude", "seed", "work", "workorgs", "workpeople")
	for _, q := range quotaInputs {
		add("panel.in.", q.name)
		add("panel.help.", q.name)
	}
	add("panel.through.", invitationWays...)
	add("panel.conflict.kind.", "applicant", "organisation", "coauthor", "task", "thesis", "earlier", "workload", "rotation", "declared", registry.AddedByHand)
	add("panel.pending.", "joins", "leaves")
	add("panel.mark.", registry.Marks...)
	add("panel.vote.", votes...)
	add("panel.nominate.", "agreed", "instead", "refused")
	add("panel.sent.", "seat", "answer", "note", "why", "result", "seatname", "to", "instead", "at")
	add("panel.", "name", "proposer", "signer", "place", "office")
	for _, paper := range office.PanelPapers {
		add("panel.paper.", string(paper))
	}
	add("forecast.alarm.", string(forecast.LastProfessor), string(forecast.Thin), string(forecast.Half))
	for _, i := range forecast.Indicators {
		add("forecast.indicator.", string(i))
	}
	for _, x := range forecastFiles {
		add("forecast.file.", x.name)
	}
	for _, x := range forecastPages {
		add("forecast.page.", x.name)
	}
	for _, k := range causeKinds {
		add("forecast.cause.", string(k))
	}
	add("forecast.history.kind.", "lecturers", "doctors", "doctor-share", "associates", "professors")
	add("forecast.needs.", "organisation", "field", "level", "year", "people")
	add("done.", "needkept", "needforgotten", "termkept", "termremoved")
	for _, name := range []string{"phrase", "synonyms", "english", "abbreviations", "see", "field"} {
		add("thesaurus."+name, "", ".help")
	}
	add("done.", "needkept", "needforgotten", "opinionkept", "opinionforgotten")
	add("opinion.part.", registry.OpinionParts...)
	add("opinion.", "organisation", "part", "run", "document", "text", "answer", "reply", "day")
	add("forecast.who.", string(forecast.PartLeaving), string(forecast.PartReady))
	add("opinion.answer.", "")
	for _, a := range registry.OpinionAnswers {
		add("opinion.answer.", string(a))
	}
	add("forecast.ask.", "budget")
	add("measure.", "train", "recruit", "move", "target", "growth")
	add("forecast.grade.", "good", "warn", "bad")
	add("forecast.ask.", "recruit", "train", "extension", "need", "attract", "needlevel", "recruitcost", "traincost", "maxrecruit", "maxtrain", "people", "from", "name",
		"recruit.n", "train.n", "attract.n", "extension.n")
	add("field.", recordFields...)
	add("section.", "organisation")
	add("statistics.", "field", "field.first", "age", "age.first")
	add("field.", registry.Citizen)
	add("field.from.", string(registry.FieldFromStudy), string(registry.FieldFromEarlier), string(registry.FieldFromTitle), string(registry.FieldFromExpertise))
	for _, plan := range slices.Concat(mainSections, sideSections) {
		add("section.", plan.id)
	}
	keys = append(keys, formWords()...)
	keys = append(keys, recordWords()...)
	add("action.", string(registry.Added), string(registry.Amended), string(registry.Removed), string(registry.Restored), string(registry.Erased))
	add("sealed.", string(registry.Added), string(registry.Amended), string(registry.Removed))
	add("mypanels.commitment.", "", "none", "conflict")
	add("done.", "renamed", "removed", "answered", "saved", "added", "sealed", "unsealed", "moved", "attached", "panelled", "papered")
	for _, f := range shownFacets {
		add("facet.", string(f))
	}
	add("why.", search.FieldName, search.FieldCode, search.FieldExpertise, search.FieldField, search.FieldDerived, search.FieldStudy, search.FieldOrganisation, search.FieldPost, search.FieldHonour, search.FieldAlias, search.FieldAdvice, search.FieldPublication, search.FieldTask, search.FieldNumber, search.FieldMembership)
	for _, s := range []string{"phrase", "not", "unit", "degree", "age", "language"} {
		add("syntax.", s, s+".example")
	}
	for _, s := range []registry.ImportState{registry.ImportReceived, registry.ImportPlanned, registry.ImportApproved, registry.ImportApplied, registry.ImportUndone, registry.ImportFailed, registry.ImportCancelled} {
		add("state.", string(s))
	}
	for _, o := range outcomes {
		add("outcome.", string(o))
	}
	for _, k := range []registry.IssueKind{registry.IssueInvalid, registry.IssueAmbiguous, registry.IssueUnknown, registry.IssueImprobable, registry.IssueConflict, registry.IssueIdentity, registry.IssueIgnored, registry.IssueRepaired} {
		add("issue.", string(k))
	}
	for _, s := range []importer.Stage{importer.StageReading, importer.StageMatching, importer.StageWriting, importer.StageDone, importer.StageFailed} {
		add("stage.", string(s))
	}
	for _, f := range importer.FieldChoices() {
		add("column.", string(f.Field))
	}
	add("column.", string(importer.FieldTick))
	return keys
}

// fixed are words that people here know from their papers, and that pages say as they are.
var fixed = []string{"Xem trước (chưa ghi)", "Ghi vào cơ sở dữ liệu", "Hoàn tác lần nhập", "Thêm mới", "Cập nhật", "Không đổi", "Cần xác nhận", "Không nhận",
	"Có thể là cùng một người", "Gộp hồ sơ", "Không phải một người", "Tách lại hồ sơ đã gộp", "Lọc theo", "Danh sách đã chọn", "Lý do xem", "Công khai trên cổng",
	"Đề nghị khai thác dữ liệu", "Nâng cao"}

// jargon is English that an officer does not say; names of files, systems and formats are
// nobody's to translate.
var jargon = regexp.MustCompile(`(?i)(^|[^\pL\d./_-])(import|export|upload|download|login|logout|token|cache|index|dashboard|click|filter|user|admin|password|server|database|backup|draft|merge|review|online|offline|feedback|update|submit|deadline|account|session|reset|default|preview|panel|shortlist|profile|link|file|tag)([^\pL\d./_-]|$)`)

// TestWords: the fixed words are said, and no English jargon is.
func TestWords(t *testing.T) {
	said := strings.Builder{}
	for _, text := range catalogue(t, "vi") {
		fmt.Fprintf(&said, "%v\n", text)
	}
	for _, want := range fixed {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nobody says %q", want)
		}
	}
	if !jargon.MatchString("hãy bấm Login để vào") {
		t.Error("jargon is not noticed")
	}
	for key, text := range catalogue(t, "vi") {
		if bad := jargon.FindString(fmt.Sprint(text)); bad != "" {
			t.Errorf("%s says %q: %v", key, bad, text)
		}
	}
}

func TestWriting(t *testing.T) {
	c, err := OpenCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	vi, en := c.In(Vietnamese), c.In(English)
	for _, x := range []struct{ name, got, want string }{
		{"thousands", vi.Number(1234567), "1.234.567"},
		{"thousands in English", en.Number(1234567), "1,234,567"},
		{"small", vi.Number(7), "7"},
		{"below nought", vi.Number(-1200), "−1.200"},
		{"decimal", vi.Decimal(1234.46), "1.234,5"},
		{"decimal below nought", vi.Decimal(-0.36), "−0,4"},
		{"decimal in English", en.Decimal(1234.46), "1,234.5"},
		{"year", vi.Date(registry.Date{Year: 1980}), "1980"},
		{"month", vi.Date(registry.Date{Year: 1980, Month: 3}), "03/1980"},
		{"day", vi.Date(registry.Date{Year: 1980, Month: 3, Day: 5}), "05/03/1980"},
		{"one", vi.T("search.found", "N", 1), "Tìm thấy 1 người"},
		{"many", vi.T("search.found", "N", 1234), "Tìm thấy 1.234 người"},
		{"one in English", en.T("search.found", "N", 1), "1 person found"},
		{"many in English", en.T("search.found", "N", 2), "2 people found"},
		{"unknown", vi.T("no.such.text"), "no.such.text"},
	} {
		if x.got != x.want {
			t.Errorf("%s: got %q, want %q", x.name, x.got, x.want)
		}
	}
}
