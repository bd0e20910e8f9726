package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	driver "modernc.org/sqlite"

	"trithuc/registry"
)

// Result codes of SQLite, low byte (https://sqlite.org/rescode.html).
const (
	codeBusy       = 5
	codeLocked     = 6
	codeReadOnly   = 8
	codeIOError    = 10
	codeCorrupt    = 11
	codeFull       = 13
	codeCannotOpen = 14
	codeConstraint = 19
	codeNotADB     = 26
)

// codeNoRoom is the extended code SQLITE_IOERR_SHMSIZE: there is no room for the
// index of the log, which every opening makes.
const codeNoRoom = codeIOError | 19<<8

// codeOf gives the result code of SQLite in err's chain, 0 if there is none.
func codeOf(err error) int {
	if e, ok := errors.AsType[*driver.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// wrap puts the place before *err and gives errors of SQLite their kind.
func wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf(format+": %w", append(args, known(*err))...)
	}
}

// known turns an error of SQLite into one of ours where a person can do
// something about it; others pass as they are.
func known(err error) error {
	if registry.KindOf(err) != registry.Internal {
		return err
	}
	kind, message := registry.Internal, ""
	code := codeOf(err)
	if e, ok := errors.AsType[*driver.Error](err); ok && e.Code() == codeNoRoom || errors.Is(err, syscall.ENOSPC) {
		code = codeFull
	}
	switch code {
	case codeBusy, codeLocked:
		kind, message = registry.Busy, "Cơ sở dữ liệu đang bận vì một chương trình khác đang ghi. Hãy thử lại sau ít phút."
	case codeFull:
		err = fmt.Errorf("%w: %w", syscall.ENOSPC, err) // whoever asks for the cause knows it by one name
		kind, message = registry.Busy, "Đĩa đã đầy nên chưa ghi được gì. Hãy giải phóng dung lượng rồi làm lại."
	case codeReadOnly:
		kind, message = registry.Busy, "Thư mục dữ liệu chỉ cho phép đọc nên chưa ghi được gì. Hãy kiểm tra quyền ghi của thư mục."
	case codeIOError:
		kind, message = registry.Busy, "Đĩa báo lỗi đọc hoặc ghi. Hãy kiểm tra ổ đĩa rồi khởi động lại chương trình."
	case codeCannotOpen:
		kind, message = registry.Busy, "Không mở được tệp registry.db. Hãy kiểm tra quyền truy cập thư mục dữ liệu, và số tệp được mở cùng lúc (ulimit -n)."
	case codeCorrupt, codeNotADB:
		kind, message = registry.Damaged, "Tệp registry.db bị hỏng hoặc không phải cơ sở dữ liệu của trithuc. Hãy khôi phục từ bản sao lưu."
	default:
		return err
	}
	return &registry.Error{Kind: kind, Message: message, Err: err}
}

// fileError explains a failure of the file system to the operator.
func fileError(err error, what string) error {
	kind := registry.Busy
	if errors.Is(err, syscall.ENOSPC) {
		return &registry.Error{Kind: kind, Message: what + " Đĩa đã đầy. Hãy giải phóng dung lượng rồi làm lại.", Err: err}
	}
	if errors.Is(err, syscall.EIO) {
		return &registry.Error{Kind: kind, Message: what + " Đĩa báo lỗi đọc hoặc ghi. Hãy kiểm tra ổ đĩa rồi khởi động lại chương trình.", Err: err}
	}
	if errors.Is(err, fs.ErrNotExist) {
		kind = registry.NotFound
	}
	return &registry.Error{Kind: kind, Message: what + " Hãy kiểm tra đường dẫn và quyền truy cập thư mục dữ liệu.", Err: err}
}

// ended says that the caller gave up, which is no damage and no defect.
func ended(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
