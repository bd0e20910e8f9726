package ui_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/ui"
)

// owners are whose a record is, as a cell of the matrix names it: of the data officer's
// organisation and the expert's own (o), published by another organisation (p), and
// neither (x).
const owners = "opx"

// parties are the columns of the matrix.
var parties = []registry.Role{registry.Administrator, registry.Officer, registry.DataOfficer, registry.Planner, registry.Secretary, registry.Expert, registry.Visitor}

// ward is a site with one record of every kind for every owner.
type ward struct {
	*site
	ids map[string]map[byte]string // kind of record → owner → id
}

// peopled fills a site: people, imports and questions of two organisations.
func peopled(t *testing.T) *ward {
	s := open(t, importing)
	own, other := s.organisation("Đại học Cần Thơ"), s.organisation("Trường Đại học Tây Đô")
	w := &ward{s, map[string]map[byte]string{
		"organisations": {'o': fmt.Sprint(own), 'p': fmt.Sprint(other), 'x': fmt.Sprint(other)},
		"shortlists":    {}, "requests": {}, "panels": {}, "accounts": {},
	}}
	w.ids["people"] = map[byte]string{}
	for i, c := range []struct {
		owner  byte
		at     registry.OrganisationID
		public bool
	}{{'o', own, false}, {'p', other, true}, {'x', other, false}} {
		p := &registry.Person{Name: vietnamese.ParseName("Lê Thị " + []string{"An", "Bình", "Chi"}[i]), Email: fmt.Sprintf("thu%d@vi.example", i), Public: c.public,
			Positions: []registry.Position{{Organisation: c.at, Unit: c.at, Post: "Giảng viên", Main: true}}}
		if c.public {
			p.Bases = []registry.LegalBasis{{Purpose: "publication", Basis: "consent", Document: "Phiếu đồng ý", Date: registry.Date{Year: 2026, Month: 1, Day: 2}}}
		}
		s.add(p)
		w.ids["people"][c.owner] = p.ID.Public()
	}
	w.lists(own, other)
	return w
}

// lists puts imports and questions of both organisations in, and one of what belongs to
// no organisation.
func (w *ward) lists(own, other registry.OrganisationID) {
	w.ids["imports"], w.ids["reviews"] = map[byte]string{}, map[byte]string{}
	for owner, at := range map[byte]registry.OrganisationID{'o': own, 'x': other} {
		i := &registry.Import{File: string(owner) + ".xlsx", Organisation: at, State: registry.ImportPlanned, Account: "operator"}
		r := &registry.Review{Sheet: "A", Row: 2}
		receipt, err := w.store.Commit(w.ctx, operator, []registry.Change{&registry.AddImport{Import: i}})
		ok(w.t, err)
		r.Import = registry.ImportID(receipt.Subjects[0].ID)
		_, err = w.store.Commit(w.ctx, operator, []registry.Change{&registry.AddReview{Review: r}})
		ok(w.t, err)
		w.ids["imports"][owner], w.ids["reviews"][owner] = fmt.Sprint(i.ID), fmt.Sprint(r.ID)
	}
	for _, kind := range []string{"imports", "reviews"} {
		w.ids[kind]['p'] = w.ids[kind]['x']
	}
	w.ids["disclosures"] = map[byte]string{}
	for owner, of := range map[byte][2]registry.OrganisationID{'o': {own, other}, 'p': {other, own}, 'x': {other, 0}} {
		d := &registry.Disclosure{Asker: of[0], Owner: of[1], Document: "1/CV", Purpose: "thử", Fields: []string{"email"}, State: registry.DisclosureAsked, Account: "bên kia"}
		_, err := w.store.Commit(w.ctx, operator, []registry.Change{&registry.PutDisclosure{Disclosure: d}})
		ok(w.t, err)
		w.ids["disclosures"][owner] = fmt.Sprint(d.ID)
	}
	w.ids["proposals"] = map[byte]string{}
	for _, owner := range []byte(owners) {
		id, err := registry.ParsePersonID(w.ids["people"][owner])
		ok(w.t, err)
		q := &registry.Proposal{Person: id, Field: "email", Was: `""`, Value: `"a@vi.example"`, State: registry.ProposalOpen}
		_, err = w.store.Commit(w.ctx, operator, []registry.Change{&registry.PutProposal{Proposal: q}})
		ok(w.t, err)
		w.ids["proposals"][owner] = fmt.Sprint(q.ID)
	}
	_, err := registry.Shortlists{Store: w.store}.Put(w.ctx, &registry.Shortlist{Name: "chọn"})
	ok(w.t, err)
}

