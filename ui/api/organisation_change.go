package api

import (
	"context"
	"fmt"

	"trithuc/registry"
)

// organisationRoutes registers the organisations and what is changed of them.
func (s *server) organisationRoutes() {
	handle(s, "GET", "/organisations", registry.ReadPeople, "Danh sách đơn vị", s.organisations)
	handle(s, "POST", "/organisations", registry.WriteCatalogues, "Thêm đơn vị", s.addOrganisation)
	handle(s, "GET", "/organisations/resolve", registry.ReadPeople, "Tên đơn vị vào một ngày là đơn vị nào", s.resolve)
	handle(s, "GET", "/organisations/{id}", registry.ReadPeople, "Xem đơn vị", s.organisation)
	handle(s, "PUT", "/organisations/{id}", registry.WriteCatalogues, "Sửa đơn vị", s.amendOrganisation)
	handle(s, "POST", "/organisations/{id}/rename", registry.WriteCatalogues, "Đổi tên đơn vị từ một ngày", s.renameOrganisation)
	handle(s, "POST", "/organisations/{id}/lineage", registry.WriteCatalogues, "Ghi sáp nhập, chia tách", s.succeedOrganisation)
	handle(s, "GET", "/organisations/{id}/form20", registry.ReadPeople, "Biểu mẫu 20 (ba công khai) của cơ sở đào tạo", s.form20)
	handle(s, "GET", "/organisations/{id}/history", registry.ReadPeople, "Các thay đổi của đơn vị", s.organisationHistory)
	handle(s, "POST", "/organisations/{id}/history/{seq}/undo", registry.WriteCatalogues, "Hoàn tác một thay đổi của đơn vị", s.undoOrganisation)
}

type organisationIn struct {
	ID int64 `path:"id" minimum:"1"`
}

type organisationOut struct {
	ETag string `header:"ETag"`
	Body Organisation
}

// organisation serves GET /organisations/{id}.
func (s *server) organisation(ctx context.Context, in *organisationIn) (*organisationOut, error) {
	return s.organisationOut(ctx, in.ID)
}

func (s *server) organisationOut(ctx context.Context, id int64) (*organisationOut, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	o, ok := ref.Organisation(registry.OrganisationID(id))
	if !ok {
		return nil, registry.Errorf(registry.NotFound, "Không tìm thấy đơn vị số %d.", id)
	}
	return &organisationOut{etag(o.Version), organisationOf(&o, ref)}, nil
}

// organisationWritten waits for the index and answers with the organisation as it is now.
func (s *server) organisationWritten(ctx context.Context, id int64, r registry.Receipt, err error) (*organisationOut, error) {
	if r, err = registry.Again(ctx, s.organisationGate(), r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	return s.organisationOut(ctx, id)
}

func (s *server) organisationGate() registry.Organisations {
	return registry.Organisations{Store: s.Store}
}

// organisationFrom reads an organisation off the wire.
func organisationFrom(w *Organisation) (*registry.Organisation, error) {
	r := &reading{}
	o := &registry.Organisation{
		Kind: registry.OrganisationKind(w.Kind), Name: w.Name, NameEn: w.NameEn, Abbreviations: w.Abbreviations, Aliases: w.Aliases,
		Parent: registry.OrganisationID(w.Parent), ValidFrom: r.date("valid_from", w.ValidFrom), ValidTo: r.date("valid_to", w.ValidTo),
		Confirmed: w.Confirmed, Note: w.Note, Sector: w.Sector, Ownership: w.Ownership,
	}
	for k, a := range w.Approvals {
		o.Approvals = append(o.Approvals, registry.Approval{From: r.date(fmt.Sprintf("approvals[%d].from", k), a.From), Rule: registry.ApprovalRule(a.Rule)})
	}
	if len(r.problems) > 0 {
		return nil, &registry.Error{Kind: registry.Invalid, Problems: r.problems, Message: "Đơn vị có giá trị không đọc được. Hãy sửa các giá trị được nêu rồi gửi lại."}
	}
	return o, nil
}

// Reasoned is what a change may say about itself.
type Reasoned struct {
	Reason string `query:"reason" maxLength:"500" doc:"Căn cứ, số quyết định: ghi vào lịch sử."`
}

type addOrganisationIn struct {
	Key
	Reasoned
	Body Organisation
}

type addOrganisationOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Organisation
}

// addOrganisation serves POST /organisations.
func (s *server) addOrganisation(ctx context.Context, in *addOrganisationIn) (*addOrganisationOut, error) {
	o, err := organisationFrom(&in.Body)
	if err != nil {
		return nil, err
	}
	r, err := s.organisationGate().Add(ctx, o, registry.Why{Reason: in.Reason})
	if err != nil {
		return nil, err
	}
	out, err := s.organisationWritten(ctx, r.Subjects[0].ID, r, nil)
	if err != nil {
		return nil, err
	}
	return &addOrganisationOut{out.ETag, fmt.Sprintf("%s/organisations/%d", prefix, out.Body.ID), out.Body}, nil
}

type amendOrganisationIn struct {
	Key
	Match
	Reasoned
	ID   int64 `path:"id" minimum:"1"`
	Body Organisation
}

// amendOrganisation serves PUT /organisations/{id}: the organisation as it shall be.
func (s *server) amendOrganisation(ctx context.Context, in *amendOrganisationIn) (*organisationOut, error) {
	was, err := in.version()
	if err != nil {
		return nil, err
	}
	o, err := organisationFrom(&in.Body)
	if err != nil {
		return nil, err
	}
	stored, err := s.organisationOut(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	o.ID, o.Version, o.Key = registry.OrganisationID(in.ID), was, stored.Body.Key
	r, err := s.organisationGate().Amend(ctx, o, registry.Why{Reason: in.Reason})
	return s.organisationWritten(ctx, in.ID, r, err)
}

type renameOrganisationIn struct {
	Key
	Match
	Reasoned
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Name string `json:"name" doc:"Tên mới."`
		On   string `json:"on" doc:"Ngày bắt đầu mang tên mới: YYYY, YYYY-MM hoặc YYYY-MM-DD."`
	}
}

