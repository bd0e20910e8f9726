package search

import (
	"strings"

	"trithuc/registry"
)

// Who counts depends on rules that begin and end on days. A document says what holds
// from each such day on, so that it stays true when the day comes; when the rules
// themselves are changed, everybody is indexed again, as for every catalogue.

// addScopes adds whether the person counts, for each set of rules there is.
func (d *Document) addScopes(p *registry.Person, ref *registry.Reference) {
	held := p.Standing()
	for _, day := range ref.ScopeDays() {
		d.Scopes = append(d.Scopes, ScopeValue(day.String(), ref.Scope(held, day).State))
	}
}

// RulesOn names the rules of who counts that are in force on a day by the day on which
// they began.
func RulesOn(ref *registry.Reference, on registry.Date) string {
	rules := ""
	for _, day := range ref.ScopeDays() {
		if day.Compare(on) <= 0 {
			rules = day.String()
		}
	}
	return rules
}

// ScopeValue is how a document holds that somebody counts, or does not, by the rules
// that began on a day.
func ScopeValue(rules string, state registry.ScopeState) string { return rules + " " + string(state) }

// ScopeOf gives the state that a value of Document.Scopes tells by some rules, "" for
// a value of others.
func ScopeOf(value, rules string) registry.ScopeState {
	state, _ := strings.CutPrefix(value, rules+" ")
	if state == value {
		return ""
	}
	return registry.ScopeState(state)
}
