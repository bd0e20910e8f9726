package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"trithuc/registry"
)

// Arrival is an upload, of one file or of a lot, that is stored in a folder of its
// own and that nothing recorded yet.
type Arrival struct {
	dir string
	of  *registry.Import
}

// SHA256 is the hash of the upload, hex.
func (a *Arrival) SHA256() string { return a.of.SHA256 }

// Discard takes the folder away, unless Record moved it to its place.
func (a *Arrival) Discard() { os.RemoveAll(a.dir) }

// declare notes what the caller says about an upload, who, and which system gave it out.
func (a *Arrival) declare(ctx context.Context, o Options) {
	a.of.Organisation, a.of.Full, a.of.Account = o.Employer, o.Full, registry.ActorOf(ctx).Account
	a.of.System, a.of.Synced = registry.SystemOf(ctx)
}

// OneFile is an upload of a single file, for Arrive.
func OneFile(name string, content io.Reader) iter.Seq2[Upload, error] {
	return func(yield func(Upload, error) bool) { yield(Upload{name, content}, nil) }
}

// Arrive stores files as they come, within the bound of an upload, in a folder
// beside those of the imports; several become one lot. Each content is read before
// the next file is asked for. No file at all is Invalid, too much of it TooLarge; a
// failure leaves nothing behind.
func (im *Importer) Arrive(files iter.Seq2[Upload, error]) (_ *Arrival, err error) {
	if err := os.MkdirAll(im.imports(), 0o700); err != nil {
		return nil, err
	}
	if err := im.tidy(); err != nil {
		return nil, err
	}
	next, stop := iter.Pull2(files)
	defer stop()
	first, err, any := next()
	if err != nil || !any {
		return nil, orNoFile(err)
	}
	a, err := im.store(first.Name, first.Content)
	if err != nil {
		return nil, err
	}
	second, err, more := next()
	if err == nil && !more {
		return a, nil
	}
	defer a.Discard()
	if err != nil {
		return nil, err
	}
	return im.arriveAsLot(a, second, next)
}

func orNoFile(err error) error {
	if err != nil {
		return err
	}
	return registry.Errorf(registry.Invalid, "Chưa chọn tệp. Hãy bấm vào ô chọn tệp, chọn danh sách Excel rồi gửi lại.")
}

// arriveAsLot packs a stored file and those that follow it into one.
func (im *Importer) arriveAsLot(first *Arrival, second Upload, next func() (Upload, error, bool)) (*Arrival, error) {
	content, err := openUpload(filepath.Join(first.dir, uploadFile), im.Keys)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	n := 2
	lot := Lot(func(yield func(Upload, error) bool) {
		if !yield(Upload{first.of.File, content}, nil) || !yield(second, nil) {
			return
		}
		for {
			u, err, more := next()
			if !more || !yield(u, err) {
				return
			}
			n++
		}
	})
	defer lot.Close()
	a, err := im.store("", lot)
	if err == nil {
		a.of.File = fmt.Sprintf("%s và %d tệp khác", shorten(first.of.File, 120), n-1)
	}
	return a, err
}

// store writes one upload into a folder of its own.
func (im *Importer) store(name string, r io.Reader) (*Arrival, error) {
	dir, err := os.MkdirTemp(im.imports(), arriving)
	if err != nil {
		return nil, err
	}
	a := &Arrival{dir: dir}
	sum, size, err := im.save(filepath.Join(dir, uploadFile), r)
	if err != nil {
		a.Discard()
		return nil, err
	}
	a.of = &registry.Import{File: fileName(name), SHA256: sum, Size: size, State: registry.ImportReceived, At: im.Now().UTC()}
	return a, nil
}

// save writes an upload to disk, sealed, within its bound and gives its hash and size.
func (im *Importer) save(path string, r io.Reader) (sum string, size int64, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sealed, err := newSealWriter(f, im.Keys)
	if err != nil {
		return "", 0, err
	}
	hash := sha256.New()
	size, err = io.Copy(io.MultiWriter(sealed, hash), io.LimitReader(r, im.maxUpload()+1))
	err = errors.Join(err, sealed.Close())
	switch {
	case err != nil:
		return "", 0, err
	case size > im.maxUpload():
		return "", 0, registry.Errorf(registry.TooLarge, "Tệp lớn hơn %d MB. Hãy tách thành nhiều tệp nhỏ hơn rồi tải lên.", im.maxUpload()>>20)
	}
	return hex.EncodeToString(hash.Sum(nil)), size, f.Sync()
}

// Receive stores an upload and records it; it is planned later. Too large an
// upload is TooLarge and leaves nothing behind.
func (im *Importer) Receive(ctx context.Context, name string, r io.Reader, o Options) (*registry.Import, registry.Receipt, error) {
	a, err := im.Arrive(OneFile(name, r))
	if err != nil {
		return nil, registry.Receipt{}, err
	}
	return im.Record(ctx, a, o)
}

// Record enters an arrival in the registry, to be planned later, and moves it to
// its place. Whether it goes well or not, the arrival is used up.
func (im *Importer) Record(ctx context.Context, a *Arrival, o Options) (*registry.Import, registry.Receipt, error) {
	defer a.Discard()
	a.declare(ctx, o)
	i, receipt, err := im.record(ctx, a)
	if err == nil {
		im.secrets.put(i.ID, o.Password)
	}
	return i, receipt, err
}

// record enters an arrival in the registry and moves its folder to its place.
func (im *Importer) record(ctx context.Context, a *Arrival) (*registry.Import, registry.Receipt, error) {
	im.placing.Lock()
	defer im.placing.Unlock()
	receipt, err := im.gate().Receive(ctx, a.of)
	if err != nil {
		return nil, receipt, err
	}
	i := a.of
	if receipt.Repeated { // the first request stored the file
		if i, err = im.Store.Import(ctx, registry.ImportID(receipt.Subjects[0].ID)); err != nil {
			return nil, receipt, err
		}
		if _, err := os.Stat(im.folder(i.ID)); err == nil {
			return i, receipt, nil
		}
	}
	return i, receipt, replaceFolder(a.dir, im.folder(i.ID))
}

type arrivalKey struct{}

// WithArrival gives the context of a request the upload that came with it.
func WithArrival(ctx context.Context, a *Arrival) context.Context {
	return context.WithValue(ctx, arrivalKey{}, a)
}

// ArrivalOf gives the upload that came with a request; Invalid where none did.
func ArrivalOf(ctx context.Context) (*Arrival, error) {
	a, _ := ctx.Value(arrivalKey{}).(*Arrival)
	if a == nil {
		return nil, orNoFile(nil)
	}
	return a, nil
}
