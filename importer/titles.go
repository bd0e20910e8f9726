package importer

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// titlesTSV lists how titles and degrees are written: kind, code, "c" where the
// words mean it in a column of degrees only, spellings. The catalogue's own
// variants come on top.
//
//go:embed titles.tsv
var titlesTSV string

// credentials are the titles, degrees, honours and rank that a cell names, and
// what else stands in it.
type credentials struct {
	title   string
	degrees []registry.Qualification
	honours []string
	rank    registry.Rank
	status  string         // "NCS": said, not stored
	sex     registry.Sex   // as the way of addressing tells: Ông, Bà
	unknown []string       // words before a name that are no known title
	years   map[string]int // of what was written with its year, by code
	rest    string
}

// credentialMemo remembers what the cells of one kind of column said: lists repeat
// few posts and degrees many times.
type credentialMemo map[string]credentials

// maxMemo bounds the texts that are remembered at once.
const maxMemo = 2000

// of gives what read makes of a text. The degrees are the caller's own to change.
func (m credentialMemo) of(text string, read func(string) credentials) credentials {
	c, ok := m[text]
	if !ok {
		if len(m) >= maxMemo {
			clear(m)
		}
		text = strings.Clone(text) // not the whole row with it
		c = read(text)
		m[text] = c
	}
	c.degrees = slices.Clone(c.degrees)
	return c
}

// titleWord is what one spelling stands for.
type titleWord struct {
	kind   string // "title", "degree", "honour", "rank", "status", "address"
	code   string
	column bool // only in a column of degrees
	marks  bool // the spelling has marks: "Bà" is not "BA"
}

// titleReader knows every spelling. It never changes once made.
type titleReader struct {
	marked   map[string]titleWord // letters of the spelling run together, with their marks
	words    map[string]titleWord // the same without marks
	joined   []string             // abbreviations that stand run together: PGSTS
	ranks    map[string]registry.Rank
	subjects map[string]bool // names of fields that begin with "Khoa học", folded
	longest  int             // tokens of the longest spelling
}

func newTitleReader(ref *registry.Reference) *titleReader {
	t := &titleReader{marked: map[string]titleWord{}, words: map[string]titleWord{}, ranks: map[string]registry.Rank{}, subjects: map[string]bool{}}
	for line := range strings.Lines(titlesTSV) {
		cols := strings.SplitN(strings.TrimRight(line, "\n"), "\t", 4)
		for s := range strings.SplitSeq(cols[3], ";") {
			t.add(s, titleWord{kind: cols[0], code: cols[1], column: cols[2] == "c"})
		}
	}
	for kind, scheme := range map[string]registry.Scheme{"title": registry.SchemeTitle, "degree": registry.SchemeDegree, "honour": registry.SchemeHonour} {
		for _, c := range ref.Codes(scheme) {
			t.add(c.Name, titleWord{kind: kind, code: c.Code})
		}
	}
	for _, c := range ref.Codes(registry.SchemeRank) {
		t.addRank(c)
	}
	for _, c := range ref.Codes(registry.SchemeField) {
		if name := vietnamese.Fold(c.Name); strings.HasPrefix(name, "khoa hoc ") {
			t.subjects[name] = true
		}
	}
	slices.Sort(t.joined)
	t.joined = slices.Compact(t.joined)
	slices.SortStableFunc(t.joined, func(a, b string) int { return len(b) - len(a) })
	return t
}

// add takes in a spelling; the first one read wins.
func (t *titleReader) add(spelling string, w titleWord) {
	tokens := tokensOf(spelling)
	key, marked := keyOf(tokens), markedKey(tokens)
	w.marks = key != marked
	if _, ok := t.marked[marked]; !ok {
		t.marked[marked] = w
	}
	if _, ok := t.words[key]; ok || key == "" {
		return
	}
	t.words[key] = w
	t.longest = max(t.longest, len(tokens))
	if clean := strings.TrimSpace(spelling); !w.column && w.kind != "address" && len(key) <= 6 && !strings.Contains(clean, " ") {
		t.joined = append(t.joined, key)
	}
}

func (t *titleReader) addRank(c registry.Code) {
	r := registry.Rank{Code: c.Code, Name: c.Name}
	for _, s := range append([]string{c.Code, c.Name, c.Abbreviation}, c.Variants...) {
		if key := keyOf(tokensOf(s)); key != "" {
			if _, ok := t.ranks[key]; !ok {
				t.ranks[key] = r
			}
		}
	}
	if key := keyOf(tokensOf(c.Abbreviation)); len(key) >= 3 {
		if w, ok := t.words[key]; !ok || w.kind == "address" {
			w = titleWord{kind: "rank", code: c.Code}
			t.words[key], t.marked[markedKey(tokensOf(c.Abbreviation))] = w, w
			t.joined = append(t.joined, key)
		}
	}
}

