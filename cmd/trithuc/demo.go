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
