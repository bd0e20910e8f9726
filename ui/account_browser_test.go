package ui_test

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"trithuc/registry"
)

// TestAccessibleAccounts holds the pages of who is signed in to the rules: an
// administrator's, and an expert's own.
func TestAccessibleAccounts(t *testing.T) {
	t.Parallel()
	s, _, h := vouched(t)
	people := s.sample()
	s.add(people...)
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	s.account(registry.Account{Name: "chuyengia", Role: registry.Expert, Person: people[0].ID})
	s.account(registry.Account{Name: "haibuoc", Role: registry.Officer})
	s.as("haibuoc").enrol(h)
	form := url.Values{"name": {"đồng bộ"}, "scope": {"people.read"}, "days": {"30"}, "old": {password}}
	s.as("quantri").post("/account/tokens", form)
	s.as("chuyengia").post("/own/requests", url.Values{"kind": {"correct"}, "detail": {"Điện thoại"}})
	_, err := s.store.Commit(s.ctx, operator, []registry.Change{
		&registry.PutProposal{Proposal: &registry.Proposal{Person: people[0].ID, Field: "email", Was: `"a@vi.example"`, Value: `"b@vi.example"`, State: registry.ProposalOpen, Account: "chuyengia"}},
		&registry.PutProposal{Proposal: &registry.Proposal{Person: people[0].ID, Field: "phone", Was: `""`, Value: `"0912345678"`, State: registry.ProposalRefused, Decision: "cần giấy tờ"}}})
	ok(t, err)
	axe, err := os.ReadFile(filepath.Join("web", "assets", "node_modules", "axe-core", "axe.min.js"))
	ok(t, err)
	for name, pages := range map[string][]string{
		"quantri":   {"/account", "/account/second", "/account/tokens", "/accounts", "/accounts/new", "/accounts/file", "/accounts/1"},
		"chuyengia": {"/own", "/own/edit", "/own/edit/expertise", "/own/edit/advice/new", "/account"},
	} {
		ctx := browser(t)
		fill := `document.getElementById("name").value = "` + name + `", document.getElementById("password").value = "` + password + `", document.getElementById("signin").requestSubmit(), true`
		ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/signin"), ready("#signin")))
		s.rules(ctx, "/signin")
		evaluate[bool](t, ctx, fill)
		ok(t, chromedp.Do(ctx, ready(".who form")))
		for _, page := range pages {
			s.inspect(ctx, string(axe), page)
		}
	}
	s.secondInBrowser(t)
}

// secondInBrowser holds the form of the second step to the rules.
func (s *site) secondInBrowser(t *testing.T) {
	t.Helper()
	ctx := browser(t)
	ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/signin"), ready("#signin")))
	evaluate[bool](t, ctx, `document.getElementById("name").value = "haibuoc", document.getElementById("password").value = "`+password+`", document.getElementById("signin").requestSubmit(), true`)
	ok(t, chromedp.Do(ctx, ready("#signin-second")))
	s.rules(ctx, "the second step")
}
