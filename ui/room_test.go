package ui

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"syscall"
	"testing"

	"trithuc/registry"
	"trithuc/ui/web"
)

// TestNoRoom: a full disk is one answer, whichever floor met it.
func TestNoRoom(t *testing.T) {
	catalogue, err := web.OpenCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	words := catalogue.In("vi")
	s := &Server{config: Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}}
	for name, err := range map[string]error{
		"an upload":    fmt.Errorf("web.Receive: %w", syscall.ENOSPC),
		"the database": &registry.Error{Kind: registry.Busy, Message: "Đĩa đã đầy.", Err: syscall.ENOSPC},
	} {
		if f := s.fault(t.Context(), words, err); f.Status != http.StatusInsufficientStorage {
			t.Errorf("%s: status %d", name, f.Status)
		}
	}
}
