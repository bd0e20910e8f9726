package main

import (
	"os"

	"trithuc/importer"
)

// readWorkbookCommand is the bounded child that reads one workbook.
type readWorkbookCommand struct{}

// Run speaks with its parent over standard input and output until the cells are told.
func (readWorkbookCommand) Run(*console) error {
	return importer.ServeWorker(os.Stdin, os.Stdout)
}
