package registry

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// OfferedPublication is a publication that a file offers for somebody's record,
// with the ORCID iDs of its authors in their order where the file gives any.
type OfferedPublication struct {
	Publication Publication
	ORCIDs      []string
}

// PublicationState says what becomes of an offered publication.
type PublicationState string

// The states.
const (
	PublicationAdded     PublicationState = "added"
	PublicationSame      PublicationState = "same"      // the record has it, with all the offered one says
	PublicationDuplicate PublicationState = "duplicate" // the record, or the file before it, has it by DOI or by title and year, told otherwise
)

// PublicationPlan is what becomes of one offered publication.
type PublicationPlan struct {
	State      PublicationState
	Of         int   // place in the record of the one it repeats, from 0; -1 where it repeats one of the file or none
	Twin       int   // place in the file of the earlier one it repeats, from 0; -1 where it repeats none there
	Author     int   // which author the person is, from 1; 0 where that is a question
	Candidates []int // authors who may be the person, from 1
}

// PlanPublications says what taking publications into a record would do. It
// writes nothing.
func PlanPublications(p *Person, offered []OfferedPublication) []PublicationPlan {
	plans := make([]PublicationPlan, len(offered))
	for i := range offered {
		plan := PublicationPlan{State: PublicationAdded, Of: -1, Twin: -1}
		pub := &offered[i].Publication
		plan.Author, plan.Candidates = p.AuthorOf(pub.Authors, offered[i].ORCIDs)
		if plan.Of = slices.IndexFunc(p.Publications, func(q Publication) bool { return pub.Repeats(&q) }); plan.Of >= 0 {
			plan.State = PublicationDuplicate
			if p.Publications[plan.Of].says(pub) {
				plan.State = PublicationSame
			}
		} else if plan.Twin = slices.IndexFunc(offered[:i], func(o OfferedPublication) bool { return pub.Repeats(&o.Publication) }); plan.Twin >= 0 {
			plan.State = PublicationDuplicate
		}
		plans[i] = plan
	}
	return plans
}

// Repeats says that two are one publication: the same DOI, or, where not both have
// one, the same title of the same year.
func (x *Publication) Repeats(y *Publication) bool {
	if x.DOI != "" && y.DOI != "" {
		return x.DOI == y.DOI
	}
	return x.Year == y.Year && titleKey(x.Title) == titleKey(y.Title)
}

// titleKey is a title by its letters and digits alone.
func titleKey(title string) string {
	return strings.Join(vietnamese.Syllables(vietnamese.FoldKey(title)), " ")
}

// says reports that x holds every value that y has.
func (x *Publication) says(y *Publication) bool {
	for _, v := range [][2]string{{x.Title, y.Title}, {x.Venue, y.Venue}, {x.Publisher, y.Publisher}, {x.Volume, y.Volume},
		{x.Issue, y.Issue}, {x.Pages, y.Pages}, {x.DOI, y.DOI}, {x.ISBN, y.ISBN}, {string(x.Kind), string(y.Kind)}} {
		if v[1] != "" && v[0] != v[1] {
			return false
		}
	}
	return (y.Year == 0 || x.Year == y.Year) && (len(y.Authors) == 0 || slices.Equal(x.Authors, y.Authors))
}

// AddPublications gives a copy of p with those of the offered publications that
// the plans add and that are not left out, each with the author that answers names
// (place in offered → author from 1, 0 for none of them) where the plan asks. It is
// Invalid with every question that has no answer.
func (p *Person) AddPublications(offered []OfferedPublication, plans []PublicationPlan, answers map[int]int, left []int) (*Person, error) {
	with, err := p.clone()
	if err != nil {
		return nil, err
	}
	var problems []Problem
	for i, plan := range plans {
		if plan.State != PublicationAdded || slices.Contains(left, i) {
			continue
		}
		pub := offered[i].Publication
		answer, answered := answers[i]
		switch {
		case answered && (answer < 0 || answer > len(pub.Authors)):
			problems = append(problems, Problem{fmt.Sprintf("authors[%d]", i), fmt.Sprint(answer), fmt.Sprintf("phải từ 0 đến %d", len(pub.Authors))})
		case answered:
			pub.Author = answer
		case plan.Author == 0 && len(pub.Authors) > 0:
			problems = append(problems, Problem{fmt.Sprintf("authors[%d]", i), "", "chưa rõ người này là tác giả thứ mấy của “" + pub.Title + "”"})
		default:
			pub.Author = plan.Author
		}
		with.Publications = append(with.Publications, pub)
	}
	if len(problems) > 0 {
		return nil, &Error{Kind: Invalid, Problems: problems,
			Message: fmt.Sprintf("Còn %d bài chưa rõ người này là tác giả nào. Hãy chọn tác giả (0 nếu không có tên) hoặc bỏ bài đó ra rồi gửi lại.", len(problems))}
	}
	return with, nil
}

