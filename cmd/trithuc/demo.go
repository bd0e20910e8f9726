package main

import (
	"fmt"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/seeds"
)

// demo brings in the demo workbooks through the importer, as an officer would. A
// folder that somebody else's people are in is left alone; one whose first start
// was cut off gets the workbooks that are missing.
func (h *house) demo(c *console, im *importer.Importer) error {
	books, err := seeds.Workbooks()
	if err != nil {
		return err
	}
	missing, err := h.missing(c, books)
	if err != nil || len(missing) == 0 {
		return err
	}
	for _, b := range missing {
		if err := demoBook(c, im, b); err != nil {
			return about(b.File, err)
		}
	}
	return h.catchUp(c)
}

// missing gives the demo workbooks that were never brought in; none where there
// are other people or other imports.
func (h *house) missing(c *console, books []seeds.Workbook) ([]seeds.Workbook, error) {
	totals, err := h.store.Totals(c.ctx)
	if err != nil || totals.People > 0 && totals.Imports == 0 {
		return nil, err
	}
	imports, err := h.store.Imports(c.ctx, len(books)+1, 0)
	if err != nil || len(imports) > len(books) {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, b := range books {
		wanted[b.File] = true
	}
	for _, i := range imports {
		if _, ours := wanted[i.File]; !ours {
			return nil, nil
		}
		if i.State == registry.ImportApplied || i.State == registry.ImportUndone {
			wanted[i.File] = false
		}
	}
	var missing []seeds.Workbook
	for _, b := range books {
		if wanted[b.File] {
			missing = append(missing, b)
		}
	}
	return missing, nil
}

// demoBook brings in one workbook, under the organisation that sends it.
func demoBook(c *console, im *importer.Importer, b seeds.Workbook) error {
	f, err := seeds.Demo().Open(b.File)
	if err != nil {
		return err
	}
	defer f.Close()
	employer, err := im.Employer(c.ctx, b.Organisation)
	if err != nil {
		return err
	}
	bar := c.bar(b.File)
	defer bar.close()
	plan, err := im.Run(c.ctx, b.File, f, importer.Options{Employer: employer}, bar.stages)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.errout, "%s: %s\n", b.File, summary(plan))
	return nil
}

// guest is an account of the demo. Nobody can sign in with it: it opens with nothing,
// and is only acted as while the demo goes on.
type guest struct {
	name, display string
	role          registry.Role
}

var guests = []guest{
	{"demo.quantri", "Quản trị (dùng thử)", registry.Administrator},
	{"demo.chuyenvien", "Chuyên viên (dùng thử)", registry.Officer},
	{"demo.daumoi", "Cán bộ đầu mối dữ liệu", registry.DataOfficer},
	{"demo.nguoiduyet", "Người duyệt của đơn vị", registry.DataOfficer},
	{"demo.kehoach", "Người làm kế hoạch (dùng thử)", registry.Planner},
	{"demo.thuky", "Thư ký hội đồng (dùng thử)", registry.Secretary},
	{"demo.chuyengia", "Chuyên gia (dùng thử)", registry.Expert},
}

// guests gives the accounts that anybody may act as in the demo, made where they are
// missing; none in a folder that an administrator looks after: what is in it is not
// everybody's.
func (h *house) guests(c *console, im *importer.Importer) ([]registry.Account, error) {
	claimed, err := h.store.Claimed(c.ctx)
	if err != nil || claimed {
		return nil, err
	}
	employer, person, err := h.demoPlaces(c, im)
	if err != nil {
		return nil, err
	}
	var all []registry.Account
	for _, g := range guests {
		a, err := h.store.AccountNamed(c.ctx, g.name)
		if registry.KindOf(err) == registry.NotFound {
			a, err = h.addGuest(c, g, employer, person)
		}
		if err != nil {
			return nil, err
		}
		if a != nil && !a.Disabled {
			all = append(all, *a)
		}
	}
	return all, nil
}

// addGuest makes one; nil where there is nobody it could belong to.
func (h *house) addGuest(c *console, g guest, employer registry.OrganisationID, person registry.PersonID) (*registry.Account, error) {
	a := &registry.Account{Name: g.name, Display: g.display, Role: g.role}
	switch g.role {
	case registry.DataOfficer:
		a.Organisation = employer
	case registry.Expert:
		a.Person = person
	}
	if g.role == registry.DataOfficer && employer == 0 || g.role == registry.Expert && person == 0 {
		return nil, nil
	}
	_, err := registry.Accounts{Store: h.store}.Add(c.ctx, a, nil)
	return a, err
}

// demoPlaces gives the organisation whose data the demo's data officers look after, and
// the person that its expert is: somebody who works there.
func (h *house) demoPlaces(c *console, im *importer.Importer) (employer registry.OrganisationID, person registry.PersonID, err error) {
	books, err := seeds.Workbooks()
	if err != nil {
		return 0, 0, err
	}
	for _, b := range books {
		if employer, err = im.Employer(c.ctx, b.Organisation); err != nil || employer != 0 {
			break
		}
	}
	if err != nil || employer == 0 {
		return 0, 0, err
	}
	people, err := h.store.PeopleOf(c.ctx, employer)
	if len(people) > 0 {
		person = people[0]
	}
	return employer, person, err
}
