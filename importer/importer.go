package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"time"

	"trithuc/registry"
)

// Store is what an import reads, and the Committer its gates write through.
type Store interface {
	registry.Committer
	registry.PersonReader
	registry.ReferenceReader
	registry.IdentityReader
	registry.ImportReader
	registry.TrailReader
}

// Options are what the caller says about a workbook.
type Options struct {
	// Employer is the organisation where the sheets name none; 0 for none.
	Employer registry.OrganisationID
	// Full says that the list is a full one: who is not in it is named as absent.
	Full bool
	// Password opens the workbook, or those of a lot, where they are protected.
	Password string
}

// Employer finds the organisation that somebody named on a command line or in a
// form: by name, alias or abbreviation. NotFound and Conflict (several) say so.
func (im *Importer) Employer(ctx context.Context, name string) (registry.OrganisationID, error) {
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		return 0, err
	}
	return EmployerNamed(ref, name)
}

// EmployerNamed finds the one organisation that a name or an abbreviation means, as
// a sheet's own would be read; NotFound or Conflict says why there is not one.
func EmployerNamed(ref *registry.Reference, name string) (registry.OrganisationID, error) {
	switch ids := newPlaces(ref).named(name); {
	case len(ids) == 0:
		return 0, registry.Errorf(registry.NotFound, "Không có cơ quan nào tên hoặc viết tắt là %q trong danh mục%s. Hãy ghi đúng tên hoặc chữ viết tắt; nếu là cơ quan mới, hãy bỏ lựa chọn này và ghi tên cơ quan ở đầu trang của tệp: cơ quan sẽ được thêm khi nhập.", name, (&reader{ref: ref, places: newPlaces(ref)}).nearest(name))
	case len(ids) > 1:
		return 0, registry.Errorf(registry.Conflict, "%q là tên của %d cơ quan (%s, %s…). Hãy ghi tên đầy đủ.", name, len(ids), ref.OrganisationName(ids[0]), ref.OrganisationName(ids[1]))
	default:
		return ids[0], nil
	}
}

// Importer brings workbooks in. Its methods may be called from several
// goroutines, for one import from one at a time.
type Importer struct {
	Store  Store
	Worker Worker
	// Files is the folder of stored files; imports stand in Files/imports.
	Files string
	// Keys seal uploads until they are read.
	Keys Keeper
	// Now tells the time; it decides which birth years can be.
	Now func() time.Time
	// MaxUpload bounds one upload in bytes; 0 means DefaultMaxUpload.
	MaxUpload int64

	secrets secrets
	desk    desk
	placing sync.Mutex // held while an import is recorded whose folder is not in its place yet
	tidied  sync.Once
	lean    lean
}

// DefaultMaxUpload is the largest upload taken where nothing else is said, in bytes.
const DefaultMaxUpload = 100 << 20

func (im *Importer) maxUpload() int64 {
	if im.MaxUpload > 0 {
		return im.MaxUpload
	}
	return DefaultMaxUpload
}

// orSilent lets callers leave progress nil.
func orSilent(progress func(Progress)) func(Progress) {
	if progress == nil {
		return func(Progress) {}
	}
	return progress
}

func (im *Importer) gate() registry.Imports { return registry.Imports{Store: im.Store} }

// waiting gives the imports that wait for the queue, oldest first; the folders of
// all of them are in their places.
func (im *Importer) waiting(ctx context.Context) ([]registry.Import, error) {
	im.placing.Lock()
	defer im.placing.Unlock()
	return im.Store.ImportsIn(ctx, registry.ImportReceived, registry.ImportApproved)
}

// Plan reads a received workbook and stores what applying it would do; the
// import's state becomes planned. An import that was planned already is planned
// again from its stored cells.
func (im *Importer) Plan(ctx context.Context, id registry.ImportID, progress func(Progress)) (*Plan, error) {
	return im.desk.work(ctx, id, func(ctx context.Context) (*Plan, error) {
		for attempt := 1; ; attempt++ {
			p, err := im.planOnce(ctx, id, orSilent(progress))
			if registry.KindOf(err) != registry.Stale || attempt == maxAttempts {
				return p, err
			}
		}
	})
}

// maxAttempts bounds how often a list is planned while somebody goes on deciding how
// it is to be read.
const maxAttempts = 10

