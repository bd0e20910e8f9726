package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestOwnTokens: somebody makes a token bound to some of what they may do, uses it, and
// takes it back; who does not know the password makes none.
func TestOwnTokens(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	own := s.as("chuyenvien")
	page := own.page("/account/tokens")
	if strings.Contains(page, `value="accounts.write"`) || !strings.Contains(page, `value="people.read"`) {
		t.Error("the form offers what is not the role's, or not what is")
	}
	form := url.Values{"name": {"đồng bộ"}, "scope": {"people.read", "forecast.read"}, "days": {"30"}, "old": {password}}
	for field, value := range map[string][]string{"scope": nil, "days": {"0"}, "old": {"sai"}} {
		wrong := url.Values{}
		for k, v := range form {
			wrong[k] = v
		}
		wrong[field] = value
		if a := own.post("/account/tokens", wrong); a.status != http.StatusBadRequest || strings.Contains(a.body, "trithuc_") || !strings.Contains(a.body, `value="đồng bộ"`) {
			t.Errorf("%s %v: %d", field, value, a.status)
		}
	}
	wrong := url.Values{"scope": {"accounts.write"}, "days": {"3"}, "old": {password}}
	if a := own.post("/account/tokens", wrong); a.status != http.StatusBadRequest {
		t.Errorf("more than the role may: %d", a.status)
	}
	a := own.post("/account/tokens", form)
	token := regexp.MustCompile(`trithuc_[\w-]{43}`).FindString(a.body)
	if a.status != http.StatusCreated || token == "" {
		t.Fatalf("made: %d", a.status)
	}
	page = own.page("/account/tokens")
	holds(t, page, "đồng bộ", "xem hồ sơ", "chưa dùng lần nào")
	if strings.Contains(page, token) {
		t.Error("the token is shown again")
	}
	for path, want := range map[string]int{"/api/v1/people": 200, "/api/v1/imports": 403} {
		r := s.request("GET", path, "")
		r.Header.Set("Authorization", "Bearer "+token)
		if a := s.do(r); a.status != want {
			t.Errorf("%s with it: %d", path, a.status)
		}
	}
	s.account(registry.Account{Name: "nguoikhac", Role: registry.Officer})
	ref := field(t, page, "token")
	if a := s.as("nguoikhac").post("/account/tokens/revoke", url.Values{"token": {ref}}); a.status != http.StatusNotFound {
		t.Errorf("taken back by another: %d", a.status)
	}
	holds(t, own.post("/account/tokens/revoke", url.Values{"token": {ref}}).body, "Đã thu hồi khóa", "Chưa có khóa nào")
	r := s.request("GET", "/api/v1/people", "")
	r.Header.Set("Authorization", "Bearer "+token)
	if a := s.do(r); a.status != http.StatusUnauthorized {
		t.Errorf("taken back it answers %d", a.status)
	}
}

// TestTokensOfOthers: who looks after accounts sees what keys each has and takes strange
// ones back; nobody else does.
func TestTokensOfOthers(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	holder := s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	form := url.Values{"name": {"máy lạ"}, "scope": {"people.read"}, "days": {"30"}, "old": {password}}
	token := regexp.MustCompile(`trithuc_[\w-]{43}`).FindString(s.as("chuyenvien").post("/account/tokens", form).body)
	admin := s.as("quantri")
	place := fmt.Sprintf("/accounts/%d", holder.ID)
	page := admin.page(place)
	holds(t, page, "máy lạ", "xem hồ sơ", place+"/tokens/revoke")
	if strings.Contains(page, token) {
		t.Error("the token itself is shown")
	}
	ref := url.Values{"token": {field(t, page, "token")}}
	if a := s.as("chuyenvien").post(place+"/tokens/revoke", ref); a.status != http.StatusForbidden {
		t.Errorf("an officer takes keys back: %d", a.status)
	}
	holds(t, admin.post(place+"/tokens/revoke", ref).body, "Đã thu hồi khóa")
	r := s.request("GET", "/api/v1/people", "")
	r.Header.Set("Authorization", "Bearer "+token)
	if a := s.do(r); a.status != http.StatusUnauthorized {
		t.Errorf("taken back it answers %d", a.status)
	}
	if a := admin.post(place+"/tokens/revoke", ref); a.status != http.StatusNotFound {
		t.Errorf("taken back twice: %d", a.status)
	}
}
