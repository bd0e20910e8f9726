package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Ranking says what people have to do with a topic, by the search it stands on:
// selection.Ranker. A score of the search puts people in order and says nothing of how
// much more one knows than another; a Ranking weighs what the search met, and where.
type Ranking struct {
	By interface {
		Search(ctx context.Context, q Query) (Answer, error)
	}
}

// Relevance gives the people a topic finds, the best limit of each of its parts, and how
// much of it they know, from 0 to 1: "xâm nhập mặn và sản xuất lúa" are two parts, and
// who knows both knows twice as much as who knows one. A part that nobody knows counts
// for nobody.
func (r Ranking) Relevance(ctx context.Context, topic string, limit int) (map[registry.PersonID]float64, error) {
	parts, err := r.parts(ctx, topic)
	if err != nil {
		return nil, err
	}
	scores, met := map[registry.PersonID]float64{}, 0
	for _, part := range parts {
		known, err := r.knowledge(ctx, Query{Text: part}, limit)
		if err != nil {
			return nil, err
		}
		if len(known) > 0 {
			met++
		}
		for id, texts := range known {
			scores[id] += strength(texts)
		}
	}
	for id := range scores {
		scores[id] /= float64(met)
	}
	return scores, nil
}

// Reasons says what of these people met the topic, the most telling first.
func (r Ranking) Reasons(ctx context.Context, topic string, ids []registry.PersonID) (map[registry.PersonID][]string, error) {
	parts, err := r.parts(ctx, topic)
	if err != nil {
		return nil, err
	}
	public := make([]string, len(ids))
	for i, id := range ids {
		public[i] = id.Public()
	}
	reasons := map[registry.PersonID][]string{}
	for _, part := range parts {
		known, err := r.knowledge(ctx, Query{Text: part, Filters: []Filter{{Facet: FacetPerson, Values: public}}}, len(ids))
		if err != nil {
			return nil, err
		}
		for _, id := range slices.Sorted(maps.Keys(known)) {
			for _, t := range known[id] {
				if 2*t.fit >= known[id][0].fit { // beside what tells, a lone syllable says nothing
					reasons[id] = append(reasons[id], strings.TrimSpace(t.text))
				}
			}
		}
	}
	return reasons, nil
}

// joints part a topic where it names several things.
var joints = []string{"và", "hoặc", "cùng với", "kết hợp"}

// parts gives what a topic names, each by itself. It is parted at commas and joints, but
// not within what somebody's record holds in one piece: "khoa học và công nghệ".
func (r Ranking) parts(ctx context.Context, topic string) ([]string, error) {
	var parts []string
	for _, piece := range strings.FieldsFunc(topic, func(c rune) bool { return strings.ContainsRune(",;\n", c) }) {
		for {
			left, right, joint := cutJoint(piece)
			if joint == "" {
				break
			}
			whole, err := r.inOnePiece(ctx, piece, left, joint, right)
			if err != nil {
				return nil, err
			}
			if whole {
				break
			}
			parts, piece = append(parts, left), right
		}
		parts = append(parts, piece)
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return strings.TrimSpace(p) == "" })
	return parts, nil
}

// cutJoint cuts a text at its first joint with two words at either side; joint is ""
// where there is none.
func cutJoint(text string) (left, right, joint string) {
	for _, j := range joints {
		l, r, found := strings.Cut(text, " "+j+" ")
		if found && len(Words(l)) > 1 && len(Words(r)) > 1 && (joint == "" || len(l) < len(left)) {
			left, right, joint = l, r, j
		}
	}
	return left, right, joint
}

// inOnePiece says that the search finds the words around a joint side by side: in the
// name of an organisation, of a field, in somebody's expertise.
func (r Ranking) inOnePiece(ctx context.Context, text, left, joint, right string) (bool, error) {
	l, behind := foldedWords(left), foldedWords(right)
	around := strings.Join(slices.Concat(l[len(l)-2:], foldedWords(joint), behind[:2]), " ")
	a, err := r.By.Search(ctx, Query{Text: text, Limit: DefaultLimit, Explain: true})
	if err != nil {
		return false, err
	}
	for _, chip := range a.Understood.Chips {
		if strings.Contains(" "+strings.Join(foldedWords(text[min(chip.From, len(text)):min(chip.To, len(text))]), " ")+" ", " "+around+" ") {
			return true, nil
		}
	}
	for _, hit := range a.Hits {
		for _, w := range hit.Why {
			if strings.Contains(" "+strings.Join(foldedWords(w.Text), " ")+" ", " "+around+" ") {
				return true, nil
			}
		}
	}
	return false, nil
}

