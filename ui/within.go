package ui

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// bounded is the store as the pages and operations see it: lists of imports and of
// questions only as far as the actor of the context works with them. One import or one
// question is asked for by withinReach; where a value came from is told with the value.
type bounded struct{ Store }

func (b bounded) imports() registry.BoundImports {
	return registry.BoundImports{ImportReader: b.Store}
}

func (b bounded) Imports(ctx context.Context, limit, offset int) ([]registry.Import, error) {
	return b.imports().Imports(ctx, limit, offset)
}

func (b bounded) ImportsIn(ctx context.Context, states ...registry.ImportState) ([]registry.Import, error) {
	return b.imports().ImportsIn(ctx, states...)
}

func (b bounded) Reviews(ctx context.Context, of registry.ImportID, limit, offset int) ([]registry.Review, error) {
	return b.imports().Reviews(ctx, of, limit, offset)
}

// withinReach refuses a route about a record that the actor may not work with, whatever
// the handler behind it asks. Who reaches everybody is asked nothing.
func (s *Server) withinReach(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		actor := registry.ActorOf(c.Request().Context())
		if actor.Account != "" && !actor.Reach().Everybody {
			if err := s.reaches(c, actor); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// shared are the parts of a record's address that show no more than the record as the
// actor may see it; whatever else is asked of one is asked by who sees it whole.
var shared = []string{"", "publications", "publications/file", "sources", "ly-lich.docx"}

// reaches looks at whom or what an address names.
func (s *Server) reaches(c echo.Context, actor registry.Actor) error {
	ctx := c.Request().Context()
	route, id := strings.TrimPrefix(c.Path(), "/api/v1"), c.Param("id")
	kind, rest, _ := strings.Cut(strings.TrimPrefix(route, "/"), "/:id")
	rest = strings.TrimPrefix(rest, "/")
	if id == "" {
		return nil
	}
	number, _ := strconv.ParseInt(id, 10, 64)
	switch {
	case kind == "imports" && actor.May(registry.ReadImports):
		_, err := registry.BoundImports{ImportReader: s.config.Store}.Import(ctx, registry.ImportID(number))
		return err
	case kind == "reviews" && actor.May(registry.ReadImports):
		_, err := registry.BoundImports{ImportReader: s.config.Store}.Review(ctx, registry.ReviewID(number))
		return err
	case kind == "disclosures" && actor.May(registry.AskData):
		_, err := registry.Disclosures{Store: s.config.Store}.Disclosure(ctx, registry.DisclosureID(number))
		return err
	case kind == "organisations" && (rest == "quality" || rest == "form20") && registry.OrganisationID(number) != actor.Organisation:
		return registry.Errorf(registry.Forbidden, "Trang này chỉ dành cho người của đơn vị ấy. Hãy xem đơn vị của bạn.")
	case kind == "people" && actor.May(registry.ReadPeople) && (c.Request().Method != http.MethodGet && c.Request().Method != http.MethodHead || !slices.Contains(shared, rest)):
		person, err := registry.ParsePersonID(id)
		if err != nil {
			return nil // the page itself says what is wrong with it
		}
		_, err = registry.WholePerson(ctx, s.config.Store, person)
		return err
	}
	return nil
}
