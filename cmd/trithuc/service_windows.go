package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/svc"
	"golang.org/x/sys/windows/svc/mgr"

	"trithuc/registry"
)

// platformCommands are those of Windows.
type platformCommands struct {
	Service serviceCommands `cmd:"" help:"Dịch vụ Windows: cài, gỡ; cần quyền quản trị của máy."`
}

type serviceCommands struct {
	Install installCommand `cmd:"" help:"Cài và chạy dịch vụ: tự chạy khi bật máy, không cần ai đăng nhập."`
	Remove  removeCommand  `cmd:"" help:"Dừng và gỡ dịch vụ; dữ liệu ở nguyên chỗ cũ."`
}

// serviceName is how Windows knows the service.
const serviceName = "trithuc"

// start does a command line: as the service where Windows started it, as a desk
// program where somebody double-clicked it, otherwise as everywhere.
func start(args []string) int {
	if service, err := svc.IsWindowsService(); err == nil && service {
		return asService(args)
	}
	if len(args) == 0 && doubleClicked() {
		return onDesk()
	}
	return run(args, os.Stdout, os.Stderr)
}

type installCommand struct {
	Folder   string   `help:"Thư mục chứa dữ liệu, khóa và nhật ký; chỉ quản trị máy và dịch vụ vào được; mặc định là trithuc trong ProgramData." placeholder:"DIR"`
	Addr     string   `help:"Địa chỉ phục vụ." default:"localhost:8080" placeholder:"HOST:PORT"`
	Host     []string `help:"Tên miền mà máy chủ được gọi; dùng được nhiều lần." placeholder:"NAME" sep:"none"`
	BackupTo string   `help:"Thư mục chứa các bản sao lưu tự động." placeholder:"DIR"`
}

// folder gives where everything lies.
func (i *installCommand) folder() (string, error) {
	if i.Folder != "" {
		return filepath.Abs(i.Folder)
	}
	base, err := windows.KnownFolderPath(windows.FOLDERID_ProgramData, 0)
	return filepath.Join(base, serviceName), err
}

// Run installs the service and starts it.
func (i *installCommand) Run(c *console) error {
	folder, err := i.folder()
	if err != nil {
		return err
	}
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	m, err := mgr.Connect()
	if err != nil {
		return serviceError(err)
	}
	defer func() { _ = m.Disconnect() }()
	if err := guard(folder); err != nil {
		return serviceError(err)
	}
	s, err := m.CreateService(serviceName, exe, mgr.Config{
		DisplayName: "Cơ sở dữ liệu đội ngũ trí thức", Description: "Phục vụ trang web trithuc tại http://" + i.Addr,
		StartType: mgr.StartAutomatic, DelayedAutoStart: true, ServiceStartName: `NT AUTHORITY\LocalService`,
	}, i.args(folder)...)
	if err != nil {
		return serviceError(err)
	}
	defer func() { _ = s.Close() }()
	again := []mgr.RecoveryAction{{Type: mgr.ServiceRestart, Delay: 10 * time.Second}}
	if err := s.SetRecoveryActions(again, uint32((24 * time.Hour).Seconds())); err != nil {
		return serviceError(err)
	}
	if err := s.Start(); err != nil {
		return serviceError(err)
	}
	fmt.Fprintf(c.out, "Đã cài và chạy dịch vụ. Mở http://%s; dữ liệu ở %s; mã thiết lập và lỗi, nếu có, ở %s.\n", i.Addr, folder, logFile(i.args(folder)))
	return nil
}

// args is the command line of the service. It begins with --data DIR (see logFile).
func (i *installCommand) args(folder string) []string {
	args := []string{"--data", filepath.Join(folder, "data"), "serve", "--addr", i.Addr}
	for _, h := range i.Host {
		args = append(args, "--host", h)
	}
	if i.BackupTo != "" {
		args = append(args, "--backup-to", i.BackupTo)
	}
	return args
}

// guard makes the folder and lets nobody into it but the machine's administrators, the
// system and the account of the service: under ProgramData everybody could read.
func guard(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	sd, err := windows.SecurityDescriptorFromString("D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;LS)")
	if err != nil {
		return err
	}
	dacl, _, err := sd.DACL()
	if err != nil {
		return err
	}
	return windows.SetNamedSecurityInfo(folder, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, dacl, nil)
}

type removeCommand struct{}

// Run stops the service, waits until it has ended and takes it from Windows.
func (r *removeCommand) Run(c *console) error {
	m, err := mgr.Connect()
	if err != nil {
		return serviceError(err)
	}
	defer func() { _ = m.Disconnect() }()
	s, err := m.OpenService(serviceName)
	if err != nil {
		return serviceError(err)
	}
	defer func() { _ = s.Close() }()
	if _, err := s.Control(svc.Stop); err != nil && !errors.Is(err, windows.ERROR_SERVICE_NOT_ACTIVE) {
		return serviceError(err)
	}
	for range 60 { // an orderly end takes its time
		if now, err := s.Query(); err != nil || now.State == svc.Stopped {
			break
		}
		time.Sleep(time.Second)
	}
	if err := s.Delete(); err != nil {
		return serviceError(err)
	}
	fmt.Fprintln(c.out, "Đã gỡ dịch vụ. Dữ liệu ở nguyên chỗ cũ.")
	return nil
}

// serviceError says what to do about what Windows refused.
func serviceError(err error) error {
	switch {
	case errors.Is(err, windows.ERROR_ACCESS_DENIED), errors.Is(err, fs.ErrPermission):
		return &registry.Error{Kind: registry.Forbidden, Err: err, Message: "Windows không cho phép. Hãy mở lại bằng Run as administrator rồi làm lại."}
	case errors.Is(err, windows.ERROR_SERVICE_EXISTS):
		return &registry.Error{Kind: registry.Conflict, Err: err, Message: "Dịch vụ đã được cài. Muốn cài lại, hãy chạy «trithuc service remove» trước."}
	case errors.Is(err, windows.ERROR_SERVICE_DOES_NOT_EXIST):
		return &registry.Error{Kind: registry.NotFound, Err: err, Message: "Máy này chưa cài dịch vụ trithuc."}
	}
	return err
}

// asService does the command line that install wrote, with a file in the place of
// the console.
func asService(args []string) int {
	file, err := os.OpenFile(logFile(args), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return 1
	}
	defer file.Close()
	log.SetOutput(file) // where slog writes too
	s := &service{args: args, out: file}
	if err := svc.Run(serviceName, s); err != nil {
		log.Print(err)
		return 1
	}
	return s.status
}

// logFile is where a service writes: beside its data folder.
func logFile(args []string) string {
	if len(args) > 1 && args[0] == "--data" {
		return filepath.Clean(args[1]) + ".log"
	}
	return filepath.Join(os.TempDir(), serviceName+".log")
}

// service answers what Windows asks of a running service.
type service struct {
	args   []string
	out    *os.File
	status int
}

// Execute runs until Windows asks for an end; then it ends orderly.
func (s *service) Execute(_ []string, asked <-chan svc.ChangeRequest, state chan<- svc.Status) (bool, uint32) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan int, 1)
	go func() { ended <- runUntil(ctx, s.args, s.out, s.out) }()
	state <- svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
	for {
		select {
		case s.status = <-ended:
			return true, uint32(s.status) // not 0 lets Windows start it again
		case r := <-asked:
			switch r.Cmd {
			case svc.Interrogate:
				state <- r.CurrentStatus
			case svc.Stop, svc.Shutdown:
				state <- svc.Status{State: svc.StopPending, WaitHint: 60_000}
				stop()
			}
		}
	}
}
