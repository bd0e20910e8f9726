package main

import (
	"encoding/json"
	"errors"
	"fmt"
)

type doctorCommand struct {
	JSON bool `name:"json" help:"In kết quả dạng JSON."`
}

// examination is what doctor says of a folder.
type examination struct {
	OK            bool     `json:"ok"`
	People        int      `json:"people"`
	Organisations int      `json:"organisations"`
	Entries       int64    `json:"entries"` // of the trail
	Findings      []string `json:"findings"`
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
		return errUnsound
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

func (d *doctorCommand) examine(c *console) (x examination, err error) {
	h, err := c.openIndexed("doctor")
	if err != nil {
		return x, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return h.examine(c)
}
