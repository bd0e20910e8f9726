package api

import (
	"context"
	"encoding/json"
	"io"
	"mime"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
	"trithuc/registry/citation"
	"trithuc/search"
)

// citations is the form of a file of publications.
type citations struct {
	File   huma.FormFile `form:"file" required:"true" doc:"Tệp trích dẫn: BibTeX (.bib), RIS (.ris) hoặc CSL-JSON (.json), bảng mã UTF-8."`
	Format string        `form:"format" required:"false" enum:"bibtex,ris,csl," doc:"Định dạng; trống thì nhận ra từ nội dung."`
	Plan   string        `form:"plan" required:"false" maxLength:"64" doc:"Khi ghi: mã plan của bản xem trước đã xem."`
	Answer string        `form:"answers" required:"false" maxLength:"100000" doc:"Khi ghi: đối tượng JSON, dòng → người này là tác giả thứ mấy (từ 1; 0 nếu không có tên), cho các dòng có câu hỏi."`
	Leave  string        `form:"leave" required:"false" maxLength:"100000" doc:"Khi ghi: mảng JSON các dòng không lấy."`
}

type citationsIn struct {
	Key
	ID      string `path:"id" doc:"Mã hồ sơ, ví dụ TT-0000017."`
	RawBody huma.MultipartFormFiles[citations]
}

// PublicationRow says what becomes of one entry of a file of publications.
type PublicationRow struct {
	Row         int          `json:"row" doc:"Số thứ tự trong tệp, từ 0: tên của dòng trong answers và leave."`
	Line        int          `json:"line" doc:"Dòng trong tệp (với CSL-JSON: mục thứ mấy)."`
	State       string       `json:"state" enum:"added,same,duplicate,rejected"`
	Publication *Publication `json:"publication,omitempty"`
	Repeats     *Publication `json:"repeats,omitempty" doc:"Bài đã có trong hồ sơ mà mục này trùng (theo DOI, hoặc tên và năm)."`
	Twin        *int         `json:"twin,omitempty" doc:"Dòng trước trong tệp mà mục này trùng."`
	Ask         bool         `json:"ask,omitempty" doc:"Chưa rõ người này là tác giả nào: cần trả lời khi ghi."`
	Candidates  []int        `json:"candidates,omitempty" nullable:"false" doc:"Các tác giả có thể là người này, từ 1."`
	Problems    []Detail     `json:"problems,omitempty" nullable:"false" doc:"Giá trị bị bỏ qua và lý do."`
}

// Detail is a value that was left out.
type Detail struct {
	Field  string `json:"field,omitempty"`
	Value  string `json:"value,omitempty"`
	Reason string `json:"reason"`
}

// PublicationPreview says what a file of publications would do to a record.
type PublicationPreview struct {
	Format    string           `json:"format"`
	Plan      string           `json:"plan" doc:"Gửi lại mã này khi ghi; hồ sơ hoặc tệp đã khác thì bị từ chối."`
	Added     int              `json:"added"`
	Same      int              `json:"same"`
	Duplicate int              `json:"duplicate"`
	Rejected  int              `json:"rejected"`
	Rows      []PublicationRow `json:"rows" nullable:"false"`
}

type publicationPreviewOut struct{ Body PublicationPreview }

// previewPublications serves POST /people/{id}/publications/preview.
func (s *server) previewPublications(ctx context.Context, in *citationsIn) (*publicationPreviewOut, error) {
	o, err := s.offer(ctx, in)
	if err != nil {
		return nil, err
	}
	return &publicationPreviewOut{PublicationPreview{
		Format: string(o.Format), Plan: o.Digest, Added: o.Count(registry.PublicationAdded), Same: o.Count(registry.PublicationSame),
		Duplicate: o.Count(registry.PublicationDuplicate), Rejected: o.Count(citation.Rejected), Rows: publicationRows(o.Rows),
	}}, nil
}

// offer reads the file and holds it against the record. Nothing is written.
func (s *server) offer(ctx context.Context, in *citationsIn) (*citation.Offer, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	form := in.RawBody.Data()
	defer form.File.Close()
	p, err := registry.VisiblePerson(ctx, s.Store, id)
	if err != nil {
		return nil, err
	}
	if p.ID != id {
		return nil, registry.Errorf(registry.Conflict, "Hồ sơ %s đã được gộp vào %s. Hãy gửi tệp cho hồ sơ đó.", id.Public(), p.ID.Public())
	}
	text, err := io.ReadAll(io.LimitReader(form.File, citation.MaxSize+1))
	if err != nil {
		return nil, err
	}
	return citation.NewOffer(ctx, p, form.File.Filename, citation.Format(form.Format), text)
}

