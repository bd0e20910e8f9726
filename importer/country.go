package importer

import (
	_ "embed"
	"strings"
	"sync"

	"trithuc/registry/vietnamese"
)

// countriesTSV lists countries as lists of staff write them: name here, spellings.
//
//go:embed countries.tsv
var countriesTSV string

// home is where nobody is foreign.
const home = "Việt Nam"

// countries gives by its folded spelling what a country is called here, read once.
var countries = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(countriesTSV) {
		name, spellings, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for _, s := range append(strings.Split(spellings, ";"), name) {
			all[vietnamese.Fold(s)] = name
		}
	}
	return all
})

// countryCalled gives what a country is called here; false for none that is known.
func countryCalled(s string) (string, bool) {
	k := vietnamese.Fold(strings.Trim(s, " ."))
	if name, ok := countries()[k]; ok {
		return name, true
	}
	name, ok := countries()[strings.TrimPrefix(k, "nuoc ")]
	return name, ok
}