// at puts the id of an owner's record into a path.
func (w *ward) at(path string, owner byte) string {
	kind := strings.Split(strings.TrimPrefix(strings.TrimPrefix(path, "/api/v1"), "/"), "/")[0]
	id := cmp.Or(w.ids[kind][owner], "1")
	return named(strings.Replace(path, ":id", id, 1))
}

// named puts something that there is into the parameters of a path.
func named(path string) string {
	return concrete(strings.NewReplacer(":scheme", "degree", ":code", "TS", ":system", "hemis", ":list", "positions", ":place", "0", ":field", "citizen").Replace(path))
}

// passes says whether a request is let through to what it asks for: whatever is wrong
// with it then is another matter. Somebody who may not be known of is not found.
func (w *ward) passes(method, path string) bool {
	ctx, stop := context.WithTimeout(w.ctx, 20*time.Second)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, method, w.server.URL+path, nil)
	ok(w.t, err)
	res, err := w.client.Do(r)
	ok(w.t, err)
	defer res.Body.Close()
	if res.StatusCode == http.StatusTooManyRequests {
		w.t.Errorf("%s %s: %s", method, path, res.Status)
	}
	hidden := res.StatusCode == http.StatusNotFound && strings.HasPrefix(strings.TrimPrefix(path, "/api/v1"), "/people")
	return !hidden && res.StatusCode != http.StatusUnauthorized && res.StatusCode != http.StatusForbidden
}

// unasked are the routes that ask for nothing, or end what the test goes on with.
var unasked = []string{"/api/openapi.json", "/signin", "/signin/second", "/signin/sso", "/signout", "/setup", "/settings", "/assets/:file", "/demo/as"}

var refresh = flag.Bool("update", false, "write testdata/permissions.txt anew")

