package api_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/registry/sqlite"
	"trithuc/registry/vault"
	"trithuc/search"
	"trithuc/search/bleve"
	"trithuc/ui/api"
)

// services are the real ones, with an index that follows the store.
func services(t *testing.T, store *sqlite.DB) api.Services {
	t.Helper()
	clock := func() time.Time { return now }
	index, err := bleve.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	follower := search.NewFollower(store, index)
	if err := follower.CatchUp(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done, idle := make(chan error, 1), make(chan error, 1)
	go func() { done <- follower.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if err := <-idle; err != nil {
			t.Error(err)
		}
		index.Close()
	})
	keys, err := vault.Temporary(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	im := &importer.Importer{Store: store, Files: t.TempDir(), Now: clock, Keys: keys, Worker: importer.Worker{Command: []string{os.Args[0], "read-workbook"}, Memory: 1 << 30}}
	queue := importer.NewQueue(im)
	go func() { idle <- queue.Run(ctx) }()
	ring, err := vault.Make(filepath.Join(t.TempDir(), "key"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return api.Services{
		OwnCopy: func(_ context.Context, w io.Writer, own *registry.OwnData) error {
			return json.NewEncoder(w).Encode(own)
		},
		Sealer: ring, Erasures: registry.Erasures{Store: store, Files: im, Rebuild: follower.Rebuild},
		Store: store, Now: clock, Fault: fault, Importer: queue, Say: func(id string) string { return id }, Lists: queue, Approvals: queue,
		Searcher: &search.Searcher{Index: index, References: store, Now: clock},
		Wait: func(ctx context.Context, seq registry.Seq) error {
			follower.Notify()
			return follower.Wait(ctx, seq)
		},
	}
}
