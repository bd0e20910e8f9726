package api_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestApprovalOverAPI: what an institution asks of its lists is set, told and kept over
// the API as on the pages.
func TestApprovalOverAPI(t *testing.T) {
	h := newHouse(t)
	var found struct{ Organisations []map[string]any }
	h.must(200, "GET", "/organisations?q=Đại+học+Cần+Thơ&limit=1", nil).into(t, &found)
	o := found.Organisations[0]
	at := fmt.Sprintf("/organisations/%v", o["id"])
	o["approvals"] = []map[string]string{{"from": "2026-01-01", "rule": "unit"}}
	if a := h.must(200, "PUT", at, o, "If-Match", fmt.Sprintf(`"%v"`, o["version"])); !strings.Contains(string(a.body), `"rule":"unit"`) {
		t.Errorf("%s", a.body)
	}
	o["approvals"] = []map[string]string{{"from": "2026-01-01", "rule": "ba người"}}
	h.refused(422, "PUT", at, o, "If-Match", "*")

	p := h.upload("ds.csv", []byte(oddList), "organisation", fmt.Sprint(o["id"]))
	if p.Approval != "unit" || p.Lot.State != "draft" {
		t.Fatalf("%s %+v", p.Approval, p.Lot)
	}
	of := fmt.Sprintf("/imports/%d", p.ID)
	h.refused(409, "POST", of+"/apply", map[string]string{"plan": p.Plan})
	h.refused(409, "POST", of+"/moves", map[string]string{"move": "pass", "plan": p.Plan})
	h.refused(422, "POST", of+"/moves", map[string]string{"move": "take", "plan": p.Plan})
	h.must(200, "POST", of+"/moves", map[string]string{"move": "ask", "plan": p.Plan})
	h.refused(409, "POST", of+"/declare", map[string]bool{"full": true})
	h.must(200, "POST", of+"/moves", map[string]string{"move": "pass", "plan": p.Plan, "reason": "Đã kiểm tra"})
	h.must(200, "POST", of+"/apply", map[string]string{"plan": p.Plan})
	p = h.settled(p.ID)
	if p.State != "applied" || p.Lot.State != "taken" || len(p.Lot.Steps) != 3 || p.Lot.Steps[1].Reason != "Đã kiểm tra" {
		t.Errorf("%s %+v", p.State, p.Lot)
	}
}
