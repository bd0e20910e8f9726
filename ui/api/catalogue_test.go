package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/ui/api"
)

func TestOrganisations(t *testing.T) {
	h := newHouse(t)
	var got struct {
		Total         int
		Organisations []api.Organisation
	}
	h.must(200, "GET", "/organisations?q=dai+hoc+can+tho&limit=500", nil).into(t, &got)
	i := slices.IndexFunc(got.Organisations, func(o api.Organisation) bool { return o.Name == "Đại học Cần Thơ" })
	if i < 0 {
		t.Fatalf("not found among %d", got.Total)
	}
	h.must(200, "GET", fmt.Sprintf("/organisations?parent=%d&limit=3", got.Organisations[i].ID), nil).into(t, &got)
	if len(got.Organisations) != 3 || got.Total <= 3 {
		t.Errorf("%d of %d units", len(got.Organisations), got.Total)
	}
	h.must(200, "GET", "/organisations?offset=100000", nil).into(t, &got)
	if len(got.Organisations) != 0 {
		t.Errorf("%d behind the end", len(got.Organisations))
	}
}

func TestCatalogue(t *testing.T) {
	h := newHouse(t)
	var got struct{ Codes []api.Code }
	h.must(200, "GET", "/catalogues/degree", nil).into(t, &got)
	if !slices.ContainsFunc(got.Codes, func(c api.Code) bool { return c.Code == "TS" && c.Name == "Tiến sĩ" && c.Source != "" }) {
		t.Errorf("got %+v", got.Codes)
	}
	h.refused(404, "GET", "/catalogues/khong-co", nil)
}

// TestOperations holds the list of operations with who may use them against a
// file that a person reads.
func TestOperations(t *testing.T) {
	h := newHouse(t)
	var b strings.Builder
	spec := h.api.OpenAPI()
	for _, path := range slices.Sorted(maps.Keys(spec.Paths)) {
		item := spec.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if op == nil {
				continue
			}
			need, ok := api.PermissionOf(op)
			if !ok {
				t.Errorf("%s %s needs no permission", op.Method, path)
			}
			fmt.Fprintf(&b, "%-7s%-48s%-18s%s\n", op.Method, path, need, op.Summary)
		}
	}
	golden(t, "operations.txt", b.String())
}

func TestOpenAPI(t *testing.T) {
	h := newHouse(t)
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, httptest.NewRequest("GET", "/api/openapi.json", nil))
	var spec struct {
		OpenAPI string
		Servers []struct{ URL string }
		Paths   map[string]map[string]struct {
			OperationID string
			Parameters  []struct{ Name, In string }
			Responses   map[string]any
		}
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &spec); err != nil || w.Code != 200 {
		t.Fatalf("%d, %v", w.Code, err)
	}
	if spec.OpenAPI != "3.1.0" || len(spec.Servers) != 1 || spec.Servers[0].URL != "/" {
		t.Errorf("version %q, servers %v", spec.OpenAPI, spec.Servers)
	}
	ids := map[string]bool{}
	for path, methods := range spec.Paths {
		for method, op := range methods {
			if op.OperationID == "" || ids[op.OperationID] || len(op.Responses) < 2 {
				t.Errorf("%s %s: id %q, %d responses", method, path, op.OperationID, len(op.Responses))
			}
			ids[op.OperationID] = true
			for _, name := range strings.FieldsFunc(path, func(r rune) bool { return r == '/' }) {
				if strings.HasPrefix(name, "{") && !slices.ContainsFunc(op.Parameters, func(p struct{ Name, In string }) bool {
					return p.In == "path" && "{"+p.Name+"}" == name
				}) {
					t.Errorf("%s %s does not describe %s", method, path, name)
				}
			}
		}
	}
	references(t, w.Body.Bytes(), spec.Components.Schemas)
}

// references holds that whatever the description points at is in it.
func references(t *testing.T, text []byte, schemas map[string]any) {
	t.Helper()
	const mark = `"$ref":"`
	for _, part := range strings.Split(string(text), mark)[1:] {
		ref := part[:strings.Index(part, `"`)]
		if name, ok := strings.CutPrefix(ref, "#/components/schemas/"); !ok || schemas[name] == nil {
			t.Errorf("points at %q, which is not there", ref)
		}
	}
	if strings.Contains(string(text), "$schema") {
		t.Error("has $schema links")
	}
}
