// Package seeds holds the data a new registry starts with, and nothing else:
// code lists, organisations and their lineage, a thesaurus of expertise, and
// demo workbooks. The files are tab-separated text that a librarian can read and
// correct; every row names its source and says whether it was confirmed.
//
// A source that begins with "seen" was read in a document or a public list; one
// that begins with "from memory" or "plausible" was not, and its row is not
// confirmed. What is not confirmed is shown as such (chưa kiểm chứng).
package seeds

import (
	"embed"

	"trithuc/registry"
)

//go:generate go run ./generate -o demo

//go:embed codes/*.tsv exchange/*.tsv *.tsv demo/*.xlsx demo/index.tsv
var files embed.FS

// Changes gives everything the first start commits through
// registry.Catalogues.Load: one LoadCodes for each version of each code list,
// then organisations with negative ids, parents before their units, then their
// lineage. Each call makes new values, since a Commit fills in ids.
func Changes() ([]registry.Change, error) {
	lists, err := loadCodes()
	if err != nil {
		return nil, err
	}
	orgs, err := readOrganisations()
	if err != nil {
		return nil, err
	}
	lineage, err := readLineage(orgs)
	if err != nil {
		return nil, err
	}
	why := registry.Why{Reason: "Nạp danh mục và tổ chức ban đầu"}
	var changes []registry.Change
	for _, l := range lists {
		l.Why = why
		changes = append(changes, l)
	}
	for i := range orgs {
		changes = append(changes, &registry.AddOrganisation{Why: why, Organisation: &orgs[i]})
	}
	for _, l := range lineage {
		changes = append(changes, &registry.AddLineage{Why: why, Lineage: l})
	}
	return changes, nil
}

// Reference gives the same data as a snapshot that needs no store, for
// generators and tests. Its organisations have the positive ids 1, 2, 3… in the
// order of Changes; a store gives its own.
func Reference() (*registry.Reference, error) {
	lists, err := loadCodes()
	if err != nil {
		return nil, err
	}
	orgs, err := readOrganisations()
	if err != nil {
		return nil, err
	}
	lineage, err := readLineage(orgs)
	if err != nil {
		return nil, err
	}
	var codes []registry.Code
	for _, l := range lists {
		codes = append(codes, l.Codes...)
	}
	for i := range orgs {
		orgs[i].ID, orgs[i].Parent = -orgs[i].ID, -orgs[i].Parent
	}
	for i := range lineage {
		lineage[i].From, lineage[i].To = -lineage[i].From, -lineage[i].To
	}
	return registry.NewReference(0, orgs, lineage, codes), nil
}