func (im *Importer) planOnce(ctx context.Context, id registry.ImportID, progress func(Progress)) (*Plan, error) {
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	if i.Failure == registry.ErasedImport {
		return nil, &registry.Error{Kind: registry.Conflict, Message: registry.ErasedImport}
	}
	if i.State != registry.ImportReceived && i.State != registry.ImportPlanned {
		return nil, registry.Errorf(registry.Conflict, "Lần nhập %d không còn ở bước xem trước (đang là %s).", id, stateWord(i.State))
	}
	defer im.lean.begin(i.Size)()
	w, err := im.work(ctx, i, progress)
	if err != nil {
		return nil, err
	}
	return w.plan, im.putPlan(ctx, i, w, "")
}

// putPlan stores a plan beside its upload and records it.
func (im *Importer) putPlan(ctx context.Context, i *registry.Import, w *work, failure string) error {
	p := w.plan
	if err := im.storePlan(i.ID, w); err != nil {
		return err
	}
	i.State, i.Plan, i.Counts, i.Issues, i.Failure = registry.ImportPlanned, p.Digest, p.Counts, len(p.Issues), failure
	i.Sheets = ReportOf(p).Sheets
	p.learnHeaders(i.Choices.Sheets)
	if i.Lot.State() == registry.LotTaken { // what was taken in would do something else by now
		i.Lot.Step(registry.LotStep{To: registry.LotSent, By: registry.ActorOf(ctx).Account, At: im.Now().UTC(), Reason: failure})
	}
	if _, err := im.gate().Amend(ctx, i, "Đã đọc và lập kế hoạch"); err != nil {
		return err
	}
	again, err := im.Store.Import(ctx, i.ID)
	if err != nil {
		return err
	}
	*i = *again
	p.Import = *again
	return nil
}

// Approve records that somebody who saw the plan with this digest wants it
// applied. Another digest than the stored one is a Conflict, and so is a list that its
// institution has not approved yet where it asks for that.
func (im *Importer) Approve(ctx context.Context, id registry.ImportID, digest string) (*registry.Import, error) {
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	if i.State == registry.ImportApproved && i.Plan == digest {
		return i, nil
	}
	if i.State != registry.ImportPlanned {
		return nil, registry.Errorf(registry.Conflict, "Lần nhập %d không chờ xác nhận (đang là %s). Hãy mở lại trang của lần nhập ấy để xem kết quả; muốn nhập nữa thì tải tệp lên lại.", id, stateWord(i.State))
	}
	if i.Plan != digest {
		return nil, changedSince()
	}
	plan, err := im.StoredPlan(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := plan.noneRead(); err != nil {
		return nil, err
	}
	rule, err := im.Approval(ctx, plan)
	if err != nil {
		return nil, err
	}
	if _, err := im.gate().Confirm(ctx, i, rule, im.Now().UTC()); err != nil {
		return nil, err
	}
	return im.Store.Import(ctx, id)
}

func changedSince() *registry.Error {
	return registry.Errorf(registry.Conflict, "Dữ liệu đã thay đổi sau khi xem trước nên kết quả sẽ khác. Chưa ghi gì. Hãy xem lại bản xem trước mới rồi xác nhận.")
}

// Apply writes what the plan shows, in one transaction. It plans again on the
// stored cells first; where the outcome differs from what was shown nothing is
// written, the new plan is stored for another look, and the error is a Conflict.
func (im *Importer) Apply(ctx context.Context, id registry.ImportID, progress func(Progress)) (*Plan, error) {
	return im.desk.work(ctx, id, func(ctx context.Context) (*Plan, error) { return im.apply(ctx, id, orSilent(progress)) })
}

func (im *Importer) apply(ctx context.Context, id registry.ImportID, progress func(Progress)) (*Plan, error) {
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	if i.State != registry.ImportPlanned && i.State != registry.ImportApproved {
		return nil, registry.Errorf(registry.Conflict, "Lần nhập %d không ghi được (đang là %s).", id, stateWord(i.State))
	}
	defer im.lean.begin(i.Size)()
	w, err := im.work(ctx, i, progress)
	if err != nil {
		return nil, err
	}
	if w.plan.Digest != i.Plan {
		changed := changedSince()
		return nil, errors.Join(changed, im.putPlan(ctx, i, w, changed.Message))
	}
	p, err := im.write(ctx, i, w, progress)
	if registry.KindOf(err) == registry.Stale { // somebody was faster: their change has to be seen first
		return nil, im.showAgain(ctx, id, progress)
	}
	return p, err
}

// showAgain plans anew what somebody must look at again.
func (im *Importer) showAgain(ctx context.Context, id registry.ImportID, progress func(Progress)) error {
	changed := changedSince()
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return err
	}
	w, err := im.work(ctx, i, progress)
	if err != nil {
		return err
	}
	return errors.Join(changed, im.putPlan(ctx, i, w, changed.Message))
}

