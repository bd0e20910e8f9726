package citation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"trithuc/registry"
)

// Rejected is the state of an entry that nothing could be made of.
const Rejected registry.PublicationState = "rejected"

// Offer is a file of publications held against a record, entry by entry. It
// writes nothing until Take.
type Offer struct {
	Person *registry.Person
	File   string // its name
	Format Format
	Rows   []OfferRow
	Digest string // of all that is shown: the file told the same and the record not changed since

	places  []int // of offered, in Rows
	offered []registry.OfferedPublication
	plans   []registry.PublicationPlan
}

// OfferRow says what becomes of one entry.
type OfferRow struct {
	Line        int // where it begins in the file, from 1
	State       registry.PublicationState
	Publication registry.Publication  // with the author the person is, where that is sure; zero for a rejected one
	Repeats     *registry.Publication // what the record has in its place, or nil
	Twin        int                   // the row of the file that it repeats, from 0; -1 for none
	Ask         bool                  // which author the person is must be answered
	Candidates  []int                 // authors who may be the person, from 1
	Problems    []registry.Problem    // values that were left out, and why
}

// NewOffer reads a file for somebody's record. Without a format it is told from the
// text. It is Unreadable where the file is of none of the formats, or as Read says.
func NewOffer(ctx context.Context, p *registry.Person, file string, f Format, text []byte) (*Offer, error) {
	if f == "" {
		var ok bool
		if f, ok = Detect(text); !ok {
			return nil, registry.Errorf(registry.Unreadable, "Tệp không phải BibTeX, RIS hay CSL-JSON. Hãy xuất lại từ phần mềm quản lý trích dẫn.")
		}
	}
	entries, err := Read(ctx, f, text)
	if err != nil {
		return nil, err
	}
	o := &Offer{Person: p, File: file, Format: f, Rows: make([]OfferRow, len(entries))}
	for i, e := range entries {
		o.Rows[i] = OfferRow{Line: e.Line, State: Rejected, Twin: -1, Problems: e.Problems}
		if !e.Rejected {
			o.places = append(o.places, i)
			o.offered = append(o.offered, registry.OfferedPublication{Publication: e.Publication, ORCIDs: e.ORCIDs})
		}
	}
	o.plans = registry.PlanPublications(p, o.offered)
	for k, plan := range o.plans {
		o.plan(&o.Rows[o.places[k]], o.offered[k].Publication, plan)
	}
	raw, err := json.Marshal(o.Rows)
	sum := sha256.Sum256(fmt.Appendf(raw, " %d %d", p.ID, p.Version))
	o.Digest = hex.EncodeToString(sum[:])
	return o, err
}

func (o *Offer) plan(row *OfferRow, pub registry.Publication, plan registry.PublicationPlan) {
	pub.Author = plan.Author
	row.State, row.Publication = plan.State, pub
	if plan.Of >= 0 {
		row.Repeats = &o.Person.Publications[plan.Of]
	}
	if plan.Twin >= 0 {
		row.Twin = o.places[plan.Twin]
	}
	if plan.State == registry.PublicationAdded {
		row.Ask, row.Candidates = plan.Author == 0 && len(pub.Authors) > 0, plan.Candidates
	}
}

// Count says how many rows have a state.
func (o *Offer) Count(state registry.PublicationState) int {
	n := 0
	for _, r := range o.Rows {
		if r.State == state {
			n++
		}
	}
	return n
}

// Take writes what the offer adds, without the rows in left. Answers say by row
// which author the person is, from 1, 0 for none of them. It is a Conflict where
// seen is not the digest of this offer or nothing would be added, and Invalid with
// every question that has no answer, named "authors[row]".
func (o *Offer) Take(ctx context.Context, gate registry.People, seen string, answers map[int]int, left []int) (registry.Receipt, error) {
	if seen != o.Digest {
		return registry.Receipt{}, registry.Errorf(registry.Conflict, "Hồ sơ hoặc tệp đã khác với bản xem trước. Hãy xem trước lại rồi mới ghi.")
	}
	byPlace, without := map[int]int{}, []int{}
	for k, row := range o.places {
		if n, ok := answers[row]; ok {
			byPlace[k] = n
		}
		if slices.Contains(left, row) {
			without = append(without, k)
		}
	}
	with, err := o.Person.AddPublications(o.offered, o.plans, byPlace, without)
	if err != nil {
		return registry.Receipt{}, o.byRow(err)
	}
	if len(with.Publications) == len(o.Person.Publications) {
		return registry.Receipt{}, registry.Errorf(registry.Conflict, "Không có bài nào mới được chọn cho hồ sơ này, nên không có gì để ghi.")
	}
	why := registry.Spoken("Lấy công bố từ tệp " + o.File)
	why.Source = registry.Source{Account: registry.ActorOf(ctx).Account, File: o.File}
	return gate.Amend(ctx, with, why)
}

// byRow names the questions of an error by their rows.
func (o *Offer) byRow(err error) error {
	refused, ok := errors.AsType[*registry.Error](err)
	if !ok {
		return err
	}
	for i, p := range refused.Problems {
		var k int
		if _, miss := fmt.Sscanf(p.Field, "authors[%d]", &k); miss == nil && k < len(o.places) {
			refused.Problems[i].Field = fmt.Sprintf("authors[%d]", o.places[k])
		}
	}
	return err
}
