package searchtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"trithuc/registry"
	"trithuc/search"
)

// documents gives the documents of n sample people, ids from 1. Their values
// repeat in different rhythms, so that every combination occurs.
func documents(n int) []search.Document {
	docs := make([]search.Document, n)
	for i := range docs {
		docs[i] = document(i)
	}
	return docs
}

var (
	sampleNames   = []string{"Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Châu", "Phạm Đức Dũng", "Võ Thị Mỹ Ý", "Thạch Sô Phiếp", "Lâm Hòa"}
	sampleDegrees = []string{"TS", "ThS", "KS", "", "CKII"}
	sampleFields  = [][]string{{"405"}, {"102", "405"}, nil, {"303"}}
	sampleTopics  = []string{"nuôi trồng thủy sản", "trí tuệ nhân tạo", "xâm nhập mặn"}
)

func document(i int) search.Document {
	fields := sampleFields[i%len(sampleFields)]
	named := named(sampleNames[i%len(sampleNames)])
	return search.Document{
		Person: registry.PersonID(i + 1), Version: int64(1 + i%3),
		Name: named.Name, SortKey: named.SortKey, Codes: []string{fmt.Sprintf("M-%05d", i)},
		Expertise: []string{sampleTopics[i%len(sampleTopics)]}, MainFields: fields, Fields: fields,
		Degree: sampleDegrees[i%len(sampleDegrees)], Sex: []registry.Sex{registry.Male, registry.Female, ""}[i%3],
		BirthYear: []int{0, 1960, 1975, 1985, 1999}[i%5], Employer: fmt.Sprint(1 + i%4), Organisations: []string{fmt.Sprint(1 + i%4), "9"},
		Sector: []string{"y-te", "giao-duc", ""}[i%3], Ownership: []string{"nha-nuoc", "hoi"}[i%2],
		Scopes: []string{
			search.ScopeValue("0001-01-01", registry.InScope),
			search.ScopeValue(rules, []registry.ScopeState{registry.InScope, registry.OutOfScope, registry.ScopeUnclear}[i%7%3]),
		},
	}
}

// named gives a document that has a name and its sort key.
func named(full string) search.Document {
	var p registry.Person
	p.Rename(full)
	return search.DocumentOf(&p, registry.NewReference(0, nil, nil, nil))
}

func (r *room) apply(b search.Batch) {
	r.t.Helper()
	if err := r.index.Apply(r.t.Context(), b); err != nil {
		r.t.Fatal(err)
	}
}

func head(seq registry.Seq) registry.Head {
	return registry.Head{Seq: seq, Hash: registry.Digest{byte(seq), byte(seq >> 8)}}
}

func (r *room) search(p search.Plan) search.Result {
	r.t.Helper()
	if p.Limit == 0 {
		p.Limit = search.DefaultLimit
	}
	p.Year, p.Sight = Year, everybody
	res, err := r.index.Search(r.t.Context(), p)
	if err != nil {
		r.t.Fatal(err)
	}
	return res
}

// everybody is the sight of who sees all records.
var everybody = registry.Reach{Everybody: true}

// asked gives a plan for plain words.
func asked(text string) search.Plan {
	p := search.Plan{Sight: everybody, Marked: len(text) > len([]rune(text))}
	for w := range strings.FieldsSeq(strings.ToLower(text)) {
		p.Words = append(p.Words, search.Word{Text: w})
	}
	return p
}

func people(res search.Result) []registry.PersonID {
	var ids []registry.PersonID
	for _, h := range res.Hits {
		ids = append(ids, h.Person)
	}
	return ids
}

func (r *room) at(want registry.Head) {
	r.t.Helper()
	got, err := r.index.Position(r.t.Context())
	if err != nil || got != want {
		r.t.Errorf("position %v, %v; want %v", got.Seq, err, want.Seq)
	}
}

func emptyFindsNobody(t *testing.T, r *room) {
	r.at(registry.Head{})
	for _, text := range []string{"", "an", "nguyễn văn an"} {
		if res := r.search(asked(text)); res.Total != 0 || len(res.Hits) != 0 {
			t.Errorf("%q found %d", text, res.Total)
		}
	}
}

func appliedIsFound(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(7), Position: head(12)})
	r.at(head(12))
	for i, name := range sampleNames {
		if got := people(r.search(asked(name))); len(got) == 0 || got[0] != registry.PersonID(i+1) {
			t.Errorf("%q found %v, want %d first", name, got, i+1)
		}
	}
}

func putReplaces(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(7), Position: head(7)})
	changed := document(0)
	changed.Name, changed.Version = "Huỳnh Kim Ngân", 2
	r.apply(search.Batch{Put: []search.Document{changed}, Position: head(8)})
	if got := people(r.search(asked("huynh kim ngan"))); !slices.Equal(got, []registry.PersonID{1}) {
		t.Errorf("found %v under the new name, want 1", got)
	}
	if got := people(r.search(asked("nguyễn văn an"))); slices.Contains(got, 1) {
		t.Errorf("found %v under the former name", got)
	}
	if n := r.search(search.Plan{}).Total; n != 7 {
		t.Errorf("%d people, want 7", n)
	}
}

