package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"trithuc/registry"
	"trithuc/registry/archive"
	"trithuc/registry/sqlite"
	"trithuc/search"
)

type doctorCommand struct {
	JSON bool `name:"json" help:"In kết quả dạng JSON."`
}

// examination is what doctor says of a folder.
type examination struct {
	OK            bool         `json:"ok"`
	People        int          `json:"people"`
	Organisations int          `json:"organisations"`
	Entries       registry.Seq `json:"entries"`  // of the trail
	Findings      []string     `json:"findings"` // Vietnamese, each names the first bad record
}

// Run opens the folder as every command does, which recovers it and lets the
// index catch up, and then checks every promise.
func (d *doctorCommand) Run(c *console) error {
	x, err := d.examine(c)
	if err != nil {
		return err
	}
	if err := d.print(c, x); err != nil {
		return err
	}
	if !x.OK {
		return &registry.Error{Kind: registry.Damaged, Message: "Có cam kết không được giữ; xem các dòng trên."}
	}
	return nil
}

func (d *doctorCommand) print(c *console, x examination) error {
	if d.JSON {
		return json.NewEncoder(c.out).Encode(x)
	}
	for _, f := range x.Findings {
		fmt.Fprintln(c.out, "✗ "+f)
	}
	if x.OK {
		fmt.Fprintf(c.out, "✓ Cơ sở dữ liệu lành: %d hồ sơ, %d đơn vị, %d mục nhật ký; chỉ mục khớp.\n", x.People, x.Organisations, x.Entries)
	}
	return nil
}

// examine opens and checks. A folder too damaged to be opened is looked at all
// the same, so that what is wrong with it can be said.
func (d *doctorCommand) examine(c *console) (x examination, err error) {
	if _, err := os.Stat(filepath.Join(c.dir, "registry.db")); errors.Is(err, fs.ErrNotExist) && !archive.Underway(c.dir) {
		return examination{OK: true, Findings: []string{}}, nil
	}
	h, err := c.openIndexed("doctor")
	if registry.KindOf(err) == registry.Damaged {
		return d.inspect(c, err)
	}
	if err != nil {
		return x, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if x, err = checked(c, h.store); err != nil {
		return x, err
	}
	astray, err := search.Agree(c.ctx, h.store, h.index)
	x.Findings = append(x.Findings, astray...)
	x.OK = len(x.Findings) == 0
	return x, err
}

// inspect checks what cannot be opened for use.
func (d *doctorCommand) inspect(c *console, refused error) (x examination, err error) {
	store, err := sqlite.Open(c.ctx, c.dir, sqlite.Options{Mode: sqlite.Inspect, Now: c.now})
	if err != nil {
		return x, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	x, err = checked(c, store)
	if said := sentence(refused); !slices.Contains(x.Findings, said) {
		x.Findings = append([]string{said}, x.Findings...)
	}
	x.OK = false
	return x, err
}

// checked goes through the promises of the store.
func checked(c *console, store *sqlite.DB) (examination, error) {
	x := examination{Findings: []string{}}
	for v, err := range store.Check(c.ctx) {
		if err != nil {
			return x, err
		}
		x.Findings = append(x.Findings, finding(v))
	}
	t, err := store.Totals(c.ctx)
	x.People, x.Organisations, x.Entries = t.People, t.Organisations, t.Last
	return x, err
}

func finding(v registry.Violation) string {
	if v.Subject == "" {
		return v.Message
	}
	return v.Subject + ": " + v.Message
}
