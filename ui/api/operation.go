package api

import (
	"net/http"
	"strings"
)

// operationID names an operation for generated clients: "get-people-id-history".
func operationID(method, path string) string {
	parts := strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/{}.", r) })
	return strings.ToLower(method) + "-" + strings.Join(parts, "-")
}

// created gives the status of a POST that went well: 201 where the path is a
// collection that grows, 200 where it is something to be done.
func created(path string) int {
	if strings.Count(path, "/") == 1 {
		return http.StatusCreated
	}
	return http.StatusOK
}

// Key is the header that every write bears.
type Key struct {
	IdempotencyKey string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"Chuỗi riêng cho mỗi lần ghi; gửi lại cùng chuỗi thì không ghi lần nữa."`
}

// Match is the header that says which version is replaced.
type Match struct {
	IfMatch string `header:"If-Match" doc:"ETag của bản đang sửa, lấy từ lần đọc trước."`
}

// Seen is the header that says on which state of things somebody decided.
type Seen struct {
	IfMatch string `header:"If-Match" doc:"ETag của bản xem trước đã đọc; từ đó đã có thay đổi thì trả lời 412 và không ghi. Không gửi thì không so."`
}

// Page bounds a list.
type Page struct {
	Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"20" doc:"Số dòng một trang."`
	Offset int `query:"offset" minimum:"0" doc:"Bỏ qua bao nhiêu dòng đầu."`
}

// part cuts the page out of a list.
func part[T any](p Page, list []T) []T {
	from := min(p.Offset, len(list))
	return list[from:min(from+p.Limit, len(list))]
}
