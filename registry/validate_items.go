package registry

import (
	"fmt"
	"slices"

	"trithuc/registry/vietnamese"
)

// textAt is one free text of an item: its JSON name and where it stands. One
// description serves Tidy and Validate.
type textAt struct {
	name     string
	at       *string
	required bool
}

// item is one item of a person's lists.
type item interface{ texts() []textAt }

// checked is an item with more to refuse than texts.
type checked interface {
	check(v *validation, at string)
}

// itemList is one list seen as items.
type itemList struct {
	name string
	n    int
	at   func(int) item
}

func listOf[T any, P interface {
	*T
	item
}](name string, list []T) itemList {
	return itemList{name, len(list), func(i int) item { return P(&list[i]) }}
}

// itemLists gives the lists that are described by their items.
func (p *Person) itemLists() []itemList {
	return []itemList{
		listOf("names", p.Names), listOf("identifiers", p.Identifiers), listOf("languages", p.Languages),
		listOf("publications", p.Publications), listOf("patents", p.Patents), listOf("works", p.Works),
		listOf("exhibitions", p.Exhibitions), listOf("tasks", p.Tasks), listOf("supervised", p.Supervised),
		listOf("awards", p.Awards), listOf("training", p.Training), listOf("memberships", p.Memberships),
		listOf("abroad", p.Abroad), listOf("advice", p.Advice), listOf("bases", p.Bases),
		listOf("addresses", p.Addresses),
	}
}

func (v *validation) items(p *Person) {
	for _, l := range p.itemLists() {
		v.length(l.name, l.n)
		for i := range l.n {
			at, it := fmt.Sprintf("%s[%d].", l.name, i), l.at(i)
			for _, t := range it.texts() {
				v.text(at+t.name, *t.at, t.required)
			}
			if c, ok := it.(checked); ok {
				c.check(v, at)
			}
		}
	}
}

func (p *Person) tidyItems() {
	for _, l := range p.itemLists() {
		for i := range l.n {
			for _, t := range l.at(i).texts() {
				*t.at = vietnamese.Clean(*t.at)
			}
		}
	}
	for i := range p.Publications {
		list := &p.Publications[i].Authors
		for k := range *list {
			(*list)[k] = vietnamese.Clean((*list)[k])
		}
		*list = slices.DeleteFunc(*list, func(s string) bool { return s == "" })
	}
}

// span refuses dates that do not exist and an end before the beginning.
func (v *validation) span(at string, from, to Date) { v.spanOf(at, "from", from, "to", to) }

func (v *validation) spanOf(at, first string, from Date, last string, to Date) {
	v.date(at+first, from)
	v.date(at+last, to)
	if !from.IsZero() && !to.IsZero() && to.Compare(from) < 0 && !to.Agrees(from) {
		v.add(at+last, to.String(), "trước ngày bắt đầu "+from.String())
	}
}

// oneOf refuses a value that is none of those known.
func oneOf[T ~string](v *validation, field string, value T, known ...T) {
	if !slices.Contains(known, value) {
		v.add(field, string(value), "không thuộc các giá trị cho phép")
	}
}

// kept refuses a value that is not in the form the registry keeps.
func (v *validation) kept(field, value, reason string, parse func(string) (string, bool)) {
	if value == "" {
		return
	}
	if k, ok := parse(value); !ok || k != value {
		v.add(field, value, reason)
	}
}

func (x *OtherName) texts() []textAt { return []textAt{{"name", &x.Name, true}} }
func (x *OtherName) check(v *validation, at string) {
	oneOf(v, at+"kind", x.Kind, "", BirthName, PenName, StageName, LatinName)
	v.span(at, x.From, x.To)
}

func (x *Identifier) texts() []textAt { return []textAt{{"value", &x.Value, true}} }
func (x *Identifier) check(v *validation, at string) {
	oneOf(v, at+"kind", x.Kind, ORCID, Scopus, Scholar)
	reasons := map[IdentifierKind]string{
		ORCID:   "không phải mã ORCID: cần 16 chữ số dạng 0000-0000-0000-0000 và đúng ký tự kiểm tra",
		Scopus:  "không phải mã tác giả Scopus: cần 10 hoặc 11 chữ số",
		Scholar: "không phải mã Google Scholar: cần 12 chữ, số, dấu gạch",
	}
	if reason, ok := reasons[x.Kind]; ok {
		v.kept(at+"value", x.Value, reason, x.Kind.Parse)
	}
}

func (x *Language) texts() []textAt {
	return []textAt{{"code", &x.Code, true}, {"level", &x.Level, false}, {"certificate", &x.Certificate, false}}
}
func (x *Language) check(v *validation, at string) { v.date(at+"date", x.Date) }

func (x *Publication) texts() []textAt {
	return []textAt{{"title", &x.Title, true}, {"venue", &x.Venue, false}, {"publisher", &x.Publisher, false},
		{"volume", &x.Volume, false}, {"issue", &x.Issue, false}, {"pages", &x.Pages, false}}
}

