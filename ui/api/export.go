package api

import (
	"cmp"
	"context"
	"io"
	"iter"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/ui/office"
)

// Export says how a list is written.
type Export struct {
	Format  string `query:"format" enum:"jsonl,csv,xlsx" doc:"Mặc định jsonl cho toàn bộ hồ sơ, xlsx cho một danh sách."`
	Purpose string `query:"purpose" maxLength:"500" doc:"Mục đích, ghi vào tệp."`
}

// export serves GET /export: everybody, streamed.
func (s *server) export(ctx context.Context, in *Export) (*huma.StreamResponse, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	info := s.about(ctx, "Danh sách trí thức", in.Purpose)
	return s.file(cmp.Or(in.Format, string(office.JSONL)), "tri-thuc", ref, registry.Lines(registry.AllVisible(ctx, s.Store), ref, registry.DateOf(info.At.In(registry.Vietnam))), info), nil
}

type exportFoundIn struct {
	Export
	Conditions
}

// exportFound serves GET /people/export: everybody a search finds, in its order.
func (s *server) exportFound(ctx context.Context, in *exportFoundIn) (*huma.StreamResponse, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.refused(ref); err != nil {
		return nil, err
	}
	info := s.about(ctx, "Danh sách tìm được", in.Purpose)
	return s.file(cmp.Or(in.Format, string(office.XLSX)), "danh-sach-tim-duoc", ref, registry.Lines(s.everyFound(ctx, &in.Conditions), ref, registry.DateOf(info.At.In(registry.Vietnam))), info), nil
}

// everyFound walks over the people a search finds, page by page; it ends with the
// first error.
func (s *server) everyFound(ctx context.Context, in *Conditions) iter.Seq2[*registry.Person, error] {
	return func(yield func(*registry.Person, error) bool) {
		for at := (Page{Limit: search.MaxLimit}); ; at.Offset += search.MaxLimit {
			answer, err := s.Searcher.Search(ctx, in.query(at))
			if err != nil {
				yield(nil, err)
				return
			}
			ids := each(answer.Hits, func(h search.Hit) registry.PersonID { return h.Person })
			for p, err := range registry.EachVisible(ctx, s.Store, ids) {
				if !yield(p, err) || err != nil {
					return
				}
			}
			if at.Offset+search.MaxLimit >= answer.Total {
				return
			}
		}
	}
}

type exportShortlistIn struct {
	Export
	ID int64 `path:"id" minimum:"1"`
}

// exportShortlist serves GET /shortlists/{id}/export.
func (s *server) exportShortlist(ctx context.Context, in *exportShortlistIn) (*huma.StreamResponse, error) {
	l, err := s.Store.Shortlist(ctx, registry.ShortlistID(in.ID))
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	info := s.about(ctx, l.Name, in.Purpose)
	return s.file(cmp.Or(in.Format, string(office.XLSX)), l.Name, ref, registry.Lines(registry.EachVisible(ctx, s.Store, l.People), ref, registry.DateOf(info.At.In(registry.Vietnam))), info), nil
}

func (s *server) about(ctx context.Context, title, purpose string) office.Info {
	return office.Info{Title: title, Account: registry.ActorOf(ctx).Account, At: s.Now().In(registry.Vietnam), Purpose: purpose}
}

// file streams a list. An error before the first byte is answered as one; after
// it the connection is cut, so that nobody takes half a list for a whole one.
func (s *server) file(format, name string, ref *registry.Reference, rows office.Rows, info office.Info) *huma.StreamResponse {
	f := office.Format(format)
	return s.attachment(name, f, func(w *late) error {
		_, err := office.Export(w, f, ref, rows, info)
		return err
	})
}

// late begins the answer with its first byte.
type late struct {
	w     io.Writer
	begin func()
	begun bool
}

func (l *late) Write(p []byte) (int, error) {
	l.start()
	return l.w.Write(p)
}

func (l *late) start() {
	if !l.begun {
		l.begun = true
		l.begin()
	}
}
