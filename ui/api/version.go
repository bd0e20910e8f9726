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
