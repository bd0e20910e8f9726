package registry

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Verdict says what the evidence about two records comes to.
type Verdict string

// The verdicts. Only a deciding identifier (Evidence.Decided) lets a program act
// on VerdictSame by itself; without one it is what a reviewer will almost surely say.
const (
	VerdictSame      Verdict = "same"
	VerdictReview    Verdict = "review"
	VerdictDifferent Verdict = "different"
)

// The bounds between the verdicts, in bits, where no identifier decides. They
// were chosen on the fitting half of the labelled set (docs/identity.md): of the
// pairs from SameBits on that nothing decides at least 99 of 100 are one person,
// and below ReviewBits hardly any pair is.
const (
	SameBits   = 27.0
	ReviewBits = 14.0
)

// Agreement says how two values of a field stand to each other. Each belongs to
// one field of a Finding; the list of them is in identity_weights.go.
type Agreement string

// Finding is what one field says about whether two records are one person.
type Finding struct {
	// Field is a JSON name of Person, or a part of one: "family", "middle",
	// "given", "order" (of the words of a name), "organisation", "unit".
	Field     string    `json:"field"`
	Agreement Agreement `json:"agreement"`
	// Bits is the weight, log2 of how much likelier the finding is between two
	// records of one person than between two people; below zero it speaks against.
	Bits float64 `json:"bits"`
	// Clause says it to a reviewer, in Vietnamese: "cùng ngày sinh 05/03/1980".
	Clause string `json:"clause"`
}

// Evidence is everything that speaks for and against two records being one person.
// A field on which one of them is silent has no finding.
type Evidence struct {
	Verdict Verdict `json:"verdict"`
	// Decided says that an identifier (staff code within an organisation, e-mail)
	// settled the verdict. A name and a birth date only suggest, however much they
	// weigh: without Decided nothing stored may be changed before somebody agreed.
	Decided  bool      `json:"decided"`
	Bits     float64   `json:"bits"`     // the sum of the findings
	Findings []Finding `json:"findings"` // in the order of the fields of Person
}

// Clauses gives the findings in words, what weighs most first; what weighs
// nothing is left out.
func (e Evidence) Clauses() []string {
	list := slices.Clone(e.Findings)
	slices.SortStableFunc(list, func(a, b Finding) int { return cmp.Compare(math.Abs(b.Bits), math.Abs(a.Bits)) })
	var clauses []string
	for _, f := range list {
		if math.Abs(f.Bits) >= 0.5 || f.Field == "codes" {
			clauses = append(clauses, f.Clause)
		}
	}
	return clauses
}

// Why gives the clauses as one line for a list of questions.
func (e Evidence) Why() string { return strings.Join(e.Clauses(), ", ") }

// Compare weighs field by field whether a and b are one person, after Fellegi and
// Sunter ("A Theory for Record Linkage", JASA 64, 1969): a rare given name that
// agrees weighs much and Nguyễn little, a value that contradicts weighs against.
// Neither record is changed and the order of the two makes no difference.
//
// Above the sum stand the rules of identity. Two staff codes of one organisation
// that differ are two people, whatever else agrees. A staff code of the same
// organisation, or the e-mail address, that agrees is one person, unless the names
// contradict (shared mailboxes, father and son, codes given again) or one code
// agrees where another differs: then a person looks. One code in two
// organisations says nothing. Name, birth date and sex alone never come to more
// than a question, nor does a given name that is only near.
//
// ref leads former organisations to their successors; it may be nil.
func Compare(a, b *Person, ref *Reference) Evidence {
	c := comparison{a: a, b: b, ref: ref}
	c.findings = make([]Finding, 0, 12)
	c.name()
	named := c.bits
	c.birth()
	c.sex()
	suggested := c.bits
	c.codes()
	c.studies()
	c.work()
	c.expertise()
	c.contacts()
	e := Evidence{Bits: c.bits, Findings: c.findings}
	e.Verdict, e.Decided = c.verdict(named, c.bits-suggested)
	return e
}

// comparison gathers the findings about two records.
type comparison struct {
	a, b     *Person
	ref      *Reference
	findings []Finding
	bits     float64

	codeAgrees, codeDiffers, mailAgrees bool
	givenDoubtful                       bool // the given names are only near: twins' often are
	colleagues                          bool // of one unit: what the unit does they share anyway
}

// contradicted tells two people whose lasting traits disagree twice over, however
// rare the given name and the birth date that they share: another family name or
// another sex, and beside it another of family name, sex, middle name or address.
// One of them alone may be a slip.
func (c *comparison) contradicted() bool {
	against := 0
	for _, f := range c.findings {
		if f.Agreement != "different" {
			continue
		}
		switch f.Field {
		case "family", "sex":
			against += 2
		case "middle", "email":
			against++
		}
	}
	return against >= 3
}

// verdict puts the rules of identity above the sum. named is what the names weigh,
// rest everything but name, birth date and sex.
func (c *comparison) verdict(named, rest float64) (v Verdict, decided bool) {
	switch {
	case c.codeDiffers && c.codeAgrees:
		return VerdictReview, false
	case c.codeDiffers:
		return VerdictDifferent, true
	case (c.codeAgrees || c.mailAgrees) && named < 0:
		return VerdictReview, false
	case c.codeAgrees || c.mailAgrees:
		return VerdictSame, true
	case named < 0 || c.contradicted():
		return VerdictDifferent, false
	case c.bits >= SameBits && rest > 0 && !c.givenDoubtful:
		return VerdictSame, false
	case c.bits >= ReviewBits:
		return VerdictReview, false
	}
	return VerdictDifferent, false
}

// found notes a finding that weighs what its level says.
func (c *comparison) found(l level) { c.note(l, l.bits(), l.clause) }

// foundAs notes a finding whose clause names the value.
func (c *comparison) foundAs(l level, clause string) { c.note(l, l.bits(), clause) }

func (c *comparison) note(l level, bits float64, clause string) {
	c.bits += bits
	c.findings = append(c.findings, Finding{l.field, l.agreement, bits, clause})
}
