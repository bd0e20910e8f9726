package api

import (
	"cmp"
	"context"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
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
	return s.file(cmp.Or(in.Format, string(office.JSONL)), "tri-thuc", ref, registry.Lines(registry.AllVisible(ctx, s.Store), ref), info), nil
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
	return s.file(cmp.Or(in.Format, string(office.XLSX)), l.Name, ref, registry.Lines(registry.EachVisible(ctx, s.Store, l.People), ref), info), nil
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
