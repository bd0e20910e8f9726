//go:build race

package importer

// testMemory lets a child built with the race detector have the memory that the
// detector itself takes.
const testMemory = 4 << 30
