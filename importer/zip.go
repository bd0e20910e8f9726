package importer

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"strings"

	"trithuc/registry"
)

// openZip opens a zip file. The library would hold its whole directory in memory before
// anybody could count it, so its length is looked at first. A file beyond the bounds is
// TooLarge; other errors are those of the library.
func openZip(r io.ReaderAt, size int64) (*zip.Reader, error) {
	if directoryBytes(r, size) > maxDirectory {
		return nil, registry.Errorf(registry.TooLarge, "Tệp có quá nhiều phần bên trong đối với một bảng tính (tối đa %d). Hãy lưu lại tệp bằng Excel rồi tải lên.", maxParts)
	}
	return zip.NewReader(r, size)
}

const (
	maxDirectory = 4 << 20 // bytes of the directory of a zip file
	maxZipEnd    = 1<<16 + 22 + 20 + 56
)

// The records of a zip file that say where its directory is (APPNOTE 4.3.14 to 4.3.16),
// and how each entry of it begins.
var (
	zipEnd       = []byte("PK\x05\x06")
	zip64Locator = []byte("PK\x06\x07")
	zip64End     = []byte("PK\x06\x06")
	zipEntry     = []byte("PK\x01\x02")
)

// directoryBytes is how much of a zip file would be read as its directory; 0 where there
// is none. What the file says of the length is not believed where entries stand from the
// place on that it names.
func directoryBytes(r io.ReaderAt, size int64) int64 {
	tail := make([]byte, min(size, maxZipEnd))
	if n, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF || n < len(tail) {
		return 0
	}
	i := bytes.LastIndex(tail, zipEnd)
	if i < 0 || len(tail)-i < 22 {
		return 0
	}
	long, from := int64(binary.LittleEndian.Uint32(tail[i+12:])), int64(binary.LittleEndian.Uint32(tail[i+16:]))
	if i >= 20 && bytes.HasPrefix(tail[i-20:], zip64Locator) {
		var end [56]byte
		if _, err := r.ReadAt(end[:], int64(binary.LittleEndian.Uint64(tail[i-12:]))); err == nil && bytes.HasPrefix(end[:], zip64End) {
			long, from = int64(binary.LittleEndian.Uint64(end[40:])), int64(binary.LittleEndian.Uint64(end[48:]))
		}
	}
	var head [4]byte
	if _, err := r.ReadAt(head[:], from); from >= 0 && err == nil && bytes.Equal(head[:], zipEntry) {
		long = max(long, size-from-int64(len(tail)-i))
	}
	return min(long, size)
}

// listParts lists the parts by lower-case name and refuses what no spreadsheet
// program writes.
func listParts(zr *zip.Reader, size int64) (map[string]*zip.File, error) {
	if len(zr.File) > maxParts {
		return nil, registry.Errorf(registry.TooLarge, "Tệp có %d phần bên trong, quá nhiều đối với một bảng tính (tối đa %d). Hãy lưu lại tệp bằng Excel rồi tải lên.", len(zr.File), maxParts)
	}
	parts := make(map[string]*zip.File, len(zr.File))
	var unzipped, zipped uint64
	for _, f := range zr.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if parts[name] != nil {
			return nil, unreadable(nil, "Tệp có hai phần bên trong trùng tên %q nên không đáng tin. Hãy lưu lại tệp bằng Excel rồi tải lên.", f.Name)
		}
		parts[name] = f
		if f.UncompressedSize64 > maxUnzipped || f.CompressedSize64 > uint64(size) || bursting(f.UncompressedSize64, f.CompressedSize64) {
			return nil, bomb()
		}
		unzipped, zipped = unzipped+f.UncompressedSize64, zipped+f.CompressedSize64
	}
	if zipped > uint64(size) { // parts lie over each other
		return nil, unreadable(nil, "Các phần bên trong tệp chồng lên nhau nên tệp không đáng tin. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.")
	}
	if unzipped > maxUnzipped || bursting(unzipped, uint64(size)) {
		return nil, bomb()
	}
	return parts, nil
}

func bursting(unzipped, zipped uint64) bool {
	return unzipped > freeRatio && unzipped/max(zipped, 1) > maxRatio
}

func bomb() error {
	return registry.Errorf(registry.TooLarge, "Tệp phình ra quá lớn khi giải nén (giới hạn %d MB, gấp %d lần), giống một tệp phá hoại nên không đọc. Hãy xóa vùng trống đã định dạng thừa, lưu lại rồi tải lên.", maxUnzipped>>20, maxRatio)
}

// part opens a part for reading with a bound on what comes out of it.
func part(f *zip.File, limit int64, on *credit) (io.ReadCloser, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, damagedPart(f.Name, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{&bounded{r: rc, left: limit, zipped: f.CompressedSize64, on: on}, rc}, nil
}

// bounded fails, rather than ends, when more comes than allowed.
type bounded struct {
	r      io.Reader
	left   int64
	got    uint64
	zipped uint64
	on     *credit
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.left -= int64(n)
	b.got += uint64(n)
	if b.left < 0 || bursting(b.got, b.zipped) {
		return 0, bomb()
	}
	if err := b.on.read(n); err != nil {
		return 0, err
	}
	return n, err
}
