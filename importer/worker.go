package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"time"

	"trithuc/registry"
)

// Worker starts the bounded child that reads a workbook, so that no file can
// take the server down.
type Worker struct {
	// Command is the program and its arguments that end up in ServeWorker:
	// usually this program itself with a hidden subcommand.
	Command []string
	// Memory bounds the child's heap in bytes; 0 means 192 MB.
	Memory int64
	// Timeout bounds the whole reading; 0 means 3 minutes.
	Timeout time.Duration
}

func (w Worker) memory() int64 {
	if w.Memory > 0 {
		return w.Memory
	}
	return 192 << 20
}

func (w Worker) timeout() time.Duration {
	if w.Timeout > 0 {
		return w.Timeout
	}
	return 3 * time.Minute
}

// read starts the child on the workbook that a job names and gives its frames to
// use. The child writes no file.
func (w Worker) read(ctx context.Context, j job, use func(io.Reader) error) error {
	j.Memory = w.memory()
	ctx, cancel := context.WithTimeout(ctx, w.timeout())
	defer cancel()
	c := exec.CommandContext(ctx, w.Command[0], w.Command[1:]...)
	c.Env = childEnv()
	c.WaitDelay = 2 * time.Second
	bind(c)
	var said bytes.Buffer
	c.Stderr = &capped{&said, 4096}
	in, err := c.StdinPipe()
	if err != nil {
		return err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return &registry.Error{Kind: registry.Busy, Message: "Không khởi động được chương trình đọc bảng tính. Hãy thử lại sau ít phút.", Err: err}
	}
	if err := send(in, j); err != nil {
		c.Process.Kill()
	}
	used := use(out)
	cancelled := ctx.Err()
	if used != nil {
		cancel() // nothing more is wanted of the child
	}
	in.Close()
	return verdict(used, c.Wait(), cancelled, said.Bytes())
}

func send(in io.Writer, j job) error {
	b, err := json.Marshal(j)
	if err != nil {
		return err
	}
	_, err = in.Write(append(b, '\n'))
	return err
}

// childEnv gives the child nothing of ours.
func childEnv() []string {
	env := []string{"GOTRACEBACK=none"}
	if root := os.Getenv("SYSTEMROOT"); runtime.GOOS == "windows" && root != "" {
		env = append(env, "SYSTEMROOT="+root)
	}
	return env
}

// verdict says in one sentence how the reading ended. What the stream itself
// said comes first, unless it only broke off because the child did.
func verdict(used, waited, cancelled error, said []byte) error {
	if used == nil && waited == nil {
		return nil
	}
	var cut *cutStream
	if used != nil && !errors.As(used, &cut) && !errors.Is(used, errFrame) {
		return used
	}
	if used == nil { // all was said before the child ended badly
		return nil
	}
	if cancelled == context.DeadlineExceeded {
		return registry.Errorf(registry.TooLarge, "Đọc tệp quá lâu nên đã dừng. Hãy tách tệp thành nhiều phần nhỏ hơn rồi tải lên.")
	}
	if cancelled != nil {
		return cancelled
	}
	exit, ok := errors.AsType[*exec.ExitError](waited)
	if ok && (exit.ExitCode() == exitMemory || bytes.Contains(said, []byte("out of memory")) || bytes.Contains(said, []byte("cannot allocate"))) {
		return registry.Errorf(registry.TooLarge, "Tệp cần nhiều bộ nhớ hơn mức cho phép nên đã dừng đọc. Hãy tách tệp thành nhiều phần nhỏ hơn rồi tải lên.")
	}
	return &registry.Error{Kind: registry.Unreadable, Err: errors.Join(waited, errors.New(string(said))),
		Message: "Chương trình đọc bảng tính dừng giữa chừng, chưa có gì thay đổi. Hãy thử lại; nếu vẫn vậy, mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên."}
}

// cutStream says that the frames ended before the workbook did.
type cutStream struct{ err error }

func (c *cutStream) Error() string { return "importer: cells cut short" }
func (c *cutStream) Unwrap() error { return c.err }

// capped keeps the first bytes of what it is given.
type capped struct {
	w    *bytes.Buffer
	left int
}

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	c.w.Write(p[:n])
	return len(p), nil
}
