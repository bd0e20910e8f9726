package registry

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// PhraseCode gives the code under which a phrase stands in SchemeTerm: its words without
// marks, joined by hyphens.
func PhraseCode(phrase string) string {
	return strings.Join(vietnamese.Syllables(vietnamese.Fold(phrase)), "-")
}

// SeeAlso begins the note of an entry of SchemeTerm that leads to wider phrases, parted
// by semicolons: who asks for the entry is shown their people too.
const SeeAlso = "xem thêm: "

// SeeAlsoOf gives the phrases that an entry of SchemeTerm leads to.
func SeeAlsoOf(c Code) []string {
	list, ok := strings.CutPrefix(c.Note, SeeAlso)
	if !ok {
		return nil
	}
	var phrases []string
	for phrase := range strings.SplitSeq(list, ";") {
		if phrase = strings.TrimSpace(phrase); phrase != "" {
			phrases = append(phrases, phrase)
		}
	}
	return phrases
}

// OwnTerms names the version of SchemeTerm that an administrator writes, beside the one
// of the program: what both say of a phrase holds.
const OwnTerms = "don-vi"

// Term is a phrase of expertise with what else says it.
type Term struct {
	Phrase        string
	Synonyms      []string // Vietnamese phrases for the same
	English       []string
	Abbreviations []string
	See           []string // wider phrases: who asks for this one is shown their people too
	Field         string   // code of SchemeField, "" for none
}

// TermOf gives an entry of SchemeTerm as a term.
func TermOf(c Code) Term {
	t := Term{Phrase: c.Name, Synonyms: c.Variants, English: listed(c.NameEn), Abbreviations: listed(c.Abbreviation), See: SeeAlsoOf(c)}
	if c.Value > 0 {
		t.Field = strconv.Itoa(int(c.Value))
	}
	return t
}

// listed parts a text at semicolons.
func listed(text string) []string {
	var all []string
	for part := range strings.SplitSeq(text, ";") {
		if part = vietnamese.Clean(part); part != "" && !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}

// Bounds of a term that is written on its page.
const (
	longestTerm = 200 // letters of a phrase
	mostWays    = 50  // ways to say it, of each kind
)

// code gives a term as an entry of OwnTerms; Invalid with every value that cannot stand.
func (t Term) code(ref *Reference) (Code, error) {
	join := func(list []string) []string { return listed(strings.Join(list, ";")) }
	c := Code{Scheme: SchemeTerm, Version: OwnTerms, Name: vietnamese.Clean(t.Phrase), Variants: join(t.Synonyms), Confirmed: true,
		NameEn: strings.Join(join(t.English), "; "), Abbreviation: strings.Join(join(t.Abbreviations), "; ")}
	if see := join(t.See); len(see) > 0 {
		c.Note = SeeAlso + strings.Join(see, "; ")
	}
	var problems []Problem
	if c.Code = PhraseCode(c.Name); c.Code == "" {
		problems = append(problems, Problem{Field: "phrase", Value: t.Phrase, Reason: "chưa có cụm từ"})
	}
	for name, list := range map[string][]string{"phrase": {c.Name}, "synonyms": c.Variants, "english": listed(c.NameEn), "abbreviations": listed(c.Abbreviation), "see": SeeAlsoOf(c)} {
		if i := slices.IndexFunc(list, func(s string) bool { return utf8.RuneCountInString(s) > longestTerm }); i >= 0 {
			problems = append(problems, Problem{Field: name, Value: list[i], Reason: fmt.Sprintf("dài hơn %d chữ", longestTerm)})
		}
		if len(list) > mostWays {
			problems = append(problems, Problem{Field: name, Reason: fmt.Sprintf("có hơn %d cách nói", mostWays)})
		}
	}
	if t.Field != "" {
		field, ok := ref.Code(SchemeField, t.Field)
		value, err := strconv.Atoi(field.Code)
		if c.Value = float64(value); !ok || err != nil {
			problems = append(problems, Problem{Field: "field", Value: t.Field, Reason: "không có trong danh mục lĩnh vực"})
		}
	}
	if len(problems) > 0 {
		slices.SortFunc(problems, func(a, b Problem) int { return strings.Compare(a.Field, b.Field) })
		return Code{}, &Error{Kind: Invalid, Problems: problems, Message: "Chưa ghi được mục từ. Hãy sửa các chỗ được nêu."}
	}
	return c, nil
}

// PutTerm writes a term into OwnTerms, in place of the one under the code was; was is ""
// for a new one. It is a Conflict where the phrase stands there already.
func (g Catalogues) PutTerm(ctx context.Context, ref *Reference, was string, t Term) (Receipt, error) {
	c, err := t.code(ref)
	if err != nil {
		return Receipt{}, err
	}
	before := ref.Versions(SchemeTerm)[OwnTerms]
	if c.Code != was && slices.ContainsFunc(before, func(x Code) bool { return x.Code == c.Code }) {
		return Receipt{}, Errorf(Conflict, "Cụm từ %q đã có trong từ điển của đơn vị. Hãy mở mục từ ấy mà sửa.", c.Name)
	}
	after := slices.DeleteFunc(slices.Clone(before), func(x Code) bool { return x.Code == was })
	return g.loadTerms(ctx, before, append(after, c), fmt.Sprintf("Ghi mục từ %q", c.Name))
}

// RemoveTerm takes the term under a code out of OwnTerms.
func (g Catalogues) RemoveTerm(ctx context.Context, ref *Reference, code string) (Receipt, error) {
	before := ref.Versions(SchemeTerm)[OwnTerms]
	i := slices.IndexFunc(before, func(x Code) bool { return x.Code == code })
	if i < 0 {
		return Receipt{}, Errorf(NotFound, "Từ điển của đơn vị không có mục từ %q; có thể ai đó vừa bỏ.", code)
	}
	return g.loadTerms(ctx, before, slices.Delete(slices.Clone(before), i, i+1), fmt.Sprintf("Bỏ mục từ %q", before[i].Name))
}

func (g Catalogues) loadTerms(ctx context.Context, before, after []Code, reason string) (Receipt, error) {
	return g.Load(ctx, []Change{&LoadCodes{Why: Why{Reason: reason}, Scheme: SchemeTerm, Version: OwnTerms, Codes: after, Was: CodesDigest(before)}})
}
