package bleve

import (
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"trithuc/registry"
	"trithuc/search"
)

// What an actor may not see is neither found nor counted: people out of their
// sight, and by values that are not published those of whom they see no more.

// sight works out whose records the actor sees whole.
func (m *matcher) sight() error {
	s := m.q.plan.Sight
	if s.Everybody {
		return nil
	}
	own := roaring.New()
	if s.Organisation != 0 {
		who, err := m.bare(tagWork + strconv.FormatInt(int64(s.Organisation), 10))
		if err != nil {
			return err
		}
		own.Or(who)
	}
	if s.Person != 0 {
		who, err := m.bare(tagPerson + search.CodeKey(registry.PersonID(s.Person).Public()))
		if err != nil {
			return err
		}
		own.Or(who)
	}
	m.own = own
	return nil
}

// bare reads who bears a tag, whoever asks.
func (m *matcher) bare(tag string) (*roaring.Bitmap, error) {
	d, err := m.dict(tagField)
	if err != nil {
		return nil, err
	}
	return postings(d, tag)
}

// seen keeps of who was found by a field or tag those of whom the actor sees it.
func (m *matcher) seen(field string, who *roaring.Bitmap) *roaring.Bitmap {
	if m.q.plan.Sight.Everybody || !internal[field] {
		return who
	}
	return roaring.And(who, m.own)
}

// visible keeps who is there for the actor.
func (m *matcher) visible(who *roaring.Bitmap) (*roaring.Bitmap, error) {
	s := m.q.plan.Sight
	if s.Everybody {
		return who, nil
	}
	there := m.own
	if s.Published {
		public, err := m.bare(tagPublic + "1")
		if err != nil {
			return nil, err
		}
		there = roaring.Or(there, public)
	}
	return roaring.And(who, there), nil
}
