// Command generate writes the demo workbooks: staff lists of institutions of
// Cần Thơ as such lists really look, each with its own layout, filled with
// people who do not exist. Beside each workbook stands what it truly says, row by
// row (.expected.tsv), so that the importer can be measured. Running it again
// writes the same bytes.
//
//	go run ./seeds/generate
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	out := flag.String("o", "seeds/demo", "folder to write to")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run writes all workbooks, their expectations and the index of both.
func run(folder string) error {
	cast, err := newCast()
	if err != nil {
		return err
	}
	index := []string{"file\torganisation\trows"}
	for _, b := range books() {
		sheets, err := cast.fill(b)
		if err != nil {
			return err
		}
		data, err := encode(sheets)
		if err != nil {
			return fmt.Errorf("%s: %w", b.file, err)
		}
		if err := os.WriteFile(filepath.Join(folder, b.file+".xlsx"), data, 0o644); err != nil {
			return err
		}
		lines := expectations(cast, sheets)
		if err := writeLines(filepath.Join(folder, b.file+".expected.tsv"), lines); err != nil {
			return err
		}
		index = append(index, b.file+".xlsx\t"+cast.employer(b)+"\t"+strconv.Itoa(len(lines)-1))
	}
	return writeLines(filepath.Join(folder, "index.tsv"), index)
}

func writeLines(file string, lines []string) error {
	return os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o644)
}
