package registry

import (
	"context"
	"fmt"
	"slices"
)

// NeedID numbers what organisations say they need.
type NeedID int64

// Need is how many people an organisation says it needs in a field and level from a year on, until
// a later year for which it says otherwise (nhu cầu của đơn vị). It has no free text, so that
// nobody can be named in it.
type Need struct {
	ID           NeedID         `json:"id"`
	Version      int64          `json:"version"`
	Organisation OrganisationID `json:"organisation"` // an employer, no unit of one
	Field        string         `json:"field"`        // a code of level 1 or 2, "" for all fields together
	Level        string         `json:"level"`        // GS, PGS or a học vị, each counted apart; "" for all levels
	Year         int            `json:"year"`
	People       int            `json:"people"` // altogether, those who are there included
	Account      string         `json:"account"`
}

// Bounds of a need.
const (
	MaxNeeds       = 5000
	maxNeeded      = 100_000
	needYearsAhead = 80
)

// NeedReader reads what organisations need.
type NeedReader interface {
	Needs(ctx context.Context) ([]Need, error) // by organisation, field, level, year
}

// PutNeed adds the need (ID zero) or replaces it (Was as for people); Removed true takes it
// out. The trail keeps the former number.
type PutNeed struct {
	Why
	Need    *Need
	Was     int64
	Removed bool
}

// Needs is the write gate of needs: a data officer says those of their own organisation.
type Needs struct {
	Store interface {
		Committer
		ReferenceReader
		NeedReader
	}
}

// Put adds or replaces a need as of the year it is. The error is Invalid and names every refused
// value; Conflict where the organisation has said so of the same field, level and year.
func (g Needs) Put(ctx context.Context, n *Need, year int) (Receipt, error) {
	ref, err := g.Store.Reference(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if problems := n.problems(ref, year); len(problems) > 0 {
		return Receipt{}, &Error{Kind: Invalid, Problems: problems, Message: "Nhu cầu có giá trị không dùng được. Hãy sửa các mục được nêu rồi ghi lại."}
	}
	all, err := g.Store.Needs(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if err := n.stored(all); err != nil {
		return Receipt{}, err
	}
	for _, o := range all {
		if o.ID != n.ID && o.about() == n.about() {
			return Receipt{}, Errorf(Conflict, "Đơn vị đã nêu nhu cầu của lĩnh vực, trình độ và năm này (%d người). Hãy sửa số ở dòng đó.", o.People)
		}
	}
	if n.ID == 0 && len(all) >= MaxNeeds {
		return Receipt{}, Errorf(TooLarge, "Danh sách nhu cầu đã có %d dòng. Hãy bỏ bớt các năm đã qua.", MaxNeeds)
	}
	return commitAs(ctx, g.Store, WriteNeeds, &PutNeed{Need: n, Was: n.Version})
}

// stored refuses to make another organisation's need one's own.
func (n *Need) stored(all []Need) error {
	if n.ID != 0 && !slices.ContainsFunc(all, func(o Need) bool { return o.ID == n.ID && o.Organisation == n.Organisation }) {
		return Errorf(NotFound, "Không tìm thấy nhu cầu này của đơn vị. Hãy mở lại trang nhu cầu.")
	}
	return nil
}

// Remove takes a need out.
func (g Needs) Remove(ctx context.Context, n *Need) (Receipt, error) {
	all, err := g.Store.Needs(ctx)
	if err == nil {
		err = n.stored(all)
	}
	if err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WriteNeeds, &PutNeed{Need: n, Was: n.Version, Removed: true})
}

// about is what no two needs say twice.
func (n *Need) about() Need {
	return Need{Organisation: n.Organisation, Field: n.Field, Level: n.Level, Year: n.Year}
}

func (n *Need) problems(ref *Reference, year int) (found []Problem) {
	refuse := func(bad bool, field string, value any, reason string) {
		if bad {
			found = append(found, Problem{field, fmt.Sprint(value), reason})
		}
	}
	o, known := ref.Organisation(n.Organisation)
	refuse(!known || o.Kind == Unit, "organisation", int64(n.Organisation), "phải là một đơn vị sử dụng lao động trong danh mục")
	_, known = ref.Code(SchemeField, n.Field)
	refuse(n.Field != "" && (!known || len(ref.FieldPath(n.Field)) > 2), "field", n.Field, "phải là một lĩnh vực cấp 1 hoặc cấp 2 trong danh mục")
	_, degree := ref.Code(SchemeDegree, n.Level)
	_, title := ref.Code(SchemeTitle, n.Level)
	refuse(n.Level != "" && !degree && !title, "level", n.Level, "không có trình độ này trong danh mục")
	refuse(n.Year < year || n.Year > year+needYearsAhead, "year", n.Year, fmt.Sprintf("phải từ năm %d đến năm %d", year, year+needYearsAhead))
	refuse(n.People < 0 || n.People > maxNeeded, "people", n.People, fmt.Sprintf("phải từ 0 đến %d người", maxNeeded))
	return found
}

// MayState says that the actor may say what an organisation needs.
func (a Actor) MayState(id OrganisationID) bool {
	return a.May(WriteNeeds) && (a.Role != DataOfficer || a.reaches(id))
}
