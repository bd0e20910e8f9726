package importer

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"

	"trithuc/registry"
)

// Bounds of a lot: a .zip of several workbooks.
const (
	maxLotFiles = 200
	maxLotFile  = 64 << 20 // bytes of one workbook, which is in memory where it is packed
)

// lotMark stands between the name of a file of a lot and that of its sheet.
const lotMark = " › "

// workbookSuffixes are the files of a lot that are read; others are left out and
// said so.
var workbookSuffixes = []string{".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"}

// lotFiles lists the files of a lot; none where a zip file is no lot.
func lotFiles(r io.ReaderAt, size int64) ([]*zip.File, error) {
	zr, err := openZip(r, size)
	if err != nil {
		return nil, nil // the reader of .xlsx says what is wrong with it
	}
	parts, err := listParts(zr, size)
	if err != nil || parts["xl/workbook.xml"] != nil || parts["[content_types].xml"] != nil {
		return nil, err
	}
	var files []*zip.File
	some, bad := false, error(nil)
	for _, f := range zr.File {
		name := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		if strings.HasSuffix(f.Name, "/") || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue // folders, and what systems leave behind
		}
		files = append(files, f)
		some = some || isWorkbook(name)
		if err := refuseMember(f); err != nil && bad == nil {
			bad = err
		}
	}
	if !some {
		return nil, nil
	}
	if len(files) > maxLotFiles {
		return nil, registry.Errorf(registry.TooLarge, "Gói nén có %d tệp, tối đa là %d. Hãy chia thành nhiều gói.", len(files), maxLotFiles)
	}
	return files, bad
}

