package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// gate is a way to a part of the site.
type gate struct {
	name, address string
	need          registry.Permission
}

// gates lead to what keeps the registry in order, beside the daily work.
var gates = []gate{
	{"accounts", "/accounts", registry.WriteAccounts},
	{"operation", "/operation", registry.Operate},
	{"needs", "/forecast/needs", registry.WriteNeeds},
	{"disclosures", "/disclosures", registry.AskData},
	{"requests", "/requests", registry.WriteRequests},
	{"restricted", "/restricted", registry.ReadRestricted},
	{"exchange", "/exchange", registry.ExportPeople},
	{"thesaurus", "/thesaurus", registry.ReadCatalogues},
	{"papers", "/papers", registry.WriteCatalogues},
	{"catalogues", "/catalogues", registry.ReadCatalogues},
}

// Manage serves GET /manage.
func (s *Site) Manage(c echo.Context) error {
	return s.render(c, http.StatusOK, managePage(s.page(c, "manage", "manage.title")))
}