// match gives what the tokens begin with and how many of them it takes; 0 where
// they begin with no title.
func (t *titleReader) match(tokens []token, column bool) ([]titleWord, int) {
	for n := min(len(tokens), t.longest); n > 0; n-- {
		key, marked := keyOf(tokens[:n]), markedKey(tokens[:n])
		w, ok := t.marked[marked]
		if !ok {
			w, ok = t.words[key]
			ok = ok && (key == marked || w.marks || n > 1)
		}
		if ok && (column || !w.column) && !(column && w.kind == "address") {
			return []titleWord{w}, n
		}
	}
	if first := tokens[0]; first.key != first.marked && len(first.key) < 4 {
		return nil, 0 // "Bà" is not "BA"
	}
	if words := t.split(tokens[0].key, column); words != nil {
		return words, 1
	}
	return nil, 0
}

// split takes apart abbreviations that stand run together: PGSTS, ThsBSCKII.
func (t *titleReader) split(key string, column bool) []titleWord {
	if key == "" {
		return []titleWord{}
	}
	for _, j := range t.joined {
		if rest, ok := strings.CutPrefix(key, j); ok {
			if words := t.split(rest, column); words != nil {
				return append([]titleWord{t.words[j]}, words...)
			}
		}
	}
	return nil
}

// take notes the words found.
func (c *credentials) take(words []titleWord, t *titleReader) {
	for _, w := range words {
		switch w.kind {
		case "title":
			if c.title == "" || w.code == "GS" {
				c.title = w.code
			}
		case "degree":
			if !slices.ContainsFunc(c.degrees, func(q registry.Qualification) bool { return q.Degree == w.code }) {
				c.degrees = append(c.degrees, registry.Qualification{Degree: w.code})
			}
		case "honour":
			if !slices.Contains(c.honours, w.code) {
				c.honours = append(c.honours, w.code)
			}
		case "rank":
			c.rank = t.ranks[vietnamese.Fold(strings.ReplaceAll(w.code, ".", ""))]
		case "status":
			c.status = w.code
		case "address":
			if sex := map[string]registry.Sex{"ong": registry.Male, "ba": registry.Female}[w.code]; sex != "" {
				c.sex = sex
			}
		}
	}
}

// beforeName reads a cell that holds a name with titles before or behind it;
// rest is the name.
func (t *titleReader) beforeName(s string) credentials {
	var c credentials
	s = strings.TrimSpace(htmlTag.ReplaceAllString(s, " "))
	s = t.behindName(s, &c)
	tokens := tokensOf(s)
	i := 0
	for i < len(tokens) {
		if vietnamese.IsSurname(s[tokens[i].from:tokens[i].to]) && !t.titleLike(s, tokens[i:]) {
			break
		}
		words, n := t.match(tokens[i:], false)
		if n > 0 && i+n < len(tokens) {
			c.take(words, t)
			i += n
			continue
		}
		n = unknownPrefix(s, tokens[i:])
		if n == 0 {
			break
		}
		c.unknown = append(c.unknown, s[tokens[i].from:tokens[i+n-1].to])
		i += n
	}
	if i < len(tokens) {
		c.rest = strings.Trim(s[tokens[i].from:], " .,-–/:;|")
	}
	return c
}

// titleLike says that tokens which begin with a surname are a title all the
// same: "TS", written as such, is one; "Cn" could be nobody's name either.
func (t *titleReader) titleLike(s string, tokens []token) bool {
	first := s[tokens[0].from:tokens[0].to]
	after := tokens[0].to < len(s) && s[tokens[0].to] == '.'
	_, n := t.match(tokens, false)
	if n == 1 && t.marked[tokens[0].marked].kind == "address" {
		return false // Ông and Cô are surnames too: who knows better takes them off before
	}
	if n > 1 && vietnamese.HasMarks(s[tokens[0].from:tokens[n-1].to]) {
		return t.marked[markedKey(tokens[:n])].kind != "" // "Cao Đăng" is no "Cao đẳng"
	}
	return n > 1 || n == 1 && (after || !vietnamese.HasMarks(first) && len(first) <= 4 && strings.ToUpper(first) == first)
}

// addresses are the ways of addressing that a name may begin with.
var addresses = map[string]registry.Sex{
	"ông": registry.Male, "thầy": registry.Male, "anh": registry.Male,
	"bà": registry.Female, "cô": registry.Female, "chị": registry.Female,
}

