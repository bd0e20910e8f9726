package api

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"trithuc/registry"
)

// link points at a record, as RFC 8288 writes it.
func link(id registry.PersonID, rel string) string {
	return fmt.Sprintf("<%s/people/%s>; rel=%q", prefix, id.Public(), rel)
}

// momentOf reads a day, meaning its end, or the number of an entry of the trail.
func momentOf(text string) (registry.Moment, error) {
	if day, err := time.ParseInLocation(time.DateOnly, text, registry.Vietnam); err == nil {
		return registry.Moment{At: day.AddDate(0, 0, 1).Add(-time.Microsecond)}, nil
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
		return registry.Moment{Seq: registry.Seq(n)}, nil
	}
	return registry.Moment{}, &registry.Error{Kind: registry.Invalid,
		Message:  fmt.Sprintf("Không hiểu thời điểm %q. Hãy ghi ngày dạng YYYY-MM-DD hoặc số thứ tự của mục nhật ký.", text),
		Problems: []registry.Problem{{Field: "as_of", Value: text, Reason: "không phải ngày YYYY-MM-DD, cũng không phải số mục nhật ký"}}}
}

// notAhead refuses a moment that has not come: nobody knows a record as it will be.
func (s *server) notAhead(ctx context.Context, m registry.Moment, text string) error {
	head, err := s.Store.Head(ctx)
	if err != nil {
		return err
	}
	day := registry.DateOf(m.At.In(registry.Vietnam))
	if m.Seq <= head.Seq && (m.Seq != 0 || day.Compare(s.today()) <= 0) {
		return nil
	}
	return &registry.Error{Kind: registry.Invalid, Message: fmt.Sprintf("Thời điểm %q chưa đến. Hãy chọn một ngày không sau hôm nay, hoặc một mục đã có của nhật ký.", text),
		Problems: []registry.Problem{{Field: "as_of", Value: text, Reason: "chưa đến"}}}
}

// personAsOf answers with the record as it was. Names of organisations
// are today's; a field is called as its code was meant when it came in.
func (s *server) personAsOf(ctx context.Context, id registry.PersonID, when string) (*personOut, error) {
	m, err := momentOf(when)
	if err != nil {
		return nil, err
	}
	if err := s.notAhead(ctx, m, when); err != nil {
		return nil, err
	}
	past, err := registry.AsOf(ctx, s.Store, id, m)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	sources, err := s.Store.Sources(ctx, []registry.SourceID{past.Person.Source})
	if err != nil {
		return nil, err
	}
	out := &personOut{Body: wire(past.Person, ref)}
	if err := s.meanings(ctx, past.Person, ref, out.Body.Fields); err != nil {
		return nil, err
	}
	out.Body.Scope = s.scope(past.Person, ref, m.At)
	if src, ok := sources[past.Person.Source]; ok {
		out.Body.Source = sourceOf(src)
	}
	if past.Next != nil {
		out.Link = link(id, "latest-version")
	} else {
		out.ETag = etag(past.Person.Version)
	}
	return out, nil
}

// Entry names one change of a record.
type Entry struct {
	ID  string `path:"id" doc:"Mã hồ sơ, ví dụ TT-0000017."`
	Seq int64  `path:"seq" minimum:"1" doc:"Số thứ tự của mục nhật ký."`
}

type revertIn struct {
	Key
	Seen
	Entry
}

// Reversal says what taking one change back would do today.
type Reversal struct {
	Possible bool          `json:"possible" doc:"Còn giá trị nào hoàn tác được hay không."`
	Changes  []ValueChange `json:"changes" nullable:"false" doc:"Hồ sơ hiện nay và sau khi hoàn tác."`
	Kept     []Kept        `json:"kept" nullable:"false" doc:"Các giá trị đã được sửa tiếp sau đó nên giữ nguyên."`
}

type reversalOut struct {
	ETag string `header:"ETag" doc:"Gửi lại ở If-Match khi hoàn tác; không có khi không còn gì để hoàn tác."`
	Body Reversal
}

// reversal serves GET /people/{id}/history/{seq}.
func (s *server) reversal(ctx context.Context, in *Entry) (*reversalOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	plan, err := registry.PlanRevert(ctx, s.Store, id, registry.Seq(in.Seq))
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	out := &reversalOut{Body: Reversal{Possible: plan.Possible(), Kept: kept(plan.Kept)}}
	if plan.Possible() {
		out.ETag = etagOf(plan.Version())
	}
	out.Body.Changes, err = differences(wireOrNone(plan.Before, ref), wireOrNone(plan.After, ref))
	return out, err
}

// wireOrNone is the record, or an empty one where there is none.
func wireOrNone(p *registry.Person, ref *registry.Reference) Person {
	if p == nil {
		return Person{}
	}
	return wire(p, ref)
}

func kept(list []registry.Kept) []Kept {
	return each(list, func(k registry.Kept) Kept { return Kept{k.Person.Public(), k.Name, k.Field, k.Reason} })
}

// Reverted says what became of a record whose change was taken back.
type Reverted struct {
	Entry  int64   `json:"entry" doc:"Mục nhật ký ghi việc hoàn tác."`
	Kept   []Kept  `json:"kept" nullable:"false" doc:"Các giá trị đã được sửa tiếp sau đó nên giữ nguyên; trống khi gửi lại cùng khóa."`
	Person *Person `json:"person,omitempty" doc:"Hồ sơ bây giờ; không có nếu hồ sơ không còn."`
}

type revertedOut struct{ Body Reverted }

// revert serves POST /people/{id}/history/{seq}/revert.
func (s *server) revert(ctx context.Context, in *revertIn) (*revertedOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	seen, err := in.versions(1)
	if err != nil {
		return nil, err
	}
	gate := registry.People{Store: s.Store}
	plan, r, err := gate.Revert(ctx, s.Store, id, registry.Seq(in.Seq), seen...)
	if r, err = registry.Again(ctx, gate, r, err); err != nil {
		return nil, err
	}
	out := &revertedOut{Reverted{Entry: int64(r.Last), Kept: []Kept{}}}
	if plan != nil {
		out.Body.Kept = kept(plan.Kept)
	}
	s.searchable(ctx, r.Last)
	now, err := s.personOut(ctx, id)
	if registry.KindOf(err) == registry.NotFound {
		return out, nil
	}
	if err == nil {
		out.Body.Person = &now.Body
	}
	return out, err
}
