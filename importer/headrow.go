package importer

import (
	"errors"
	"io/fs"
	"os"

	"trithuc/registry"
)

// findTable finds the table of a sheet: where somebody said that its header ends, where
// a head stands of which that was said in an earlier list, or where it looks like one.
// What holds no columns is none.
func (s *sheetReader) findTable(g *grid) table {
	if last := s.r.decided.sheets[s.head.Name].Header; last > 0 {
		if t := g.tableAt(last); t.last != last || !t.likeData() {
			return t
		}
		s.say(registry.IssueIgnored, last, 0, "", "Dòng %d trông như số liệu chứ không phải tiêu đề, nên không dùng làm tiêu đề. Hãy chọn dòng khác.", last)
		return table{}
	}
	if t := s.rememberedTable(g); len(t.columns) > 0 {
		s.say(registry.IssueRepaired, t.last, 0, "", "Dòng tiêu đề được lấy như đã chỉ ở lần nhập trước.")
		return t
	}
	return g.findTable(0)
}

// likeData says that a row chosen as a header holds values: from a header nobody named
// so, it cannot be told which columns must not be stored.
func (t *table) likeData() bool {
	values := 0
	for _, l := range t.labels {
		if valueLike(l.name) {
			values++
		}
	}
	return values > 1
}

// rememberedTable finds a head of which an earlier list was told where it is.
func (s *sheetReader) rememberedTable(g *grid) table {
	if len(s.r.decided.headers) == 0 {
		return table{}
	}
	for i := range g.rows {
		for h := 1; h <= headerHeight && i+h <= len(g.rows) && g.rows[i].n <= MaxHeader; h++ {
			if t, _ := g.read(i, h); len(t.columns) > 0 && s.r.decided.headers[t.layout()] {
				return t
			}
		}
	}
	return table{}
}

// leaveUnheaded gives up sheets without a header beside others that were read, most of
// them summaries: with the upload their cells go.
func (r *reader) leaveUnheaded(keep *frameWriter) {
	for i := range r.sheets {
		if keep != nil {
			r.sheets[i].Unheaded = false
		}
	}
}

// unheaded says that a sheet waits for somebody to say where its header is. Its cells
// are stored nowhere: which columns must not be, only the header tells.
func (r *reader) unheaded() bool {
	for _, s := range r.sheets {
		if s.Unheaded {
			return true
		}
	}
	return false
}

// noneRead says that a plan takes in no sheet, so that there is nothing to be written.
func (p *Plan) noneRead() error {
	for _, s := range p.Sheets {
		if s.Skipped == "" {
			return nil
		}
	}
	return registry.Errorf(registry.Conflict, "Chưa có trang nào được nhập nên không có gì để ghi. Hãy chỉ dòng tiêu đề của trang, hoặc nhập lại một trang đã bỏ ra.")
}

// learnHeaders notes with the headers that somebody named what they are remembered by.
func (p *Plan) learnHeaders(of []registry.SheetChoice) {
	for i := range of {
		for _, s := range p.Sheets {
			if s.Name == of[i].Sheet && s.Skipped == "" && of[i].Header == s.Header[1] {
				of[i].Layout, of[i].Organisation = s.Layout, max(s.Employer, 0)
			}
		}
	}
}

// dropUpload deletes an upload that was kept because a sheet waited for its header.
func (im *Importer) dropUpload(id registry.ImportID) error {
	if err := os.Remove(im.file(id, uploadFile)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
