package search

import (
	"context"
	"fmt"
	"iter"
)

// maxFindings bounds what Agree lists: one damaged index must not fill a screen.
const maxFindings = 20

// Agree checks that the index holds every person of the store with the stored
// version, and no other. Each finding is a Vietnamese sentence; none means they
// agree. Both are walked by id, so that neither is held in memory.
func Agree(ctx context.Context, store Source, index Index) ([]string, error) {
	f := findings{}
	if err := f.position(ctx, store, index); err != nil {
		return nil, err
	}
	nextHeld, stop := iter.Pull2(index.Versions(ctx))
	defer stop()
	held, err, more := nextHeld()
	for p, perr := range store.AllPeople(ctx, 0) {
		if perr != nil {
			return nil, perr
		}
		for ; more && err == nil && held.Person < p.ID; held, err, more = nextHeld() {
			f.add("Chỉ mục có hồ sơ %s mà sổ gốc không có.", held.Person.Public())
		}
		if err != nil {
			return nil, err
		}
		switch {
		case !more || held.Person != p.ID:
			f.add("Chỉ mục thiếu hồ sơ %s.", p.ID.Public())
			continue
		case held.Version != p.Version:
			f.add("Hồ sơ %s trong chỉ mục là bản %d, sổ gốc là bản %d.", p.ID.Public(), held.Version, p.Version)
		}
		held, err, more = nextHeld()
	}
	for ; more && err == nil; held, err, more = nextHeld() {
		f.add("Chỉ mục có hồ sơ %s mà sổ gốc không có.", held.Person.Public())
	}
	return f.list(), err
}

type findings struct {
	said []string
	more int
}

func (f *findings) add(format string, args ...any) {
	if len(f.said) == maxFindings {
		f.more++
		return
	}
	f.said = append(f.said, fmt.Sprintf(format, args...))
}

func (f *findings) list() []string {
	if f.more > 0 {
		return append(f.said, fmt.Sprintf("… và %d chỗ lệch khác.", f.more))
	}
	return f.said
}

func (f *findings) position(ctx context.Context, store Source, index Index) error {
	at, err := index.Position(ctx)
	if err != nil {
		return err
	}
	head, err := store.Head(ctx)
	if err != nil {
		return err
	}
	if at != head {
		f.add("Chỉ mục đứng ở mục %d của nhật ký, nhật ký ở mục %d (hoặc khác mã băm).", at.Seq, head.Seq)
	}
	return nil
}