// write commits the changes of a plan that was shown. From then on nothing is an
// error: the import is written, whatever becomes of its plan.
func (im *Importer) write(ctx context.Context, i *registry.Import, w *work, progress func(Progress)) (*Plan, error) {
	if i.State != registry.ImportApproved { // nobody was asked yet
		rule, err := im.Approval(ctx, w.plan)
		if err == nil {
			err = i.Lot.Written(rule)
		}
		if err != nil {
			return nil, err
		}
	}
	progress(Progress{Import: i.ID, Stage: StageWriting, Total: len(w.changes)})
	i.Failure, i.Absent = "", absentOf(w.plan.Absent)
	i.Choices.Dates = w.reader.learned
	if _, err := im.gate().Apply(ctx, i, w.changes); err != nil {
		return nil, err
	}
	w.plan.Import = *i
	w.plan.Unsaved = errors.Join(im.saveWritten(context.WithoutCancel(ctx), i.ID, w), im.dropUpload(i.ID))
	progress(Progress{Import: i.ID, Stage: StageDone, Done: len(w.changes), Total: len(w.changes)})
	return w.plan, nil
}

// saveWritten stores the plan of an import as it was written: its rows stand stored
// already, but for whom they added.
func (im *Importer) saveWritten(ctx context.Context, id registry.ImportID, w *work) error {
	again, err := im.Store.Import(ctx, id)
	if err != nil {
		return err
	}
	w.plan.Import = *again
	w.nameAdded()
	return errors.Join(im.nameStored(id, w.added), im.storeOutline(id, w))
}

// Preview plans a workbook without recording anything at all: no import, no
// stored file.
func (im *Importer) Preview(ctx context.Context, path string, o Options, progress func(Progress)) (*Plan, error) {
	progress = orSilent(progress)
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	i := &registry.Import{File: fileName(path), Organisation: o.Employer, Full: o.Full}
	i.System, i.Synced = registry.SystemOf(ctx)
	if i.Size, err = im.sizeOf(path); err != nil {
		return nil, err
	}
	return im.preview(ctx, i, job{Path: path, Password: o.Password}, progress)
}

// PreviewFiles plans several files as one lot without recording anything. What it has to
// store meanwhile is sealed, and gone when it returns.
func (im *Importer) PreviewFiles(ctx context.Context, files iter.Seq2[Upload, error], o Options, progress func(Progress)) (*Plan, error) {
	a, err := im.Arrive(files)
	if err != nil {
		return nil, err
	}
	defer a.Discard()
	a.declare(ctx, o)
	upload := filepath.Join(a.dir, uploadFile)
	key, err := uploadKey(upload, im.Keys)
	if err != nil {
		return nil, err
	}
	return im.preview(ctx, a.of, job{Path: upload, Key: key, Password: o.Password}, orSilent(progress))
}

// preview reads a workbook or a lot and plans it.
func (im *Importer) preview(ctx context.Context, i *registry.Import, j job, progress func(Progress)) (*Plan, error) {
	defer im.lean.begin(i.Size)()
	r, err := im.newReader(ctx, i)
	if err != nil {
		return nil, err
	}
	err = im.Worker.read(ctx, j, func(frames io.Reader) error {
		return r.read(frames, nil, reading(0, progress))
	})
	if err != nil {
		return nil, err
	}
	w, err := im.match(ctx, i, r, progress)
	if err != nil {
		return nil, err
	}
	return w.plan, nil
}

// sizeOf gives the bytes of a workbook; an error where it is none, or too large.
func (im *Importer) sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return 0, &registry.Error{Kind: registry.NotFound, Message: fmt.Sprintf("Không mở được tệp %q. Hãy kiểm tra đường dẫn và quyền đọc.", path), Err: err}
	case info.IsDir():
		return 0, registry.Errorf(registry.Unreadable, "%q là một thư mục, không phải tệp bảng tính. Hãy chỉ ra từng tệp trong đó, hoặc nén chúng thành một gói .zip.", path)
	case !info.Mode().IsRegular():
		return 0, noFile(path)
	case info.Size() > im.maxUpload():
		return 0, registry.Errorf(registry.TooLarge, "Tệp lớn hơn %d MB. Hãy tách thành nhiều tệp nhỏ hơn.", im.maxUpload()>>20)
	}
	return info.Size(), nil
}

