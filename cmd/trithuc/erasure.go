package main

import (
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
	return g.Finish(c.ctx)
}
