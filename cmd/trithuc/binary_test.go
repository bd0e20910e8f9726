package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// binary is the product as it is shipped, built once for all tests here.
var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "trithuc-test-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "trithuc")
		build := exec.Command("go", "build", "-o", binary, ".")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// answer is what one run of the binary gave.
type answer struct {
	out, errout string
	code        int
}

// trithuc runs the binary on a data folder.
func trithuc(t testing.TB, data string, args ...string) answer {
	t.Helper()
	cmd := exec.Command(binary, append([]string{"--data", data}, args...)...)
	var out, errout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errout
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatalf("%v: %v", args, err)
	} else if ok {
		return answer{out.String(), errout.String(), exit.ExitCode()}
	}
	return answer{out.String(), errout.String(), 0}
}

// must runs the binary and ends the test unless it exits 0.
func must(t testing.TB, data string, args ...string) string {
	t.Helper()
	a := trithuc(t, data, args...)
	if a.code != 0 {
		t.Fatalf("trithuc %s: exit %d\n%s", strings.Join(args, " "), a.code, a.errout)
	}
	return a.out
}

// workbook writes rows into the first sheet of a new .xlsx.
func workbook(t testing.TB, rows ...[]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "danh-sach.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// decode reads one JSON value.
func decode[T any](t testing.TB, s string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v in %s", err, s)
	}
	return v
}

// exported gives the people of a folder by their first staff code.
func exported(t testing.TB, data string) map[string]line {
	t.Helper()
	people := map[string]line{}
	for _, l := range strings.Split(strings.TrimSpace(must(t, data, "export")), "\n") {
		if l == "" {
			continue
		}
		p := decode[line](t, l)
		key := p.Name
		if len(p.Codes) > 0 {
			key = p.Codes[0]
		}
		people[key] = p
	}
	return people
}

// line and the others below are the contract's words, written here again so
// that a change of ours cannot change what we promised.
type line struct {
	ID, Name, Sex, Birth, Degree, Title, Organisation, Unit, Position, Email, Phone, Retires string
	Codes, Honours, Fields, Expertise                                                        []string
}

type report struct {
	Import                                       int
	File                                         string
	Rows, Added, Amended, Same, Review, Rejected int
	Issues                                       []struct{ Sheet, Cell, Field, Kind, Message string }
}

type found struct {
	Q     string
	Total int
	Hits  []struct {
		ID, Name string
		Codes    []string
		Why      []string
		Score    float64
	}
	Understood map[string]any
}

type verdict struct {
	OK       bool
	Findings []string
}