// Undo takes an applied import back, leaving alone what was changed since.
func (im *Importer) Undo(ctx context.Context, id registry.ImportID) (registry.Undoing, registry.Receipt, error) {
	return im.gate().Undo(ctx, im.Store, id)
}

// Run is the whole flow of the command line with --yes: read, record, apply. A
// file that cannot be read leaves nothing behind: it is recorded only once it was
// read. What was planned a moment ago is applied without planning twice; the
// store refuses it should anybody have changed one of the people meanwhile.
func (im *Importer) Run(ctx context.Context, name string, r io.Reader, o Options, progress func(Progress)) (*Plan, error) {
	return im.RunFiles(ctx, OneFile(name, r), o, progress)
}

// RunFiles is Run for several files, which are one lot.
func (im *Importer) RunFiles(ctx context.Context, files iter.Seq2[Upload, error], o Options, progress func(Progress)) (*Plan, error) {
	progress = orSilent(progress)
	a, err := im.Arrive(files)
	if err != nil {
		return nil, err
	}
	defer a.Discard()
	defer im.lean.begin(a.of.Size)()
	a.declare(ctx, o)
	read, err := im.newReader(ctx, a.of)
	if err != nil {
		return nil, err
	}
	read.password = o.Password
	if err := im.understand(ctx, a.dir, read, reading(0, progress)); err != nil {
		return nil, err
	}
	i, _, err := im.record(ctx, a)
	if err != nil {
		return nil, err
	}
	p, err := im.runRead(ctx, i, read, progress)
	if err != nil {
		_, failing := im.fail(ctx, i.ID, err)
		return nil, errors.Join(err, failing)
	}
	return p, nil
}

// runRead plans and writes what was read; a second time, from the stored cells,
// where somebody else was faster.
func (im *Importer) runRead(ctx context.Context, i *registry.Import, read *reader, progress func(Progress)) (*Plan, error) {
	w, err := im.match(ctx, i, read, progress)
	for attempt := 1; err == nil; attempt++ {
		var p *Plan
		if err = im.putPlan(ctx, i, w, ""); err == nil {
			p, err = im.write(ctx, i, w, progress)
		}
		if registry.KindOf(err) != registry.Stale || attempt == 3 {
			return p, err
		}
		w, err = im.work(ctx, i, progress)
	}
	return nil, err
}

// fail records why an import could not go on, and lets its upload go; a defect is
// told as one. It gives the state that the import is left in.
func (im *Importer) fail(ctx context.Context, id registry.ImportID, cause error) (registry.ImportState, error) {
	i, err := im.Store.Import(context.WithoutCancel(ctx), id)
	if err != nil {
		return "", err
	}
	if i.State == registry.ImportApplied || i.State == registry.ImportCancelled || i.State == registry.ImportPlanned && registry.KindOf(cause) == registry.Conflict {
		return i.State, nil
	}
	i.State, i.Failure = registry.ImportFailed, "Lỗi hệ thống khi nhập tệp, chưa có gì thay đổi. Hãy thử lại hoặc báo quản trị."
	if e, ok := errors.AsType[*registry.Error](cause); ok && e.Kind != registry.Internal {
		i.Failure = e.Message
	}
	if _, err = im.gate().Amend(context.WithoutCancel(ctx), i, "Không nhập được"); err != nil {
		return "", err
	}
	if errors.Is(cause, errLocked) { // it waits for the password: see Unlock
		return i.State, nil
	}
	return i.State, im.dropUpload(id)
}

func stateWord(s registry.ImportState) string {
	return map[registry.ImportState]string{
		registry.ImportReceived: "đã nhận tệp", registry.ImportPlanned: "chờ xác nhận", registry.ImportApproved: "đang ghi",
		registry.ImportApplied: "đã ghi", registry.ImportUndone: "đã hoàn tác", registry.ImportFailed: "không nhập được",
		registry.ImportCancelled: "đã hủy",
	}[s]
}
