package api

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/ui/office"
)

// Disclosure is a request of one agency for data of another.
type Disclosure struct {
	ID       int64    `json:"id" readOnly:"true"`
	Asker    int64    `json:"asker,omitempty" doc:"Cơ quan đề nghị; của cán bộ đầu mối thì luôn là đơn vị mình."`
	Owner    int64    `json:"owner,omitempty" doc:"Cơ quan quản lý dữ liệu; không ghi thì là mọi cơ quan."`
	Document string   `json:"document" maxLength:"500" doc:"Số, ký hiệu văn bản đề nghị."`
	Dated    string   `json:"dated" doc:"Ngày văn bản, YYYY-MM-DD."`
	Purpose  string   `json:"purpose" maxLength:"500"`
	Fields   []string `json:"fields" nullable:"false" doc:"Những phần của hồ sơ: email, positions…; họ tên luôn có."`
	Search   string   `json:"search,omitempty" maxLength:"500" doc:"Về những ai, như ở ô tìm kiếm."`
	People   []string `json:"people,omitempty" doc:"Hoặc mã hồ sơ; sau khi duyệt là những người được cung cấp."`
	Until    string   `json:"until" doc:"Khai thác đến hết ngày, YYYY-MM-DD."`
	State    string   `json:"state,omitempty" readOnly:"true" enum:"asked,approved,refused,withdrawn"`
	Asked    string   `json:"asked,omitempty" readOnly:"true"`
	Account  string   `json:"account,omitempty" readOnly:"true"`
	Decided  string   `json:"decided,omitempty" readOnly:"true"`
	Decider  string   `json:"decider,omitempty" readOnly:"true"`
	Decision string   `json:"decision,omitempty" readOnly:"true" doc:"Lý do không cung cấp."`
}

func disclosureOf(d *registry.Disclosure) Disclosure {
	return Disclosure{
		ID: int64(d.ID), Asker: int64(d.Asker), Owner: int64(d.Owner), Document: d.Document, Dated: d.Dated.String(), Purpose: d.Purpose, Fields: d.Fields,
		Search: d.Search, People: each(d.People, registry.PersonID.Public), Until: d.Until.String(), State: string(d.State), Asked: moment(d.Asked),
		Account: d.Account, Decided: moment(d.Decided), Decider: d.Decider, Decision: d.Decision,
	}
}

func (s *server) disclosuresGate() registry.Disclosures {
	return registry.Disclosures{Store: s.Store, Find: search.Finder(s.Searcher, registry.MaxDisclosed), Now: s.Now}
}

type disclosuresOut struct {
	Body struct {
		Disclosures []Disclosure `json:"disclosures" nullable:"false"`
	}
}

// disclosures serves GET /disclosures: those the caller has to do with, newest first,
// without the people.
func (s *server) disclosures(ctx context.Context, _ *struct{}) (*disclosuresOut, error) {
	all, err := s.disclosuresGate().List(ctx)
	if err != nil {
		return nil, err
	}
	out := &disclosuresOut{}
	out.Body.Disclosures = each(all, func(d registry.Disclosure) Disclosure { return disclosureOf(&d) })
	return out, nil
}

type disclosureOut struct {
	ETag string `header:"ETag"`
	Body Disclosure
}

// disclosure serves GET /disclosures/{id}.
func (s *server) disclosure(ctx context.Context, in *RequestPath) (*disclosureOut, error) {
	d, err := s.disclosuresGate().Disclosure(ctx, registry.DisclosureID(in.ID))
	if err != nil {
		return nil, err
	}
	return &disclosureOut{etagOf(d.Version), disclosureOf(d)}, nil
}

type askDisclosureIn struct {
	Key
	Body Disclosure
}

// askDisclosure serves POST /disclosures.
func (s *server) askDisclosure(ctx context.Context, in *askDisclosureIn) (*disclosureOut, error) {
	b := &in.Body
	d := &registry.Disclosure{Asker: registry.OrganisationID(b.Asker), Owner: registry.OrganisationID(b.Owner), Document: b.Document, Purpose: b.Purpose,
		Fields: b.Fields, Search: b.Search}
	var err error
	if d.Dated, err = registry.ParseDate(b.Dated); err == nil {
		d.Until, err = registry.ParseDate(b.Until)
	}
	for i := 0; i < len(b.People) && err == nil; i++ {
		var id registry.PersonID
		id, err = registry.ParsePersonID(b.People[i])
		d.People = append(d.People, id)
	}
	if err != nil {
		return nil, err
	}
	receipt, err := s.disclosuresGate().Ask(ctx, d)
	if err != nil {
		return nil, err
	}
	return s.disclosure(ctx, &RequestPath{receipt.Subjects[0].ID})
}

type disclosureStepIn struct {
	Key
	Match
	RequestPath
}

type disclosureWhyIn struct {
	Key
	Match
	RequestPath
	Body struct {
		Why string `json:"why" minLength:"1" maxLength:"500" doc:"Lý do, báo cho bên đề nghị."`
	}
}

// approveDisclosure serves POST /disclosures/{id}/approve.
func (s *server) approveDisclosure(ctx context.Context, in *disclosureStepIn) (*disclosureOut, error) {
	return s.disclosed(ctx, in, s.disclosuresGate().Approve)
}

// refuseDisclosure serves POST /disclosures/{id}/refuse.
func (s *server) refuseDisclosure(ctx context.Context, in *disclosureWhyIn) (*disclosureOut, error) {
	return s.disclosed(ctx, &disclosureStepIn{in.Key, in.Match, in.RequestPath}, func(ctx context.Context, id registry.DisclosureID, seen int64) (registry.Receipt, error) {
		return s.disclosuresGate().Refuse(ctx, id, seen, in.Body.Why)
	})
}

// withdrawDisclosure serves POST /disclosures/{id}/withdraw.
func (s *server) withdrawDisclosure(ctx context.Context, in *disclosureStepIn) (*disclosureOut, error) {
	return s.disclosed(ctx, in, s.disclosuresGate().Withdraw)
}

// disclosed takes a step on the version named by If-Match, and answers with what is then.
func (s *server) disclosed(ctx context.Context, in *disclosureStepIn, step func(context.Context, registry.DisclosureID, int64) (registry.Receipt, error)) (*disclosureOut, error) {
	seen, missing := in.version()
	r, err := step(ctx, registry.DisclosureID(in.ID), seen) // without a version it is refused
	if kind := registry.KindOf(err); missing != nil && (kind == registry.Stale || kind == registry.Invalid) {
		return nil, missing
	}
	if _, err = registry.Again(ctx, registry.People{Store: s.Store}, r, err); err != nil {
		return nil, err
	}
	return s.disclosure(ctx, &in.RequestPath)
}

// disclosureFile serves GET /disclosures/{id}/file: the data as a workbook, for who asked,
// until its day.
func (s *server) disclosureFile(ctx context.Context, in *RequestPath) (*huma.StreamResponse, error) {
	d, people, err := s.disclosuresGate().Fetch(ctx, registry.DisclosureID(in.ID))
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	info := office.Info{Title: fmt.Sprintf("Dữ liệu theo đề nghị khai thác số %d", d.ID), Account: registry.ActorOf(ctx).Account, At: s.Now().In(registry.Vietnam)}
	return s.attachment(fmt.Sprintf("khai-thac-%d", d.ID), office.XLSX, func(w *late) error { return office.Disclosed(w, ref, d, people, info) }), nil
}
