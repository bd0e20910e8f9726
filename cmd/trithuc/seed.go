package main

import (
	"errors"
	"fmt"

	"trithuc/registry"
	"trithuc/seeds/synthetic"
)

type seedCommand struct {
	People int    `required:"" help:"Số người." placeholder:"N"`
	Seed   uint64 `help:"Hạt giống: cùng số thì cùng những người ấy." default:"1"`
}

// seedBatch is how many people one transaction takes.
const seedBatch = 10_000

// Run writes synthetic people straight into the store. The index follows when
// the next command opens it.
func (s *seedCommand) Run(c *console) (err error) {
	if s.People < 0 {
		return registry.Errorf(registry.Invalid, "Số người phải là số dương.")
	}
	h, err := c.open("seed")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	ref, err := h.store.Reference(c.ctx)
	if err != nil {
		return err
	}
	generator := synthetic.New(s.Seed, ref)
	actor := registry.ActorOf(c.ctx)
	bar := c.bar("Sinh người giả định")
	defer bar.close()
	for done := 0; done < s.People; {
		n := min(seedBatch, s.People-done)
		changes := make([]registry.Change, n)
		for i := range changes {
			changes[i] = &registry.AddPerson{Why: registry.Why{Reason: "Dữ liệu giả định"}, Person: generator.Person()}
		}
		if _, err := h.store.Commit(c.ctx, actor, changes); err != nil {
			return err
		}
		done += n
		bar.report(done, s.People)
	}
	fmt.Fprintf(c.out, "Đã ghi %d người giả định (hạt giống %d).\n", s.People, s.Seed)
	return nil
}
