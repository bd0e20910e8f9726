package importer

import (
	"context"
	"errors"
	"os"

	"trithuc/registry"
)

// Cancel drops an import that is not written: from then on it cannot be, the job that
// reads or plans it is sent away with its child, and its files are deleted. One that is
// being written at that moment is written and a Conflict.
func (im *Importer) Cancel(ctx context.Context, id registry.ImportID) (registry.Receipt, error) {
	r, err := im.gate().Cancel(ctx, id)
	if err != nil {
		return r, err
	}
	im.desk.send(id)
	im.secrets.take(id)
	return r, os.RemoveAll(im.folder(id))
}

// sweep deletes the files of dropped imports whose dropping was cut short.
func (im *Importer) sweep(ctx context.Context) error {
	dropped, err := im.Store.ImportsIn(ctx, registry.ImportCancelled)
	for _, i := range dropped {
		err = errors.Join(err, os.RemoveAll(im.folder(i.ID)))
	}
	return err
}
