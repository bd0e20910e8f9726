package api_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"trithuc/ui/api"
)

// history gives the entries about a person, newest first.
func (h *house) history(id string) []api.HistoryEntry {
	h.t.Helper()
	var out struct{ Entries []api.HistoryEntry }
	h.must(200, "GET", "/people/"+id+"/history", nil).into(h.t, &out)
	return out.Entries
}

func TestPersonAsOf(t *testing.T) {
	h := newHouse(t)
	made := h.add(h.hoa())
	p := made
	p.Phone, p.Expertise = "0913999999", nil
	h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", `"1"`)
	entries := h.history(p.ID)
	a := h.must(200, "GET", fmt.Sprintf("/people/%s?as_of=%d", p.ID, entries[1].Seq), nil)
	var then api.Person
	a.into(t, &then)
	if !reflect.DeepEqual(then, made) || a.header.Get("ETag") != "" || !strings.Contains(a.header.Get("Link"), `rel="latest-version"`) {
		t.Errorf("got %+v, %v, want the record as made", then, a.header)
	}
	a = h.must(200, "GET", "/people/"+p.ID+"?as_of=2026-11-23", nil)
	a.into(t, &then)
	if then.Phone != "0913999999" || a.header.Get("ETag") != `"2"` {
		t.Errorf("got %+v, want today's", then)
	}
	h.refused(404, "GET", "/people/"+p.ID+"?as_of=2026-11-22", nil)
	h.refused(400, "GET", "/people/"+p.ID+"?as_of=hôm-qua", nil)
}

func TestRevert(t *testing.T) {
	h := newHouse(t)
	p := h.add(h.hoa())
	p.Phone, p.Email = "0913999999", "moi@example.edu.vn"
	h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", `"1"`)
	p.Phone = "0913888888"
	h.must(200, "PUT", "/people/"+p.ID, p, "If-Match", `"2"`)
	change := h.history(p.ID)[1]
	path := fmt.Sprintf("/people/%s/history/%d", p.ID, change.Seq)
	var plan api.Reversal
	h.must(200, "GET", path, nil).into(t, &plan)
	if !plan.Possible || len(plan.Changes) != 1 || plan.Changes[0].Field != "email" || len(plan.Kept) != 1 || plan.Kept[0].Field != "phone" {
		t.Errorf("got %+v, want the e-mail back and the telephone kept", plan)
	}
	var done, again api.Reverted
	h.must(200, "POST", path+"/revert", nil, "Idempotency-Key", "một").into(t, &done)
	h.must(200, "POST", path+"/revert", nil, "Idempotency-Key", "một").into(t, &again)
	if done.Person == nil || done.Person.Email != "ntmhoa@example.edu.vn" || done.Person.Phone != "0913888888" || len(done.Kept) != 1 || again.Entry != done.Entry {
		t.Errorf("got %+v, again %+v", done, again)
	}
	h.refused(409, "POST", path+"/revert", nil)
	h.refused(404, "POST", "/people/"+p.ID+"/history/1/revert", nil)
}

func TestMergeAndUnmerge(t *testing.T) {
	h := newHouse(t)
	kept := h.add(h.hoa())
	other := api.Person{Name: "Nguyen Thi My Hoa", Birth: "1980", Email: "hoa.cu@example.edu.vn", Expertise: []string{"bệnh cá tra"}}
	gone := h.add(other)
	var plan api.Merging
	h.must(200, "GET", "/people/"+kept.ID+"/merge?gone="+gone.ID, nil).into(t, &plan)
	if len(plan.Lost) == 0 || len(plan.Person.Expertise) != 2 || plan.Person.Birth != "1980-03-05" || plan.Person.Name != kept.Name {
		t.Errorf("got %+v", plan)
	}
	body := map[string]string{"gone": gone.ID}
	var one, again api.Person
	h.must(200, "POST", "/people/"+kept.ID+"/merge", body, "Idempotency-Key", "một").into(t, &one)
	h.must(200, "POST", "/people/"+kept.ID+"/merge", body, "Idempotency-Key", "một").into(t, &again)
	a := h.must(200, "GET", "/people/"+gone.ID, nil)
	var led api.Person
	a.into(t, &led)
	if led.ID != kept.ID || !strings.Contains(a.header.Get("Link"), kept.ID) || !reflect.DeepEqual(one, again) || !reflect.DeepEqual(led, one) {
		t.Errorf("got %+v, %v, want the id to lead to %s", led, a.header, kept.ID)
	}
	gone.Name = "Khác"
	h.refused(409, "PUT", "/people/"+gone.ID, gone, "If-Match", `"1"`)
	var merged struct{ People []string }
	h.must(200, "GET", "/people/"+kept.ID+"/merged", nil).into(t, &merged)
	if len(merged.People) != 1 || merged.People[0] != gone.ID || h.history(gone.ID)[0].Action != "removed" {
		t.Errorf("got %+v", merged)
	}
	h.found("benh ca tra", kept.ID)
	var apart api.Unmerged
	h.must(200, "POST", "/people/"+gone.ID+"/unmerge", nil).into(t, &apart)
	apart.Kept.Version, apart.Person.Version, gone.Version, gone.Name = 1, 1, 1, other.Name
	if !reflect.DeepEqual(apart.Kept, kept) || !reflect.DeepEqual(apart.Person, gone) {
		t.Errorf("got %+v, want both as they were", apart)
	}
	h.found("benh ca tra", gone.ID)
}

// found fails the test unless a search finds just the one person.
func (h *house) found(q, id string) {
	h.t.Helper()
	var out struct{ Hits []struct{ ID string } }
	h.indexed()
	h.must(200, "GET", "/people?q="+strings.ReplaceAll(q, " ", "+"), nil).into(h.t, &out)
	if len(out.Hits) != 1 || out.Hits[0].ID != id {
		h.t.Errorf("%s: got %+v, want %s", q, out.Hits, id)
	}
}

// TestPreviewsNeedWhatTheyPrepare: what a change would do is told to who may make
// it: it shows the whole record, as it is and as it was.
func TestPreviewsNeedWhatTheyPrepare(t *testing.T) {
	paths := newHouse(t).api.OpenAPI().Paths
	for preview, change := range map[string]string{
		"/people/{id}/merge":         "/people/{id}/merge",
		"/people/{id}/history/{seq}": "/people/{id}/history/{seq}/revert",
	} {
		asked, _ := api.PermissionOf(paths["/api/v1"+preview].Get)
		if need, _ := api.PermissionOf(paths["/api/v1"+change].Post); asked != need || asked == "" {
			t.Errorf("GET %s needs %q, the change %q", preview, asked, need)
		}
	}
}
