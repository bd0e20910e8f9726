package importer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"time"

	"trithuc/registry"
)

// job is what the parent tells the child, one line of JSON on its input. The
// input stays open while the parent lives.
type job struct {
	Path   string `json:"path"`
	Key    []byte `json:"key,omitempty"` // opens the file, where it is sealed
	Memory int64  `json:"memory"`        // bytes the child may use

	Password string `json:"password,omitempty"` // of a protected workbook
}

// ServeWorker is the child's whole life: it reads one job from in, the workbook
// it names, and writes the cells to out as frames. It reports what is wrong with
// the workbook as a frame too; an error is returned only when out is broken. It
// ends the process itself when in ends (the parent died) or when the memory the
// job allows is spent.
func ServeWorker(in io.Reader, out io.Writer) error {
	lines := bufio.NewReader(in)
	line, err := lines.ReadBytes('\n')
	var j job
	if err == nil {
		err = json.Unmarshal(line, &j)
	}
	if err != nil {
		return &registry.Error{Kind: registry.Invalid, Message: "Lệnh này do chính chương trình gọi để đọc một bảng tính, không chạy bằng tay. Hãy dùng lệnh import.", Err: err}
	}
	if err := limitSelf(j.Memory); err != nil {
		return fmt.Errorf("importer: limits of the reader: %w", err)
	}
	go endWith(lines)
	go watchMemory(j.Memory)
	w := newFrameWriter(out)
	if err := readWorkbook(j, w); err != nil {
		if err := w.json(tagFailure, failureOf(err)); err != nil {
			return err
		}
	}
	return w.w.Flush()
}

// Exit codes of a child that ends itself.
const (
	exitOrphan = 20 + iota
	exitMemory
)

func endWith(parent io.Reader) {
	io.Copy(io.Discard, parent)
	os.Exit(exitOrphan)
}

// leanFromBytes is from how much memory on the reader spares it rather than time.
const leanFromBytes = 72 << 20

// watchMemory ends the process when its heap passes the limit. The kernel's own
// limit stands behind it, where there is one.
func watchMemory(limit int64) {
	debug.SetGCPercent(400) // the reader makes much garbage and keeps little
	debug.SetMemoryLimit(min(limit*3/4, leanFromBytes))
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	for {
		time.Sleep(20 * time.Millisecond)
		metrics.Read(sample)
		if sample[0].Value.Uint64() > uint64(limit) {
			os.Exit(exitMemory)
		}
	}
}

func failureOf(err error) failure {
	if passing(err) {
		return failure{Kind: registry.Busy, Message: "Máy chủ hết chỗ trên đĩa hoặc đang quá tải nên chưa đọc được tệp. Hãy thử lại sau ít phút.", Cause: err.Error()}
	}
	f := failure{Kind: registry.Unreadable, Message: "Không đọc được tệp. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", Cause: err.Error()}
	if e, ok := errors.AsType[*registry.Error](err); ok {
		f.Kind, f.Message, f.Cause = e.Kind, e.Message, ""
		if e.Err != nil {
			f.Cause = e.Err.Error()
		}
		f.Locked = errors.Is(err, errLocked)
	}
	return f
}

// readWorkbook looks at what the file is, surveys it and writes its cells. A
// panic of the reader becomes a failure like any other.
func readWorkbook(j job, out *frameWriter) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = unreadable(panicked(r), "Tệp bị hỏng đến mức không đọc tiếp được. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.")
		}
	}()
	return readFile(j, out)
}

func readFile(j job, out *frameWriter) error {
	f, err := os.Open(j.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return noFile(j.Path)
	}
	if j.Key == nil {
		return readContent(j, f, info.Size(), out)
	}
	opened, err := openSealed(f, info.Size(), j.Key)
	if err != nil {
		return err
	}
	return readContent(j, opened, opened.size, out)
}

// readContent reads a workbook, wherever its bytes stand.
func readContent(j job, f io.ReaderAt, size int64, out *frameWriter) error {
	read, err := recognise(j, f, size)
	if err != nil {
		return err
	}
	return read(j, f, size, out)
}

// noFile refuses pipes and devices, which have no size and may never end.
func noFile(path string) error {
	return registry.Errorf(registry.Unreadable, "%q không phải một tệp trên đĩa (là ống dẫn hoặc thiết bị). Hãy lưu bảng tính thành tệp rồi nhập tệp đó.", path)
}

