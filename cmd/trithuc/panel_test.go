package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trithuc/registry/selection"
)

// TestPanelProposed: a need becomes a panel that keeps its rules; one that cannot be
// met names the rules that block; a need with mistakes names them all.
func TestPanelProposed(t *testing.T) {
	dir := t.TempDir()
	data, spec := filepath.Join(dir, "data"), filepath.Join(dir, "need.json")
	must(t, data, "seed", "--people", "600", "--seed", "3")
	write(t, spec, `{"topic": "biến đổi khí hậu và sản xuất lúa", "fields": ["401", "105"], "asking": "Sở Khoa học và Công nghệ",
		"date": "2026-12-01", "size": 9, "template": "tuyen-chon", "max_per_organisation": 2, "exclude_organisations": ["Trường Đại học Nam Cần Thơ"],
		"quotas": [{"where": {"sex": "female"}, "min": 3, "article": "KH 231"}, {"where": {"degree": "TS"}, "min": 6}]}`)
	p := decode[selection.Proposal](t, must(t, data, "panel", "propose", spec, "--json"))
	if !p.Lawful || !p.Optimal || len(p.Members) != 9 || p.Score != p.Bound || p.Score <= 0 || p.Candidates != 600 {
		t.Fatalf("got %+v", p)
	}
	if chair := p.Members[0]; chair.Seat != "Chủ tịch hội đồng" || len(chair.Why) == 0 || chair.ID == "" {
		t.Errorf("chair: %+v", chair)
	}
	if len(p.Warnings) == 0 || !strings.Contains(p.Warnings[0], "chưa kiểm chứng") {
		t.Errorf("warnings: %q", p.Warnings)
	}
	if text := must(t, data, "panel", "propose", spec); !strings.Contains(text, "Hội đồng tốt nhất đúng quy định") {
		t.Errorf("told: %s", text)
	}

	judged := p.Members[0]
	write(t, spec, `{"topic": "biến đổi khí hậu và sản xuất lúa", "fields": ["401"], "size": 5, "work": {"name": "Đề tài lúa mặn", "organisations": ["Trường Không Có"], "people": ["`+judged.ID+`", "Người Ngoài Cuộc"]}}`)
	p = decode[selection.Proposal](t, must(t, data, "panel", "propose", spec, "--json"))
	if len(p.Barred) == 0 || p.Barred[0].ID != judged.ID || slices.ContainsFunc(p.Members, func(m selection.Member) bool { return m.ID == judged.ID }) {
		t.Errorf("the applicant: %+v", p.Barred)
	}
	if warned := strings.Join(p.Warnings, " "); !strings.Contains(warned, "Trường Không Có") || !strings.Contains(warned, "Người Ngoài Cuộc") {
		t.Errorf("whom the registry does not know: %q", p.Warnings)
	}
	if text := must(t, data, "panel", "propose", spec); !strings.Contains(text, "là người nộp hoặc tham gia công trình được xét") {
		t.Errorf("told: %s", text)
	}

	write(t, spec, `{"topic": "lúa", "size": 5, "quotas": [{"where": {"title": "GS", "sex": "female", "age_max": 20}, "min": 1, "article": "Điều 8"}]}`)
	p = decode[selection.Proposal](t, must(t, data, "panel", "propose", spec, "--json"))
	if p.Lawful || !p.Optimal || len(p.Blocked) != 1 || p.Blocked[0].Article != "Điều 8" || !strings.Contains(p.Blocked[0].Relax, "từ 1 xuống 0") {
		t.Errorf("blocked: %+v", p)
	}

	write(t, spec, `{"size": 5, "fields": ["99999"], "exclude_organisations": ["Trường Không Có"], "pin": ["KHONG-CO"], "template": "x"}`)
	out := trithuc(t, data, "panel", "propose", spec)
	for _, want := range []string{"99999", "Trường Không Có", "KHONG-CO", "template"} {
		if out.code != 1 || !strings.Contains(out.errout, want) {
			t.Errorf("exit %d does not name %s: %s", out.code, want, out.errout)
		}
	}
}
