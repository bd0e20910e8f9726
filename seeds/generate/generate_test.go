package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"trithuc/registry/vietnamese"
)

const committed = "../demo"

// TestCommittedIsCurrent writes everything anew and compares it with what the
// repository holds, byte for byte.
func TestCommittedIsCurrent(t *testing.T) {
	fresh := t.TempDir()
	if err := run(fresh); err != nil {
		t.Fatal(err)
	}
	made, err := filepath.Glob(filepath.Join(fresh, "*"))
	if err != nil || len(made) < 19 {
		t.Fatalf("%d files, %v", len(made), err)
	}
	for _, file := range made {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(committed, filepath.Base(file)))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what go generate ./seeds writes (%v)", filepath.Base(file), err)
		}
	}
}

// expectation is one line of a .expected.tsv by column.
type expectation map[string]string

func readExpectations(t *testing.T, file string) []expectation {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !norm.NFC.IsNormal(text) {
		t.Errorf("%s is not NFC", file)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	var all []expectation
	for _, line := range lines[1:] {
		e := expectation{}
		for i, cell := range strings.Split(line, "\t") {
			e[head[i]] = cell
		}
		all = append(all, e)
	}
	return all
}

// TestExpectationsStandInTheSheets opens every workbook and finds each expected
// person in the row that is named, and no person in two rows.
func TestExpectationsStandInTheSheets(t *testing.T) {
	people, twice := 0, 0
	mails := map[string]bool{}
	for _, b := range books() {
		f, err := excelize.OpenFile(filepath.Join(committed, b.file+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		rows := map[string][][]string{}
		for _, name := range f.GetSheetList() {
			if rows[name], err = f.GetRows(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		for _, e := range readExpectations(t, filepath.Join(committed, b.file+".expected.tsv")) {
			people++
			if e["email"] != "" && mails[e["email"]] {
				twice++
			}
			mails[e["email"]] = true
			if !stands(rows[e["sheet"]], e) {
				t.Errorf("%s, %s row %s: %s is not there", b.file, e["sheet"], e["row"], e["name"])
			}
		}
	}
	if people < 2000 || people > 2400 || twice < 40 {
		t.Errorf("%d rows of people, %d known from another workbook", people, twice)
	}
}

// stands says that the expected row holds the code, or the name where it has none.
func stands(rows [][]string, e expectation) bool {
	row := 0
	for _, r := range e["row"] {
		row = row*10 + int(r-'0')
	}
	if row < 1 || row > len(rows) {
		return false
	}
	if e["code"] != "" {
		return slices.Contains(rows[row-1], e["code"])
	}
	return strings.Contains(vietnamese.Fold(strings.Join(rows[row-1], " ")), vietnamese.Fold(e["name"]))
}

// TestLayoutsDiffer holds the demo to what it is for: headers in different rows,
// one and two rows high, several sheets, old encodings.
func TestLayoutsDiffer(t *testing.T) {
	headers, files := map[int]bool{}, map[string]bool{}
	two, encoded, several := 0, 0, 0
	for _, b := range books() {
		files[b.file] = true
		if len(b.sheets) > 1 {
			several++
		}
		for _, s := range b.sheets {
			headers[s.header] = true
			if s.rows() == 2 {
				two++
			}
			if s.write != nil {
				encoded++
			}
			for _, sp := range s.spoils {
				if s.column(sp.header) == nil {
					t.Errorf("%s: no column %q to spoil", b.file, sp.header)
				}
			}
			for _, c := range s.columns {
				for name := range strings.FieldsSeq(c.tells) {
					if facts[name].of == nil {
						t.Errorf("%s: column %q tells unknown %q", b.file, c.header, name)
					}
				}
			}
		}
	}
	for _, row := range []int{1, 3, 4, 6, 7} {
		if !headers[row] {
			t.Errorf("no header in row %d", row)
		}
	}
	if len(files) < 9 || two < 4 || encoded < 3 || several < 4 {
		t.Errorf("%d workbooks, %d two-row headers, %d other encodings, %d with several sheets", len(files), two, encoded, several)
	}
}
