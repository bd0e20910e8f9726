package synthetic

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed data/*.tsv
var files embed.FS

// rows calls f with the cells of every row under the header of an embedded
// table. The tables are part of the program and every test reads them, so a
// broken one is a defect and panics.
func rows(file string, f func(cells []string)) {
	text, err := files.ReadFile("data/" + file)
	if err != nil {
		panic(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	width := strings.Count(lines[0], "\t")
	for i, line := range lines[1:] {
		if strings.Count(line, "\t") != width {
			panic(fmt.Sprintf("synthetic: %s:%d has another number of cells than the header", file, i+2))
		}
		f(strings.Split(line, "\t"))
	}
}

// number reads a figure of an embedded table.
func number(s string) float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err)
	}
	return n
}
