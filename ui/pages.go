package ui

import (
	"crypto/rand"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	huongdan "trithuc/docs/huong-dan"
	"trithuc/registry"
	"trithuc/registry/forecast"
	"trithuc/search"
	"trithuc/ui/web"
)

// page is one route and who may take it.
type page struct {
	method, path string
	need         registry.Permission
	serve        echo.HandlerFunc
}

// table is the whole site: which page needs which permission. JSON operations
// stand in ui/api with theirs.
func (s *Server) table() []page {
	return slices.Concat(s.peoplePages(), s.organisationPages(), s.importPages(), s.workPages(), s.managementPages(), s.accountPages(), s.machinePages())
}

// search serves the pages of finding people; lists are made from them.
func (s *Server) search() *web.Search {
	return &web.Search{Site: s.site, Searcher: s.config.Searcher, Store: s.config.Store, Now: s.config.Now}
}

// peoplePages are about people: found, shown, edited, merged.
func (s *Server) peoplePages() []page {
	c := s.config
	search := s.search()
	person := &web.Person{Site: s.site, Store: c.Store, Searcher: c.Searcher, Now: c.Now}
	access := &web.Access{Site: s.site, Store: c.Store, Now: c.Now}
	fields := &web.Fields{Site: s.site, Store: c.Store, Searcher: c.Searcher}
	edit := &web.Edit{Site: s.site, Store: c.Store, Now: c.Now}
	publications := &web.Publications{Site: s.site, Store: c.Store}
	merge := &web.Merge{Site: s.site, Store: c.Store}
	secrets := &web.Secrets{Site: s.site, Gate: registry.Secrets{Store: c.Store, Sealer: c.Sealer}}
	return []page{
		{"GET", "/", registry.ReadPeople, search.Home},
		{"GET", "/people", registry.ReadPeople, search.People},
		{"POST", "/people", registry.WritePeople, edit.Add},
		{"GET", "/people/compare", registry.ReadPeople, search.Compare},
		{"GET", "/people/new", registry.WritePeople, edit.New},
		{"GET", "/people/:id", registry.ReadPeople, person.Show},
		{"GET", "/people/:id/access", registry.ReadAccess, access.Show},
		{"GET", "/people/:id/ly-lich.docx", registry.ReadPeople, person.CV},
		{"GET", "/fields", registry.ReadPeople, fields.List},
		{"GET", "/fields/:code", registry.ReadPeople, fields.Show},
		{"GET", "/people/:id/edit", registry.WritePeople, edit.Form},
		{"POST", "/people/:id/edit", registry.WritePeople, edit.Save},
		{"GET", "/people/:id/edit/:list", registry.WritePeople, edit.List},
		{"GET", "/people/:id/edit/:list/:place", registry.WritePeople, edit.Item},
		{"POST", "/people/:id/edit/:list/:place", registry.WritePeople, edit.SaveItem},
		{"GET", "/people/:id/publications", registry.ReadPeople, publications.List},
		{"GET", "/people/:id/publications/file", registry.ExportPeople, publications.File},
		{"POST", "/people/:id/publications/preview", registry.WritePeople, publications.Preview},
		{"POST", "/people/:id/publications", registry.WritePeople, publications.Take},
		{"GET", "/people/:id/restricted", registry.WritePeople, secrets.Show},
		{"POST", "/people/:id/restricted", registry.WritePeople, secrets.Keep},
		{"POST", "/people/:id/restricted/open", registry.ReadRestricted, secrets.Open},
		{"GET", "/restricted", registry.ReadRestricted, secrets.Ask},
		{"POST", "/restricted", registry.ReadRestricted, secrets.Find},
		{"GET", "/people/:id/history/:seq", registry.WritePeople, merge.ShowRevert},
		{"POST", "/people/:id/history/:seq", registry.WritePeople, merge.Revert},
		{"GET", "/people/:id/merge", registry.MergeRecords, merge.Show},
		{"POST", "/people/:id/merge", registry.MergeRecords, merge.Merge},
		{"GET", "/people/:id/unmerge", registry.MergeRecords, merge.ShowUnmerge},
		{"POST", "/people/:id/unmerge", registry.MergeRecords, merge.Unmerge},
	}
}

