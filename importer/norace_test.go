//go:build !race

package importer

// testMemory leaves the child its usual bound.
const testMemory = 0
