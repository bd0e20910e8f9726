package registry

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// OpinionID numbers opinions.
type OpinionID int64

// OpinionAnswer is what became of an opinion.
type OpinionAnswer string

// The answers; "" while there is none.
const (
	OpinionTaken     OpinionAnswer = "taken"     // tiếp thu
	OpinionPartly    OpinionAnswer = "partly"    // tiếp thu một phần
	OpinionExplained OpinionAnswer = "explained" // giải trình: it stays as it was, and why
)

// OpinionAnswers are all of them.
var OpinionAnswers = []OpinionAnswer{OpinionTaken, OpinionPartly, OpinionExplained}

// OpinionParts are the parts of the plan an opinion may be on, in their order.
var OpinionParts = []string{"grounds", "present", "aims", "tasks", "funds", "doing", "annex", "whole"}

// Opinion is what an agency says of the draft of the development plan (ý kiến góp ý), and how it was
// answered (tiếp thu, giải trình). It speaks of the plan, not of people: the form asks to name nobody.
type Opinion struct {
	ID           OpinionID      `json:"id"`
	Version      int64          `json:"version"`
	Run          ForecastRunID  `json:"run"` // the kept forecast whose draft it is on, 0 where none is named
	Organisation OrganisationID `json:"organisation"`
	Part         string         `json:"part"`               // one of OpinionParts
	Document     string         `json:"document,omitempty"` // số công văn
	Day          Date           `json:"day,omitzero"`       // of the document
	Text         string         `json:"text"`
	Answer       OpinionAnswer  `json:"answer,omitempty"`
	Reply        string         `json:"reply,omitempty"` // what was changed, or why not
	Account      string         `json:"account"`         // who wrote it last
}

// Bounds of opinions.
const (
	MaxOpinions     = 2000
	maxOpinion      = 4000 // letters of a text
	maxOpinionPaper = 60   // letters of the number of a document
)

// OpinionReader reads opinions.
type OpinionReader interface {
	Opinions(ctx context.Context) ([]Opinion, error) // by part in no order, oldest first
}

// PutOpinion adds the opinion (ID zero) or replaces it (Was as for people); Removed true takes it
// out. The trail keeps what it replaced.
type PutOpinion struct {
	Why
	Opinion *Opinion
	Was     int64
	Removed bool
}

// Opinions is the write gate of opinions: a data officer says those of their own organisation; who
// may read forecasts answers them.
type Opinions struct {
	Store interface {
		Committer
		ReferenceReader
		OpinionReader
	}
}

// Put adds or replaces an opinion. The error is Invalid and names every refused value; Forbidden where
// somebody answers who may not.
func (g Opinions) Put(ctx context.Context, o *Opinion) (Receipt, error) {
	ref, err := g.Store.Reference(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if problems := o.problems(ref); len(problems) > 0 {
		return Receipt{}, &Error{Kind: Invalid, Problems: problems, Message: "Ý kiến có giá trị không dùng được. Hãy sửa các mục được nêu rồi ghi lại."}
	}
	all, err := g.Store.Opinions(ctx)
	if err != nil {
		return Receipt{}, err
	}
	was, err := o.stored(all)
	if err != nil {
		return Receipt{}, err
	}
	if answered := o.Answer != was.Answer || o.Reply != was.Reply; answered && !ActorOf(ctx).May(ReadForecast) {
		return Receipt{}, Errorf(Forbidden, "Chỉ người lập kế hoạch được ghi tiếp thu, giải trình.")
	}
	if o.ID == 0 && len(all) >= MaxOpinions {
		return Receipt{}, Errorf(TooLarge, "Đã có %d ý kiến. Hãy xóa những ý kiến của dự thảo cũ.", MaxOpinions)
	}
	return commitAs(ctx, g.Store, WriteNeeds, &PutOpinion{Opinion: o, Was: o.Version})
}

// Remove takes an opinion out.
func (g Opinions) Remove(ctx context.Context, o *Opinion) (Receipt, error) {
	all, err := g.Store.Opinions(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if _, err := o.stored(all); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WriteNeeds, &PutOpinion{Opinion: o, Was: o.Version, Removed: true})
}

// stored gives what is kept of an opinion, and refuses to make another organisation's one's own.
func (o *Opinion) stored(all []Opinion) (Opinion, error) {
	if o.ID == 0 {
		return Opinion{}, nil
	}
	i := slices.IndexFunc(all, func(x Opinion) bool { return x.ID == o.ID && x.Organisation == o.Organisation })
	if i < 0 {
		return Opinion{}, Errorf(NotFound, "Không tìm thấy ý kiến này của đơn vị. Hãy mở lại trang góp ý.")
	}
	return all[i], nil
}

func (o *Opinion) problems(ref *Reference) (found []Problem) {
	refuse := func(bad bool, field string, value any, reason string) {
		if bad {
			found = append(found, Problem{field, fmt.Sprint(value), reason})
		}
	}
	_, known := ref.Organisation(o.Organisation)
	refuse(!known, "organisation", int64(o.Organisation), "phải là một đơn vị trong danh mục")
	refuse(!slices.Contains(OpinionParts, o.Part), "part", o.Part, "phải là một phần của dự thảo")
	refuse(o.Run < 0, "run", int64(o.Run), "phải là số của một lần dự báo đã lưu")
	refuse(utf8.RuneCountInString(o.Document) > maxOpinionPaper, "document", o.Document, fmt.Sprintf("dài quá %d ký tự", maxOpinionPaper))
	refuse(strings.TrimSpace(o.Text) == "", "text", "", "chưa ghi nội dung góp ý")
	refuse(max(utf8.RuneCountInString(o.Text), utf8.RuneCountInString(o.Reply)) > maxOpinion, "text", "…", fmt.Sprintf("dài quá %d ký tự", maxOpinion))
	refuse(o.Answer != "" && !slices.Contains(OpinionAnswers, o.Answer), "answer", o.Answer, "phải là tiếp thu, tiếp thu một phần hoặc giải trình")
	refuse(o.Answer == "" && o.Reply != "", "answer", "", "chưa chọn tiếp thu hay giải trình")
	refuse((o.Answer == OpinionPartly || o.Answer == OpinionExplained) && strings.TrimSpace(o.Reply) == "", "reply", "", "phải ghi lý do")
	return found
}
