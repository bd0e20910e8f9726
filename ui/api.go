package ui

import (
	"context"
	"io"

	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"trithuc/registry"
	"trithuc/ui/api"
	"trithuc/ui/web"
)

// mountAPI registers the JSON operations; their permissions stand in ui/api.
func (s *Server) mountAPI() {
	c := s.config
	api.Register(humaecho.New(s.echo, api.Config(c.Version, s.site.Words.In(web.Vietnamese).FaultTitle)), api.Services{
		Store: c.Store, Searcher: c.Searcher, Importer: c.Importer, Lists: c.Importer, Approvals: c.Importer, Wait: c.Wait, Now: c.Now,
		Statistics: s.statistics, Erasures: c.Erasures, Sealer: c.Sealer, OwnCopy: s.ownCopy,
		Say:   func(id string) string { return s.site.Words.In(web.Vietnamese).T(id) },
		Fault: s.explainJSON, Closing: s.closing,
	})
}

// ownCopy writes somebody's own data in Vietnamese.
func (s *Server) ownCopy(ctx context.Context, w io.Writer, own *registry.OwnData) error {
	return web.OwnCopy(ctx, w, s.site.Words.In(web.Vietnamese), s.config.Store, own)
}

// explainJSON explains an error to a program, in Vietnamese.
func (s *Server) explainJSON(ctx context.Context, err error) api.Fault {
	f := s.explain(ctx, s.site.Words.In(web.Vietnamese), err, false)
	return api.Fault{Status: f.Status, Title: f.Title, Message: f.Message, Problems: f.Problems, ID: f.ID}
}
