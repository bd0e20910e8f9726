package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"trithuc/importer"
	"trithuc/registry"
)

// importCommands are `import FILE…`, `import undo IMPORT` and `import cancel IMPORT`.
type importCommands struct {
	Files  importCommand `cmd:"" default:"withargs" help:"Nhập các tệp; chữ «files» không cần gõ."`
	Undo   undoCommand   `cmd:"" help:"Hoàn tác một lần nhập."`
	Cancel cancelCommand `cmd:"" help:"Hủy một lần nhập chưa ghi và xóa tệp của nó."`
}

type importCommand struct {
	Files        []string `arg:"" name:"file" help:"Tệp bảng tính; nhiều tệp là một lô: ai có trong nhiều tệp vẫn là một người."`
	Organisation string   `help:"Cơ quan công tác khi tệp không ghi: tên hoặc chữ viết tắt." placeholder:"NAME|ABBR"`
	System       string   `help:"Hệ thống đã xuất tệp: hemis, cbccvc, khcn." placeholder:"NAME"`
	Synced       string   `help:"Ngày đồng bộ của hệ thống ấy; bắt buộc khi có --system." placeholder:"YYYY-MM-DD"`
	Full         bool     `help:"Danh sách đầy đủ của cơ quan: nêu ai đang công tác mà không có trong danh sách."`
	PasswordFile string   `help:"Tệp văn bản có mật khẩu mở bảng tính ở dòng đầu." placeholder:"FILE"`
	Yes          bool     `help:"Ghi vào cơ sở dữ liệu; không có thì chỉ xem trước."`
	JSON         bool     `name:"json" help:"In kết quả dạng JSON, một đối tượng."`
}

// Run brings in a file, or several as one lot: where one of them cannot be read nothing
// is written.
func (i *importCommand) Run(c *console) (err error) {
	h, err := c.open("import")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	im, err := h.importer(c)
	if err != nil {
		return err
	}
	o := importer.Options{Full: i.Full}
	if o.Password, err = i.password(); err != nil {
		return err
	}
	if i.Organisation != "" {
		if o.Employer, err = im.Employer(c.ctx, i.Organisation); err != nil {
			return err
		}
	}
	if c, err = i.fromSystem(c, h); err != nil {
		return err
	}
	plan, err := i.plan(c, im, o)
	if err != nil {
		return err
	}
	return i.print(c, plan)
}

// plan plans what is to be brought in, and with --yes applies the plan.
func (i *importCommand) plan(c *console, im *importer.Importer, o importer.Options) (*importer.Plan, error) {
	if len(i.Files) == 1 {
		plan, err := i.one(c, im, i.Files[0], o)
		if err != nil {
			return nil, about(filepath.Base(i.Files[0]), err)
		}
		return plan, nil
	}
	bar := c.bar(fmt.Sprintf("%d tệp", len(i.Files)))
	defer bar.close()
	if !i.Yes {
		return im.PreviewFiles(c.ctx, i.uploads, o, bar.stages)
	}
	return im.RunFiles(c.ctx, i.uploads, o, bar.stages)
}

// uploads opens the files one after the other.
func (i *importCommand) uploads(yield func(importer.Upload, error) bool) {
	for _, file := range i.Files {
		f, err := openRegular(file)
		if err != nil {
			yield(importer.Upload{}, err)
			return
		}
		more := yield(importer.Upload{Name: filepath.Base(file), Content: f}, nil)
		f.Close()
		if !more {
			return
		}
	}
}

