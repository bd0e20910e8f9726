package api

import (
	"context"
	"time"

	"trithuc/registry"
	"trithuc/search"
)

// Conditions are what a search asks for: words and what people must be.
type Conditions struct {
	Q            string   `query:"q" doc:"Tên, chuyên môn hoặc cả câu, có dấu hay không dấu."`
	Literal      []string `query:"literal,explode" maxItems:"32" doc:"Phần của q chỉ hiểu là chữ, không hiểu là điều kiện."`
	Field        []string `query:"field,explode" maxItems:"100" doc:"Mã lĩnh vực, gồm cả các mã bên dưới."`
	Degree       []string `query:"degree,explode" maxItems:"100" doc:"Mã học vị cao nhất."`
	DegreeMin    string   `query:"degree_min" doc:"Học vị này trở lên."`
	Title        []string `query:"title,explode" maxItems:"10" doc:"GS, PGS."`
	TitleMin     string   `query:"title_min" doc:"Học hàm này trở lên."`
	Honour       []string `query:"honour,explode" maxItems:"100" doc:"Mã danh hiệu."`
	Organisation []string `query:"organisation,explode" maxItems:"100" doc:"Số của đơn vị, gồm cả đơn vị trực thuộc."`
	Sex          []string `query:"sex,explode" maxItems:"2" enum:"male,female"`
	Age          []string `query:"age,explode" maxItems:"10" doc:"Khoảng tuổi: -35, 35-44, 45-54, 55-."`
	Language     []string `query:"language,explode" maxItems:"20" doc:"Mã ngoại ngữ, thí dụ en, ja."`
	Ward         []string `query:"ward,explode" maxItems:"200" doc:"Mã phường, xã hiện nay của nơi ở."`
	Abroad       []string `query:"abroad,explode" maxItems:"20" doc:"Nước từng học, sống hoặc làm việc; * là nước nào cũng được."`
	Ready        []string `query:"ready,explode" maxItems:"1" enum:"yes" doc:"Sẵn sàng tư vấn."`
	Sector       []string `query:"sector,explode" maxItems:"100" doc:"Mã ngành quản lý của vị trí chính (danh mục sector)."`
	Ownership    []string `query:"ownership,explode" maxItems:"20" doc:"Mã khu vực của vị trí chính (danh mục ownership)."`
	Scope        []string `query:"scope,explode" maxItems:"3" enum:"in,out,unclear" doc:"Diện trí thức theo quy định đang có hiệu lực: in là thuộc diện, out là ngoài diện, unclear là chưa rõ."`
	Sort         string   `query:"sort" enum:"relevance,name"`
}

type peopleIn struct {
	Page
	Conditions
	Facets []string `query:"facets,explode" maxItems:"20" enum:"field,branch,degree,title,organisation,unit,sex,age,honour,language,ward,abroad,ready,sector,ownership,scope" doc:"Các mặt cần đếm; branch và unit đếm mọi cấp."`
}

// query puts a page of the conditions into the words of search, reasons and counts
// with it.
func (in *peopleIn) query() search.Query {
	q := in.Conditions.query(in.Page)
	q.Explain = true
	for _, f := range in.Facets {
		q.Facets = append(q.Facets, search.Facet(f))
	}
	return q
}

// query puts a page of the conditions into the words of search.
func (in *Conditions) query(page Page) search.Query {
	q := search.Query{Text: in.Q, Literal: in.Literal, Sort: search.Sort(in.Sort), Limit: page.Limit, Offset: page.Offset}
	for _, f := range []search.Filter{
		{Facet: search.FacetField, Values: in.Field},
		{Facet: search.FacetDegree, Values: in.Degree},
		{Facet: search.FacetDegree, Values: given(in.DegreeMin), AtLeast: true},
		{Facet: search.FacetTitle, Values: in.Title},
		{Facet: search.FacetTitle, Values: given(in.TitleMin), AtLeast: true},
		{Facet: search.FacetHonour, Values: in.Honour},
		{Facet: search.FacetOrganisation, Values: in.Organisation},
		{Facet: search.FacetSex, Values: in.Sex},
		{Facet: search.FacetAge, Values: in.Age},
		{Facet: search.FacetLanguage, Values: in.Language},
		{Facet: search.FacetWard, Values: in.Ward},
		{Facet: search.FacetAbroad, Values: in.Abroad},
		{Facet: search.FacetReady, Values: in.Ready},
		{Facet: search.FacetSector, Values: in.Sector},
		{Facet: search.FacetOwnership, Values: in.Ownership},
		{Facet: search.FacetScope, Values: in.Scope},
	} {
		if len(f.Values) > 0 {
			q.Filters = append(q.Filters, f)
		}
	}
	return q
}