// renameOrganisation serves POST /organisations/{id}/rename.
func (s *server) renameOrganisation(ctx context.Context, in *renameOrganisationIn) (*organisationOut, error) {
	was, err := in.version()
	if err != nil {
		return nil, err
	}
	on, err := registry.ParseDate(in.Body.On)
	if err != nil {
		return nil, unreadDay("on", in.Body.On)
	}
	r, err := s.organisationGate().Rename(ctx, registry.OrganisationID(in.ID), was, in.Body.Name, on, registry.Why{Reason: in.Reason})
	return s.organisationWritten(ctx, in.ID, r, err)
}

func unreadDay(field, value string) error {
	return &registry.Error{Kind: registry.Invalid, Message: "Ngày không đọc được. Hãy gửi lại ngày có thật.",
		Problems: []registry.Problem{{Field: field, Value: value, Reason: "phải là ngày có thật, dạng YYYY, YYYY-MM hoặc YYYY-MM-DD"}}}
}

type succeedOrganisationIn struct {
	Key
	Match
	Reasoned
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		To   int64  `json:"to" doc:"Số của đơn vị kế tục."`
		Kind string `json:"kind" doc:"merged: sáp nhập vào; split: tách thành; renamed: đổi thành."`
		On   string `json:"on" doc:"Ngày: YYYY, YYYY-MM hoặc YYYY-MM-DD."`
		Note string `json:"note,omitempty"`
	}
}

// succeedOrganisation serves POST /organisations/{id}/lineage.
func (s *server) succeedOrganisation(ctx context.Context, in *succeedOrganisationIn) (*organisationOut, error) {
	was, err := in.version()
	if err != nil {
		return nil, err
	}
	on, err := registry.ParseDate(in.Body.On)
	if err != nil {
		return nil, unreadDay("on", in.Body.On)
	}
	r, err := s.organisationGate().Succeed(ctx, registry.Lineage{From: registry.OrganisationID(in.ID), To: registry.OrganisationID(in.Body.To),
		Kind: registry.LineageKind(in.Body.Kind), On: on, Note: in.Body.Note}, was, registry.Why{Reason: in.Reason})
	return s.organisationWritten(ctx, in.ID, r, err)
}

// OrganisationChange is one entry of the trail about an organisation.
type OrganisationChange struct {
	Seq     int64             `json:"seq"`
	At      string            `json:"at"`
	Account string            `json:"account"`
	Action  string            `json:"action"`
	Reason  string            `json:"reason,omitempty"`
	Before  *Organisation     `json:"before,omitempty" doc:"Đơn vị trước khi sửa."`
	Lineage *OrganisationStep `json:"lineage,omitempty" doc:"Bước sáp nhập, chia tách, đổi tên được ghi hoặc bỏ."`
}

// OrganisationStep is a step of lineage that was written or taken out.
type OrganisationStep struct {
	To      int64  `json:"to"`
	Name    string `json:"name"`
	Kind    string `json:"kind"`
	On      string `json:"on,omitempty"`
	Note    string `json:"note,omitempty"`
	Removed bool   `json:"removed,omitempty" doc:"true: bước này đã được bỏ."`
}

type organisationHistoryOut struct {
	Body struct {
		Changes []OrganisationChange `json:"changes" nullable:"false"`
	}
}

// organisationHistory serves GET /organisations/{id}/history, the newest first.
func (s *server) organisationHistory(ctx context.Context, in *organisationIn) (*organisationHistoryOut, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := registry.OrganisationHistory(ctx, s.Store, registry.OrganisationID(in.ID))
	if err != nil {
		return nil, err
	}
	if len(steps) == 0 {
		return nil, registry.Errorf(registry.NotFound, "Không tìm thấy đơn vị số %d.", in.ID)
	}
	out := &organisationHistoryOut{}
	out.Body.Changes = each(steps, func(o registry.OrganisationStep) OrganisationChange { return organisationChangeOf(o, ref) })
	return out, nil
}

func organisationChangeOf(o registry.OrganisationStep, ref *registry.Reference) OrganisationChange {
	c := OrganisationChange{Seq: int64(o.Entry.Seq), At: moment(o.Entry.At), Account: o.Entry.Actor, Action: string(o.Entry.Action), Reason: o.Entry.Reason}
	if o.Before != nil {
		before := organisationOf(o.Before, ref)
		c.Before = &before
	}
	for _, l := range []*registry.Lineage{o.Linked, o.Unlinked} {
		if l != nil {
			c.Lineage = &OrganisationStep{int64(l.To), ref.OrganisationName(l.To), string(l.Kind), l.On.String(), l.Note, l == o.Unlinked}
		}
	}
	return c
}

type undoOrganisationIn struct {
	Key
	ID  int64 `path:"id" minimum:"1"`
	Seq int64 `path:"seq" minimum:"1" doc:"Số thứ tự của mục nhật ký."`
}

// undoOrganisation serves POST /organisations/{id}/history/{seq}/undo and answers with
// what is left of the history.
func (s *server) undoOrganisation(ctx context.Context, in *undoOrganisationIn) (*organisationHistoryOut, error) {
	gate := s.organisationGate()
	r, err := gate.Undo(ctx, registry.OrganisationID(in.ID), registry.Seq(in.Seq))
	if r, err = registry.Again(ctx, gate, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	return s.organisationHistory(ctx, &organisationIn{in.ID})
}
