package seeds

import (
	"fmt"
	"path"
	"strings"

	"trithuc/registry"
)

// loadCodes reads codes/*.tsv: the file's name is the scheme, and each version
// in it becomes one LoadCodes.
func loadCodes() ([]*registry.LoadCodes, error) {
	entries, err := files.ReadDir("codes")
	if err != nil {
		return nil, fmt.Errorf("seeds: %w", err)
	}
	var lists []*registry.LoadCodes
	for _, e := range entries {
		scheme := registry.Scheme(strings.TrimSuffix(e.Name(), ".tsv"))
		codes, err := readCodes(scheme)
		if err != nil {
			return nil, err
		}
		lists = append(lists, byVersion(scheme, codes)...)
	}
	return lists, nil
}

// byVersion parts the codes of a scheme, in the order versions are first met.
func byVersion(scheme registry.Scheme, codes []registry.Code) []*registry.LoadCodes {
	var lists []*registry.LoadCodes
	at := map[string]*registry.LoadCodes{}
	for _, c := range codes {
		l := at[c.Version]
		if l == nil {
			l = &registry.LoadCodes{Scheme: scheme, Version: c.Version}
			at[c.Version] = l
			lists = append(lists, l)
		}
		l.Codes = append(l.Codes, c)
	}
	return lists
}

// readCodes reads one scheme.
func readCodes(scheme registry.Scheme) ([]registry.Code, error) {
	t, err := readTable(path.Join("codes", string(scheme)+".tsv"))
	if err != nil {
		return nil, err
	}
	var codes []registry.Code
	err = t.each(func(r *row) error {
		codes = append(codes, registry.Code{
			Scheme: scheme, Version: r.text("version"), Code: r.text("code"), Parent: r.text("parent"),
			Name: r.text("name"), NameEn: r.text("name_en"), Abbreviation: r.text("abbreviation"),
			Variants: r.list("variants"), Value: r.number("value"),
			ValidFrom: r.date("valid_from"), ValidTo: r.date("valid_to"),
			Confirmed: r.yes("confirmed"), Note: codeNote(r), Source: r.text("source"),
			Replaces: r.list("replaces"),
		})
		return nil
	})
	return codes, err
}

// codeNote adds the OECD class of a field of research to its note.
func codeNote(r *row) string {
	note, ford := r.text("note"), r.text("ford")
	switch {
	case ford == "":
		return note
	case note == "":
		return "FORD 2007: " + ford
	}
	return "FORD 2007: " + ford + "; " + note
}
