package registrytest

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"unicode/utf16"
)

// Marked gives a person with a marker that no other text holds in every field,
// and the markers.
func Marked(i int, organisation, unit registry.OrganisationID) (*registry.Person, []string) {
	n := 0
	var markers []string
	mark := func() string {
		n++
		m := "Zqx" + lettered(i) + "vết" + lettered(n) + "mốc" // a name has no digits
		markers = append(markers, m)
		return m
	}
	p := Person(6*i+1, organisation, unit)
	p.Name = vietnamese.ParseName("Nguyễn " + mark() + " " + mark())
	p.Email, p.Phone = fmt.Sprintf("zqx%02dthu@mau.edu.vn", i), fmt.Sprintf("09871%02d543", i)
	p.Title.Discipline, p.Rank.Name, p.Nationality = mark(), mark(), mark()
	p.Codes[0].Code = fmt.Sprintf("ZQX%02dMA", i)
	q := &p.Qualifications[0]
	q.Field, q.Institution, q.Country, q.Mode = mark(), mark(), mark(), mark()
	p.Positions[0].Post, p.Positions[0].Contract = mark(), mark()
	p.Expertise[0].Phrase = mark()
	p.Names[0].Name = mark()
	p.Languages[0].Certificate, p.Publications[0].Title, p.Publications[0].Authors = mark(), mark(), []string{mark()}
	p.Patents[0].Title, p.Works[0].Title, p.Exhibitions[0].Title, p.Tasks[0].Name = mark(), mark(), mark(), mark()
	p.Awards[0].Name, p.Training[0].Name, p.Memberships[0].Name, p.Abroad[0].Work = mark(), mark(), mark(), mark()
	p.Advice[0].Topic, p.Bases[0].Document, p.Addresses[0].Line = mark(), mark(), mark()
	return p, append(markers, p.Email, p.Phone, p.Codes[0].Code)
}

// lettered writes a number in letters.
func lettered(n int) string {
	s := []byte(fmt.Sprintf("%03d", n))
	for i := range s {
		s[i] += 'k' - '0'
	}
	return string(s)
}

// Residue looks through every file below dir, byte for byte, for markers: in
// UTF-8, in both orders of UTF-16, and folded in lower case.
func Residue(t testing.TB, dir string, markers []string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, m := range markers {
			for _, form := range forms(m) {
				if bytes.Contains(raw, form) {
					found = append(found, fmt.Sprintf("%s: %q", path, m))
					break
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// forms gives the bytes a text may stand in.
func forms(s string) [][]byte {
	all := [][]byte{[]byte(s), []byte(vietnamese.Fold(s)), []byte(strings.ToLower(s)), []byte(strings.ToUpper(s))}
	var little, big []byte
	for _, u := range utf16.Encode([]rune(s)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	all = append(all, little, big)
	slices.SortFunc(all, bytes.Compare)
	return slices.CompactFunc(all, bytes.Equal)
}

// markedPast puts a marked person through a life: added by an import, amended
// with other markers, asked about in a review, removed and restored, with a
// request and a restricted value.
func (r *room) markedPast(t testing.TB, i int) (registry.PersonID, []string) {
	t.Helper()
	p, markers := Marked(i, r.ctu, r.unit)
	file := &registry.Import{File: "LLKH " + p.Name.Full + ".xlsx", Sheets: []string{p.Name.Full, "B"}, State: registry.ImportReceived}
	r.commit(t, &registry.AddImport{Import: file})
	r.commit(t, &registry.AddPerson{Person: p, Why: registry.Why{Source: registry.Source{Import: file.ID, Sheet: p.Name.Full, Row: 2}}})
	later, more := Marked(i+50, r.ctu, r.unit)
	later.ID = p.ID
	r.commit(t, &registry.AmendPerson{Person: later, Was: 1, Why: registry.Spoken("theo đơn của " + later.Name.Full)})
	proposed, asked := Marked(i+70, r.ctu, r.unit)
	file.Choices.Cells = []registry.CellFix{{Sheet: "A", Cell: "C2", Text: p.Phone}, {Sheet: "A", Cell: "C3", Text: later.Name.Full}}
	r.commit(t, &registry.AmendImport{Import: file, Was: file.Version})
	r.commit(t, &registry.AddReview{Review: &registry.Review{Import: file.ID, Sheet: p.Name.Full, Row: 2, Proposed: proposed,
		Candidates: []registry.PersonID{p.ID}, Evidence: []string{"trùng tên " + proposed.Name.Full}}})
	if _, err := r.requests().Open(r.ctx, &registry.Request{Kind: registry.RequestAccess, Person: p.ID, Name: proposed.Name.Full, Contact: later.Email, Detail: "xem"}); err != nil {
		t.Fatal(err)
	}
	list := &registry.Shortlist{Name: "Hội đồng của " + later.Name.Full, People: []registry.PersonID{p.ID}}
	r.commit(t, &registry.PutShortlist{Shortlist: list})
	list.Name += " (sửa)"
	r.commit(t, &registry.PutShortlist{Shortlist: list, Was: list.Version})
	r.commit(t, &registry.RemovePerson{ID: p.ID, Was: 2, Why: registry.Why{Reason: "như một chương trình cũ ghi: " + p.Name.Full}})
	if _, _, err := (registry.People{Store: r.Store}).Revert(r.ctx, r.Store, p.ID, r.lastOf(t, p.ID).Seq); err != nil {
		t.Fatal(err)
	}
	cited := registry.Spoken("Lấy công bố từ tệp " + later.Name.Full + ".bib")
	cited.Source = registry.Source{Account: Operator.Account, File: later.Name.Full + " - bai bao.bib"}
	phoned := r.person(t, p.ID)
	phoned.Phone = "0987111222"
	r.commit(t, &registry.AmendPerson{Person: phoned, Was: phoned.Version, Why: cited})
	r.commit(t, &registry.PutProposal{Proposal: &registry.Proposal{Person: p.ID, Field: "email", Was: `"` + later.Email + `"`, Value: `"` + proposed.Email + `"`, Note: later.Name.Full}},
		&registry.PutDisclosure{Disclosure: &registry.Disclosure{Asker: r.ctu, Document: later.Name.Full, Purpose: "mời " + p.Name.Full, Search: p.Phone, Decision: later.Email, People: []registry.PersonID{p.ID}}})
	r.openedFor(t, p.ID, "xem cho "+later.Name.Full)
	return p.ID, append(append(markers, more...), asked...)
}

// openedFor keeps a number of somebody and opens it for a purpose, as this program
// writes it down and as a former one did.
func (r *room) openedFor(t testing.TB, id registry.PersonID, purpose string) {
	t.Helper()
	gate := r.secrets("một")
	if _, err := gate.Keep(r.ctx, id, registry.Citizen, number(int(id)), registry.Why{}); err != nil {
		t.Fatal(err)
	}
	if _, err := gate.Open(r.ctx, id, registry.Citizen, purpose); err != nil {
		t.Fatal(err)
	}
	r.commit(t, &registry.NoteOpened{Why: registry.Why{Reason: purpose}, Person: id, Field: registry.Citizen})
}

// lastOf gives the last entry about a person.
func (r *room) lastOf(t testing.TB, id registry.PersonID) registry.Entry {
	t.Helper()
	all, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(id)})
	if err != nil || len(all) == 0 {
		t.Fatalf("entries of %d: %v, %v", id, all, err)
	}
	return all[len(all)-1]
}
