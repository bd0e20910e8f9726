package sqlite_test

import (
	"context"
	"testing"

	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

func open(ctx context.Context, dir string) (registrytest.Store, error) {
	return sqlite.Open(ctx, dir, sqlite.Options{})
}

func TestStore(t *testing.T) { registrytest.Run(t, open) }
