package api_test

import (
	"context"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/sqlite"
	"trithuc/ui/api"
)

func services(t *testing.T, store *sqlite.DB) api.Services {
	return api.Services{
		Store: store, Now: func() time.Time { return now }, Fault: fault,
		Wait: func(context.Context, registry.Seq) error { return nil },
	}
}
