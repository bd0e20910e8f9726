package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"trithuc/ui/api"
)

const bib = "@article{a, author = {Nguy{\\~{\\^e}}n, Th{\\d i} M{\\~y} H{\\`o}a and Tr{\\`{\\^a}}n, V{\\u a}n M{\\~{\\^a}}u}, title = {T{\\^o}m v{\\`a} l{\\'u}a}, journal = {T{\\d a}p ch{\\'i} M{\\~{\\^a}}u}, year = 2022, doi = {10.99999/mau.2022.1}}\n" +
	"@article{b, author = {Nguyen, T. M. H. and Smith, J.}, title = {Shrimp}, year = 2023}\n" +
	"@article{c, author = {Someone, E.}, title = {Trùng DOI}, year = 2021, doi = {https://doi.org/10.99999/MAU.2021.57}}\n" +
	"@article{d, title = {hỏng, year = 2020\n"

func TestPublicationsFromFile(t *testing.T) {
	h := newHouse(t)
	hoa := h.add(h.full())
	path := "/people/" + hoa.ID + "/publications"
	send := func(status int, path, key string, values ...string) answer {
		body, kind := form(t, "bai-bao.bib", []byte(bib), values...)
		headers := []string{"Content-Type", kind}
		if key != "" {
			headers = append(headers, "Idempotency-Key", key)
		}
		return h.must(status, "POST", path, body, headers...)
	}
	var seen api.PublicationPreview
	send(200, path+"/preview", "").into(t, &seen)
	if seen.Format != "bibtex" || seen.Added != 2 || seen.Duplicate != 1 || seen.Rejected != 1 || len(seen.Rows) != 4 {
		t.Fatalf("%+v", seen)
	}
	first := seen.Rows[0]
	if first.Publication.Title != "Tôm và lúa" || first.Publication.Author != 1 || first.Ask || seen.Rows[1].Line != 2 || !seen.Rows[1].Ask ||
		fmt.Sprint(seen.Rows[1].Candidates) != "[1]" || seen.Rows[2].Repeats == nil || seen.Rows[3].State != "rejected" {
		t.Errorf("%+v", seen.Rows)
	}
	other := h.hoa()
	other.Codes, other.Identifiers = nil, nil  // those are one person's alone
	if got := h.add(other); got.ID == hoa.ID { // nothing was written by the preview
		t.Error("ids")
	}
	send(409, path, "", "plan", "khác")
	send(400, path, "", "plan", seen.Plan) // the question is open
	send(400, path, "", "plan", seen.Plan, "answers", "{")
	var taken api.PublicationsTaken
	for range 2 { // sent again under its key it writes nothing more
		send(200, path, "k-1", "plan", seen.Plan, "answers", `{"1":1}`).into(t, &taken)
	}
	if n := len(taken.Person.Publications); n != 4 {
		t.Fatalf("%d publications", n)
	}
	send(200, path+"/preview", "").into(t, &seen)
	if seen.Same != 2 || seen.Added != 0 {
		t.Errorf("again: %+v", seen)
	}
	for format, want := range map[string]string{"bibtex": "@article{nguyen2022,", "ris": "DO  - 10.99999/mau.2022.1", "csl": `"family": "Nguyễn"`} {
		a := h.must(200, "GET", path+"?format="+format, nil)
		if !strings.Contains(string(a.body), want) || !strings.Contains(a.header.Get("Content-Disposition"), hoa.ID) {
			t.Errorf("%s: %v\n%s", format, a.header, a.body)
		}
		body, kind := form(t, "lai", a.body)
		h.must(200, "POST", path+"/preview", body, "Content-Type", kind).into(t, &seen)
		if seen.Same != 4 || len(seen.Rows) != 4 {
			t.Errorf("%s read back: %+v", format, seen)
		}
	}
	a := h.must(200, "GET", "/publications?format=ris&q="+url.QueryEscape("Nguyễn Thị Mỹ Hòa"), nil)
	if strings.Count(string(a.body), "10.99999/mau.2021.57") != 1 {
		t.Errorf("found:\n%s", a.body)
	}
	h.refused(422, "POST", path+"/preview", "--ranh-gioi--", "Content-Type", "multipart/form-data; boundary=ranh-gioi")
	h.refused(404, "GET", "/people/TT-9999999/publications", nil)
}
