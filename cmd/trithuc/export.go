package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"trithuc/registry"
	"trithuc/registry/sqlite"
	"trithuc/ui/office"
)

type exportCommand struct {
	Format string `help:"jsonl, xlsx hoặc csv." enum:"jsonl,xlsx,csv" default:"jsonl"`
	Output string `short:"o" help:"Tệp kết quả; không có thì ghi ra màn hình." placeholder:"FILE"`
}

// Run exports everybody. It reads beside a running server.
func (e *exportCommand) Run(c *console) error {
	store, err := c.beside()
	if err != nil {
		return err
	}
	defer store.Close()
	return e.into(c, func(w io.Writer) error { return e.write(c, store, w) })
}

// write gives every person in the chosen format.
func (e *exportCommand) write(c *console, store *sqlite.DB, w io.Writer) error {
	ref, err := store.Reference(c.ctx)
	if err != nil {
		return err
	}
	lines := lines(store.AllPeople(c.ctx, 0), ref)
	switch e.Format {
	case "xlsx":
		return office.WriteXLSX(w, lines, office.Info{Account: registry.ActorOf(c.ctx).Account, At: c.now(), Reason: "Xuất bằng dòng lệnh"})
	case "csv":
		return office.WriteCSV(w, lines)
	}
	return writeJSONL(w, lines)
}

func lines(people iter.Seq2[*registry.Person, error], ref *registry.Reference) iter.Seq2[registry.Line, error] {
	table := ref.Retirement()
	return func(yield func(registry.Line, error) bool) {
		for p, err := range people {
			if err != nil {
				yield(registry.Line{}, err)
				return
			}
			if !yield(registry.LineOf(p, ref, table), nil) {
				return
			}
		}
	}
}

func writeJSONL(w io.Writer, lines iter.Seq2[registry.Line, error]) error {
	b := bufio.NewWriter(w)
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	for l, err := range lines {
		if err != nil {
			return err
		}
		if err := encoder.Encode(l); err != nil {
			return err
		}
	}
	return b.Flush()
}

// into gives f the output: standard output, or a file that appears whole or not at all.
func (e *exportCommand) into(c *console, f func(io.Writer) error) error {
	if e.Output == "" || e.Output == "-" {
		return f(c.out)
	}
	t, err := os.CreateTemp(filepath.Dir(e.Output), ".trithuc-*")
	if err != nil {
		return &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không ghi được tệp %s. Hãy kiểm tra thư mục và quyền ghi.", e.Output)}
	}
	defer os.Remove(t.Name())
	if err := errors.Join(f(t), t.Close()); err != nil {
		return err
	}
	return os.Rename(t.Name(), e.Output)
}
