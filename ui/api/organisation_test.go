package api_test

import (
	"fmt"
	"testing"

	"trithuc/ui/api"
)

// TestOrganisationChanged: an administrator adds, amends, renames and merges an
// organisation over the API, each once under its key, and takes it back.
func TestOrganisationChanged(t *testing.T) {
	h := newHouse(t)
	var o api.Organisation
	body := `{"kind":"institute","name":"Viện Thử Nghiệm","abbreviations":["VTN"],"sector":"giao-duc","valid_from":"2010"}`
	h.must(201, "POST", "/organisations?reason=QĐ+1", body).into(t, &o)
	path := fmt.Sprintf("/organisations/%d", o.ID)
	h.must(422, "POST", "/organisations", `{"kind":"institute"}`)
	h.must(400, "POST", "/organisations", `{"kind":"unit","name":"Khoa"}`)
	h.must(400, "PUT", path, body) // without a version
	h.must(412, "PUT", path, body, "If-Match", `"7"`)
	for range 2 {
		h.must(200, "POST", path+"/rename?reason=QĐ+2", `{"name":"Viện Mới Đổi Tên","on":"2024-05-01"}`, "If-Match", `"1"`, "Idempotency-Key", "ten").into(t, &o)
	}
	if o.Name != "Viện Mới Đổi Tên" || o.Version != 2 || o.ValidFrom != "2024-05-01" {
		t.Errorf("%+v", o)
	}
	for range 2 {
		h.must(200, "POST", path+"/lineage?reason=QĐ+3", `{"to":1,"kind":"merged","on":"2025-03-01"}`, "If-Match", `"2"`, "Idempotency-Key", "gop").into(t, &o)
	}
	if len(o.Successors) != 1 || o.Successors[0] != 1 || o.ValidTo != "2025-03-01" {
		t.Errorf("%+v", o)
	}
	var history struct{ Changes []api.OrganisationChange }
	h.must(200, "GET", path+"/history", nil).into(t, &history)
	if len(history.Changes) != 4 || history.Changes[0].Lineage == nil || history.Changes[2].Before.Name != "Viện Thử Nghiệm" {
		t.Fatalf("%+v", history)
	}
	h.must(409, "POST", fmt.Sprintf("%s/history/%d/undo", path, history.Changes[2].Seq), nil)
	for range 2 {
		h.must(200, "POST", fmt.Sprintf("%s/history/%d/undo", path, history.Changes[0].Seq), nil, "Idempotency-Key", "ve")
	}
	o = api.Organisation{}
	h.must(200, "GET", path, nil).into(t, &o)
	if o.ValidTo != "" || o.Name != "Viện Mới Đổi Tên" {
		t.Errorf("%+v", o)
	}
}
