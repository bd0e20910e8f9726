package registry

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ShortlistID numbers shortlists.
type ShortlistID int64

// Shortlist is a named list of people picked from the search (danh sách đã chọn).
type Shortlist struct {
	ID      ShortlistID `json:"id"`
	Version int64       `json:"version"`
	Name    string      `json:"name"`
	Account string      `json:"account"`
	People  []PersonID  `json:"people"` // in the order they were picked
}

// ShortlistReader reads shortlists.
type ShortlistReader interface {
	Shortlist(ctx context.Context, id ShortlistID) (*Shortlist, error)
	Shortlists(ctx context.Context) ([]Shortlist, error) // newest first
}

// maxShortlist bounds one list; a longer one is an export.
const maxShortlist = 5000

// Shortlists is the write gate of shortlists.
type Shortlists struct{ Store Committer }

// Put adds or replaces a list; its version is the guard.
func (g Shortlists) Put(ctx context.Context, s *Shortlist) (Receipt, error) {
	s.Name = strings.TrimSpace(s.Name)
	switch {
	case !strings.ContainsFunc(s.Name, unicode.IsGraphic): // nothing that can be seen
		return Receipt{}, &Error{Kind: Invalid, Message: "Danh sách chưa có tên. Hãy đặt tên rồi lưu lại.",
			Problems: []Problem{{"name", "", "chưa có"}}}
	case utf8.RuneCountInString(s.Name) > 200:
		return Receipt{}, Errorf(Invalid, "Tên danh sách dài quá 200 ký tự. Hãy đặt tên ngắn hơn.")
	case len(s.People) > maxShortlist:
		return Receipt{}, Errorf(TooLarge, "Một danh sách chứa tối đa %d người. Hãy chia thành nhiều danh sách.", maxShortlist)
	}
	return commitAs(ctx, g.Store, WriteShortlists, &PutShortlist{Shortlist: s, Was: s.Version})
}

// Remove takes a list out.
func (g Shortlists) Remove(ctx context.Context, s *Shortlist) (Receipt, error) {
	return commitAs(ctx, g.Store, WriteShortlists, &PutShortlist{Shortlist: s, Was: s.Version, Removed: true})
}
