package main

import (
	"context"
	"fmt"
	"time"

	"trithuc/registry"
)

// erasures gives the gate that leaves nothing of a person in this folder. While
// the index is not open it is left to the next command that opens it.
func (h *house) erasures(c *console) (registry.Erasures, error) {
	im, err := h.importer(c)
	if err != nil {
		return registry.Erasures{}, err
	}
	g := registry.Erasures{Store: h.store, Files: im}
	if h.follower != nil {
		g.Rebuild = h.follower.Rebuild
	}
	return g, nil
}

// replay erases again whom a restored backup brought back.
func (h *house) replay(c *console) error {
	g, err := h.erasures(c)
	if err != nil {
		return err
	}
	_, err = g.Replay(c.ctx)
	return err
}

// finish does what is left of erasures, now that the index is open.
func (h *house) finish(c *console) error {
	g, err := h.erasures(c)
	if err != nil {
		return err
	}
	switch err := g.Finish(c.ctx); registry.KindOf(err) {
	case registry.Busy: // no room, or a long read: nothing is lost by going on
		fmt.Fprintln(c.errout, "trithuc: "+sentence(err))
		return nil
	default:
		return err
	}
}

// cleaning finishes erasures behind a server: writing the database and the index
// anew may take minutes, and nobody waits for it.
type cleaning struct {
	gate registry.Erasures
	due  chan struct{}
}

func (h *house) cleaning(c *console) (*cleaning, error) {
	g, err := h.erasures(c)
	return &cleaning{g, make(chan struct{}, 1)}, err
}

// erasures gives the gate that leaves the finishing to run.
func (l *cleaning) erasures() registry.Erasures {
	g := l.gate
	g.Later = func() {
		select {
		case l.due <- struct{}{}:
		default: // it is asked for already
		}
	}
	return g
}

// cleanAgain is how long a cleaning that failed, on a full disk say, waits before it is
// tried again.
const cleanAgain = 10 * time.Minute

// run finishes what is asked for until the context ends. What fails is written down,
// and tried again at the next erasure and every cleanAgain.
func (l *cleaning) run(ctx context.Context) {
	again := time.NewTicker(cleanAgain)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.due:
		case <-again.C:
		}
		logged("erasure", l.gate.Finish(ctx)) // nothing to do where all are clean
	}
}

// uncleanFindings says of which erasures something may be left in the files.
func uncleanFindings(c *console, h *house) ([]string, error) {
	n, err := registry.Erasures{Store: h.store}.Unclean(c.ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	return []string{fmt.Sprintf("%d người đã được xóa theo yêu cầu nhưng dấu vết trong tệp dữ liệu hoặc chỉ mục chưa dọn hết. Hãy dành chỗ trống trên đĩa rồi chạy lại trithuc doctor.", n)}, nil
}
