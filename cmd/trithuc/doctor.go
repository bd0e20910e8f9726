package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/archive"
	"trithuc/registry/sqlite"
	"trithuc/search"
)

type doctorCommand struct {
	JSON    bool `name:"json" help:"In kết quả dạng JSON."`
	NewLog  bool `help:"Lập lại tệp erasures.log đã hỏng, từ các dòng còn lành và cơ sở dữ liệu."`
	NewHead bool `help:"Lập lại tệp registry.head đã mất hoặc hỏng, nếu ngoài ra mọi cam kết đều được giữ. Chỉ dùng khi registry.db là bản mới nhất."`
}

// examination is what doctor says of a folder.
type examination struct {
	OK            bool         `json:"ok"`
	People        int          `json:"people"`
	Organisations int          `json:"organisations"`
	Entries       registry.Seq `json:"entries"`  // of the trail
	Findings      []string     `json:"findings"` // Vietnamese, each names the first bad record
	// Violations are the findings of the store in parts: which promise is broken,
	// and the first record that breaks it ("person TT-…", "organisation 7", "entry 20").
	Violations []registry.Violation `json:"violations"`
}

// Run opens the folder as every command does, which recovers it and lets the
// index catch up, and then checks every promise.
func (d *doctorCommand) Run(c *console) error {
	x, err := d.examine(c)
	if err != nil {
		return err
	}
	if err := d.print(c, x); err != nil {
		return err
	}
	if !x.OK {
		return &registry.Error{Kind: registry.Damaged, Message: "Có cam kết không được giữ; xem các dòng trên."}
	}
	return nil
}

func (d *doctorCommand) print(c *console, x examination) error {
	if d.JSON {
		return json.NewEncoder(c.out).Encode(x)
	}
	for _, f := range x.Findings {
		fmt.Fprintln(c.out, "✗ "+oneLine(f))
	}
	if x.OK {
		fmt.Fprintf(c.out, "✓ Cơ sở dữ liệu lành: %d hồ sơ, %d đơn vị, %d mục nhật ký; chỉ mục khớp.\n", x.People, x.Organisations, x.Entries)
	}
	return nil
}

