package search

import (
	"context"
	"sync"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Searcher answers queries as people type them. It is safe for many goroutines;
// what the caller may see is the caller's to decide.
type Searcher struct {
	Index      Index
	References registry.ReferenceReader
	Exact      Exact // for whole e-mails and telephone numbers; nil to read them as words
	Now        func() time.Time

	mu      sync.Mutex
	lexicon *Lexicon // of the last reference seen
}

// Answer is a result with what was understood of the text.
type Answer struct {
	Result
	Understood Understood
}

// Search understands the text, asks the index, and says why each person was
// found where the query asks for that. A text too long or with too many words is
// refused as Invalid.
func (s *Searcher) Search(ctx context.Context, q Query) (Answer, error) {
	if err := q.check(); err != nil {
		return Answer{}, err
	}
	ref, err := s.References.Reference(ctx)
	if err != nil {
		return Answer{}, err
	}
	lex := s.lexiconOf(ref)
	now := s.Now()
	plan, understood := lex.Plan(q, now.Year())
	plan.Rules = RulesOn(ref, registry.DateOf(now))
	plan.Sight = registry.ActorOf(ctx).Reach()
	if exact, ok, err := s.exactly(ctx, q, &plan); err != nil {
		return Answer{}, err
	} else if ok {
		understood = exact
	}
	result, err := s.Index.Search(ctx, plan)
	if err != nil {
		return Answer{}, err
	}
	if q.Explain {
		for i := range result.Hits {
			result.Hits[i].Why = lex.explain(&plan, result.Hits[i].Texts)
		}
	}
	return Answer{result, understood}, nil
}

// lexiconOf keeps the lexicon until the reference changes: making one takes
// milliseconds, a query less.
func (s *Searcher) lexiconOf(ref *registry.Reference) *Lexicon {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lexicon == nil || s.lexicon.ref != ref {
		s.lexicon = NewLexicon(ref)
	}
	return s.lexicon
}

func (q *Query) check() error {
	switch {
	case len(q.Text) > MaxText:
		return registry.Errorf(registry.Invalid, "Câu tìm dài quá %d byte. Hãy rút gọn còn vài từ khóa.", MaxText)
	case len(vietnamese.Syllables(q.Text)) > MaxWords:
		return registry.Errorf(registry.Invalid, "Câu tìm có hơn %d từ. Hãy rút gọn còn vài từ khóa.", MaxWords)
	case len(q.Filters)+len(q.Prefer) > MaxFilters:
		return registry.Errorf(registry.Invalid, "Có hơn %d điều kiện lọc. Hãy bỏ bớt.", MaxFilters)
	case q.Limit < 0 || q.Limit > MaxLimit:
		return registry.Errorf(registry.Invalid, "Mỗi trang có từ 1 đến %d người.", MaxLimit)
	case q.Offset < 0 || q.Offset > MaxOffset:
		return registry.Errorf(registry.Invalid, "Chỉ lật được đến người thứ %d. Hãy thu hẹp điều kiện tìm.", MaxOffset)
	}
	return nil
}
