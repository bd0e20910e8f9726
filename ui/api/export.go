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
	Full    bool   `query:"full" doc:"Cả những phần mà danh sách không có: bảng tính thêm trang “Toàn bộ hồ sơ”, csv thêm cột, jsonl thêm nguồn của từng giá trị."`
}

// export serves GET /export: everybody, streamed.
func (s *server) export(ctx context.Context, in *Export) (*huma.StreamResponse, error) {
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	in.Format = cmp.Or(in.Format, string(office.JSONL))
	return s.file(ctx, in, ref, registry.AllVisible(ctx, s.Store), "tri-thuc", "Danh sách trí thức"), nil
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
	return s.file(ctx, &in.Export, ref, s.everyFound(ctx, &in.Conditions), "danh-sach-tim-duoc", "Danh sách tìm được"), nil
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
	return s.file(ctx, &in.Export, ref, registry.EachVisible(ctx, s.Store, l.People), l.Name, l.Name), nil
}

// file streams people as a list, or whole. An error before the first byte is answered
// as one; after it the connection is cut, so that nobody takes half a list for a whole one.
func (s *server) file(ctx context.Context, in *Export, ref *registry.Reference, people iter.Seq2[*registry.Person, error], name, title string) *huma.StreamResponse {
	info := office.Info{Title: title, Account: registry.ActorOf(ctx).Account, At: s.Now().In(registry.Vietnam), Purpose: in.Purpose, Whole: in.Full}
	rows := registry.Lines(people, ref, registry.DateOf(info.At))
	if in.Full {
		rows = registry.WholeLines(ctx, s.Store, people, ref, registry.DateOf(info.At))
	}
	f := office.Format(cmp.Or(in.Format, string(office.XLSX)))
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