func removedIsGone(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(7), Position: head(7)})
	r.apply(search.Batch{Remove: []registry.PersonID{3, 99}, Position: head(8)})
	res := r.search(search.Plan{Facets: []search.Facet{search.FacetSex}})
	if res.Total != 6 || slices.Contains(people(res), 3) {
		t.Errorf("found %v", people(res))
	}
	if n := count(res, search.FacetSex, ""); n != 5 { // of the seven, two have no sex, one of whom is gone
		t.Errorf("%d people counted by sex, want 5: %v", n, res.Facets)
	}
	if got := people(r.search(asked("le hoang chau"))); slices.Contains(got, 3) {
		t.Error("the removed person is found by name")
	}
}

func count(res search.Result, f search.Facet, value string) int {
	sum := 0
	for _, c := range res.Facets[f] {
		if value == "" || c.Value == value {
			sum += c.N
		}
	}
	return sum
}

func reopenedIsSame(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(50), Position: head(50)})
	r.apply(search.Batch{Remove: []registry.PersonID{5}, Position: head(51)})
	plan := search.Plan{Limit: 100, Facets: []search.Facet{search.FacetField, search.FacetAge}}
	before := r.search(plan)
	r.reopen()
	r.at(head(51))
	if after := r.search(plan); fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("before %v\nafter %v", before, after)
	}
}

func versionsById(t *testing.T, r *room) {
	docs := documents(30)
	slices.Reverse(docs)
	r.apply(search.Batch{Put: docs, Position: head(30)})
	r.apply(search.Batch{Put: docs[:1], Remove: []registry.PersonID{4}, Position: head(32)})
	var got []search.Held
	for h, err := range r.index.Versions(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, h)
	}
	var want []search.Held
	for _, d := range documents(30) {
		if d.Person != 4 {
			want = append(want, search.Held{Person: d.Person, Version: d.Version})
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func pagesCover(t *testing.T, r *room) {
	docs := documents(103)
	r.apply(search.Batch{Put: docs[:40], Position: head(40)})
	r.apply(search.Batch{Put: docs[40:], Position: head(103)})
	var got []registry.PersonID
	for offset := 0; offset < 120; offset += 10 {
		res := r.search(search.Plan{Limit: 10, Offset: offset})
		if res.Total != 103 {
			t.Fatalf("total %d at %d", res.Total, offset)
		}
		got = append(got, people(res)...)
	}
	if len(got) != 103 {
		t.Fatalf("%d people on all pages, want 103", len(got))
	}
	keys := map[registry.PersonID]string{}
	for _, d := range docs {
		keys[d.Person] = string(d.SortKey)
	}
	if !slices.IsSortedFunc(got, func(a, b registry.PersonID) int { return compare(keys[a], keys[b]) }) {
		t.Error("not in the order of names")
	}
	slices.Sort(got)
	if len(slices.Compact(got)) != 103 {
		t.Error("somebody is on two pages")
	}
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// namesakesById: whatever an engine does with its files between two pages, nobody
// is on both.
func namesakesById(t *testing.T, r *room) {
	const n = 60
	docs := documents(n)
	for i := range docs {
		d := named("Nguyễn Văn An")
		docs[i].Name, docs[i].SortKey = d.Name, d.SortKey
		docs[i].Fields, docs[i].MainFields, docs[i].Expertise = nil, nil, nil
	}
	slices.Reverse(docs)
	for part := range slices.Chunk(docs, 7) {
		r.apply(search.Batch{Put: part, Position: head(1)})
	}
	for _, text := range []string{"", "nguyen van an"} {
		plan := asked(text)
		plan.Limit = 2 * n
		got := people(r.search(plan))
		if len(got) != n || !slices.IsSorted(got) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func pagesOfHits(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(210), Position: head(210)})
	plan := asked("nguyễn văn an")
	plan.Limit = 7
	seen := map[registry.PersonID]bool{}
	total := r.search(plan).Total
	for ; plan.Offset < total; plan.Offset += plan.Limit {
		for _, id := range people(r.search(plan)) {
			if seen[id] {
				t.Errorf("%d is on two pages", id)
			}
			seen[id] = true
		}
	}
	if len(seen) != total {
		t.Errorf("%d people on all pages of %d", len(seen), total)
	}
}

func sameAnswer(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(60), Position: head(60)})
	plan := asked("thủy sản")
	plan.Facets = []search.Facet{search.FacetField, search.FacetDegree, search.FacetOrganisation}
	first := fmt.Sprint(r.search(plan))
	for range 20 {
		if again := fmt.Sprint(r.search(plan)); again != first {
			t.Fatalf("%s\nthen %s", first, again)
		}
	}
}

func rebuiltBeside(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(20), Position: head(20)})
	if err := r.index.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.at(registry.Head{})
	r.apply(search.Batch{Put: documents(5), Position: head(5)})
	r.at(head(5))
	if n := r.search(search.Plan{}).Total; n != 20 {
		t.Errorf("%d people while rebuilding, want the former 20", n)
	}
	if err := r.index.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := r.search(search.Plan{}).Total; n != 5 {
		t.Errorf("%d people afterwards, want 5", n)
	}
	r.reopen()
	r.at(head(5))
}