// organisationPages are about organisations and their units.
func (s *Server) organisationPages() []page {
	c := s.config
	organisations := &web.Organisations{Site: s.site, Store: c.Store, Searcher: c.Searcher, Today: s.today}
	organisationEdits := &web.OrganisationEdits{Site: s.site, Store: c.Store}
	return []page{
		{"GET", "/organisations", registry.ReadPeople, organisations.List},
		{"GET", "/organisations/:id", registry.ReadPeople, organisations.Show},
		{"GET", "/organisations/new", registry.WriteCatalogues, organisationEdits.Form},
		{"POST", "/organisations/new", registry.WriteCatalogues, organisationEdits.Save},
		{"GET", "/organisations/:id/:form", registry.WriteCatalogues, organisationEdits.Form},
		{"POST", "/organisations/:id/:form", registry.WriteCatalogues, organisationEdits.Save},
		{"POST", "/organisations/:id/history/:seq", registry.WriteCatalogues, organisationEdits.Undo},
		{"GET", "/organisations/:id/quality", registry.WritePeople, organisations.Quality},
	}
}

// importPages bring lists in, and answer what they asked.
func (s *Server) importPages() []page {
	c := s.config
	imports := &web.Imports{Site: s.site, Store: c.Store, Importer: c.Importer, Previews: c.Importer, Decisions: c.Importer, Afterwards: c.Importer, Approvals: c.Importer, MaxUpload: c.maxUpload(), Closing: s.closing}
	proposals := registry.Proposals{Store: c.Store, Now: c.Now}
	reviews := &web.Reviews{Site: s.site, Store: c.Store, Importer: c.Importer, Proposals: proposals}
	corrections := &web.Proposals{Site: s.site, Store: c.Store, Gate: proposals}
	return []page{
		{"GET", "/imports", registry.ReadImports, imports.List},
		{"POST", "/imports", registry.WriteImports, imports.Receive},
		{"GET", "/imports/:id", registry.ReadImports, imports.Show},
		{"GET", "/imports/:id/events", registry.ReadImports, imports.Events},
		{"POST", "/imports/:id/columns", registry.WriteImports, imports.Columns},
		{"GET", "/imports/:id/issues", registry.ReadImports, imports.Issues},
		{"GET", "/imports/:id/row", registry.ReadImports, imports.Row},
		{"POST", "/imports/:id/files", registry.WriteImports, imports.Files},
		{"POST", "/imports/:id/cells", registry.WriteImports, imports.Cells},
		{"GET", "/imports/:id/words", registry.WriteImports, imports.Words},
		{"POST", "/imports/:id/words", registry.WriteImports, imports.Mean},
		{"POST", "/imports/:id/confirm", registry.WriteImports, imports.Confirm},
		{"POST", "/imports/:id/password", registry.WriteImports, imports.Unlock},
		{"POST", "/imports/:id/cancel", registry.WriteImports, imports.Cancel},
		{"POST", "/imports/:id/moves", registry.WriteImports, imports.Move},
		{"POST", "/imports/:id/signed", registry.WriteImports, imports.Attach},
		{"GET", "/imports/:id/signed", registry.ReadImports, imports.Signed},
		{"POST", "/imports/:id/declare", registry.WriteImports, imports.Declare},
		{"GET", "/imports/:id/absent", registry.ReadImports, imports.Absent},
		{"POST", "/imports/:id/absent", registry.WriteImports, imports.AnswerAbsences},
		{"GET", "/imports/:id/annotated", registry.ReadImports, imports.Annotated},
		{"GET", "/imports/:id/form", registry.ReadImports, imports.Form},
		{"GET", "/imports/:id/form/file", registry.ReadImports, imports.FormFile},
		{"GET", "/imports/:id/undo", registry.WriteImports, imports.PlanUndo},
		{"POST", "/imports/:id/undo", registry.WriteImports, imports.Undo},
		{"GET", "/imports/:id/undone", registry.ReadImports, imports.Undone},
		{"GET", "/reviews", registry.ReadImports, reviews.List},
		{"GET", "/proposals/:id", registry.WritePeople, corrections.Show},
		{"POST", "/proposals/:id", registry.WritePeople, corrections.Answer},
		{"GET", "/reviews/next", registry.ReadImports, reviews.Next},
		{"GET", "/reviews/:id", registry.ReadImports, reviews.Show},
		{"POST", "/reviews/:id", registry.WriteImports, reviews.Answer},
	}
}