// told is a text of somebody that meets a topic, and how well, from 0 to 1.
type told struct {
	text string
	fit  float64
}

// fieldFits is how much a text tells of what somebody knows, by its field. A name or a
// number tells nothing.
var fieldFits = map[string]float64{
	FieldExpertise: 1, FieldPublication: 1, FieldTask: 1, FieldAdvice: 1, FieldStudy: 0.9, FieldField: 0.8, FieldDerived: 0.5, FieldPost: 0.5,
	FieldMembership: 0.3, FieldOrganisation: 0.3,
}

// knowledge gives the texts of those whom a query finds, the most telling first.
func (r Ranking) knowledge(ctx context.Context, q Query, limit int) (map[registry.PersonID][]told, error) {
	known := map[registry.PersonID][]told{}
	q.Explain = true
	for q.Offset < limit {
		q.Limit = min(MaxLimit, limit-q.Offset)
		a, err := r.By.Search(ctx, q)
		if err != nil {
			return nil, err
		}
		asked := topicOf(a.Understood, q.Text)
		for _, hit := range a.Hits {
			if texts := asked.told(hit.Why); len(texts) > 0 {
				known[hit.Person] = texts
			}
		}
		if q.Offset += len(a.Hits); len(a.Hits) == 0 || q.Offset >= a.Total {
			break
		}
	}
	return known, nil
}

// topicWords are the words of a topic, as they are compared.
type topicWords struct {
	words []string
	form  func(string) []string // with marks where the topic bears some
}

func topicOf(u Understood, text string) topicWords {
	t := topicWords{form: foldedWords}
	if vietnamese.HasMarks(text) {
		t.form = Words
	}
	t.words = t.form(cmp.Or(u.Text, text))
	return t
}

// told gives the texts that tell of the topic.
func (t topicWords) told(why []Why) (texts []told) {
	for _, w := range why {
		if fit := fieldFits[w.Field] * t.covered(w); fit > 0 {
			texts = append(texts, told{w.Text, fit})
		}
	}
	slices.SortStableFunc(texts, func(a, b told) int { return cmp.Compare(b.fit, a.fit) })
	return texts
}

// saidOtherwise is what a text is worth that says the topic in other words.
const saidOtherwise = 0.9

// covered is the share of the topic's words that a text has. Several words of its own
// are another way to say the topic; a single one of its own is an abbreviation, or only
// begins as a word of the topic does: "luật" for "lúa" says nothing.
func (t topicWords) covered(w Why) (share float64) {
	had := map[string]bool{}
	for _, mark := range w.Marks {
		met, own := t.form(w.Text[mark[0]:mark[1]]), false
		for _, word := range met {
			if slices.Contains(t.words, word) {
				had[word] = true
			} else {
				own = true
			}
		}
		if own && (len(met) > 1 || !t.begun(met[0])) {
			share = saidOtherwise
		}
	}
	distinct := map[string]bool{}
	for _, word := range t.words {
		distinct[word] = true
	}
	return max(share, float64(len(had))/float64(max(1, len(distinct))))
}

// begun says that a word begins as one of the topic does.
func (t topicWords) begun(word string) bool {
	folded := Folded(word)
	return slices.ContainsFunc(t.words, func(own string) bool { return strings.HasPrefix(folded, Folded(own)) })
}

// strength is how much somebody knows of a part of a topic: what tells most, and some
// more where several texts say it.
func strength(texts []told) float64 {
	const most, telling = 0.85, 3
	var sum float64
	for _, t := range texts[:min(len(texts), telling)] {
		sum += t.fit
	}
	return most*texts[0].fit + (1-most)*sum/telling
}
