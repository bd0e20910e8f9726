package ui_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/sqlite"
	"trithuc/registry/vietnamese"
	"trithuc/search"
	"trithuc/search/bleve"
	"trithuc/seeds"
	"trithuc/ui"
)

// clock is the moment of all tests.
func clock() time.Time { return time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC) }

var operator = registry.Actor{Account: "operator", Role: registry.Operator}

// site is the whole server over a real store and a real index in a temporary
// folder, with the catalogues loaded and nobody in it.
type site struct {
	t        testing.TB
	dir      string
	store    *sqlite.DB
	wait     func(context.Context, registry.Seq) error
	caughtUp func() bool
	ctx      context.Context // the operator's
	config   ui.Config
	server   *httptest.Server
	client   *http.Client
	log      *strings.Builder
}

// open starts a site; change may alter its configuration first.
func open(t testing.TB, change ...func(*site)) *site {
	t.Helper()
	s := &site{t: t, dir: t.TempDir(), ctx: registry.WithActor(t.Context(), operator), log: &strings.Builder{}}
	var err error
	s.store, err = sqlite.Open(s.ctx, s.dir, sqlite.Options{Now: clock})
	ok(t, err)
	t.Cleanup(func() { s.store.Close() })
	changes, err := seeds.Changes()
	ok(t, err)
	_, err = registry.Catalogues{Store: s.store}.Load(s.ctx, changes)
	ok(t, err)
	index, err := bleve.Open(filepath.Join(s.dir, "index"))
	ok(t, err)
	t.Cleanup(func() { index.Close() })
	s.follow(index)
	s.config = ui.Config{
		Store: s.store, Index: index, Wait: s.wait, CaughtUp: s.caughtUp, Now: clock, Demo: true, Actor: ui.One(operator),
		Searcher: &search.Searcher{Index: index, References: s.store, Now: clock},
		Log:      slog.New(slog.NewTextHandler(s.log, nil)), Version: "test",
	}
	for _, f := range change {
		f(s)
	}
	s.serve()
	return s
}

// follow keeps the index up with the trail until the test ends.
func (s *site) follow(index search.Index) {
	follower := search.NewFollower(s.store, index)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); follower.Run(ctx) }()
	s.t.Cleanup(func() { stop(); <-ended })
	s.wait, s.caughtUp = follower.Wait, follower.CaughtUp
	head, err := s.store.Head(s.ctx)
	ok(s.t, err)
	ok(s.t, s.wait(s.ctx, head.Seq))
}

func (s *site) serve() {
	server, err := ui.New(s.config)
	ok(s.t, err)
	s.server = httptest.NewServer(server.Handler())
	s.t.Cleanup(s.server.Close)
	jar, err := cookiejar.New(nil)
	ok(s.t, err)
	s.client = &http.Client{Jar: jar, Timeout: 30 * time.Second}
}

// add puts people in and waits until they can be found.
func (s *site) add(people ...*registry.Person) {
	s.t.Helper()
	var last registry.Seq
	for _, p := range people {
		receipt, err := registry.People{Store: s.store}.Add(s.ctx, p, registry.Why{Reason: "thử"})
		ok(s.t, err)
		last = receipt.Last
	}
	ok(s.t, s.wait(s.ctx, last))
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
	url    string // after redirects
}

func (s *site) do(r *http.Request) answer {
	s.t.Helper()
	res, err := s.client.Do(r)
	ok(s.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	ok(s.t, err)
	return answer{res.StatusCode, res.Header, string(body), res.Request.URL.RequestURI()}
}

func (s *site) request(method, path, body string) *http.Request {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.ctx, method, s.server.URL+path, strings.NewReader(body))
	ok(s.t, err)
	return r
}

func (s *site) get(path string) answer { s.t.Helper(); return s.do(s.request("GET", path, "")) }

// post sends a form as a browser without a script does.
func (s *site) post(path string, form url.Values) answer {
	s.t.Helper()
	r := s.request("POST", path, form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r)
}

// page gets a page that must be there.
func (s *site) page(path string) string {
	s.t.Helper()
	a := s.get(path)
	if a.status != http.StatusOK {
		s.t.Fatalf("GET %s: %d\n%s", path, a.status, a.body)
	}
	return a.body
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// holds says which of the texts a page lacks.
func holds(t testing.TB, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

// organisation finds a seeded organisation by its name.
func (s *site) organisation(name string) registry.OrganisationID {
	s.t.Helper()
	ref, err := s.store.Reference(s.ctx)
	ok(s.t, err)
	found := ref.OrganisationsNamed(name)
	if len(found) != 1 {
		s.t.Fatalf("%q names %d organisations", name, len(found))
	}
	return found[0]
}

// sample is three people who do not exist.
func (s *site) sample() []*registry.Person {
	ctu := s.organisation("Đại học Cần Thơ")
	return []*registry.Person{
		{
			Name: vietnamese.ParseName("Nguyễn Thị Mỹ Hoa"), Sex: registry.Female, Birth: registry.Date{Year: 1975, Month: 3, Day: 25},
			Title: registry.Title{Code: "PGS", Year: 2018}, Qualifications: []registry.Qualification{{Degree: "TS", Field: "Nuôi trồng thủy sản", Year: 2008}},
			Codes:     []registry.StaffCode{{Organisation: ctu, Code: "C001"}},
			Positions: []registry.Position{{Organisation: ctu, Unit: ctu, Post: "Trưởng khoa", Main: true, From: registry.Date{Year: 2010}}},
			Fields:    []registry.FieldOf{{Code: "405"}}, Expertise: []registry.Expertise{{Phrase: "nuôi trồng thủy sản"}},
			Email: "hoa@ctu.example", Phone: "0918000001",
		},
		{
			Name: vietnamese.ParseName("Trần Văn Sơn"), Sex: registry.Male, Birth: registry.Date{Year: 1980},
			Qualifications: []registry.Qualification{{Degree: "ThS", Field: "Kinh tế"}},
			Positions:      []registry.Position{{Organisation: ctu, Unit: ctu, Post: "Giảng viên", Main: true}},
			Fields:         []registry.FieldOf{{Code: "502"}}, Expertise: []registry.Expertise{{Phrase: "kinh tế lượng"}},
		},
		{
			Name: vietnamese.ParseName(`Lê "Lợi" & Con`), Expertise: []registry.Expertise{{Phrase: `thủy sản "<script>alert(1)</script>"`}, {Phrase: `nuôi <b>Lợi</b>`}},
		},
	}
}

// broken is an index whose disk is gone.
type broken struct{}

func (broken) Search(context.Context, search.Query) (search.Answer, error) {
	panic("disk on fire")
}

func (broken) Suggest(context.Context, string) ([]search.Suggestion, error) { panic("disk on fire") }

// amend writes a person as changed and waits until that can be found.
func (s *site) amend(p *registry.Person) {
	s.t.Helper()
	receipt, err := registry.People{Store: s.store}.Amend(s.ctx, p, registry.Why{Reason: "thử"})
	ok(s.t, err)
	ok(s.t, s.wait(s.ctx, receipt.Last))
}
