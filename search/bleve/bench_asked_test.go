package bleve_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
	"trithuc/search"
)

// A query that is measured, and who is meant by it: a condition over the table of
// people (see newMirror), which no engine is asked for.
type query struct {
	text  string
	meant string
	args  []any
}

// kind is one way in which people are asked for.
type kind struct {
	name string
	all  []query
}

// drawnQueries is how many queries of a kind are made from people of the registry.
const drawnQueries = 10

// kinds gives the queries that are measured. Names are those of people who are there.
func kinds(b *testing.B, mirror *sql.DB) []kind {
	names := drawNames(b, mirror)
	drawn := func(make func(name string) query) []query {
		var all []query
		for _, n := range names {
			all = append(all, make(n))
		}
		return all
	}
	topics := func(of ...string) []query { return said(of...) }
	return []kind{
		{"everybody", []query{{"", "1", nil}}},
		{"family name", []query{called("nguyen"), called("thach"), called("huynh")}},
		{"name", drawn(func(n string) query { return query{n, "name = ?", []any{n}} })},
		{"name without marks", drawn(func(n string) query { return folded(search.Folded(n), search.Folded(n)) })},
		{"tone left out", drawn(func(n string) query { return folded(search.Toneless(n), search.Folded(n)) })},
		{"keys left on", []query{
			folded("Nguyeenx Thij Huwowng", "nguyen thi huong"), folded("Tra62n Va8n Minh", "tran van minh"), folded("Leef Hoangf Thanh", "le hoang thanh"),
		}},
		{"name misspelt", drawn(func(n string) query { return folded(misspelt(search.Folded(n)), search.Folded(n)) })},
		{"words turned", drawn(func(n string) query { return query{turned(n), "name = ?", []any{n}} })},
		{"initials", drawn(func(n string) query {
			return query{initials(n), "name like ?", []any{strings.ReplaceAll(initials(n), ".", "%")}}
		})},
		{"half typed", drawn(func(n string) query { return query{halved(n), "name like ?", []any{halved(n) + "%"}} })},
		{"title and name", drawn(func(n string) query { return query{"PGS.TS " + n, "name = ?", []any{n}} })},
		{"topic", append(topics("nuôi trồng thủy sản", "biến đổi khí hậu", "kế toán"), meant("dinh dưỡng lâm sàng", "dinh duong lam sang", "dinh duong"))},
		{"topic without marks", topics("bien doi khi hau", "nuoi trong thuy san", "ke toan", "tri tue nhan tao")},
		{"abbreviation", []query{meant("CNTT", "cong nghe thong tin"), meant("BĐKH", "bien doi khi hau")}},
		{"English", []query{meant("aquaculture", "nuoi trong thuy san"), meant("climate change", "bien doi khi hau"), meant("artificial intelligence", "tri tue nhan tao")}},
		{"other words", []query{meant("nhiễm mặn", "nhiem man", "xam nhap man"), meant("nuôi cá", "nuoi ca", "nuoi trong thuy san")}},
		{"name and topic", drawn(func(n string) query {
			return query{search.Folded(last(n)) + " thủy sản", "fold like ? and texts like '%thuy san%'", []any{"% " + search.Folded(last(n))}}
		})},
		{"need", []query{
			{"nữ tiến sĩ thủy sản ở đại học cần thơ dưới 45 tuổi", "sex = 'female' and degree in ('TS','TSKH') and texts like '%thuy san%' and units like ? and birth > 1981", []any{"%đại học cần thơ%"}},
			{"giảng viên nam biết tiếng Anh về trí tuệ nhân tạo", "sex = 'male' and languages like '%|en|%' and texts like '%tri tue nhan tao%'", nil},
		}},
		{"need without marks", []query{
			{"nu tien si thuy san o dai hoc can tho duoi 45 tuoi", "sex = 'female' and degree in ('TS','TSKH') and texts like '%thuy san%' and units like ? and birth > 1981", []any{"%đại học cần thơ%"}},
			{"pho giao su ve bien doi khi hau", "title in ('PGS','GS') and texts like '%bien doi khi hau%'", nil},
		}},
		{"syntax", []query{{`"biến đổi khí hậu" -nam`, "texts like '%bien doi khi hau%' and fold not like '%nam%' and texts not like '% nam %'", nil}}},
		{"nobody", []query{{"zzzz qqqq", "0", nil}, {"qwrt", "0", nil}}},
	}
}

// folded asks for people whose name without marks is like a pattern.
func folded(text, pattern string) query { return query{text, "fold like ?", []any{pattern}} }

// called asks for people who have a word in the name: a family name is some people's own too.
func called(word string) query {
	return query{word, "' ' || fold || ' ' like ?", []any{"% " + word + " %"}}
}

// meant asks for people who have any of other words side by side in a text.
func meant(text string, words ...string) query {
	q := query{text: text}
	for i, w := range words {
		if i > 0 {
			q.meant += " or "
		}
		q.meant += "' ' || texts || ' ' like ?"
		q.args = append(q.args, "% "+w+" %")
	}
	return q
}

// said asks for people who have the words side by side in a text.
func said(texts ...string) []query {
	var all []query
	for _, t := range texts {
		all = append(all, meant(t, vietnamese.Fold(t)))
	}
	return all
}

// drawNames gives names of three words or more, of people here and there.
func drawNames(b *testing.B, mirror *sql.DB) []string {
	b.Helper()
	rows, err := mirror.Query("select name from p where name like '_% _% _%' and id % 97 = 5 limit ?", drawnQueries)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var n string
		if err := rows.Scan(&n); err != nil {
			b.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}

func last(name string) string { w := strings.Fields(name); return w[len(w)-1] }

// misspelt gives a name with a letter of its longest word doubled.
func misspelt(name string) string {
	all := strings.Fields(name)
	longest := slices.MaxFunc(all, func(a, b string) int { return len(a) - len(b) })
	at := slices.Index(all, longest)
	all[at] = longest[:2] + longest[1:]
	return strings.Join(all, " ")
}

// turned puts the given name first.
func turned(name string) string {
	w := strings.Fields(name)
	return strings.Join(append(w[len(w)-1:], w[:len(w)-1]...), " ")
}

// initials leaves the first letter of the middle names.
func initials(name string) string {
	w := strings.Fields(name)
	for i := 1; i < len(w)-1; i++ {
		r, _ := utf8.DecodeRuneInString(w[i])
		w[i] = string(r) + "."
	}
	return strings.Join(w, " ")
}

// halved leaves the first two letters of the given name.
func halved(name string) string {
	w := strings.Fields(name)
	r := []rune(w[len(w)-1])
	w[len(w)-1] = string(r[:min(2, len(r))])
	return strings.Join(w, " ")
}
