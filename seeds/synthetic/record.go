package synthetic

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"trithuc/registry"
)

// records draws what a full record holds beside the work itself. It has a source
// of chance of its own, so that the people stay who they were before it was
// there.
type records struct {
	rnd    *rand.Rand
	tables map[string]*weighted[string] // kind of outputs.tsv → its texts
	issued int                          // ORCID iDs and DOIs given

	lives *rand.Rand      // for addresses, which came later still
	wards []registry.Code // of today
}

func newRecords(seed uint64, ref *registry.Reference) *records {
	r := &records{rnd: rand.New(rand.NewPCG(seed, 0x7265636f7264)), tables: map[string]*weighted[string]{},
		lives: rand.New(rand.NewPCG(seed, 0x61646472657373)), wards: ref.Wards()}
	rows("outputs.tsv", func(c []string) {
		if r.tables[c[0]] == nil {
			r.tables[c[0]] = &weighted[string]{}
		}
		r.tables[c[0]].add(c[1], number(c[2]))
	})
	return r
}

// isRecorded fills in the lists that a staff list does not have: publications and
// tasks by degree and age, languages, training, awards, seats, the ground on which
// the data are used. Averages are those of a university: a doctor has published
// about nine times, a master once or twice, others seldom.
func (d *life) isRecorded() {
	own := *d.Generator
	own.rnd = d.records.rnd
	r := &life{Generator: &own, home: d.home, place: d.place, person: d.person, born: d.born, level: d.level, since: d.since}
	r.publishes()
	r.researches()
	r.isIdentified()
	r.speaks()
	r.isTrained()
	r.isAwarded()
	if chance(r.rnd, 0.25) {
		r.person.Memberships = []registry.Membership{{Name: r.text("association"), Role: "hội viên", From: r.active()}}
	}
	r.livesSomewhere()
	r.person.Bases = []registry.LegalBasis{{Purpose: "quản lý đội ngũ trí thức", Basis: registry.Law, Document: "Kế hoạch của thành phố", Date: registry.Date{Year: asOf}}}
}

// text draws a text of a kind, about something the person works on.
func (d *life) text(kind string) string {
	s := d.records.tables[kind].pick(d.rnd)
	if !strings.Contains(s, "{}") {
		return s
	}
	return strings.Replace(s, "{}", small(d.subject()), 1)
}

// small begins a phrase with a small letter, unless it begins with an abbreviation.
func small(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if second, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// subject gives a phrase of the person's own, or of the main field.
func (d *life) subject() string {
	if n := len(d.person.Expertise); n > 0 {
		return d.person.Expertise[d.rnd.IntN(n)].Phrase
	}
	return d.phrase(d.person.Fields[0].Code)
}

// active gives a year of the working life.
func (d *life) active() registry.Date {
	return registry.Date{Year: between(d.rnd, min(d.since, asOf), asOf)}
}

// around draws a count: an average of mean, now and then several times that.
func (d *life) around(mean float64) int {
	return int(d.rnd.ExpFloat64() * mean)
}

func (d *life) isIdentified() {
	if d.level == 2 && chance(d.rnd, 0.4) {
		d.person.Identifiers = []registry.Identifier{{Kind: registry.ORCID, Value: d.records.orcid()}}
	}
}

// livesSomewhere gives most people an address: a house in a numbered street of a ward.
func (d *life) livesSomewhere() {
	rnd := d.records.lives
	if len(d.records.wards) == 0 || !chance(rnd, 0.8) {
		return
	}
	line := fmt.Sprintf("Số %d, đường số %d", 1+rnd.IntN(400), 1+rnd.IntN(60))
	d.person.Addresses = []registry.Address{{Line: line, Ward: one(rnd, d.records.wards).Code}}
}

// orcid gives the next iD of a block that is given to nobody.
func (r *records) orcid() string {
	r.issued++
	digits := fmt.Sprintf("00000000%07d", r.issued)
	total := 0
	for _, c := range digits {
		total = (total + int(c-'0')) * 2
	}
	check := "0123456789X"[(12-total%11)%11]
	all := digits + string(check)
	return all[:4] + "-" + all[4:8] + "-" + all[8:12] + "-" + all[12:]
}

func (d *life) speaks() {
	if !chance(d.rnd, 0.55+0.2*float64(d.level)) {
		return
	}
	held := strings.Split(d.records.tables["language"].pick(d.rnd), "|")
	d.person.Languages = []registry.Language{{Code: held[0], Level: held[1], Certificate: held[2], Date: d.active()}}
}

func (d *life) isTrained() {
	for range min(d.around(1.2), 6) {
		at := d.active()
		d.person.Training = append(d.person.Training, registry.Training{Name: d.text("training"), Institution: d.employer(), From: at, To: at})
	}
}

func (d *life) isAwarded() {
	for range min(d.around(0.5), 5) {
		d.person.Awards = append(d.person.Awards, registry.Award{Name: d.text("award"), Date: d.active()})
	}
}

// employer names the institution, "" where there is none.
func (d *life) employer() string {
	if d.home == nil {
		return ""
	}
	o, _ := d.ref.Organisation(d.home.id)
	return o.Name
}
