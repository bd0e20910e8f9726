package api

import (
	"context"

	"trithuc/registry"
)

// Review is a row of an import that a person must decide on.
type Review struct {
	ID         int64    `json:"id"`
	Import     int64    `json:"import"`
	Sheet      string   `json:"sheet"`
	Row        int      `json:"row"`
	Proposed   *Person  `json:"proposed,omitempty" doc:"Người trong dòng, như bảng ghi."`
	Candidates []string `json:"candidates" nullable:"false" doc:"Mã các hồ sơ có thể là người này."`
	Evidence   []string `json:"evidence" nullable:"false" doc:"Vì sao phải hỏi."`
	Answer     string   `json:"answer,omitempty" enum:"same,new,reject"`
	Person     string   `json:"person,omitempty" doc:"Hồ sơ mà dòng này đã vào."`
}

// reviewOf tells a question as far as the actor may see what was proposed.
func reviewOf(r *registry.Review, ref *registry.Reference, actor registry.Actor) Review {
	w := Review{
		ID: int64(r.ID), Import: int64(r.Import), Sheet: r.Sheet, Row: r.Row, Answer: string(r.Answer),
		Candidates: each(r.Candidates, registry.PersonID.Public), Evidence: append([]string{}, r.Evidence...),
	}
	if seen, ok := proposed(r).VisibleTo(actor); ok && r.Proposed != nil {
		p := wire(seen, ref)
		p.ID = "" // it is nobody yet
		w.Proposed = &p
	}
	if r.Person != 0 {
		w.Person = r.Person.Public()
	}
	return w
}

// proposed is the record a question proposes; an empty one where there is none.
func proposed(r *registry.Review) *registry.Person {
	if r.Proposed == nil {
		return &registry.Person{}
	}
	return r.Proposed
}

type reviewsIn struct {
	Page
	Import int64 `query:"import" minimum:"1" doc:"Chỉ các câu hỏi của lần nhập này."`
}

type reviewsOut struct {
	Body struct {
		Reviews []Review `json:"reviews" nullable:"false"`
	}
}

// reviews serves GET /reviews: the open questions, oldest first.
func (s *server) reviews(ctx context.Context, in *reviewsIn) (*reviewsOut, error) {
	list, err := s.Store.Reviews(ctx, registry.ImportID(in.Import), in.Limit, in.Offset)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	out := &reviewsOut{}
	out.Body.Reviews = each(list, func(r registry.Review) Review { return reviewOf(&r, ref, registry.ActorOf(ctx)) })
	return out, nil
}

type answerIn struct {
	Key
	IfMatch string `header:"If-Match" doc:"Khi answer là same: ETag của hồ sơ nêu ở person (GET /people/{id}) như lúc đối chiếu; từ đó hồ sơ đã được sửa thì trả lời 412 và không ghi. Không gửi thì không so."`
	ID      int64  `path:"id" minimum:"1"`
	Body    struct {
		Answer string `json:"answer" enum:"same,new,reject" doc:"same: là hồ sơ nêu ở person; new: là người khác, thêm mới; reject: bỏ dòng này."`
		Person string `json:"person,omitempty" doc:"Mã hồ sơ, khi answer là same."`
	}
}

type answeredOut struct{ Body Review }

// answer serves POST /reviews/{id}/answer.
func (s *server) answer(ctx context.Context, in *answerIn) (*answeredOut, error) {
	id, answer := registry.ReviewID(in.ID), registry.Answer(in.Body.Answer)
	person, err := chosen(answer, in.Body.Person)
	if err != nil {
		return nil, err
	}
	seen, err := Seen{in.IfMatch}.versions(1)
	if err != nil {
		return nil, err
	}
	r, err := s.Importer.Answer(ctx, id, answer, person, seen...)
	if registry.KindOf(err) == registry.Conflict {
		r, err = s.answered(ctx, id, err)
	}
	if err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	review, err := s.Store.Review(ctx, id)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	return &answeredOut{reviewOf(review, ref, registry.ActorOf(ctx))}, nil
}

// answered gives the receipt of an answer sent a second time under its key.
func (s *server) answered(ctx context.Context, id registry.ReviewID, conflict error) (registry.Receipt, error) {
	review, err := s.Store.Review(ctx, id)
	if err != nil {
		return registry.Receipt{}, err
	}
	return s.before(ctx, review.Import, conflict)
}

// chosen reads whom the row is; only the answer "same" names somebody.
func chosen(answer registry.Answer, text string) (registry.PersonID, error) {
	if answer == registry.AnswerSame {
		return registry.ParsePersonID(text)
	}
	if text != "" {
		return 0, &registry.Error{Kind: registry.Invalid,
			Message:  "Chỉ câu trả lời same mới kèm mã hồ sơ. Hãy bỏ mục person hoặc trả lời same.",
			Problems: []registry.Problem{{Field: "person", Reason: "không đi với câu trả lời này"}}}
	}
	return 0, nil
}
