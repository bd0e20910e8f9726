package main

import (
	"os"

	"trithuc/importer"
	"trithuc/search/bleve"
)

// readWorkbookCommand is the bounded child that reads one workbook.
type readWorkbookCommand struct{}

// Run speaks with its parent over standard input and output until the cells are told.
func (readWorkbookCommand) Run(*console) error {
	return importer.ServeWorker(os.Stdin, os.Stdout)
}

// probeIndexCommand is the child that opens an index nobody closed, before its parent does.
type probeIndexCommand struct {
	Dir string `arg:""`
}

// Run opens the index; what is damaged in it ends this process alone.
func (p probeIndexCommand) Run(*console) error { return bleve.Probe(p.Dir) }
