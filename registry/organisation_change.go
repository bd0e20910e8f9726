package registry

import (
	"context"
	"fmt"
	"slices"

	"trithuc/registry/vietnamese"
)

// OrganisationStore is what changing organisations reads and writes.
type OrganisationStore interface {
	Committer
	ReferenceReader
	TrailReader
}

// Organisations is the write gate of organisations: it authorises, validates, then
// commits.
type Organisations struct{ Store OrganisationStore }

// Add adds o and fills in its id.
func (g Organisations) Add(ctx context.Context, o *Organisation, why Why) (Receipt, error) {
	if err := g.check(ctx, o); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WriteCatalogues, &AddOrganisation{Why: why, Organisation: o})
}

// Amend replaces the stored organisation of o.ID if its version is still o.Version.
// A name that was wrong is mended so; one that was changed by a decision is a Rename.
func (g Organisations) Amend(ctx context.Context, o *Organisation, why Why) (Receipt, error) {
	if err := g.check(ctx, o); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WriteCatalogues, &AmendOrganisation{Why: why, Organisation: o, Was: o.Version})
}

// Rename gives an organisation the name it bears from a day on, if its version is
// still was. People and units stay with it; the former name stands for itself, ended
// on that day, so that what was so called then is still told by it.
func (g Organisations) Rename(ctx context.Context, id OrganisationID, was int64, name string, on Date, why Why) (Receipt, error) {
	ref, err := g.Store.Reference(ctx)
	if err != nil {
		return Receipt{}, err
	}
	o, ok := ref.Organisation(id)
	if !ok {
		return Receipt{}, noOrganisation(id)
	}
	former := Organisation{ID: -1, Kind: o.Kind, Name: o.Name, Parent: o.Parent, ValidFrom: o.ValidFrom, ValidTo: on, Confirmed: o.Confirmed,
		Sector: o.Sector, Ownership: o.Ownership}
	o.Name, o.ValidFrom = vietnamese.Clean(name), on
	v := &validation{}
	v.organisation(ref, &o)
	if on.IsZero() {
		v.add("on", "", "phải có ngày đổi tên")
	}
	if err := v.refusedOrganisation(o.Name); err != nil {
		return Receipt{}, err
	}
	if o.Name == former.Name {
		return Receipt{}, Errorf(Conflict, "Đơn vị này đã mang tên %q. Hãy nhập tên mới.", o.Name)
	}
	return commitAs(ctx, g.Store, WriteCatalogues, &AddOrganisation{Why: why, Organisation: &former},
		&AmendOrganisation{Why: why, Organisation: &o, Was: was},
		&AddLineage{Why: why, Lineage: Lineage{From: -1, To: id, Kind: RenamedTo, On: on}})
}

// Succeed writes down what an organisation became: a merger into another, or a split,
// one step a part. An organisation that still stood ends on that day, if its version
// is still was; who stands there is found under the successor from then on.
func (g Organisations) Succeed(ctx context.Context, l Lineage, was int64, why Why) (Receipt, error) {
	ref, err := g.Store.Reference(ctx)
	if err != nil {
		return Receipt{}, err
	}
	from, ok := ref.Organisation(l.From)
	if !ok {
		return Receipt{}, noOrganisation(l.From)
	}
	v := &validation{}
	v.lineage(ref, l)
	if err := v.refusedOrganisation(from.Name); err != nil {
		return Receipt{}, err
	}
	if from.ValidTo.IsZero() {
		from.ValidTo = l.On
	}
	return commitAs(ctx, g.Store, WriteCatalogues, &AmendOrganisation{Why: why, Organisation: &from, Was: was}, &AddLineage{Why: why, Lineage: l})
}

// Answered is what People.Answered is, for changes of organisations.
func (g Organisations) Answered(ctx context.Context) (Receipt, bool, error) {
	return Catalogues{Store: g.Store}.Answered(ctx)
}

func noOrganisation(id OrganisationID) error {
	return Errorf(NotFound, "Không tìm thấy đơn vị số %d. Hãy tìm trong danh sách các đơn vị.", id)
}

func (g Organisations) check(ctx context.Context, o *Organisation) error {
	ref, err := g.Store.Reference(ctx)
	if err != nil {
		return err
	}
	o.tidy()
	v := &validation{}
	v.organisation(ref, o)
	return v.refusedOrganisation(o.Name)
}

// tidy puts the names into the form the registry keeps.
func (o *Organisation) tidy() {
	for _, text := range []*string{&o.Name, &o.NameEn, &o.Note} {
		*text = vietnamese.Clean(*text)
	}
	for _, list := range []*[]string{&o.Abbreviations, &o.Aliases} {
		var kept []string
		for _, name := range *list {
			if name = vietnamese.Clean(name); name != "" && !slices.Contains(kept, name) {
				kept = append(kept, name)
			}
		}
		*list = kept
	}
}

func (v *validation) refusedOrganisation(name string) error {
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems,
		Message: fmt.Sprintf("Đơn vị %q có %d giá trị không nhận được. Hãy sửa các giá trị đó rồi lưu lại.", name, len(v.problems))}
}

// OrganisationKinds are the kinds there are, in the order of forms.
var OrganisationKinds = []OrganisationKind{Government, University, Campus, College, Institute, School, Hospital, Association, Enterprise, Unit, Unsorted}

// organisation refuses values of an organisation, all at once.
func (v *validation) organisation(ref *Reference, o *Organisation) {
	v.text("name", o.Name, true)
	v.text("name_en", o.NameEn, false)
	v.text("note", o.Note, false)
	oneOf(v, "kind", o.Kind, OrganisationKinds...)
	v.names("abbreviations", o.Abbreviations)
	v.names("aliases", o.Aliases)
	if _, ok := ref.Organisation(o.Parent); !ok && o.Parent != 0 {
		v.add("parent", fmt.Sprint(o.Parent), "không có đơn vị này")
	}
	if o.Kind == Unit && o.Parent == 0 {
		v.add("parent", "", "đơn vị trực thuộc phải có đơn vị cấp trên")
	}
	v.known(ref, "sector", SchemeSector, o.Sector)
	v.known(ref, "ownership", SchemeOwnership, o.Ownership)
	v.spanOf("", "valid_from", o.ValidFrom, "valid_to", o.ValidTo)
	v.approvals(o.Approvals)
}

func (v *validation) names(field string, list []string) {
	v.length(field, len(list))
	for i, name := range list {
		v.text(fmt.Sprintf("%s[%d]", field, i), name, true)
	}
}

func (v *validation) known(ref *Reference, field string, s Scheme, code string) {
	if _, ok := ref.Code(s, code); !ok && code != "" {
		v.add(field, code, "không có trong danh mục")
	}
}

func (v *validation) lineage(ref *Reference, l Lineage) {
	oneOf(v, "kind", l.Kind, MergedInto, SplitInto, RenamedTo)
	v.date("on", l.On)
	v.text("note", l.Note, false)
	if l.On.IsZero() {
		v.add("on", "", "phải có ngày hoặc năm")
	}
	switch _, ok := ref.Organisation(l.To); {
	case !ok:
		v.add("to", fmt.Sprint(l.To), "không có đơn vị này")
	case l.To == l.From:
		v.add("to", ref.OrganisationName(l.To), "chính là đơn vị này")
	case slices.Contains(ref.Successors(l.To), l.From):
		v.add("to", ref.OrganisationName(l.To), "đã thành chính đơn vị này")
	}
}