func given(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// Found is one answer of a search, in the words of `search --json`; a reason also
// says which of its bytes matched, and facets are counted where asked for.
type Found struct {
	Q          string                  `json:"q"`
	Total      int                     `json:"total"`
	Understood search.Understood       `json:"understood" doc:"Câu được hiểu thế nào. read: câu như đã đọc, khi gõ bằng phím Telex, VNI hoặc mã cũ. text: phần còn là chữ. chips: các điều kiện đọc được; from, to là vị trí byte trong read nếu có, không thì trong q."`
	Hits       []Hit                   `json:"hits" nullable:"false"`
	Facets     map[string][]FacetCount `json:"facets,omitempty"`
	TookMS     float64                 `json:"took_ms"`
}

// Hit is one person found.
type Hit struct {
	ID           string   `json:"id"`
	Codes        []string `json:"codes" nullable:"false"`
	Name         string   `json:"name"`
	Display      string   `json:"display"`
	Post         string   `json:"post,omitempty"`
	Organisation string   `json:"organisation,omitempty" doc:"Đơn vị kèm tên cơ quan."`
	Fields       []Field  `json:"fields" nullable:"false"`
	Why          []Why    `json:"why" nullable:"false"`
	Score        float64  `json:"score"`
}

// Why is one reason.
type Why struct {
	Field string   `json:"field"`
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks" nullable:"false" doc:"Các khoảng byte [từ, đến) của text đã khớp."`
}

// FacetCount is one value of a facet.
type FacetCount struct {
	Value string `json:"value"`
	Name  string `json:"name"`
	N     int    `json:"n"`
}

type peopleOut struct{ Body Found }

// people serves GET /people.
func (s *server) people(ctx context.Context, in *peopleIn) (*peopleOut, error) {
	start := s.Now()
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.refused(ref); err != nil {
		return nil, err
	}
	answer, err := s.Searcher.Search(ctx, in.query())
	if err != nil {
		return nil, err
	}
	hits, err := s.hits(ctx, answer.Hits, ref)
	if err != nil {
		return nil, err
	}
	return &peopleOut{Found{
		Q: in.Q, Total: answer.Total, Understood: answer.Understood, Hits: hits,
		Facets: s.facets(answer.Facets, ref), TookMS: float64(s.Now().Sub(start)) / float64(time.Millisecond),
	}}, nil
}

// hits puts the people found beside why; who was removed meanwhile is left out.
func (s *server) hits(ctx context.Context, found []search.Hit, ref *registry.Reference) ([]Hit, error) {
	people, err := registry.VisiblePeople(ctx, s.Store, each(found, func(h search.Hit) registry.PersonID { return h.Person }))
	if err != nil {
		return nil, err
	}
	byID := make(map[registry.PersonID]*registry.Person, len(people))
	for _, p := range people {
		byID[p.ID] = p
	}
	hits := []Hit{}
	for _, h := range found {
		if p := byID[h.Person]; p != nil {
			hits = append(hits, hitOf(h, p, ref))
		}
	}
	return hits, nil
}

func hitOf(h search.Hit, p *registry.Person, ref *registry.Reference) Hit {
	w := Hit{
		ID: p.ID.Public(), Name: p.Name.Full, Display: display(p, ref), Score: h.Score,
		Codes: each(p.Codes, func(c registry.StaffCode) string { return c.Code }),
		Fields: each(p.Fields, func(f registry.FieldOf) Field {
			return Field{f.Code, ref.CodeName(registry.SchemeField, f.Code)}
		}),
		Why: each(h.Why, func(y search.Why) Why {
			return Why{y.Field, y.Text, append([][2]int{}, y.Marks...)}
		}),
	}
	if q, ok := p.MainPosition(); ok {
		w.Post, w.Organisation = q.Post, ref.UnitLabel(q.Unit, q.Organisation)
	}
	return w
}