// addressed says that a name begins with a way of addressing and goes on with a
// surname or a title: "Ông Nguyễn Văn An", "Bà ThS. Lê Thị Bình". Ông and Cô are
// surnames too; the others, and any before a title, are sure.
func (t *titleReader) addressed(s string) (yes, sure bool) {
	if addresses[firstToken(s).marked] == "" {
		return false, false
	}
	tokens := tokensOf(s)
	if len(tokens) < 3 {
		return false, false
	}
	surname := vietnamese.IsSurname(s[tokens[1].from:tokens[1].to])
	titled := !surname || t.titleLike(s, tokens[1:])
	if titled {
		words, n := t.match(tokens[1:], false)
		titled = n > 0 && n+1 < len(tokens) && words[0].kind != "address"
	}
	switch tokens[0].marked {
	case "ông", "anh":
		return surname || titled, titled
	case "cô":
		return surname || titled, titled || len(tokens) > 3
	}
	return surname || titled, surname || titled
}

// behindName takes titles off the end: "Nguyễn Văn An, TS.", "Lê Hòa (ThS)".
func (t *titleReader) behindName(s string, c *credentials) string {
	for {
		i := strings.LastIndexAny(s, ",(-–")
		if i <= 0 {
			return s
		}
		tail := tokensOf(s[i:])
		if len(tail) == 0 {
			s = strings.TrimSpace(s[:i])
			continue
		}
		var words []titleWord
		for rest := tail; len(rest) > 0; {
			w, n := t.match(rest, false)
			if n == 0 {
				return s
			}
			words, rest = append(words, w...), rest[n:]
		}
		if len(tokensOf(s[:i])) < 2 {
			return s // "THẠC SĨ, BS": titles all through
		}
		if head := tokensOf(s[:i]); t.allTitles(head) {
			return s
		}
		c.take(words, t)
		s = strings.TrimSpace(s[:i])
	}
}

// isDegree says that a code is one of degrees, not of titles or honours.
func (t *titleReader) isDegree(code string) bool {
	words, _ := t.match(tokensOf(code), true)
	return len(words) == 1 && words[0].kind == "degree"
}

func (t *titleReader) allTitles(tokens []token) bool {
	for len(tokens) > 0 {
		_, n := t.match(tokens, false)
		if n == 0 {
			return false
		}
		tokens = tokens[n:]
	}
	return true
}

// unknownPrefix says how many tokens stand before a name without being known: a
// short word set off by a full stop or a dash with a surname behind it.
func unknownPrefix(s string, tokens []token) int {
	for n := 1; n < len(tokens) && n <= 3; n++ {
		gap := s[tokens[n-1].to:tokens[n].from]
		if strings.ContainsAny(gap, ".-–/:|,") && vietnamese.IsSurname(s[tokens[n].from:tokens[n].to]) && len(tokens) > n+1 {
			return n
		}
	}
	return 0
}

// segments splits a cell where lists are split.
func segments(s string) []string {
	return strings.FieldsFunc(htmlTag.ReplaceAllString(s, "\n"), func(r rune) bool { return strings.ContainsRune(",;/\n|+•", r) })
}

// ofDegrees reads a cell of a column of degrees: "Tiến sĩ Kinh tế; Cử nhân
// Luật". What follows a degree is its specialty; rest is what no degree leads.
func (t *titleReader) ofDegrees(s string) credentials {
	var c credentials
	var rest []string
	if whole := tokensOf(s); len(whole) > 0 { // "A/Prof", "Ph.D" have separators of lists in them
		if words, n := t.match(whole, true); n == len(whole) {
			c.take(words, t)
			return c
		}
	}
	for _, seg := range segments(s) {
		if left := t.degreeSegment(seg, &c); left != "" {
			rest = append(rest, left)
		}
	}
	c.rest = strings.Join(rest, ", ")
	return c
}

// ofPosts reads a cell of a column of posts: a segment that is nothing but
// titles is taken as such, everything else is the post. "Kỹ sư" alone is the work and
// no degree, unless the column is proven to hold degrees or a post stands beside it.
func (t *titleReader) ofPosts(s string, proven bool) credentials {
	var c credentials
	tokens := tokensOf(s)
	if len(tokens) == 0 {
		return c
	}
	if t.plainTitles(tokens, &c, proven) {
		if proven && len(c.degrees) == 1 && t.isWork(tokens) && len(tokens) > 1 {
			c.rest = strings.TrimSpace(s) // "Bác sĩ" is what one works as too; "BS" only the degree
		}
		return c
	}
	var rest []string
	taken := false
	all := t.dashed(segments(s))
	held := slices.ContainsFunc(all, func(seg string) bool { return startsPost(strings.TrimSpace(seg)) && !t.isWork(tokensOf(seg)) })
	for _, seg := range all {
		if t.plainTitles(tokensOf(seg), &c, proven || held) || proven && t.studied(seg, &c) {
			taken = true
			continue
		}
		if seg = strings.TrimSpace(seg); seg != "" {
			rest = append(rest, seg)
		}
	}
	c.rest = strings.Join(rest, ", ")
	if !taken {
		c.rest = strings.TrimSpace(htmlTag.ReplaceAllString(s, " "))
	}
	return c
}