// examine opens and checks. A folder too damaged to be opened is looked at all
// the same, so that what is wrong with it can be said.
func (d *doctorCommand) examine(c *console) (x examination, err error) {
	if err := inPlace(c.dir); err != nil {
		return x, err
	}
	if nothing(c.dir) {
		return examination{OK: true, Findings: []string{}, Violations: []registry.Violation{}}, nil
	}
	if d.NewLog {
		if err := newLog(c); err != nil {
			return x, err
		}
	}
	if d.NewHead {
		if err := newHead(c); err != nil {
			return x, err
		}
	}
	h, err := c.openIndexed("doctor")
	if registry.KindOf(err) == registry.Damaged {
		return d.inspect(c, err)
	}
	if err != nil {
		return x, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if x, err = checked(c, h.store); err != nil || len(x.Findings) > 0 {
		return x, err // the index is held against a sound store only
	}
	astray, err := search.Agree(c.ctx, h.store, h.index)
	if err != nil {
		return x, err
	}
	keys, err := keyFindings(c, h.store)
	if err != nil {
		return x, err
	}
	unclean, err := uncleanFindings(c, h)
	x.Findings = slices.Concat(x.Findings, astray, keys, unclean, openTo(c.dir))
	x.OK = len(x.Findings) == 0
	return x, err
}

// openTo says which of the registry's files others than their owner may read or change.
func openTo(dir string) (found []string) {
	if runtime.GOOS == "windows" {
		return nil
	}
	for name, barred := range map[string]fs.FileMode{".": 0o002, "registry.db": 0o077} {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().Perm()&barred != 0 {
			found = append(found, fmt.Sprintf("%s để người khác đọc hoặc sửa được (%v). Hãy chỉ để chủ sở hữu có quyền: chmod go= %[1]s", path, info.Mode().Perm()))
		}
	}
	return slices.Sorted(slices.Values(found))
}

// nothing says that no registry was ever begun in a folder: there is neither the
// database nor the file that remembers its trail.
func nothing(dir string) bool {
	for _, name := range []string{"registry.db", "registry.head"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return !archive.Underway(dir)
}

// holding does something with the folder taken for doctor alone.
func holding(c *console, do func() error) (err error) {
	h, err := c.take("doctor")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return do()
}

// looking opens the store only to look at it, whatever state it is in.
func looking(c *console, look func(*sqlite.DB) error) error {
	store, err := sqlite.Open(c.ctx, c.dir, sqlite.Options{Mode: sqlite.Inspect, Now: c.now})
	if err != nil {
		return err
	}
	return errors.Join(look(store), store.Close())
}

// newLog makes the log of erasures anew.
func newLog(c *console) error {
	return holding(c, func() error {
		return looking(c, func(store *sqlite.DB) error { return store.RenewErasureLog(c.ctx) })
	})
}

// newHead makes the lost head file of a trail anew, if that is all that is wrong.
func newHead(c *console) error {
	return holding(c, func() error {
		var x examination
		err := looking(c, func(store *sqlite.DB) (err error) {
			x, err = checked(c, store)
			return err
		})
		if err != nil || slices.ContainsFunc(x.Violations, func(v registry.Violation) bool { return v.Promise != "head" }) {
			return err // the examination says what
		}
		store, err := sqlite.Open(c.ctx, c.dir, sqlite.Options{NewHead: true, Now: c.now})
		if err != nil {
			return err
		}
		return store.Close()
	})
}

// inspect checks what cannot be opened for use.
func (d *doctorCommand) inspect(c *console, refused error) (x examination, err error) {
	said := sentence(refused)
	store, err := sqlite.Open(c.ctx, c.dir, sqlite.Options{Mode: sqlite.Inspect, Now: c.now})
	if registry.KindOf(err) == registry.Damaged { // there is nothing to look at
		return examination{Findings: []string{said}, Violations: []registry.Violation{}}, nil
	}
	if err != nil {
		return x, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	x, err = checked(c, store)
	if !slices.Contains(x.Findings, said) {
		x.Findings = append([]string{said}, x.Findings...)
	}
	x.OK = false
	return x, err
}

// checked goes through the promises of the store.
func checked(c *console, store *sqlite.DB) (examination, error) {
	x := examination{Findings: []string{}, Violations: []registry.Violation{}}
	for v, err := range store.Check(c.ctx) {
		if err != nil {
			return x, err
		}
		x.Findings, x.Violations = append(x.Findings, finding(v)), append(x.Violations, v)
	}
	t, err := store.Totals(c.ctx)
	x.People, x.Organisations, x.Entries = t.People, t.Organisations, t.Last
	return x, err
}

// records are what a person calls the records that a finding names first.
var records = map[string]string{
	"person": "Hồ sơ", "organisation": "Đơn vị", "entry": "Nhật ký, mục", "payload": "Giá trị cũ trong nhật ký, mục", "source": "Nguồn",
	"import": "Lần nhập", "review": "Dòng chờ trả lời", "shortlist": "Danh sách chọn", "panel": "Hội đồng", "saved_search": "Tìm kiếm đã lưu", "forecast_run": "Lần dự báo", "need": "Nhu cầu của đơn vị", "opinion": "Ý kiến góp ý dự thảo kế hoạch", "disclosure": "Đề nghị khai thác dữ liệu", "disclosed": "Người trong đề nghị khai thác", "proposal": "Đề nghị đính chính", "forecast_records": "Đầu vào của lần dự báo", "saved-search": "Tìm kiếm đã lưu", "code": "Mã danh mục", "lineage": "Lịch sử đơn vị",
	"redirect": "Mã đã gộp", "counter": "Bộ đếm", "receipt": "Khóa chống gửi trùng", "request": "Yêu cầu",
}

// finding says what is broken, the record that breaks it first.
func finding(v registry.Violation) string {
	v.Message = strings.Replace(v.Message, "Hãy chạy trithuc doctor rồi khôi phục", "Hãy khôi phục", 1) // it is running
	if v.Subject == "" {
		return v.Message
	}
	kind, id, _ := strings.Cut(v.Subject, " ")
	if name, ok := records[kind]; ok && id != "" {
		return name + " " + id + ": " + v.Message
	}
	return v.Subject + ": " + v.Message
}
