package forecast_test

import (
	"testing"

	"trithuc/registry"
	"trithuc/seeds"
)

// shipped gives the catalogues a new registry starts with.
func shipped(t testing.TB) *registry.Reference {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	return ref
}
