package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
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

// offering is a file of publications held against a record.
type offering struct {
	person  *registry.Person
	file    string
	rows    []int // of the file, by place in offered
	offered []registry.OfferedPublication
	plans   []registry.PublicationPlan
	preview PublicationPreview
}

// previewPublications serves POST /people/{id}/publications/preview.
func (s *server) previewPublications(ctx context.Context, in *citationsIn) (*publicationPreviewOut, error) {
	o, err := s.offering(ctx, in)
	if err != nil {
		return nil, err
	}
	return &publicationPreviewOut{o.preview}, nil
}

// offering reads the file and plans. Nothing is written.
func (s *server) offering(ctx context.Context, in *citationsIn) (*offering, error) {
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
	format, ok := citation.Format(form.Format), true
	if format == "" {
		if format, ok = citation.Detect(text); !ok {
			return nil, registry.Errorf(registry.Unreadable, "Tệp không phải BibTeX, RIS hay CSL-JSON. Hãy xuất lại từ phần mềm quản lý trích dẫn.")
		}
	}
	entries, err := citation.Read(format, text)
	if err != nil {
		return nil, err
	}
	o := &offering{person: p, file: form.File.Filename}
	o.preview.Format = string(format)
	return o, o.plan(entries)
}

// plan holds the entries against the record.
func (o *offering) plan(entries []citation.Entry) error {
	rows := make([]PublicationRow, len(entries))
	for i, e := range entries {
		rows[i] = PublicationRow{Row: i, Line: e.Line, State: "rejected",
			Problems: each(e.Problems, func(p registry.Problem) Detail { return Detail{p.Field, p.Value, p.Reason} })}
		if e.Rejected {
			o.preview.Rejected++
			continue
		}
		o.rows = append(o.rows, i)
		o.offered = append(o.offered, registry.OfferedPublication{Publication: e.Publication, ORCIDs: e.ORCIDs})
	}
	o.plans = registry.PlanPublications(o.person, o.offered)
	for k, plan := range o.plans {
		o.describe(&rows[o.rows[k]], k, plan)
	}
	o.preview.Rows = rows
	raw, err := json.Marshal(rows)
	sum := sha256.Sum256(fmt.Appendf(raw, " %d", o.person.Version))
	o.preview.Plan = hex.EncodeToString(sum[:])
	return err
}

func (o *offering) describe(row *PublicationRow, k int, plan registry.PublicationPlan) {
	pub := o.offered[k].Publication
	pub.Author = plan.Author
	w := publicationOf(pub)
	row.State, row.Publication = string(plan.State), &w
	if plan.Of >= 0 {
		q := publicationOf(o.person.Publications[plan.Of])
		row.Repeats = &q
	}
	if plan.Twin >= 0 {
		row.Twin = &o.rows[plan.Twin]
	}
	switch plan.State {
	case registry.PublicationAdded:
		o.preview.Added++
		row.Ask, row.Candidates = plan.Author == 0 && len(pub.Authors) > 0, plan.Candidates
	case registry.PublicationSame:
		o.preview.Same++
	default:
		o.preview.Duplicate++
	}
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
	o, err := s.offering(ctx, in)
	if err != nil {
		return nil, err
	}
	gate := registry.People{Store: s.Store}
	r, err := o.take(ctx, gate, in.RawBody.Data())
	if r, err = s.again(ctx, gate, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	now, err := s.personOut(ctx, o.person.ID)
	if err != nil {
		return nil, err
	}
	return &publicationsTakenOut{PublicationsTaken{len(now.Body.Publications) - len(o.person.Publications), now.Body}}, nil
}

// take writes what the plan adds.
func (o *offering) take(ctx context.Context, gate registry.People, form *citations) (registry.Receipt, error) {
	if form.Plan != o.preview.Plan {
		return registry.Receipt{}, registry.Errorf(registry.Conflict, "Hồ sơ hoặc tệp đã khác với bản xem trước. Hãy xem trước lại rồi mới ghi.")
	}
	answers, left, err := o.answers(form)
	if err != nil {
		return registry.Receipt{}, err
	}
	with, err := o.person.AddPublications(o.offered, o.plans, answers, left)
	if err != nil {
		return registry.Receipt{}, err
	}
	if len(with.Publications) == len(o.person.Publications) {
		return registry.Receipt{}, registry.Errorf(registry.Conflict, "Tệp không có bài nào mới cho hồ sơ này, nên không có gì để ghi.")
	}
	return gate.Amend(ctx, with, registry.Why{Reason: "Lấy công bố từ tệp " + o.file,
		Source: registry.Source{Account: registry.ActorOf(ctx).Account, File: o.file}})
}

// answers reads what the form says of rows, as places in offered.
func (o *offering) answers(form *citations) (map[int]int, []int, error) {
	byRow, leave := map[int]int{}, []int{}
	for _, part := range []struct {
		field, text string
		into        any
	}{{"answers", form.Answer, &byRow}, {"leave", form.Leave, &leave}} {
		if part.text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return nil, nil, &registry.Error{Kind: registry.Invalid, Message: "Câu trả lời kèm theo tệp không đọc được. Hãy gửi lại theo đúng khuôn dạng.", Err: err,
				Problems: []registry.Problem{{Field: part.field, Value: part.text, Reason: "không phải JSON đúng khuôn dạng"}}}
		}
	}
	answers, left := map[int]int{}, []int{}
	for k, row := range o.rows {
		if n, ok := byRow[row]; ok {
			answers[k] = n
		}
		for _, l := range leave {
			if l == row {
				left = append(left, k)
			}
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
