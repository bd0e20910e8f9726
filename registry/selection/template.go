package selection

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"trithuc/registry"
)

// Template is a kind of panel as its code list tells it on a day. The codes under it
// are its seats, or by their variants: conflict rules (see conflictRules), grounds of
// the decision ("ground") and cautions ("caution").
type Template struct {
	Code     string
	Name     string
	Article  string
	Sizes    []int // it may have; nil for any
	Seats    []TemplateSeat
	Grounds  []string // căn cứ of the decision
	Rules    []TemplateRule
	Warnings []string // what to check before it is used
}

// TemplateSeat is a sort of seat.
type TemplateSeat struct {
	Name    string
	Count   int // 0: all that are left
	Article string
}

// TemplateRule is a rule about conflicts.
type TemplateRule struct {
	Name    string
	Kind    ConflictKind
	Hard    bool
	Article string
}

// Variants of codes of SchemePanel that are no seats.
const (
	groundVariant  = "ground"
	cautionVariant = "caution"
)

// isSeat says that a code under a kind of panel is one of its seats.
func isSeat(code registry.Code) bool {
	_, conflict := conflictOf(code)
	return !conflict && !slices.Contains(code.Variants, groundVariant) && !slices.Contains(code.Variants, cautionVariant)
}

// Templates gives the kinds of panel in force on a day, by name.
func Templates(ref *registry.Reference, on registry.Date) (all []Template) {
	for _, code := range ref.CodesOn(registry.SchemePanel, on) {
		if code.Parent == "" && code.Code != generalRules {
			all = append(all, templateOf(ref, code, on))
		}
	}
	slices.SortFunc(all, func(a, b Template) int { return cmp.Compare(a.Code, b.Code) })
	return all
}

func templateOf(ref *registry.Reference, kind registry.Code, on registry.Date) Template {
	t := Template{Code: kind.Code, Name: kind.Name, Article: kind.Note, Warnings: doubts(ref, kind, on)}
	for _, v := range kind.Variants {
		if n, err := strconv.Atoi(v); err == nil {
			t.Sizes = append(t.Sizes, n)
		}
	}
	for _, code := range ref.CodesOn(registry.SchemePanel, on) {
		conflict, is := conflictOf(code)
		switch {
		case code.Parent != kind.Code:
		case is:
			t.Rules = append(t.Rules, TemplateRule{code.Name, conflict, slices.Contains(code.Variants, barVariant), code.Note})
		case slices.Contains(code.Variants, groundVariant):
			t.Grounds = append(t.Grounds, code.Name)
		case isSeat(code):
			t.Seats = append(t.Seats, TemplateSeat{code.Name, int(code.Value), code.Note})
		}
	}
	return t
}

// doubts says what of a kind of panel somebody should check before it is used.
func doubts(ref *registry.Reference, kind registry.Code, on registry.Date) (said []string) {
	if !kind.Confirmed {
		said = append(said, fmt.Sprintf("Mẫu «%s» chưa kiểm chứng: hãy đối chiếu với văn bản còn hiệu lực trước khi ký.", kind.Name))
	}
	if !kind.ValidTo.IsZero() && kind.ValidTo.Compare(on) < 0 {
		said = append(said, fmt.Sprintf("Mẫu «%s» hết hiệu lực từ ngày %s: hãy chọn quy định mới.", kind.Name, kind.ValidTo.Vietnamese()))
	}
	for _, code := range ref.CodesOn(registry.SchemePanel, on) {
		if code.Parent == kind.Code && slices.Contains(code.Variants, cautionVariant) {
			said = append(said, code.Name+".")
		}
	}
	return said
}