// workPages are what officers and planners work with beside records.
func (s *Server) workPages() []page {
	c := s.config
	shortlists := &web.Shortlists{Site: s.site, Store: c.Store, Gate: registry.Shortlists{Store: c.Store}, Search: s.search(), Now: c.Now}
	panels := &web.Panels{Site: s.site, Store: c.Store, Searcher: c.Searcher, Tries: c.Store, Random: rand.Reader, Now: c.Now, Public: c.Public}
	years := &web.Forecast{Site: s.site, Desk: &forecast.Desk{Store: c.Store}, Runs: c.Store, Wants: c.Store, Says: c.Store, People: c.Store, Now: c.Now}
	searches := &web.SavedSearches{Site: s.site, Searcher: c.Searcher, Store: c.Store, Now: c.Now}
	requests := &web.Requests{Site: s.site, Store: c.Store, Sealer: c.Sealer, Erasures: c.Erasures, Now: c.Now}
	disclosures := &web.Disclosures{Site: s.site, Store: c.Store, Find: search.Finder(c.Searcher, registry.MaxDisclosed), Now: c.Now}
	ownEdits := &web.OwnEdits{Edit: &web.Edit{Site: s.site, Store: c.Store, Now: c.Now}, Gate: registry.Proposals{Store: c.Store, Now: c.Now}, Experts: registry.Experts{Store: c.Store, Now: c.Now}}
	own := &web.OwnRecords{Site: s.site, Gate: registry.Experts{Store: c.Store, Now: c.Now}, Proposals: registry.Proposals{Store: c.Store, Now: c.Now}, Store: c.Store}
	return []page{
		{"GET", "/own", registry.OwnRecord, own.Show},
		{"POST", "/own/public", registry.OwnRecord, own.Publish},
		{"POST", "/own/requests", registry.OwnRecord, own.Ask},
		{"GET", "/own/edit", registry.OwnRecord, ownEdits.Form},
		{"POST", "/own/edit", registry.OwnRecord, ownEdits.Save},
		{"GET", "/own/edit/:list", registry.OwnRecord, ownEdits.List},
		{"GET", "/own/edit/:list/:place", registry.OwnRecord, ownEdits.Item},
		{"POST", "/own/edit/:list/:place", registry.OwnRecord, ownEdits.SaveItem},
		{"POST", "/own/proposals/:id/withdraw", registry.OwnRecord, ownEdits.Withdraw},
		{"GET", "/searches", registry.OwnAccount, searches.List},
		{"POST", "/searches", registry.OwnAccount, searches.Keep},
		{"GET", "/searches/:id", registry.OwnAccount, searches.Show},
		{"POST", "/searches/:id", registry.OwnAccount, searches.Change},
		{"GET", "/shortlists", registry.ReadShortlists, shortlists.List},
		{"POST", "/shortlists", registry.WriteShortlists, shortlists.Pick},
		{"GET", "/shortlists/:id", registry.ReadShortlists, shortlists.Show},
		{"POST", "/shortlists/:id", registry.WriteShortlists, shortlists.Change},
		{"POST", "/shortlists/:id/remove", registry.WriteShortlists, shortlists.Remove},
		{"GET", "/shortlists/:id/export", registry.ReadShortlists, shortlists.Export},
		{"GET", "/panels", registry.ReadPanels, panels.List},
		{"POST", "/panels", registry.WritePanels, panels.Open},
		{"GET", "/panels/new", registry.WritePanels, panels.New},
		{"GET", "/panels/mine", registry.OwnAccount, panels.Mine},
		{"POST", "/panels/mine", registry.OwnAccount, panels.Declare},
		{"GET", "/panels/:id", registry.ReadPanels, panels.Show},
		{"POST", "/panels/:id", registry.WritePanels, panels.Step},
		{"GET", "/panels/:id/compare", registry.ReadPanels, panels.Compare},
		{"GET", "/panels/:id/members.xlsx", registry.ReadPanels, panels.Members},
		{"GET", "/panels/:id/papers/:paper", registry.ReadPanels, panels.Paper},
		{"GET", "/panels/:id/decision", registry.ReadPanels, panels.Decision},
		{"POST", "/panels/:id/decision", registry.WritePanels, panels.Sign},
		{"POST", "/panels/:id/later", registry.WritePanels, panels.Later},
		{"POST", "/panels/:id/files", registry.WritePanels, panels.Attach},
		{"GET", "/panels/:id/files/:number", registry.OwnAccount, panels.File},
		{"POST", "/panels/mine/scores", registry.OwnAccount, panels.SendScore},
		{"POST", "/panels/:id/links", registry.WritePanels, panels.Links},
		{"GET", "/invitations/:link", registry.Public, panels.Invited},
		{"POST", "/invitations/:link", registry.Public, panels.Reply},
		{"GET", "/requests", registry.WriteRequests, requests.List},
		{"POST", "/requests", registry.WriteRequests, requests.Add},
		{"GET", "/requests/new", registry.WriteRequests, requests.New},
		{"GET", "/requests/:id", registry.WriteRequests, requests.Show},
		{"POST", "/requests/:id", registry.WriteRequests, requests.Step},
		{"POST", "/requests/:id/settle", registry.ErasePeople, requests.Settle},
		{"GET", "/requests/:id/data", registry.WriteRequests, requests.Data},
		{"GET", "/disclosures", registry.AskData, disclosures.List},
		{"POST", "/disclosures", registry.AskData, disclosures.Ask},
		{"GET", "/disclosures/new", registry.AskData, disclosures.New},
		{"GET", "/disclosures/:id", registry.AskData, disclosures.Show},
		{"POST", "/disclosures/:id/answer", registry.AnswerData, disclosures.Answer},
		{"POST", "/disclosures/:id/withdraw", registry.AskData, disclosures.Withdraw},
		{"GET", "/disclosures/:id/file", registry.AskData, disclosures.File},
		{"GET", "/forecast", registry.ReadForecast, years.Show},
		{"GET", "/forecast/du-bao.xlsx", registry.ReadForecast, years.Workbook},
		{"GET", "/forecast/du-bao.json", registry.ReadForecast, years.Numbers},
		{"GET", "/forecast/bao-cao.docx", registry.ReadForecast, years.Report},
		{"GET", "/forecast/bieu-do/:file", registry.ReadForecast, years.Picture},
		{"GET", "/forecast/ke-hoach.docx", registry.ReadForecast, years.Plan},
		{"GET", "/forecast/options", registry.ReadForecast, years.Options},
		{"GET", "/forecast/balance", registry.ReadForecast, years.Balance},
		{"GET", "/forecast/structure", registry.ReadForecast, years.Structure},
		{"GET", "/forecast/who", registry.ReadForecast, years.Who},
		{"GET", "/forecast/needs", registry.WriteNeeds, years.Needs},
		{"POST", "/forecast/needs", registry.WriteNeeds, years.SayNeed},
		{"GET", "/forecast/plan", registry.ReadForecast, years.PlanPage},
		{"GET", "/forecast/opinions", registry.WriteNeeds, years.Opinions},
		{"POST", "/forecast/opinions", registry.WriteNeeds, years.SayOpinion},
		{"GET", "/forecast/runs", registry.ReadForecast, years.List},
		{"GET", "/forecast/runs/:id", registry.ReadForecast, years.Run},
	}
}

