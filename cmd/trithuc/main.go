// Command trithuc is the whole product: the registry's command line and its web
// server. It wires the floors together and decides nothing itself.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"trithuc/registry"
)

// commands is the contract of the command line.
type commands struct {
	Data string `help:"Thư mục dữ liệu." default:"./data" placeholder:"DIR"`

	VaultKey string `help:"Tệp khóa của các giá trị bảo mật; mặc định là tên thư mục dữ liệu thêm «.key»." env:"TRITHUC_VAULT_KEY" placeholder:"FILE"`

	Serve     serveCommand      `cmd:"" help:"Phục vụ trang web và API."`
	Import    importCommands    `cmd:"" help:"Nhập danh sách từ tệp bảng tính; không có --yes thì chỉ xem trước."`
	Search    searchCommand     `cmd:"" help:"Tìm người."`
	Export    exportCommand     `cmd:"" help:"Xuất toàn bộ hồ sơ."`
	Seed      seedCommand       `cmd:"" help:"Sinh người giả định để đo, ghi thẳng vào cơ sở dữ liệu."`
	Forecast  forecastCommand   `cmd:"" help:"Dự báo số người theo lĩnh vực."`
	Doctor    doctorCommand     `cmd:"" help:"Kiểm tra mọi cam kết: nhật ký, cơ sở dữ liệu, chỉ mục khớp nhau."`
	Backup    backupCommand     `cmd:"" help:"Sao lưu toàn bộ dữ liệu vào một tệp, kể cả khi đang phục vụ."`
	Restore   restoreCommand    `cmd:"" help:"Thay toàn bộ dữ liệu bằng một bản sao lưu."`
	Exchange  exchangeCommands  `cmd:"" help:"Trao đổi bằng tệp với HEMIS, CSDL CBCCVC, hệ thống thông tin KH&CN."`
	Panel     panelCommands     `cmd:"" help:"Hội đồng tư vấn: đề xuất thành viên."`
	Catalogue catalogueCommands `cmd:"" help:"Danh mục: xem, nạp từ tệp, ghi ra tệp, hoàn tác."`
	Request   requestCommands   `cmd:"" help:"Yêu cầu của mọi người về dữ liệu của chính họ."`
	Account   accountCommands   `cmd:"" help:"Tài khoản: lập, đặt lại mật khẩu, khóa, cấp khóa truy cập API."`
	Key       keyCommands       `cmd:"" help:"Khóa của các giá trị bảo mật."`
	Reindex   reindexCommand    `cmd:"" help:"Dựng lại chỉ mục tìm kiếm từ cơ sở dữ liệu."`

	Platform platformCommands `embed:""` // what only one operating system knows

	Version kong.VersionFlag `help:"In phiên bản của chương trình rồi thôi."`

	ReadWorkbook readWorkbookCommand `cmd:"" name:"read-workbook" hidden:""`
	ProbeIndex   probeIndexCommand   `cmd:"" name:"probe-index" hidden:""`
}

// console is what a command sees of the world.
type console struct {
	ctx         context.Context
	dir         string
	vaultKey    string // "" for beside the data folder
	out, errout io.Writer
	now         func() time.Time
}

func main() {
	os.Exit(start(os.Args[1:]))
}

// run does one command line and gives the exit status: 0, 1 where the command
// could not do what was asked, 2 where it was not understood.
func run(args []string, out, errout io.Writer) int {
	return runUntil(context.Background(), args, out, errout)
}

// runUntil is run that also ends, orderly, when a context does.
func runUntil(ctx context.Context, args []string, out, errout io.Writer) int {
	var c commands
	parser, err := kong.New(&c, kong.Name("trithuc"), kong.Writers(out, errout),
		kong.Description("Cơ sở dữ liệu đội ngũ trí thức."), kong.Vars{"version": "trithuc " + version()})
	if err != nil {
		fmt.Fprintln(errout, err)
		return 2
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(errout, "trithuc: Câu lệnh chưa đúng: %s. Hãy chạy «trithuc --help» để xem cách dùng.\n", misuse(err))
		return 2
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends what does not listen
	ctx = registry.WithActor(ctx, registry.Actor{Account: "operator", Role: registry.Operator})
	err = parsed.Run(&console{ctx: ctx, dir: c.Data, vaultKey: c.VaultKey, out: out, errout: errout, now: func() time.Time { return time.Now().In(registry.Vietnam) }})
	if err != nil {
		fmt.Fprintln(errout, "trithuc: "+sentence(err))
		return 1
	}
	return 0
}

// sentence is what a person reads of an error, in one line: our own message
// where there is one, with the refused values; the bare cause otherwise.
func sentence(err error) string {
	e, ok := errors.AsType[*registry.Error](err)
	switch {
	case errors.Is(err, context.Canceled):
		return "Đã dừng theo yêu cầu trước khi xong. Dữ liệu vẫn nguyên vẹn; hãy chạy lại lệnh để làm tiếp."
	case !ok:
		return oneLine("Lỗi ngoài dự kiến: " + err.Error())
	}
	var b strings.Builder
	b.WriteString(e.Message)
	for _, p := range e.Problems {
		fmt.Fprintf(&b, " %s %q: %s.", p.Field, p.Value, p.Reason)
	}
	if e.Kind == registry.Internal && e.Err != nil {
		fmt.Fprintf(&b, " (%v)", e.Err)
	}
	return oneLine(b.String())
}

// oneLine keeps line ends, and bytes that a damaged file put into a text, from the
// terminal.
func oneLine(s string) string {
	printable := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.IsSpace(r) {
			return '?'
		}
		return r
	}, s)
	return strings.Join(strings.Fields(printable), " ")
}
