package main

import (
	"bufio"
	"fmt"
	"io"

	"trithuc/registry"
	"trithuc/ui/office"
)

// exchangeCommands are `exchange list|export`. A file of another system comes in
// through `import --system`.
type exchangeCommands struct {
	List   exchangeListCommand   `cmd:"" help:"Các hệ thống trao đổi bằng tệp và biểu của chúng."`
	Export exchangeExportCommand `cmd:"" help:"Xuất người theo biểu của một hệ thống."`
}

type exchangeListCommand struct{}

// Run names the systems with the columns of their forms of today.
func (exchangeListCommand) Run(c *console) error {
	return c.besideReference(func(_ *neighbour, ref *registry.Reference) error {
		for _, s := range ref.Codes(registry.SchemeSystem) {
			fmt.Fprintf(c.out, "%s: %s\n", s.Code, formOf(ref, s, registry.DateOf(c.now())))
		}
		return nil
	})
}

// formOf says what form a system has on a day, or why it has none.
func formOf(ref *registry.Reference, system registry.Code, on registry.Date) string {
	x, err := ref.Exchange(system.Code, on)
	if err != nil {
		return sentence(err)
	}
	said := fmt.Sprintf("%s, %d cột", system.Name, len(x.Columns))
	if !x.Confirmed() {
		said += " (chưa kiểm chứng)"
	}
	return said
}

type exchangeExportCommand struct {
	System       string `arg:"" help:"Mã hệ thống: hemis, cbccvc, khcn."`
	Format       string `help:"xlsx, csv hoặc tsv." enum:"xlsx,csv,tsv" default:"xlsx"`
	Organisation string `help:"Chỉ người đang làm ở cơ quan này: tên hoặc chữ viết tắt." placeholder:"NAME|ABBR"`
	On           string `help:"Theo biểu có hiệu lực ngày này; mặc định là hôm nay." placeholder:"YYYY-MM-DD"`
	Output       string `short:"o" help:"Tệp kết quả; không có thì ghi ra màn hình." placeholder:"FILE"`
}

// Run writes the form. It reads beside a running server.
func (e *exchangeExportCommand) Run(c *console) error {
	return c.besideReference(func(store *neighbour, ref *registry.Reference) error { return e.write(c, store, ref) })
}

func (e *exchangeExportCommand) write(c *console, store *neighbour, ref *registry.Reference) error {
	x, at, err := e.form(c, ref)
	if err != nil {
		return err
	}
	return c.into(e.Output, func(w io.Writer) error {
		b := bufio.NewWriter(w)
		if err := office.WriteSheet(b, office.Format(e.Format), e.System, x.Rows(store.AllPeople(c.ctx, 0), ref, at)); err != nil {
			return err
		}
		return b.Flush()
	})
}

// form gives the form of the day and the employer asked for, 0 for everybody.
func (e *exchangeExportCommand) form(c *console, ref *registry.Reference) (x registry.Exchange, at registry.OrganisationID, err error) {
	on := registry.DateOf(c.now())
	if e.On != "" {
		if on, err = registry.ParseDate(e.On); err != nil {
			return x, 0, err
		}
	}
	if e.Organisation != "" {
		found := ref.ResolveOrganisation(e.Organisation, on)
		if len(found) != 1 || found[0].Score < 1 {
			return x, 0, registry.Errorf(registry.Invalid, "Không rõ cơ quan %q (%d khả năng). Hãy ghi đúng tên hoặc chữ viết tắt.", e.Organisation, len(found))
		}
		at = found[0].ID
	}
	x, err = ref.Exchange(e.System, on)
	return x, at, err
}