// managementPages look after code lists and exchange with other systems.
func (s *Server) managementPages() []page {
	c := s.config
	catalogues := &web.Catalogues{Site: s.site, Store: c.Store, Now: c.Now}
	exchanges := &web.Exchanges{Site: s.site, Store: c.Store, Now: c.Now}
	thesaurus := &web.Thesaurus{Site: s.site, Store: c.Store}
	papers := &web.Papers{Site: s.site, Store: c.Store}
	operations := &web.Operations{Site: s.site, Look: s.condition, Policy: &s.signIns.Policy}
	resolves := &web.Resolves{Site: s.site, Store: c.Store}
	return []page{
		{"GET", "/manage", registry.ReadCatalogues, s.site.Manage},
		{"GET", "/papers", registry.WriteCatalogues, papers.List},
		{"GET", "/papers/:paper", registry.WriteCatalogues, papers.Template},
		{"POST", "/papers/:paper", registry.WriteCatalogues, papers.Set},
		{"GET", "/operation", registry.Operate, operations.Show},
		{"GET", "/exchange", registry.ExportPeople, exchanges.List},
		{"GET", "/resolve", registry.ReadCatalogues, resolves.Show},
		{"GET", "/thesaurus", registry.ReadCatalogues, thesaurus.Show},
		{"POST", "/thesaurus", registry.WriteCatalogues, thesaurus.Save},
		{"GET", "/catalogues", registry.ReadCatalogues, catalogues.List},
		{"GET", "/catalogues/:scheme", registry.ReadCatalogues, catalogues.Show},
		{"GET", "/catalogues/:scheme/file", registry.ReadCatalogues, catalogues.File},
		{"GET", "/catalogues/:scheme/edit", registry.WriteCatalogues, catalogues.EditCode},
		{"POST", "/catalogues/:scheme/edit", registry.WriteCatalogues, catalogues.SaveCode},
		{"POST", "/catalogues/:scheme/preview", registry.WriteCatalogues, catalogues.Preview},
		{"POST", "/catalogues/:scheme/load", registry.WriteCatalogues, catalogues.Load},
		{"POST", "/catalogues/:scheme/history/:seq", registry.WriteCatalogues, catalogues.Undo},
	}
}