// password reads the password of the workbooks; "" where there is none.
func (i *importCommand) password() (string, error) {
	if i.PasswordFile == "" {
		return "", nil
	}
	b, err := os.ReadFile(i.PasswordFile)
	if err != nil {
		return "", &registry.Error{Kind: registry.NotFound, Err: err, Message: "Không đọc được tệp mật khẩu. Hãy kiểm tra đường dẫn và quyền đọc."}
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimSuffix(line, "\r"), nil
}

// fromSystem notes which system gave the files out, and as of which day.
func (i *importCommand) fromSystem(c *console, h *house) (*console, error) {
	day, err := registry.ParseDate(i.Synced)
	if err != nil {
		return nil, err
	}
	ref, err := h.store.Reference(c.ctx)
	if err != nil {
		return nil, err
	}
	from := *c
	from.ctx, err = registry.WithSystem(c.ctx, ref, i.System, day)
	return &from, err
}

// one plans a file, and with --yes applies the plan.
func (i *importCommand) one(c *console, im *importer.Importer, file string, o importer.Options) (*importer.Plan, error) {
	f, err := openRegular(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	bar := c.bar(filepath.Base(file))
	defer bar.close()
	if !i.Yes {
		return im.Preview(c.ctx, file, o, bar.stages)
	}
	return im.Run(c.ctx, filepath.Base(file), f, o, bar.stages)
}

func (i *importCommand) print(c *console, p *importer.Plan) error {
	if i.JSON {
		return printJSON(c.out, importer.ReportOf(p))
	}
	if !i.Yes {
		printColumns(c.out, p.Sheets)
	}
	for _, issue := range p.Issues {
		fmt.Fprintf(c.out, "  %s: %s\n", strings.TrimSpace(issue.Sheet+" "+issue.Cell), issue.Message)
	}
	if !i.Yes {
		printAmended(c.out, p)
	}
	for _, a := range p.Absent {
		fmt.Fprintf(c.out, "  vắng mặt: %s %s (%s)\n", a.Public, a.Name, a.Position)
	}
	fmt.Fprintf(c.out, "%s: %s\n", p.Import.File, summary(p))
	if !i.Yes {
		fmt.Fprintln(c.out, "Đây là bản xem trước, chưa ghi gì. Thêm --yes để ghi vào cơ sở dữ liệu.")
	}
	return nil
}

// printColumns says what each column of the sheets that are read was taken for.
func printColumns(out io.Writer, sheets []importer.Sheet) {
	for _, s := range sheets {
		if s.Skipped != "" {
			continue
		}
		var told []string
		for _, col := range s.Columns {
			if col.Field != "" {
				told = append(told, fmt.Sprintf("%s %s", col.Letter, col.Label()))
			}
		}
		fmt.Fprintf(out, "  %s: %d người; các cột: %s.\n", s.Name, s.People, strings.Join(told, "; "))
	}
}

// shownAmended is how many people a preview in the terminal tells the changes of.
const shownAmended = 20

// printAmended says what the first of those who are amended have now and would have.
func printAmended(out io.Writer, p *importer.Plan) {
	left := shownAmended
	for _, r := range p.Rows {
		if r.Outcome != registry.RowAmended {
			continue
		}
		if left--; left < 0 {
			fmt.Fprintf(out, "  … và %d người khác được cập nhật; mở trang Nhập dữ liệu để xem đủ.\n", p.Counts.Amended-shownAmended)
			return
		}
		var told []string
		for _, ch := range r.Changes {
			told = append(told, changeText(ch))
		}
		fmt.Fprintf(out, "  cập nhật %s (dòng %d): %s\n", r.Name, r.Row, strings.Join(told, "; "))
	}
}

// changeText says what a value is and would be, or what would be added.
func changeText(ch importer.ValueChange) string {
	if ch.Old == "" {
		return fmt.Sprintf("thêm %s: %s", ch.Label(), ch.New)
	}
	return fmt.Sprintf("%s: %s → %s", ch.Label(), ch.Old, ch.New)
}

// summary says what a plan does in one line.
func summary(p *importer.Plan) string {
	n := p.Counts
	s := fmt.Sprintf("%d người: %d thêm mới, %d cập nhật, %d không đổi, %d cần xác nhận, %d không nhận; %d điểm cần xem",
		n.Rows, n.Added, n.Amended, n.Same, n.Review, n.Rejected, len(p.Issues))
	if p.Absent != nil {
		s += fmt.Sprintf("; %d người đang công tác không có trong danh sách", len(p.Absent))
	}
	if p.Import.ID != 0 {
		s += fmt.Sprintf(" (lần nhập %d)", p.Import.ID)
	}
	return s + "."
}

// about puts the name of the file before what is said of it.
func about(file string, err error) error {
	e, ok := errors.AsType[*registry.Error](err)
	if !ok {
		return fmt.Errorf("%s: %w", file, err)
	}
	named := *e
	named.Message = file + ": " + e.Message
	return &named
}

// stages shows the progress of an import.
func (b *bar) stages(p importer.Progress) { b.report(p.Done, p.Total) }

type undoCommand struct {
	Import registry.ImportID `arg:"" name:"import" help:"Số của lần nhập."`
}

// Run takes an import back and names what had to stay.
func (u *undoCommand) Run(c *console) error {
	return c.imports("import undo", func(im *importer.Importer) error {
		done, _, err := im.Undo(c.ctx, u.Import)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "Đã hoàn tác lần nhập %d: gỡ %d hồ sơ, trả %d hồ sơ về giá trị cũ.\n", u.Import, done.Removed, done.Restored)
		for _, k := range done.Kept {
			fmt.Fprintf(c.out, "  giữ nguyên %s %s %s: %s\n", k.Person.Public(), k.Name, k.Field, k.Reason)
		}
		return nil
	})
}

type cancelCommand struct {
	Import registry.ImportID `arg:"" name:"import" help:"Số của lần nhập."`
}

// Run drops an import that was not written.
func (d *cancelCommand) Run(c *console) error {
	return c.imports("import cancel", func(im *importer.Importer) error {
		if _, err := im.Cancel(c.ctx, d.Import); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "Đã hủy lần nhập %d: chưa ghi gì, tệp đã xóa.\n", d.Import)
		return nil
	})
}

// imports opens the folder and gives f the importer.
func (c *console) imports(command string, f func(*importer.Importer) error) (err error) {
	h, err := c.open(command)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	im, err := h.importer(c)
	if err != nil {
		return err
	}
	return f(im)
}
