package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/ui/office"
)

// catalogueCommands are `catalogue list|load|export|history|undo`.
type catalogueCommands struct {
	List    catalogueListCommand    `cmd:"" help:"Các danh mục, phiên bản và số mã chưa kiểm chứng."`
	Load    catalogueLoadCommand    `cmd:"" help:"Nạp một danh mục từ tệp tsv, csv hoặc xlsx; không có --yes thì chỉ xem trước."`
	Export  catalogueExportCommand  `cmd:"" help:"Ghi một danh mục ra tệp, đúng khuôn dạng mà load nhận."`
	History catalogueHistoryCommand `cmd:"" help:"Các lần thay đổi một danh mục."`
	Undo    catalogueUndoCommand    `cmd:"" help:"Hoàn tác một lần nạp."`
}

type catalogueListCommand struct{}

// Run lists the code lists. It reads beside a running server.
func (catalogueListCommand) Run(c *console) error {
	return c.besideReference(func(_ *neighbour, ref *registry.Reference) error {
		for _, scheme := range ref.Schemes() {
			for _, v := range editions(ref.EveryCode(scheme)) {
				fmt.Fprintf(c.out, "%-12s %-12s %5d mã%s\n", scheme, v.version, v.codes, unconfirmed(v.unconfirmed))
			}
		}
		return nil
	})
}

// edition counts the codes of one version of a list.
type edition struct {
	version            string
	codes, unconfirmed int
}

// editions counts a list version by version, in the order they first appear.
func editions(codes []registry.Code) []edition {
	var all []edition
	for _, code := range codes {
		i := slices.IndexFunc(all, func(e edition) bool { return e.version == code.Version })
		if i < 0 {
			i, all = len(all), append(all, edition{version: code.Version})
		}
		all[i].codes++
		if !code.Confirmed {
			all[i].unconfirmed++
		}
	}
	return all
}

func unconfirmed(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d chưa kiểm chứng", n)
}

type catalogueLoadCommand struct {
	File   string `arg:"" help:"Tệp danh mục."`
	Scheme string `help:"Tên danh mục; mặc định là tên tệp: field.tsv là field." placeholder:"NAME"`
	Yes    bool   `help:"Ghi vào cơ sở dữ liệu; không có thì chỉ xem trước."`
}

// Run shows what the file changes, and with --yes writes it.
func (l *catalogueLoadCommand) Run(c *console) (err error) {
	content, err := readBounded(l.File, office.MaxSheet)
	if err != nil {
		return err
	}
	rows, err := office.ReadSheet(content)
	if err != nil {
		return about(filepath.Base(l.File), err)
	}
	h, err := c.open("catalogue load")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	ref, err := h.store.Reference(c.ctx)
	if err != nil {
		return err
	}
	scheme := l.Scheme
	if scheme == "" {
		scheme = strings.TrimSuffix(filepath.Base(l.File), filepath.Ext(l.File))
	}
	plan, err := registry.PlanCatalogueFile(ref, registry.Scheme(scheme), rows, filepath.Base(l.File))
	if err != nil {
		return about(filepath.Base(l.File), err)
	}
	printCataloguePlan(c.out, plan)
	if !plan.Changes() || !l.Yes {
		text := "Danh mục đã đúng như tệp."
		if plan.Changes() {
			text = "Đây là bản xem trước, chưa ghi gì. Thêm --yes để ghi vào cơ sở dữ liệu."
		}
		fmt.Fprintln(c.out, text)
		return nil
	}
	r, err := registry.Catalogues{Store: h.store}.LoadPlan(c.ctx, plan)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Đã nạp danh mục %s. Hoàn tác bằng: trithuc catalogue undo %d\n", scheme, r.Last)
	return nil
}

// readBounded reads at most limit bytes and one more: whoever takes them refuses
// what is longer.
func readBounded(path string, limit int64) ([]byte, error) {
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit+1))
}

// printCataloguePlan says what a plan does, code by code.
func printCataloguePlan(w io.Writer, plan *registry.CataloguePlan) {
	for _, v := range plan.Versions {
		what := ""
		switch {
		case v.New:
			what = " (phiên bản mới)"
		case v.Closed:
			what = " (hết hiệu lực khi phiên bản mới bắt đầu)"
		}
		fmt.Fprintf(w, "%s %s%s: %d mã thêm, %d đổi, %d bỏ, %d giữ nguyên\n", plan.Scheme, v.Version, what, len(v.Added), len(v.Changed), len(v.Removed), v.Same)
		for _, c := range v.Added {
			fmt.Fprintf(w, "  + %s %s%s\n", c.Code, c.Name, doubt(c))
		}
		for _, c := range v.Removed {
			fmt.Fprintf(w, "  - %s %s\n", c.Code, c.Name)
		}
		for _, c := range v.Changed {
			if !v.Closed {
				fmt.Fprintf(w, "  ~ %s %s → %s%s\n", c.Before.Code, c.Before.Name, c.After.Name, doubt(c.After))
			}
		}
	}
}

func doubt(c registry.Code) string {
	if c.Confirmed {
		return ""
	}
	return " (chưa kiểm chứng)"
}

type catalogueExportCommand struct {
	Scheme string `arg:"" help:"Tên danh mục."`
	Format string `help:"tsv, csv hoặc xlsx." enum:"tsv,csv,xlsx" default:"tsv"`
	Output string `short:"o" help:"Tệp kết quả; không có thì ghi ra màn hình." placeholder:"FILE"`
}

// Run writes the list. It reads beside a running server.
func (e *catalogueExportCommand) Run(c *console) error {
	return c.besideReference(func(_ *neighbour, ref *registry.Reference) error { return e.write(c, ref) })
}

func (e *catalogueExportCommand) write(c *console, ref *registry.Reference) error {
	codes := ref.EveryCode(registry.Scheme(e.Scheme))
	if len(codes) == 0 {
		return registry.Errorf(registry.NotFound, "Không có danh mục %s. Hãy xem tên các danh mục bằng «trithuc catalogue list».", e.Scheme)
	}
	var b bytes.Buffer
	if err := office.WriteSheet(&b, office.Format(e.Format), e.Scheme, office.RowsOf(registry.CatalogueRows(codes))); err != nil {
		return err
	}
	return c.into(e.Output, func(w io.Writer) error { _, err := b.WriteTo(w); return err })
}

type catalogueHistoryCommand struct {
	Scheme string `arg:"" optional:"" help:"Tên danh mục; không có thì mọi danh mục."`
}

// Run tells the changes of a list, the newest first.
func (h *catalogueHistoryCommand) Run(c *console) error {
	return c.beside(func(store *neighbour) error {
		steps, err := registry.CatalogueHistory(c.ctx, store, registry.Scheme(h.Scheme))
		for _, s := range steps {
			fmt.Fprintf(c.out, "%6d  %s  %-12s %-12s %s: %s\n", s.Entry.Seq, s.Entry.At.Format("2006-01-02 15:04"), s.Scheme, s.Version, s.Entry.Actor, s.Entry.Reason)
		}
		return err
	})
}

type catalogueUndoCommand struct {
	Seq registry.Seq `arg:"" help:"Số thứ tự của mục nhật ký, xem bằng «trithuc catalogue history»."`
}

// Run takes a load back.
func (u *catalogueUndoCommand) Run(c *console) (err error) {
	h, err := c.open("catalogue undo")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if _, err := (registry.Catalogues{Store: h.store}).Undo(c.ctx, h.store, u.Seq); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Đã hoàn tác lần nạp danh mục ở mục %d.\n", u.Seq)
	return nil
}
