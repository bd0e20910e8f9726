package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInputThatIsNoFile: a pipe without a writer or a folder ends with a sentence
// instead of waiting for ever.
func TestInputThatIsNoFile(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	fifo := filepath.Join(dir, "ống.xlsx")
	pipe(t, fifo)
	for _, args := range [][]string{{"import", fifo}, {"import", "--yes", fifo}, {"import", dir}, {"search", "--batch", fifo}, {"search", "--batch", dir}} {
		if a := trithuc(t, data, args...); a.code != 1 || !strings.Contains(a.errout, "không phải là một tệp thường") {
			t.Errorf("%v: exit %d, %q", args, a.code, a.errout)
		}
	}
}

// TestBatchLineTooLong: the answers before it are not lost.
func TestBatchLineTooLong(t *testing.T) {
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "câu tìm")
	write(t, file, "nguyen\n"+strings.Repeat("a", 2<<20)+"\nle\n")
	a := trithuc(t, data, "search", "--batch", file)
	if a.code != 1 || strings.Count(a.out, "\n") != 1 || !strings.Contains(a.errout, "một dòng dài hơn") {
		t.Errorf("exit %d, %d answers, %q", a.code, strings.Count(a.out, "\n"), a.errout)
	}
}

// TestExportTarget: what stands at the path is written through or refused, and
// replaced only where it is a file.
func TestExportTarget(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	must(t, data, "import", "--yes", "--organisation", "ĐHCT", staff(t))
	want := must(t, data, "export", "--format", "csv")
	t.Run("link", func(t *testing.T) {
		file, link := filepath.Join(dir, "đích.csv"), filepath.Join(dir, "nối.csv")
		write(t, file, "cũ")
		if err := os.Symlink(file, link); err != nil {
			t.Fatal(err)
		}
		must(t, data, "export", "--format", "csv", "-o", link)
		if got := string(read(t, file)); got != want {
			t.Errorf("the file behind the link holds %q", got)
		}
		if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("the link is gone: %v, %v", info, err)
		}
	})
	t.Run("pipe", func(t *testing.T) {
		fifo := filepath.Join(dir, "ống.csv")
		pipe(t, fifo)
		got := make(chan string)
		go func() {
			f, err := os.Open(fifo)
			if err != nil {
				got <- err.Error()
				return
			}
			defer f.Close()
			all, _ := io.ReadAll(f)
			got <- string(all)
		}()
		must(t, data, "export", "--format", "csv", "-o", fifo)
		if got := <-got; got != want {
			t.Errorf("through the pipe came %q", got)
		}
	})
	t.Run("folder", func(t *testing.T) {
		if a := trithuc(t, data, "export", "-o", dir); a.code != 1 || !strings.Contains(a.errout, "là một thư mục") {
			t.Errorf("exit %d, %q", a.code, a.errout)
		}
	})
	t.Run("full device", func(t *testing.T) {
		if _, err := os.Stat("/dev/full"); err != nil {
			t.Skip(err)
		}
		if a := trithuc(t, data, "export", "-o", "/dev/full"); a.code != 1 || !strings.Contains(a.errout, "chỗ trống trên đĩa") {
			t.Errorf("exit %d, %q", a.code, a.errout)
		}
	})
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