// accountPages are about who somebody is.
func (s *Server) accountPages() []page {
	signIn := &web.SignIn{Site: s.site, Gate: s.signIns, SetupCode: s.config.SetupCode}
	accounts := &web.Accounts{Site: s.site, Gate: s.signIns, Store: s.config.Store, Provider: s.config.Provider}
	all := &web.Administration{Site: s.site, Gate: registry.Accounts{Store: s.config.Store}, Doors: s.signIns, Store: s.config.Store}
	pages := []page{
		{"GET", "/signin", registry.Public, signIn.Form},
		{"POST", "/signin", registry.Public, signIn.Enter},
		{"POST", "/signin/second", registry.Public, signIn.Second},
		{"POST", "/signout", registry.Public, signIn.Leave},
		{"GET", "/setup", registry.Public, signIn.ShowSetup},
		{"POST", "/setup", registry.Public, signIn.Setup},
		{"GET", "/account", registry.OwnAccount, accounts.Own},
		{"POST", "/account/password", registry.OwnAccount, accounts.Password},
		{"POST", "/account/sessions", registry.OwnAccount, accounts.End},
		{"GET", "/account/second", registry.OwnAccount, accounts.SecondStep},
		{"POST", "/account/second", registry.OwnAccount, accounts.Enrol},
		{"POST", "/account/second/recovery", registry.OwnAccount, accounts.Recovery},
		{"POST", "/account/second/remove", registry.OwnAccount, accounts.Dismiss},
		{"GET", "/account/tokens", registry.OwnAccount, accounts.Tokens},
		{"POST", "/account/tokens", registry.OwnAccount, accounts.Issue},
		{"POST", "/account/tokens/revoke", registry.OwnAccount, accounts.Revoke},
		{"GET", "/accounts", registry.WriteAccounts, all.List},
		{"POST", "/accounts", registry.WriteAccounts, all.Add},
		{"GET", "/accounts/new", registry.WriteAccounts, all.New},
		{"GET", "/accounts/file", registry.WriteAccounts, all.File},
		{"POST", "/accounts/file", registry.WriteAccounts, all.LookAtFile},
		{"POST", "/accounts/file/add", registry.WriteAccounts, all.AddFile},
		{"GET", "/accounts/:id", registry.WriteAccounts, all.Show},
		{"POST", "/accounts/:id", registry.WriteAccounts, all.Save},
		{"POST", "/accounts/:id/password", registry.WriteAccounts, all.Reset},
		{"POST", "/accounts/:id/second", registry.WriteAccounts, all.ResetSecond},
		{"POST", "/accounts/:id/tokens/revoke", registry.WriteAccounts, all.Revoke},
	}
	if s.config.Provider != nil {
		sso := &web.SingleSignOn{SignIn: signIn, Provider: s.config.Provider}
		pages = append(pages, page{"GET", "/signin/sso", registry.Public, sso.Start}, page{"GET", "/signin/sso/back", registry.Public, sso.Back},
			page{"GET", "/account/link", registry.OwnAccount, sso.StartLink}, page{"POST", "/account/unlink", registry.OwnAccount, sso.Unlink})
	}
	if len(s.config.Guests) > 0 {
		pages = append(pages, page{"POST", "/demo/as", registry.Public, signIn.As})
	}
	return pages
}

// machinePages are for browsers, for whoever looks for help and whoever watches the server.
func (s *Server) machinePages() []page {
	statistics := &web.Statistics{Site: s.site, Desk: s.statistics, Store: s.config.Store, Now: s.config.Now}
	help := &web.Help{Site: s.site, Files: huongdan.Files}
	return []page{
		{"POST", "/settings", registry.Public, s.site.Settings},
		{"GET", "/help", registry.Public, help.List},
		{"GET", "/statistics", registry.Public, statistics.Show},
		{"GET", "/help/:guide", registry.Public, help.Guide},
		{"GET", "/help/hinh/:file", registry.Public, help.Picture},
		{"GET", "/assets/:file", registry.Public, s.site.Assets.Serve},
		{"GET", "/healthz", registry.Public, s.alive},
		{"GET", "/readyz", registry.Public, s.ready},
		{"GET", "/metrics", registry.Operate, s.metrics.serve},
	}
}

// mount registers every route behind its permission.
func (s *Server) mount() {
	for _, p := range s.table() {
		serve := allowed(p.need, p.serve)
		s.echo.Add(p.method, p.path, serve)
		if p.method == http.MethodGet {
			s.echo.Add(http.MethodHead, p.path, serve)
		}
	}
}

// allowed lets a request through to its page if its actor holds the permission.
func allowed(need registry.Permission, serve echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, err := registry.Authorise(c.Request().Context(), need); err != nil {
			return err
		}
		return serve(c)
	}
}