// format reads workbooks of one kind: the head of the book, its sheets, the end.
type format func(j job, f io.ReaderAt, size int64, out *frameWriter) error

// readXLSX reads a workbook of Excel 2007 and later.
func readXLSX(_ job, f io.ReaderAt, size int64, out *frameWriter) error {
	s, err := surveyFile(f, size, out.total)
	if err != nil {
		return err
	}
	if err := out.json(tagBook, s.book); err != nil {
		return err
	}
	for i := range s.sheets {
		if err := s.writeSheet(&s.sheets[i], out); err != nil {
			return err
		}
	}
	return out.frame(tagDone, nil)
}

var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	// encrypted is the name of the stream that holds a protected workbook.
	encrypted = utf16le("EncryptedPackage")
)

func utf16le(s string) []byte {
	var b []byte
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return b
}

// recognise says what a file is by its first bytes; the name is not believed.
func recognise(j job, f io.ReaderAt, size int64) (format, error) {
	head := make([]byte, min(size, 1<<20))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head[:min(len(head), 512)], []byte("\xef\xbb\xbf"))))
	switch {
	case size == 0:
		return nil, unreadable(nil, "Tệp rỗng (0 byte). Hãy chọn lại tệp bảng tính.")
	case bytes.HasPrefix(head, zipMagic):
		if parts, err := odsParts(f, size); err != nil || parts != nil {
			return readODS, err
		}
		if files, err := lotFiles(f, size); err != nil || files != nil {
			return readLot, err
		}
		return readXLSX, nil
	case bytes.HasPrefix(head, oleMagic) && bytes.Contains(tailOf(f, size, head), encrypted) && j.Password != "":
		return openLocked, nil
	case bytes.HasPrefix(head, oleMagic) && bytes.Contains(tailOf(f, size, head), encrypted):
		return nil, protected()
	case bytes.HasPrefix(head, oleMagic):
		return readBIFF, nil
	case veryOld(head):
		return nil, tooOld()
	case bytes.Contains(text, []byte("urn:schemas-microsoft-com:office:spreadsheet")), bytes.Contains(text, []byte("<workbook")):
		return nil, unreadable(nil, "Tệp thực ra là XML (bảng tính XML 2003) mang đuôi bảng tính. Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi tải lên.")
	case isWebPage(text):
		return nil, unreadable(nil, "Tệp thực ra là một trang web (HTML) mang đuôi bảng tính. Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi tải lên.")
	case bytes.HasPrefix(text, []byte("<?xml")):
		return nil, unreadable(nil, "Tệp là XML, không phải bảng tính. Hãy xin bản Excel (.xlsx) rồi tải lên.")
	case bytes.HasPrefix(text, []byte(`{\rtf`)):
		return nil, unreadable(nil, "Tệp là văn bản (RTF), không phải bảng tính. Hãy xin bản Excel (.xlsx) rồi tải lên.")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return nil, unreadable(nil, "Tệp là PDF, không phải bảng tính. Hãy xin bản Excel (.xlsx) rồi tải lên.")
	}
	return readCSV, nil
}

// isWebPage knows a page, or a page with its pictures in one file, which programs save
// under the name of a workbook; text is its beginning in small letters.
func isWebPage(text []byte) bool {
	return bytes.HasPrefix(text, []byte("mime-version:")) || bytes.HasPrefix(text, []byte("<")) &&
		slices.ContainsFunc([]string{"<html", "<!doctype html", "<table", "<meta ", "<style", "<div"}, func(tag string) bool { return bytes.Contains(text, []byte(tag)) })
}

// tailOf gives the places where a compound file keeps its directory: its first
// and its last megabyte.
func tailOf(f io.ReaderAt, size int64, head []byte) []byte {
	if size <= int64(len(head)) {
		return head
	}
	tail := make([]byte, min(size-int64(len(head)), 1<<20))
	n, _ := f.ReadAt(tail, size-int64(len(tail)))
	return append(append([]byte{}, head...), tail[:n]...)
}

func protected() error {
	return unreadable(errLocked, "Tệp được bảo vệ bằng mật khẩu nên không mở được. Hãy mở bằng Excel, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc), lưu lại; hoặc nhập mật khẩu ở ô mật khẩu của tệp.")
}
