package seeds

import (
	"fmt"
	"path"
	"strings"

	"trithuc/registry"
)

// codeFolders hold the code lists: the name of a file is its scheme, behind the
// prefix of the folder.
var codeFolders = []struct{ folder, prefix string }{{"codes", ""}, {"exchange", registry.ExchangePrefix}}

// loadCodes reads the code lists; each version in a file becomes one LoadCodes.
func loadCodes() ([]*registry.LoadCodes, error) {
	var lists []*registry.LoadCodes
	for _, f := range codeFolders {
		entries, err := files.ReadDir(f.folder)
		if err != nil {
			return nil, fmt.Errorf("seeds: %w", err)
		}
		for _, e := range entries {
			scheme := registry.Scheme(f.prefix + strings.TrimSuffix(e.Name(), ".tsv"))
			codes, err := readCodes(scheme, path.Join(f.folder, e.Name()))
			if err != nil {
				return nil, err
			}
			lists = append(lists, byVersion(scheme, codes)...)
		}
	}
	terms, err := Thesaurus()
	return append(lists, terms), err
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
func readCodes(scheme registry.Scheme, file string) ([]registry.Code, error) {
	t, err := readTable(file)
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