func rebuildInterrupted(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(20), Position: head(20)})
	if err := r.index.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.apply(search.Batch{Put: documents(5), Position: head(5)})
	r.reopen()
	at, err := r.index.Position(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := r.search(search.Plan{}).Total
	if whole, part := at == head(20) && n == 20, at == head(5) && n == 5; !whole && !part {
		t.Errorf("position %d with %d people", at.Seq, n)
	}
}

func searchWhileApplying(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(100), Position: head(100)})
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				res, err := r.index.Search(ctx, search.Plan{Sight: everybody, Limit: 5, Year: Year, Facets: []search.Facet{search.FacetDegree}})
				if err == nil && res.Total < 100 {
					err = fmt.Errorf("only %d people", res.Total)
				}
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 20 {
		r.apply(search.Batch{Put: []search.Document{document(100 + i)}, Position: head(registry.Seq(101 + i))})
		if n := r.search(search.Plan{}).Total; n != 101+i {
			t.Errorf("%d people after applying, want %d", n, 101+i)
		}
	}
	stop()
	readers.Wait()
}

func searchWhileRebuilding(t *testing.T, r *room) {
	ctx, stop := context.WithCancel(t.Context())
	r.apply(search.Batch{Put: documents(100), Position: head(100)})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for ctx.Err() == nil {
				if res, err := r.index.Search(ctx, search.Plan{Sight: everybody, Limit: 5, Year: Year}); ctx.Err() == nil && (err != nil || res.Total < 100) {
					t.Errorf("%d people, %v", res.Total, err)
					return
				}
			}
		})
		readers.Go(func() {
			for ctx.Err() == nil {
				for _, err := range r.index.Versions(ctx) {
					if err != nil && ctx.Err() == nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for i := range 5 {
		r.apply(search.Batch{Put: documents(1), Position: head(registry.Seq(101 + i))})
		for range 2 { // the first is given up
			if err := r.index.Restart(t.Context()); err != nil {
				t.Fatal(err)
			}
			r.apply(search.Batch{Put: documents(100), Position: head(100)})
		}
		if err := r.index.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	readers.Wait()
}

// hostileTexts are what a cell may hold after any number of bad fonts and programs.
var hostileTexts = []string{
	"", " ", "\u0301", "nuôi \u0301 trồng", "\u0323\u0301 x y", "một \u0e34 hai", "β glucan", "数据 科学", "\x00\xff", "a\nb", "\u200b\u00ad",
	strings.Repeat("dài ", 3000), strings.Repeat("đ", 5000),
}

func anyTextIsTaken(t *testing.T, r *room) {
	var docs []search.Document
	for i, text := range hostileTexts {
		d := document(i)
		d.Name, d.Codes, d.Expertise, d.Study, d.Posts, d.OrgNames = text, []string{text}, []string{text, "lúa gạo"}, []string{text}, []string{text}, []string{text}
		docs = append(docs, d)
	}
	r.apply(search.Batch{Put: docs, Position: head(1)})
	if n := r.search(asked("lúa gạo")).Total; n != len(docs) {
		t.Errorf("%d found beside hostile texts, want %d", n, len(docs))
	}
	r.reopen()
	if n := r.search(search.Plan{}).Total; n != len(docs) {
		t.Errorf("%d people after reopening, want %d", n, len(docs))
	}
}

// chosenIsCounted: whoever clicks a value sees those that stood beside it, and
// not others whom the text alone had not found.
func chosenIsCounted(t *testing.T, r *room) {
	docs := documents(60)
	for i := range docs {
		docs[i].Degree, docs[i].Name = "ThS", "Nguyễn Văn An"
		if i%2 == 0 {
			docs[i].Degree, docs[i].Name = "TS", "Nguyễn Văn Anh" // found only where the last word may go on
		}
	}
	docs[0].Name = "Nguyễn Văn An"
	r.apply(search.Batch{Put: docs, Position: head(60)})
	plan := asked("nguyen van an")
	plan.Words[2].Prefix, plan.Facets = true, allFacets
	counts := r.search(plan)
	for _, facet := range allFacets {
		for _, c := range counts.Facets[facet] {
			plan.Chosen = []search.Filter{{Facet: facet, Values: []string{c.Value}}}
			if n := r.search(plan).Total; n != c.N {
				t.Errorf("%s %s: %d found, %d counted", facet, c.Value, n, c.N)
			}
		}
	}
}

func endedContext(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(10), Position: head(10)})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := r.index.Search(ctx, asked("an")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func closedSaysSo(t *testing.T, r *room) {
	index := r.index
	r.close()
	if _, err := index.Search(t.Context(), asked("an")); registry.KindOf(err) != registry.Busy {
		t.Errorf("search: %v", err)
	}
	if err := index.Apply(t.Context(), search.Batch{}); registry.KindOf(err) != registry.Busy {
		t.Errorf("apply: %v", err)
	}
	if err := index.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}
