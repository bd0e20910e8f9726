package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Leaving says why somebody of whom a full list says nothing is absent from it.
type Leaving string

// The answers about the absent. Nobody's post ends before one is given.
const (
	Retired  Leaving = "retired" // nghỉ hưu
	Moved    Leaving = "moved"   // chuyển đi
	Resigned Leaving = "resigned"
	Died     Leaving = "died"
	Missed   Leaving = "missed" // còn công tác, danh sách sót tên
)

var leavings = map[Leaving]string{
	Retired: "nghỉ hưu", Moved: "chuyển đi", Resigned: "thôi việc", Died: "qua đời", Missed: "còn công tác, danh sách sót tên",
}

// Vietnamese gives the answer in words; "" for none.
func (l Leaving) Vietnamese() string { return leavings[l] }

// Absence is somebody who holds a post at the institution of a full list
// (Import.Full) and does not stand in it.
type Absence struct {
	Person       PersonID       `json:"person"`
	Organisation OrganisationID `json:"organisation"`     // whose list they are absent from
	Answer       Leaving        `json:"answer,omitempty"` // "" while nobody said
	On           Date           `json:"on,omitzero"`      // since when
}

// AnswerAbsences says why people are absent from the full list of an import, and
// since when: their posts at the institution end on that day, all their posts where
// they died; for Missed nothing changes. All answers are given or none. An import that
// is not applied, and an absence answered already, are a Conflict; who is not among the
// absent is NotFound.
func (g Imports) AnswerAbsences(ctx context.Context, people PersonReader, ref *Reference, of ImportID, all []Absence) (Receipt, error) {
	i, err := g.Store.Import(ctx, of)
	if err != nil {
		return Receipt{}, err
	}
	if i.State != ImportApplied {
		return Receipt{}, Errorf(Conflict, "Lần nhập %d chưa ghi hoặc đã hoàn tác, nên chưa trả lời về người vắng mặt được.", of)
	}
	if len(all) == 0 {
		return Receipt{}, Errorf(Invalid, "Chưa chọn người nào hoặc chưa chọn lý do. Hãy chọn người và lý do vắng mặt rồi lưu.")
	}
	changes := []Change{&AmendImport{Why: Why{Reason: absenceReason(of) + answersGiven(all)}, Import: i, Was: i.Version}}
	for _, a := range all {
		left, err := i.answer(ctx, people, ref, a)
		if err != nil {
			return Receipt{}, err
		}
		if left != nil {
			changes = append(changes, left)
		}
	}
	if err := validateChanges(changes); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WriteImports, changes...)
}

// answersGiven tells of answers in words: of the one, or how many there are of each.
func answersGiven(all []Absence) string {
	if len(all) == 1 {
		return all[0].Answer.Vietnamese()
	}
	n := map[Leaving]int{}
	for _, a := range all {
		n[a.Answer]++
	}
	var words []string
	for _, why := range slices.Sorted(maps.Keys(n)) {
		words = append(words, fmt.Sprintf("%s (%d người)", why.Vietnamese(), n[why]))
	}
	return strings.Join(words, ", ")
}

// answer notes why one of the absent is, and gives the change of their record; nil where
// nothing of it changes.
func (i *Import) answer(ctx context.Context, people PersonReader, ref *Reference, a Absence) (Change, error) {
	if err := a.valid(); err != nil {
		return nil, err
	}
	at := slices.IndexFunc(i.Absent, func(b Absence) bool { return b.Person == a.Person })
	if at < 0 {
		return nil, Errorf(NotFound, "%s không có trong những người vắng mặt của lần nhập %d.", a.Person.Public(), i.ID)
	}
	if i.Absent[at].Answer != "" {
		return nil, Errorf(Conflict, "Đã có câu trả lời về %s: %s. Hãy tải lại trang.", a.Person.Public(), i.Absent[at].Answer.Vietnamese())
	}
	a.Organisation = i.Absent[at].Organisation
	i.Absent[at] = a
	if a.Answer == Missed {
		return nil, nil
	}
	p, err := people.Person(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	p.leave(ref, a)
	return &AmendPerson{Why: Why{Reason: absenceReason(i.ID) + a.Answer.Vietnamese()}, Person: p, Was: p.Version}, nil
}

// absenceReason begins what the trail says of an answer about the absent of an import.
func absenceReason(of ImportID) string {
	return fmt.Sprintf("Vắng mặt trong danh sách đầy đủ của lần nhập %d: ", of)
}

func (a Absence) valid() error {
	switch {
	case leavings[a.Answer] == "":
		return Errorf(Invalid, "Câu trả lời %q không có. Hãy chọn nghỉ hưu, chuyển đi, thôi việc, qua đời hoặc còn công tác.", a.Answer)
	case a.Answer != Missed && (a.On.IsZero() || !a.On.Valid()):
		return Errorf(Invalid, "Chưa có ngày thôi làm việc. Hãy ghi ngày, tháng hoặc năm.")
	}
	return nil
}

// leave ends the posts that somebody left.
func (p *Person) leave(ref *Reference, a Absence) {
	p.Positions = slices.Clone(p.Positions)
	for i := range p.Positions {
		q := &p.Positions[i]
		if q.To.IsZero() && (a.Answer == Died || q.at(ref, a.Organisation)) {
			q.To, q.Source = a.On, 0
		}
	}
}

// at says that a post is one at an organisation or in a unit of it.
func (q Position) at(ref *Reference, id OrganisationID) bool {
	return q.Organisation == id || q.Unit == id || q.Unit != 0 && ref.Within(q.Unit, id)
}

// WorksAt says that somebody holds a post at an organisation or in a unit of it.
func (p *Person) WorksAt(ref *Reference, id OrganisationID) bool {
	return slices.ContainsFunc(p.Positions, func(q Position) bool { return q.To.IsZero() && q.at(ref, id) })
}
