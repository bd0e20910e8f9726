package registry

import (
	"context"
	"fmt"
	"slices"
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

// AnswerAbsence says why somebody is absent from the full list of an import, and
// since when: their posts at the institution end on that day, all their posts where
// they died; for Missed nothing changes. An import that is not applied, and an
// absence answered already, are a Conflict; who is not among the absent is NotFound.
func (g Imports) AnswerAbsence(ctx context.Context, people PersonReader, ref *Reference, of ImportID, a Absence) (Receipt, error) {
	if err := a.valid(); err != nil {
		return Receipt{}, err
	}
	i, err := g.Store.Import(ctx, of)
	if err != nil {
		return Receipt{}, err
	}
	if i.State != ImportApplied {
		return Receipt{}, Errorf(Conflict, "Lần nhập %d chưa ghi hoặc đã hoàn tác, nên chưa trả lời về người vắng mặt được.", of)
	}
	at := slices.IndexFunc(i.Absent, func(b Absence) bool { return b.Person == a.Person })
	if at < 0 {
		return Receipt{}, Errorf(NotFound, "%s không có trong những người vắng mặt của lần nhập %d.", a.Person.Public(), of)
	}
	if i.Absent[at].Answer != "" {
		return Receipt{}, Errorf(Conflict, "Đã có câu trả lời về %s: %s. Hãy tải lại trang.", a.Person.Public(), i.Absent[at].Answer.Vietnamese())
	}
	a.Organisation = i.Absent[at].Organisation
	i.Absent[at] = a
	why := Why{Reason: absenceReason(of) + a.Answer.Vietnamese()}
	changes := []Change{&AmendImport{Why: why, Import: i, Was: i.Version}}
	if a.Answer != Missed {
		p, err := people.Person(ctx, a.Person)
		if err != nil {
			return Receipt{}, err
		}
		p.leave(ref, a)
		changes = append(changes, &AmendPerson{Why: why, Person: p, Was: p.Version})
	}
	for _, c := range changes {
		if err := validateChange(c); err != nil {
			return Receipt{}, err
		}
	}
	return commitAs(ctx, g.Store, WriteImports, changes...)
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
