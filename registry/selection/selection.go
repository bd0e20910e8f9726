// Package selection proposes advisory panels: of all candidates the members who
// together know most about the topic and break no rule. Gather reads a need and the
// registry into a Draw; Propose decides on it, without database or clock, and proves
// what it says: the best lawful panel, or a bound on how much better one could be, or
// the smallest set of rules that leaves none.
package selection

import "trithuc/registry"

// Bounds of a need.
const (
	MaxSize       = 60     // members of one panel
	MaxQuotas     = 60     // quotas of one need
	MaxCandidates = 20_000 // people weighed for one panel
)

// Need is what a panel is wanted for, in the words of the contract.
type Need struct {
	Topic   string   `json:"topic"`
	Fields  []string `json:"fields"` // codes of SchemeField, any level
	Asking  string   `json:"asking"` // the agency that asks, as written
	Date    string   `json:"date"`   // of the decision, YYYY-MM-DD: ages and rules are those of this day
	Size    int      `json:"size"`
	Seed    int64    `json:"seed"`     // of the lottery among equals; published with the panel, so that it can be repeated
	Kind    string   `json:"template"` // code of SchemePanel; "" for seats of one kind
	Quotas  []Quota  `json:"quotas"`
	PerHome int      `json:"max_per_organisation"` // most members of one employer, 0 for any number
	Cover   int      `json:"cover"`                // members who shall know each of Fields at least, 0 for any number
	Exclude []string `json:"exclude_organisations"`
	Pin     []string `json:"pin"`   // staff codes or public ids of who must sit
	Never   []string `json:"never"` // likewise of who must not

	Work      Work          `json:"work"`
	Dismissed []Dismissal   `json:"dismissed"`
	Declared  []Declaration `json:"declared"`
}

// Quota says how many members must or may be of a sort.
type Quota struct {
	Where   Where  `json:"where"`
	Min     *int   `json:"min"`
	Max     *int   `json:"max"`
	Article string `json:"article"` // the rule's source, as cited in the decision
}

// Where describes members; all that is set must hold. Degree and Title mean this
// rank or higher, Organisation an employer or a unit, Field a code and all below.
type Where struct {
	Sex          string `json:"sex"`
	Degree       string `json:"degree"`
	Title        string `json:"title"`
	Organisation string `json:"organisation"`
	Field        string `json:"field"`
	AgeMin       *int   `json:"age_min"`
	AgeMax       *int   `json:"age_max"`
}

// Proposal is the answer. Scores run from 0 to 1 a member.
type Proposal struct {
	Lawful     bool           `json:"lawful"`
	Members    []Member       `json:"members"`
	Score      float64        `json:"score"`   // sum over the members
	Bound      float64        `json:"bound"`   // no lawful panel scores more
	Optimal    bool           `json:"optimal"` // Score is the bound, or that no panel is lawful is proven
	Blocked    []Block        `json:"blocked"`
	Coverage   map[string]int `json:"coverage"`   // field asked for → members who know it
	Candidates int            `json:"candidates"` // people weighed
	Seed       int64          `json:"seed"`
	Barred     []Barred       `json:"barred"`         // the best of who may not sit, for a conflict of interest
	Next       []Member       `json:"next,omitempty"` // of a panel that is put together by hand: the best who could be added
	Warnings   []string       `json:"warnings"`       // what somebody should check before the decision is signed
}

// Member is one seat filled.
type Member struct {
	Seat  string   `json:"seat"`
	ID    string   `json:"id"` // public
	Codes []string `json:"codes"`
	Name  string   `json:"name"` // with titles before it
	Why   []string `json:"why"`  // Vietnamese clauses
	Score float64  `json:"score"`

	Fields    []string   `json:"fields"`       // of the need, that they know
	Conflicts []Conflict `json:"conflicts"`    // that do not bar, or were dismissed
	Instead   []Instead  `json:"alternatives"` // the cheapest first
}

// Barred is somebody the topic finds who may not sit, with what bars them.
type Barred struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Score     float64    `json:"score"` // before anything was taken off
	Conflicts []Conflict `json:"conflicts"`
}

// Block is one rule of the smallest set that leaves no lawful panel.
type Block struct {
	Rule    string `json:"rule"`
	Article string `json:"article"`
	Relax   string `json:"relax"` // the least change of this rule that leaves a panel, or that none does
}

// candidate is what the rules ask of a person.
type candidate struct {
	person    registry.PersonID
	codes     []string
	name      string // with titles before it
	full      string // without
	sex       registry.Sex
	degree    string
	title     string
	birth     registry.Date
	home      registry.OrganisationID   // main employer, 0 if unknown
	main      []registry.OrganisationID // that and the unit there
	posts     []registry.OrganisationID // every employer and unit of the day
	fields    []string                  // codes and all above them
	relevance float64                   // to the topic, 0 to 1
	known     int                       // how many of the need's fields
	ties      []registry.Tie            // where the need tells whose work is judged
	conflicts []Conflict
	merit     int64 // in millionths
	score     int64 // of the merit, what soft conflicts take already taken off
}
