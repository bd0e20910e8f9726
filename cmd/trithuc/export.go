package main

import (
	"bufio"
	"io"

	"trithuc/registry"
	"trithuc/ui/office"
)

type exportCommand struct {
	Format string `help:"jsonl, xlsx hoặc csv." enum:"jsonl,xlsx,csv" default:"jsonl"`
	Full   bool   `help:"Cả những phần mà danh sách không có: xlsx thêm trang, csv thêm cột, jsonl thêm nguồn của từng giá trị."`
	Output string `short:"o" help:"Tệp kết quả; không có thì ghi ra màn hình." placeholder:"FILE"`
}

// Run exports everybody. It reads beside a running server.
func (e *exportCommand) Run(c *console) error {
	return c.besideReference(func(store *neighbour, ref *registry.Reference) error {
		return c.into(e.Output, func(w io.Writer) error { return e.write(c, store, ref, w) })
	})
}

// write gives every person in the chosen format.
func (e *exportCommand) write(c *console, store *neighbour, ref *registry.Reference, w io.Writer) error {
	b := bufio.NewWriter(w)
	info := office.Info{Title: "Danh sách trí thức", Account: registry.ActorOf(c.ctx).Account, At: c.now(), Purpose: "Xuất bằng dòng lệnh", Whole: e.Full}
	on := registry.DateOf(info.At.In(registry.Vietnam))
	rows := registry.Lines(store.AllPeople(c.ctx, 0), ref, on)
	if e.Full {
		rows = registry.WholeLines(c.ctx, store, store.AllPeople(c.ctx, 0), ref, on)
	}
	if _, err := office.Export(b, office.Format(e.Format), ref, rows, info); err != nil {
		return err
	}
	return b.Flush()
}
