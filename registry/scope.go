package registry

import (
	"slices"
	"strconv"
	"strings"
)

// Standing is what the rule of who counts looks at: codes, several of a kind
// with blanks between, in the order of the record.
type Standing struct {
	Degrees string // SchemeDegree
	Title   string // SchemeTitle
	Honours string // SchemeHonour
	Rank    string // SchemeRank

	// Memberships are the numbers of the associations of the registry that somebody
	// belongs to. A seat with an end is left, as in search: who stays, has none.
	Memberships string
}

// Standing gives what the record holds today.
func (p *Person) Standing() Standing { return p.standing(lastYear) }

// StandingOn gives what the record held on a day. What bears no year, held always.
func (p *Person) StandingOn(on Date) Standing { return p.standing(on.Year) }

func (p *Person) standing(year int) Standing {
	s := Standing{Rank: p.Rank.Code}
	if p.Title.Year <= year {
		s.Title = p.Title.Code
	}
	for _, q := range p.Qualifications {
		if q.Year <= year {
			s.Degrees = beside(s.Degrees, q.Degree)
		}
	}
	for _, h := range p.Honours {
		if h.Year <= year {
			s.Honours = beside(s.Honours, h.Code)
		}
	}
	for _, m := range p.Memberships {
		if m.Organisation != 0 && m.To.IsZero() && m.From.Year <= year {
			s.Memberships = beside(s.Memberships, strconv.FormatInt(int64(m.Organisation), 10))
		}
	}
	return s
}

func beside(list, code string) string {
	if list == "" {
		return code
	}
	return list + " " + code
}

// ScopeState says whether somebody counts among the intellectuals.
type ScopeState string

// The states. Who is not InScope is stored and found like everybody, and counted
// apart.
const (
	InScope      ScopeState = "in"      // thuộc diện
	OutOfScope   ScopeState = "out"     // ngoài diện
	ScopeUnclear ScopeState = "unclear" // chưa rõ
)

// Scope is a state with the reason for it, a Vietnamese clause.
type Scope struct {
	State       ScopeState
	Reason      string
	Unconfirmed bool // it rests on a rule that nobody held against its text
}

// ScopeOf says whether p counted on a day, by the rules in force that day.
func ScopeOf(p *Person, ref *Reference, on Date) Scope {
	return ref.Scope(p.StandingOn(on), on)
}

// Scope applies the rules of SchemeScope in force on a day. A rule is a code of
// that scheme, "degree:dai-hoc": what stands before the colon names the scheme it
// looks at (degree, title, honour or rank), Variants the codes that suffice,
// Value the least rank that does (0 for none); its Name is the reason given. The
// scheme may also be "membership": see memberOf. One rule met suffices. Where no
// rule is in force everybody counts.
func (r *Reference) Scope(s Standing, on Date) Scope {
	rules := r.CodesOn(SchemeScope, on)
	if len(rules) == 0 {
		return Scope{State: InScope, Reason: "chưa có quy định nào đang có hiệu lực về ai thuộc diện"}
	}
	unconfirmed := false
	for _, rule := range rules {
		unconfirmed = unconfirmed || !rule.Confirmed
		axis, what, _ := strings.Cut(rule.Code, ":")
		if axis == membershipRule && r.memberOf(s.Memberships, what, rule.Variants) {
			return Scope{InScope, rule.Name, !rule.Confirmed}
		}
		for _, code := range s.of(Scheme(axis)) {
			if slices.Contains(rule.Variants, code) || rule.Value > 0 && r.Rank(Scheme(axis), code) >= rule.Value {
				return Scope{InScope, rule.Name, !rule.Confirmed}
			}
		}
	}
	degrees := s.of(SchemeDegree)
	if len(degrees) == 0 {
		return Scope{ScopeUnclear, "hồ sơ chưa ghi học vị và không có danh hiệu nào được quy định công nhận", unconfirmed}
	}
	names := make([]string, len(degrees))
	for i, d := range degrees {
		if _, known := r.Code(SchemeDegree, d); !known {
			return Scope{ScopeUnclear, "học vị “" + d + "” không có trong danh mục", unconfirmed}
		}
		names[i] = r.CodeName(SchemeDegree, d)
	}
	return Scope{OutOfScope, "chỉ có " + strings.Join(names, ", "), unconfirmed}
}

// membershipRule begins the rules that look at memberships.
const membershipRule = "membership"

// memberOf says that one of some associations meets a rule: it, or what it stands
// under, is named in words, or by what where there are none; by its key, by its kind
// or, as those made here have no key, by its number. A body that was merged or
// renamed is what it became.
func (r *Reference) memberOf(memberships, what string, words []string) bool {
	if len(words) == 0 {
		words = []string{what}
	}
	for _, number := range strings.Fields(memberships) {
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			continue
		}
		for _, now := range r.Successors(OrganisationID(id)) {
			if slices.ContainsFunc(r.Path(now), func(at OrganisationID) bool { return r.orgs[at].named(words) }) {
				return true
			}
		}
	}
	return false
}

// named says that a rule means this organisation.
func (o *Organisation) named(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		return word != "" && (word == o.Key || word == string(o.Kind) || word == strconv.FormatInt(int64(o.ID), 10))
	})
}

// ScopeDays gives the days on which other rules of SchemeScope come into force than
// held before, ascending. The first stands for ever before.
func (r *Reference) ScopeDays() []Date {
	days := []Date{{1, 1, 1}}
	for _, rule := range r.every[SchemeScope] {
		if !rule.ValidFrom.IsZero() {
			days = append(days, rule.ValidFrom.firstDay())
		}
		if !rule.ValidTo.IsZero() {
			days = append(days, rule.ValidTo.dayAfter())
		}
	}
	slices.SortFunc(days, Date.Compare)
	return slices.Compact(days)
}

func (s Standing) of(scheme Scheme) []string {
	switch scheme {
	case SchemeDegree:
		return strings.Fields(s.Degrees)
	case SchemeTitle:
		return strings.Fields(s.Title)
	case SchemeHonour:
		return strings.Fields(s.Honours)
	case SchemeRank:
		return strings.Fields(s.Rank)
	}
	return nil
}
