package importer

import "trithuc/registry"

// What stands in a file beside its cells is read on credit. A list has some of it for
// each cell: letters in several fonts, a link, blank cells that were formatted. A file
// that has little else is no list, however it is written, and is refused while it has
// cost less than a second.
const (
	freeTags  = 4_000_000 // tags, or records of an .xls
	freeBytes = 64 << 20

	tagsOfCell  = 64
	bytesOfCell = 4 << 10
)

// credit is what may still be read before the next cell has to come. The nil one has no
// end: for what was walked over before.
type credit struct{ tags, bytes int64 }

func newCredit() *credit { return &credit{freeTags, freeBytes} }

// cell adds what one cell may bring along.
func (c *credit) cell() {
	if c != nil {
		c.tags, c.bytes = c.tags+tagsOfCell, c.bytes+bytesOfCell
	}
}

// tag spends a tag, or a record.
func (c *credit) tag() error {
	if c == nil {
		return nil
	}
	if c.tags--; c.tags < 0 {
		return fewCells()
	}
	return nil
}

// read spends bytes.
func (c *credit) read(n int) error {
	if c == nil {
		return nil
	}
	if c.bytes -= int64(n); c.bytes < 0 {
		return fewCells()
	}
	return nil
}

func fewCells() error {
	return registry.Errorf(registry.TooLarge, "Tệp rất lớn mà hầu như không có ô dữ liệu (chỉ có vùng trống đã định dạng, kiểu chữ, liên kết hay ghi chú), không giống một danh sách nên dừng đọc. Hãy chép danh sách sang một tệp mới (Dán giá trị), lưu lại rồi tải lên.")
}
