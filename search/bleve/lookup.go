package bleve

import (
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	segapi "github.com/blevesearch/scorch_segment_api/v2"

	"trithuc/registry"
	"trithuc/search"
)

// lookup reads who bears which terms in one part, as far as the actor of a plan may
// see it, and remembers it for the rings that come after. The first failure is kept in
// err: what is looked up after it finds nobody.
type lookup struct {
	*part
	plan  *search.Plan
	own   *roaring.Bitmap // whose records the actor sees whole; read only where that is not everybody
	dicts map[string]segapi.TermDictionary
	found map[termOf]*roaring.Bitmap
	err   error
}

// termOf is a term in a field.
type termOf struct{ field, term string }

func newLookup(p *part, plan *search.Plan) *lookup {
	l := &lookup{part: p, plan: plan, own: noOne, dicts: map[string]segapi.TermDictionary{}, found: map[termOf]*roaring.Bitmap{}}
	l.sight()
	return l
}

// fail keeps the first failure.
func (l *lookup) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

func (l *lookup) dict(field string) (segapi.TermDictionary, error) {
	d, ok := l.dicts[field]
	if !ok {
		var err error
		if d, err = l.seg.Dictionary(field); err != nil {
			return nil, err
		}
		l.dicts[field] = d
	}
	return d, nil
}

// bare reads who bears a term, whoever asks.
func (l *lookup) bare(field, term string) *roaring.Bitmap {
	if l.err != nil {
		return noOne
	}
	d, err := l.dict(field)
	if err != nil {
		l.fail(err)
		return noOne
	}
	who, err := postings(d, term)
	if err != nil {
		l.fail(err)
		return noOne
	}
	return who
}

// term finds who has a term in a topic, of which the actor sees that.
func (l *lookup) term(topic int, term string) *roaring.Bitmap {
	if l.places.of(term)&(1<<topic) == 0 {
		return noOne
	}
	return l.known(topics[topic].field, term)
}

// known finds who bears a term, of which the actor sees that, and remembers it.
func (l *lookup) known(field, term string) *roaring.Bitmap {
	key := termOf{field, term}
	who, ok := l.found[key]
	if !ok {
		who = l.bare(field, term)
		if field != tagField {
			who = l.seen(field, who)
		}
		l.found[key] = who
	}
	return who
}

// inAny finds who has any of the terms in any topic.
func (l *lookup) inAny(terms ...string) *roaring.Bitmap {
	var found []*roaring.Bitmap
	for _, term := range terms {
		for at := l.places.of(term); at != 0; at &= at - 1 {
			found = append(found, l.known(topics[at.first()].field, term))
		}
	}
	return union(found)
}

// among finds who of some has any of the terms in any topic.
func (l *lookup) among(some *roaring.Bitmap, terms []string) *roaring.Bitmap {
	found := roaring.New()
	for _, term := range terms {
		if some.IsEmpty() {
			break
		}
		for at := l.places.of(term); at != 0; at &= at - 1 {
			found.Or(roaring.And(some, l.known(topics[at.first()].field, term)))
		}
	}
	return found
}

// together finds who has all the terms in one and the same topic.
func (l *lookup) together(terms []string) *roaring.Bitmap {
	var found []*roaring.Bitmap
	for at := l.common(terms); at != 0; at &= at - 1 {
		found = append(found, l.allTerms(at.first(), terms))
	}
	return union(found)
}

// common gives the topics in which all the terms stand.
func (l *lookup) common(terms []string) topicSet {
	if len(terms) == 0 {
		return 0
	}
	at := topicSet(topicMask)
	for _, t := range terms {
		if at &= l.places.of(t); at == 0 {
			break
		}
	}
	return at
}

// allTerms finds who has all the terms in a topic in which all of them stand.
func (l *lookup) allTerms(topic int, terms []string) *roaring.Bitmap {
	field := topics[topic].field
	all := l.known(field, terms[0])
	for _, t := range terms[1:] {
		if all.IsEmpty() {
			return all
		}
		all = roaring.And(all, l.known(field, t))
	}
	return all
}

// tagged finds who bears any of the values.
func (l *lookup) tagged(tag string, values []string) *roaring.Bitmap {
	var found []*roaring.Bitmap
	for _, v := range values {
		if !strings.ContainsRune(v, '\n') {
			found = append(found, l.known(tagField, tag+v))
		}
	}
	return l.seen(tag, union(found))
}

// union joins bitmaps. What it gives must not be changed: it may be one of them.
func union(all []*roaring.Bitmap) *roaring.Bitmap {
	some := all[:0:0]
	for _, b := range all {
		if !b.IsEmpty() {
			some = append(some, b)
		}
	}
	switch len(some) {
	case 0:
		return noOne
	case 1:
		return some[0]
	}
	return roaring.FastOr(some...)
}

// What an actor may not see is neither found nor counted: people out of their
// sight, and by values that are not published those of whom they see no more.

// sight works out whose records the actor sees whole.
func (l *lookup) sight() {
	s := l.plan.Sight
	if s.Everybody {
		return
	}
	own := roaring.New()
	if s.Organisation != 0 {
		own.Or(l.bare(tagField, tagWork+strconv.FormatInt(int64(s.Organisation), 10)))
	}
	if s.Person != 0 {
		own.Or(l.bare(tagField, tagPerson+search.CodeKey(registry.PersonID(s.Person).Public())))
	}
	l.own = own
}

// seen keeps of who was found by a field or tag those of whom the actor sees it.
func (l *lookup) seen(field string, who *roaring.Bitmap) *roaring.Bitmap {
	if l.plan.Sight.Everybody || !internal[field] {
		return who
	}
	return roaring.And(who, l.own)
}

// visible keeps who is there for the actor.
func (l *lookup) visible(who *roaring.Bitmap) *roaring.Bitmap {
	s := l.plan.Sight
	if s.Everybody {
		return who
	}
	there := l.own
	if s.Published {
		there = roaring.Or(there, l.bare(tagField, tagPublic+"1"))
	}
	return roaring.And(who, there)
}
