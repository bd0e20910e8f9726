package registry

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// SavedSearchID numbers saved searches.
type SavedSearchID int64

// SavedSearch is what somebody asks for again and again (tìm kiếm đã lưu), and whom it
// found when they last looked: whoever it finds beside these is new. It is its
// account's own.
type SavedSearch struct {
	ID      SavedSearchID `json:"id"`
	Version int64         `json:"version"`
	Name    string        `json:"name"`
	Account string        `json:"account"`
	Text    string        `json:"text,omitempty"`
	Filters []SavedFilter `json:"filters,omitempty"`
	Seen    []PersonID    `json:"seen,omitempty"`
	SeenAt  time.Time     `json:"seen_at,omitzero"`
}

// SavedFilter is one condition chosen beside the text, in the words of the search.
type SavedFilter struct {
	Facet  string   `json:"facet"`
	Values []string `json:"values"`
}

// Bounds of saved searches.
const (
	MaxSavedSearches = 20   // of one account: each is asked again when the front page is opened
	MaxSeen          = 5000 // people one of them may find
)

// SavedSearchReader reads saved searches. Whom they found are led on to whom they were
// merged into.
type SavedSearchReader interface {
	SavedSearch(ctx context.Context, id SavedSearchID) (*SavedSearch, error)
	SavedSearches(ctx context.Context, account string) ([]SavedSearch, error) // newest first
}

// OwnSearch reads a saved search of the context's actor; NotFound for another's.
func OwnSearch(ctx context.Context, store SavedSearchReader, id SavedSearchID) (*SavedSearch, error) {
	s, err := store.SavedSearch(ctx, id)
	if err != nil {
		return nil, err
	}
	if account := ActorOf(ctx).Account; account == "" || s.Account != account {
		return nil, Errorf(NotFound, "Không tìm thấy tìm kiếm đã lưu này.")
	}
	return s, nil
}

// SavedSearches is the write gate of saved searches: of the actor's own alone.
type SavedSearches struct {
	Store interface {
		Committer
		SavedSearchReader
	}
}

// Put adds or replaces one; its version is the guard.
func (g SavedSearches) Put(ctx context.Context, s *SavedSearch) (Receipt, error) {
	s.Name, s.Text = strings.TrimSpace(s.Name), strings.TrimSpace(s.Text)
	switch {
	case !strings.ContainsFunc(s.Name, unicode.IsGraphic):
		return Receipt{}, &Error{Kind: Invalid, Message: "Tìm kiếm chưa có tên. Hãy đặt tên rồi lưu lại.", Problems: []Problem{{"name", "", "chưa có"}}}
	case utf8.RuneCountInString(s.Name) > 200:
		return Receipt{}, Errorf(Invalid, "Tên tìm kiếm dài quá 200 ký tự. Hãy đặt tên ngắn hơn.")
	case s.Text == "" && len(s.Filters) == 0:
		return Receipt{}, Errorf(Invalid, "Chưa có gì để lưu. Hãy gõ điều cần tìm hoặc chọn một điều kiện trước.")
	case len(s.Seen) > MaxSeen:
		return Receipt{}, Errorf(TooLarge, "Tìm kiếm này thấy hơn %d người nên không báo được ai mới. Hãy thêm điều kiện rồi lưu lại.", MaxSeen)
	}
	if err := g.own(ctx, s); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, OwnAccount, &PutSavedSearch{Search: s, Was: s.Version})
}

// own refuses what belongs to another account, and one too many.
func (g SavedSearches) own(ctx context.Context, s *SavedSearch) error {
	if s.ID != 0 {
		_, err := OwnSearch(ctx, g.Store, s.ID)
		return err
	}
	all, err := g.Store.SavedSearches(ctx, ActorOf(ctx).Account)
	if err == nil && len(all) >= MaxSavedSearches {
		err = Errorf(TooLarge, "Mỗi tài khoản lưu được %d tìm kiếm. Hãy xóa bớt tìm kiếm không còn dùng.", MaxSavedSearches)
	}
	return err
}

// Remove takes one out. Of one that is gone the store knows whether this very request
// took it out.
func (g SavedSearches) Remove(ctx context.Context, s *SavedSearch) (Receipt, error) {
	stored, err := g.Store.SavedSearch(ctx, s.ID)
	if err != nil && KindOf(err) != NotFound {
		return Receipt{}, err
	}
	if err == nil && stored.Account != ActorOf(ctx).Account {
		return Receipt{}, Errorf(NotFound, "Không tìm thấy tìm kiếm đã lưu này.")
	}
	return commitAs(ctx, g.Store, OwnAccount, &PutSavedSearch{Search: s, Was: s.Version, Removed: true})
}