// studied takes a degree with what it was taken in, "Cử nhân điều dưỡng", out of a cell of
// posts. "Bác sĩ điều trị", "Kỹ sư trưởng" are what somebody works as.
func (t *titleReader) studied(seg string, c *credentials) bool {
	tokens := tokensOf(seg)
	if len(tokens) == 0 || startsPost(strings.TrimSpace(seg)) {
		return false
	}
	words, n := t.match(tokens, false)
	if n == 0 || len(words) != 1 || words[0].kind != "degree" || t.isWork(tokens[:n]) {
		return false
	}
	return t.degreeSegment(seg, c) == ""
}

// dashed splits segments at their dashes where one side is nothing but titles: "Trưởng
// khoa - BSCKI", not "Phòng Tổ chức - Hành chính".
func (t *titleReader) dashed(all []string) []string {
	var list []string
	for _, seg := range all {
		pieces := dashes.Split(seg, maxPieces)
		if len(pieces) > 1 && slices.ContainsFunc(pieces, func(p string) bool { return len(tokensOf(p)) > 0 && t.allTitles(tokensOf(p)) }) {
			list = append(list, pieces...)
			continue
		}
		list = append(list, seg)
	}
	return list
}

// dashes stand between a post and a degree.
var dashes = regexp.MustCompile(`\s+[-–]\s+`)

// isWork says that tokens are one degree that is called as the work of those who have it.
func (t *titleReader) isWork(tokens []token) bool {
	words, n := t.match(tokens, false)
	return n == len(tokens) && len(words) == 1 && slices.Contains([]string{"BS", "KS", "DS", "KTS"}, words[0].code)
}

// plainTitles takes tokens that are titles, degrees and honours all through; one that
// is called as a work is only where work says so.
func (t *titleReader) plainTitles(tokens []token, c *credentials, work bool) bool {
	var all []titleWord
	for rest := tokens; len(rest) > 0; {
		words, n := t.match(rest, false)
		if n == 0 || slices.ContainsFunc(words, func(w titleWord) bool { return w.kind == "rank" || w.kind == "address" }) {
			return false
		}
		all, rest = append(all, words...), rest[n:]
	}
	if len(all) == 0 || len(all) == 1 && !work && t.isWork(tokens) && !degreeOnly(tokens) {
		return false
	}
	c.take(all, t)
	return true
}

// degreeOnly says that a degree stands as its abbreviation: nobody works as a "KS".
func degreeOnly(tokens []token) bool {
	return len(tokens) == 1 && (tokens[0].key == "ks" || tokens[0].key == "kts")
}

// rankOf reads a rank: "V.07.01.02", "15.110", "Giảng viên chính (hạng II)",
// "GVC - V.07.01.02"; false where the catalogue has none like it.
func (t *titleReader) rankOf(s string) (registry.Rank, bool) {
	if r, ok := t.ranks[keyOf(tokensOf(s))]; ok {
		return r, true
	}
	for _, seg := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-–,;/()\n:", r) }) {
		if r, ok := t.ranks[keyOf(tokensOf(seg))]; ok {
			return r, true
		}
	}
	return t.rankByGrade(s)
}

// rankByGrade reads "Giảng viên hạng II" by the name and grade together.
func (t *titleReader) rankByGrade(s string) (registry.Rank, bool) {
	f := vietnamese.Fold(s)
	name, grade, ok := strings.Cut(f, "hang")
	if !ok {
		return registry.Rank{}, false
	}
	suffix, ok := map[string]string{"i": " cao cap", "1": " cao cap", "ii": " chinh", "2": " chinh", "iii": "", "3": ""}[strings.Trim(grade, " ().,-")]
	if !ok {
		return registry.Rank{}, false
	}
	name = strings.Trim(name, " ().,-")
	for _, tail := range []string{" cao cap", " chinh"} {
		name = strings.TrimSuffix(name, tail)
	}
	r, ok := t.ranks[keyOf(tokensOf(name+suffix))]
	return r, ok
}