// refuseMember refuses what nobody packs who means well.
func refuseMember(f *zip.File) error {
	name := strings.ReplaceAll(f.Name, `\`, "/")
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' || slices.Contains(strings.Split(name, "/"), "..") {
		return unreadable(nil, "Gói nén có tệp %q mang đường dẫn trỏ ra ngoài gói, không an toàn nên không đọc gói này. Hãy chép các tệp vào một thư mục, nén lại rồi tải lên.", shorten(f.Name, 120))
	}
	return nil
}

func isWorkbook(name string) bool {
	return slices.Contains(workbookSuffixes, strings.ToLower(path.Ext(name)))
}

// lotNames is how the files of a lot are called, in letters: without their folders, but
// for those of which several have one name.
func lotNames(files []*zip.File) []string {
	names, bare := make([]string, len(files)), map[string]int{}
	for i, f := range files {
		names[i] = strings.ToValidUTF8(strings.ReplaceAll(f.Name, `\`, "/"), "_")
		bare[strings.ToLower(path.Base(names[i]))]++
	}
	for i, name := range names {
		if bare[strings.ToLower(path.Base(name))] == 1 {
			name = path.Base(name)
		}
		names[i] = shorten(name, 120)
	}
	return names
}

// readLot reads the workbooks of a lot one after the other, as the sheets of one
// workbook. One of them that cannot be read ends the lot: nothing is taken by halves.
func readLot(j job, f io.ReaderAt, size int64, out *frameWriter) error {
	files, err := lotFiles(f, size)
	if err != nil {
		return err
	}
	defer func() { out.inside = "" }()
	names := lotNames(files)
	for i, one := range files {
		name := names[i]
		if !isWorkbook(name) {
			if err := leaveOut(out, name); err != nil {
				return err
			}
			continue
		}
		out.inside = name
		if err := readMember(j, f, one, out); err != nil {
			return ofMember(name, err)
		}
		out.inside = ""
	}
	return out.frame(tagDone, nil)
}

func leaveOut(out *frameWriter, name string) error {
	if err := out.json(tagSheet, sheetHead{Name: name, Skipped: "không phải bảng tính"}); err != nil {
		return err
	}
	return out.frame(tagEnd, nil)
}

// readMember reads one workbook of a lot: where it stands, or from memory where it
// is packed. Nothing of it reaches the disk.
func readMember(j job, lot io.ReaderAt, one *zip.File, out *frameWriter) error {
	if one.UncompressedSize64 > maxLotFile {
		return registry.Errorf(registry.TooLarge, "tệp lớn hơn %d MB. Hãy tách thành nhiều tệp nhỏ hơn.", maxLotFile>>20)
	}
	if one.Flags&zipLocked != 0 && j.Password == "" {
		return unreadable(errLocked, "gói nén (.zip) được đặt mật khẩu. Hãy nhập mật khẩu ở ô mật khẩu của tệp.")
	}
	f, size, err := member(lot, one, j.Password)
	if err != nil {
		return err
	}
	if inner, err := lotFiles(f, size); err != nil || inner != nil {
		return cmp.Or(err, unreadable(nil, "là một gói nén nằm trong gói nén. Hãy giải nén rồi tải lên."))
	}
	return readContent(j, f, size, out)
}

// member gives the content of a workbook of a lot, which a password may lock.
func member(lot io.ReaderAt, one *zip.File, password string) (io.ReaderAt, int64, error) {
	broken := func(err error) (io.ReaderAt, int64, error) {
		return nil, 0, unreadable(err, "gói nén bị hỏng ở tệp này. Hãy nén lại rồi tải lên.")
	}
	if one.Flags&zipLocked != 0 {
		plain, err := openMember(one, password)
		switch {
		case errors.Is(err, errLockedKind):
			return nil, 0, unreadable(err, "gói nén được khóa bằng cách không mở được ở đây. Hãy giải nén bằng mật khẩu đó rồi chọn các tệp bên trong để tải lên (chọn nhiều tệp một lần cũng được).")
		case err != nil && registry.KindOf(err) != registry.Internal:
			return nil, 0, err
		case err != nil:
			return broken(err)
		}
		return bytes.NewReader(plain), int64(len(plain)), nil
	}
	if one.Method == zip.Store && one.UncompressedSize64 == one.CompressedSize64 {
		at, err := one.DataOffset()
		if err != nil {
			return broken(err)
		}
		return io.NewSectionReader(lot, at, int64(one.CompressedSize64)), int64(one.CompressedSize64), nil
	}
	in, err := one.Open()
	if err != nil {
		return broken(err)
	}
	defer in.Close()
	var b bytes.Buffer
	b.Grow(int(one.UncompressedSize64) + bytes.MinRead)
	switch n, err := io.Copy(&b, io.LimitReader(in, maxLotFile+1)); {
	case err != nil:
		return broken(err)
	case n > maxLotFile:
		return nil, 0, bomb()
	}
	return bytes.NewReader(b.Bytes()), int64(b.Len()), nil
}

// ofMember says which file of a lot an error is about.
func ofMember(name string, err error) error {
	if e, ok := errors.AsType[*registry.Error](err); ok && errors.Is(err, errLocked) { // one password opens all of them
		return &registry.Error{Kind: e.Kind, Message: "Tệp " + name + " trong gói: " + e.Message, Err: e.Err}
	} else if ok {
		return &registry.Error{Kind: e.Kind, Message: "Tệp " + name + " trong gói: " + e.Message + " Các tệp khác trong gói cũng chưa được đọc: hãy sửa tệp này hoặc bỏ nó ra khỏi gói, rồi tải gói lên lại.", Err: e.Err}
	}
	return err
}

// Upload is one file of a lot.
type Upload struct {
	Name    string
	Content io.Reader
}

// Lot packs several uploads into one .zip as it is read, to be received, previewed
// or run as one import. Files of one name are told apart. Close it when done: it
// returns once no upload is read any more.
func Lot(files iter.Seq2[Upload, error]) io.ReadCloser {
	r, w := io.Pipe()
	l := &lotReader{PipeReader: r, over: make(chan struct{})}
	go func() { defer close(l.over); w.CloseWithError(pack(w, files)) }()
	return l
}

// lotReader is a lot while it is packed.
type lotReader struct {
	*io.PipeReader
	over chan struct{}
}

func (l *lotReader) Close() error {
	err := l.PipeReader.Close()
	<-l.over
	return err
}

func pack(w io.Writer, files iter.Seq2[Upload, error]) error {
	z := zip.NewWriter(w)
	seen, n := map[string]int{}, 0
	for f, err := range files {
		if err != nil {
			return err
		}
		if n++; n > maxLotFiles {
			return registry.Errorf(registry.TooLarge, "Chỉ chọn được tối đa %d tệp một lần.", maxLotFiles)
		}
		name := fileName(f.Name)
		if seen[strings.ToLower(name)]++; seen[strings.ToLower(name)] > 1 {
			ext := path.Ext(name)
			name = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), seen[strings.ToLower(name)], ext)
		}
		member, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = io.Copy(member, f.Content)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}
