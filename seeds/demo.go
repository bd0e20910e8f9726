package seeds

import "io/fs"

// Workbook is one demo workbook: its file in Demo, the employer to name at its
// import (some sheets do not say whose they are), and how many people it lists.
type Workbook struct {
	File         string
	Organisation string
	Rows         int
}

// Demo gives the files of the demo workbooks. Everybody in them is made up by
// seeds/synthetic; seeds/generate lays them out.
func Demo() fs.FS {
	demo, err := fs.Sub(files, "demo")
	if err != nil {
		panic(err) // only for a path that is none
	}
	return demo
}

// Workbooks lists the demo workbooks in the order of import: people who stand in
// two of them are visitors in the later one.
func Workbooks() ([]Workbook, error) {
	t, err := readTable("demo/index.tsv")
	if err != nil {
		return nil, err
	}
	var books []Workbook
	err = t.each(func(r *row) error {
		books = append(books, Workbook{File: r.text("file"), Organisation: r.text("organisation"), Rows: int(r.number("rows"))})
		return nil
	})
	return books, err
}