// maxAuthors bounds the authors of one publication; large experiments name thousands.
const maxAuthors = 5000

func (x *Publication) check(v *validation, at string) {
	oneOf(v, at+"kind", x.Kind, Article, Book, Chapter, Conference, Thesis, Report, OtherPaper)
	v.year(at+"year", x.Year)
	v.kept(at+"doi", x.DOI, "không phải DOI: cần dạng 10.xxxx/…", ParseDOI)
	v.kept(at+"isbn", x.ISBN, "không phải ISBN: sai số chữ số hoặc chữ số kiểm tra", ParseISBN)
	if len(x.Authors) > maxAuthors {
		v.add(at+"authors", fmt.Sprint(len(x.Authors)), fmt.Sprintf("có quá %d tác giả", maxAuthors))
	}
	if x.Author < 0 || x.Author > len(x.Authors) {
		v.add(at+"author", fmt.Sprint(x.Author), "không có tác giả mang số thứ tự này")
	}
	for i, a := range x.Authors {
		v.text(fmt.Sprintf("%sauthors[%d]", at, i), a, true)
	}
}

func (x *Patent) texts() []textAt {
	return []textAt{{"title", &x.Title, true}, {"number", &x.Number, false}, {"holder", &x.Holder, false}, {"country", &x.Country, false}}
}
func (x *Patent) check(v *validation, at string) {
	oneOf(v, at+"kind", x.Kind, Invention, UtilityModel, Design, PlantVariety, Circuit, Copyright)
	v.spanOf(at, "filed", x.Filed, "granted", x.Granted)
}

func (x *Work) texts() []textAt {
	return []textAt{{"kind", &x.Kind, false}, {"title", &x.Title, true}, {"role", &x.Role, false}, {"place", &x.Place, false}}
}
func (x *Work) check(v *validation, at string) { v.date(at+"date", x.Date) }

func (x *Exhibition) texts() []textAt {
	return []textAt{{"title", &x.Title, true}, {"place", &x.Place, false}, {"role", &x.Role, false}}
}
func (x *Exhibition) check(v *validation, at string) { v.span(at, x.From, x.To) }

func (x *Task) texts() []textAt {
	return []textAt{{"code", &x.Code, false}, {"name", &x.Name, true}, {"level", &x.Level, false}, {"role", &x.Role, false}, {"result", &x.Result, false}}
}
func (x *Task) check(v *validation, at string) { v.span(at, x.From, x.To) }

// maxSupervised is more theses than anybody ever saw through.
const maxSupervised = 10_000

func (v *validation) count(field string, n int) {
	if n < 0 || n > maxSupervised {
		v.add(field, fmt.Sprint(n), fmt.Sprintf("phải từ 0 đến %d", maxSupervised))
	}
}

func (x *Supervision) texts() []textAt { return []textAt{{"degree", &x.Degree, true}} }
func (x *Supervision) check(v *validation, at string) {
	v.count(at+"done", x.Done)
	v.count(at+"ongoing", x.Ongoing)
	v.date(at+"as_of", x.AsOf)
}

func (x *Award) texts() []textAt {
	return []textAt{{"name", &x.Name, true}, {"by", &x.By, false}, {"level", &x.Level, false}}
}
func (x *Award) check(v *validation, at string) { v.date(at+"date", x.Date) }

func (x *Training) texts() []textAt {
	return []textAt{{"name", &x.Name, true}, {"institution", &x.Institution, false}, {"country", &x.Country, false}, {"certificate", &x.Certificate, false}}
}
func (x *Training) check(v *validation, at string) { v.span(at, x.From, x.To) }

func (x *Membership) texts() []textAt {
	return []textAt{{"name", &x.Name, false}, {"role", &x.Role, false}}
}
func (x *Membership) check(v *validation, at string) {
	if x.Organisation == 0 && x.Name == "" {
		v.add(at+"name", "", "phải có tên hội hoặc chọn đơn vị trong danh mục")
	}
	v.span(at, x.From, x.To)
}

func (x *Stay) texts() []textAt {
	return []textAt{{"country", &x.Country, true}, {"place", &x.Place, false}, {"work", &x.Work, false}}
}
func (x *Stay) check(v *validation, at string) { v.span(at, x.From, x.To) }

func (x *Advice) texts() []textAt {
	return []textAt{{"topic", &x.Topic, true}, {"limit", &x.Limit, false}}
}
func (x *Advice) check(v *validation, at string) { v.span(at, x.From, x.To) }

func (x *LegalBasis) texts() []textAt {
	return []textAt{{"purpose", &x.Purpose, true}, {"document", &x.Document, false}}
}
func (x *LegalBasis) check(v *validation, at string) {
	oneOf(v, at+"basis", x.Basis, Consent, Law, Duty, Contract)
	if x.Basis == Consent && x.Document == "" {
		v.add(at+"document", "", "đồng ý phải chứng minh được: cần số hoặc nơi lưu văn bản")
	}
	v.spanOf(at, "date", x.Date, "until", x.Until)
}
