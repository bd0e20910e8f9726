package importer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"trithuc/registry"
)

// MaxSigned is the largest signed copy that is taken, in bytes: a form of some pages,
// scanned in colour.
const MaxSigned = 20 << 20

// signedFile begins the name of a signed copy; behind it stands the hash of its
// content, so that what is recorded is never that of another file.
const signedFile = "signed."

// signing begins the names of signed copies that are not whole yet.
const signing = "signing-"

// signedKinds are the files taken as a signed copy, by how they begin.
var signedKinds = []struct{ begin, kind string }{
	{"%PDF-", "application/pdf"}, {"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n\x1a\n", "image/png"},
	{"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"},
}

func signedKind(head []byte) string {
	for _, k := range signedKinds {
		if bytes.HasPrefix(head, []byte(k.begin)) {
			return k.kind
		}
	}
	return ""
}

// Attach keeps the signed form of a list, sealed as uploads are, with its number and
// the day it was signed; it takes the place of one attached before. What is no PDF or
// picture by its content is Unreadable, too large a file TooLarge; neither leaves
// anything behind.
func (im *Importer) Attach(ctx context.Context, id registry.ImportID, of Upload, number string, on registry.Date) (registry.Receipt, error) {
	if _, err := im.Store.Import(ctx, id); err != nil {
		return registry.Receipt{}, err
	}
	if err := os.MkdirAll(im.folder(id), 0o700); err != nil {
		return registry.Receipt{}, err
	}
	f, err := os.CreateTemp(im.folder(id), signing)
	if err != nil {
		return registry.Receipt{}, err
	}
	defer os.Remove(f.Name())
	copied, err := im.sealSigned(f, of.Content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return registry.Receipt{}, err
	}
	copied.Number, copied.On, copied.File = number, on, fileName(of.Name)
	copied.By, copied.At = registry.ActorOf(ctx).Account, im.Now().UTC()
	gate := im.gate()
	if err := gate.Attachable(ctx, id, &copied); err != nil {
		return registry.Receipt{}, err
	}
	if err := errors.Join(os.Rename(f.Name(), im.signedPath(id, &copied)), syncFolder(im.folder(id))); err != nil {
		return registry.Receipt{}, err
	}
	r, err := gate.Attach(ctx, id, copied)
	if err != nil {
		return r, err
	}
	return r, im.dropSigned(id, im.signedPath(id, &copied))
}

// sealSigned writes a signed copy sealed and tells what it is.
func (im *Importer) sealSigned(to io.Writer, from io.Reader) (c registry.SignedCopy, err error) {
	head := make([]byte, 16)
	n, err := io.ReadFull(from, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return c, err
	}
	head = head[:n]
	if c.Kind = signedKind(head); c.Kind == "" {
		return c, registry.Errorf(registry.Unreadable, "Bản đã ký phải là tệp PDF hoặc ảnh (JPEG, PNG, TIFF), xét theo nội dung chứ không theo tên tệp. Hãy quét lại thành PDF rồi gửi.")
	}
	sealed, err := newSealWriter(to, im.Keys)
	if err != nil {
		return c, err
	}
	hash := sha256.New()
	c.Size, err = io.Copy(io.MultiWriter(sealed, hash), io.LimitReader(io.MultiReader(bytes.NewReader(head), from), MaxSigned+1))
	switch err = errors.Join(err, sealed.Close()); {
	case err != nil:
		return c, err
	case c.Size > MaxSigned:
		return c, registry.Errorf(registry.TooLarge, "Bản đã ký lớn hơn %d MB. Hãy quét lại ở độ phân giải thấp hơn (200 dpi là đủ) rồi gửi.", MaxSigned>>20)
	}
	c.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return c, nil
}

func (im *Importer) signedPath(id registry.ImportID, c *registry.SignedCopy) string {
	return im.file(id, signedFile+c.SHA256[:min(len(c.SHA256), 16)])
}

// dropSigned deletes the signed copies of an import but one.
func (im *Importer) dropSigned(id registry.ImportID, but string) error {
	return eachIn(im.folder(id), func(path, name string) error {
		if !strings.HasPrefix(name, signedFile) || filepath.Base(but) == name {
			return nil
		}
		return os.Remove(path)
	})
}

// Signed gives the signed copy of a list, as it came; NotFound where there is none, or
// none any more.
func (im *Importer) Signed(ctx context.Context, id registry.ImportID) (*registry.SignedCopy, []byte, error) {
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	c := i.Lot.Signed
	switch {
	case c == nil:
		return nil, nil, registry.Errorf(registry.NotFound, "Lần nhập %d chưa có bản đã ký đính kèm.", id)
	case c.Gone && i.State == registry.ImportCancelled:
		return nil, nil, registry.Errorf(registry.NotFound, "Lần nhập %d đã được hủy nên bản đã ký không còn.", id)
	case c.Gone:
		return nil, nil, registry.Errorf(registry.NotFound, "Bản đã ký của lần nhập %d đã được xóa theo yêu cầu của chủ thể dữ liệu.", id)
	}
	f, err := openUpload(im.signedPath(id, c), im.Keys)
	if err != nil {
		return nil, nil, signedLost(err)
	}
	content, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, nil, signedLost(err)
	}
	return c, content, nil
}

func signedLost(err error) error {
	return &registry.Error{Kind: registry.Damaged, Message: "Tệp bản đã ký không còn hoặc bị hỏng trong thư mục dữ liệu. Hãy đính kèm lại.", Err: err}
}
