package registry

import (
	"context"
	"fmt"
)

// Cancel drops an import that was not written, so that it never is, with all that was
// decided about how it is to be read. One that was dropped already is left as it is; one
// that is written is a Conflict, since taking it back is another thing.
func (g Imports) Cancel(ctx context.Context, id ImportID) (Receipt, error) {
	for tries := 1; ; tries++ {
		r, err := g.cancelOnce(ctx, id)
		if KindOf(err) != Stale || tries == cancelTries {
			return r, err
		}
	}
}

// cancelTries is how often an import is dropped again because its job was faster.
const cancelTries = 10

func (g Imports) cancelOnce(ctx context.Context, id ImportID) (Receipt, error) {
	actor, err := Authorise(ctx, WriteImports)
	if err != nil {
		return Receipt{}, err
	}
	i, err := g.Store.Import(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	switch {
	case i.State == ImportCancelled:
		return Receipt{}, nil
	case i.State == ImportApplied:
		return Receipt{}, Errorf(Conflict, "Lần nhập %d đã ghi vào cơ sở dữ liệu nên không hủy được nữa. Hãy hoàn tác lần nhập ấy.", id)
	case i.State == ImportUndone:
		return Receipt{}, Errorf(Conflict, "Lần nhập %d đã ghi rồi đã hoàn tác, nên không còn gì để hủy.", id)
	}
	i.State, i.Failure = ImportCancelled, fmt.Sprintf("Lần nhập này đã được %s hủy: chưa ghi gì, và tệp đã được xóa khỏi máy chủ.", actor.Account)
	i.Plan, i.Counts, i.Issues, i.Sheets, i.Choices = "", Counts{}, 0, nil, Choices{}
	i.Lot.Signed = i.Lot.Signed.Deleted()
	return g.Amend(ctx, i, "Hủy lần nhập")
}
