package importer

import (
	"unicode/utf8"

	"trithuc/registry"
)

// maxLeft bounds how many rows of a kind are named one by one.
const maxLeft = 1000

// leave notes a row that is nobody.
func (s *sheetReader) leave(what string, n int) {
	sheet := s.sheet()
	for i := range sheet.Left {
		if rows := sheet.Left[i].Rows; sheet.Left[i].What == what {
			if k := len(rows); k > 0 && rows[k-1] == n { // of the table beside it
				return
			}
			if len(sheet.Left[i].Rows) < maxLeft {
				sheet.Left[i].Rows = append(sheet.Left[i].Rows, n)
			}
			sheet.Left[i].Count++
			return
		}
	}
	sheet.Left = append(sheet.Left, Left{what, []int{n}, 1})
}

// sayCut tells of a cell of which only the beginning was read.
func (s *sheetReader) sayCut(n int, c cell, b bound) {
	if len(c.text) > maxCellText-utf8.UTFMax && b.field != "" && b.field != FieldOther {
		s.say(registry.IssueInvalid, n, c.col, b.header, "Ô này quá dài nên chỉ đọc %d byte đầu. Hãy kiểm tra ô trong tệp.", maxCellText)
	}
}

// reportColumns says which columns are left out, and why.
func (s *sheetReader) reportColumns() {
	said := map[string]bool{} // groups of columns that are numbered only
	for _, c := range s.table.columns {
		col, _, _ := parseCell([]byte(c.Letter + "1"))
		if l := s.table.labels[col]; c.Field == FieldOther && l.group != "" && isNumber(l.name) {
			if !said[l.group] {
				s.say(registry.IssueIgnored, s.table.last, col, l.group, "Các cột đánh số dưới “%s” không thuộc hồ sơ trí thức nên không dùng.", shorten(l.group, 60))
			}
			said[l.group] = true
			continue
		}
		switch c.Field {
		case FieldNever:
			s.say(registry.IssueIgnored, s.table.last, col, c.Header, "Cột “%s” không được lưu (%s); các giá trị đã bỏ ngay khi đọc.", shorten(c.Header, 60), neverReasons[c.Note])
		case FieldOther:
			if c.Header == reasonHeader {
				continue
			}
			if c.Note == byHand {
				s.say(registry.IssueIgnored, s.table.last, col, c.Header, "Cột “%s” có chỗ trong hồ sơ nhưng không đọc chắc được từ bảng; hãy nhập ở trang hồ sơ của từng người.", shorten(c.Header, 60))
				continue
			}
			s.say(registry.IssueIgnored, s.table.last, col, c.Header, "Cột “%s” không thuộc hồ sơ trí thức nên không dùng%s.", shorten(c.Header, 60), c.Note)
		case "":
			s.say(registry.IssueIgnored, s.table.last, col, c.Header, "Cột “%s” chưa hiểu là gì nên không dùng. Nếu cần, hãy đổi tiêu đề cột theo mẫu.", shorten(c.Header, 60))
		}
	}
}

// byHand marks a column of which the record has a place and the importer no sure way to
// read it.
const byHand = "byhand"

// sayCount says, once a column, that how many there are is not which.
func (s *sheetReader) sayCount(row int, b bound) {
	if s.counted == nil {
		s.counted = map[int]bool{}
	}
	if !s.counted[b.col] {
		s.counted[b.col] = true
		s.say(registry.IssueIgnored, row, b.col, string(b.field), "Cột “%s” chỉ ghi số lượng; hồ sơ giữ từng mục nên không lưu con số này.", shorten(b.header, 60))
	}
}

var neverReasons = map[string]string{
	"ethnicity": "dân tộc là dữ liệu cá nhân nhạy cảm", "religion": "tôn giáo là dữ liệu cá nhân nhạy cảm",
	"party": "đảng phái, quan điểm chính trị là dữ liệu cá nhân nhạy cảm", "health": "sức khỏe là dữ liệu cá nhân nhạy cảm",
	"citizen": "số định danh cá nhân chỉ lưu ở dạng mã hóa, không lấy từ tệp: hãy nhập từng người ở trang hồ sơ", "identity": "giấy tờ tùy thân, tài khoản, bảo hiểm", "kin": "thông tin gia đình", "conduct": "kỷ luật, đánh giá, lý lịch", "chosen": "theo lựa chọn của người nhập",
}