// TestWhoMayDoWhat walks every route as every role, for records of every owner, and holds
// what it meets against testdata/permissions.txt, which people read. A new route is not
// in it until somebody wrote it there, with -update.
func TestWhoMayDoWhat(t *testing.T) {
	columns := make([]map[string]string, len(parties))
	var wait sync.WaitGroup
	for i, role := range parties {
		w := peopled(t)
		wait.Go(func() { columns[i] = w.column(role) })
	}
	wait.Wait()
	var b strings.Builder
	fmt.Fprintf(&b, "# Who may take which route: o for records of the own organisation (of the expert: the own record),\n# p for those that others published, x for the rest; + where a route is about no such record. Of requests\n# for data o are those that the own organisation asks, p those it is asked.\n\n%-58s", "")
	for _, r := range parties {
		fmt.Fprintf(&b, " %-13s", cmp.Or(r, "visitor"))
	}
	for _, route := range slices.Sorted(mapKeys(columns[0])) {
		fmt.Fprintf(&b, "\n%-58s", route)
		for i := range parties {
			fmt.Fprintf(&b, " %-13s", columns[i][route])
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	golden(t, "testdata/permissions.txt", strings.Join(lines, "\n")+"\n")
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// golden holds text against a file, or writes it there.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *refresh {
		ok(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	ok(t, err)
	have := strings.Split(string(want), "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(have) || have[i] != line {
			t.Fatalf("line %d of %s\n got: %s\nwant: %s\nIf it is meant so, run the test with -update and read the difference.", i+1, path, line, strings.Join(have[min(i, len(have)):min(i+1, len(have))], ""))
		}
	}
}

// column walks all routes as one role.
func (w *ward) column(role registry.Role) map[string]string {
	person, err := registry.ParsePersonID(w.ids["people"]['o'])
	ok(w.t, err)
	own := w.organisation("Đại học Cần Thơ")
	w.config.Actor = func(*http.Request) registry.Actor {
		a := registry.Actor{Account: "ai-do", Role: role}
		switch role {
		case registry.DataOfficer:
			a.Organisation = own
		case registry.Expert:
			a.Person = person
		}
		return a
	}
	w.serve()
	w.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	routes, err := ui.Routes(w.config)
	ok(w.t, err)
	slices.SortFunc(routes, func(a, b ui.Route) int { // what takes something away comes last
		return cmp.Or(cmp.Compare(away(a), away(b)), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	cells := map[string]string{}
	for _, r := range routes {
		if r.Method != "HEAD" && !slices.Contains(unasked, r.Path) {
			cells[fmt.Sprintf("%-6s %s", r.Method, r.Path)] = w.cell(r)
		}
	}
	return cells
}

// away puts routes that remove something behind the others.
func away(r ui.Route) int {
	if r.Method == "DELETE" || strings.HasSuffix(r.Path, "/remove") || strings.HasSuffix(r.Path, "/cancel") {
		return 1
	}
	return 0
}

// cell asks for one route as every owner's record.
func (w *ward) cell(r ui.Route) string {
	if !strings.Contains(r.Path, ":id") {
		if w.passes(r.Method, named(r.Path)) {
			return "+"
		}
		return "."
	}
	var let strings.Builder
	for _, owner := range []byte(owners) {
		if w.passes(r.Method, w.at(r.Path, owner)) {
			let.WriteByte(owner)
		}
	}
	return cmp.Or(let.String(), ".")
}

// TestOthersRecords: what belongs to others is in no answer that a data officer, an
// expert, a planner or the public can get: no page, no operation, no count.
func TestOthersRecords(t *testing.T) {
	w := peopled(t)
	own := w.organisation("Đại học Cần Thơ")
	person, err := registry.ParsePersonID(w.ids["people"]['o'])
	ok(t, err)
	for _, c := range []struct {
		actor  registry.Actor
		unseen []string
	}{
		{registry.Actor{Account: "daumoi", Role: registry.DataOfficer, Organisation: own}, []string{"Lê Thị Chi", "thu1@vi.example", "thu2@vi.example", "x.xlsx"}},
		{registry.Actor{Account: "chuyengia", Role: registry.Expert, Person: person}, []string{"Lê Thị Chi", "thu1@vi.example", "thu2@vi.example", "x.xlsx"}},
		{registry.Actor{Account: "cong-chung", Role: registry.Visitor}, []string{"Lê Thị An", "Lê Thị Chi", "thu0@vi.example", "thu1@vi.example", "thu2@vi.example", ">o.xlsx", ">x.xlsx"}},
		{registry.Actor{Account: "kehoach", Role: registry.Planner}, []string{"Lê Thị", "@vi.example", ">o.xlsx", ">x.xlsx"}},
	} {
		w.config.Actor = ui.One(c.actor)
		w.serve()
		routes, err := ui.Routes(w.config)
		ok(t, err)
		for _, r := range routes {
			if r.Method != "GET" || strings.HasSuffix(r.Path, "/events") {
				continue
			}
			for _, owner := range []byte(owners) {
				a := w.get(w.at(r.Path, owner) + query(r.Path))
				for _, text := range c.unseen {
					if strings.Contains(a.body, text) {
						t.Errorf("%s: GET %s tells %q (%d)", c.actor.Account, w.at(r.Path, owner), text, a.status)
					}
				}
			}
		}
	}
}

// query asks for everything that a route could tell.
func query(path string) string {
	switch path {
	case "/people", "/api/v1/people", "/api/v1/suggest":
		return "?" + url.Values{"q": {"lê thị"}}.Encode()
	case "/api/v1/export":
		return "?format=jsonl"
	}
	return ""
}
