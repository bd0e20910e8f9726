package importer

import (
	"context"

	"trithuc/registry"
)

// Approval gives what the institutions of a planned list ask before it is written, as
// of today: the strictest of those that its sheets name, and of the one it was brought
// in for.
func (im *Importer) Approval(ctx context.Context, p *Plan) (registry.ApprovalRule, error) {
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		return "", err
	}
	today := registry.DateOf(im.Now().In(registry.Vietnam))
	rule := ref.ApprovalOf(p.Import.Organisation, today)
	for _, s := range p.Sheets {
		if s.Skipped == "" && s.Employer > 0 {
			rule = rule.Stricter(ref.ApprovalOf(s.Employer, today))
		}
	}
	return rule, nil
}

// Move takes a list one step on its way through approval; see registry.Imports.Move.
// The plan is the digest of the preview that the mover looked at.
func (im *Importer) Move(ctx context.Context, id registry.ImportID, move registry.LotMove, plan, reason string) (registry.Receipt, error) {
	p, err := im.StoredPlan(ctx, id)
	if err != nil {
		return registry.Receipt{}, err
	}
	if err := p.noneRead(); err != nil {
		return registry.Receipt{}, err
	}
	rule, err := im.Approval(ctx, p)
	if err != nil {
		return registry.Receipt{}, err
	}
	return im.gate().Move(ctx, id, registry.Moving{Move: move, Plan: plan, Reason: reason, Rule: rule, At: im.Now().UTC()})
}

// correctable says why nothing about how a list is read can be decided any more, nil
// where it can.
func correctable(i *registry.Import) error {
	if i.Failure == registry.ErasedImport {
		return &registry.Error{Kind: registry.Conflict, Message: registry.ErasedImport}
	}
	if i.State != registry.ImportPlanned && i.State != registry.ImportReceived {
		return registry.Errorf(registry.Conflict, "Lần nhập %d không còn ở bước xem trước (đang là %s) nên không sửa được nữa.", i.ID, stateWord(i.State))
	}
	return i.Lot.Settled()
}
