//go:build !windows

package main

import "os"

// platformCommands is empty here: systemd and its like run trithuc as it is
// (docs/trithuc.service).
type platformCommands struct{}

// start does a command line.
func start(args []string) int { return run(args, os.Stdout, os.Stderr) }
