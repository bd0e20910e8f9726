package importer

import (
	"context"
	"errors"

	"trithuc/registry"
)

// errLocked is behind the sentence that an upload cannot be read for want of its password,
// or with the one given.
var errLocked = errors.New("importer: locked with a password")

// Locked says that an import could not be read for want of its password, and that its upload
// waits for one.
func (im *Importer) Locked(i *registry.Import) bool {
	return i.State == registry.ImportFailed && there(im.file(i.ID, uploadFile))
}

// Unlock lets an upload that waits for its password be read again, with this one. It is a
// Conflict where none waits.
func (im *Importer) Unlock(ctx context.Context, id registry.ImportID, password string) error {
	i, err := im.Store.Import(ctx, id)
	switch {
	case err != nil:
		return err
	case !im.Locked(i):
		return registry.Errorf(registry.Conflict, "Lần nhập này không chờ mật khẩu. Hãy tải lại trang để xem kết quả mới nhất.")
	case password == "":
		return registry.Errorf(registry.Invalid, "Chưa có mật khẩu. Hãy gõ mật khẩu mở tệp rồi bấm lại.")
	}
	im.secrets.put(id, password)
	i.State, i.Failure = registry.ImportReceived, ""
	_, err = im.gate().Amend(ctx, i, "Đã nhập mật khẩu mở tệp")
	return err
}
