package sqlite

import (
	"errors"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// TestVanishedRows takes one whole row out of each counted table, past the program: it
// is missed, whichever it is.
func TestVanishedRows(t *testing.T) {
	ctx := registrytest.Context(t)
	db, err := Open(ctx, t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	keys := 0
	commit := func(changes ...registry.Change) {
		t.Helper()
		keys++
		keyed := registry.WithKey(ctx, registry.Key{Value: strings.Repeat("k", keys), Digest: registry.Digest{1}})
		if _, err := db.Commit(keyed, registrytest.Operator, changes); err != nil {
			t.Fatal(err)
		}
	}
	commit(registrytest.Furniture()...)
	people := []*registry.Person{registrytest.Person(1, 1, 2), registrytest.Person(2, 1, 2)}
	commit(&registry.AddPerson{Person: people[0]}, &registry.AddPerson{Person: people[1]},
		&registry.AddLineage{Lineage: registry.Lineage{From: 2, To: 1, Kind: registry.MergedInto}})
	file := &registry.Import{File: "a.xlsx", State: registry.ImportPlanned}
	commit(&registry.AddImport{Import: file}, &registry.AddRequest{Request: &registry.Request{Kind: registry.RequestAccess, Person: 1, Name: "Người Hỏi"}},
		&registry.PutSecret{Sealed: registry.Sealed{Person: 1, Field: registry.Citizen, Sealer: "s", Box: []byte("b"), Digest: []byte("d")}},
		&registry.PutShortlist{Shortlist: &registry.Shortlist{Name: "chọn"}}, &registry.PutPanel{Panel: &registry.Panel{Name: "Hội đồng", Files: []registry.Attachment{{}}}, Copy: []byte("%PDF-"), File: []byte("%PDF-1.7 tài liệu")}, &registry.PutPaper{Template: &registry.PaperTemplate{Paper: "giay-moi", File: "a.docx"}, Content: []byte("PK mẫu")},
		&registry.AddAccount{Account: &registry.Account{Name: "nguoithu", Role: registry.Officer}, Credential: &registry.Credential{Password: "mã băm"}},
		&registry.PutSecondStep{Step: registry.SecondStep{Account: 1, Sealer: "s", Box: []byte("b")}}, &registry.LinkAccount{Link: registry.Link{Issuer: "i", Subject: "s", Account: 1}},
		&registry.AddToken{Token: registry.Token{Digest: registry.Digest{2}, Account: 1}},
		&registry.PutSavedSearch{Search: &registry.SavedSearch{Name: "tìm", Text: "lúa"}}, &registry.PutNeed{Need: &registry.Need{Organisation: 1, Year: 2030}},
		&registry.PutDisclosure{Disclosure: &registry.Disclosure{Asker: 1, People: []registry.PersonID{1}}}, &registry.PutProposal{Proposal: &registry.Proposal{Person: 1, Field: "email"}},
		&registry.PutOpinion{Opinion: &registry.Opinion{Organisation: 1, Part: "aims", Text: "Nên thêm."}})
	if err := db.KeepForecast(ctx, &registry.ForecastRun{Scenario: []byte("{}"), Answer: []byte("kết quả")}, []byte("hồ sơ")); err != nil {
		t.Fatal(err)
	}
	commit(&registry.AddReview{Review: &registry.Review{Import: file.ID, Sheet: "A", Row: 2}})
	if _, _, err := (registry.People{Store: db}).Merge(ctx, 1, 2); err != nil {
		t.Fatal(err)
	}
	for v, err := range db.Check(ctx) {
		t.Fatalf("before: %+v, %v", v, err)
	}
	for _, table := range tallied {
		for _, past := range []string{"DELETE FROM " + table + " WHERE checksum = (SELECT min(checksum) FROM " + table + ")", "DELETE FROM counter WHERE name = '" + tallyName(table) + "'"} {
			var found error
			err := db.write.with(ctx, func(s *session) error {
				return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
					for _, statement := range []string{"PRAGMA defer_foreign_keys = 1", past} {
						if _, err := s.conn.ExecContext(ctx, statement); err != nil {
							return err
						}
					}
					found = (&check{db: db, counters: &counters{}}).tallies(ctx, s)
					return errUndo
				})
			})
			if !errors.Is(err, errUndo) || found == nil || !strings.Contains(found.Error(), table) {
				t.Errorf("%s: %v, %v", past, found, err)
			}
		}
	}
}