func publicationRows(rows []citation.OfferRow) []PublicationRow {
	all := make([]PublicationRow, len(rows))
	for i, r := range rows {
		w := PublicationRow{Row: i, Line: r.Line, State: string(r.State), Ask: r.Ask, Candidates: r.Candidates,
			Problems: each(r.Problems, func(p registry.Problem) Detail { return Detail{p.Field, p.Value, p.Reason} })}
		if r.State != citation.Rejected {
			pub := publicationOf(r.Publication)
			w.Publication = &pub
		}
		if r.Repeats != nil {
			pub := publicationOf(*r.Repeats)
			w.Repeats = &pub
		}
		if r.Twin >= 0 {
			w.Twin = &r.Twin
		}
		all[i] = w
	}
	return all
}

func publicationOf(v registry.Publication) Publication {
	return Publication{string(v.Kind), v.Title, v.Authors, v.Venue, v.Publisher, v.Year, v.Volume, v.Issue, v.Pages, v.DOI, v.ISBN, v.Author}
}

// PublicationsTaken says what was written.
type PublicationsTaken struct {
	Added  int    `json:"added"`
	Person Person `json:"person"`
}

type publicationsTakenOut struct{ Body PublicationsTaken }

// takePublications serves POST /people/{id}/publications: the same file again,
// with the plan that was seen and answers to what it asks.
func (s *server) takePublications(ctx context.Context, in *citationsIn) (*publicationsTakenOut, error) {
	o, err := s.offer(ctx, in)
	if err != nil {
		return nil, err
	}
	form := in.RawBody.Data()
	answers, left, err := form.answers()
	if err != nil {
		return nil, err
	}
	gate := registry.People{Store: s.Store}
	r, err := o.Take(ctx, gate, form.Plan, answers, left)
	if r, err = registry.Again(ctx, gate, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	now, err := s.personOut(ctx, o.Person.ID)
	if err != nil {
		return nil, err
	}
	return &publicationsTakenOut{PublicationsTaken{len(now.Body.Publications) - len(o.Person.Publications), now.Body}}, nil
}

// answers reads what the form says of rows.
func (form *citations) answers() (answers map[int]int, left []int, err error) {
	for _, part := range []struct {
		field, text string
		into        any
	}{{"answers", form.Answer, &answers}, {"leave", form.Leave, &left}} {
		if part.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return nil, nil, &registry.Error{Kind: registry.Invalid, Message: "Câu trả lời kèm theo tệp không đọc được. Hãy gửi lại theo đúng khuôn dạng.", Err: err,
				Problems: []registry.Problem{{Field: part.field, Value: part.text, Reason: "không phải JSON đúng khuôn dạng"}}}
		}
	}
	return answers, left, nil
}

// CitationFormat says in which form publications are given.
type CitationFormat struct {
	Format string `query:"format" enum:"bibtex,ris,csl" default:"bibtex" doc:"BibTeX, RIS hoặc CSL-JSON."`
}

type personCitationsIn struct {
	CitationFormat
	ID string `path:"id" doc:"Mã hồ sơ, ví dụ TT-0000017."`
}

// personCitations serves GET /people/{id}/publications.
func (s *server) personCitations(ctx context.Context, in *personCitationsIn) (*huma.StreamResponse, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	p, err := registry.VisiblePerson(ctx, s.Store, id)
	if err != nil {
		return nil, err
	}
	return s.citationFile(citation.Format(in.Format), p.ID.Public(), p.Publications), nil
}

type foundCitationsIn struct {
	CitationFormat
	Q     string `query:"q" required:"true" minLength:"1" maxLength:"1000" doc:"Câu tìm, như khi tìm người."`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"200" doc:"Lấy công bố của tối đa bao nhiêu người tìm thấy đầu tiên."`
}

// foundCitations serves GET /publications: those of the people a search finds,
// each once.
func (s *server) foundCitations(ctx context.Context, in *foundCitationsIn) (*huma.StreamResponse, error) {
	answer, err := s.Searcher.Search(ctx, search.Query{Text: in.Q, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	people, err := registry.VisiblePeople(ctx, s.Store, each(answer.Hits, func(h search.Hit) registry.PersonID { return h.Person }))
	if err != nil {
		return nil, err
	}
	return s.citationFile(citation.Format(in.Format), "cong-bo", registry.PublicationsOf(people)), nil
}

func (s *server) citationFile(f citation.Format, name string, list []registry.Publication) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		w := &late{w: ctx.BodyWriter(), begin: func() {
			ctx.SetHeader("Content-Type", f.ContentType())
			ctx.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + f.Extension()}))
		}}
		if err := citation.Write(w, f, list); err != nil && !w.begun {
			s.refuse(ctx, err)
			return
		}
		w.start()
	}}
}