// How surely an author is somebody, by the way the name is written.
const (
	byORCID    = 4
	byName     = 3 // all words, with or without marks
	byOrder    = 2 // all words in another order: "An Van Nguyen"
	byInitials = 1 // family or given name whole, the rest by initials: "Nguyen V.A."
)

// AuthorOf says which author of a publication the person is, from 1; 0 where that
// is not sure, with all who may be. ORCID iDs, where there are any, stand in the
// order of the authors.
func (p *Person) AuthorOf(authors, orcids []string) (place int, candidates []int) {
	best, times := 0, 0
	for i, name := range authors {
		sure := p.authorAs(name)
		if i < len(orcids) && orcids[i] != "" {
			if p.hasORCID(orcids[i]) {
				sure = byORCID
			} else if p.hasAnyORCID() {
				sure = 0 // somebody else of the same name
			}
		}
		if sure == 0 {
			continue
		}
		candidates = append(candidates, i+1)
		switch {
		case sure > best:
			best, times, place = sure, 1, i+1
		case sure == best:
			times++
		}
	}
	if best < byOrder || times > 1 {
		return 0, candidates
	}
	return place, candidates
}

func (p *Person) hasORCID(id string) bool {
	return slices.ContainsFunc(p.Identifiers, func(x Identifier) bool { return x.Kind == ORCID && x.Value == id })
}

func (p *Person) hasAnyORCID() bool {
	return slices.ContainsFunc(p.Identifiers, func(x Identifier) bool { return x.Kind == ORCID })
}

// authorAs says how surely a printed name is one of the person's names.
func (p *Person) authorAs(printed string) int {
	best := sameAuthor(p.Name.Full, printed)
	for _, other := range p.Names {
		best = max(best, sameAuthor(other.Name, printed))
	}
	return best
}

// sameAuthor compares a full name with one as printed. Marks that both have must
// agree: Hòa is not Hoa.
func sameAuthor(full, printed string) int {
	if vietnamese.HasMarks(printed) && vietnamese.HasMarks(full) {
		full, printed = vietnamese.Key(full), vietnamese.Key(printed)
	} else {
		full, printed = vietnamese.FoldKey(full), vietnamese.FoldKey(printed)
	}
	a, b := vietnamese.Syllables(full), vietnamese.Syllables(printed)
	switch {
	case len(a) < 2 || len(b) < 2:
		return 0
	case slices.Equal(a, b):
		return byName
	case slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))):
		return byOrder
	case shortened(a, b):
		return byInitials
	}
	return 0
}

// shortened says that printed is the family or the given name whole and the other
// words of the name by their first letters, in any order, at least one of them.
func shortened(full, printed []string) bool {
	var whole []string
	var letters []rune
	for _, w := range printed {
		if slices.Contains(full, w) && utf8.RuneCountInString(w) > 1 {
			whole = append(whole, w)
		} else if utf8.RuneCountInString(w) <= 3 { // "v", "va", "nva"
			letters = append(letters, []rune(w)...)
		} else {
			return false
		}
	}
	if len(letters) == 0 || !slices.Contains(whole, full[0]) && !slices.Contains(whole, full[len(full)-1]) {
		return false
	}
	rest := map[rune]int{}
	for _, w := range full {
		if !slices.Contains(whole, w) {
			r, _ := utf8.DecodeRuneInString(w)
			rest[r]++
		}
	}
	for _, r := range letters {
		if rest[r]--; rest[r] < 0 {
			return false
		}
	}
	return true
}

// PublicationsOf gives the publications of several people in their order, each
// once, though several of its authors are among them.
func PublicationsOf(people []*Person) []Publication {
	var all []Publication
	byDOI, byTitle := map[string]bool{}, map[string]bool{}
	for _, p := range people {
		for _, x := range p.Publications {
			title := fmt.Sprint(x.Year, " ", titleKey(x.Title))
			if x.DOI != "" && byDOI[x.DOI] || x.DOI == "" && byTitle[title] {
				continue
			}
			byDOI[x.DOI], byTitle[title] = true, true
			x.Author = 0 // whose it was says nothing in a list of many
			all = append(all, x)
		}
	}
	return all
}
