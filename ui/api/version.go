package api

import (
	"fmt"
	"strconv"
	"strings"

	"trithuc/registry"
)

// etag names a version as HTTP does.
func etag(version int64) string { return fmt.Sprintf(`"%d"`, version) }

// version reads If-Match. A write without it could overwrite what somebody else
// has just changed, so it is refused.
func (m Match) version() (int64, error) {
	text := strings.TrimSpace(m.IfMatch)
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(text, "W/"), `"`), 10, 64)
	if err == nil && n > 0 {
		return n, nil
	}
	reason := "không phải ETag của bản ghi này"
	if text == "" {
		reason = "chưa có"
	}
	return 0, &registry.Error{Kind: registry.Invalid,
		Message:  "Khi sửa phải có tiêu đề If-Match ghi ETag của bản đã đọc. Hãy đọc lại rồi sửa trên bản mới nhất.",
		Problems: []registry.Problem{{Field: "If-Match", Reason: reason}}}
}

// etagOf names the versions that a preview was made on.
func etagOf(versions ...int64) string {
	return `"` + strings.Join(each(versions, func(v int64) string { return strconv.FormatInt(v, 10) }), ".") + `"`
}

// versions reads the n versions of an etagOf; none where the header is not there.
func (m Seen) versions(n int) ([]int64, error) {
	text := strings.Trim(strings.TrimPrefix(strings.TrimSpace(m.IfMatch), "W/"), `"`)
	if text == "" || text == "*" {
		return nil, nil
	}
	parts := strings.Split(text, ".")
	versions := make([]int64, len(parts))
	ok := len(parts) == n
	for i, part := range parts {
		var err error
		versions[i], err = strconv.ParseInt(part, 10, 64)
		ok = ok && err == nil && versions[i] > 0
	}
	if !ok {
		return nil, &registry.Error{Kind: registry.Invalid, Message: "If-Match không phải ETag của bản xem trước. Hãy xem trước lại rồi gửi đúng ETag nhận được.",
			Problems: []registry.Problem{{Field: "If-Match", Reason: "không phải ETag của bản xem trước"}}}
	}
	return versions, nil
}
